"""How far the indices of the members of a family go in an expression."""

from __future__ import annotations

from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.members import minus, slope
from matcalc_cli.expr.node import Apply, Member, Node, Number, Symbol, postorder

Span = tuple[Node, Node]
"""The least and the largest value of an integer."""


def spans(root: Node) -> dict[Symbol, list[Span | None]]:
    """By family, for each of its indices, the range of all its members in an expression.

    None where the ranges of two members cannot be compared, or no sum tells one.
    """
    found: dict[Symbol, list[Span | None]] = {}
    for member, bounds in _members(root):
        own = [_range(index, bounds) for index in member.indices]
        known = found.get(member.family)
        found[member.family] = own if known is None else [_union(a, b) for a, b in zip(known, own, strict=True)]
    return found


def _members(root: Node) -> list[tuple[Member, dict[Node, Span]]]:
    """Every member with the ranges of the indices that sums around it bind."""
    found: list[tuple[Member, dict[Node, Span]]] = []
    stack: list[tuple[Node, dict[Node, Span]]] = [(root, {})]
    seen: set[tuple[Node, tuple[Node, ...]]] = set()
    while stack:
        node, bounds = stack.pop()
        if (node, tuple(bounds)) in seen:
            continue
        seen.add((node, tuple(bounds)))
        if isinstance(node, Member):
            found.append((node, bounds))
        elif isinstance(node, Apply) and node.function.binds:
            index, low, high, *rest = node.args
            stack.extend((part, {**bounds, index: (low, high)}) for part in rest)
        else:
            stack.extend((child, bounds) for child in node.children)
    return found


def _range(index: Node, bounds: dict[Node, Span]) -> Span | None:
    """The least and the largest value of an integer expression, from inner indices to outer ones."""
    if isinstance(index, Number):
        return (index, index)
    low = high = index
    for bound, (first, last) in reversed(bounds.items()):
        ends = [_end(end, bound, first, last, sign) for end, sign in ((low, 1), (high, -1))]
        if None in ends:
            return None
        low, high = ends  # type: ignore[assignment]
    free = [s for s in low.symbols | high.symbols if s.kind == "index" or s is index]
    return None if free else (low, high)


def _end(node: Node, bound: Node, first: Node, last: Node, sign: int) -> Node | None:
    """The least (1) or the largest (-1) value of an expression while an index moves from first to last."""
    if bound not in node.symbols:
        return node
    found = slope(node, bound)
    return None if found is None else substitute(node, {bound: first if found[0] == sign else last})


def _union(one: Span | None, other: Span | None) -> Span | None:
    """A range that has both; a member at a place that no sum tells of, x_k, is inside of the others' range."""
    if one is None or other is None:
        return one or other
    low, high = _lower(one[0], other[0]), _lower(other[1], one[1])
    return None if low is None or high is None else (low[0], high[1])


def _lower(a: Node, b: Node) -> tuple[Node, Node] | None:
    """Two integers, the smaller one first; None where that is not known."""
    difference = minus(b, a)
    if not isinstance(difference, Number):
        return None
    return (a, b) if difference.value >= 0 else (b, a)
