"""The values of all functions with 60 digits, on matrices as lists of rows: one line each, by mpmath."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from matcalc_cli.budget import spend
from matcalc_cli.check.digits import spectral
from matcalc_cli.check.digits.matrices import Rows, Value, product, rows
from matcalc_cli.check.meanings import MEANINGS, SPECTRAL, MatrixOf, of_rows
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.equations import RICCATI
from matcalc_cli.functions.matrix import MATRIX_FUNCTIONS as OF_MATRICES

CUBE = 1.5e-4
"""Seconds of a usual processor for a function of an n x n matrix, divided by n^3."""


def through(name: str) -> Value:
    """A function of mpmath that takes a matrix to a matrix."""

    def value(a: Rows) -> Rows:
        import mpmath

        spend(CUBE * len(a) ** 3)
        return rows(getattr(mpmath, name)(mpmath.matrix(a)))

    return value


def entries(function: Callable[[Any, Any], Any]) -> Value:
    """An elementwise function."""

    def value(a: Rows) -> Rows:
        import mpmath

        return [[real(function(mpmath, x)) for x in row] for row in a]

    return value


def named(name: str) -> Callable[[Any, Any], Any]:
    """A function of numbers by its name in mpmath."""
    return lambda mp, x: getattr(mp, name)(x)


def real(x: Any) -> Any:
    """The number, if it is real. Raises ValueError outside the domain."""
    from mpmath import im, re

    if im(x) != 0:
        raise ValueError("outside the domain")
    return re(x)


def power(a: Rows, k: Rows) -> Rows:
    """The matrix power by an integer. Raises ValueError or ZeroDivisionError where there is no inverse."""
    import mpmath

    exponent = int(k[0][0])
    matrix = mpmath.matrix(a)
    try:
        base = mpmath.inverse(matrix) if exponent < 0 else matrix
    except TypeError:  # mpmath finds no pivot in a column where an entry became infinite or no number
        raise ValueError("a matrix without an inverse") from None
    return rows(base ** abs(exponent))


def elementwise_power(a: Rows, p: Rows) -> Rows:
    """The power of every entry."""
    import mpmath

    exponent = p[0][0]
    whole = int(exponent) if exponent == int(exponent) else exponent
    return [[real(mpmath.power(x, whole)) for x in row] for row in a]


def frechet(name: str) -> Value:
    """L(A, E), the upper right block of f([[A, E], [0, A]]); more directions in nested blocks."""

    def value(a: Rows, *directions: Rows) -> Rows:
        big, n = a, len(a)
        for k, e in enumerate(directions):
            grown = _block_diagonal(e, 2**k)
            zeros = [[0] * len(big) for _ in big]
            big = [l + r for l, r in zip(big, grown, strict=True)] + [l + r for l, r in zip(zeros, big, strict=True)]
        whole: Rows = through(name)(big)
        return [row[-n:] for row in whole[:n]]

    return value


def _with_numbers(value: Value) -> Value:
    return lambda _, *given: value(*given)


def _block_diagonal(e: Rows, times: int) -> Rows:
    n = len(e)
    return [[e[i % n][j % n] if i // n == j // n else 0 for j in range(n * times)] for i in range(n * times)]


MATRIX_FUNCTIONS = tuple(f.name for f in OF_MATRICES)


class Mpmath:
    """Numbers of mpmath, with the decompositions of their matrices."""

    @staticmethod
    def reduce(x: Any) -> Any:
        """The number itself."""
        return x

    @staticmethod
    def ratio(numerator: int, denominator: int) -> Any:
        """A rational number."""
        from mpmath import mpf

        return mpf(numerator) / denominator

    @staticmethod
    def inverse(x: Any) -> Any:
        """One divided by a number."""
        return 1 / x

    @staticmethod
    def root(x: Any) -> Any:
        """The square root. Raises ValueError of a negative number."""
        from mpmath import sqrt

        return real(sqrt(x))

    @staticmethod
    def exp(x: Any) -> Any:
        """The exponential."""
        from mpmath import exp

        return exp(x)

    @staticmethod
    def log_of_modulus(x: Any) -> Any:
        """The logarithm of the modulus."""
        from mpmath import log

        return log(abs(x))

    log_of_sum = log_of_modulus

    @staticmethod
    def polygamma(k: Any, x: Any) -> Any:
        """The derivative of order k of the digamma function."""
        import mpmath

        return real(mpmath.psi(int(k), x))

    @staticmethod
    def circle() -> Any:
        """The number pi."""
        from mpmath import mp

        return +mp.pi

    @staticmethod
    def largest(a: Rows) -> Any:
        """The largest entry."""
        return max(x for row in a for x in row)

    @staticmethod
    def determinant(a: Rows) -> Any:
        """The determinant."""
        import mpmath

        return mpmath.det(mpmath.matrix(a)) if a else 1

    product = staticmethod(product)
    pseudoinverse = staticmethod(spectral.pseudoinverse)
    eigenvalues = staticmethod(spectral.eigenvalues)
    eigenvectors = staticmethod(spectral.eigenvectors)
    real_eigenvalues = staticmethod(spectral.real_eigenvalues)
    real_eigenvectors = staticmethod(spectral.real_eigenvectors)
    singular = staticmethod(spectral.singular)
    polar_step = staticmethod(spectral.polar_step)


VALUES: dict[str, Value] = {
    **{name: partial(meaning, Mpmath) for name, meaning in {**MEANINGS, **of_rows(MEANINGS), **SPECTRAL}.items()},
    POWER.name: power,
    ELEMENTWISE_POWER.name: elementwise_power,
    RICCATI.name: spectral.riccati,
    **{f.name: entries(named(name)) for f in FUNCTIONS.values() if f.elementwise and (name := f.spelling("mpmath"))},
    "gammaln": entries(lambda mp, x: mp.log(abs(mp.gamma(x)))),
    **{name: through(name) for name in MATRIX_FUNCTIONS},
    **{f"frechet_{name}": frechet(name) for name in MATRIX_FUNCTIONS},
    **{f"frechetmatrix_{name}": partial(MatrixOf(_with_numbers(frechet(name))), Mpmath) for name in MATRIX_FUNCTIONS},
}
"""By name: the value from the values of the arguments."""
