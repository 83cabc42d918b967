"""The adjoint and the matrix of a block matrix as a linear operation of its blocks."""

from __future__ import annotations

from matcalc_cli.expr.build import add, apply, identity, multiply, transpose, zeros
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.node import Apply, Node, Symbol
from matcalc_cli.expr.normal_forms.grid import below
from matcalc_cli.expr.operations import KRON
from matcalc_cli.expr.selections.units import columns_after
from matcalc_cli.expr.shapes.dimensions import Size, product_of
from matcalc_cli.expr.shapes.positions import offsets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def parts(node: Apply, cotangent: Node, directions: frozenset[Symbol]) -> Iterator[tuple[Node, Node]]:
    """Each block that moves with its part of the cotangent: <G, [A, B]> = <G[:,1:n], A> + <G[:,n+1:n+p], B>."""
    cells = cells_of(node)
    assert cells is not None
    rows, cols = offsets([row[0].rows for row in cells]), offsets([cell.cols for cell in cells[0]])
    for i, row in enumerate(cells):
        up = transpose(columns_after(node.rows, rows[i], row[0].rows))
        for j, cell in enumerate(row):
            if not directions.isdisjoint(cell.symbols):
                yield cell, multiply(up, cotangent, columns_after(node.cols, cols[j], cell.cols))


def matrix(node: Apply, found: Mapping[Node, Node], width: Size) -> Node:
    """J of [A, B; C, D] from those of its blocks: columns of blocks below one another, as vec stacks them."""
    cells = cells_of(node)
    assert cells is not None
    return below([_of_column([row[j] for row in cells], node.rows, found, width) for j in range(len(cells[0]))])


def _of_column(column: list[Node], height: Size, found: Mapping[Node, Node], width: Size) -> Node:
    """The rows of vec that a column of blocks gives; of a column of vectors the sum is their own matrices below one another."""
    jacobians = [found.get(cell) or zeros((product_of(cell.rows, cell.cols), width)) for cell in column]
    if len(column) == 1:
        return jacobians[0]
    if all(cell.cols == 1 for cell in column) and all(jacobian.rows == 1 for jacobian in jacobians):
        return below(jacobians)
    before = offsets([cell.rows for cell in column])
    terms = []
    for cell, start, jacobian in zip(column, before, jacobians, strict=False):
        place = apply(KRON, (identity(cell.cols), columns_after(height, start, cell.rows)))
        terms.append(multiply(place, jacobian))
    return add(*terms)
