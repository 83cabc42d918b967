"""Dimensions as trees: n, m*n, n^2/2 + n/2."""

from __future__ import annotations

from matcalc_cli.expr.shapes.dimensions import Monomial, Size, operands_of_minimum
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.later import reduce


def size_tree(size: Size) -> Tree:
    """The tree of a dimension."""
    if isinstance(size, int):
        return Literal(size, 1, 0, 0)
    (first, c), *others = sorted(size.terms, key=lambda term: term[1] < 0)
    tree = _term(first, c.numerator, c.denominator)
    for monomial, c in others:
        operator = "subtract" if c < 0 else "add"
        tree = Operation(operator, (tree, _term(monomial, abs(c.numerator), c.denominator)), 0, 0)
    return tree


def _atom(name: str) -> Tree:
    """A dimension's name, or the smaller of two dimensions."""
    smaller = operands_of_minimum(name)
    return Call("min", [size_tree(size) for size in smaller], 0, 0, name=(0, 0)) if smaller else Name(name, name, 0, 0)


def _term(monomial: Monomial, numerator: int, denominator: int) -> Tree:
    factors: list[Tree] = [Literal(numerator, 1, 0, 0)] if numerator != 1 or not monomial else []
    for name in dict.fromkeys(monomial):
        power = monomial.count(name)
        tree = _atom(name)
        factors.append(tree if power == 1 else Operation("power", (tree, Literal(power, 1, 0, 0)), 0, 0))
    product = reduce(lambda a, b: Operation("multiply", (a, b), 0, 0), factors)
    return product if denominator == 1 else Operation("divide", (product, Literal(denominator, 1, 0, 0)), 0, 0)
