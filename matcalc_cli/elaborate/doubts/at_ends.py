"""What the terms of a sum need of its index alone: the logarithms in sum(k, 1, n, alpha*log(3 - k)) that n <= 2."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, ZERO, add, bare, multiply, substitute
from matcalc_cli.expr.node import Node, Number, number
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ATMOST
from matcalc_cli.validity.condition import Condition
from matcalc_cli.validity.ranges import TO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

RISING = ("positive", "not negative", "off the poles")
"""Predicates that hold of what is larger, too, if they hold of a number."""


def hardest(condition: Condition, index: Node, low: Node, high: Node) -> Condition:
    """A condition on an index for each from `low` to `high`, of expressions that rise evenly with it, as one on an end."""
    node, predicate = condition.node, condition.predicate
    rise = add(substitute(node, {index: add(index, ONE)}), multiply(number(-1), node))
    if not isinstance(rise, Number) or not rise.value or predicate not in (*RISING, "no zeros"):
        return condition
    start = substitute(node, {index: low})
    if predicate in RISING and (rise.value > 0 or not isinstance(start, Number)):
        return Condition(predicate, start if rise.value > 0 else substitute(node, {index: high}))
    good = _good_steps(predicate, exact_ratio(-start.value, rise.value)) if isinstance(start, Number) else None
    if good is None:
        return Condition(predicate, ONE) if isinstance(start, Number) else condition
    last = add(low, number(good))
    beyond = add(high, multiply(number(-1), last))
    if isinstance(beyond, Number):
        return Condition(predicate, ONE if beyond.value <= 0 else number(-1) if predicate in RISING else ZERO)
    return Condition(TO, bare(ATMOST, (high, last)))


def _good_steps(predicate: str, zero: Rational) -> int | None:
    """How far a condition holds of what is 0 after so many steps from the first term, -1 if nowhere; None: everywhere."""
    whole = zero.denominator == 1
    if predicate == "no zeros":
        return int(zero) - 1 if whole and zero >= 0 else None
    below = zero.numerator // zero.denominator
    return max(below - (whole and predicate != "not negative"), -1)
