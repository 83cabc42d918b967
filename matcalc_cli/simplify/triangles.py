"""Which expressions have only zeros above their diagonal, or below it."""

from __future__ import annotations

from matcalc_cli.expr.build import is_identity, is_zero
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol
from matcalc_cli.expr.operations import DIAG, HADAMARD, POWER, TRANSPOSE
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.kind import ZERO_ABOVE, ZERO_BELOW

__all__ = ["ZERO_ABOVE", "ZERO_BELOW", "is_triangular"]


def is_triangular(node: Node, which: str) -> bool:
    """Whether all entries above the diagonal (lower), or below it (upper), are zero."""
    if node.is_scalar or is_identity(node) or is_zero(node):
        return True
    match node:
        case Symbol(kind=kind):
            return which in KINDS[kind].triangles
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
                or (function is DIAG and base.cols == 1)
            )
    return False


def _other(which: str) -> str:
    return ZERO_BELOW if which == ZERO_ABOVE else ZERO_ABOVE
