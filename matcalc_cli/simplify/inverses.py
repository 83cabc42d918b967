"""Inverses of sums beside what is in them: (I + S A)^-1 S is S (I + A S)^-1, and A^-1 (A^-1 + S)^-1 is (I + S A)^-1.

Source: Henderson & Searle, On deriving the inverse of a sum of matrices, 1981.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matcalc_cli.expr.build import add, apply, identity, is_identity, multiply, transpose
from matcalc_cli.expr.coefficients import split
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.operations import POWER, TRANSPOSE

INVERSE = number(-1)


def by_inverses(node: Node) -> Node | None:
    """A product with an inverse and its neighbour in their one form; None where they have it."""
    if not isinstance(node, Product) or len(node.factors) < 2:
        return None
    for i, (left, right) in enumerate(pairwise(node.factors)):
        for found in _forms(left, right):
            front = (number(node.coefficient), *node.scalars, *node.factors[:i])
            return multiply(*front, *found, *node.factors[i + 2 :])
    return None


def _forms(left: Node, right: Node) -> Iterator[tuple[Node, ...]]:
    """What two neighbours are better written as."""
    under, over = _inverted(left), _inverted(right)
    if isinstance(over, Sum) and under is not None and left in over.terms:
        yield (_inverse(add(*[multiply(t, under) for t in over.terms])),)
    elif isinstance(under, Sum) and over is not None and right in under.terms:
        yield (_inverse(add(*[multiply(over, t) for t in under.terms])),)
    elif isinstance(under, Sum):
        yield from _exchanged(left, right, under, turned=False)
    elif isinstance(over, Sum):
        yield from _exchanged(right, left, over, turned=True)


def _inverted(node: Node) -> Node | None:
    """X of X^-1, and X' of its transpose; None of what is no inverse."""
    match node:
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            base = _inverted(inner)
            return None if base is None else transpose(base)
        case Apply(function=function, args=(base, exponent)) if function is POWER and exponent is INVERSE:
            return base
    return None


def _inverse(node: Node) -> Node:
    return apply(POWER, (node, INVERSE))


def _exchanged(inverse: Node, beside: Node, total: Sum, *, turned: bool) -> Iterator[tuple[Node, Node]]:
    """X (c I + R X)^-1 for (c I + X R)^-1 X, or the other way round (`turned`), whichever inverse comes first."""
    rests = [_without(term, beside, turned) for term in total.terms]
    if beside.rows != beside.cols or any(rest is None for rest in rests):
        return
    terms = [
        term if rest is term else multiply(beside, rest) if turned else multiply(rest, beside)
        for term, rest in zip(total.terms, rests, strict=True)
        if rest is not None
    ]
    other = _inverse(add(*terms))
    if _order(other) < _order(inverse):
        yield (other, beside) if turned else (beside, other)


def _without(term: Node, beside: Node, turned: bool) -> Node | None:
    """R of X R (of R X if `turned`), a multiple of the identity itself; None of anything else."""
    coefficient, rest = split(term)
    factors = rest.factors if isinstance(rest, Product) else (rest,)
    scalars = rest.scalars if isinstance(rest, Product) else ()
    if len(factors) == 1 and is_identity(factors[0]):
        return term
    if not factors or factors[-1 if turned else 0] is not beside:
        return None
    kept = factors[:-1] if turned else factors[1:]
    return multiply(number(coefficient), *scalars, *(kept or (identity(beside.rows),)))


def _order(node: Node) -> tuple[bool, tuple[object, ...]]:
    return (isinstance(node, Apply) and node.function is TRANSPOSE, node.key)
