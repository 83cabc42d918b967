"""Indices in range: that `x[i]` has an i of at least 1 and of at most n, and what of two such conditions implies the other."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, add, is_unit, multiply, substitute
from matcalc_cli.expr.node import Apply, Node, number, postorder
from matcalc_cli.expr.shapes.dimensions import Size, is_at_most, minus
from matcalc_cli.expr.shapes.positions import as_node, as_size
from matcalc_cli.validity.condition import Condition, pair
from matcalc_cli.validity.sums import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FROM, TO, WITHIN, LEAST = "from 1", "up to", "within", "at least"
PRINTED = "printed"
"""The predicate of conditions for the sake of readers alone (validity/sums/backward.py)."""
OF_RANGES = (FROM, TO, LEAST, PRINTED)


def of_unit(unit: Node) -> Iterator[Condition]:
    """The conditions under which the selected columns of I(n), and those of X with them, are there."""
    if not isinstance(unit, Apply) or not is_unit(unit) or any(s.kind == "index" or s.span for s in unit.symbols):
        return
    first = unit.args[0]
    last = add(first, as_node(unit.cols), multiply(number(-1), ONE))
    yield Condition(FROM, first)
    yield Condition(TO, pair(last, as_node(unit.rows)))


def of_range(index: Node, low: Node, high: Node, body: Node) -> Iterator[Condition]:
    """The conditions on the selections at the ends of the range of an index: x[i+1] is there for all i if its first and last are."""
    for part in postorder(body):
        if is_unit(part) and index in part.symbols:
            for asked, end in _at_ends(part, index, low, high):
                yield from (c for c in of_unit(substitute(part, {index: end})) if c.predicate in asked)


def _at_ends(unit: Node, index: Node, low: Node, high: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """The conditions to check at either end of a range: of i+1 that is at least 1 at its first value, and no more than n at its last."""
    first = unit.children[0]
    rise = add(substitute(first, {index: add(index, ONE)}), multiply(number(-1), first))
    falling, known = rise is number(-1), rise in (ONE, number(-1))
    yield (FROM,) if known else (FROM, TO), high if falling else low
    yield (TO,) if known else (FROM, TO), low if falling else high


def in_sums(conditions: Iterable[Condition], roots: Iterable[Node]) -> Iterator[Condition]:
    """The conditions with other names for the indices of sums that leave terms out: nothing is asked of these terms."""
    found: dict[Node, Node] = {}
    for node in postorder(*roots):
        index = _of_some_terms(node) if isinstance(node, Apply) and node.function.binds else None
        if index is not None and isinstance(node, Apply):
            other = found.setdefault(node.args[0], index)
            found[node.args[0]] = index if other is index else terms.some(node.args[0])
    for c in conditions:
        yield Condition(c.predicate, substitute(c.node, found)) if found else c


def _of_some_terms(node: Apply) -> Node | None:
    """The index of a sum or product that leaves terms out, or whose bounds move with the index of another; None of others."""
    index, low, high, *condition, body = node.args
    return terms.of_its_range(index, low, high, condition or terms.conditions_in(body))


def is_nowhere(condition: Condition) -> bool:
    """Whether an index is out of range whatever the names stand for."""
    room = _room(condition) if condition.predicate in (FROM, TO) else None
    return room is not None and is_at_most(room, 0)


def reduced_ranges(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions without those about indices that always hold or that others imply; i >= 1 and i <= n are one."""
    rooms = {c: size for c in conditions if c.predicate in OF_RANGES and (size := _room(c)) is not None}

    def implies(one: Condition, other: Condition) -> bool:
        return is_at_most(rooms[one], rooms[other]) and (one.predicate != PRINTED or other.predicate == PRINTED)

    needed: list[Condition] = []
    for c, room in sorted(rooms.items(), key=lambda item: str(item[1])):
        if not is_at_most(1, room) and not any(implies(d, c) for d in needed):
            needed = [*(d for d in needed if not implies(c, d)), c]
    upper = {c.node.children[0]: c for c in needed if c.predicate == TO}
    both = {c for c in needed if c.predicate == FROM and c.node in upper}
    known = [c for c in conditions if (c not in rooms or c in needed) and c not in {upper[b.node] for b in both}]
    return [Condition(WITHIN, upper[c.node].node) if c in both else c for c in known]


def _room(condition: Condition) -> Size | None:
    """The size that must be 1 or more: of i <= n, or n >= i, it is n - i + 1."""
    if condition.predicate == FROM:
        return as_size(condition.node)
    last, extent = map(as_size, condition.node.children)
    return None if last is None or extent is None else minus(extent, last) + 1
