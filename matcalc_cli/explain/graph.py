"""The graph of a computation: its named parts as nodes, the derivative of each by the parts before it as edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from matcalc_cli.answers.derivation import Line, Section
from matcalc_cli.explain.context import Context
from matcalc_cli.explain.trees import expressed, name_of, named
from matcalc_cli.expr.build import add, identity, is_identity, is_zero, multiply, zeros
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import product_of
from matcalc_cli.kinds import of_shape
from matcalc_cli.language.tree import Literal, Tree
from matcalc_cli.readings.derive import derivative
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.render.writing.trees import operation
from matcalc_cli.simplify import simplify

MOST = 8
"""So many nodes are written as one matrix."""


class Edge(NamedTuple):
    """How a part changes with what it is made of: vec(d end) = slope vec(d start)."""

    start: Symbol
    end: Symbol
    slope: Node


class Graph:
    """Nodes in the order in which they are computed, the variables first and f last; `definitions` of all but variables."""

    def __init__(self, variables: Sequence[Symbol], definitions: Mapping[Symbol, Node]) -> None:
        self.variables: list[Symbol] = list(variables)
        self.definitions: dict[Symbol, Node] = dict(definitions)
        self.nodes = [*self.variables, *self.definitions]
        self.edges = [
            Edge(s, end, derivative(d, s).jacobian)
            for end, d in self.definitions.items()
            for s in self.nodes
            if s in d.symbols
        ]

    @classmethod
    def of(cls, context: Context, steps: Sequence[tuple[Symbol, Node]]) -> Graph:
        """The graph of the steps of a program, or, where it has no steps, of the parts that a derivation names."""
        f = symbol(context.letter, context.root.shape, of_shape(context.root.shape))
        parts = [(p.symbol, p.definition) for p in context.parts]
        named = [*steps[:-1], (f, steps[-1][1])] if len(steps) > 1 else [*parts, (f, context.root)]
        return cls(context.variables, dict(named))

    def dot(self) -> str:
        """For Graphviz; a label may have quotes and backslashes, which it would read otherwise."""
        lines = [
            "digraph {",
            "  rankdir=LR;",
            "  node [shape=box, fontname=sans];",
            "  edge [fontname=sans, fontsize=10];",
        ]
        for node in self.nodes:
            definition = self.definitions.get(node)
            label = (
                _text(name_of(node))
                if definition is None
                else f"{_text(name_of(node))} = {_text(expressed(definition))}"
            )
            shape = ", shape=ellipse" if definition is None else ""
            lines.append(f"  {quoted(node.name)} [label={quoted(label)}{shape}];")
        for edge in self.edges:
            label = _text(expressed(simplify(edge.slope)))
            lines.append(f"  {quoted(edge.start.name)} -> {quoted(edge.end.name)} [label={quoted(label)}];")
        return "\n".join([*lines, "}", ""])

    def sections(self) -> Iterator[Section]:
        """The edges, and the inverse of I - L, L the matrix of the edges: the sum over all paths."""
        yield Section(["the nodes"], [Line(name_of(s), expressed(d)) for s, d in self.definitions.items()])
        yield Section(["the edges"], [
            Line(operation("partial", name_of(e.end), name_of(e.start)), shared(expressed(simplify(e.slope)))) for e in self.edges
        ])  # fmt: skip
        if len(self.nodes) <= MOST:
            yield Section(["all paths"], list(self._matrices()))

    def _matrices(self) -> Iterator[Line]:
        order: list[str | Tree] = ["rows and columns in the order "]
        for node in self.nodes:
            order += [*[", "] * (len(order) > 1), name_of(node)]
        slopes = {(e.end, e.start): e.slope for e in self.edges}
        yield Line(named("L"), self._table(slopes), order)
        difference = operation("subtract", named("I"), named("L"))
        power = operation("power", difference, operation("negate", Literal(1, 1, 0, 0)))
        yield Line(power, self._table(self.paths()), ["the sum over all paths, by substitution from the top"])

    def paths(self) -> dict[tuple[Symbol, Symbol], Node]:
        """How each node changes with each node before it, by way of all nodes between."""
        found: dict[tuple[Symbol, Symbol], Node] = {(s, s): identity(product_of(*s.shape)) for s in self.nodes}
        for end in self.nodes:
            for start in self.nodes:
                ways = [
                    multiply(e.slope, found[e.start, start])
                    for e in self.edges
                    if e.end is end and (e.start, start) in found
                ]
                if ways and start is not end:
                    found[end, start] = simplify(add(*ways))
        return found

    def _table(self, entries: dict[tuple[Symbol, Symbol], Node]) -> Tree:
        rows = [operation("columns", *[self._entry(entries, i, j) for j in self.nodes]) for i in self.nodes]
        return operation("rows", *rows)

    def _entry(self, entries: dict[tuple[Symbol, Symbol], Node], i: Symbol, j: Symbol) -> Tree:
        node = entries.get((i, j)) or zeros((product_of(*i.shape), product_of(*j.shape)))
        if is_zero(node):
            return Literal(0, 1, 0, 0)
        if is_identity(node):
            return Literal(1, 1, 0, 0) if node.is_scalar else named("I")
        return expressed(simplify(node))


def _text(tree: Tree) -> str:
    return plain_text(pretty(tree, True, frozenset()))


def quoted(text: str) -> str:
    """A text as Graphviz reads it, to which a backslash begins an escape."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
