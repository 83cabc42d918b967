"""Quotients by a length, with no power of it that leaves the range of numbers, and 0 where the length is 0 and they tend to 0.

x*x'/norm(x)^3 = u*u'/norm(x) with u = x/norm(x)        x*x'/norm(x) = 0 at x = 0
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from matcalc_cli.codegen.accuracy.cancelling import power_of
from matcalc_cli.expr.build import apply, multiply, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, number
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, TRANSPOSE
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.functions.norms import NORM

DIRECTION = Function("direction", "X: m,n -> m,n", "X divided by its length, as one thing", code="X/norm(X)")
NONZERO = Function("nonzero", "X: 1,1 -> 1,1", "a number, and 1 in the place of 0", code="X")


def without_powers(node: Node) -> Node:
    """A product in which what is divided by powers of its length is divided by the length."""
    if not isinstance(node, Product) or len(node.factors) < 2:
        return node
    scalars, factors = list(node.scalars), list(node.factors)
    lengths = {scalar: power_of(scalar) for scalar in scalars if _is_divisor(*power_of(scalar))}
    for scalar, (norm, p) in lengths.items():
        copies = _copies(factors, norm.children[0])
        if len(copies) > -p:
            scalars[scalars.index(scalar)] = _power(apply(NONZERO, (norm,)), int(p))
        elif copies and p < -1:
            scalars[scalars.index(scalar)] = _power(norm, int(p) + len(copies))
            for i in copies:
                factors[i] = _directed(factors[i], norm.children[0])
    changed = scalars != list(node.scalars)
    return multiply(number(node.coefficient), *scalars, *factors) if changed else node


def _is_divisor(norm: Node, p: Fraction) -> bool:
    """Whether it is a negative power of a length."""
    return isinstance(norm, Apply) and norm.function is NORM and p < 0 and p.denominator == 1


def _power(base: Node, p: int) -> Node:
    return apply(ELEMENTWISE_POWER, (base, number(tidy(p))))


def _copies(factors: Sequence[Node], x: Node) -> list[int]:
    """The places of x and vec(x) and their transposes."""
    forms = {x, transpose(x), vec(x), transpose(vec(x))}
    return [i for i, factor in enumerate(factors) if factor in forms]


def _directed(factor: Node, x: Node) -> Node:
    """x/norm(x) in the form that x has."""
    unit = apply(DIRECTION, (x,))
    if factor is x:
        return unit
    turned = isinstance(factor, Apply) and factor.function is TRANSPOSE
    form = unit if transpose(x) is factor else vec(unit)
    return transpose(form) if turned else form
