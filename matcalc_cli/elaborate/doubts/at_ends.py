"""The needs of the terms of a sum that depend on its index alone: the logarithms in sum(k, 1, n, alpha*log(3 - k)) that n <= 2."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, ZERO, add, multiply, substitute
from matcalc_cli.expr.node import Node, Number, number
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.validity.condition import Condition, pair
from matcalc_cli.validity.sums.ranges import TO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

RISING = ("positive", "not negative")
"""Predicates that hold of what is larger, too, if they hold of a number."""
NO_ZEROS, NO_POLES = "no zeros", "off the poles"


def hardest(condition: Condition, index: Node, low: Node, high: Node) -> Condition:
    """A condition on an index for each from `low` to `high`, of expressions that rise evenly with it, as one on an end."""
    node, predicate = condition.node, condition.predicate
    rise = add(substitute(node, {index: add(index, ONE)}), multiply(number(-1), node))
    if not isinstance(rise, Number) or not rise.value or predicate not in (*RISING, NO_ZEROS, NO_POLES):
        return condition
    start = substitute(node, {index: low})
    if not isinstance(start, Number):
        last = substitute(node, {index: high})
        if predicate != NO_ZEROS:
            return Condition(predicate, start if rise.value > 0 else last)
        return Condition(predicate, ZERO) if ZERO in (start, last) else condition
    good = _good_steps(predicate, start.value, rise.value)
    if rise.value > 0 and (predicate in RISING or (predicate == NO_POLES and good == -1)):
        return Condition(predicate, start)
    if good is None:
        return Condition(predicate, ONE)
    last = add(low, number(good))
    beyond = add(high, multiply(number(-1), last))
    if isinstance(beyond, Number):
        return Condition(predicate, ONE if beyond.value <= 0 else number(-1) if predicate in RISING else ZERO)
    return Condition(TO, pair(high, last))


def _good_steps(predicate: str, start: Rational, rise: Rational) -> int | None:
    """How far a condition holds of what rises evenly, -1 if nowhere; None: everywhere."""
    zero = exact_ratio(-start, rise)
    below, whole = zero.numerator // zero.denominator, zero.denominator == 1
    if predicate == NO_ZEROS:
        return below - 1 if whole and zero >= 0 else None
    if predicate == NO_POLES:
        first = 0 if start <= 0 else below + (not whole)  # of what is not positive; whole numbers come again
        steps = range(first, first + rise.denominator) if start <= 0 or rise < 0 else ()
        return next((k - 1 for k in steps if _is_pole(start + k * rise)), None)
    return max(below - (whole and predicate != "not negative"), -1)


def _is_pole(value: Rational) -> bool:
    return value <= 0 and value.denominator == 1
