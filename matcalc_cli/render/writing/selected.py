"""Entries, slices and blocks as trees: what selects becomes an index, what is put among zeros a matrix of blocks."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import reduce

from matcalc_cli.expr.build import multiply, zeros
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.node import Apply, Node
from matcalc_cli.expr.operations import DIAG, TRANSPOSE
from matcalc_cli.expr.selections.picked import Picked, Placed, taken_apart
from matcalc_cli.expr.shapes.dimensions import INDEX, Size, dim, minus, substitute
from matcalc_cli.language.tree import Call, Name, Operation, Tree
from matcalc_cli.later import Later
from matcalc_cli.render.writing.sizes import size_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.constants import Cells
    from matcalc_cli.expr.selections import numbers
    from matcalc_cli.expr.shapes import positions
else:
    numbers = Later("matcalc_cli.expr.selections.numbers")
    positions = Later("matcalc_cli.expr.shapes.positions")


Layout = Generator[Node, Tree, Tree]
SHORT = 5
"""The rows from which on a column of the identity is printed by its name."""
ALL, END = Operation("all", (), 0, 0), Operation("end", (), 0, 0)


def _operation(operator: str, *operands: Tree) -> Tree:
    return Operation(operator, operands, 0, 0)


def factors(parts: Sequence[Node]) -> Generator[Node, Tree, list[Tree]]:
    """The factors of a product with columns of the identity among them, as a person would write them."""
    is_matrix = parts[0].rows != 1 != parts[-1].cols
    if is_matrix and not any([part.symbols for part in parts]) and (cells := _numbers(multiply(*parts))):
        return [(yield from _blocks(cells))]
    placed = taken_apart(parts)
    diagonal = _off_diagonal(placed)
    if diagonal is not None:
        column, k = diagonal
        return [Call("diag", ((yield column), size_tree(k)), 0, 0, name=(0, 0))]
    trees: list[Tree] = []
    for part in placed.factors:
        trees.append((yield from _picked(part)))
    above, left = placed.above, placed.left
    if above is not None and not _is_block(above):
        trees.insert(0, (yield from unit(above)))
        above = None
    if left is not None and not _is_block(left):
        trees.append(_operation("transpose", (yield from unit(left))))
        left = None
    if above is None and left is None:
        return trees
    kept = trees or [Call("I", (size_tree((above or left).cols),), 0, 0, name=(0, 0))]  # type: ignore[union-attr]
    middle = reduce(lambda a, b: _operation("multiply", a, b), kept)
    height, width = (above.cols if above else parts[0].rows), parts[-1].cols
    if left is not None:
        middle = yield from _among_zeros("columns", left, middle, height)
    if above is not None:
        middle = yield from _among_zeros("rows", above, middle, width)
    return [middle]


def _off_diagonal(placed: Placed) -> tuple[Node, Size] | None:
    """The x and the k of diag(x, k)."""
    above, left = placed.above, placed.left
    if above is None or left is None or len(placed.factors) != 1:
        return None
    (middle,) = placed.factors
    found = middle.node
    if not (isinstance(found, Apply) and found.function is DIAG and found.args[0].cols == 1):
        return None
    row, column = positions.as_size(above.args[0]), positions.as_size(left.args[0])
    if middle.rows or middle.cols or row is None or column is None or 1 not in (row, column) or above.cols != left.cols:
        return None
    fits = minus(above.rows, above.cols) == minus(row + column, 2)
    return (found.args[0], minus(column, row)) if fits else None


def _is_block(node: Apply) -> bool:
    """Whether a matrix of blocks says where the rest is put: not for a single entry, nor where an index decides."""
    start = positions.as_size(node.args[0])
    return node.cols != 1 and start is not None and positions.is_known(start)


def _among_zeros(operator: str, node: Apply, middle: Tree, other: Size) -> Layout:
    start = positions.as_size(node.args[0])
    assert start is not None
    before = minus(start, 1)
    after = minus(node.rows, before + node.cols)
    parts = [middle]
    if before != 0:
        parts.insert(0, (yield zeros((before, other) if operator == "rows" else (other, before))))
    if after != 0:
        parts.append((yield zeros((after, other) if operator == "rows" else (other, after))))
    return _operation(operator, *parts)


def unit(node: Apply) -> Layout:
    """Columns of the identity, as they are selected from it; a single one is printed as a basis vector, a short one in numbers."""
    if cells := _short(node):
        return (yield from _blocks(cells))
    size = size_tree(node.rows)
    return _operation("index", Call("I", (size,), 0, 0, name=(0, 0)), ALL, (yield from _subscript(node)))


def _short(node: Node) -> Cells:
    """The entries of a short basis vector, upright or not; nothing for any other columns of the identity."""
    extents = range(1, SHORT)
    return _numbers(node) if node.rows in extents and node.cols in extents and 1 in node.shape else []


def turned_unit(node: Apply) -> Layout:
    """unit(n,i)', or I(n)[a:b,:]."""
    inner = node.args[0]
    assert isinstance(inner, Apply)
    if inner.cols == 1:
        return (yield from _blocks(_short(node))) if _short(node) else _operation("transpose", (yield inner))
    size = size_tree(inner.rows)
    return _operation("index", Call("I", (size,), 0, 0, name=(0, 0)), (yield from _subscript(inner)), ALL)


def _picked(part: Picked) -> Layout:
    rows, cols, node = part.rows, part.cols, part.node
    if rows is None and cols is None:
        return (yield node)
    turned = isinstance(node, Apply) and node.function is TRANSPOSE
    if turned:
        (node,), rows, cols = node.children, cols, rows
    subscripts = []
    for chosen, extent in ((rows, node.rows), (cols, node.cols)):
        if extent != 1 or chosen is not None:
            subscripts.append(ALL if chosen is None else (yield from _subscript(chosen)))
    tree = _operation("index", (yield node), *subscripts)
    scalar = (rows is None or rows.cols == 1) and (cols is None or cols.cols == 1)
    whole = (rows is None and node.rows != 1) or (cols is None and node.cols != 1)
    return tree if not turned or (scalar and not whole) else _operation("transpose", tree)


def _subscript(node: Apply) -> Layout:
    """The place of one row or column, or a range of them; `end` where it goes to the last one."""
    start, size = node.args[0], positions.as_size(node.args[0])
    if size is None:
        first = yield start
        return (
            first
            if node.cols == 1
            else _operation("range", first, (yield positions.shifted(start, minus(node.cols, 1))))
        )
    if node.cols == 1:
        return (yield from _place(size, start))
    if minus(node.rows, size + node.cols) == -1:
        return _operation("range", (yield from _place(size, start)), END)
    last = size + minus(node.cols, 1)
    return _operation("range", (yield from _place(size, start)), (yield from _place(last, start)))


def _place(size: Size, start: Node) -> Layout:
    """A position that has the names of `start`, those of indices as they are called in the answer."""
    if isinstance(size, int):
        return size_tree(size)
    named: dict[str, Size] = {n: dim(n.removeprefix(INDEX)) for n in size.names}
    for index in [s for s in start.symbols if s.kind == "index"]:
        tree = yield index
        assert isinstance(tree, Name)
        named[INDEX + index.name] = dim(tree.name)
    return size_tree(substitute(size, named))


def block(node: Apply) -> Layout:
    """[A, B; C, D]."""
    cells = _numbers(node) or cells_of(node)
    assert cells is not None
    return (yield from _blocks(cells))


def _blocks(cells: Cells) -> Layout:
    rows: list[Tree] = []
    for row in cells:
        trees = []
        for cell in row:
            trees.append((yield cell))
        rows.append(trees[0] if len(trees) == 1 else _operation("columns", *trees))
    return rows[0] if len(rows) == 1 else _operation("rows", *rows)


def _numbers(node: Node) -> Cells:
    """The entries of a matrix of numbers as blocks; nothing for any other matrix."""
    return numbers.cells(numbers.entries(node))
