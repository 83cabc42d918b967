"""The adjugate and its derivatives with many digits, as the polynomials that they are."""

from __future__ import annotations

from math import prod
from typing import Any

Rows = list[list[Any]]


def adjugate(a: Rows, *directions: Rows) -> Rows:
    """The matrix of cofactors, transposed; along directions the linear coefficient of the polynomial adj(A + t E)."""
    from mpmath import mpf

    n = len(a)
    if not directions:
        return [[(-1) ** (i + j) * _minor(a, j, i) for j in range(n)] for i in range(n)]
    e, *rest = directions
    total = [[mpf(0)] * n for _ in a]
    for t in range(n):
        moved = [[x + t * y for x, y in zip(r, s, strict=True)] for r, s in zip(a, e, strict=True)]
        others = [s for s in range(n) if s != t]
        weight = mpf(sum(prod([-s for s in others if s != r]) for r in others)) / prod([t - s for s in others])
        image = adjugate(moved, *rest)
        total = [[x + weight * y for x, y in zip(r, s, strict=True)] for r, s in zip(total, image, strict=True)]
    return total


def _minor(a: Rows, row: int, column: int) -> Any:
    import mpmath

    left = [[x for j, x in enumerate(r) if j != column] for i, r in enumerate(a) if i != row]
    return mpmath.det(mpmath.matrix(left)) if left else 1
