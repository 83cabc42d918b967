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
"""Numbers of 40 digits; those beyond the largest are infinite, those below the smallest are 0."""
OFF, OFF_OF_DOUBLES, LEAST_DOUBLE = Decimal("1e-25"), Decimal("1e-13"), Decimal("1e-300")
"""The largest relative error by rounding of a value; that of a value in doubles, and the least of these that is not 0."""
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
    evaluated = _function(node)
    tried = [_tried(evaluated, [DIGITS.add(v, sign * off) for v, off in parts]) for sign in (-1, 0, 1)]
    known = [v for v in tried if v is not None]
    if not known:
        raise ValueError
    if len(known) < len(tried) or any(v.is_nan() for v in known):
        return NONE, NONE
    low, middle, high = known
    apart = max(DIGITS.abs(DIGITS.subtract(end, middle)) for end in (low, high)) if low != high else ZERO
    return _rounded(middle, apart, doubles=isinstance(evaluated, partial))


def _function(node: Node) -> Callable[..., Decimal]:
    """The function of a node, by decimals or by doubles. Raises AttributeError where neither have it."""
    if isinstance(node, Apply) and node.function is ELEMENTWISE_POWER:
        return _power
    found: Callable[..., Decimal] | None = getattr(_OfDecimals, node.head, None)
    name = node.head.replace("arc", "a", 1) if node.head.startswith("arc") else node.head
    return found or partial(_by_doubles, getattr(math, name))


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


class _OfDecimals:
    """Functions whose values, or whose arguments, may be too large or too small for doubles; of what is infinite some know nothing."""

    abs = DIGITS.abs
    exp = staticmethod(_exp)
    log = staticmethod(_log)

    @staticmethod
    def expm1(x: Decimal) -> Decimal:
        return DIGITS.subtract(DIGITS.exp(x), ONE)

    @staticmethod
    def log1p(x: Decimal) -> Decimal:
        return _log(DIGITS.add(x, ONE))

    @staticmethod
    def sinh(x: Decimal) -> Decimal:
        return _half(DIGITS.subtract, x)

    @staticmethod
    def cosh(x: Decimal) -> Decimal:
        return _half(DIGITS.add, x)

    @staticmethod
    def softplus(x: Decimal) -> Decimal:
        return _log(DIGITS.add(ONE, DIGITS.exp(x)))

    @staticmethod
    def sigmoid(x: Decimal) -> Decimal:
        return DIGITS.divide(ONE, DIGITS.add(ONE, DIGITS.exp(DIGITS.minus(x)))) or NONE

    @staticmethod
    def tanh(x: Decimal) -> Decimal:
        return DIGITS.divide(_half(DIGITS.subtract, x), _half(DIGITS.add, x))
