"""The kind of an operand of another notation as far as letters, declarations and signatures tell: a column, a row, a number."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.expr.function import Function
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.expr.shapes.signature import Signature, signatures
from matcalc_cli.language.notation import SHAPED_BY_FIRST
from matcalc_cli.language.tree import Call, Literal, Operation, Tree

COLUMN, ROW, NUMBER, MATRIX, UNKNOWN = "column", "row", "number", "matrix", ""
"""The kinds of operands as far as letters, declarations and signatures tell; shapes are inferred later."""
KEPT = "column of two axes"
"""The kind of keepdims=True and x[:, None]: a column that stands along the columns of a matrix, in NumPy."""
TRANSPOSED = {COLUMN: ROW, ROW: COLUMN, KEPT: ROW}
SINGLE = {COLUMN: (False, True), KEPT: (False, True), ROW: (True, False), NUMBER: (True, True)}
"""Which of the dimensions are 1."""


class Axes:
    """How a notation's arrays with one axis stand beside others.

    along  what such an array is beside a matrix, a row or a column, which is repeated; empty if it is refused
    sign   the sign of the inner product, where a plain product wants its transposes
    """

    __slots__ = ("along", "sign")

    def __init__(self, *, along: str = "", sign: str = "") -> None:
        self.along = along
        self.sign = sign


def indexed(tree: Operation, base: str) -> str:
    """The kind of an entry, a row, a column or a slice."""
    single = [getattr(place, "operator", "") not in ("range", "all") for place in tree.operands[1:]]
    if all(single):
        return NUMBER
    if len(single) == 1:
        return base
    if base == COLUMN:  # x[:, None]
        return KEPT
    return ROW if single[0] else COLUMN if single[1] else base


def transposed(tree: Tree) -> Operation:
    """The transpose, at the place of what it is of."""
    return Operation("transpose", (tree,), tree.start, tree.end)


def as_inner(tree: Operation) -> None:
    """Make a product of two arrays their inner product."""
    left, right = tree.operands
    inner = Call("inner", (left, right), tree.start, tree.end, name=(left.end, right.start))
    tree.operands = (Literal(1, 1, left.start, left.start), inner)


def of_sizes(one_row: bool, one_column: bool = True) -> str:
    """The kind of an operand with one row, with one column, with both or with neither."""
    return {(True, True): NUMBER, (True, False): ROW, (False, True): COLUMN}.get((one_row, one_column), MATRIX)


def operation(operator: str, kinds: Sequence[str]) -> str:
    """The result of an operator that is no product."""
    if operator == "transpose":
        return TRANSPOSED.get(kinds[0], kinds[0])
    if operator in SHAPED_BY_FIRST:
        return kinds[0]
    if operator in ("range", "all", "end"):
        return NUMBER
    if operator in ("rows", "columns"):
        line = COLUMN if operator == "rows" else ROW
        return line if set(kinds) <= {NUMBER, line} else MATRIX
    if operator == "solve":
        return kinds[1]
    if operator == "kron":
        return UNKNOWN
    return next((kind for kind in kinds if kind != NUMBER), NUMBER)


def result(function: Function, kinds: Sequence[str], sizes: Sequence[bool]) -> str:
    """The result of a function, by its signature for a column or for a matrix; `sizes` tells which of its sizes are 1."""
    of_arguments = function.elementwise or function is TRANSPOSE
    if of_arguments and not kinds:  # too few, which is told later
        return UNKNOWN
    if function.elementwise or (kinds and set(kinds) == {NUMBER}):  # maximum(0, x) is what x is
        return next((kind for kind in kinds if kind != NUMBER), NUMBER)
    if function is TRANSPOSE:
        return TRANSPOSED.get(kinds[0], kinds[0])
    fitting = [s for s in signatures(function) if is_of_column(s) == (kinds[:1] in ([COLUMN], [KEPT]))]
    signature = (fitting or signatures(function))[0]
    single = {name for name, one in zip(signature.sizes, sizes, strict=False) if one}
    single |= {
        name
        for shape, kind in zip(signature.shapes, kinds, strict=False)
        for size, one in zip(shape, SINGLE.get(kind, (False, False)), strict=True)
        for name in (size.names if one and isinstance(size, Dim) else ())
    }
    rows, columns = (size == 1 or (isinstance(size, Dim) and size.names <= single) for size in signature.result)
    if rows or columns:
        return of_sizes(rows, columns)
    return MATRIX if signature.result[0] == signature.result[1] or UNKNOWN not in kinds else UNKNOWN


def is_of_column(signature: Signature) -> bool:
    """Whether the first parameter is a column."""
    return bool(signature.shapes) and signature.shapes[0][1] == 1 != signature.shapes[0][0]
