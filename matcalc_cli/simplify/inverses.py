"""Inverses of sums beside an inverse that is in them: A^-1 (A^-1 + S)^-1 is (I + S A)^-1.

Source: Henderson & Searle, On deriving the inverse of a sum of matrices, 1981.
"""

from __future__ import annotations

from itertools import pairwise

from matcalc_cli.expr.build import MINUS_ONE, add, apply, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.operations import POWER, TRANSPOSE


def by_inverses(node: Node) -> Node | None:
    """A product with two neighbours as one inverse; None where there are none."""
    if not (isinstance(node, Product) and len(node.factors) > 1 and node.marks & POWER.mark):
        return None
    for i, (left, right) in enumerate(pairwise(node.factors)):
        found = _folded(left, right)
        if found is not None:
            front = (number(node.coefficient), *node.scalars, *node.factors[:i])
            return multiply(*front, found, *node.factors[i + 2 :])
    return None


def _folded(left: Node, right: Node) -> Node | None:
    """Two neighbours as one inverse; None where they are none."""
    under, over = inverted(left), inverted(right)
    if isinstance(over, Sum) and under is not None and left in over.terms:
        return inverse(add(*[multiply(t, under) for t in over.terms]))
    if isinstance(under, Sum) and over is not None and right in under.terms:
        return inverse(add(*[multiply(over, t) for t in under.terms]))
    return _whole(under, over)


def _whole(under: Node | None, over: Node | None) -> Node | None:
    """inv(A + U*V) for inv(A)*inv(I + U*V*inv(A)), and for the product turned around, where that is shorter."""
    if under is None or over is None:
        return None
    for one, other, front in ((under, over, False), (over, under, True)):
        if isinstance(other, Sum):
            whole = add(*[multiply(*((one, t) if front else (t, one))) for t in other.terms])
            if whole.cost < other.cost:
                return inverse(whole)
    return None


def inverted(node: Node) -> Node | None:
    """X of X^-1, and X' of its transpose; None of what is no inverse."""
    match node:
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            base = inverted(inner)
            return None if base is None else transpose(base)
        case Apply(function=function, args=(base, exponent)) if function is POWER and exponent is MINUS_ONE:
            return base
    return None


def inverse(node: Node) -> Node:
    """X^-1."""
    return apply(POWER, (node, MINUS_ONE))
