"""Conditions on ranks, eigenvalues and singular values, and on l*I - S and I - kron(A, A), which are about those of S and of A."""

from __future__ import annotations

from itertools import permutations

from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.constants import is_identity
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, KRON
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.kinds import KINDS
from matcalc_cli.validity.condition import BY_RECORD, Condition
from matcalc_cli.validity.signs import is_definite, is_positive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Found = list[Condition] | None

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


def each(predicate: str, nodes: Iterable[Node]) -> list[Condition]:
    """One condition on several expressions."""
    return [Condition(predicate, node) for node in nodes]


def full_rank(node: Node) -> Found:
    """The conditions of a full rank: an inverse of a square matrix, a vector that is not 0."""
    if node.rows == node.cols:
        return each("invertible", [node])
    if 1 in node.shape:
        return each("not zero", [node])
    return [] if isinstance(node, Symbol) and KINDS[node.kind].orthonormal else _without_scalars("full rank", node)


def constant_rank(node: Node) -> Found:
    """The conditions of a constant rank."""
    if is_definite(node) or (node.is_scalar and is_positive(node)):
        return []
    shifted = of_eigenvalue(node)
    if shifted is not None:
        return [shifted]
    return each("not zero", [node]) if 1 in node.shape else _without_scalars("constant rank", node)


def of_singular_values(predicate: str) -> Callable[[Node], Found]:
    """The conditions of a predicate on singular values, of which a vector has one."""
    return lambda node: each("not zero", [node]) if 1 in node.shape else _without_scalars(predicate, node)


def simple(predicate: str) -> Callable[[Node], Found]:
    """The conditions of a simple eigenvalue; that of a number is simple."""
    return lambda node: [] if node.is_scalar else _without_number(predicate, node)


def simple_eigenvalues(node: Node) -> Found:
    """Of a diagonal matrix of singular values, and of their powers, they are simple where those are."""
    if node.is_scalar:
        return []
    match node:
        case Apply(function=function, args=(entries,)) if function is DIAG and entries.cols == 1:
            powers = isinstance(entries, Apply) and entries.function is ELEMENTWISE_POWER
            values = entries.children[0] if powers else entries
            if isinstance(values, Apply) and values.function is FUNCTIONS["svdvals"]:
                return each("simple singular", values.args)
    return _without_scalars("simple", node)


def _without_scalars(predicate: str, node: Node) -> Found:
    """The numbers in front of a product must not be 0, and do not matter else."""
    if isinstance(node, Product) and node.scalars and node.factors:
        return [*each("no zeros", node.scalars), Condition(predicate, multiply(*node.factors))]
    return _without_number(predicate, node)


def _without_number(predicate: str, node: Node) -> Found:
    other = split(node)[1]
    return None if other is node else [Condition(predicate, other)]
