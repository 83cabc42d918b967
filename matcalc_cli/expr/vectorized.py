"""vec of an expression and back, and how many entries it has."""

from __future__ import annotations

from matcalc_cli.expr.build import apply, transpose
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.operations import UNVEC, VEC
from matcalc_cli.expr.shapes.dimensions import Shape, Size, product_of


def vec(node: Node) -> Node:
    """The columns stacked; a column is itself, a row its transpose."""
    if node.cols == 1:
        return node
    return transpose(node) if node.rows == 1 else apply(VEC, (node,))


def entries(node: Node) -> Size:
    """How many entries an expression has."""
    return product_of(node.rows, node.cols)


def unstacked(column: Node, shape: Shape) -> Node:
    """The matrix of that shape whose columns are stacked in a column."""
    if shape[1] == 1:
        return column
    return transpose(column) if shape[0] == 1 else apply(UNVEC, (column,), shape)
