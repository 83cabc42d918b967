"""The structure of an expression: symmetric, skew-symmetric, triangular, diagonal."""

from __future__ import annotations

from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.node import Node, number
from matcalc_cli.kinds import of_shape
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import ZERO_ABOVE, ZERO_BELOW, is_triangular


def kind_of(node: Node, typed: Node) -> str:
    """The kind of the values of an expression: symmetric, skew, lower, upper, diagonal, or matrix where nothing is known.

    As it was typed, A*X*A' + X, it may show more than in normal form, (A*X + ...)*A'.
    """
    if node.rows != node.cols or node.is_scalar:
        return of_shape(node.shape)
    forms = dict.fromkeys((node, typed))
    lower, upper = (any(is_triangular(form, which) for form in forms) for which in (ZERO_ABOVE, ZERO_BELOW))
    if lower or upper:
        return "diagonal" if lower and upper else ZERO_ABOVE if lower else ZERO_BELOW
    if any(is_same(transpose(form), form) for form in forms):
        return "symmetric"
    return "skew" if any(is_same(transpose(form), multiply(number(-1), form)) for form in forms) else "matrix"


def is_same(one: Node, other: Node) -> bool:
    """Whether two expressions have one normal form."""
    return one is other or simplify(one) is simplify(other)
