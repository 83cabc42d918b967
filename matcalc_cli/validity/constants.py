"""Conditions on constant expressions: whether they hold, as far as the values are known."""

from __future__ import annotations

import math
from itertools import product

from matcalc_cli.expr.constants import is_zero
from matcalc_cli.expr.node import Node, Number
from matcalc_cli.later import Later
from matcalc_cli.validity.condition import PREDICATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.validity import decimals
    from matcalc_cli.validity.condition import Condition, Predicate

    Value = Rational | Decimal
else:
    decimals = Later("matcalc_cli.validity.decimals")


WHOLE = 10**15
"""Decimals that are larger may all be whole numbers, whatever they stand for."""


def sign(node: Node) -> int | None:
    """-1, 0 or 1 by the value of a number without names; None where nobody knows it or it has none."""
    low, high = _ends(node) or (-1, 1)
    return 1 if low > 0 else -1 if high < 0 else 0 if low == high == 0 else None


def _ends(node: Node) -> tuple[Value, Value] | None:
    return (node.value, node.value) if isinstance(node, Number) else decimals.ends(node)


def fails(condition: Condition) -> bool:
    """Whether a condition on a constant surely does not hold."""
    node = condition.node
    if is_zero(node) and not node.is_scalar:
        return condition.predicate in PREDICATES and _is_of_no_zero(PREDICATES[condition.predicate])
    return holds(condition) is False


def _is_of_no_zero(predicate: Predicate) -> bool:
    """Whether it says more of a matrix than that it is not 0."""
    return predicate.name == "not zero" or any(_is_of_no_zero(PREDICATES[name]) for name in predicate.implies)


def holds(condition: Condition) -> bool | None:
    """Whether a condition on a constant holds; None where that is not known, as where rounding decides."""
    known = [_ends(subject) for subject in condition.subjects]
    if condition.predicate not in _FAILS or None in known:
        return None
    values = [list(ends) for ends in known if ends]
    if any(low != low for low, _ in values):  # noqa: PLR0124 nan
        return False
    tried = {_FAILS[condition.predicate](*at) for at in product(*map(_with_whole, values))}
    return None if len(tried) > 1 else not tried.pop()


def _with_whole(ends: list[Value]) -> list[Value]:
    """Two ends, and a whole number between them, which may make all the difference."""
    low, high = ends
    if low == high or abs(low) == math.inf:
        return ends
    return [low, high, *[nearest for nearest in (round(low),) if low < nearest < high]]


_FAILS: dict[str, Callable[..., bool]] = {
    "positive": lambda x: x <= 0,
    "not negative": lambda x: x < 0,
    "no zeros": lambda x: x == 0,
    "between": lambda x: abs(x) >= 1,
    "not outside": lambda x: abs(x) > 1,
    "off the poles": lambda x: x <= 0 and (isinstance(x, int) or (x > -WHOLE and x == round(x))),
    "up to": lambda low, high: low > high,
}
"""By predicate of a number: whether it does not hold."""
