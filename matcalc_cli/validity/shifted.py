"""Conditions on l*I - S and I - kron(A, A), which are conditions on the eigenvalues of S and of A."""

from __future__ import annotations

from itertools import permutations

from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.constants import is_identity
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, KRON
from matcalc_cli.validity.condition import BY_RECORD, Condition

OF_ONE = ("simple largest", "simple smallest", "simple largest singular")
"""Predicates of a matrix that one of its eigenvalues or singular values is simple."""


def of_products(node: Sum) -> Condition | None:
    """The condition that no product of two eigenvalues of A is 1, where I - kron(A, A) is to have an inverse."""
    for one, other in permutations(node.terms) if len(node.terms) == 2 else ():
        c, square = split(other)
        if is_identity(one) and c == -1 and isinstance(square, Apply) and square.function is KRON:
            left, right = square.args
            return Condition("no reciprocals", left) if left is right else None
    return None


def of_eigenvalue(node: Node) -> Condition | None:
    """The condition that l is simple, where l*I - S with the largest or smallest eigenvalue l of S is to have a constant rank.

    S may be A*A' or A'*A, with the square of the largest singular value of A.
    """
    for one, other in permutations(node.terms) if isinstance(node, Sum) and len(node.terms) == 2 else ():
        value = _multiple_of_identity(one)
        square = isinstance(value, Apply) and value.function is ELEMENTWISE_POWER
        found = value.args[0] if isinstance(value, Apply) and square else value
        if isinstance(found, Apply) and found.args:
            predicate, inner, shifted = BY_RECORD.get(found.function.condition, ""), found.args[0], split(other)[1]
            if predicate in OF_ONE and shifted in ([_gram(inner), _gram(transpose(inner))] if square else [inner]):
                return Condition(predicate, inner)
    return None


def _multiple_of_identity(node: Node) -> Node | None:
    """The number that a multiple of the identity has in front of it; a number itself."""
    match node:
        case Product(coefficient=1, scalars=(value,), factors=(unit,)) if is_identity(unit):
            return value
    return node if node.is_scalar else None


def _gram(a: Node) -> Node:
    return multiply(a, transpose(a))
