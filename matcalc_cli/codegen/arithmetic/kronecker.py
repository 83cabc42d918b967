"""Kronecker products and the matrices of zeros and ones beside them, laid out in memory, never multiplied out.

A commutation matrix exchanges axes of what it is multiplied with, diagsel takes every (n+1)-th row, and of a Kronecker
product only the rows are formed that are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.arithmetic.links import exchange_of
from matcalc_cli.codegen.arithmetic.term import (
    COLS_SCALED,
    EXCHANGED_TERM,
    FILLED,
    KRON_TERM,
    PRODUCT_TERM,
    ROWS_SCALED,
    STACK_TIMES,
    TURNED_TERM,
    WITHIN_TERM,
    factors_of,
    within_identities,
)
from matcalc_cli.expr.build import is_identity, is_ones
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node
from matcalc_cli.expr.operations import DUPLICATION, ELIMINATION, KRON, TRANSPOSE, TRIL, TRIU
from matcalc_cli.expr.shapes.dimensions import Shape

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def exchanged(plan: Plan, node: Node, other: Node | None, step: Step) -> Step:
    """The product of a matrix that exchanges axes and the value of `step`, which is that of the node `other` where it has one."""
    found = exchange_of(node)
    if found is None or "exchange" not in plan.target.operations:
        return plan.make("matmul", plan.of(node), step)
    copies, m, n = map(plan.size, found)
    if found[0] != 1:
        return plan.make("exchange_within", step, m, n, copies)
    factors = _factors(other, (found[2], found[1]))
    if factors and not any(map(is_identity, factors)) and "exchanged_kron" in plan.target.operations:
        return plan.make("exchanged_kron", *map(plan.of, factors))
    return plan.make("exchange", step, m, n)


def diagonal_rows(plan: Plan, node: Node, other: Node | None, step: Step) -> Step:
    """diagsel(n) times a matrix, the node `other` if it is one: row i is kron(p, q) of the rows i of kron(P, Q)."""
    if "row_kron" not in plan.target.operations:
        return plan.make("matmul", plan.of(node), step)
    if factors := _factors(other, (node.rows, node.rows)):
        return plan.make("row_kron", *map(plan.of, factors))
    return plan.make("every_row", step, plan.size(node.rows + 1))


def _factors(node: Node | None, rows: Shape) -> Sequence[Node]:
    """The factors of a Kronecker product of two matrices with so many rows; of anything else none."""
    if not isinstance(node, Apply) or node.function is not KRON:
        return ()
    return node.args if tuple([a.rows for a in node.args]) == rows else ()


def applied(plan: Plan, node: Node, other: Step) -> Step | None:
    """The product of a matrix that need not be formed and another one; None of a matrix that is."""
    found: tuple[str, list[Step]] | None = None
    is_turned = isinstance(node, Apply) and node.function is TRANSPOSE
    match node.args[0] if is_turned and isinstance(node, Apply) else node:
        case Apply(function=function, args=args) if function is KRON and not is_turned and (terms := factors_of(args)):
            parts = (terms[0].a, terms[0].b)
            found = "kron", _parts(plan, parts)
        case Apply(function=function, sizes=(n,)) if function in {ELIMINATION, DUPLICATION}:
            found = function.name, [plan.size(n)]
        case Apply(function=function, args=(inner,)) if function in {TRIL, TRIU} and is_ones(inner):
            found = function.name, []
    if found is None:
        return None
    operation = f"{found[0]}_turned_times" if is_turned else f"{found[0]}_times"
    return plan.make(operation, *found[1], other) if operation in plan.target.operations else None


def kron(plan: Plan, node: Apply) -> Step:
    """A Kronecker product; one with an identity at an end is blocks among zeros."""
    if "eye_kron" not in plan.target.operations:
        return plan.steps.fold("kron", [plan.of(a) for a in node.args])
    before, inner, after = within_identities(node.args)
    step = plan.steps.fold("kron", [plan.of(a) for a in inner])
    if after != 1:
        step = plan.make("kron_eye", step, plan.size(after))
    return plan.make("eye_kron", plan.size(before), step) if before != 1 else step


def _term(plan: Plan, node: Apply) -> Step:
    """A term of a filling; an identity by its size."""
    return plan.make(node.function.name, *_parts(plan, node.args), *map(plan.size, node.sizes[2:]))


def _parts(plan: Plan, factors: Sequence[Node]) -> list[Step]:
    """The factors; an identity by its size."""
    return [plan.make("identity", plan.size(a.rows)) if is_identity(a) else plan.of(a) for a in factors]


def _as_it_is(plan: Plan, node: Apply) -> Step:
    return plan.make(node.function.name, *map(plan.of, node.args))


SPECIAL: dict[Function, Callable[[Plan, Apply], Step]] = {
    KRON_TERM: _term, EXCHANGED_TERM: _term, TURNED_TERM: _term, WITHIN_TERM: _term, PRODUCT_TERM: _as_it_is, FILLED: _as_it_is, ROWS_SCALED: _as_it_is,
    COLS_SCALED: _as_it_is, STACK_TIMES: _as_it_is,
}  # fmt: skip
"""How the terms of codegen/arithmetic/filled.py are planned."""
