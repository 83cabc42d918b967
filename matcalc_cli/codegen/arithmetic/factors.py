"""Solves instead of inverses: what is asked more than once of a matrix is asked of its factors, computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.codegen.arithmetic.links import oriented
from matcalc_cli.expr.node import Node, Symbol

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def solve(plan: Plan, matrix: Node, right: Step) -> Step:
    """inv(matrix) @ right."""
    base, is_turned = oriented(matrix)
    factored = _factored(plan, base)
    if factored is not None:
        return plan.make("solve_transposed_factored" if is_turned else "solve_factored", factored, right)
    left = plan.of(base)
    return plan.make("solve", plan.make("transpose", left) if is_turned else left, right)


def inverse(plan: Plan, matrix: Node) -> Step:
    """inv(matrix) itself, which LAPACK makes of the factors faster than by a solution."""
    base, is_turned = oriented(matrix)
    factored = _factored(plan, base, least=1)
    found = plan.make("inverse", plan.of(base)) if factored is None else plan.make("inverse_factored", factored)
    return plan.make("transpose", found) if is_turned else found


def determinant(plan: Plan, function: str, matrix: Node) -> Step:
    """det(matrix) or logdet(matrix)."""
    base, _ = oriented(matrix)
    factored = _factored(plan, base)
    return plan.make(function, plan.of(base)) if factored is None else plan.make(f"{function}_factored", factored)


def _factored(plan: Plan, base: Node, least: int = 2) -> Step | None:
    """The factors of a matrix that is asked for often enough, where the target has them; of a definite one always."""
    definite = isinstance(base, Symbol) and base.kind == "spd"
    operation = "factor_definite" if definite else "factor"
    if operation not in plan.target.operations or not (definite or plan.solved[base] >= least):
        return None
    return plan.make(operation, plan.of(base))
