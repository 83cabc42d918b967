"""The values of constant expressions as doubles, as far as the standard library knows their functions, and conditions on them."""

from __future__ import annotations

import math
from functools import reduce
from operator import mul

from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, PI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.validity.condition import Condition

ROUNDING = 1e-9
"""So far from its value, relative to it or to 1, may be what doubles make of a constant."""
SMALL = 20
"""Of arguments below that no value that is not 0 is too small for a double."""


def constant(node: Node) -> float | None:
    """The value of a number without names; None where nobody knows it or no double has it, nan where it has none."""
    values: dict[Node, float] = {}
    for part in postorder(node):
        try:
            values[part] = _value(part, values)
        except (ValueError, ZeroDivisionError):
            return math.nan
        except (KeyError, AttributeError, TypeError, OverflowError):
            return None
        if not math.isfinite(values[part]) or _is_too_small(part, values):
            return None
    return values[node]


def _is_too_small(node: Node, values: Mapping[Node, float]) -> bool:
    """Whether doubles make 0 of a part that may be none: exp(-800)."""
    if values[node]:
        return False
    if isinstance(node, Number):
        return bool(node.value)
    return isinstance(node, Apply) and all(values[child] for child in node.children) and not _is_exact(node)


def _value(node: Node, values: dict[Node, float]) -> float:
    parts = [values[child] for child in node.children]
    match node:
        case Number(value=value):
            return float(value)
        case Sum():
            return sum(parts)
        case Product(coefficient=c):
            return reduce(mul, parts, float(c))
        case Apply(function=function) if function is ELEMENTWISE_POWER:
            return math.pow(*parts)
        case Apply(function=function) if function is PI:
            return math.pi
    found: float = getattr(math, {"abs": "fabs"}.get(node.head, node.head))(*parts)
    return found


def fails(condition: Condition) -> bool:
    """Whether a condition on a constant surely does not hold."""
    values = _values(condition)
    if condition.predicate not in _FAILS or any(value is None for value in values):
        return False
    return any(value != value for value in values) or _FAILS[condition.predicate](*values)  # noqa: PLR0124 nan


def _values(condition: Condition) -> list[Rational | float | None]:
    return [subject.value if isinstance(subject, Number) else constant(subject) for subject in condition.subjects]


def holds(condition: Condition) -> bool | None:
    """Whether a condition on a constant holds; None where that is not known, as where rounding decides."""
    if fails(condition):
        return None if _differs_nearby(condition, failed=True) else False
    known = condition.predicate in _FAILS and None not in _values(condition)
    return None if not known or _differs_nearby(condition, failed=False) else True


def _differs_nearby(condition: Condition, *, failed: bool) -> bool:
    """Whether rounding decides of a single number that is none as it stands."""
    value = None if isinstance(condition.node, Number) else constant(condition.node)
    if value is None or not math.isfinite(value) or (value == 0 and _is_exact(condition.node)):
        return False
    off = ROUNDING * (1 + abs(value))
    whole = [float(round(value))] if abs(value - round(value)) <= off else []
    return any(_FAILS[condition.predicate](x) != failed for x in (value - off, value + off, *whole))


def _is_exact(node: Node) -> bool:
    """Whether doubles have a zero that is one: log(1), sin(0)."""
    match node:
        case Apply(function=function, args=(Number() as argument,)):
            return abs(float(argument.value)) < SMALL and function.sign != "positive"
    return False


_FAILS: dict[str, Callable[..., bool]] = {
    "positive": lambda x: x <= 0,
    "not negative": lambda x: x < 0,
    "no zeros": lambda x: x == 0,
    "between": lambda x: abs(x) >= 1,
    "not outside": lambda x: abs(x) > 1,
    "off the poles": lambda x: x <= 0 and x == round(x),
    "up to": lambda low, high: low > high,
}
"""By predicate of a number: whether it does not hold."""
