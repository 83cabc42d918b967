"""The entries of a linear kind that move together: what a subspace of matrices is, and the projection on it, at numbers."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from matcalc_cli.kinds.kind import Kind

    Array = NDArray[Any]

Tied = tuple[tuple[int, int, int], ...]
"""(sign, row, column) of every entry that one free entry fills."""


@lru_cache(maxsize=64)
def ties(kind: Kind, n: int) -> tuple[Tied, ...]:
    """The entries of an n×n matrix that are no zero, by the free entry that they are up to the sign.

    Free entries are in the order of the lower triangle by columns, which is that of the upper one by rows; where both
    have some, diagonal by diagonal from the upper right corner on.
    """
    assert kind.entry is not None
    found: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for i in range(n):
        for j in range(n):
            place = kind.entry(i, j, n)
            if place is not None:
                found.setdefault(place[1:], []).append((place[0], i, j))
    both = any(i > j for i, j in found) and any(i < j for i, j in found)
    order = sorted(found, key=lambda place: (both * (place[0] - place[1]), sorted(place)))
    return tuple(tuple(found[place]) for place in order)


def nearest(kind: Kind, x: Array) -> Array:
    """The matrix of a linear kind that is nearest to x in the Frobenius norm: the mean over entries that are tied."""
    import numpy as np

    if kind.entry is None:
        return x
    labels, signs, counts = indexed(kind, len(x))
    if not counts.size:  # skew(1)
        return 0 * x
    means = np.bincount(labels.ravel(), (signs * x).ravel(), len(counts)) / counts
    found: Array = signs * means[labels]
    return found


@lru_cache(maxsize=16)
def indexed(kind: Kind, n: int) -> tuple[Array, Array, Array]:
    """For every entry which free entry it is, and its sign, 0 for a zero; for every free entry how often it stands there."""
    import numpy as np

    tied = ties(kind, n)
    labels, signs = np.zeros((n, n), dtype=int), np.zeros((n, n))
    for label, entries in enumerate(tied):
        for sign, i, j in entries:
            labels[i, j], signs[i, j] = label, sign
    return labels, signs, np.array([len(entries) for entries in tied])
