"""Jacobians and Hessians for the vec that stacks rows: vec_r(X) = vec(X') = K vec(X), with K the commutation matrix."""

from __future__ import annotations

from matcalc_cli.expr.build import call, multiply, transpose
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.operations import COMMUTATION
from matcalc_cli.simplify import simplify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.shapes.dimensions import Shape


def by_rows(matrix: Node, left: Shape, right: Shape) -> Node:
    """K_left M K_right': M between column-major vecs, for row-major ones of the same shapes."""
    return simplify(multiply(*_stacking(left), matrix, *map(transpose, _stacking(right))))


def _stacking(shape: Shape) -> tuple[Node, ...]:
    """K of vec(X') = K vec(X); the two vecs of a row or a column are one."""
    return () if 1 in shape else (call(COMMUTATION, (), shape),)
