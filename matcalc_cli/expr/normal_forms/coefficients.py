"""Numbers in front of terms: taken off, multiplied, moved out of a sum."""

from __future__ import annotations

from math import gcd, lcm

from matcalc_cli.expr.constants import ONE, is_zero, zeros
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, raw_product, raw_sum
from matcalc_cli.expr.normal import transpose
from matcalc_cli.expr.number import exact_ratio, tidy
from matcalc_cli.expr.operations import TRANSPOSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational


def coefficient_of(term: Node) -> Rational:
    """The number in front of a term."""
    match term:
        case Product(coefficient=c):
            return c
        case Number(value=v):
            return v
    return 1


def split(term: Node) -> tuple[Rational, Node]:
    """A term as (coefficient, the rest with coefficient 1)."""
    match term:
        case Product(coefficient=c, children=children) if c != 1:
            if term.rest is None:
                term.rest = children[0] if len(children) == 1 else raw_product(1, term.scalars, term.factors)
            return c, term.rest
        case Number(value=v):
            return v, ONE
    return 1, term


def has_own_sign(term: Node) -> bool:
    """Whether a number times a sum, transposed or not: 3*(x - 1) is -3*(1 - x)."""
    rest = split(term)[1]
    upright = rest.args[0] if isinstance(rest, Apply) and rest.function is TRANSPOSE else rest
    return isinstance(upright, Sum)


def scale(c: Rational, node: Node) -> Node:
    """c * node for a number c."""
    if c == 0:
        return zeros(node.shape)
    if c == 1 or is_zero(node):
        return node
    coefficient, rest = split(node)
    c = tidy(c * coefficient)
    if rest is ONE:
        return number(c)
    if isinstance(rest, Sum):
        return _scale_sum(c, rest)
    match rest:
        case Apply(function=function, args=(Sum() as inner,)) if function is TRANSPOSE:
            c, scaled = split(_scale_sum(c, inner))
            return transpose(scaled) if c == 1 else _with_coefficient(c, transpose(scaled))
        case Product(scalars=scalars, factors=factors) if c != 1 and not (factors and rest.is_scalar):
            return raw_product(c, scalars, factors)
    return rest if c == 1 else _with_coefficient(c, rest)


def _with_coefficient(c: Rational, node: Node) -> Node:
    return raw_product(c, (node,), ()) if node.is_scalar else raw_product(c, (), (node,))


def _scale_sum(c: Rational, node: Sum) -> Node:
    """c*(A - B): a sign goes into the sum; a larger number stays in front of the sum whose first term is positive."""
    content, primitive = content_of(node)
    c = tidy(c * content)
    if abs(c) == 1:
        return primitive if c == 1 else negated(primitive)
    return _with_coefficient(c, primitive)


def negated(node: Sum) -> Sum:
    """-(A - B) as B - A, the order of the terms kept."""
    return raw_sum(tuple([scale(-1, t) for t in node.terms]))


def content_of(node: Sum) -> tuple[Rational, Sum]:
    """A sum as (number, the sum with coprime integer coefficients whose first one is positive)."""
    coefficients = [coefficient_of(t) for t in node.terms]
    if coefficients[0] == 1 and all([isinstance(c, int) for c in coefficients]):
        return 1, node
    content = exact_ratio(gcd(*[c.numerator for c in coefficients]), lcm(*[c.denominator for c in coefficients])) * (
        1 if coefficients[0] > 0 else -1
    )
    if content == 1:
        return 1, node
    inverse = exact_ratio(1, content)
    return content, raw_sum(tuple([scale(inverse, t) for t in node.terms]))


def primitive(node: Node) -> tuple[Rational, Node]:
    """A sum or a transposed sum as (number, what it multiplies as a factor of a product); the rest as it is."""
    match node:
        case Sum():
            return content_of(node)
        case Apply(function=function, args=(Sum() as inner,)) if function is TRANSPOSE:
            content, upright = content_of(inner)
            return content, node if content == 1 else transpose(upright)
    return 1, node
