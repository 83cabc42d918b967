"""The costs of the two groupings of the chain rule: multiplications, by symbol and at given sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcalc_cli.answers.derivation import Line, Section
from matcalc_cli.differential import moved_with
from matcalc_cli.explain.context import Context
from matcalc_cli.explain.trees import named
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import Dim, Size, product_of, substitute
from matcalc_cli.expr.vectorized import entries
from matcalc_cli.language.tree import Literal, Tree
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.trees import operation

ORDERS = {
    "forward": "chain rule, forward: from the inside out",
    "reverse": "chain rule, reverse: from the outside in",
}
USUAL_SIZE = 100
"""The size of a dimension that nobody gives one."""


def costs(context: Context, sizes: Mapping[str, int], mode: str) -> list[Section]:
    """The chain of Jacobians in the grouping of the mode, and the multiplications of both; nothing without a chain."""
    if not context.parts:
        return []
    chain = _chain(context)
    grouped = [Line(named("J"), _grouped(chain, mode), [ORDERS[mode]])] if len(chain) > 1 else []
    counts = {"forward": _forward(context), "reverse": _reverse(context)}
    numbers = {name: _at(cost, sizes) for name, cost in counts.items()}
    rows = [
        line
        for name, other in (("forward", "reverse"), ("reverse", "forward"))
        for line in _rows(name, counts[name], numbers[name], numbers[other], sizes)
    ]
    return [Section(["multiplications of the Jacobians"], [*grouped, *rows], tally=True)]


def _names(cost: Size) -> list[str]:
    return sorted(cost.names) if isinstance(cost, Dim) else []


def _at(cost: Size, sizes: Mapping[str, int]) -> int:
    """The count at the sizes given, the others as usual."""
    chosen: dict[str, Size] = {n: sizes.get(n, USUAL_SIZE) for n in _names(cost)}
    count = substitute(cost, chosen)
    assert isinstance(count, int)
    return count


def _rows(name: str, cost: Size, count: int, other: int, sizes: Mapping[str, int]) -> Iterator[Line]:
    yield Line(named(name), size_tree(cost))
    if _names(cost):
        at = "at " + ", ".join(f"{n} = {sizes.get(n, USUAL_SIZE)}" for n in _names(cost))
        fewer = f": {other // count} times fewer" if other >= 2 * count > 0 else ""
        yield Line(None, Literal(count, 1, 0, 0), [at + fewer])


def _edges(context: Context) -> Iterator[tuple[Symbol, Node, Node]]:
    """The symbols that a definition moves with, the definition, and the value it defines."""
    for value in (*[p.definition for p in context.parts], context.root):
        for symbol in context.moving:
            if not moved_with([symbol]).isdisjoint(value.symbols):
                yield symbol, value, value


def _forward(context: Context) -> Size:
    """(p x c)(c x x) for every edge from a part c to p, and every variable x."""
    total: Size = 0
    inputs: Size = 0
    for variable in context.variables:
        inputs = inputs + entries(variable)
    for source, target, _ in _edges(context):
        if source not in context.variables:
            total = total + product_of(product_of(entries(target), entries(source)), inputs)
    return total


def _reverse(context: Context) -> Size:
    """(f x p)(p x c) for every edge from c to a part p."""
    total: Size = 0
    out = entries(context.root)
    for source, target, _ in _edges(context):
        if target is not context.root:
            total = total + product_of(product_of(out, entries(target)), entries(source))
    return total


def _chain(context: Context) -> list[Tree]:
    """The Jacobians of f and of the parts where each is made of the next one alone."""
    chain: list[Tree] = [named(f"J_{context.letter}")]
    here: Node = context.root
    while True:
        moving = [s for s in context.moving if not moved_with([s]).isdisjoint(here.symbols)]
        if len(moving) != 1:
            return []
        part = next((p for p in context.parts if p.symbol is moving[0]), None)
        if part is None:
            return chain
        chain.append(named(f"J_{part.symbol.name}", f"J_{part.symbol.spelling}"))
        here = part.definition


def _grouped(trees: list[Tree], mode: str) -> Tree:
    """J_f (J_r J_h) forward, (J_f J_r) J_h in reverse."""
    if mode == "reverse":
        tree: Tree = trees[0]
        for factor in trees[1:]:
            tree = operation("multiply", tree, factor)
        return tree
    tree = trees[-1]
    for factor in reversed(trees[:-1]):
        tree = operation("multiply", factor, tree)
    return tree
