"""Between which decimals the values of constant expressions are, as far as the standard library knows their functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import partial, reduce

from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.expr.operations import PI as PI_OF_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

    # a value, and how far from it the true one may be
    Ball = tuple[Decimal, Decimal]

DIGITS = Context(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
"""What is larger than it can say is infinite in it, what is smaller 0."""
OFF, OFF_OF_DOUBLES, LEAST_DOUBLE = Decimal("1e-25"), Decimal("1e-13"), Decimal("1e-300")
"""What rounding makes of a value at most, relative to it; and of one that doubles have, which may be 0 as well."""
ZERO, ONE, NONE = Decimal(0), Decimal(1), Decimal("nan")
PI = Decimal("3.14159265358979323846264338327950288419716939937510")


def ends(node: Node) -> tuple[Decimal, Decimal] | None:
    """Between which numbers the value of an expression without names is; nothing where nobody knows, nan where it has none."""
    values: dict[Node, Ball] = {}
    for part in postorder(node):
        try:
            values[part] = value, off = _ball(part, [values[child] for child in part.children])
        except (ValueError, ZeroDivisionError):
            return NONE, NONE
        except (KeyError, AttributeError, TypeError, OverflowError):
            return None
        if value.is_nan() or off.is_nan():
            return None
    value, off = values[node]
    return DIGITS.subtract(value, off), DIGITS.add(value, off)


def _ball(node: Node, parts: list[Ball]) -> Ball:
    """A value. Raises ValueError where there is none; it is nan where nobody knows."""
    match node:
        case Number(value=value):
            return _quotient(value), ZERO
        case Sum():
            return _rounded(_total([v for v, _ in parts]), _total([off for _, off in parts]))
        case Product(coefficient=c):
            return reduce(_times, [(_quotient(c), ZERO), *parts])
        case Apply(function=function) if function is PI_OF_NAME:
            return _rounded(PI, ZERO)
    if any(value.is_infinite() for value, _ in parts) and node.head not in OF_INFINITE:
        return NONE, NONE
    evaluated = _function(node)
    tried = [_tried(evaluated, [DIGITS.add(v, sign * off) for v, off in parts]) for sign in (-1, 0, 1)]
    known = [v for v in tried if v is not None]
    if not known:
        raise ValueError
    if len(known) < len(tried) or any(v.is_nan() for v in known):
        return NONE, NONE
    low, middle, high = known
    apart = max(DIGITS.abs(DIGITS.subtract(end, middle)) for end in (low, high)) if low != high else ZERO
    return _rounded(middle, apart, doubles=node.head not in OF_DECIMALS)


def _function(node: Node) -> Callable[..., Decimal]:
    """The function of a node, by decimals or by doubles. Raises AttributeError where neither have it."""
    if isinstance(node, Apply) and node.function is ELEMENTWISE_POWER:
        return _power
    if node.head in OF_DECIMALS:
        return OF_DECIMALS[node.head]
    return partial(_by_doubles, getattr(math, OF_LIBRARY.get(node.head, node.head)))


def _by_doubles(function: Callable[..., float], *values: Decimal) -> Decimal:
    doubles = [*map(float, values)]
    return Decimal(function(*doubles)) if all(map(math.isfinite, doubles)) else NONE


def _tried(function: Callable[..., Decimal], values: list[Decimal]) -> Decimal | None:
    try:
        return function(*values)
    except ValueError:
        return None


def _total(values: list[Decimal]) -> Decimal:
    return reduce(DIGITS.add, values)


def _rounded(value: Decimal, off: Decimal, *, doubles: bool = False) -> Ball:
    """A value with what rounding adds; of what is infinite, which is larger than all else, that is nothing."""
    if value.is_infinite():
        return value, ZERO
    own = DIGITS.multiply(DIGITS.abs(value), OFF_OF_DOUBLES if doubles else OFF)
    return value, _total([off, own, LEAST_DOUBLE if doubles else ZERO])


def _times(one: Ball, other: Ball) -> Ball:
    """The product; of what is infinite and small numbers nobody knows how large it is."""
    (a, off_a), (b, off_b) = one, other
    value = DIGITS.multiply(a, b)
    if value.is_infinite():
        return (NONE, NONE) if min(DIGITS.abs(a), DIGITS.abs(b)) < 1 else (value, ZERO)
    if not value and a and b:
        return NONE, NONE
    first, second = DIGITS.multiply(DIGITS.abs(a), off_b), DIGITS.multiply(DIGITS.abs(b), off_a)
    return _rounded(value, _total([first, second, DIGITS.multiply(off_a, off_b)]))


def _quotient(value: Rational) -> Decimal:
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """A power of reals. Raises ValueError where there is none."""
    if (base < 0 and exponent != exponent.to_integral_value()) or (base == 0 and exponent < 0):
        raise ValueError
    value = DIGITS.power(base, exponent) if base or exponent else ONE
    return NONE if (base and not value) or (base.is_infinite() and exponent < 1) else value


def _exp(x: Decimal) -> Decimal:
    return DIGITS.exp(x) or NONE


def _log(x: Decimal) -> Decimal:
    """The logarithm. Raises ValueError where there is none."""
    if x <= 0:
        raise ValueError
    return NONE if x.is_infinite() else DIGITS.ln(x)


def _half(together: Callable[[Decimal, Decimal], Decimal], x: Decimal) -> Decimal:
    """Half the sum or the difference of exp(x) and exp(-x)."""
    return DIGITS.divide(together(DIGITS.exp(x), DIGITS.exp(DIGITS.minus(x))), Decimal(2))


OF_DECIMALS: dict[str, Callable[[Decimal], Decimal]] = {
    "elementwise_power": _exp,  # which `_power` is the function of
    "abs": DIGITS.abs,
    "exp": _exp,
    "expm1": lambda x: DIGITS.subtract(DIGITS.exp(x), ONE),
    "log": _log,
    "log1p": lambda x: _log(DIGITS.add(x, ONE)),
    "sinh": lambda x: _half(DIGITS.subtract, x),
    "cosh": lambda x: _half(DIGITS.add, x),
    "softplus": lambda x: _log(DIGITS.add(ONE, DIGITS.exp(x))),
    "sigmoid": lambda x: DIGITS.divide(ONE, DIGITS.add(ONE, DIGITS.exp(DIGITS.minus(x)))) or NONE,
    "tanh": lambda x: DIGITS.divide(_half(DIGITS.subtract, x), _half(DIGITS.add, x)),
}
"""Functions whose values, or whose arguments, may be too large or too small for doubles."""
OF_INFINITE = ("elementwise_power", "abs", "exp", "sinh", "cosh")
"""Functions that are infinite, or 0, of what is infinite; how large its logarithm is nobody knows."""
OF_LIBRARY = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "gammaln": "lgamma"}
"""What the standard library calls others."""
