"""Sums, products with scalars, and products of entries as steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.codegen.arithmetic import chain
from matcalc_cli.codegen.arithmetic.quotients import fraction, quotient, scaled, total
from matcalc_cli.codegen.step import ARRAY
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def signed_sum(plan: Plan, node: Sum) -> Step:
    """A sum; multiples of the identity are added to the diagonal of the rest.

    A multiple of ones(m,n), and a row or a column repeated by ones, are left to broadcasting beside a full term.
    """
    terms = node.terms
    eyes = [term for term in terms if _multiple(term, "I") is not None]
    others = [term for term in terms if term not in eyes]
    if not others or "plus_diagonal" not in plan.target.operations:
        eyes, others = [], list(terms)
    thin = [_thin(plan, term) for term in others]
    if None not in thin:  # they would not fill the matrix
        thin = [None] * len(thin)
    signed = [found or _signed(plan, term) for found, term in zip(thin, others, strict=True)]
    repeated = {pair[0] for pair in thin if pair and pair[0].kind == ARRAY}
    found = total(plan, signed, is_matrix=1 not in node.shape, repeated=repeated)
    for term in eyes:
        step, negative = scaled(plan, term, None)
        found = plan.make("plus_diagonal", found, plan.make("negative", step) if negative else step)
    return found


def _signed(plan: Plan, term: Node) -> tuple[Step, bool]:
    """A term without the sign of its coefficient, and whether it is subtracted."""
    match term:
        case Product(coefficient=c):
            return product(plan, term, sign=-1 if c < 0 else 1), c < 0
        case Number(value=v) if v < 0:
            return plan.number(-v), True
    return plan.of(term), False


def _thin(plan: Plan, term: Node) -> tuple[Step, bool] | None:
    """The number, the row or the column, with its sign, of a term that repeats it."""
    if _multiple(term, "ones") is not None:
        return scaled(plan, term, None)
    tree = plan.trees[term][0] if term in plan.trees and isinstance(term, Product) else None
    step = chain.repeated(plan, tree) if tree else None
    return scaled(plan, term, step) if step else None


def _multiple(term: Node, name: str) -> Node | None:
    """The factor of c*alpha*ones(m,n), of c*alpha*I(n)."""
    match term:
        case Apply(function=function) if function.name == name:
            return term
        case Product(factors=(Apply(function=function) as factor,)) if function.name == name:
            return factor
    return None


def product(plan: Plan, node: Product, *, sign: int = 1) -> Step:
    """The product of sign, coefficient, scalars and factors, the numbers multiplied with each other first."""
    c = sign * node.coefficient
    above, below = fraction(plan, node.scalars)
    if c not in {1, -1}:
        above = [plan.number(c), *above]
    elif above and c == -1:
        above[0] = plan.make("negative", above[0])
    elif c == -1:
        return plan.make("negative", product(plan, node, sign=-sign))
    if not node.factors:
        return quotient(plan, above, below)
    if above:
        return chain.value(plan, node, scale=quotient(plan, above, below))
    value = chain.value(plan, node)
    return plan.make("divide", value, plan.steps.fold("multiply", below)) if below else value


def entrywise_product(plan: Plan, node: Apply) -> Step:
    """A.*B./C; a row or a column repeated by ones is left to broadcasting beside a full factor."""
    thin = {factor: _repeated(plan, factor) for factor in node.args}
    if all(thin.values()):  # they would not fill the matrix
        return quotient(plan, *fraction(plan, node.args))
    found = quotient(plan, *fraction(plan, [factor for factor in node.args if not thin[factor]]))
    for step, divides in filter(None, thin.values()):
        found = plan.make("divide_repeated" if divides else "multiply_repeated", found, step)
    return found


def _repeated(plan: Plan, factor: Node) -> tuple[Step, bool] | None:
    """The row or the column that a factor repeats, or what it divides by."""
    tree = plan.trees[factor][0] if factor in plan.trees and isinstance(factor, Product) else None
    step = chain.repeated(plan, tree) if tree else None
    if step is None or tree is None:
        return None
    return (step.operands[0], True) if step.operation == "reciprocal" else (step, False)
