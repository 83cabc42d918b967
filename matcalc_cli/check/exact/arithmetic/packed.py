"""Numbers modulo p = 2^61 - 1 side by side in one integer, a slot each, of which sums and multiples are one operation.

What is in a slot is below 2^62: a number modulo p, but not always the least one.
"""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic.field import SLOT, P, SingularError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Matrix: TypeAlias = list[list[int]]

BITS = 61
"""2^61 is 1 modulo p."""
FULL = (1 << SLOT) - 1
_BYTES = SLOT // 8


def packed(numbers: Sequence[int]) -> int:
    """The least numbers in slots, the first one in the lowest."""
    return int.from_bytes(b"".join([x.to_bytes(_BYTES, "little") for x in numbers]), "little")


def at(x: int, place: int) -> int:
    """The number in a slot."""
    return (x >> SLOT * place & FULL) % P


def unpacked(x: int, places: range) -> list[int]:
    """The numbers in some slots."""
    return [at(x, place) for place in places]


class Slots:
    """So many slots, which are reduced all at once."""

    __slots__ = ("_above", "_below")

    def __init__(self, count: int) -> None:
        ones = packed([1] * count)
        self._below, self._above = ones * P, ones * (FULL >> BITS)

    def reduced(self, x: int) -> int:
        """The numbers below 2^62 that sums of products of such numbers are: what stands above 2^61 is added, twice."""
        x = (x & self._below) + (x >> BITS & self._above)
        return (x & self._below) + (x >> BITS & self._above)


def solve(a: Matrix, b: Matrix) -> tuple[Matrix, int]:
    """The X with A X = B, and det A, of numbers of F_p, by elimination of whole rows."""
    n, width = len(a), len(a) + len(b[0])
    slots, det = Slots(width), 1
    work = [packed([*row, *right]) for row, right in zip(a, b, strict=True)]
    for i in range(n):
        column = [at(row, i) for row in work]
        pivot = next((k for k in range(i, n) if column[k]), None)
        if pivot is None:
            raise SingularError("a singular matrix")
        if pivot != i:
            work[i], work[pivot], column[i], column[pivot] = work[pivot], work[i], column[pivot], column[i]
            det = -det
        det = det * column[i] % P
        top = slots.reduced(work[i] * pow(column[i], -1, P))
        work = [slots.reduced(row + (P - c) * top) if c else row for row, c in zip(work, column, strict=True)]
        work[i] = top
    return [unpacked(row, range(n, width)) for row in work], det
