"""Sums in normal form: flat, equal terms collected, sorted, the numeric content in front."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm
from typing import TYPE_CHECKING

from matcalc_cli.expr.build import ONE, is_zero, orientation, transpose, zeros
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.number import exact_ratio, tidy
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.shape import SCALAR, Shape

if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational


LONGEST_PART = 8
"""The longest sum that always gives up its brackets inside another."""


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


def add(terms: Sequence[Node]) -> Node:
    """The sum of at least one term of one shape."""
    collected = _collect(terms)
    kept = [(rest, c) for rest, c in collected.items() if c]
    if len(kept) > 1 and (blocks := _with_blocks(kept, terms[0].shape)) is not None:
        return add([scale(c, rest) for rest, c in blocks])
    if not kept:
        return zeros(terms[0].shape)
    if len(kept) == 1:
        return scale(kept[0][1], kept[0][0])
    kept.sort(key=lambda pair: pair[0].key)
    return _oriented(_primitive(kept))


def _with_blocks(kept: list[tuple[Node, Rational]], shape: Shape) -> list[tuple[Node, Rational]] | None:
    """The terms with block matrices, and selections times matrices, as one block matrix where they fit together."""
    if shape == SCALAR or not any(rest.head in _PLACED for rest, _ in kept):
        return None
    from matcalc_cli.expr.gather import gathered

    return gathered(kept, shape)


_PLACED = frozenset({"block", "unit", "*", "transpose"})


def _opens(part: Node, terms: Sequence[Node]) -> bool:
    """Whether a sum among the terms gives up its brackets; not if it is much longer than the rest.

    So s + sin(s), again and again with the result for s, takes linear time.
    """
    length = len(part.terms) if isinstance(part, Sum) else 0
    return length <= LONGEST_PART or 2 * len(terms) >= length


def _collect(terms: Sequence[Node]) -> dict[Node, Rational]:
    collected: dict[Node, Rational] = {}
    for term in terms:
        if is_zero(term):
            continue
        coefficient, rest = split(term)
        for inner in _terms_of(rest) if _opens(rest, terms) else (rest,):
            c, atom = split(inner)
            collected[atom] = tidy(collected.get(atom, 0) + c * coefficient)
    return collected


def _terms_of(node: Node) -> Sequence[Node]:
    """The terms of a sum or of a transposed sum; of anything else itself."""
    match node:
        case Sum(terms=terms):
            return terms
        case Apply(function=function, args=(Sum(terms=terms),)) if function is TRANSPOSE:
            return [transpose(t) for t in terms]
    return (node,)


def _primitive(kept: list[tuple[Node, Rational]]) -> tuple[Rational, tuple[Node, ...]]:
    """The terms over their numeric content; the content is positive, so that b - A*x stays as it is."""
    content = exact_ratio(gcd(*[c.numerator for _, c in kept]), lcm(*[c.denominator for _, c in kept]))
    return content, tuple([scale(exact_ratio(c, content), rest) for rest, c in kept])


def _oriented(content_and_terms: tuple[Rational, tuple[Node, ...]]) -> Node:
    """The sum, or the transpose of the sum of the transposes when that is the upright one."""
    content, terms = content_and_terms
    straight = raw_sum(terms)
    node: Node = straight
    if node.tilt or (node.rows == 1 and node.cols != 1):
        flipped = _sorted_sum([transpose(t) for t in terms])
        better = flipped is not None and flipped is not node and orientation(flipped) < orientation(node)
        if flipped is not None and better and flipped is not negated(straight):  # W - W' is skew: turned by its sign
            node = raw_apply(TRANSPOSE, (flipped,), (), node.shape)
            node.flipped, flipped.flipped = flipped, node
    return scale(content, node)


def _sorted_sum(terms: list[Node]) -> Sum | None:
    """The plain sum of terms that are known to be distinct; None where two of them coincide."""
    pairs = [split(t) for t in terms]
    if any(isinstance(rest, Sum) for _, rest in pairs):
        return None
    pairs.sort(key=lambda pair: pair[1].key)
    return raw_sum(tuple([scale(c, rest) for c, rest in pairs]))
