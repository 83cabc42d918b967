"""Random matrices of each kind, as general as the kind allows, and how they move without leaving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Array = NDArray[Any]

EXPONENT = "integer"
"""The kind of the exponent of a matrix power."""
SMALLEST, LARGEST = 1.07, 3.11
"""Singular values: spread enough to tell them apart, well conditioned, none of them 1 or 2 (det(S - I) is not 0)."""


def _orthogonal(rng: Generator, n: int) -> Array:
    import numpy as np

    q: Array = np.linalg.qr(rng.standard_normal((n, n)))[0]
    return q


def _general(rng: Generator, rows: int, cols: int) -> Array:
    """Two independent orthogonal factors around the singular values; the determinant of a square one is positive."""
    import numpy as np

    k = min(rows, cols)
    left, right = _orthogonal(rng, rows)[:, :k], _orthogonal(rng, cols)[:, :k]
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
    q = _orthogonal(rng, n)
    matrix: Array = (q * (signs * np.linspace(SMALLEST, LARGEST, n))) @ q.T
    return matrix


def _definite(rng: Generator, n: int, _: int) -> Array:
    import numpy as np

    q = _orthogonal(rng, n)
    matrix: Array = (q * np.linspace(SMALLEST, LARGEST, n)) @ q.T
    return matrix


def _skew(rng: Generator, n: int, _: int) -> Array:
    a = rng.standard_normal((n, n))
    matrix: Array = a - a.T
    return matrix


def _lower(rng: Generator, n: int, _: int) -> Array:
    import numpy as np

    matrix: Array = np.tril(0.5 * rng.standard_normal((n, n)), -1) + np.diagflat(_column(rng, n, 1)) * 1.5
    return matrix


def _diagonal(rng: Generator, n: int, _: int) -> Array:
    import numpy as np

    return np.diagflat(_column(rng, n, 1))


def _exponent(rng: Generator, *_: int) -> Array:
    import numpy as np

    return np.full((1, 1), rng.integers(3, 6), dtype=float)


DRAW: dict[str, Callable[[Generator, int, int], Array]] = {
    "scalar": _column,
    "positive": lambda rng, rows, cols: abs(_column(rng, rows, cols)),
    EXPONENT: _exponent,
    "vector": _column,
    "matrix": _general,
    "symmetric": _symmetric,
    "spd": _definite,
    "skew": _skew,
    "diagonal": _diagonal,
    "lower": _lower,
    "upper": lambda rng, n, _: _lower(rng, n, n).T,
    "orthogonal": lambda rng, n, _: _orthogonal(rng, n),
}
"""A random value of a kind: (generator, rows, columns)."""


def _same(_: Array, e: Array) -> Array:
    return e


def _mean(_: Array, e: Array) -> Array:
    return (e + e.T) / 2


def _on_diagonal(_: Array, e: Array) -> Array:
    import numpy as np

    return np.diagflat(np.diag(e))


def _below(_: Array, e: Array) -> Array:
    import numpy as np

    return np.tril(e)


def _tangent(q: Array, e: Array) -> Array:
    """E with Q'E skew."""
    matrix: Array = (e - q @ e.T @ q) / 2
    return matrix


_PROJECTIONS: dict[str, Callable[[Array, Array], Array]] = {
    "symmetric": _mean,
    "spd": _mean,
    "skew": lambda _, e: (e - e.T) / 2,
    "diagonal": _on_diagonal,
    "lower": _below,
    "upper": lambda x, e: _below(x.T, e.T).T,
    "orthogonal": _tangent,
}


def projected(kind: str, x: Array, e: Array) -> Array:
    """The direction nearest to E in which `x` may move."""
    return _PROJECTIONS.get(kind, _same)(x, e)


def direction(kind: str, x: Array, rng: Generator) -> Array:
    """A random direction in which `x` may move, as long as `x`."""
    import numpy as np

    e = projected(kind, x, rng.standard_normal(x.shape))
    matrix: Array = e * (np.linalg.norm(x) / np.linalg.norm(e)) if np.any(e) else e
    return matrix


def moved(kind: str, x: Array, e: Array, t: float) -> tuple[Array, Array]:
    """X(t) on a curve with X(0) = x and X'(0) = e inside the kind, and its velocity at t, to first order.

    A line; for an orthogonal matrix Q(t) = Q (I - t W/2)^-1 (I + t W/2) with W = Q'E (Cayley), velocity Q(t) W.
    """
    import numpy as np

    if kind != "orthogonal":
        return x + t * e, e
    half = x.T @ e / 2
    eye = np.eye(len(x))
    q: Array = x @ np.linalg.solve(eye - t * half, eye + t * half)
    return q, 2 * q @ half


def jittered(x: Array, rng: Generator, size: float) -> Array:
    """`x` with every entry changed by the relative `size`, a symmetric matrix symmetrically."""
    import numpy as np

    signs = rng.choice([-1.0, 1.0], x.shape)
    if x.shape[0] == x.shape[1]:
        signs = np.tril(signs) + np.tril(signs, -1).T
    matrix: Array = x * (1 + size * signs)
    return matrix
