"""Sums of products that begin or end alike: P A + Q A as (P + Q) A, where that takes fewer multiplications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matcalc_cli.codegen.arithmetic.links import Link, links_of
from matcalc_cli.codegen.arithmetic.order import Found, Order
from matcalc_cli.codegen.arithmetic.tree import ENTRY, Keys, Tree, leaf, times
from matcalc_cli.expr.node import Node, Sum

MOST_TERMS = 8

Item = tuple[Node | None, list[Link]]
"""A term, for its scalars, and what is left of its factors."""


def collected(order: Order, node: Sum) -> Tree | None:
    """The cheapest tree of a sum of matrices in which factors are taken out; None if that saves nothing."""
    if 1 in node.shape or len(node.terms) > MOST_TERMS:
        return None
    items: list[Item] = [(term, links_of(term)) for term in node.terms]
    found = _collected(order, items)
    return None if len(found[1].children) == len(items) else found[1]


def _collected(order: Order, items: Sequence[Item]) -> Found:
    plain = _plain(order.trial(), items)
    common = _common(items)
    return plain if common is None else min(plain, _grouped(order.trial(), items, *common), key=lambda pair: pair[0])


def _plain(order: Order, items: Sequence[Item]) -> Found:
    """Every term by itself."""
    parts = []
    cost = 0.0
    for _, links in items:
        more, tree = order.best(links)
        order.remember(tree)
        parts.append(tree)
        cost += more
    return cost + _adding(order, parts), _sum(items, parts)


def _adding(order: Order, parts: Sequence[Tree]) -> float:
    return ENTRY * order.costs.weight(parts[0].rows) * order.costs.weight(parts[0].cols) * (len(parts) - 1)


def _sum(items: Sequence[Item], parts: Sequence[Tree]) -> Tree:
    if len(items) == 1 and items[0][0] is None:
        return parts[0]
    keys: Keys = ()
    for (term, links), part in zip(items, parts, strict=True):
        keys += part.keys if term is None else (("term", term), *[link.key for link in links])
    shape = (parts[0].rows, parts[0].cols)
    return Tree("sum", shape, keys, *parts, terms=[term for term, _ in items])


def _common(items: Sequence[Item]) -> tuple[int, Link] | None:
    """The factor that most terms have last (-1) or first (0), behind or before others."""
    longer = [links for term, links in items if term is not None and len(links) > 1]
    counts = Counter((end, links[end].key) for end in (-1, 0) for links in longer)
    (end, key), count = max(counts.items(), key=lambda pair: pair[1], default=((0, None), 0))
    return next((end, links[end]) for links in longer if links[end].key == key) if count > 1 else None


def _grouped(order: Order, items: Sequence[Item], end: int, link: Link) -> Found:
    """The terms that have the factor at that end, added before they are multiplied by it; then the others."""
    members = [i for i in items if i[0] is not None and len(i[1]) > 1 and i[1][end].key == link.key]
    inner: list[Item] = [(term, links[:-1] if end else links[1:]) for term, links in members]
    cost, tree = _collected(order, inner)
    order.remember(tree)
    left, right = (tree, leaf(link)) if end else (leaf(link), tree)
    product = times(left, right)
    cost += order.costs.times(left, right)
    order.remember(product)
    others = [item for item in items if item not in members]
    if not others:
        return cost, product
    more, rest = _collected(order, others)
    both = [product, *(rest.children if rest.kind == "sum" and rest.terms else [rest])]
    terms: list[Node | None] = [None, *(rest.terms if rest.kind == "sum" and rest.terms else [None])]
    total = Tree("sum", (product.rows, product.cols), product.keys + rest.keys, *both, terms=terms)
    return cost + more + _adding(order, [product, rest]), total
