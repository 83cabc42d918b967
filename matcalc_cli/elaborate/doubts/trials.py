"""Conditions on the indices of sums, at each of their values: where the first term is that has no value."""

from __future__ import annotations

from functools import partial
from itertools import product

from matcalc_cli.elaborate.doubts.horizons import horizon
from matcalc_cli.expr.build import ONE, add, apply, substitute
from matcalc_cli.expr.members import difference, is_at_least_0, minus, terms_of
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, content_of, scale, split
from matcalc_cli.expr.operations import ATMOST, ELEMENTWISE_POWER, SIZE, UNEQUAL
from matcalc_cli.expr.shapes.spans import range_of
from matcalc_cli.validity.condition import Condition, pair
from matcalc_cli.validity.constants import holds
from matcalc_cli.validity.rules import RULES
from matcalc_cli.validity.sums import terms
from matcalc_cli.validity.sums.ranges import TO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.expr.node import Span

MOST = (2000, 12, 8, 4)
"""So far indices are tried, by how many sums are around each other."""
FEW = 40
"""So far the index of a single sum, where it is not known from where on its terms have values."""
LEAST = {"positive": 1, "not negative": 0, "no zeros": 1, "off the poles": 1}
"""By predicate: an integer from which on it holds."""
Values = dict[Node, Node]


class Range:
    """An index of a sum, the one that stands for it where it has not every value, its bounds, and what the sum's `if` says."""

    __slots__ = ("high", "index", "low", "relations", "some")

    def __init__(self, index: Node, bounds: tuple[Node, Node], relations: Sequence[Node], some: Node | None) -> None:
        self.index = index
        self.low, self.high = bounds
        self.relations = [f for r in relations for f in (r.children if isinstance(r, Product) else (r,))]
        self.some = some or index

    @property
    def symbols(self) -> set[Symbol]:
        """The names in its bounds and in what is said of it."""
        return {s for node in (self.low, self.high, *self.relations) for s in node.symbols}

    @property
    def may_be_empty(self) -> bool:
        """Whether there may be no term; dimensions are at least 1."""
        return not is_at_least_0(minus(self.high, self.low))

    @property
    def nothing(self) -> Condition:
        """The condition that there is no term."""
        return Condition(TO, pair(self.high, add(self.low, number(-1))))

    @property
    def spans(self) -> list[Span]:
        """Bounds of the index, its own and those that inequalities say, each alone."""
        told = [found for r in self.relations if (found := terms.told(self.index, r)) is not None]
        lows = [self.low, *[end for sign, end in told if sign == ">="]]
        highs = [self.high, *[end for sign, end in told if sign == "<="]]
        return [*product(lows, highs)]


def decided(condition: Condition, ranges: Sequence[Range]) -> list[Condition] | None:
    """A condition on indices, the innermost first, as one on the name in their bounds; None of one that cannot be decided."""
    if any(way(condition, ranges) for way in (_is_told, _holds_at_ends, _holds_from_its_least, _holds_of_what_is_more)):
        return []
    names = _names(ranges)
    if len(names) > 1 or not condition.node.symbols.isdisjoint(names):
        return None
    trial = _Trial(condition, ranges)
    if names:
        return trial.up_to(names[0]) if _grow(ranges, names[0]) else None
    found = trial.outcome({})
    return None if found is None else [found] if isinstance(found, Condition) else []


def _is_told(condition: Condition, ranges: Sequence[Range]) -> bool:
    """Whether an `if` says it: that i and j differ, where i - j must not be 0."""
    if condition.predicate != "no zeros":
        return False
    node = substitute(condition.node, {r.some: r.index for r in ranges})
    told = [difference(f) for r in ranges for f in r.relations if isinstance(f, Apply) and f.function is UNEQUAL]
    return any(node in (one, scale(-1, one)) for one in told)


def _holds_of_what_is_more(condition: Condition, ranges: Sequence[Range]) -> bool:
    """Whether it holds with the first bound plus anything that is not negative for each index: i*j + 2 > 0."""
    values: Values = {}
    for r in reversed(ranges):
        more = apply(ELEMENTWISE_POWER, (symbol(f"{r.index}+", (1, 1), "scalar"), number(2)))
        values[r.index] = values[r.some] = add(substitute(r.low, values), more)
    rule = RULES.get(condition.predicate)
    return rule is not None and rule(substitute(condition.node, values)) == []


def _holds_at_ends(condition: Condition, ranges: Sequence[Range]) -> bool:
    """Whether the least and the largest value of an expression that is linear in all indices tell that it holds."""
    if condition.predicate not in LEAST:
        return False
    least = number(LEAST[condition.predicate])
    content, node = content_of(condition.node) if isinstance(condition.node, Sum) else split(condition.node)
    for chosen in product(*[r.spans for r in ranges]):
        ends = [*zip(ranges, chosen, strict=True)][::-1]
        bounds: dict[Node, Span] = {s: span for r, span in ends for s in (r.index, r.some)}
        span = range_of(node if content > 0 else scale(-1, node), bounds)
        if span is None:
            continue
        low, high = span
        below = condition.predicate == "no zeros" and is_at_least_0(minus(number(-1), high))
        if below or is_at_least_0(minus(low, least)):
            return True
    return False


def _holds_from_its_least(condition: Condition, ranges: Sequence[Range]) -> bool:
    """Whether a condition on one index holds of every integer from the least one on that the index may be."""
    found = [r for r in ranges if not condition.node.symbols.isdisjoint((r.index, r.some))]
    if len(found) != 1 or len(condition.node.symbols) > 1:
        return False
    (index,) = condition.node.symbols
    end = horizon(condition, index)
    bounds: dict[Node, Span] = {s: (r.low, r.high) for r in ranges[::-1] for s in (r.index, r.some)}
    span = range_of(index, bounds)
    low = span[0] if span else None
    if end is None or not end[1] or not isinstance(low, Number) or end[0] - low.value > MOST[0]:
        return False
    trial = _Trial(condition, ranges)
    return all(trial.at({index: number(k)}) is True for k in range(int(low.value), end[0] + 1))


def _names(ranges: Sequence[Range]) -> list[Node]:
    """The sizes and integers in bounds and in what is said of indices."""
    nodes = postorder(*[node for r in ranges for node in (r.low, r.high, *r.relations)])
    return [n for n in nodes if _is_size(n) or (isinstance(n, Symbol) and n.kind != "index")]


def _is_size(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is SIZE


def _grow(ranges: Sequence[Range], name: Node) -> bool:
    """Whether there are more and more terms as what a name stands for grows: it stands in last bounds alone, with a plus."""
    relations = [relation for r in ranges for relation in r.relations]
    ends = [r.high for r in ranges] + [
        difference(r) for r in relations if isinstance(r, Apply) and r.function is ATMOST
    ]
    others = [r.low for r in ranges] + [r for r in relations if not isinstance(r, Apply) or r.function is not ATMOST]
    rising = [_rises(term, name) for end in ends for term in terms_of(end) if name in postorder(term)]
    return all(rising) and name not in postorder(*others)


def _rises(term: Node, name: Node) -> bool:
    return split(term)[1] is name and coefficient_of(term) > 0


class _Trial:
    """A condition at each of the values of its indices."""

    def __init__(self, condition: Condition, ranges: Sequence[Range]) -> None:
        self._condition = condition
        self._ranges = ranges
        self._known: dict[Node, bool | None] = {}

    def up_to(self, name: Node) -> list[Condition] | None:
        """How large what a name stands for may be, nothing if anything; None if that is not known."""
        lows = [int(r.low.value) for r in self._ranges if isinstance(r.low, Number)]
        least = 1 if _is_size(name) else min([0, *lows]) - 1
        good, step = least - 1, 1
        while good < self._last:
            value = min(good + step, self._last)
            found = self.outcome({name: number(value)})
            if isinstance(found, Condition):
                return self._between(name, good, value, found if value == least == 1 else None)
            if found is None:
                return None
            good, step = value, 2 * step
        return [] if self._end and self._end[1] else None

    def _between(self, name: Node, good: int, bad: int, nowhere: Condition | None) -> list[Condition] | None:
        """The condition that a number is at most as large as it may be, which is between two values."""
        while bad - good > 1:
            middle = (good + bad) // 2
            found = self.outcome({name: number(middle)})
            if found is None:
                return None
            good, bad = (good, middle) if isinstance(found, Condition) else (middle, bad)
        return [nowhere or Condition(TO, pair(name, number(good)))]

    @property
    def _end(self) -> tuple[int, bool] | None:
        """A value of the index of a single sum from which on all terms have a value, or none."""
        index = next(iter(self._condition.node.symbols), None)
        end = horizon(self._condition, index) if index is not None and len(self._ranges) == 1 else None
        return None if end is None or end[0] > MOST[0] - FEW else end

    @property
    def _last(self) -> int:
        if len(self._ranges) > 1:
            return MOST[min(len(self._ranges), len(MOST)) - 1]
        return FEW + (self._end[0] if self._end else 0)

    def outcome(self, names: Values) -> Condition | bool | None:
        """Whether it holds everywhere in the ranges, with values for what is in their bounds: what it is where it fails.

        None where that is not known.
        """
        surely = True
        for values in _places([*self._ranges], names):
            found = None if values is None else self.at(values)
            if isinstance(found, Condition):
                return found
            surely = surely and found is True
        return True if surely else None

    def at(self, values: Values) -> Condition | bool | None:
        """Whether it holds at a place, itself there where it does not."""
        here = self._condition.of_parts(partial(substitute, values=values))
        if here.node not in self._known:
            self._known[here.node] = holds(here)
        return here if self._known[here.node] is False else self._known[here.node]


def _places(ranges: Sequence[Range], values: Values) -> Iterator[Values | None]:
    """The values that indices have together, the innermost range first; None for one where they are not known."""
    if not ranges:
        yield values
        return
    *inner, own = ranges
    low, high = substitute(own.low, values), substitute(own.high, values)
    if not isinstance(low, Number) or not isinstance(high, Number) or high.value - low.value > 2 * MOST[0]:
        yield None
        return
    for value in range(int(low.value), int(high.value) + 1):
        here = {**values, own.index: number(value), own.some: number(value)}
        told = [substitute(relation, here) for relation in own.relations]
        if not all(isinstance(t, Number) for t in told):
            yield None
        elif all(t is ONE for t in told):
            yield from _places(inner, here)
