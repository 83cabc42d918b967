"""Sums in normal form: flat, equal terms collected, sorted, the numeric content in front."""

from __future__ import annotations

from math import gcd, lcm

from matcalc_cli.expr.build import orientation
from matcalc_cli.expr.constants import is_zero, zeros
from matcalc_cli.expr.node import Apply, Node, Sum, raw_apply, raw_sum
from matcalc_cli.expr.normal import transpose
from matcalc_cli.expr.normal_forms.coefficients import negated, scale, split
from matcalc_cli.expr.number import exact_ratio, tidy
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.number import Rational

Terms = list[tuple[Node, "Rational"]]
LONGEST_PART = 8
"""The longest sum that always gives up its brackets inside another."""


def collected(terms: Sequence[Node]) -> Terms:
    """The distinct terms of a sum without their coefficients, and the sum of these; none whose coefficients cancel."""
    found = _collect(terms)
    return [(rest, c) for rest, c in found.items() if c]


def sum_of(kept: Terms, shape: Shape) -> Node:
    """The sum of terms that have been collected."""
    if not kept:
        return zeros(shape)
    if len(kept) == 1:
        return scale(kept[0][1], kept[0][0])
    kept.sort(key=lambda pair: pair[0].key)
    return _oriented(_primitive(kept))


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


def _primitive(kept: Terms) -> tuple[Rational, tuple[Node, ...]]:
    """The terms over their numeric content; the content is positive, so that b - A*x stays as it is."""
    if any([c in (1, -1) for _, c in kept]) and all([isinstance(c, int) for _, c in kept]):
        return 1, tuple([scale(c, rest) for rest, c in kept])
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
