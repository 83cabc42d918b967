"""A'*diag(d)*A with d >= 0 as B'*B with B = diag(sqrt(d))*A, of which a library computes one half only (syrk)."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.arithmetic.assembled import copied
from matcalc_cli.expr.build import apply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number, postorder, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.number import exact_ratio, tidy
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, TRANSPOSE
from matcalc_cli.validity.signs import is_not_negative


def halved(roots: Sequence[Node]) -> list[Node]:
    """The expressions with products of a matrix and its transpose."""
    done: dict[Node, Node] = {}
    for node in postorder(*roots):
        children = tuple([done[c] for c in node.children])
        spread = _spread(node) if isinstance(node, Product) else None
        done[node] = spread or (node if children == node.children else copied(node, children))
    return [done[root] for root in roots]


def _spread(node: Product) -> Node | None:
    """A'*diag(d)*A, or A'*(diag(d) + columns*rows)*A term by term."""
    k = len(node.factors) // 2
    if len(node.factors) < 3 or len(node.factors) % 2 == 0 or node.is_scalar or 1 in node.factors[k].shape:
        return None
    before, middle, behind = node.factors[:k], node.factors[k], node.factors[k + 1 :]
    if any(a is not transpose(b) for a, b in zip(before, reversed(behind), strict=True)):
        return None
    terms = middle.terms if isinstance(middle, Sum) else (middle,)
    found = [_half(term, behind) or _thin(term, before, behind) for term in terms]
    if None in found or not any(_weights(term) for term in terms):
        return None
    parts = [
        raw_product(tidy(node.coefficient * p.coefficient), node.scalars + p.scalars, p.factors) for p in found if p
    ]
    added = [part for part in parts if part.coefficient > 0]
    return parts[0] if len(parts) == 1 else raw_sum((*added, *[part for part in parts if part not in added]))


def _weights(term: Node) -> Node | None:
    """The d of c*diag(d), no entry of which is negative."""
    inner = term.factors[0] if isinstance(term, Product) and not term.scalars and len(term.factors) == 1 else term
    match inner:
        case Apply(function=function, args=(column,)) if (
            function is DIAG and column.cols == 1 and is_not_negative(column)
        ):
            return column
    return None


def _half(term: Node, behind: Sequence[Node]) -> Product | None:
    weights = _weights(term)
    if weights is None:
        return None
    root = raw_apply(ELEMENTWISE_POWER, (weights, number(exact_ratio(1, 2))), (), weights.shape)
    half = raw_product(1, (), (apply(DIAG, (root,)), *behind))
    turned = raw_apply(TRANSPOSE, (half,), (), half.shape[::-1])
    return raw_product(term.coefficient if isinstance(term, Product) else 1, (), (turned, half))


def _thin(term: Node, before: Sequence[Node], behind: Sequence[Node]) -> Product | None:
    """A column times a row between the others."""
    if isinstance(term, Product) and any(factor.cols == 1 for factor in term.factors[:-1]):
        return raw_product(term.coefficient, term.scalars, (*before, *term.factors, *behind))
    return None
