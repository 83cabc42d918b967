"""A differential equation du/dt = f(u, p, t) and a loss of its solution: the equations of the sensitivities and of the adjoint.

Source: MIT 18.063, chapter 10; Cao, Li, Petzold & Serban 2003 (jumps of the adjoint at data).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate.asked import variable
from matcalc_cli.equations.time.losses import Losses, slope
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import add, is_zero, multiply, substitute, zeros
from matcalc_cli.expr.node import Member, Node, Symbol, number, symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR, product_of
from matcalc_cli.kinds import KINDS, of_shape
from matcalc_cli.program.within import read_beside
from matcalc_cli.readings.derive import derivative, pairing, pulled
from matcalc_cli.readings.structure import projected
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.language.tree import Program

ENDS = ("T", "t_end", *(f"T_{i}" for i in range(1, 99)))
ADJOINTS = ("v", "w", "z", *(f"v_{i}" for i in range(1, 99)))
SENSITIVITIES = ("S", "R", *(f"S_{i}" for i in range(1, 99)))


class State:
    """A function that the equation determines.

    rate     the right-hand side
    initial  where it begins, a name of its own unless something is given
    adjoint  the name of the function that is integrated backwards
    moving   how it moves: du

    The adjoint and du are settled with the loss, whose names they avoid.
    """

    adjoint: Symbol
    __slots__ = ("adjoint", "initial", "moving", "rate", "symbol")

    def __init__(self, name: Symbol, rate: Node, initial: Node) -> None:
        self.symbol, self.rate, self.initial = name, rate, initial
        self.moving = direction(name)


class Flow:
    """The equation, its loss, and by what that is differentiated.

    begins    the names of the values at 0 that nothing else gives
    time      t, and `end` is the name of the last time
    wrt       parameters and values at 0, in the order asked for
    by_end    whether the derivative by the last time is asked for, too
    """

    def __init__(
        self, program: Program, elaborated: Elaborated, names: Sequence[Symbol], rates: Sequence[Node], time: Symbol,
        initial: Sequence[str], adjoints: Sequence[str] = ADJOINTS,
    ) -> None:  # fmt: skip
        self.program, self.elaborated, self.time, self._adjoints = program, elaborated, time, adjoints
        self.taken = {*elaborated.variables, *elaborated.functions, *elaborated.dimensions, time.name}
        if initial and len(initial) != len(names):
            raise MatcalcError(
                "usage", f"{len(names)} states begin somewhere, and --initial is given {len(initial)} times"
            )
        given = [_begin_at(text, u, elaborated) for text, u in zip(initial, names, strict=False)]
        _require_nothing_moves(given, [*names, time])
        self.taken |= {*elaborated.variables}
        self.begins: list[Symbol] = []
        self.states = [
            State(u, rate, given[i] if given else self._begin(u))
            for i, (u, rate) in enumerate(zip(names, rates, strict=True))
        ]
        for state in self.states:
            if state.initial.shape != state.symbol.shape:
                raise MatcalcError("shape", f"{state.symbol.spelling} does not begin at something of its shape")
        self.losses = Losses(None, None, None, ())
        self.end = symbol(self.fresh(ENDS), SCALAR, "scalar")
        self.wrt: list[Symbol] = []
        self.by_end = False

    def fresh(self, names: Sequence[str]) -> str:
        """The first name that is not taken, which it is from now on."""
        found = next(name for name in names if name not in self.taken)
        self.taken.add(found)
        return found

    def _begin(self, u: Symbol) -> Symbol:
        name = self.fresh([f"{u.name}_0", *(f"{u.name}_00{i}" for i in range(99))])
        spelling = f"{u.spelling}_0" if name.endswith("_0") else name
        self.begins.append(symbol(name, u.shape, u.kind, spelling=spelling))
        return self.begins[-1]

    def _adjoint(self, u: Symbol) -> Symbol:
        own = [f"{self._adjoints[0]}_{u.name}"] if len(self.states) > 1 else []
        name = self.fresh([n[0].upper() + n[1:] if u.cols != 1 else n for n in (*own, *self._adjoints)])
        return symbol(name, u.shape, of_shape(u.shape))

    def ask(self, losses: Losses, wrt: Sequence[str]) -> None:
        """Set the loss, and by what it is differentiated; by everything where nothing is said. Raises MatcalcError."""
        self.losses = losses
        for state in self.states:
            state.moving, state.adjoint = self.direction(state.symbol), self._adjoint(state.symbol)
        known = {b.name: b for b in self.begins} | {self.end.name: self.end}
        every = [v for v in self.elaborated.variables.values() if self._may_move(v)]
        if not wrt:
            self.wrt, self.by_end = [*every, *self.begins], bool(losses.end or losses.running)
            _require_no_families(self.wrt)
            return
        asked = [known.get(n) or variable(n, self.elaborated) for n in dict.fromkeys(wrt)]
        for name in asked:
            if name in self._fixed:
                begins = ", ".join(b.spelling for b in self.begins)
                raise MatcalcError(
                    "usage", f"{name.spelling} is {self._fixed[name]}, and no parameter",
                    hint=f"--wrt {begins} is by where it begins" if begins else "parameters are what stays",
                )  # fmt: skip
        self.by_end = self.end in asked
        self.wrt = [name for name in asked if name is not self.end]
        _require_no_families(self.wrt)

    @property
    def _fixed(self) -> dict[Symbol, str]:
        """The names that are no parameters, and what they are instead."""
        return {
            **dict.fromkeys(self.losses.given, "data"),
            self.time: "the time",
            **{s.symbol: "a state" for s in self.states},
        }

    def _may_move(self, v: Symbol) -> bool:
        return v not in self._fixed and v.differential_of is None and not KINDS[v.kind].whole and v.place is None

    # Forward

    @property
    def moved_by(self) -> list[Symbol]:
        """The variables of `wrt` that the states move with."""
        found = {s for state in self.states for s in (*state.rate.symbols, *state.initial.symbols)}
        return [p for p in self.wrt if p in found]

    def sensitivity(self, p: Symbol) -> list[tuple[Symbol, Node, Node]]:
        """For every state S = du/dp, (numel u) x (numel p): its name, its rate, and where it begins."""
        stem = self.fresh(SENSITIVITIES)
        names = [
            symbol(
                f"{stem}_{s.symbol.name}" if len(self.states) > 1 else stem,
                (product_of(*s.symbol.shape), product_of(*p.shape)),
                "matrix",
            )
            for s in self.states
        ]
        names = [n if not n.is_scalar else symbol(n.name, SCALAR, "scalar") for n in names]
        self.taken.discard(stem)
        return [
            (
                name,
                simplify(self._sensitivity_rate(state, names, p)),
                derivative(state.initial, p).jacobian if p in state.initial.symbols else zeros(name.shape),
            )
            for name, state in zip(names, self.states, strict=True)
        ]

    @staticmethod
    def jacobian(state: State, x: Symbol) -> Node:
        """How the rate of a state changes with a name."""
        return derivative(state.rate, x).jacobian

    def _sensitivity_rate(self, state: State, names: Sequence[Symbol], p: Symbol) -> Node:
        parts = [
            multiply(self.jacobian(state, other.symbol), name)
            for other, name in zip(self.states, names, strict=True)
            if other.symbol in state.rate.symbols
        ]
        own = [self.jacobian(state, p)] if p in state.rate.symbols else []
        return add(*parts, *own) if parts or own else zeros(names[0].shape)

    def moved(self, state: State) -> Node:
        """The rate differentiated where everything moves."""
        return simplify(differential(state.rate, self.directions))

    @cached_property
    def directions(self) -> dict[Symbol, Node]:
        """The direction in which every state and parameter moves."""
        moves: dict[Symbol, Node] = {s.symbol: s.moving for s in self.states}
        return moves | {p: self.direction(p) for p in self.wrt if p not in self.begins}

    def direction(self, p: Symbol) -> Symbol:
        """How a name moves, by a name that nothing else has."""
        return direction(p, [*self.elaborated.variables.values(), *self.begins, self.time])

    # Backward

    def pulled_back(self, p: Symbol) -> Node:
        """The adjoint of p -> rates at the adjoints, with the slope of the running loss: f_p' v + g_p, unprojected."""
        parts = [pulled(s.rate, p, s.adjoint) for s in self.states if p in s.rate.symbols]
        running = self.losses.running
        parts += [slope(running, p)] if running is not None else []
        return simplify(add(*parts)) if parts else zeros(p.shape)

    def adjoint_rate(self, state: State) -> Node:
        """dv/dt = -(f_u' v + g_u)."""
        return simplify(multiply(number(-1), self.pulled_back(state.symbol)))

    def adjoint_end(self, state: State) -> Node:
        """v(T), in terms of u = u(T)."""
        return slope(self.losses.end, state.symbol) if self.losses.end is not None else zeros(state.symbol.shape)

    def adjoint_jump(self, state: State) -> Node | None:
        """The jump of v, going backwards, at a time with data."""
        found = slope(self.losses.data, state.symbol) if self.losses.data is not None else None
        return None if found is None or is_zero(found) else found

    def integrand(self, p: Symbol) -> Node:
        """The integrand over time of the gradient by a parameter, in its subspace."""
        return self.inside(self.pulled_back(p), p)

    def outside(self, p: Symbol) -> list[tuple[str, Node]]:
        """The other parts of the gradient: at the beginning (of v), at the end, at every time with data."""
        parts = [("start", self.started(p))]
        parts += [("end", slope(self.losses.end, p))] if self.losses.end is not None else []
        parts += [("data", slope(self.losses.data, p))] if self.losses.data is not None else []
        return [(where, self.inside(node, p)) for where, node in parts if not is_zero(node)]

    def started(self, p: Symbol) -> Node:
        """The part of the gradient by a parameter that is due to the initial states."""
        parts = [pulled(s.initial, p, s.adjoint) for s in self.states if p in s.initial.symbols]
        return self.inside(add(*parts), p) if parts else zeros(p.shape)

    @staticmethod
    def inside(gradient: Node, p: Symbol) -> Node:
        """A gradient in the subspace of its variable."""
        return simplify(projected(gradient, p))

    @cached_property
    def by_last_time(self) -> Node:
        """The derivative by T: the rate of the loss there, in terms of u = u(T)."""
        end, running = self.losses.end, self.losses.running
        parts: list[Node] = []
        if end is not None:
            parts += [pairing(slope(end, s.symbol), s.rate) for s in self.states if s.symbol in end.symbols]
            parts += [slope(end, self.time)]
        parts += [running] if running is not None else []
        return simplify(add(*parts)) if parts else number(0)

    @cached_property
    def identity(self) -> tuple[Node, Node]:
        """Two sides that are equal if the adjoint is right: <v, df> + dg, and what stands before du and dp times these."""
        running = self.losses.running
        left = [pairing(s.adjoint, self.moved(s)) for s in self.states]
        left += [differential(running, self.directions)] if running is not None else []
        right = [pairing(self.pulled_back(x), towards) for x, towards in self.directions.items()]
        return add(*left), add(*right)

    def linear(self) -> tuple[Node, Node] | None:
        """The matrix A and the vector b of one equation du/dt = A*u + b whose A and b do not depend on t or u; None otherwise."""
        if len(self.states) != 1 or self.states[0].symbol.cols != 1:
            return None
        (state,) = self.states
        u = state.symbol
        matrix = derivative(state.rate, u).jacobian if u in state.rate.symbols else None
        rest = simplify(substitute(state.rate, {u: zeros(u.shape)}))
        if matrix is None or not matrix.symbols.isdisjoint({u, self.time}) or self.time in rest.symbols:
            return None
        return matrix, rest


def _require_no_families(names: Sequence[Symbol]) -> None:
    family = next((p for p in names if p.axes or isinstance(p, Member)), None)
    if family is not None:
        raise MatcalcError(
            "unsupported", f"solutions are not differentiated by members of families yet, and here is {family.spelling}",
            hint="--wrt says by what else they are differentiated",
        )  # fmt: skip


def _require_nothing_moves(initial: Sequence[Node], moving: Sequence[Symbol]) -> None:
    found = next((x for node in initial for x in moving if x in node.symbols), None)
    if found is not None:
        raise MatcalcError(
            "usage", f"--initial is where it begins, and there {found.spelling} has no value yet",
            hint=f"a name of its own, --initial {moving[0].spelling}_0, or what stays",
        )  # fmt: skip


def _begin_at(text: str, u: Symbol, elaborated: Elaborated) -> Node:
    """Where a state begins, read as something of its shape."""
    padded = text if " where " in text else f"({text}) + {u.spelling} - {u.spelling}"
    return simplify(read_beside(padded, elaborated))
