"""Powers of the user's named parts: K^2 for exp(-2*q) where K is exp(-q), q^(-3/2), A^-2."""

from __future__ import annotations

from matcalc_cli.expr.build import apply, multiply
from matcalc_cli.expr.node import Apply, Node, Number, Product, number
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.normal_forms.powers import is_integer
from matcalc_cli.expr.normal_forms.products import base_and_exponent
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER
from matcalc_cli.expr.sign import is_positive
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.later import attrgetter


def by_power(node: Node, value: Node, letter: Node) -> Node | None:
    """A^-2 where the part is A^-1, q^(-3/2) where it is (q/n)^(1/2): the power of the letter that gives it."""
    match node, value:
        case Apply(function=f, args=(base, Number(value=e))), Apply(function=g, args=(same, Number(value=p))) if (
            f is g is POWER
        ):
            times = exact_ratio(e, p)
            return apply(POWER, (letter, number(times))) if base is same and times.denominator == 1 else None
        case Apply(function=f, args=(exponent,)), Apply(function=g, args=(one,)) if f is g is FUNCTIONS["exp"]:
            return _of_exponential(exponent, one, letter)
    return scalar_power(node, value, letter) if node.is_scalar and value.is_scalar else None


def _of_exponential(exponent: Node, one: Node, letter: Node) -> Node | None:
    """The power of the letter of exp(one) that exp(exponent) is, entry by entry."""
    (times, of), (once, same) = split(exponent), split(one)
    return apply(ELEMENTWISE_POWER, (letter, number(exact_ratio(times, once)))) if of is same else None


def scalar_power(node: Node, value: Node, letter: Node) -> Node | None:
    """A power of the largest factor of a part, in terms of the part; all other factors are positive.

    x is no root of x^2, which is abs(x): of a base of either sign the powers of the part are whole.
    """
    base, exponent = base_and_exponent(node)
    product = isinstance(value, Product) and not value.factors
    scalars = value.children if product else (value,)
    powers = dict(map(base_and_exponent, scalars))
    power = powers.get(base)
    if not (isinstance(power, Number) and isinstance(exponent, Number)) or base is not max(
        powers, key=attrgetter("cost")
    ):
        return None
    rest = [s for s in scalars if base_and_exponent(s)[0] is not base]
    rest += [number(value.coefficient)] if isinstance(value, Product) and product else []
    if not all(map(is_positive, rest)):
        return None
    times = exact_ratio(exponent.value, power.value)
    known = is_positive(base) or (isinstance(base, Apply) and base.function.sign in ("positive", "not negative"))
    if not known and times.denominator != 1 and is_integer(exponent) and is_integer(power):
        return None
    pairs = ((letter, times), (multiply(*rest), -times))
    return multiply(*[apply(ELEMENTWISE_POWER, (factor, number(e))) for factor, e in pairs])
