"""The functions of the language in SymPy: of explicit matrices, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import sympy

from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.check.meanings import MEANINGS, MatrixOf
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.operations import (
    BLOCK,
    DIAG,
    ELEMENTWISE_POWER,
    HADAMARD,
    IDENTITY,
    KRON,
    ONES,
    PI,
    POWER,
    RELATIONS,
    SIZE,
    SUM,
    TRACE,
    TRANSPOSE,
    UNIT,
    ZEROS,
)
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.determinant import ADJ, ADJUGATE_MATRICES, ADJUGATES, DET, LOGDET
from matcalc_cli.functions.factorizations import CHOL
from matcalc_cli.functions.norms import NORM
from matcalc_cli.functions.pseudoinverse import PINV

Matrix = Any
"""A sympy.ImmutableMatrix; a number is 1x1."""
LACKING = (CHOL.name, PINV.name)
"""Functions that have no short formula in the entries."""


def scalar(value: Any) -> Matrix:
    """A number as a 1x1 matrix."""
    return sympy.ImmutableMatrix([[value]])


def _entrywise(function: Callable[[Any], Any]) -> Callable[[Matrix], Matrix]:
    return lambda x: x.applyfunc(function)


def _norm(x: Matrix) -> Matrix:
    return scalar(sympy.Abs(x[0]) if len(x) == 1 else sympy.sqrt(sum(e**2 for e in x)))


def _adjugate(x: Matrix, *directions: Matrix) -> Matrix:
    """The adjugate; along directions its derivative."""
    steps = sympy.symbols(f"t:{len(directions)}")
    moved = x + sum((t * e for t, e in zip(steps, directions, strict=True)), sympy.zeros(*x.shape))
    found = sympy.ImmutableMatrix(moved).adjugate()
    for t in steps:
        found = found.diff(t).subs(t, 0)
    return sympy.ImmutableMatrix(found)


ENTRYWISE: dict[str, Callable[[Any], Any]] = {
    f.name: getattr(sympy, name) for f in FUNCTIONS.values() if f.elementwise and (name := f.spelling("sympy"))
}
"""Functions of one number."""


def _rows_of(function: Callable[..., Matrix]) -> Callable[..., Any]:
    """A function of matrices as one of lists of rows, whatever the numbers."""
    return lambda _, *given: function(*map(sympy.ImmutableMatrix, given)).tolist()


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


def _indicator(relation: Callable[[Any, Any], Any]) -> Callable[[Matrix, Matrix], Matrix]:
    """The number [i != k] of two integers."""
    return lambda i, k: scalar(sympy.Piecewise((1, relation(i[0], k[0])), (0, True)))


class Entries:
    """Numbers of SymPy, for the meanings that functions have on rows of any numbers."""

    root, exp, log_of_sum, log_of_modulus = sympy.sqrt, sympy.exp, sympy.log, sympy.log
    ratio, polygamma = sympy.Rational, sympy.polygamma

    @staticmethod
    def reduce(x: Any) -> Any:
        """The number itself."""
        return x

    @staticmethod
    def inverse(x: Any) -> Any:
        """One divided by a number."""
        return 1 / x

    @staticmethod
    def circle() -> Any:
        """The number pi."""
        return sympy.pi

    @staticmethod
    def largest(a: Sequence[Sequence[Any]]) -> Any:
        """The largest entry."""
        return sympy.Max(*[x for row in a for x in row])

    @staticmethod
    def determinant(a: Sequence[Sequence[Any]]) -> Any:
        """The determinant."""
        return sympy.Matrix(a).det()


def _of_rows(meaning: Callable[..., Any]) -> Callable[..., Matrix]:
    """A function of lists of rows as one of matrices; sizes are what they are."""

    def value(*given: Any) -> Matrix:
        if any(_is_matrix(x) and not hasattr(x, "tolist") for x in given):
            raise MatcalcError(
                "unsupported", "SymPy does not write the entries of a power with a name in its exponent",
                hint="a number there has entries; matcalc diff has the derivative for any",
            )  # fmt: skip
        rows = [x.tolist() if _is_matrix(x) else x for x in given]
        return sympy.ImmutableMatrix(meaning(*rows))

    return value


def _with_entries(meaning: Callable[..., Any]) -> Callable[..., Matrix]:
    return _of_rows(partial(meaning, Entries))


EXPLICIT: dict[str, Callable[..., Matrix]] = {
    **{name: _with_entries(meaning) for name, meaning in MEANINGS.items() if name not in LACKING},
    **{name: _of_rows(value) for name, value in CONSTANT.items()},
    **{name: _entrywise(function) for name, function in ENTRYWISE.items()},
    **{
        record.name: _indicator(relation)
        for record, relation in zip(RELATIONS, (sympy.Eq, sympy.Ne, sympy.Le), strict=True)
    },
    **dict.fromkeys(ADJUGATES, _adjugate),
    **{name: _with_entries(MatrixOf(_rows_of(_adjugate))) for name in ADJUGATE_MATRICES},
    POWER.name: lambda x, k: x ** k[0],
    ELEMENTWISE_POWER.name: lambda x, p: x.applyfunc(lambda e: e ** p[0]),
    NORM.name: _norm,
    UNIT.name: _unit,
    BLOCK.name: _block,
    SIZE.name: scalar,
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
    TRANSPOSE.name: lambda x: x.T,
    POWER.name: lambda x, k: x**k,
    ELEMENTWISE_POWER.name: lambda x, p: sympy.HadamardPower(x, p) if _is_matrix(x) else x**p,
    HADAMARD.name: sympy.HadamardProduct,
    KRON.name: sympy.KroneckerProduct,
    TRACE.name: sympy.Trace,
    SUM.name: lambda x: sympy.Trace(sympy.OneMatrix(1, x.rows) * x * sympy.OneMatrix(x.cols, 1)),
    DET.name: sympy.Determinant,
    ADJ.name: lambda x: sympy.Determinant(x) * sympy.Inverse(x),
    LOGDET.name: lambda x: sympy.log(sympy.Abs(sympy.Determinant(x))),
    NORM.name: lambda x: sympy.sqrt(sympy.Trace(x.T * x)),
    DIAG.name: lambda x: sympy.DiagMatrix(x) if x.cols == 1 else sympy.matrices.expressions.diagonal.DiagonalOf(x),
    IDENTITY.name: sympy.Identity,
    ONES.name: sympy.OneMatrix,
    ZEROS.name: sympy.ZeroMatrix,
    UNIT.name: lambda start, n, k: sympy.Identity(n)[0:n, start - 1 : start - 1 + k],
    BLOCK.name: _block_expression,
    SIZE.name: lambda n: n,
    PI.name: lambda: sympy.pi,
}
"""By name: the SymPy expression from the arguments, then the sizes."""
