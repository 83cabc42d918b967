"""Random matrices of each kind, as general as the kind allows, and how they move without leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import nearest, ties

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.kinds.kind import Kind

    Array = NDArray[Any]

EXPONENT = "integer"
"""The kind of the exponent of a matrix power."""
LARGE = 500
"""Of an orthogonal matrix with so many rows only the columns that are asked for are drawn: it is n x n, and its factors take n^3."""
SMALLEST, LARGEST = 1.07, 3.11
"""Singular values: spread enough to tell them apart, well conditioned, none of them 1 or 2 (det(S - I) is not 0)."""


def _orthogonal(rng: Generator, n: int, cols: int) -> Array:
    """Orthonormal columns; of a small matrix all are drawn, so that a number of them takes as many numbers as another."""
    import numpy as np

    q: Array = np.linalg.qr(rng.standard_normal((n, n if n <= LARGE else min(n, cols))))[0]
    return q[:, :cols]


def _general(rng: Generator, rows: int, cols: int) -> Array:
    """Two independent orthogonal factors around the singular values; the determinant of a square one is positive."""
    import numpy as np

    k = min(rows, cols)
    left, right = _orthogonal(rng, rows, k), _orthogonal(rng, cols, k)
    matrix: Array = (left * np.linspace(SMALLEST, LARGEST, k)) @ right.T
    if rows == cols:
        matrix[0] *= np.sign(np.linalg.det(matrix))
    return matrix


def _column(rng: Generator, rows: int, cols: int) -> Array:
    """Entries of both signs, away from zero."""
    column: Array = rng.choice([-1.0, 1.0], (rows, cols)) * rng.uniform(0.3, 1.7, (rows, cols))
    return column


def _symmetric(rng: Generator, n: int, _: int) -> Array:
    import numpy as np

    signs = np.where(np.arange(n) % 3 == 1, -1.0, 1.0)
    q = _orthogonal(rng, n, n)
    matrix: Array = (q * (signs * np.linspace(SMALLEST, LARGEST, n))) @ q.T
    return matrix


def _definite(rng: Generator, n: int, _: int) -> Array:
    import numpy as np

    q = _orthogonal(rng, n, n)
    matrix: Array = (q * np.linspace(SMALLEST, LARGEST, n)) @ q.T
    return matrix


def _tied(kind: Kind, rng: Generator, n: int) -> Array:
    """Free entries of both signs, on the diagonal away from zero."""
    import numpy as np

    on, off = 1.5 * _column(rng, n, 1)[:, 0], 0.5 * rng.standard_normal((n, n))
    matrix = np.zeros((n, n))
    for tied in ties(kind, n):
        _, i, j = tied[0]
        for sign, row, column in tied:
            matrix[row, column] = sign * (on[i] if i == j else off[i, j])
    return matrix


def _exponent(rng: Generator, *_: int) -> Array:
    import numpy as np

    return np.full((1, 1), rng.integers(3, 6), dtype=float)


def draw(name: str, rng: Generator, rows: int, cols: int) -> Array:
    """A random value of a kind."""
    kind = KINDS[name]
    if kind.whole:
        return _exponent(rng)
    if kind.orthonormal:
        return _orthogonal(rng, rows, cols)
    if kind.definite:
        return abs(_column(rng, rows, cols)) if kind.is_number else _definite(rng, rows, cols)
    if kind.entry is not None:
        return _symmetric(rng, rows, cols) if kind.spectral else _tied(kind, rng, rows)
    return _general(rng, rows, cols) if kind.dims > 1 else _column(rng, rows, cols)


def projected(name: str, x: Array, e: Array) -> Array:
    """The direction nearest to E in which a variable of that kind at `x` may move."""
    kind = KINDS[name]
    if not kind.orthonormal:
        return nearest(kind, e)
    across = x.T @ e
    tangent: Array = e - x @ (across + across.T) / 2
    return tangent


def direction(kind: str, x: Array, rng: Generator) -> Array:
    """A random direction in which `x` may move, as long as `x`."""
    import numpy as np

    e = projected(kind, x, rng.standard_normal(x.shape))
    matrix: Array = e * (np.linalg.norm(x) / np.linalg.norm(e)) if np.any(e) else e
    return matrix


def moved(kind: str, x: Array, e: Array, t: float) -> tuple[Array, Array]:
    """X(t) on a curve with X(0) = x and X'(0) = e inside the kind, and its velocity at t.

    A line; where X'X = I the curve X(t) = (I - t W/2)^-1 (I + t W/2) X of Cayley's transform of the skew W with W X = e,
    whose velocity is (I - t W/2)^-1 W (X + X(t))/2.
    """
    import numpy as np

    if not KINDS[kind].orthonormal:
        return x + t * e, e
    eye = np.eye(len(x))
    half = (eye - x @ x.T / 2) @ e @ x.T
    half = (half - half.T) / 2
    there: Array = np.linalg.solve(eye - t * half, x + t * half @ x)
    return there, np.linalg.solve(eye - t * half, half @ (x + there))


def jittered(x: Array, rng: Generator, size: float) -> Array:
    """`x` with every entry changed by the relative `size`, a symmetric matrix symmetrically."""
    import numpy as np

    signs = rng.choice([-1.0, 1.0], x.shape)
    if x.shape[0] == x.shape[1]:
        signs = np.where(np.tri(len(x), dtype=bool), signs, signs.T)
    matrix: Array = x * (1 + size * signs)
    return matrix


def short(e: Array) -> Array:
    """E rounded to 24 bits, so that sums and halves of its entries are exact."""
    import numpy as np

    exponent = 24 - int(np.frexp(np.max(np.abs(e)))[1])
    rounded: Array = np.ldexp(np.rint(np.ldexp(e, exponent)), -exponent)
    return rounded
