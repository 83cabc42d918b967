"""Doubles that are symmetric, skew or orthogonal but for rounding, made so to every digit of the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.digits.matrices import product
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.digits.matrices import Rows
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.kinds.kind import Kind

STEPS = 4
"""Of Newton's iteration, each of which doubles the digits: 16, 32, 64, 128."""


def refined(point: Mapping[str, NDArray[Any]], symbols: Sequence[Symbol]) -> dict[str, Rows]:
    """A point in many digits: variables exactly of their kind, each d<variable> exactly where it may move."""
    found = {name: _rows(x) for name, x in point.items()}
    kinds = {s.name: s.kind for s in symbols}
    for name, kind in kinds.items():
        if name in found:
            found[name] = refined_kind(kind, found[name])
    for s in symbols:
        of = s.differential_of
        if of is not None and s.name in found and of in found:
            found[s.name] = tangent(kinds.get(of, s.kind), found[of], found[s.name])
    return found


def refined_kind(name: str, x: Rows) -> Rows:
    """The matrix of a kind, to all digits, nearest to one that is of this kind up to the rounding of doubles."""
    return _orthonormal(x) if KINDS[name].orthonormal else _nearest(KINDS[name], x)


def tangent(name: str, x: Rows, e: Rows) -> Rows:
    """The direction nearest to E in which a variable of that kind at X may move."""
    if not KINDS[name].orthonormal:
        return _nearest(KINDS[name], e)
    across = product(_transposed(x), e)  # E - X (X'E + E'X)/2
    both = [[(p + q) / 2 for p, q in zip(r, s, strict=True)] for r, s in zip(across, _transposed(across), strict=True)]
    return [[p - q for p, q in zip(r, s, strict=True)] for r, s in zip(e, product(x, both), strict=True)]


def moved(name: str, x: Rows, step: Rows) -> Rows:
    """X + E, or where X'X = I the point X + E - X E'E/2 of the geodesic, but for the third power of a small E."""
    if not KINDS[name].orthonormal:
        return _sum(x, step)
    bend = product(x, product(_transposed(step), step))
    return _sum(_sum(x, step), [[-b / 2 for b in row] for row in bend])


def _sum(a: Rows, b: Rows) -> Rows:
    return [[x + y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def _rows(array: NDArray[Any]) -> Rows:
    """The doubles of an array, as they are."""
    from mpmath import mpf

    return [[mpf(float(x)) for x in row] for row in array]


def _transposed(a: Rows) -> Rows:
    return [list(column) for column in zip(*a, strict=True)]


def _nearest(kind: Kind, a: Rows) -> Rows:
    """The matrix of a linear kind nearest to A: the mean over entries that are tied."""
    if kind.entry is None:
        return a
    found = [[0 * x for x in row] for row in a]
    for tied in ties(kind, len(a)):
        mean = sum(sign * a[i][j] for sign, i, j in tied) / len(tied)
        for sign, i, j in tied:
            found[i][j] = sign * mean
    return found


def _orthonormal(q: Rows) -> Rows:
    """Q (3 I - Q'Q)/2, again and again (Higham, Functions of Matrices, 8.3)."""
    for _ in range(STEPS):
        square = product(_transposed(q), q)
        q = product(q, [[(3 * (i == j) - x) / 2 for j, x in enumerate(row)] for i, row in enumerate(square)])
    return q
