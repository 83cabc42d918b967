"""x_(k+1) = f(x_k, p, k), N times: how x_k and a loss of them move, forward and backward.

Source: MIT 18.063, problem set 1 of 2022, and chapter 9.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from matcalc_cli.elaborate.asked import variable
from matcalc_cli.equations.time.capitals import declared
from matcalc_cli.equations.time.flow import Flow
from matcalc_cli.equations.time.flow_reading import flow
from matcalc_cli.equations.time.losses import slope
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import add, substitute, zeros
from matcalc_cli.expr.node import Node, Symbol, number, symbol
from matcalc_cli.language.names import canonical
from matcalc_cli.readings.derive import free_gradient
from matcalc_cli.simplify import simplify

ADJOINTS = ("z", "v", "w", *(f"z_{i}" for i in range(1, 99)))
CHECKED = 3
"""So many steps are written out to verify the gradients."""


class Recurrence:
    """A flow whose time is the number of the step.

    inputs  names with a value at each step: what leads from x_k to x_(k+1) has u_k, and so has the loss of x_(k+1)
    wrt     by what the loss is differentiated that is the same at every step
    moved   the inputs that it is differentiated by, one step at a time
    """

    def __init__(self, found: Flow, inputs: Sequence[Symbol]) -> None:
        self.flow = found
        self.inputs = tuple(inputs)
        self.wrt = [p for p in found.wrt if p not in inputs]
        self.moved = [u for u in found.wrt if u in inputs]

    def by_input(self, u: Symbol) -> tuple[Node, Node]:
        """The parts of the gradient by u_k that are due to z_(k+1), and to the loss of x_(k+1)."""
        flow, data = self.flow, self.flow.losses.data
        own = zeros(u.shape) if data is None else slope(data, u)
        return flow.inside(flow.pulled_back(u), u), flow.inside(own, u)

    def written_out(self, p: Symbol) -> tuple[Node, Node]:
        """The gradient of a few steps written out, and that by the adjoint recurrence; by an input, of the first step."""
        flow, index = self.flow, self.flow.time
        points = [self._at(0)]
        for k in range(CHECKED):
            now: dict[Node, Node] = {**points[k], index: number(k)}
            following = self._at(k + 1)
            following.update({s.symbol: substitute(s.rate, now) for s in flow.states})
            points.append(following)
        losses = flow.losses
        parts = [substitute(losses.end, points[-1])] if losses.end is not None else []
        parts += (
            [substitute(losses.data, self._counted(k, points)) for k in self._counts] if losses.data is not None else []
        )
        moved = self._named(p, 0) if p in self.inputs else p
        return free_gradient(simplify(add(*parts)), moved), self._backward(p, points)

    @property
    def _counts(self) -> range:
        return range(1, CHECKED + 1)

    @staticmethod
    def _named(y: Symbol, k: int) -> Symbol:
        """The value at a step."""
        return symbol(f"{y.name}__{k}", y.shape, y.kind)

    def _counted(self, k: int, points: Sequence[dict[Node, Node]]) -> dict[Node, Node]:
        """The values of a step that its loss is of: its state and data, and the input that led to it."""
        return {**points[k], self.flow.time: number(k), **{u: points[k - 1][u] for u in self.inputs}}

    def _at(self, k: int) -> dict[Node, Node]:
        """The values of inputs and data at a step, and where the states begin."""
        found: dict[Node, Node] = {y: self._named(y, k) for y in (*self.inputs, *self.flow.losses.given)}
        found.update({s.symbol: s.initial for s in self.flow.states} if k == 0 else {})
        return found

    def _backward(self, p: Symbol, points: Sequence[dict[Node, Node]]) -> Node:
        flow, losses = self.flow, self.flow.losses
        adjoint: dict[Node, Node] = {}
        total: list[Node] = []
        for s in flow.states:
            adjoint[s.adjoint] = (
                substitute(slope(losses.end, s.symbol), points[-1]) if losses.end is not None else zeros(s.symbol.shape)
            )
        total += [substitute(slope(losses.end, p), points[-1])] if losses.end is not None else []
        for k in reversed(self._counts):
            if losses.data is not None:
                here = self._counted(k, points)
                for s in flow.states:
                    adjoint[s.adjoint] = add(adjoint[s.adjoint], substitute(slope(losses.data, s.symbol), here))
                total.append(substitute(slope(losses.data, p), here))
            now = {**points[k - 1], flow.time: number(k - 1), **adjoint}
            if p in self.inputs and k == 1:
                return add(substitute(flow.pulled_back(p), now), *total[-1:] if losses.data is not None else [])
            total.append(substitute(flow.pulled_back(p), now))
            adjoint = {s.adjoint: substitute(flow.pulled_back(s.symbol), now) for s in flow.states}
        begins = [s for s in flow.states if s.initial is p]
        total += [adjoint[s.adjoint] for s in begins] or [substitute(flow.started(p), {**points[0], **adjoint})]
        return add(*total)


def recurrence(
    text: str, states: Sequence[str], index: str, inputs: Sequence[str], wrt: Sequence[str], var: Sequence[str], *, loss: str = "",
    each: str = "", initial: Sequence[str] = (),
) -> Recurrence:  # fmt: skip
    """The recurrence that a text is the step of, with its loss. Raises MatcalcError."""
    found = flow(text, states, index, wrt, var, loss=loss, data=each, initial=initial, adjoints=ADJOINTS)
    if found.end.name in wrt:
        raise MatcalcError("usage", "the number of steps has no derivative", hint="--wrt p")
    found.by_end = False
    _require_no_step(found, {*declared(text, var), *wrt})
    given = [variable(canonical(name), found.elaborated) for name in dict.fromkeys(inputs)]
    moving = next((u for u in given for s in found.states if u is s.symbol), None)
    if moving is not None:
        raise MatcalcError("usage", f"{moving.spelling} is a state, and not given", hint="--given u names an input")
    return Recurrence(found, [u for u in given if u not in found.losses.given])


def _require_no_step(found: Flow, meant: Collection[str]) -> None:
    """Refuse x_3, which would be a constant beside N steps of the state x unless that is what is meant. Raises MatcalcError."""
    states = {s.symbol.name: s.symbol.spelling for s in found.states}
    meant = {*meant, *states, *(u.name for s in found.states for u in s.initial.symbols)}
    for name, v in found.elaborated.variables.items():
        of, _, k = name.rpartition("_")
        if of in states and name not in meant and k.isdecimal() and k[0] != "0":
            raise MatcalcError(
                "usage", f"{v.spelling} would be a constant here, and no step of {states[of]}",
                hint=f"only counted steps have names, iterate(EXPR, x, x0, 5); --var {v.spelling}:KIND declares a constant",
            )  # fmt: skip
