"""Constant matrices of the language (I, ones, commutation ...) and rearrangements, in plain integers."""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import NoValueError, P
from matcalc_cli.expr.operations import (
    BLOCK,
    COMMUTATION,
    DIAG,
    DIAGSEL,
    DUPLICATION,
    ELIMINATION,
    IDENTITY,
    ONES,
    SIZE,
    TRANSPOSE,
    UNIT,
    UNVEC,
    VEC,
    ZEROS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from matcalc_cli.check.exact.arithmetic.matrices import Matrix


def _diag(a: Matrix) -> Matrix:
    """A column becomes a diagonal matrix, of a square matrix the diagonal is taken."""
    if len(a) == len(a[0]):
        return [[row[i]] for i, row in enumerate(a)]
    return [[row[0] if i == j else 0 for j in range(len(a))] for i, row in enumerate(a)]


def _commutation(m: int, n: int) -> Matrix:
    """K with vec(A') = K vec(A) for A m x n: entry (i, j) of A is number j m + i of vec(A), i n + j of vec(A')."""
    result = matrices.filled(m * n, m * n, 0)
    for i in range(m):
        for j in range(n):
            result[i * n + j][j * m + i] = 1
    return result


def _diagsel(n: int) -> Matrix:
    """The matrix that selects the diagonal from vec(A)."""
    return [[int(k == i * n + i) for k in range(n * n)] for i in range(n)]


def _lower_places(n: int) -> list[tuple[int, int]]:
    """The places of the lower triangle by columns: the order of vech."""
    return [(i, j) for j in range(n) for i in range(j, n)]


def _duplication(n: int) -> Matrix:
    """D with vec(S) = D vech(S) for a symmetric S."""
    places = {place: k for k, place in enumerate(_lower_places(n))}
    return [[int(places[max(i, j), min(i, j)] == k) for k in range(len(places))] for j in range(n) for i in range(n)]


def _structured(n: int, entry: Callable[[int, int, int], bool], count: int = 0) -> Matrix:
    """The matrix M with vec(F) = M x, where entry(i, j, k) says whether x_k is at i, j of an n x n matrix F."""
    return [[int(entry(i, j, k)) for k in range(count or n)] for j in range(n) for i in range(n)]


def _elimination(n: int) -> Matrix:
    """L with vech(A) = L vec(A)."""
    return [[int(k == j * n + i) for k in range(n * n)] for i, j in _lower_places(n)]


def _convolution_basis(m: int, n: int, p: int, q: int) -> Matrix:
    """M with vec(T) = M vec(K), where T vec(A) is the convolution of A, m x n, and K, p x q."""
    places = [(i, j) for j in range(n + q - 1) for i in range(m + p - 1)]
    kernel = [(i, j) for j in range(q) for i in range(p)]
    return [[int((i - k, j - l) == at) for at in kernel] for l in range(n) for k in range(m) for i, j in places]


def _unit(start: Matrix, n: int, k: int) -> Matrix:
    """I(n)[:, start:start+k-1]."""
    first = _small(start[0][0]) - 1
    if not 0 <= first <= n - k:
        raise NoValueError("an index outside the matrix")
    return [[int(i == first + j) for j in range(k)] for i in range(n)]


def _small(value: Any) -> int:
    """An integer, modulo p or with digits."""
    whole = int(value)
    if whole != value or not 0 <= whole < P:
        raise NoValueError("an index that is no integer")
    return whole - P if whole > P // 2 else whole


def _block(*blocks: Any) -> Matrix:
    """The matrix of these blocks, the last argument in each row."""
    *cells, count = blocks
    rows = [cells[i : i + count] for i in range(0, len(cells), count)]
    return [[x for cell in row for x in cell[i]] for row in rows for i in range(len(row[0]))]


CONSTANT: dict[str, Callable[..., Any]] = {
    TRANSPOSE.name: matrices.transposed,
    VEC.name: matrices.stacked,
    UNVEC.name: matrices.unstacked,
    DIAG.name: _diag,
    IDENTITY.name: matrices.identity,
    UNIT.name: _unit,
    BLOCK.name: _block,
    ONES.name: lambda rows, cols: matrices.filled(rows, cols, 1),
    ZEROS.name: lambda rows, cols: matrices.filled(rows, cols, 0),
    COMMUTATION.name: _commutation,
    DIAGSEL.name: _diagsel,
    DUPLICATION.name: _duplication,
    ELIMINATION.name: _elimination,
    "toeplitzbasis": lambda n: _structured(n, lambda i, j, k: k == abs(i - j)),
    "circulantbasis": lambda n: _structured(n, lambda i, j, k: k == (i - j) % n),
    "hankelbasis": lambda n: _structured(n, lambda i, j, k: k == i + j),
    "diagonalsbasis": lambda n: _structured(n, lambda i, j, k: k == i - j + n - 1, 2 * n - 1),
    "convbasis": _convolution_basis,
    "strictelimination": lambda n: [[int(k == j * n + i) for k in range(n * n)] for i, j in _lower_places(n) if i != j],
    SIZE.name: lambda n: [[n % P]],
}
"""By name: the value from the values of the arguments, then the sizes; none of them computes."""
