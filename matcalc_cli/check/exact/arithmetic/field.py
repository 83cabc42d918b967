"""Exact arithmetic modulo p = 2^61 - 1: truncated power series in e over F_p[i], each packed into one integer.

A number of the base field is a + b i with i^2 = -1 (p = 3 mod 4, so -1 has no root in F_p and every element of F_p
has one in F_p[i]); b is 0 but for roots. A jet z0 + z1 e + z2 e^2 holds the derivatives: f(X + e E) is
f(X) + e df(X; E) to first order. Packed, a product of jets is one product of integers, and a dot product one sum of
them. Numbers of F_p are themselves.
"""

from __future__ import annotations

P = 2**61 - 1
HALF = (P + 1) // 2
MINUS = P - 1
POSITIVE = (P - 1) // 450
"""Order of the subgroup of "positive" numbers, coprime to 2, 3 and 5: there roots are unique and multiplicative."""

SLOT = 160  # bits: products of 61-bit numbers, and 2^38 of them added
REAL = _BASE = 1 << SLOT
"""Packed numbers below are of F_p, or sums of products of such."""
_MASK = _BASE - 1
_SHIFT = 5 * SLOT  # e^0 to e^4, the degree of a product of second-order jets
I = 1 << _SHIFT
"""The imaginary unit."""
_REAL = I - 1


class NoValueError(ArithmeticError):
    """An operation that has no value at this point: a singular matrix, a root that is not in the field."""


class SingularError(NoValueError):
    """An operation that has no value in any field: division by zero, a singular matrix, the logarithm or the root of 0."""


class Jets:
    """The ring F_p[i][e] / e^(order + 1), order at most 2; its elements are ints."""

    __slots__ = ("order",)

    def __init__(self, order: int = 1) -> None:
        self.order = order

    def reduce(self, packed: int) -> int:
        """The canonical form of a sum of products of two canonical elements."""
        if packed < _BASE:
            return packed % P
        if packed < I:
            if self.order == 1:  # most jets, so without another call
                return (packed & _MASK) % P | (packed >> SLOT & _MASK) % P << SLOT
            return self._series(packed)
        # a + b i + c i^2 is (a - c) + b i.
        real = self._series((packed & _REAL) + self._series(packed >> 2 * _SHIFT) * MINUS)
        return real | self._series(packed >> _SHIFT & _REAL) << _SHIFT

    def _series(self, packed: int) -> int:
        result = (packed & _MASK) % P
        if self.order > 0:
            result |= (packed >> SLOT & _MASK) % P << SLOT
            if self.order > 1:
                result |= (packed >> 2 * SLOT & _MASK) % P << 2 * SLOT
        return result

    def multiply(self, a: int, b: int) -> int:
        """The product."""
        return self.reduce(a * b)

    def negate(self, a: int) -> int:
        """The negative."""
        return self.reduce(a * MINUS)

    def subtract(self, a: int, b: int) -> int:
        """The difference."""
        return self.reduce(a + b * MINUS)

    def inverse(self, a: int) -> int:
        """1/a: that of the constant term, then Newton's y(2 - a y), which doubles the correct order."""
        y = _inverse(coefficient(a, 0))
        for _ in range(self._doublings(a)):
            y = self.reduce(y * self.subtract(2, self.reduce(a * y)))
        return y

    def divide(self, a: int, b: int) -> int:
        """The quotient."""
        return self.reduce(a * self.inverse(b))

    def root(self, a: int) -> int:
        """The square root that is itself a square where a is one; Newton's (r + a/r)/2 for the higher orders."""
        r = square_root(coefficient(a, 0))
        for _ in range(self._doublings(a)):
            r = self.reduce(self.reduce(r + self.divide(a, r)) * HALF)
        return r

    def root_of_positive(self, a: int, degree: int) -> int:
        """The root of a degree without prime factors above 5, of a positive number; Newton's for the higher orders."""
        z = coefficient(a, 0)
        if z >= P or pow(z, POSITIVE, P) != 1:
            raise NoValueError(f"a root of order {degree} of a number that is not positive")
        r = pow(z, pow(degree, -1, POSITIVE), P)
        part = ratio(1, degree)
        for _ in range(self._doublings(a)):
            r = self.reduce(part * self.reduce((degree - 1) * r + self.divide(a, self.power(r, degree - 1))))
        return r

    def power(self, a: int, exponent: int) -> int:
        """The power by any integer."""
        if a < P and exponent >= 0:
            return pow(a, exponent, P)
        if exponent < 0:
            return self.power(self.inverse(a), -exponent)
        result = 1
        while exponent:
            if exponent & 1:
                result = self.reduce(result * a)
            exponent >>= 1
            a = self.reduce(a * a) if exponent else a
        return result

    def _doublings(self, a: int) -> int:
        return 0 if a < _BASE else self.order.bit_length()


def coefficient(a: int, order: int) -> int:
    """The number that multiplies e^order."""
    if a < I:
        return a >> SLOT * order & _MASK
    return a >> SLOT * order & _MASK | (a >> _SHIFT + SLOT * order & _MASK) << _SHIFT


def monomial(z: int, order: int) -> int:
    """The number z times e^order."""
    return z << SLOT * order


def ratio(numerator: int, denominator: int) -> int:
    """A rational number."""
    return numerator * pow(denominator, -1, P) % P


def simple_ratio(z: int) -> tuple[int, int] | None:
    """The simplest rational number that is z modulo p, as numerator and denominator; None if it is not a simple one."""
    for denominator in (1, 2, 3, 4, 5, 6, 8, 9, 10, 16, 25):
        multiple = z * denominator % P
        n = multiple if multiple <= P // 2 else multiple - P
        if abs(n) < 2 ** (40 if denominator == 1 else 20):
            return n, denominator
    return None


def character(z: int) -> int:
    """1 for a square, -1 for a non-square, 0 for 0: the sign of a number, multiplicative as signs are.

    It is Jacobi's symbol, by quadratic reciprocity: a third of the time of z^((p-1)/2).
    """
    if z >= P:
        raise NoValueError("the sign of the root of a negative number")
    n, sign = P, 1
    while z:
        twos = (z & -z).bit_length() - 1
        z >>= twos
        if twos & 1 and n & 7 in {3, 5}:  # 2 is no square modulo n
            sign = -sign
        if z & n & 2:  # both are 3 modulo 4
            sign = -sign
        z, n = n % z, z
    return sign if n == 1 else 0


def square_root(z: int) -> int:
    """A root in F_p[i]. Raises NoValueError if z is 0, where no root is smooth, or has none."""
    if z == 0:
        raise SingularError("the root of 0")
    if z >= P:
        return _root_of_complex(z & _MASK, z >> _SHIFT)
    root = pow(z, (P + 1) // 4, P)
    if root * root % P != z:
        return root * I
    known = simple_ratio(root)  # the root of 4/9 is 2/3 in every draw, whether or not that is a square
    return P - root if known is not None and known[0] < 0 else root


def _root_of_complex(a: int, b: int) -> int:
    """The root x + y i: x^2 = (a + |z|)/2 and y = b/(2 x)."""
    size = square_root((a * a + b * b) % P)
    if size >= P:
        raise NoValueError("a root of a root that is not in the field")
    x = square_root((a + size) * HALF % P)
    if x >= P:  # the product of the two halves is -b^2/4, so the other one is a square
        x = square_root((a - size) * HALF % P)
    return x + b * pow(2 * x, -1, P) % P * I


def _inverse(z: int) -> int:
    if z == 0:
        raise SingularError("division by zero")
    if z < P:
        return pow(z, -1, P)
    a, b = z & _MASK, z >> _SHIFT
    size = pow(a * a + b * b, -1, P)
    return a * size % P + (P - b) * size % P * I
