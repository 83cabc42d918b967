"""Real powers of a positive definite matrix, S^p = expm(p*logm(S)): how they are built and recognized.

Source: Higham, Functions of Matrices, 1.7.
"""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, add, apply, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.normal_forms.powers import is_whole
from matcalc_cli.functions.matrix import MATRIX_FUNCTIONS

EXPM, LOGM, *_ = MATRIX_FUNCTIONS


def is_real_power(base: Node, exponent: Node) -> bool:
    """Whether a power is none of an integer, and of a matrix."""
    return not base.is_scalar and not is_whole(exponent)


def real_power(base: Node, exponent: Node) -> Node:
    """S^p for a positive definite S."""
    return apply(EXPM, (multiply(exponent, apply(LOGM, (base,))),))


def base_and_exponent(node: Node) -> tuple[Node, Node] | None:
    """S and p of an expression that is S^p for a symmetric S and a p that is no integer; None of anything else."""
    if not (isinstance(node, Apply) and node.function is EXPM):
        return None
    (inner,) = node.args
    terms = [_term(t) for t in (inner.terms if isinstance(inner, Sum) else (inner,))]
    bases = {term[0] if term else None for term in terms}
    base = bases.pop()
    if bases or base is None or transpose(base) is not base:
        return None
    exponent = add(*[term[1] for term in terms if term])
    return None if is_whole(exponent) else (base, exponent)


def _term(node: Node) -> tuple[Node, Node] | None:
    """S and c of c*logm(S)."""
    match node:
        case Product(coefficient=c, scalars=scalars, factors=(Apply(function=function, args=(base,)),)):
            return (base, multiply(number(c), *scalars)) if function is LOGM else None
        case Apply(function=function, args=(base,)):
            return (base, ONE) if function is LOGM else None
    return None
