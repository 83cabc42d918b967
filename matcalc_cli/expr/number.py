"""Exact rational numbers: an int where possible, else a Fraction, which is imported only when one is needed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction

    Rational = int | Fraction


def exact_ratio(numerator: Rational, denominator: Rational) -> Rational:
    """numerator/denominator, exactly; an int when it is one. Raises ZeroDivisionError."""
    if isinstance(numerator, int) and isinstance(denominator, int) and denominator and numerator % denominator == 0:
        return numerator // denominator
    from fractions import Fraction

    quotient = Fraction(numerator) / Fraction(denominator)
    return quotient.numerator if quotient.denominator == 1 else quotient


def exact_power(base: Rational, exponent: int) -> Rational:
    """base**exponent, exactly."""
    if exponent < 0:
        return exact_ratio(1, exact_power(base, -exponent))
    return tidy(base**exponent)


HIGHEST_ROOT = 64
"""The degree of roots that are looked for."""
LARGEST_EXPONENT = 1000
"""That of powers of numbers that are worked out."""


def rational_power(base: Rational, exponent: Rational) -> Rational | None:
    """base**exponent, if it is a rational number of ordinary size."""
    if (not base and exponent <= 0) or abs(exponent.numerator) > LARGEST_EXPONENT:
        return None
    root = base if exponent.denominator == 1 else _root(base, exponent.denominator)
    return None if root is None else exact_power(root, exponent.numerator)


def _root(value: Rational, degree: int) -> Rational | None:
    if value < 0 or degree > HIGHEST_ROOT:
        return None
    numerator, denominator = (_integer_root(n, degree) for n in (value.numerator, value.denominator))
    return None if numerator is None or denominator is None else exact_ratio(numerator, denominator)


def _integer_root(n: int, degree: int) -> int | None:
    near = round(min(n, 2**52) ** (1 / degree))
    return near if near**degree == n else None


def magnitude(value: Rational) -> Rational:
    """|value|; for mypy, to which abs of an int or a Fraction is an object."""
    return -value if value < 0 else value


def tidy(value: Rational) -> Rational:
    """An int if the value is one."""
    return value.numerator if value.denominator == 1 else value
