"""Matrix functions f(A) modulo p as polynomials in A, and their Fréchet derivatives by block matrices.

With chi the characteristic polynomial of A, f(A + N) for N nilpotent of order L is phi(A + N) for the polynomial phi
that agrees with f and its first L derivatives at the eigenvalues, that is modulo chi^(L+1). Its value modulo chi is
that of the scalar oracle where chi splits and random where it does not; the rest follows from the differential
equation of f (exp' = exp, log' = 1/x ...), without factoring chi.
"""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import HALF, MINUS, NoValueError, P, coefficient, square_root
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from matcalc_cli.check.exact.arithmetic import polynomial, spectrum
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.arithmetic.polynomial import Polynomial
    from matcalc_cli.check.exact.oracle import Arithmetic, Oracles

    Slope: TypeAlias = Callable[[Polynomial, Polynomial], Polynomial]
else:
    polynomial = Later("matcalc_cli.check.exact.arithmetic.polynomial")
    spectrum = Later("matcalc_cli.check.exact.arithmetic.spectrum")


_X: Polynomial = [0, 1]


class Kind:
    """A scalar function: its value at a number, and its derivative as a polynomial modulo another."""

    __slots__ = ("slope", "value")

    def __init__(self, value: Callable[[Oracles, int], int], slope: Slope) -> None:
        self.value = value
        self.slope = slope


def _half_of_one_and_square(f: Polynomial, modulus: Polynomial) -> Polynomial:
    return polynomial.remainder(polynomial.times([HALF], polynomial.plus([1], polynomial.times(f, f))), modulus)


def _half_over_x(f: Polynomial, modulus: Polynomial) -> Polynomial:
    return polynomial.remainder(polynomial.times(f, polynomial.inverse([0, 2], modulus)), modulus)


def _real_root(oracles: Oracles, x: int) -> int:
    del oracles
    root = square_root(x)
    if root >= P:
        raise NoValueError("the root of a matrix with a negative eigenvalue")
    return root


def _one_over_x(f: Polynomial, modulus: Polynomial) -> Polynomial:
    del f
    return polynomial.inverse(_X, modulus)


def _of_exp(f: Polynomial, modulus: Polynomial) -> Polynomial:
    return polynomial.remainder(f, modulus)


_EXP = Kind(lambda o, x: o.exp(x), _of_exp)
_LOG = Kind(lambda o, x: o.log(x), _one_over_x)
_ROOT = Kind(_real_root, _half_over_x)
_HALF_TANGENT = Kind(lambda o, x: o.odd(4, x), _half_of_one_and_square)


def _interpolating(o: Arithmetic, kind: Kind, chi: Polynomial, order: int) -> Polynomial:
    """phi modulo chi^(order+1): phi' = T(phi) modulo chi^k, so add chi^(k+1) q with (k+1) chi' q = (T - phi')/chi^k."""
    phi = _value(o.oracles, kind, chi)
    slope = polynomial.derivative(chi)
    power: Polynomial = [1]
    for k in range(order):
        modulus = polynomial.times(power, chi)
        missing = polynomial.plus(kind.slope(phi, modulus), polynomial.derivative(phi), MINUS)
        quotient = polynomial.divided(polynomial.remainder(missing, modulus), power)[0]
        unit = polynomial.inverse(polynomial.times([k + 1], slope), chi)
        q = polynomial.remainder(polynomial.times(quotient, unit), chi)
        phi = polynomial.plus(phi, polynomial.times(modulus, q))
        power = modulus
    return phi


def _value(oracles: Oracles, kind: Kind, chi: Polynomial) -> Polynomial:
    """f modulo chi: by its values at the eigenvalues, else, if need be, at random."""
    points = polynomial.roots(tuple(chi))
    if points is not None:
        return polynomial.interpolated(points, [kind.value(oracles, x) for x in points])
    if oracles.manner.strict or kind is _ROOT:
        raise NoValueError("an eigenvalue that is not in the field")
    return [oracles.at_random(kind.slope.__name__, (k, *chi)) for k in range(len(chi) - 1)]


def _sine(t: Polynomial, modulus: Polynomial) -> Polynomial:
    below = polynomial.inverse(polynomial.plus([1], polynomial.times(t, t)), modulus)
    return polynomial.times(polynomial.times([2], t), below)


def _cosine(t: Polynomial, modulus: Polynomial) -> Polynomial:
    square = polynomial.times(t, t)
    below = polynomial.inverse(polynomial.plus([1], square), modulus)
    return polynomial.times(polynomial.plus([1], square, MINUS), below)


def _itself(f: Polynomial, modulus: Polynomial) -> Polynomial:
    return polynomial.remainder(f, modulus)


FUNCTIONS: dict[str, tuple[Kind, Slope]] = {
    "expm": (_EXP, _itself),
    "logm": (_LOG, _itself),
    "sqrtm": (_ROOT, _itself),
    "sinm": (_HALF_TANGENT, _sine),
    "cosm": (_HALF_TANGENT, _cosine),
}
"""By name: the scalar function, and what the matrix function is of it modulo a polynomial."""


def function(o: Arithmetic, name: str, a: Matrix, directions: Sequence[Matrix] = ()) -> Matrix:
    """f(A), or the derivative of f at A along every direction: the last block of f at a block triangular matrix.

    L_f(A, E) is the upper right block of f([[A, E], [0, A]]) (Higham, Functions of Matrices, 3.2), and so on.
    """
    chi = [coefficient(c, 0) for c in spectrum.characteristic(o.ring, a)]
    if any(c >= P for c in chi):
        raise NoValueError("a function of an imaginary matrix")
    order = o.ring.order + len(directions)
    modulus: Polynomial = [1]
    for _ in range(order + 1):
        modulus = polynomial.times(modulus, chi)
    kind, form = FUNCTIONS[name]
    phi = polynomial.remainder(form(_interpolating(o, kind, chi, order), modulus), modulus)
    return _last_block(_applied(o, phi, _block(a, directions)), len(a))


def _block(a: Matrix, directions: Sequence[Matrix]) -> Matrix:
    """[[A, E], [0, A]], and for every further direction the same of that matrix."""
    for e in directions:
        copies = len(a) // len(e)
        wide = matrices.kronecker_identity(copies, e)
        zero = matrices.filled(len(a), len(a), 0)
        a = [[*r, *s] for r, s in zip(a, wide, strict=True)] + [[*r, *s] for r, s in zip(zero, a, strict=True)]
    return a


def _applied(o: Arithmetic, phi: Polynomial, a: Matrix) -> Matrix:
    """phi(A) by Horner."""
    ring, eye = o.ring, matrices.identity(len(a))
    value = matrices.times(ring, phi[-1] if phi else 0, eye)
    for c in reversed(phi[:-1]):
        value = matrices.plus(ring, matrices.product(ring, value, a), matrices.times(ring, c, eye))
    return value


def _last_block(a: Matrix, n: int) -> Matrix:
    return [row[-n:] for row in a[:n]]
