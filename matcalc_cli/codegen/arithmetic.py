"""Sums, products with scalars, quotients and powers of entries as steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen import chain
from matcalc_cli.codegen.step import ARRAY
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum
from matcalc_cli.expr.operations import ELEMENTWISE_POWER

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step
    from matcalc_cli.expr.number import Rational


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


def total(plan: Plan, signed: Sequence[tuple[Step, bool]], *, is_matrix: bool, repeated: Collection[Step] = ()) -> Step:
    """The sum of terms, each with whether it is subtracted; `repeated` are rows and columns that stand for matrices.

    The first one is positive; of matrices one that was just computed, whose memory NumPy takes for the sum.
    """
    ordered = sorted(signed, key=lambda pair: pair[1])
    new = [(step, negative) for step, negative in ordered if step.kind == ARRAY and step.operation in _NEW[negative]]
    first, negative = new[0] if new and is_matrix else ordered[0]
    ordered.remove((first, negative))
    found = plan.make("negative", first) if negative else first
    for step, subtracted in ordered:
        operation = "subtract" if subtracted else "add"
        mixed = step in repeated or found in repeated
        found = plan.make(f"{operation}_repeated" if mixed else operation, found, step)
    return found


_NEW = {
    False: frozenset({"matmul", "multiply", "divide", "kron", "solve", "solve_factored"}),
    True: frozenset({"matmul"}),
}
"""Operations whose result comes first in a sum, if it is added, and if it is subtracted."""


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


def scaled(plan: Plan, term: Node | None, value: Step | None) -> tuple[Step, bool]:
    """The scalars of a term times a value, without the sign; and whether it is subtracted."""
    if not isinstance(term, Product):
        return value or plan.number(1), False
    negative = term.coefficient < 0
    size = -term.coefficient if negative else term.coefficient
    if value is not None and size == 1 and not term.scalars:
        return value, negative
    above, below = fraction(plan, term.scalars)
    scale = quotient(plan, above if size == 1 and (above or below) else [plan.number(size), *above], below)
    return scale if value is None else plan.make("multiply", scale, value), negative


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


def fraction(plan: Plan, factors: Sequence[Node]) -> tuple[list[Step], list[Step]]:
    """Factors that are multiplied entry by entry, as numerators and denominators."""
    above: list[Step] = []
    below: list[Step] = []
    for factor in factors:
        divisor = _divisor(plan, factor)
        if divisor is None:
            above.append(plan.of(factor))
        else:
            below.append(divisor)
    return above, below


def entrywise_product(plan: Plan, node: Apply) -> Step:
    """A.*B./C; a row or a column repeated by ones is left to broadcasting beside a full factor."""
    thin = {factor: _repeated(plan, factor) for factor in node.args}
    if all(thin.values()):  # they would not fill the matrix
        return quotient(plan, *fraction(plan, node.args))
    above, below = fraction(plan, [factor for factor in node.args if not thin[factor]])
    for step, divides in filter(None, thin.values()):
        (below if divides else above).append(step)
    return quotient(plan, above, below)


def _repeated(plan: Plan, factor: Node) -> tuple[Step, bool] | None:
    """The row or the column that a factor repeats, or what it divides by."""
    tree = plan.trees[factor][0] if factor in plan.trees and isinstance(factor, Product) else None
    step = chain.repeated(plan, tree) if tree else None
    if step is None or tree is None:
        return None
    return (step.operands[0], True) if step.operation == "reciprocal" else (step, False)


def _divisor(plan: Plan, factor: Node) -> Step | None:
    """The x.^p of a factor x.^-p."""
    match factor:
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p < 0:
            return _power(plan, base, -p)
    return None


def quotient(plan: Plan, above: Sequence[Step], below: Sequence[Step]) -> Step:
    """The product of `above` over that of `below`; one of them is not empty."""
    if not below:
        return plan.steps.fold("multiply", above)
    divisor = plan.steps.fold("multiply", below)
    if not above:
        return plan.make("reciprocal", divisor)
    return plan.make("divide", plan.steps.fold("multiply", above), divisor)


def elementwise_power(plan: Plan, node: Apply) -> Step:
    """x.^p."""
    base, exponent = node.args
    divisor = _divisor(plan, node)
    if divisor is not None:
        return plan.make("reciprocal", divisor)
    if isinstance(exponent, Number):
        return _power(plan, base, exponent.value)
    return plan.make("real_power", plan.of(base), plan.of(exponent))


def _power(plan: Plan, base: Node, p: Rational) -> Step:
    """A positive constant power."""
    if p == 1:
        return plan.of(base)
    if p.numerator == 1 and p.denominator == 2:
        return plan.make("sqrt", plan.of(base))
    return plan.make("power" if isinstance(p, int) else "real_power", plan.of(base), plan.number(p))
