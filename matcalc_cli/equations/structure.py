"""What is known of the structure of an expression: symmetric, skew-symmetric, triangular, diagonal."""

from __future__ import annotations

from matcalc_cli.expr.build import is_identity, is_zero, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import HADAMARD, POWER, TRANSPOSE
from matcalc_cli.simplify import simplify

ZERO_ABOVE = "lower"
ZERO_BELOW = "upper"


def kind_of(node: Node) -> str:
    """The kind of the values of an expression: symmetric, skew, lower, upper, diagonal, or matrix where nothing is known."""
    if node.rows != node.cols or node.is_scalar:
        return "matrix" if node.cols != 1 else "vector" if node.rows != 1 else "scalar"
    lower, upper = is_triangular(node, ZERO_ABOVE), is_triangular(node, ZERO_BELOW)
    if lower and upper:
        return "diagonal"
    if lower or upper:
        return ZERO_ABOVE if lower else ZERO_BELOW
    turned = simplify(transpose(node))
    if turned is simplify(node):
        return "symmetric"
    return "skew" if turned is simplify(multiply(number(-1), node)) else "matrix"


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
