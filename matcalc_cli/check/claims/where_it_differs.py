"""The one place where a claim, as matcalc writes it, differs from the right answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.simplify import simplify

LONGEST = 60
"""Characters of a part that is still shown."""


def place_of_difference(claim: Node, right: Node) -> str:
    """`has 2 - x where 1 - x is right`, or nothing if they differ in more than one place or altogether."""
    claim, right = simplify(claim), simplify(right)
    one, other = claim, right
    while (inner := _inside(one, other)) is not None:
        one, other = inner
    texts = [plain(express(node)) for node in (one, other)]
    if one is claim or one is other or max(map(len, texts)) > LONGEST:
        return ""
    return f"has {texts[0]} where {texts[1]} is right"


def _inside(one: Node, other: Node) -> tuple[Node, Node] | None:
    """The two parts, one of each, in which alone they differ."""
    match one, other:
        case Sum(terms=a), Sum(terms=b):
            return _of_a_sum(a, b)
        case Product(coefficient=c, scalars=s, factors=f), Product(coefficient=d, scalars=t, factors=g) if c == d:
            return _only(s, t) if f == g else _aligned(f, g) if s == t else None
        case Apply(function=f, args=a), Apply(function=g, args=b) if f is g:
            return _aligned(a, b)
    return None


def _only(a: Sequence[Node], b: Sequence[Node]) -> tuple[Node, Node] | None:
    """The only elements that are in one sequence and not in the other, where the order means nothing."""
    left, right = list((Counter(a) - Counter(b)).elements()), list((Counter(b) - Counter(a)).elements())
    return (left[0], right[0]) if len(left) == len(right) == 1 else None


def _of_a_sum(a: Sequence[Node], b: Sequence[Node]) -> tuple[Node, Node] | None:
    """Terms that differ; 1 - x and 2 - x are shown as they stand."""
    found = _only(a, b)
    return found if found is not None and all(term.children for term in found) else None


def _aligned(a: Sequence[Node], b: Sequence[Node]) -> tuple[Node, Node] | None:
    places = [(x, y) for x, y in zip(a, b, strict=False) if x is not y]
    return places[0] if len(a) == len(b) and len(places) == 1 else None
