"""Exact rational numbers: an int where possible, else a Fraction, which is imported only when one is needed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction

    Rational = int | Fraction


def rational(text: str) -> Rational:
    """The number of `3`, `-1/2` or `1.5`."""
    if text.lstrip("-").isdecimal():
        return int(text)
    from fractions import Fraction

    return Fraction(text)


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
"""The largest exponent of a power of numbers that is worked out."""


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


SHORT = 14
"""So many digits of a fraction, above and below the line, are read as well as a decimal."""
ZEROS = 12
"""So many zeros at the end of a number are counted by nobody."""
POINTED = 20
"""So many digits behind the point are written without a power of ten."""


def decimal(value: Rational) -> tuple[str, int] | None:
    """The digits and the power of ten by which a positive number is read best; None of 3, 1/2 and 1/3."""
    top, bottom = str(value.numerator), value.denominator
    if bottom == 1:
        zeros = len(top) - len(top.rstrip("0"))
        return _pointed(top[: len(top) - zeros], zeros) if zeros >= ZEROS else None
    twos, fives = _times(bottom, 2), _times(bottom, 5)
    if len(top) + len(str(bottom)) <= SHORT or 2**twos * 5**fives != bottom:
        return None
    places = max(twos, fives)
    return _pointed(str(value.numerator * 10**places // bottom), -places)


def _times(n: int, prime: int) -> int:
    """How often a prime divides a number."""
    count = 0
    while n % prime == 0:
        n, count = n // prime, count + 1
    return count


def _pointed(digits: str, power: int) -> tuple[str, int]:
    """Digits times a power of ten, with the point where the power is least, or behind the first digit."""
    if -POINTED <= power < 0:
        whole = digits.rjust(1 - power, "0")
        return f"{whole[:power]}.{whole[power:]}", 0
    return digits[:1] + f".{digits[1:]}" * bool(digits[1:]), power + len(digits) - 1


def magnitude(value: Rational) -> Rational:
    """|value|; for mypy, to which abs of an int or a Fraction is an object."""
    return -value if value < 0 else value


def tidy(value: Rational) -> Rational:
    """A rational number as an int where its denominator is 1."""
    return value.numerator if value.denominator == 1 else value
