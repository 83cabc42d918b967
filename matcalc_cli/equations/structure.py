"""The structure of an expression: symmetric, hollow, skew-symmetric, triangular, diagonal."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import add, is_zero, multiply, transpose
from matcalc_cli.expr.node import Node, Sum, number
from matcalc_cli.kinds import of_shape
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import ZERO_ABOVE, ZERO_BELOW, is_triangular


def kind_of(node: Node, typed: Node) -> str:
    """The kind of the values of an expression: symmetric, hollow, skew, lower, upper, diagonal, or matrix where nothing is known.

    As it was typed, A*X*A' + X, it may show more than in normal form, (A*X + ...)*A'.
    """
    if node.rows != node.cols or node.is_scalar:
        return of_shape(node.shape)
    forms = dict.fromkeys((node, typed))
    lower, upper = (any(is_triangular(form, which) for form in forms) for which in (ZERO_ABOVE, ZERO_BELOW))
    if lower or upper:
        return "diagonal" if lower and upper else ZERO_ABOVE if lower else ZERO_BELOW
    if any(is_same(transpose(form), form) for form in forms):
        return "hollow" if any(map(_is_hollow, forms)) else "symmetric"
    return "skew" if any(is_same(transpose(form), multiply(number(-1), form)) for form in forms) else "matrix"


def _is_hollow(form: Node) -> bool:
    """Whether the diagonal is 0, term by term: that of A + A' - 2*diag(diag(A)) is."""
    terms = form.terms if isinstance(form, Sum) else (form,)
    return is_zero(simplify(add(*[instantiate("diag(X)", {"X": simplify(term)}, {}) for term in terms])))


def is_same(one: Node, other: Node) -> bool:
    """Whether two expressions have one normal form."""
    return one is other or simplify(one) is simplify(other)
