"""Polynomials over F_p as lists of coefficients, the constant first: division, powers modulo another, roots."""

from __future__ import annotations

from functools import lru_cache

from matcalc_cli.check.exact.arithmetic.field import MINUS, SLOT, NoValueError, P
from matcalc_cli.check.exact.arithmetic.packed import FULL, Slots, packed, unpacked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

Polynomial = list[int]


def trimmed(a: Polynomial) -> Polynomial:
    """Without zeros at the top; [] is zero."""
    while a and a[-1] == 0:
        a.pop()
    return a


def plus(a: Polynomial, b: Polynomial, scale: int = 1) -> Polynomial:
    """The sum a + scale b."""
    length = max(len(a), len(b))
    a, b = a + [0] * (length - len(a)), b + [0] * (length - len(b))
    return trimmed([(x + scale * y) % P for x, y in zip(a, b, strict=True)])


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    """The product."""
    result = [0] * (len(a) + len(b) - 1) if a and b else []
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y
    return trimmed([x % P for x in result])


def divided(a: Polynomial, b: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder."""
    rest, leading = list(a), pow(b[-1], -1, P)
    quotient = [0] * max(0, len(a) - len(b) + 1)
    for k in range(len(quotient) - 1, -1, -1):
        q = quotient[k] = rest[k + len(b) - 1] * leading % P
        for j, y in enumerate(b):
            rest[k + j] = (rest[k + j] - q * y) % P
    return trimmed(quotient), trimmed(rest)


def remainder(a: Polynomial, modulus: Polynomial) -> Polynomial:
    """The remainder of a division."""
    return divided(a, modulus)[1]


def inverse(a: Polynomial, modulus: Polynomial) -> Polynomial:
    """The inverse modulo a polynomial, by Euclid. Raises NoValueError if they have a common factor."""
    r, s = modulus, remainder(a, modulus)
    u: Polynomial = []
    v: Polynomial = [1]
    while s:
        q, rest = divided(r, s)
        r, s = s, rest
        u, v = v, plus(u, times(q, v), MINUS)
    if len(r) != 1:
        raise NoValueError("a polynomial that is not invertible")
    return remainder(times(u, [pow(r[0], -1, P)]), modulus)


class Residues:
    """Products modulo a polynomial of degree n, of polynomials that are packed, a slot a coefficient.

    `high` has x^n, x^(n+1), ...: what is above x^(n-1) in a product is replaced by these.
    """

    __slots__ = ("_high", "_size", "_slots")

    def __init__(self, modulus: Polynomial) -> None:
        degree, scale = len(modulus) - 1, -pow(modulus[-1], -1, P)
        self._slots, self._size = Slots(degree), degree * SLOT
        self._high = [packed([c * scale % P for c in modulus[:-1]])]
        for _ in range(degree - 2):
            self._high.append(self.times(self._high[-1], 1 << SLOT))

    def times(self, x: int, y: int) -> int:
        """The product."""
        product = x * y
        above = product >> self._size
        found = product - (above << self._size)
        for row in self._high:
            if not above:
                break
            found += (above & FULL) % P * row
            above >>= SLOT
        return self._slots.reduced(found)


def power(a: Polynomial, exponent: int, modulus: Polynomial) -> Polynomial:
    """The power modulo a polynomial that is no number."""
    residues, base, result = Residues(modulus), packed(remainder(a, modulus)), 1
    for bit in f"{exponent:b}":
        result = residues.times(result, result)
        if bit == "1":
            result = residues.times(result, base)
    return trimmed(unpacked(result, range(len(modulus) - 1)))


def derivative(a: Polynomial) -> Polynomial:
    """The derivative."""
    return trimmed([k * x % P for k, x in enumerate(a)][1:])


def value(a: Polynomial, x: int) -> int:
    """The value at a number."""
    result = 0
    for c in reversed(a):
        result = (result * x + c) % P
    return result


def interpolated(points: Sequence[int], values: Sequence[int]) -> Polynomial:
    """The polynomial of least degree with these values at distinct points (Newton's form)."""
    result: Polynomial = []
    basis: Polynomial = [1]
    for x, y in zip(points, values, strict=True):
        step = (y - value(result, x)) * pow(value(basis, x), -1, P) % P
        result = plus(result, basis, step)
        basis = times(basis, [-x % P, 1])
    return result


@lru_cache(maxsize=1024)
def roots(a: tuple[int, ...]) -> tuple[int, ...] | None:
    """The roots, ascending as integers, if all are in F_p and distinct: then a divides x^p - x; else None."""
    if len(a) > 2 and power([0, 1], P, list(a)) != [0, 1]:
        return None
    found: list[int] = []
    todo = [(list(a), 1)]
    while todo:
        factor, shift = todo.pop()
        if len(factor) == 2:
            found.append(-factor[0] * pow(factor[1], -1, P) % P)
        elif len(factor) > 2:
            # Half of the shifted roots are squares (Cantor & Zassenhaus 1981).
            part = _common(factor, plus(power([shift, 1], P >> 1, factor), [MINUS]))
            todo += [(part, shift + 1), (divided(factor, part)[0], shift + 1)]
    return tuple(sorted(found))


def _common(a: Polynomial, b: Polynomial) -> Polynomial:
    while b:
        a, b = b, remainder(a, b)
    return a
