"""What the terms of sums need of their indices alone, decided by trying: 1/(k*(k - 2)) for k from 1 to n that n <= 1.

What holds of every index is not asked, and what cannot be decided is said as it stands.
"""

from __future__ import annotations

from functools import partial

from matcalc_cli.elaborate.doubts import at_ends, trials
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.selections import every_entry
from matcalc_cli.validity import terms
from matcalc_cli.validity.condition import PAIRED, PREDICATES, Condition
from matcalc_cli.validity.constants import holds
from matcalc_cli.validity.rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.elaborate.doubts.trials import Range
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.language.tree import Tree


class Sums:
    """The sums around each operation of a program, the innermost first."""

    def __init__(self) -> None:
        self._ranges: dict[int, list[Range]] = {}

    def around(
        self, found: Sequence[tuple[Tree, Condition]], within: set[int], own: Range
    ) -> list[tuple[Tree, Condition]]:
        """What operations need, those in the body of one more sum for all of its index."""
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


def _of_range(condition: Condition, ranges: Sequence[Range]) -> Iterator[Condition]:
    """What a condition in the body of sums comes to with the last of them around."""
    own = ranges[-1]
    for part in _parts(condition, own.index):
        if terms.is_of_indices(part.node):
            yield from _settled(part, ranges)
        elif not part.node.symbols:
            yield _if_any(part, own)
        elif own.some is not own.index:
            yield _of_some(part, own)
        else:
            yield part if own.relations else _of_every(part, own)


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
    """What never holds, as that there is no term, where that may be."""
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
    own = ranges[-1]
    if terms.stands(condition.node):
        return [condition]
    moved = own.some is not own.index or own.relations or any(own.index in r.symbols for r in ranges[:-1])
    if own.index in condition.node.symbols and not moved:
        found = _if_any(at_ends.hardest(condition, own.index, own.low, own.high), own)
        if found != condition:
            return _settled(found, ranges) if terms.is_of_indices(found.node) else [found]
    if any(s.kind == "index" for s in _unknown(condition, ranges)):
        return [_of_some(condition, own)]
    return _tried(condition, ranges)


def _unknown(condition: Condition, ranges: Sequence[Range]) -> set[Symbol]:
    """The names in a condition and in the bounds of indices, without these indices."""
    names = condition.node.symbols.union(*[r.symbols for r in ranges])
    return {*names} - {s for r in ranges for s in (r.index, r.some)}


def _tried(condition: Condition, ranges: Sequence[Range]) -> list[Condition]:
    """What a condition comes to, or each of its parts; the condition as it stands where that cannot be decided."""
    whole = trials.decided(condition, ranges)
    if whole is not None:
        return whole
    parts = [trials.decided(part, ranges) for part in _taken_apart(condition)]
    if None not in parts:
        return [one for part in parts if part is not None for one in part]
    if condition.predicate == "no zeros":
        condition = Condition(condition.predicate, split(condition.node)[1])
    said: dict[Node, Node] = {s: terms.standing(r.some) for r in ranges for s in (r.index, r.some)}
    return [condition.of_parts(partial(substitute, values=said))]
