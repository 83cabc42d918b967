"""A recurrence with its loss, as lines: the derivatives of x_k forward, the adjoints z_k backward, the gradients."""

from __future__ import annotations

from collections.abc import Mapping

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Heading, Line, Section
from matcalc_cli.equations.time.flow import State
from matcalc_cli.equations.time.losses import slope
from matcalc_cli.equations.time.recurrence import Recurrence
from matcalc_cli.explain.equations.flow_names import Names, total, zero_or
from matcalc_cli.explain.trees import ZERO, expressed, name_of, named, put_in
from matcalc_cli.expr.build import add, is_zero
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.language.tree import Literal, Member, Tree
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions


def explain(found: Recurrence, *, steps: bool = False) -> Derivation:
    """The lines; with `steps` how the adjoint comes about, too."""
    flow = found.flow
    lines = _Lines(found)
    sections = [lines.equation(), *[lines.forward(p) for p in found.wrt if p in flow.moved_by]]
    if flow.losses.parts:
        sections += [lines.loss(), *([lines.why()] if steps else []), lines.backward(), lines.gradients()]
    variables = [v for v in flow.elaborated.variables.values() if v.place is None]
    nodes = [n for s in flow.states for n in (s.rate, flow.pulled_back(s.symbol))] + flow.losses.parts
    needed = conditions(flow.elaborated.domain, nodes, found.wrt)
    answer = Answer(
        flow.program, flow.states[0].rate, variables, [], None, notes=flow.elaborated.notes, conditions=needed
    )
    derivation = Derivation(answer, [s for s in sections if s.lines], lines.names.scope(nodes), lines.names.letter)
    derivation.heading = (lines.at(flow.states[0].symbol, 1), lines.seen(flow.states[0].rate))
    return derivation


class _Lines:
    """Trees of what belongs to a step."""

    def __init__(self, found: Recurrence) -> None:
        self.found, self.flow = found, found.flow
        self.names = Names(found.flow)
        self.index = self.names.time
        self.count = self.names.count

    def at(self, name: Symbol, more: int = 0, place: Tree | None = None) -> Tree:
        """x_k, x_(k+1), x_(N-1), x_N, x_0."""
        index = place or self.index
        if more:
            tree = self.shifted(index, more)
            text = f"_({index.name}{'+' if more > 0 else '-'}{abs(more)})"  # type: ignore[attr-defined]
            return Member(name.name + text, name.spelling + text, name_of(name), [tree], 0)
        text = str(index.numerator) if isinstance(index, Literal) else index.name  # type: ignore[attr-defined]
        return named(f"{name.name}_{text}", f"{name.spelling}_{text}")

    @staticmethod
    def shifted(index: Tree, more: int) -> Tree:
        """k+1, N-1."""
        return operation("add" if more > 0 else "subtract", index, Literal(abs(more), 1, 0, 0)) if more else index

    def counted(self, node: Node, more: int = 0, place: Tree | None = None) -> Tree:
        """An expression in the loss of a step: of its x_k and data, and of the input that led to it, u_(k-1)."""
        flow = self.flow
        values = {y.name: self.at(y, more, place) for y in (*[s.symbol for s in flow.states], *flow.losses.given)}
        values |= {u.name: self.at(u, more - 1, place) for u in self.found.inputs}
        return put_in(expressed(node), values | {flow.time.name: self.shifted(place or self.index, more)})

    def seen(self, node: Node, place: Tree | None = None, more: Mapping[str, Tree] | None = None) -> Tree:
        """An expression of x and z with x_k and z_(k+1) in it, or all at one place."""
        flow = self.flow
        values = {s.symbol.name: self.at(s.symbol, 0, place) for s in flow.states}
        values |= {s.adjoint.name: self.at(s.adjoint, 1 if place is None else 0, place) for s in flow.states}
        values |= {y.name: self.at(y, 0, place) for y in self.found.inputs}
        values |= {flow.time.name: place} if place is not None else {}
        return put_in(expressed(node), values | dict(more or {}))

    def equation(self) -> Section:
        """The recurrence and where it begins."""
        steps: list[str | Tree] = ["for ", self.index, " = 0, ..., ", self.count, " - 1"]
        for u in self.found.inputs:
            steps += ["; ", self.at(u), " is given at each step"]
        lines = [
            Line(self.at(s.symbol, 1), self.seen(s.rate), steps if s is self.flow.states[0] else ())
            for s in self.flow.states
        ]
        lines += [
            Line(self.at(s.symbol, 0, ZERO), zero_or(s.initial, expressed(s.initial)), ["where it begins"])
            for s in self.flow.states
            if not (isinstance(s.initial, Symbol) and s.initial.name == f"{s.symbol.name}_0")
        ]  # fmt: skip
        return Section(["the recurrence"], lines)

    def forward(self, p: Symbol) -> Section:
        """The derivatives of the states by one parameter."""
        parts = self.flow.sensitivity(p)
        own = {name.name: self.at(name) for name, _, _ in parts}
        lines = []
        for (name, rate, _), state in zip(parts, self.flow.states, strict=True):
            reason: list[str | Tree] = [
                self.at(name),
                " is the derivative of ",
                self.at(state.symbol),
                " by ",
                name_of(p),
            ]
            said = [*reason, *[", as columns of vec"] * any(w.cols != 1 for w in (state.symbol, p))]
            lines.append(Line(self.at(name, 1), zero_or(rate, self.seen(rate, None, own)), said))
        for name, _, begin in parts:
            lines.append(
                Line(
                    self.at(name, 0, ZERO),
                    zero_or(begin, expressed(simplify(begin))),
                    ["where it begins"],
                )
            )
        return Section(["forward: by ", name_of(p)], lines)

    def loss(self) -> Section:
        """The loss."""
        losses, parts = self.flow.losses, []
        if losses.end is not None:
            parts.append(self.seen(losses.end, self.count))
        if losses.data is not None:
            parts.append(self.sum(self.counted(losses.data), first=1))
        led = losses.data is not None and not losses.data.symbols.isdisjoint(self.found.inputs)
        reason = (
            ["of the last step"] if losses.data is None else ["of every step" + ", with the input that led to it" * led]
        )
        return Section(["the loss"], [Line(named(self.names.letter), total(parts), reason)])

    def sum(self, tree: Tree, *, first: int) -> Tree:
        """Over all steps, from the first one to N, or from 0 to N - 1."""
        last = self.count if first else self.shifted(self.count, -1)
        return call("sum", self.index, Literal(first, 1, 0, 0), last, tree)

    def why(self) -> Section:
        """How one step moves, and what that is for the loss."""
        lines = []
        for s in self.flow.states:
            moved = simplify(self.flow.moved(s))
            own = {x.moving.name: self.at(x.moving) for x in self.flow.states}
            lines.append(Line(self.at(s.moving, 1), self.seen(moved, None, own), ["one step differentiated"]))
        for s in self.flow.states:
            pulled = self.flow.pulled_back(s.symbol)
            reason: list[str | Tree] = ["what the loss changes with ", self.at(s.symbol), " by way of the next step"]
            lines.append(
                Line(
                    operation("partial", named(self.names.letter), self.at(s.symbol)),
                    zero_or(pulled, self.seen(pulled)),
                    reason,
                )
            )
        return Section(["why"], lines)

    def backward(self) -> Section:
        """The adjoints, the last one first."""
        flow, lines = self.flow, []
        for s in flow.states:
            last = self._lost(s)
            lines.append(
                Line(
                    self.at(s.adjoint, 0, self.count),
                    zero_or(last, self.counted(last, 0, self.count)),
                    ["the gradient of the loss by ", self.at(s.symbol, 0, self.count)],
                )
            )
        for s in flow.states:
            pulled = flow.pulled_back(s.symbol)
            each = slope(flow.losses.data, s.symbol) if flow.losses.data is not None else None
            tree = self.seen(pulled)
            if each is not None and not is_zero(each):
                tree = self.counted(each) if is_zero(pulled) else operation("add", tree, self.counted(each))
            reason: list[str | Tree] = ["for ", self.index, " = ", self.count, " - 1, ..., 1"]
            lines.append(Line(self.at(s.adjoint), tree, reason))
        for s in flow.states:
            pulled = flow.pulled_back(s.symbol)
            first = {x.adjoint.name: self.at(x.adjoint, 0, Literal(1, 1, 0, 0)) for x in flow.states}
            lines.append(
                Line(
                    self.at(s.adjoint, 0, ZERO),
                    zero_or(pulled, self.seen(pulled, ZERO, first)),
                    ["without a loss at the beginning"],
                )
            )
        return Section(["backward: the adjoint recurrence"], lines)

    def _lost(self, s: State) -> Node:
        """The gradient by the last state."""
        losses = self.flow.losses
        parts = [slope(loss, s.symbol) for loss in (losses.end, losses.data) if loss is not None]
        return simplify(add(*parts))

    def gradients(self) -> Section:
        """The gradients of the loss."""
        lines, flow = [], self.flow
        several = len(self.found.wrt) + len(self.found.moved) > 1
        for p in self.found.wrt:
            heading = Heading("derivative" if p.is_scalar else "gradient", p, several=several)
            if p in flow.begins:
                state = next(s for s in flow.states if s.initial is p)
                lines.append(Line(heading, self.at(state.adjoint, 0, ZERO), ["the last adjoint"]))
                continue
            inside = flow.integrand(p)
            parts = [] if is_zero(inside) else [self.sum(self.seen(inside), first=0)]
            for where, node in flow.outside(p):
                at_start = {x.adjoint.name: self.at(x.adjoint, 0, ZERO) for x in flow.states}
                tree = {"start": put_in(expressed(node), at_start), "end": self.seen(node, self.count)}.get(where)
                parts.append(tree or self.sum(self.counted(node), first=1))
            lines.append(Line(heading, shared(total(parts)), ["the adjoint of every step by ", name_of(p)]))
        lines += [self._by_input(u) for u in self.found.moved]
        return Section(["the gradients" if several else "the gradient"], lines)

    def _by_input(self, u: Symbol) -> Line:
        """The gradient by u_k."""
        pulled, own = self.found.by_input(u)
        parts = [] if is_zero(pulled) else [self.seen(pulled)]
        parts += [] if is_zero(own) else [self.counted(own, 1)]
        at = symbol(f"{u.name}_{self.index.name}", u.shape, u.kind, spelling=f"{u.spelling}_{self.index.name}")
        heading = Heading("derivative" if u.is_scalar else "gradient", at, several=True)
        reason: list[str | Tree] = ["for ", self.index, " = 0, ..., ", self.count, " - 1"]
        return Line(heading, shared(total(parts)), reason)
