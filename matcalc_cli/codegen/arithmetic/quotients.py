"""Sums, quotients and powers of entries as steps, of steps that are there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.step import ARRAY
from matcalc_cli.expr.node import Apply, Node, Number, Product
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.functions.norms import NORM

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step
    from matcalc_cli.expr.number import Rational


def total(plan: Plan, signed: Sequence[tuple[Step, bool]], *, is_matrix: bool, repeated: Collection[Step] = ()) -> Step:
    """The sum of terms, each with whether it is subtracted; `repeated` are rows and columns that stand for matrices.

    The first one is positive; of matrices one that was just computed, where its memory is taken for the sum.
    """
    ordered = sorted(signed, key=lambda pair: pair[1])
    new = [(step, negative) for step, negative in ordered if step.kind == ARRAY and step.operation in _NEW[negative]]
    first, negative = new[0] if new and is_matrix and plan.target.reuses_memory else ordered[0]
    ordered.remove((first, negative))
    found, thin = plan.make("negative", first) if negative else first, first in repeated
    for step, subtracted in ordered:
        operation = "subtract" if subtracted else "add"
        found, thin = plan.make(f"{operation}_repeated" if thin or step in repeated else operation, found, step), False
    return found


_NEW = {
    False: frozenset({"matmul", "multiply", "divide", "kron", "solve", "solve_factored"}),
    True: frozenset({"matmul"}),
}
"""Operations whose result comes first in a sum, if it is added, and if it is subtracted."""


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
    if plan.target.squares_entries and isinstance(p, int) and p % 2 == 0 and isinstance(base, Apply):
        squares = _squares(plan, base)
        if squares is not None:
            return squares if p == 2 else plan.make("power", squares, plan.number(p // 2))
    if p.numerator == 1 and p.denominator == 2:
        return plan.make("sqrt", plan.of(base))
    return plan.make("power" if isinstance(p, int) else "real_power", plan.of(base), plan.number(p))


def _squares(plan: Plan, norm: Apply) -> Step | None:
    """The square of a 2-norm as the sum of squares, which can be differentiated at 0; None of another function."""
    if norm.function is not NORM or norm.args[0].is_scalar:
        return None
    entries = plan.of(norm.args[0])
    return plan.make("sum", plan.make("multiply", entries, entries))
