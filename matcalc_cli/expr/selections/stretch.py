"""Columns and rows repeated along a matrix: x*ones(1,n) and ones(m)*r, what dotted operators make of x and r."""

from __future__ import annotations

from matcalc_cli.expr.constants import is_ones, ones
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.normal import multiply, transpose
from matcalc_cli.expr.normal_forms.coefficients import scale, split
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import Shape


def broadcast(one: Shape, other: Shape) -> Shape:
    """The shape of a dotted operation: along each axis a 1 takes what the other has."""
    rows, cols = (b if a == 1 else a for a, b in zip(one, other, strict=True))
    return (rows, cols)


def stretched(node: Node, shape: Shape) -> Node:
    """A number, a column or a row repeated to a shape; what has it already as it is."""
    if node.is_scalar:
        return node if shape == (1, 1) else multiply(node, ones(*shape))
    down = [ones(shape[0], 1)] if node.rows == 1 != shape[0] else []
    along = [ones(1, shape[1])] if node.cols == 1 != shape[1] else []
    return multiply(*down, node, *along)


def summands(term: Node) -> list[Node]:
    """The terms of a sum, also of a transposed one; any other expression alone."""
    coefficient, node = split(term)
    turned = isinstance(node, Apply) and node.function is TRANSPOSE
    total = transpose(node) if turned else node
    if not isinstance(total, Sum):
        return [term]
    return [scale(coefficient, transpose(part) if turned else part) for part in total.terms]


def is_all_ones(node: Node) -> bool:
    """True of ones(m,n), also as the product ones(m)*ones(1,n)."""
    return is_ones(node) or (isinstance(node, Product) and node.coefficient == 1 and all(map(is_ones, node.children)))


def repeated(node: Node) -> Node | None:
    """The column or the row that a product with ones repeats; None for anything else."""
    if not isinstance(node, Product) or len(node.factors) < 2 or 1 in node.shape or all(map(is_ones, node.factors)):
        return None
    first, *middle, last = node.factors
    front = (number(node.coefficient), *node.scalars)
    if is_ones(last) and last.rows == 1:
        return multiply(*front, first, *middle)
    return multiply(*front, *middle, last) if is_ones(first) and first.cols == 1 else None
