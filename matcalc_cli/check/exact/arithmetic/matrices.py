"""Matrices of jets as lists of rows: product, elimination, Kronecker product, no rule of differentiation anywhere."""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic.field import REAL, Jets, NoValueError, P, SingularError, coefficient
from matcalc_cli.later import Later, mul

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, Protocol, TypeAlias

    from matcalc_cli.check.exact.arithmetic import packed

    Rows: TypeAlias = list[list[Any]]

    class Reducing(Protocol):
        """Numbers of which sums of products are made canonical: jets, and with nothing to do, others."""

        def reduce(self, number: Any, /) -> Any:
            """The canonical form."""
else:
    packed = Later("matcalc_cli.check.exact.arithmetic.packed")


Matrix = list[list[int]]
NARROW = 12
"""Rows up to this length are not searched for zeros, nor packed."""


def identity(n: int) -> Matrix:
    """The n x n identity."""
    return [[int(i == j) for j in range(n)] for i in range(n)]


def filled(rows: int, cols: int, value: int) -> Matrix:
    """The rows x cols matrix of one value."""
    return [[value] * cols for _ in range(rows)]


def transposed(a: Matrix) -> Matrix:
    """The transpose."""
    return [list(column) for column in zip(*a, strict=True)]


def plus(ring: Jets, a: Matrix, b: Matrix) -> Matrix:
    """The sum."""
    reduce = ring.reduce
    return [
        [z % P if (z := x + y) < REAL else reduce(z) for x, y in zip(r, s, strict=True)]
        for r, s in zip(a, b, strict=True)
    ]


def times(ring: Jets, scalar: int, a: Matrix) -> Matrix:
    """A multiple."""
    if scalar == 1:
        return a
    reduce = ring.reduce
    return [[y % P if (y := scalar * x) < REAL else reduce(y) for x in row] for row in a]


def combined(ring: Jets, row: list[int], factor: int, other: list[int]) -> list[int]:
    """A row plus a multiple of another one."""
    reduce = ring.reduce
    return [z % P if (z := x + factor * y) < REAL else reduce(z) for x, y in zip(row, other, strict=True)]


def minus(ring: Jets, a: Matrix, b: Matrix) -> Matrix:
    """The difference."""
    return plus(ring, a, times(ring, ring.negate(1), b))


def product(ring: Jets, a: Matrix, b: Matrix) -> Matrix:
    """The matrix product."""
    columns, reduce = list(zip(*b, strict=True)), ring.reduce
    return [_times_columns(reduce, row, columns, b) for row in a]


def _times_columns(
    reduce: Callable[[int], int], row: list[int], columns: Iterable[Sequence[int]], b: Matrix
) -> list[int]:
    """A row times the columns of b; of one that is mostly zeros, as in a permutation, the few rows of b that it meets."""
    if len(row) > NARROW and 4 * len(places := [k for k, x in enumerate(row) if x]) < len(row):
        if not places:
            return [0] * len(b[0])
        row, columns = [row[k] for k in places], zip(*[b[k] for k in places], strict=True)
    # A number is reduced without a call, which is half of the time.
    return [x % P if (x := sum(map(mul, row, column))) < REAL else reduce(x) for column in columns]


def hadamard(ring: Reducing, a: Rows, b: Rows) -> Rows:
    """The elementwise product."""
    return [list(map(ring.reduce, map(mul, r, s))) for r, s in zip(a, b, strict=True)]


def kronecker(ring: Reducing, a: Rows, b: Rows) -> Rows:
    """The Kronecker product."""
    zeros, reduce = [0] * len(b[0]), ring.reduce
    rows = ([(zeros if not x else s if x == 1 else [reduce(x * y) for y in s]) for x in r] for r in a for s in b)
    return [[y for part in row for y in part] for row in rows]


def kronecker_identity(n: int, a: Matrix) -> Matrix:
    """I(n) kron A: the block diagonal matrix of n copies."""
    size = len(a)
    return [[0] * (k * size) + row + [0] * ((n - 1 - k) * size) for k in range(n) for row in a]


def power(ring: Jets, a: Matrix, exponent: int) -> Matrix:
    """The matrix power by any integer."""
    if exponent < 0:
        return power(ring, inverse(ring, a), -exponent)
    result = None
    while exponent:
        if exponent & 1:
            result = a if result is None else product(ring, result, a)
        exponent >>= 1
        a = product(ring, a, a) if exponent else a
    return result or identity(len(a))


def inverse(ring: Jets, a: Matrix) -> Matrix:
    """The inverse: that of the constant terms, then Newton's Y(2 - A Y). Raises NoValueError if the matrix is singular."""
    constant = [[coefficient(x, 0) for x in row] for row in a]
    found = solve(ring, constant, identity(len(a)))[0]
    if constant == a:
        return found
    twice = times(ring, 2, identity(len(a)))
    for _ in range(ring.order.bit_length()):  # each doubles the number of right coefficients
        found = product(ring, found, minus(ring, twice, product(ring, a, found)))
    return found


def determinant(ring: Jets, a: Matrix) -> int:
    """The determinant, which of a singular matrix need not be 0 but in its constant coefficient."""
    try:
        return solve(ring, a, [[] for _ in a])[1]
    except NoValueError:
        return _by_traces(ring, a)


def solve(ring: Jets, a: Matrix, b: Matrix) -> tuple[Matrix, int]:
    """The X with A X = B, and det A, by elimination over the ring; a pivot must be a unit."""
    n = len(a)
    if n > NARROW and all(x < P for row in (*a, *b) for x in row):
        return packed.solve(a, b)
    work = [[*row, *right] for row, right in zip(a, b, strict=True)]
    det = 1
    for i in range(n):
        pivot = next((k for k in range(i, n) if coefficient(work[k][i], 0)), None)
        if pivot is None:
            raise SingularError("a singular matrix")
        if pivot != i:
            work[i], work[pivot] = work[pivot], work[i]
            det = ring.negate(det)
        det = ring.multiply(det, work[i][i])
        scale = ring.inverse(work[i][i])
        top = times(ring, scale, [work[i][i + 1 :]])[0]
        work[i][i + 1 :] = top
        for k in range(n):
            if k != i and work[k][i]:
                factor = ring.negate(work[k][i])
                work[k][i + 1 :] = combined(ring, work[k][i + 1 :], factor, top)
    return [row[n:] for row in work], det


def _by_traces(ring: Jets, a: Matrix) -> int:
    """The determinant by the traces of Faddeev and Leverrier: for singular matrices, whose pivots are no units."""
    found, m = 0, identity(len(a))
    for k in range(1, len(a) + 1):
        m = product(ring, a, m)
        found = ring.reduce(ring.negate(pow(k, -1, P)) * trace(ring, m))
        m = plus(ring, m, times(ring, found, identity(len(a))))
    return found if len(a) % 2 == 0 else ring.negate(found)


def trace(ring: Reducing, a: Rows) -> Any:
    """The sum of the diagonal."""
    return ring.reduce(sum(row[i] for i, row in enumerate(a)))


def total(ring: Reducing, a: Rows) -> Any:
    """The sum of all entries."""
    return ring.reduce(sum(map(sum, a)))


def stacked(a: Matrix) -> Matrix:
    """The columns below one another."""
    return [[x] for column in zip(*a, strict=True) for x in column]


def unstacked(x: Sequence[Sequence[int]], rows: int, cols: int) -> Matrix:
    """The rows x cols matrix of these stacked columns."""
    return [[x[j * rows + i][0] for j in range(cols)] for i in range(rows)]


def part(a: Matrix, order: int) -> Matrix:
    """The coefficient of e^order in every entry."""
    return [[coefficient(x, order) for x in row] for row in a]


def cross_product_basis() -> Matrix:
    """The 9 x 3 matrix M with vec(F) = M x where F y is the cross product of x and y."""
    sign = [[[(j - i) * (k - j) * (i - k) // 2 for k in range(3)] for i in range(3)] for j in range(3)]
    return [row for rows in sign for row in rows]
