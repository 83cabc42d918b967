"""Matrix products in a cheap order: vectors first, diagonal matrices as rows or columns, solves instead of inverses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.expr.node import Apply, Node, Number, Product, Symbol
from matcalc_cli.expr.operations import DIAG, POWER, TRANSPOSE

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def value(plan: Plan, factors: Sequence[Node], *, scale: Step | None = None) -> Step:
    """The product of scale and the factors; a 1x1 product is a number."""
    pieces = _pieces(factors)
    steps = [_piece(plan, piece) for piece in pieces]
    if scale is not None and len(pieces) > 1:  # the column of an outer product has fewer entries
        steps[0] = plan.make("multiply", scale, steps[0])
    total = plan.steps.fold("matmul", steps)
    if factors[0].rows == 1 and factors[-1].cols == 1 and len(factors) > 1:
        total = plan.make("item", total)
    return plan.make("multiply", scale, total) if scale is not None and len(pieces) == 1 else total


def _pieces(factors: Sequence[Node]) -> list[list[Node]]:
    """The factors cut behind every column."""
    pieces: list[list[Node]] = [[]]
    for factor in factors:
        pieces[-1].append(factor)
        if factor.cols == 1:
            pieces.append([])
    return pieces if pieces[-1] else pieces[:-1]


def _piece(plan: Plan, factors: Sequence[Node]) -> Step:
    """From the right where it ends in a column, else from the left, behind leading solves and diagonals."""
    last = len(factors) - 1
    start = last
    if factors[-1].cols != 1:
        start = next((i for i, f in enumerate(factors) if factors[0].rows == 1 or _special(plan, f) is None), last)
    total = plan.of(factors[start])
    for factor in factors[start + 1 :]:
        total = _times_right(plan, total, factor)
    for factor in reversed(factors[:start]):
        total = _times_left(plan, factor, total)
    return total


def _times_left(plan: Plan, factor: Node, total: Step) -> Step:
    """The product factor @ total."""
    operation, matrix = _special(plan, factor) or ("", None)
    if matrix is None:
        return plan.make("matmul", plan.of(factor), total)
    return plan.make(operation, matrix, total)


def _times_right(plan: Plan, total: Step, factor: Node) -> Step:
    """The product total @ factor, by a solve the transpose of factor' @ total'."""
    operation, matrix = _special(plan, factor) or ("", None)
    if matrix is None:
        return plan.make("matmul", total, plan.of(factor))
    if operation == _SOLVE:
        return turned(plan, plan.make(_SOLVE, turned(plan, matrix), turned(plan, total)))
    return plan.make("multiply", total, turned(plan, matrix))


def turned(plan: Plan, step: Step) -> Step:
    """The transpose."""
    return plan.make("transpose", step)


_SOLVE = "solve"
_SCALE = "multiply"


def _special(plan: Plan, factor: Node) -> tuple[str, Step] | None:
    """How to multiply by a diagonal matrix or by an inverse that is needed nowhere else: (operation, its operand)."""
    match factor:
        case Apply(function=function, args=(column,)) if function is DIAG and column.cols == 1:
            return _SCALE, plan.of(column)
        case Apply(function=function, args=(base, Number(value=-1))) if function is POWER:
            return None if plan.uses[factor] > 1 or is_orthogonal(base) else (_SOLVE, plan.of(base))
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE and plan.uses[factor] < 2:
            inside = _special(plan, inner)
            return (_SOLVE, turned(plan, inside[1])) if inside and inside[0] == _SOLVE else None
    return None


def is_orthogonal(node: Node) -> bool:
    """True of a variable whose inverse is its transpose."""
    return isinstance(node, Symbol) and node.kind == "orthogonal"


def trace(plan: Plan, node: Apply) -> Step:
    """tr(A B ... C) = sum(A' .* (B ... C)), which saves the last product."""
    argument = node.args[0]
    match argument:
        case Product(factors=(first, *rest)) if rest and not any(_special(plan, f) for f in argument.factors):
            return plan.make("sum", plan.make("multiply", turned(plan, plan.of(first)), value(plan, rest)))
    return plan.make("tr", plan.of(argument))
