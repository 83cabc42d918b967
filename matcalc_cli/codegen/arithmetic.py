"""Sums, products with scalars, quotients and powers of entries as steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen import chain
from matcalc_cli.expr.node import Apply, Node, Number, Product
from matcalc_cli.expr.operations import ELEMENTWISE_POWER

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step
    from matcalc_cli.expr.number import Rational


def signed_sum(plan: Plan, terms: Sequence[Node]) -> Step:
    """A sum, a positive term first; a multiple of ones(m,n) is left to broadcasting beside a full term."""
    full = any(_constant_matrix(term) is None for term in terms)
    return total(plan, [_signed(plan, term, broadcast=full) for term in terms])


def total(plan: Plan, signed: Sequence[tuple[Step, bool]]) -> Step:
    """The sum of terms, each with whether it is subtracted."""
    (total, negative), *rest = sorted(signed, key=lambda pair: pair[1])
    if negative:
        total = plan.make("negative", total)
    for step, subtracted in rest:
        total = plan.make("subtract" if subtracted else "add", total, step)
    return total


def _signed(plan: Plan, term: Node, *, broadcast: bool) -> tuple[Step, bool]:
    """A term without the sign of its coefficient, and whether it is subtracted."""
    scalars = _constant_matrix(term) if broadcast else None
    match term:
        case Product(coefficient=c) if scalars is not None:
            return _scale(plan, -c if c < 0 else c, scalars), c < 0
        case Product(coefficient=c):
            return product(plan, term, sign=-1 if c < 0 else 1), c < 0
        case Number(value=v) if v < 0:
            return plan.number(-v), True
    return (plan.of(term) if scalars is None else plan.number(1)), False


def _scale(plan: Plan, c: Rational, scalars: Sequence[Node]) -> Step:
    """The number c * scalars."""
    above, below = fraction(plan, scalars)
    return quotient(plan, above if c == 1 and (above or below) else [plan.number(c), *above], below)


def _constant_matrix(term: Node) -> tuple[Node, ...] | None:
    """The scalars of c*alpha*ones(m,n), or None."""
    match term:
        case Apply(function=function) if function.name == "ones":
            return ()
        case Product(scalars=scalars, factors=(Apply(function=function),)) if function.name == "ones":
            return scalars
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


def scaled(plan: Plan, term: Node, value: Step) -> tuple[Step, bool]:
    """The scalars of a term times the value of its factors, without the sign; and whether it is subtracted."""
    if not isinstance(term, Product):
        return value, False
    negative = term.coefficient < 0
    size = -term.coefficient if negative else term.coefficient
    if size == 1 and not term.scalars:
        return value, negative
    return plan.make("multiply", _scale(plan, size, term.scalars), value), negative


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
    if p.numerator == 1 and p.denominator == 2:
        return plan.make("sqrt", plan.of(base))
    return plan.make("power" if isinstance(p, int) else "real_power", plan.of(base), plan.number(p))
