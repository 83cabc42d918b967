"""vec of an expression, and how many entries it has."""

from __future__ import annotations

from matcalc_cli.expr.build import apply, transpose
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.operations import VEC
from matcalc_cli.expr.shape import Size, product_of


def vec(node: Node) -> Node:
    """The columns stacked; a column is itself, a row its transpose."""
    if node.cols == 1:
        return node
    return transpose(node) if node.rows == 1 else apply(VEC, (node,))


def entries(node: Node) -> Size:
    """How many entries an expression has."""
    return product_of(node.rows, node.cols)
