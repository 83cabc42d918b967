"""Random points, directions and curves of every kind of variable, exactly modulo p."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from matcalc_cli.check.exact import matrices
from matcalc_cli.check.exact.field import HALF, SLOT, Jets, P, monomial

if TYPE_CHECKING:
    from matcalc_cli.check.exact.matrices import Matrix

FIELD = Jets(0)
NUMBER = (1 << SLOT) - 1
"""The bits of a real number in a jet."""


def general(random: Random, rows: int, cols: int) -> Matrix:
    """Independent entries."""
    return [[random.getrandbits(60) + 1 for _ in range(cols)] for _ in range(rows)]


def positive(random: Random, rows: int, cols: int) -> Matrix:
    """Independent entries with unique square, cube and fifth roots."""
    return [[pow(random.getrandbits(60) + 1, 450, P) for _ in range(cols)] for _ in range(rows)]


def whole(random: Random, rows: int, cols: int) -> Matrix:
    """Small integers, for exponents and the bounds of sums."""
    return [[random.choice((2, 3, 4, 5, 6, -2, -3)) % P for _ in range(cols)] for _ in range(rows)]


def _symmetric_part(a: Matrix) -> Matrix:
    return matrices.times(FIELD, HALF, matrices.plus(FIELD, a, matrices.transposed(a)))


def _skew_part(a: Matrix) -> Matrix:
    return matrices.times(FIELD, HALF, matrices.minus(FIELD, a, matrices.transposed(a)))


def _kept(keep: Callable[[int, int], bool]) -> Callable[[Matrix], Matrix]:
    return lambda a: [[x if keep(i, j) else 0 for j, x in enumerate(row)] for i, row in enumerate(a)]


LINEAR: dict[str, Callable[[Matrix], Matrix]] = {
    "symmetric": _symmetric_part,
    "spd": _symmetric_part,
    "skew": _skew_part,
    "diagonal": _kept(lambda i, j: i == j),
    "lower": _kept(lambda i, j: i >= j),
    "upper": _kept(lambda i, j: i <= j),
}
"""The orthogonal projection on the subspace of a kind."""


def point(random: Random, kind: str, rows: int, cols: int, *, spectral: bool = False) -> Matrix:
    """A random value of a variable; a `spectral` one has its eigenvalues or its singular values in the field."""
    if spectral and kind in {"symmetric", "spd", "matrix"} and rows != 1 != cols:
        return _spectral(random, kind, rows, cols)
    if kind == "positive":
        return positive(random, rows, cols)
    a = general(random, rows, cols)
    if kind == "spd":
        return _definite(random, a)
    if kind == "orthogonal":
        return _orthogonal(a)
    return LINEAR[kind](a) if kind in LINEAR else a


def _spectral(random: Random, kind: str, rows: int, cols: int) -> Matrix:
    """Q diag(l) Q', U diag(s) V' or V diag(l) inv(V)."""
    values = positive(random, min(rows, cols), 1) if kind != "symmetric" else general(random, rows, 1)
    middle = [[values[i][0] if i == j else 0 for j in range(cols)] for i in range(rows)]
    if kind == "matrix" and rows == cols and random.getrandbits(1):
        v = general(random, rows, rows)
        return matrices.product(FIELD, matrices.product(FIELD, v, middle), matrices.inverse(FIELD, v))
    left = _orthogonal(general(random, rows, rows))
    right = left if kind != "matrix" else _orthogonal(general(random, cols, cols))
    return matrices.product(FIELD, matrices.product(FIELD, left, middle), matrices.transposed(right))


def _definite(random: Random, a: Matrix) -> Matrix:
    """L L' with squares on the diagonal of L, so that L is the Cholesky factor."""
    lower = LINEAR["lower"](a)
    for i, row in enumerate(lower):
        row[i] = positive(random, 1, 1)[0][0]
    return matrices.product(FIELD, lower, matrices.transposed(lower))


def _orthogonal(a: Matrix) -> Matrix:
    """The Cayley transform inv(I + S)(I - S) of a skew S."""
    s, eye = _skew_part(a), matrices.identity(len(a))
    return matrices.solve(FIELD, matrices.plus(FIELD, eye, s), matrices.minus(FIELD, eye, s))[0]


def projected(kind: str, x: Matrix, e: Matrix) -> Matrix:
    """The direction nearest to E in which a variable at X may move."""
    if kind == "orthogonal":  # (E - Q E' Q)/2
        turned = matrices.product(FIELD, matrices.product(FIELD, x, matrices.transposed(e)), x)
        return matrices.times(FIELD, HALF, matrices.minus(FIELD, e, turned))
    return LINEAR[kind](e) if kind in LINEAR else e


def curve(kind: str, x: Matrix, e: Matrix, order: int) -> Matrix:
    """X + e E, or for an orthogonal Q the curve Q exp(e Q'E) = Q + e E + e^2 E Q'E/2."""
    bend = matrices.filled(len(x), len(x[0]), 0)
    if kind == "orthogonal" and order > 1:
        along = matrices.product(FIELD, matrices.transposed(x), e)
        bend = matrices.times(FIELD, HALF, matrices.product(FIELD, e, along))
    return [
        [a + monomial(b, 1) + monomial(c, 2) for a, b, c in zip(*rows, strict=True)]
        for rows in zip(x, e, bend, strict=True)
    ]
