"""What the functions of the language are in SymPy: of explicit matrices, entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.operations import BLOCK, RELATIONS, SUM, UNIT
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.determinant import ADJUGATE_MATRICES, ADJUGATES

Matrix = Any
"""A sympy.ImmutableMatrix; a number is 1x1."""


def scalar(value: Any) -> Matrix:
    """A number as a 1x1 matrix."""
    return sympy.ImmutableMatrix([[value]])


def _entrywise(function: Callable[[Any], Any]) -> Callable[[Matrix], Matrix]:
    return lambda x: x.applyfunc(function)


def _diag(x: Matrix) -> Matrix:
    """A column becomes a diagonal matrix, of a square matrix the diagonal is taken."""
    if x.rows == x.cols:
        return sympy.ImmutableMatrix([[x[i, i]] for i in range(x.rows)])
    return sympy.ImmutableMatrix(sympy.diag(*x))


def _commutation(m: int, n: int) -> Matrix:
    """K with vec(A') = K vec(A) for A m x n."""
    k = sympy.zeros(m * n, m * n)
    for i in range(m):
        for j in range(n):
            k[i * n + j, j * m + i] = 1
    return sympy.ImmutableMatrix(k)


def _kron(*factors: Matrix) -> Matrix:
    return sympy.ImmutableMatrix(sympy.kronecker_product(*factors))


def _hadamard(first: Matrix, *rest: Matrix) -> Matrix:
    for factor in rest:
        first = sympy.ImmutableMatrix(first.rows, first.cols, [a * b for a, b in zip(first, factor, strict=True)])
    return first


def _places(keep: Callable[[int, int], bool]) -> Callable[[Matrix], Matrix]:
    return lambda x: sympy.ImmutableMatrix(x.rows, x.cols, lambda i, j: x[i, j] if keep(i, j) else 0)


def _norm(x: Matrix) -> Matrix:
    return scalar(sympy.Abs(x[0]) if len(x) == 1 else sympy.sqrt(sum(e**2 for e in x)))


def _softmax(x: Matrix) -> Matrix:
    return x.applyfunc(sympy.exp) / sum(map(sympy.exp, x))


def _vec(x: Matrix) -> Matrix:
    return sympy.ImmutableMatrix(x.rows * x.cols, 1, [x[i, j] for j in range(x.cols) for i in range(x.rows)])


def _unvec(x: Matrix, m: int, n: int) -> Matrix:
    return sympy.ImmutableMatrix(m, n, lambda i, j: x[j * m + i])


def _product_without(x: Matrix, *places: int) -> Any:
    """The product of all entries but some, counted row by row."""
    return sympy.prod([e for k, e in enumerate(x) if k not in places])


def _adjugate(x: Matrix, *directions: Matrix) -> Matrix:
    """The adjugate; along directions its derivative."""
    steps = sympy.symbols(f"t:{len(directions)}")
    moved = x + sum((t * e for t, e in zip(steps, directions, strict=True)), sympy.zeros(*x.shape))
    found = sympy.ImmutableMatrix(moved).adjugate()
    for t in steps:
        found = found.diff(t).subs(t, 0)
    return sympy.ImmutableMatrix(found)


def _of_columns(linear: Callable[..., Matrix]) -> Callable[..., Matrix]:
    """The matrix of what is linear in its last argument, of the shape of the first."""

    def matrix(x: Matrix, *directions: Matrix) -> Matrix:
        units = (
            sympy.ImmutableMatrix(x.rows, x.cols, lambda r, c, i=i, j=j: int((r, c) == (i, j)))
            for j in range(x.cols) for i in range(x.rows)
        )  # fmt: skip
        return sympy.ImmutableMatrix.hstack(*[_vec(linear(x, *directions, unit)) for unit in units])

    return matrix


STRUCTURED: dict[str, Callable[[int, int, int], int]] = {
    "toeplitzbasis": lambda i, j, _: abs(i - j),
    "circulantbasis": lambda i, j, n: (i - j) % n,
    "hankelbasis": lambda i, j, _: i + j,
}
"""By name: which entry of a vector is at i, j of the n x n matrix made of it."""


def _elimination(n: int, below: int) -> Matrix:
    """What selects the columns of the lower triangle from vec(A), with the diagonal (0) or without it (1)."""
    places = [(i, j) for j in range(n) for i in range(j + below, n)]
    return sympy.ImmutableMatrix(len(places), n * n, lambda r, k: int(k == places[r][1] * n + places[r][0]))


def _convolution_basis(m: int, n: int, p: int, q: int) -> Matrix:
    height, area = m + p - 1, (m + p - 1) * (n + q - 1)
    places = [(r % height - r // area % m, r % area // height - r // area // m) for r in range(area * m * n)]
    return sympy.ImmutableMatrix(len(places), p * q, lambda r, k: int(places[r] == (k % p, k // p)))


ENTRYWISE: dict[str, Callable[[Any], Any]] = {
    f.name: getattr(sympy, name) for f in FUNCTIONS.values() if f.elementwise and (name := f.spelling("sympy"))
}
"""Functions of one number."""


def _unit(start: Matrix, n: int, k: int) -> Matrix:
    return sympy.ImmutableMatrix(n, k, lambda i, j: sympy.KroneckerDelta(start[0] + j, i + 1))


def _block(*cells: Any) -> Matrix:
    """Blocks row by row, the last argument in each."""
    *blocks, count = cells
    rows = [blocks[i : i + count] for i in range(0, len(blocks), count)]
    return sympy.ImmutableMatrix(sympy.Matrix.vstack(*[sympy.Matrix.hstack(*map(sympy.Matrix, row)) for row in rows]))


def _block_expression(*cells: Any) -> Any:
    *blocks, count = cells
    rows = [blocks[i : i + count] for i in range(0, len(blocks), count)]
    if not any(map(_is_matrix, blocks)):
        return sympy.ImmutableMatrix(rows)
    as_matrices = [[b if _is_matrix(b) else sympy.ImmutableMatrix([[b]]) for b in row] for row in rows]
    return sympy.BlockMatrix(as_matrices)


def _unpivoted(x: Matrix) -> tuple[Matrix, Matrix]:
    """L with ones on its diagonal and U, by elimination without exchanges of rows."""
    upper, lower = sympy.Matrix(x), sympy.eye(x.rows)
    for k in range(x.rows):
        for i in range(k + 1, x.rows):
            lower[i, k] = upper[i, k] / upper[k, k]
            upper[i, :] -= lower[i, k] * upper[k, :]
            upper[i, k] = 0
    return sympy.ImmutableMatrix(lower), sympy.ImmutableMatrix(upper)


def _indicator(relation: Callable[[Any, Any], Any]) -> Callable[[Matrix, Matrix], Matrix]:
    """The number [i != k] of two integers."""
    return lambda i, k: scalar(sympy.Piecewise((1, relation(i[0], k[0])), (0, True)))


EXPLICIT: dict[str, Callable[..., Matrix]] = {
    **{name: _entrywise(function) for name, function in ENTRYWISE.items()},
    "polygamma": lambda k, x: x.applyfunc(lambda e: sympy.polygamma(k[0], e)),
    "transpose": lambda x: x.T,
    "power": lambda x, k: x ** k[0],
    "elementwise_power": lambda x, p: x.applyfunc(lambda e: e ** p[0]),
    "hadamard": _hadamard,
    "kron": _kron,
    "tr": lambda x: scalar(x.trace()),
    SUM.name: lambda x: scalar(sum(x)),
    **{
        name: lambda n, place=place: sympy.ImmutableMatrix(n * n, n, lambda r, k: int(place(r % n, r // n, n) == k))
        for name, place in STRUCTURED.items()
    },
    "diagonalsbasis": lambda n: sympy.ImmutableMatrix(n * n, 2 * n - 1, lambda r, k: int(k == r % n - r // n + n - 1)),
    "convbasis": _convolution_basis,
    "elimination": lambda n: _elimination(n, 0),
    "strictelimination": lambda n: _elimination(n, 1),
    "hatbasis": lambda: sympy.ImmutableMatrix(9, 3, lambda r, k: (r // 3 - r % 3) * (k - r // 3) * (r % 3 - k) / 2),
    **{
        record.name: _indicator(relation)
        for record, relation in zip(RELATIONS, (sympy.Eq, sympy.Ne, sympy.Le), strict=True)
    },
    "prod": lambda x: scalar(sympy.prod(x)),
    "prodothers": lambda x: sympy.ImmutableMatrix(*x.shape, lambda i, j: _product_without(x, i * x.cols + j)),
    "prodpairs": lambda x: sympy.ImmutableMatrix(
        len(x), len(x), lambda i, j: _product_without(x, i, j) if i != j else 0
    ),
    "max": lambda x: scalar(sympy.Max(*x)),
    "lu_l": lambda x: _unpivoted(x)[0],
    "lu_u": lambda x: _unpivoted(x)[1],
    "det": lambda x: scalar(x.det()),
    **dict.fromkeys(ADJUGATES, _adjugate),
    **dict.fromkeys(ADJUGATE_MATRICES, _of_columns(_adjugate)),
    "logdet": lambda x: scalar(sympy.log(x.det())),  # the derivative of log|d| is that of log d
    "norm": _norm,
    "logsumexp": lambda x: scalar(sympy.log(sum(map(sympy.exp, x)))),
    "softmax": _softmax,
    "vec": _vec,
    "unvec": _unvec,
    "diag": _diag,
    "tril": _places(lambda i, j: i >= j),
    "triu": _places(lambda i, j: i <= j),
    "I": lambda n: sympy.ImmutableMatrix(sympy.eye(n)),
    "ones": lambda m, n: sympy.ImmutableMatrix(sympy.ones(m, n)),
    "zeros": lambda m, n: sympy.ImmutableMatrix(sympy.zeros(m, n)),
    "commutation": _commutation,
    "diagsel": lambda n: sympy.ImmutableMatrix(n, n * n, lambda i, j: int(j == i * n + i)),
    "unit": _unit,
    "block": _block,
    "size": scalar,
    "pi": lambda: scalar(sympy.pi),
}
"""By name: the value from the values of the arguments, then the sizes."""


def _each_row(function: Callable[[Matrix], Matrix]) -> Callable[[Matrix], Matrix]:
    return lambda x: sympy.ImmutableMatrix([list(function(x.row(i))) for i in range(x.rows)])


EXPLICIT.update({f.name: _each_row(EXPLICIT[f.of_rows]) for f in FUNCTIONS.values() if f.of_rows in EXPLICIT})


def general(x: Any, name: str, args: tuple[Any, ...], sizes: tuple[Any, ...]) -> Any | None:
    """A function of matrix expressions without entries; None where SymPy has no expression for it."""
    del x
    if args and name in EXPLICIT and name not in {*ENTRYWISE, *OF_NUMBERS} and not any(map(_is_matrix, args)):
        return EXPLICIT[name](*map(scalar, args), *sizes)[0]  # to SymPy a number is no matrix of 1x1
    found = SYMBOLIC.get(name)
    if found is None and name in ENTRYWISE:
        argument = args[0]
        return argument.applyfunc(ENTRYWISE[name]) if _is_matrix(argument) else ENTRYWISE[name](argument)
    try:
        return None if found is None else found(*args, *sizes)
    except sympy.matrices.exceptions.NonInvertibleMatrixError:
        raise MatcalcError("unsupported", "a matrix that is to be inverted is singular") from None


def _is_matrix(value: Any) -> bool:
    return bool(getattr(value, "is_Matrix", False) or getattr(value, "is_MatrixExpr", False))


OF_NUMBERS = frozenset([f.name for f in (UNIT, BLOCK)])
"""Functions that make matrices of numbers."""

SYMBOLIC: dict[str, Callable[..., Any]] = {
    "transpose": lambda x: x.T,
    "power": lambda x, k: x**k,
    "elementwise_power": lambda x, p: sympy.HadamardPower(x, p) if _is_matrix(x) else x**p,
    "hadamard": sympy.HadamardProduct,
    "kron": sympy.KroneckerProduct,
    "tr": sympy.Trace,
    "sum": lambda x: sympy.Trace(sympy.OneMatrix(1, x.rows) * x * sympy.OneMatrix(x.cols, 1)),
    "det": sympy.Determinant,
    "adj": lambda x: sympy.Determinant(x) * sympy.Inverse(x),
    "logdet": lambda x: sympy.log(sympy.Abs(sympy.Determinant(x))),
    "norm": lambda x: sympy.sqrt(sympy.Trace(x.T * x)),
    "diag": lambda x: sympy.DiagMatrix(x) if x.cols == 1 else sympy.matrices.expressions.diagonal.DiagonalOf(x),
    "I": sympy.Identity,
    "ones": sympy.OneMatrix,
    "zeros": sympy.ZeroMatrix,
    "unit": lambda start, n, k: sympy.Identity(n)[0:n, start - 1 : start - 1 + k],
    "block": _block_expression,
    "size": lambda n: n,
    "pi": lambda: sympy.pi,
}
"""By name: the SymPy expression from the arguments, then the sizes."""
