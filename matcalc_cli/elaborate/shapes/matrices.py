"""The shapes of matrices that are written out: heights add up down a column of blocks, widths along a row.

A lone 0 in a matrix of blocks is a zero block where no number fits: `[A, 0; 0, B]`.
"""

from __future__ import annotations

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, Size
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.elaborate.shapes.state import State

HEIGHT, WIDTH = 0, 1


def row_shape(inference: State, tree: Operation) -> Shape:
    """The shape of [A, B]."""
    height = _common(inference, tree.operands, HEIGHT)
    for part in filter(_is_zero, tree.operands):
        inference.shapes[id(part)] = (height, 1)
    return (height, _total(inference, tree.operands, WIDTH))


def column_shape(inference: State, tree: Operation) -> Shape:
    """The shape of [A; B], and of [A, B; C, D], whose blocks stand in columns where that is possible."""
    rows = [_blocks(row) for row in tree.operands]
    if len(rows[0]) > 1 and len({len(row) for row in rows}) == 1 and _in_columns(inference, rows):
        width = _total(inference, rows[0], WIDTH)
        for row in tree.operands:  # whose zeros have their widths now
            inference.shapes[id(row)] = (inference.shape(row)[HEIGHT], width)
            record_cuts(inference, row)
    else:
        width = _common(inference, tree.operands, WIDTH)
        for part in filter(_is_zero, tree.operands):
            inference.shapes[id(part)] = (1, width)
    return (_total(inference, tree.operands, HEIGHT), width)


def _blocks(row: Tree) -> Sequence[Tree]:
    return row.operands if isinstance(row, Operation) and row.operator == "columns" else (row,)


def _is_zero(tree: Tree) -> bool:
    return isinstance(tree, Literal) and tree.numerator == 0


def _in_columns(inference: State, rows: Sequence[Sequence[Tree]]) -> bool:
    """Whether the blocks below one another have one width; zeros take it."""
    columns = list(zip(*rows, strict=True))
    kept = [[part for part in column if not _is_zero(part)] or column[:1] for column in columns]
    pairs = [(inference.shape(parts[0])[WIDTH], inference.shape(p)[WIDTH]) for parts in kept for p in parts[1:]]
    if not inference.equal([a for a, _ in pairs], [b for _, b in pairs]):
        return False
    for column, parts in zip(columns, kept, strict=True):
        for part in filter(_is_zero, column):
            inference.shapes[id(part)] = (inference.shape(part)[HEIGHT], inference.shape(parts[0])[WIDTH])
    return True


def _common(inference: State, parts: Sequence[Tree], axis: int) -> Size:
    """The height of the blocks of a row, or the width of those of a column. Raises MatcalcError where they differ."""
    kept = [part for part in parts if not _is_zero(part)] or parts[:1]
    first = inference.shape(kept[0])[axis]
    for part in kept[1:]:
        if not inference.unifier.unify(first, inference.shape(part)[axis]):
            raise _different(inference, kept[0], part, axis)
    return inference.unifier.resolve(first)


def _different(inference: State, one: Tree, other: Tree, axis: int) -> MatcalcError:
    complaints = inference.complaints
    said = (
        "blocks beside each other have different heights" if axis == HEIGHT else "rows of blocks have different widths"
    )
    hint = "in brackets a comma or a blank separates columns and ; rows: [A, B; C, D]"
    if SCALAR in (inference.shape(one), inference.shape(other)):
        hint = "a number is one entry; ones(m,n), zeros(m,n) and I(n) fill a block"
    return MatcalcError("shape", said, [complaints.label(one), complaints.label(other)], hint=hint)


def _total(inference: State, parts: Sequence[Tree], axis: int) -> Size:
    total: Size = 0
    for part in parts:
        total = total + inference.shape(part)[axis]
    return total


def record_cuts(inference: State, tree: Tree) -> None:
    """Note the heights and the widths of the blocks that an expression has because its parts have some."""
    if not inference.cuts and not (getattr(tree, "operator", "") in ("rows", "columns") or isinstance(tree, Call)):
        return  # where nothing has blocks, an operation on it has none
    found = (_cuts(inference, tree, HEIGHT), _cuts(inference, tree, WIDTH))
    if found != (None, None):
        inference.cuts[id(tree)] = found


def _cuts(inference: State, tree: Tree, axis: int) -> list[Size] | None:
    match tree:
        case Operation(operator="columns", operands=parts) if axis == WIDTH:
            return [inference.shape(part)[WIDTH] for part in parts]
        case Operation(operator="rows", operands=parts) if axis == HEIGHT:
            return [inference.shape(row)[HEIGHT] for row in parts]
        case Operation(operator="transpose", operands=(inner,)):
            return _known(inference, inner, 1 - axis)
        case Operation(operator="multiply", operands=(left, right)):
            return _known(inference, left if axis == HEIGHT else right, axis)
        case Operation(operator="rows" | "add" | "subtract" | "hadamard" | "power" | "negate", operands=parts):
            return next(filter(None, (_known(inference, part, axis) for part in parts)), None)
        case Call(function="blkdiag", arguments=parts):
            return [inference.shape(part)[axis] for part in parts]
        case Call(function="inv", arguments=(base,)):
            return _known(inference, base, axis)
        case Name(name=name) if name in inference.values:
            return _known(inference, inference.values[name], axis)
    return None


def _known(inference: State, tree: Tree, axis: int) -> list[Size] | None:
    return inference.cuts.get(id(tree), (None, None))[axis]


def match_blocks(inference: State, operands: tuple[Tree, Tree], *pairs: tuple[int, int]) -> None:
    """Let the blocks of two operands match one by one where they can; (axis of the left one, axis of the right one)."""
    left, right = operands
    for one, other in pairs if inference.cuts else ():
        first, second = _known(inference, left, one), _known(inference, right, other)
        if first is not None and second is not None and len(first) == len(second):
            inference.equal(first, second)


def match_diagonal(inference: State, tree: Tree) -> None:
    """Let the diagonal blocks of a matrix that has to be square be square, where they can."""
    if inference.cuts:
        match_blocks(inference, (tree, tree), (HEIGHT, WIDTH))
