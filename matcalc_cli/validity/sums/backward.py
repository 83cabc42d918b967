"""Sums whose last index may be below their first: no terms for every reader, minus those between by Karr's convention.

The derivative of A^k is a sum from 0 to k - 1 that is right for every k by that convention, which evaluators have; as it
is printed it is right for k >= 0.
"""

from __future__ import annotations

from matcalc_cli.expr import members
from matcalc_cli.expr.build import ONE, add, apply, multiply, rebuild, substitute
from matcalc_cli.expr.constants import has_member
from matcalc_cli.expr.node import Apply, Node, Number, number, postorder, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, split
from matcalc_cli.expr.normal_forms.summation import count_of, is_zero_at
from matcalc_cli.expr.operations import ATMOST, SUMMATION
from matcalc_cli.validity.condition import Condition, pair
from matcalc_cli.validity.sums.ranges import PRINTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def may_be_negative(count: Node, least: int) -> bool:
    """Whether an integer may be; dimensions are at least 1, and names that count members too, other names anything."""
    terms = members.terms_of(count)
    names = [t for t in terms if not isinstance(t, Number) and not members.is_size_of(t)]
    known = [t for t in terms if t not in names or least]
    return (
        (bool(names) and not least)
        or sum(coefficient_of(t) for t in known) < 0
        or any(coefficient_of(t) < 0 for t in terms if not isinstance(t, Number))
    )


def of_members(index: Node, body: Node) -> bool:
    """Whether every term is of a member that the index chooses, so that a sum of it is over what there is."""
    return all(has_member(index, term) for term in members.terms_of(body))


def needed(args: Sequence[Node]) -> Iterator[Condition]:
    """The conditions under which a sum is read as it is meant, where names stand in its bounds and no index of a sum around it."""
    count = _count(*args)
    moves = any(s.kind == "index" for s in count.symbols)
    if not moves and not isinstance(count, Number) and _may_be_backward(count, args):
        front, inner = split(count)
        yield Condition(PRINTED, pair(*members.sides(inner if front > 0 else count)))


def _count(index: Node, low: Node, high: Node, body: Node) -> Node:
    """The number of terms, with those before and behind that are 0."""
    before, behind = add(low, number(-1)), add(high, ONE)
    return add(count_of(low, high), *[ONE for end in (before, behind) if is_zero_at(index, end, body)])


def _may_be_backward(count: Node, args: Sequence[Node]) -> bool:
    index, _, _, body = args
    return not of_members(index, body) and may_be_negative(count, least=int(has_member(index, body)))


def with_halves(root: Node) -> Node:
    """An expression to be printed: of a sum whose bounds an index moves past each other what it is then, too.

    sum(j, 0, i-1, ...) - sum(j, i, -1, ...), one of which has no terms.
    """
    nodes = [*postorder(root)]
    sums = [n for n in nodes if isinstance(n, Apply) and n.function is SUMMATION]
    ranges = {n.args[0]: n.args[1:3] for n in nodes if isinstance(n, Apply) and n.function.binds}
    moved = {n for n in sums if _is_moved_past(n, ranges) and not _is_guarded(n, nodes)}
    done: dict[Node, Node] = {}
    for node in nodes if moved else ():
        built = rebuild(node, tuple([done[child] for child in node.children])) if node.children else node
        done[node] = _both(built) if node in moved and isinstance(built, Apply) else built
    return done.get(root, root)


def _is_moved_past(node: Apply, ranges: Mapping[Node, Sequence[Node]]) -> bool:
    """Whether an index around a sum may move its bounds past each other."""
    count = _count(*node.args)
    if not any(s.kind == "index" for s in count.symbols):
        return False
    for _ in ranges:
        index = _innermost(count, ranges)
        found = None if index is None else members.slope(count, index)
        if index is None or found is None:
            break
        count = substitute(count, {index: ranges[index][0 if found[0] > 0 else 1]})
    return _may_be_backward(count, node.args)


def _innermost(count: Node, ranges: Mapping[Node, Sequence[Node]]) -> Node | None:
    """An index that moves the range of no other one."""
    indices = [s for s in count.symbols if s in ranges]
    outer = {s for index in indices for end in ranges[index] for s in end.symbols}
    return next((index for index in indices if index not in outer), None)


def _is_guarded(node: Apply, nodes: Sequence[Node]) -> bool:
    """Whether it stands beside a factor that is 0 there."""
    _, low, high, _ = node.args
    return apply(ATMOST, (low, add(high, ONE))) in nodes


def _both(node: Apply) -> Node:
    index, low, high, body = node.args
    other = raw_apply(SUMMATION, (index, add(high, ONE), add(low, number(-1)), body), (), node.shape)
    return add(node, multiply(number(-1), other))


def by_its_convention(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions without what is asked for the sake of readers alone: of values, and of code."""
    return [c for c in conditions if c.predicate != PRINTED]
