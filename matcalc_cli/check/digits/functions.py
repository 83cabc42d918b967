"""What every function means with 60 digits, on matrices as lists of rows: one line each, by mpmath."""

from __future__ import annotations

from collections.abc import Callable
from operator import mul
from typing import Any

from matcalc_cli.budget import spend
from matcalc_cli.check.digits.adjugates import adjugate
from matcalc_cli.check.digits.matrices import Rows, Value, matrix_of, rows
from matcalc_cli.check.digits.spectral import SPECTRAL
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.determinant import ADJUGATE_MATRICES, ADJUGATES
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
    """The matrix power by an integer."""
    import mpmath

    exponent = int(k[0][0])
    matrix = mpmath.matrix(a)
    return rows((mpmath.inverse(matrix) if exponent < 0 else matrix) ** abs(exponent))


def elementwise_power(a: Rows, p: Rows) -> Rows:
    """The power of every entry."""
    import mpmath

    exponent = p[0][0]
    whole = int(exponent) if exponent == int(exponent) else exponent
    return [[real(mpmath.power(x, whole)) for x in row] for row in a]


def norm(a: Rows) -> Any:
    """The root of the sum of squares."""
    from mpmath import fsum, sqrt

    return sqrt(fsum(x * x for row in a for x in row))


def logsumexp(a: Rows) -> Any:
    """The logarithm of the sum of exponentials."""
    from mpmath import exp, fsum, log

    return log(fsum(exp(x) for row in a for x in row))


def softmax(a: Rows) -> Rows:
    """The exponentials divided by their sum."""
    from mpmath import exp

    total = logsumexp(a)
    return [[exp(x - total) for x in row] for row in a]


def determinant(a: Rows) -> Any:
    """The determinant."""
    import mpmath

    return mpmath.det(mpmath.matrix(a))


def logdet(a: Rows) -> Any:
    """log|det A|."""
    from mpmath import log

    return log(abs(determinant(a)))


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


def _block_diagonal(e: Rows, times: int) -> Rows:
    n = len(e)
    return [[e[i % n][j % n] if i // n == j // n else 0 for j in range(n * times)] for i in range(n * times)]


def _places(weight: Callable[[int, int], Any]) -> Value:
    return lambda a: [[weight(i, j) * x for j, x in enumerate(row)] for i, row in enumerate(a)]


def _number(function: Value) -> Value:
    return lambda *args: [[function(*args)]]


def _chain(operation: Callable[[Rows, Rows], Rows]) -> Value:
    def chained(first: Rows, *rest: Rows) -> Rows:
        for other in rest:
            first = operation(first, other)
        return first

    return chained


def _hadamard(a: Rows, b: Rows) -> Rows:
    return [[x * y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def _pi() -> Rows:
    from mpmath import mp

    return [[+mp.pi]]


MATRIX_FUNCTIONS = tuple(f.name for f in OF_MATRICES)

VALUES: dict[str, Value] = {
    "power": power,
    "elementwise_power": elementwise_power,
    "hadamard": _chain(_hadamard),
    "kron": _chain(lambda a, b: [[x * y for x in r for y in s] for r in a for s in b]),
    "tr": _number(lambda a: sum(row[i] for i, row in enumerate(a))),
    "sum": _number(lambda a: sum(sum(row) for row in a)),
    "hatbasis": matrices.cross_product_basis,
    "prod": _number(lambda a: matrices.product_without(mul, a)),
    "prodothers": lambda a: matrices.products_of_others(mul, a),
    "prodpairs": lambda x: matrices.products_of_pairs(mul, x),
    "max": _number(lambda a: max(x for row in a for x in row)),
    "det": _number(determinant),
    **dict.fromkeys(ADJUGATES, adjugate),
    **dict.fromkeys(ADJUGATE_MATRICES, matrix_of(adjugate)),
    "logdet": _number(logdet),
    "norm": _number(norm),
    "logsumexp": _number(logsumexp),
    "softmax": softmax,
    "tril": _places(lambda i, j: int(i >= j)),
    "triu": _places(lambda i, j: int(i <= j)),
    "halftril": _places(lambda i, j: int(i >= j) - (i == j) * 0.5),
    "pi": _pi,
    "chol": through("cholesky"),
    **SPECTRAL,
    **{f.name: entries(named(name)) for f in FUNCTIONS.values() if f.elementwise and (name := f.spelling("mpmath"))},
    "gammaln": entries(lambda mp, x: mp.log(abs(mp.gamma(x)))),
    "polygamma": lambda k, a: entries(lambda mp, x: mp.psi(int(k[0][0]), x))(a),
    **{name: through(name) for name in MATRIX_FUNCTIONS},
    **{f"frechet_{name}": frechet(name) for name in MATRIX_FUNCTIONS},
    **{f"frechetmatrix_{name}": matrix_of(frechet(name)) for name in MATRIX_FUNCTIONS},
}
"""By name: the value from the values of the arguments."""


def _each_row(value: Value) -> Value:
    return lambda a: [value([row])[0] for row in a]


VALUES.update({f.name: _each_row(VALUES[f.of_rows]) for f in FUNCTIONS.values() if f.of_rows in VALUES})
