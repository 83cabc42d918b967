"""Between which numbers the entries of an expression are, whatever its names stand for: 2*sigmoid(x) - 1 between -1 and 1."""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import product
from math import inf

from matcalc_cli.expr.build import is_ones
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum
from matcalc_cli.expr.number import LARGEST_EXPONENT, rational
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, SIZE, TRANSPOSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcalc_cli.expr.number import Rational

    # an end, and whether it belongs to the interval
    End = tuple[Rational | float, bool]
    Signs = Callable[[Node, int], str]

POSITIVE, NOT_NEGATIVE = "positive", "not negative"


class Interval:
    """All numbers from one end to another."""

    __slots__ = ("high", "low")

    def __init__(self, low: End = (-inf, False), high: End = (inf, False)) -> None:
        self.low = low
        self.high = high

    @property
    def is_positive(self) -> bool:
        """Whether there are positive numbers alone."""
        return self.low[0] > 0 or self.low == (0, False)

    def plus(self, other: Interval) -> Interval:
        """The interval of the sums."""
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def times(self, other: Interval) -> Interval:
        """The interval of the products."""
        ends = [_product(a, b) for a, b in product((self.low, self.high), (other.low, other.high))]
        least, most = min(e[0] for e in ends), max(e[0] for e in ends)
        return Interval((least, any(e == (least, True) for e in ends)), (most, any(e == (most, True) for e in ends)))

    def within(self, low: End, high: End) -> Interval:
        """The part of it between two ends."""
        return Interval(
            max(self.low, low, key=lambda e: (e[0], not e[1])), min(self.high, high, key=lambda e: (e[0], e[1]))
        )

    def is_within(self, low: End, high: End) -> bool:
        """Whether all of it is between two ends."""
        part = self.within(low, high)
        return (part.low, part.high) == (self.low, self.high)


def _sum(one: End, other: End) -> End:
    infinite = next((end for end in (one, other) if abs(end[0]) == inf), None)  # 10^400 is no float
    return infinite or (one[0] + other[0], one[1] and other[1])


def _product(one: End, other: End) -> End:
    if 0 in (one[0], other[0]):
        return 0, one == (0, True) or other == (0, True)
    if inf in (abs(one[0]), abs(other[0])):
        return (inf if (one[0] > 0) == (other[0] > 0) else -inf), False
    return one[0] * other[0], one[1] and other[1]


@lru_cache(maxsize=4096)
def interval(node: Node, signs: Signs, depth: int) -> Interval:
    """Where all entries are, as far as that is known; `signs` tells the sign of a part, up to so deep."""
    found = Interval() if not depth else _of_parts(node, signs, depth - 1)
    sign = signs(node, depth) if not isinstance(node, Sum) else ""
    return found.within((0, sign != POSITIVE), (inf, False)) if sign else found


def _of_parts(node: Node, signs: Signs, depth: int) -> Interval:
    match node:
        case Number(value=value):
            return Interval((value, True), (value, True))
        case Sum(terms=terms):
            return reduce(Interval.plus, [interval(term, signs, depth) for term in terms])
        case Product(coefficient=c, scalars=scalars, factors=factors) if len(factors) < 2:
            front = Interval((c, True), (c, True))
            return reduce(Interval.times, [interval(part, signs, depth) for part in (*scalars, *factors)], front)
        case Apply(function=function, args=args) if function is HADAMARD:
            return reduce(Interval.times, [interval(part, signs, depth) for part in args])
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            return interval(inner, signs, depth)
        case Apply(function=function, args=(base, Number(value=int() as p))) if (
            function is ELEMENTWISE_POWER and 0 < p <= LARGEST_EXPONENT
        ):
            return _power(interval(base, signs, depth), p)
        case Apply(function=function) if function is SIZE or is_ones(node):
            return Interval((1, True), (inf if function is SIZE else 1, True))
        case Apply(function=function, args=args) if args and (function.values or function.rises):
            return _value(function.values, function.rises, interval(args[0], signs, depth))
    return Interval()


def _power(base: Interval, exponent: int) -> Interval:
    if exponent % 2 == 0 and base.low[0] < 0:
        farther = max((-base.low[0], base.low[1]), base.high)
        if base.high[0] > 0 or base.high == (0, True):
            return Interval((0, True), (farther[0] ** exponent, farther[1]))
        base = Interval((-base.high[0], base.high[1]), (-base.low[0], base.low[1]))
    return Interval(*[(end**exponent, there) for end, there in (base.low, base.high)])


def _value(values: str, rises: Sequence[str], argument: Interval) -> Interval:
    """Where a function is, of whose values a record says where all are, and of which argument it is which if it rises."""
    found = Interval(*ends_of(values))
    if rises:
        at, value = map(rational, rises)
        if argument.low[0] >= at:
            found = found.within((value, argument.low == (at, True)), (inf, False))
        if argument.high[0] <= at:
            found = found.within((-inf, False), (value, argument.high == (at, True)))
    return found


def ends_of(values: str) -> tuple[End, End]:
    """The ends of `-1 < {0} <= 1`, of which one may be missing."""
    left, _, right = values.partition("{0}")
    low, high = left.split(), right.split()
    return (
        (rational(low[0]), low[1] == "<=") if low else (-inf, False),
        (rational(high[1]), high[0] == "<=") if high else (inf, False),
    )
