"""The needs of the terms of sums that depend on their indices alone, decided by trying: 1/(k*(k - 2)) for k from 1 to n that n <= 1.

What holds of every index is not asked, and what cannot be decided is said as it stands.
"""

from __future__ import annotations

from functools import partial

from matcalc_cli.elaborate.doubts import at_ends, trials
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.selections import every_entry
from matcalc_cli.validity.condition import OF_FIRST, PAIRED, PREDICATES, Condition
from matcalc_cli.validity.constants import holds
from matcalc_cli.validity.rules import RULES
from matcalc_cli.validity.sums import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matcalc_cli.elaborate.doubts.trials import Range
    from matcalc_cli.expr.node import Node, Span
    from matcalc_cli.language.tree import Tree


class Sums:
    """The sums around each operation of a program, the innermost first."""

    def __init__(self) -> None:
        self._ranges: dict[int, list[Range]] = {}

    def around(
        self, found: Sequence[tuple[Tree, Condition]], within: set[int], own: Range
    ) -> list[tuple[Tree, Condition]]:
        """The needs of operations, those in the body of one more sum for all of its index."""
        for place in {id(at) for at, _ in found} & within:
            self._ranges.setdefault(place, []).append(own)
        return [
            (at, part)
            for at, condition in found
            for part in (_of_range(condition, self._ranges[id(at)]) if id(at) in within else [condition])
        ]

    def may_leave_out(self, at: Tree) -> bool:
        """Whether a sum around an operation may have no term."""
        return any(r.may_be_empty for r in self._ranges.get(id(at), ()))


def known(condition: Condition, bounds: Mapping[Node, Span]) -> list[Condition]:
    """A condition with the bounds of all its indices, the outermost first."""
    if not terms.is_of_indices(condition.node):
        return [condition]
    ranges = [trials.Range(index, ends, (), None) for index, ends in bounds.items()][::-1]
    return _settled(condition, ranges)


def _of_range(condition: Condition, ranges: Sequence[Range]) -> Iterator[Condition]:
    """The meaning of a condition in the body of sums for the whole range of the last of them."""
    own = ranges[-1]
    for part in _parts(condition, own.index):
        if terms.is_of_indices(part.node):
            yield from _settled(part, ranges)
        elif not part.node.symbols:
            yield _if_any(part, own)
        elif part.predicate in PAIRED and terms.is_of_indices(part.subjects[0]) and not _waits(part, ranges):
            yield from _of_base(part, ranges)
        elif own.some is not own.index:
            yield _of_some(part, own)
        else:
            yield part if own.relations else _of_every(part, own)


def _of_base(condition: Condition, ranges: Sequence[Range]) -> list[Condition]:
    """A condition on (k - 3)^beta, nothing where it holds whatever beta is."""
    first = OF_FIRST.get(condition.predicate)
    sure = first is not None and _settled(Condition(first, condition.subjects[0]), ranges) == []
    return [] if sure else [_standing(condition, ranges)]


def _standing(condition: Condition, ranges: Sequence[Range]) -> Condition:
    """The condition as one that is said though it is about indices."""
    said: dict[Node, Node] = {s: terms.standing(r.some) for r in ranges for s in (r.index, r.some)}
    return condition.of_parts(partial(substitute, values=said))


def _of_some(condition: Condition, own: Range) -> Condition:
    return Condition(condition.predicate, substitute(condition.node, {own.index: own.some}))


def _of_every(condition: Condition, own: Range) -> Condition:
    """A condition on an entry for every index as one on a column, where the index goes through all of it."""
    if own.index not in condition.node.symbols:
        return condition
    predicate = "no zeros" if condition.predicate == "not zero" else condition.predicate
    entrywise = predicate in PREDICATES and PREDICATES[predicate].entries and predicate not in PAIRED
    entrywise = entrywise and not terms.has_some(condition.node)  # whose range may move with this index
    column = every_entry.column(condition.node, own.index, own.low, own.high) if entrywise else None
    return condition if column is None else Condition(predicate, column)


def _if_any(condition: Condition, own: Range) -> Condition:
    """A condition that never holds as the condition that there is no term, where that may be."""
    if own.may_be_empty and not own.relations and not condition.node.symbols and holds(condition) is False:
        return own.nothing
    return condition


def _parts(condition: Condition, index: Node) -> list[Condition]:
    """The condition, taken apart where one part is about indices alone: of 1/(beta*(k - 2))."""
    if index not in condition.node.symbols or terms.is_of_indices(condition.node):
        return [condition]
    parts = _taken_apart(condition)
    return parts if any(terms.is_of_indices(p.node) for p in parts) else [condition]


def _taken_apart(condition: Condition) -> list[Condition]:
    found: list[Condition] = []
    todo = [condition]
    while todo:
        one = todo.pop()
        parts = RULES[one.predicate](one.node) if one.predicate in RULES and one.node.symbols else None
        if parts is None:
            found.append(one)
        else:
            todo.extend(reversed(parts))
    return found


def _settled(condition: Condition, ranges: Sequence[Range]) -> list[Condition]:
    """A condition on indices as one on the names in their bounds, as soon as all of them are known."""
    if terms.stands(condition.node):
        return [condition]
    if _waits(condition, ranges):
        return [_of_some(condition, ranges[-1])]
    whole = trials.decided(condition, ranges)
    if whole is not None:
        return whole
    end = _at_ends(condition, ranges)
    return _in_parts(condition, ranges) if end is None else [end]


def _at_ends(condition: Condition, ranges: Sequence[Range]) -> Condition | None:
    """A condition as one on the ends of the ranges of its indices; None where others move these, or it is not linear."""
    for i, r in enumerate(ranges):
        if condition.node.symbols.isdisjoint((r.index, r.some)):
            condition = _if_any(condition, r)
            continue
        moved = r.some is not r.index or r.relations or any(r.index in inner.symbols for inner in ranges[:i])
        found = condition if moved else _if_any(at_ends.hardest(condition, r.index, r.low, r.high), r)
        if found == condition:
            return None
        condition = found
    return condition


def _waits(condition: Condition, ranges: Sequence[Range]) -> bool:
    """Whether an index in a condition or in the bounds of one has a range that is not known yet, of a sum around these."""
    names = condition.node.symbols.union(*[r.symbols for r in ranges])
    known = {s for r in ranges for s in (r.index, r.some)}
    return any(s.kind == "index" and s not in known and not terms.stands(s) for s in names)


def _in_parts(condition: Condition, ranges: Sequence[Range]) -> list[Condition]:
    """The meaning of each part of a condition; the condition as it stands where that cannot be decided."""
    parts = [trials.decided(part, ranges) for part in _taken_apart(condition)]
    if None not in parts:
        return [one for part in parts if part is not None for one in part]
    if condition.predicate == "no zeros":
        condition = Condition(condition.predicate, split(condition.node)[1])
    return [_standing(condition, ranges)]
