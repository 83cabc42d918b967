"""The adjugate and its derivatives modulo p, as the polynomials that they are: minors, and interpolation along lines."""

from __future__ import annotations

from functools import cache

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.entrywise import Arithmetic


def adjugate(o: Arithmetic, a: Matrix, *directions: Matrix) -> Matrix:
    """The adjugate of A, or its derivative along directions: the linear coefficient of adj(A + t E), in each of them.

    Every entry is a polynomial in t of degree n - 1 at most, known from its values at 0, ..., n - 1.
    """
    if not directions:
        return _of_minors(o, a)
    e, *rest = directions
    total = matrices.filled(len(a), len(a), 0)
    for t, weight in enumerate(_weights(len(a))):
        moved = matrices.plus(o.ring, a, matrices.times(o.ring, t, e))
        total = matrices.plus(o.ring, total, matrices.times(o.ring, weight, adjugate(o, moved, *rest)))
    return total


def matrix_of(o: Arithmetic, a: Matrix, *directions: Matrix) -> Matrix:
    """The matrix of the derivative in its last direction, column by column."""
    n = len(a)
    units = ([[int((r, c) == (i, j)) for c in range(n)] for r in range(n)] for j in range(n) for i in range(n))
    images = (matrices.stacked(adjugate(o, a, *directions, unit)) for unit in units)
    return matrices.transposed([[x for (x,) in image] for image in images])


def _of_minors(o: Arithmetic, a: Matrix) -> Matrix:
    n = len(a)
    return [[_cofactor(o, a, row=j, column=i) for j in range(n)] for i in range(n)]


def _cofactor(o: Arithmetic, a: Matrix, *, row: int, column: int) -> int:
    left = [[x for j, x in enumerate(entries) if j != column] for i, entries in enumerate(a) if i != row]
    minor = matrices.determinant(o.ring, left)
    return o.ring.negate(minor) if (row + column) % 2 else minor


@cache
def _weights(n: int) -> tuple[int, ...]:
    """The weights of the values at 0, ..., n - 1 in the linear coefficient of a polynomial of degree n - 1."""
    found = []
    for t in range(n):
        others = [s for s in range(n) if s != t]
        linear = sum(_product([-s for s in others if s != r]) for r in others)
        found.append(linear * pow(_product([t - s for s in others]), -1, P) % P)
    return tuple(found)


def _product(numbers: list[int]) -> int:
    total = 1
    for x in numbers:
        total *= x
    return total
