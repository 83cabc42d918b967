"""Doubles that are symmetric, skew or orthogonal but for rounding, made so to every digit of the arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.digits.functions import product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.digits.functions import Rows
    from matcalc_cli.expr.node import Symbol

STEPS = 4
"""Of Newton's iteration, each of which doubles the digits: 16, 32, 64, 128."""


def refined(point: Mapping[str, NDArray[Any]], symbols: Sequence[Symbol]) -> dict[str, Rows]:
    """A point in many digits: variables exactly of their kind, each d<variable> exactly where it may move."""
    found = {name: _rows(x) for name, x in point.items()}
    kinds = {s.name: s.kind for s in symbols}
    for name, kind in kinds.items():
        if kind in _NEAREST and name in found:
            found[name] = _NEAREST[kind](found[name])
    for s in symbols:
        of = s.differential_of
        if of is not None and s.name in found and of in found:
            found[s.name] = tangent(kinds.get(of, s.kind), found[of], found[s.name])
    return found


def tangent(kind: str, x: Rows, e: Rows) -> Rows:
    """The direction nearest to E in which a variable at X may move."""
    if kind == "orthogonal":
        return _combined(e, product(product(x, _transposed(e)), x), -1)
    return _NEAREST[kind](e) if kind in _NEAREST else e


def moved(kind: str, x: Rows, step: Rows) -> Rows:
    """X + E; on the orthogonal group the point Q + E + E Q'E/2 of the geodesic, but for the third power of a small E."""
    if kind != "orthogonal":
        return _sum(x, step)
    bend = product(product(step, _transposed(x)), step)
    return _sum(_sum(x, step), [[b / 2 for b in row] for row in bend])


def _sum(a: Rows, b: Rows) -> Rows:
    return [[x + y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def _rows(array: NDArray[Any]) -> Rows:
    """The doubles of an array, as they are."""
    from mpmath import mpf

    return [[mpf(float(x)) for x in row] for row in array]


def _transposed(a: Rows) -> Rows:
    return [list(column) for column in zip(*a, strict=True)]


def _combined(a: Rows, b: Rows, sign: int) -> Rows:
    """(A + B)/2 or (A - B)/2."""
    return [[(x + sign * y) / 2 for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def _orthogonal(q: Rows) -> Rows:
    """Q (3 I - Q'Q)/2, again and again (Higham, Functions of Matrices, 8.3)."""
    for _ in range(STEPS):
        square = product(_transposed(q), q)
        q = product(q, [[(3 * (i == j) - x) / 2 for j, x in enumerate(row)] for i, row in enumerate(square)])
    return q


_NEAREST: dict[str, Callable[[Rows], Rows]] = {
    "symmetric": lambda a: _combined(a, _transposed(a), 1),
    "spd": lambda a: _combined(a, _transposed(a), 1),
    "skew": lambda a: _combined(a, _transposed(a), -1),
    "orthogonal": _orthogonal,
}
"""By kind; the other kinds have zeros that doubles hold exactly."""
