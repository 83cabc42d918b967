"""What is known of the structure of an expression: symmetric, skew-symmetric, triangular, diagonal."""

from __future__ import annotations

from matcalc_cli.expr.build import is_identity, is_zero, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import HADAMARD, POWER, TRANSPOSE
from matcalc_cli.kinds import of_shape
from matcalc_cli.simplify import simplify

ZERO_ABOVE = "lower"
ZERO_BELOW = "upper"


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


def is_triangular(node: Node, which: str) -> bool:
    """Whether all entries above the diagonal (lower), or below it (upper), are zero."""
    if node.is_scalar or is_identity(node) or is_zero(node):
        return True
    match node:
        case Symbol(kind=kind):
            return kind == "diagonal" or kind == which
        case Sum(terms=terms):
            return all(is_triangular(term, which) for term in terms)
        case Product(factors=factors):
            return all(factor.rows == factor.cols and is_triangular(factor, which) for factor in factors)
        case Apply(function=function, args=args) if function is TRANSPOSE:
            return is_triangular(args[0], _other(which))
        case Apply(function=function, args=args) if function is HADAMARD:
            return any(is_triangular(a, which) for a in args)
        case Apply(function=function, args=(base, *_)):
            return (
                (function is POWER and is_triangular(base, which))
                or function.triangle == which
                or (function.name == "diag" and base.cols == 1)
            )
    return False


def _other(which: str) -> str:
    return ZERO_BELOW if which == ZERO_ABOVE else ZERO_ABOVE
