"""The names in the lines about a differential equation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcalc_cli.elaborate.builder import Scope
from matcalc_cli.equations.time.flow import Flow
from matcalc_cli.explain import trees
from matcalc_cli.explain.context import scope_of
from matcalc_cli.explain.trees import ZERO, expressed, name_of, named, put_in
from matcalc_cli.expr.build import is_zero
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.unspecified import Unknown, unknown
from matcalc_cli.language.tree import Literal, Tree
from matcalc_cli.render.writing.trees import call, operation, unspecified
from matcalc_cli.validity.condition import Condition


class Names:
    """The names in the lines, and trees of functions of time."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.letter = flow.fresh(("L", "J", "Q", *(f"L_{i}" for i in range(1, 99))))
        self.index = named(flow.fresh(("k", "i", "j", *(f"k_{i}" for i in range(1, 99)))))
        self.count = named(flow.fresh(("N", "K", "M", *(f"N_{i}" for i in range(1, 99)))))
        self.time, self.end = name_of(flow.time), name_of(flow.end)
        self.needed: list[Condition] = []

    def scope(self, nodes: Iterable[Node]) -> Scope:
        """Every name that a line may have."""
        flow, nodes = self.flow, [*nodes]
        symbols = {s for n in nodes for s in n.symbols} | {*flow.elaborated.variables.values(), *flow.wrt, flow.end}
        symbols |= {s for state in flow.states for s in (state.adjoint, *state.initial.symbols, state.symbol)}
        symbols |= {d for d in flow.directions.values() if isinstance(d, Symbol)} | {flow.time}
        return scope_of(symbols, nodes)

    def rate(self, name: Symbol) -> Tree:
        """The derivative by time."""
        return unspecified(self._function(name).by(0), [self.time])

    def at(self, name: Symbol, place: Tree) -> Tree:
        """u(T)."""
        return unspecified(self._function(name), [place])

    def _function(self, name: Symbol) -> Unknown:
        return unknown(name.name, name.shape, (SCALAR,), (), (self.flow.time.name,))

    def seen_at(self, node: Node, place: Tree, more: Mapping[str, Tree] | None = None) -> Tree:
        """An expression of u and v at a time."""
        states = [s for state in self.flow.states for s in (state.symbol, state.adjoint, state.moving)]
        values = {s.name: self.at(s, place) for s in states} | {self.flow.time.name: place} | dict(more or {})
        return put_in(expressed(node), values)

    def over_data(self, node: Node) -> Tree:
        """The sum over all times with data."""
        k = self.index.name
        given = {y.name: named(f"{y.name}_{k}", f"{y.spelling}_{k}") for y in self.flow.losses.given}
        one = Literal(1, 1, 0, 0)
        return call("sum", self.index, one, self.count, self.seen_at(node, named(f"{self.time.name}_{k}"), given))

    def integral(self, tree: Tree) -> Tree:
        """Over all times."""
        return operation("integral", tree, self.time, ZERO, self.end)


def zero_or(node: Node, tree: Tree) -> Tree:
    """0 for what is zero, whatever its shape."""
    return ZERO if is_zero(node) else tree


def total(parts: Sequence[Tree]) -> Tree:
    """A sum, which may be of nothing."""
    return trees.total([(1, part) for part in parts]) if parts else ZERO


def loss_tree(flow: Flow, names: Names) -> Tree:
    """The loss."""
    losses = flow.losses
    parts = [names.seen_at(losses.end, names.end)] if losses.end is not None else []
    parts += [names.integral(expressed(losses.running))] if losses.running is not None else []
    parts += [names.over_data(losses.data)] if losses.data is not None else []
    return total(parts)
