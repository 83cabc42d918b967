"""Solves instead of inverses: a matrix that is solved with more than once is factored once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.expr.build import upright
from matcalc_cli.expr.node import Node, Symbol

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def solve(plan: Plan, matrix: Node, right: Step) -> Step:
    """inv(matrix) @ right."""
    base, is_turned = upright(matrix)
    factored = _factored(plan, base)
    if factored is None:
        step = plan.of(base)
        return plan.make("solve", plan.make("transpose", step) if is_turned else step, right)
    return plan.make("solve_transposed_factored" if is_turned else "solve_factored", factored, right)


def inverse(plan: Plan, matrix: Node) -> Step:
    """inv(matrix) itself."""
    base, is_turned = upright(matrix)
    factored = _factored(plan, base)
    found = plan.make("inverse", plan.of(base)) if factored is None else plan.make("inverse_factored", factored)
    return plan.make("transpose", found) if is_turned else found


def determinant(plan: Plan, function: str, matrix: Node) -> Step:
    """det(matrix) or logdet(matrix)."""
    base, _ = upright(matrix)
    factored = _factored(plan, base)
    if factored is not None:
        return plan.make(f"{function}_factored", factored)
    definite = f"{function}_definite"
    return plan.make(definite if _is_definite(base) and definite in plan.target.operations else function, plan.of(base))


def _factored(plan: Plan, base: Node) -> Step | None:
    """The factors of a matrix that is needed more than once, where the target has them."""
    operation = "factor_definite" if _is_definite(base) else "factor"
    if plan.solved[base] < 2 or operation not in plan.target.operations:
        return None
    return plan.make(operation, plan.of(base))


def _is_definite(node: Node) -> bool:
    return isinstance(node, Symbol) and node.kind == "spd"
