"""Conditions on l*I - S and I - kron(A, A), which are conditions on the eigenvalues of S and of A."""

from __future__ import annotations

from itertools import permutations

from matcalc_cli.expr.coefficients import split
from matcalc_cli.expr.constants import is_identity
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.operations import KRON
from matcalc_cli.validity.condition import BY_RECORD, Condition

OF_ONE_EIGENVALUE = ("simple largest", "simple smallest")
"""Predicates of a symmetric matrix that one of its eigenvalues is simple."""


def of_products(node: Sum) -> list[Condition]:
    """That no product of two eigenvalues of A is 1, where I - kron(A, A) is to have an inverse."""
    for one, other in permutations(node.terms) if len(node.terms) == 2 else ():
        c, square = split(other)
        if is_identity(one) and c == -1 and isinstance(square, Apply) and square.function is KRON:
            left, right = square.args
            return [Condition("no reciprocals", left)] if left is right else []
    return []


def of_eigenvalue(node: Node) -> list[Condition]:
    """That l is simple, where l*I - S with the largest or smallest eigenvalue l of S is to have a constant rank."""
    for one, other in permutations(node.terms) if isinstance(node, Sum) and len(node.terms) == 2 else ():
        match one:
            case Product(scalars=(Apply(function=function, args=(inner,)),), factors=(unit,)) if is_identity(unit):
                predicate = BY_RECORD.get(function.condition, "")
                if predicate in OF_ONE_EIGENVALUE and split(other)[1] is inner:
                    return [Condition(predicate, inner)]
    return []
