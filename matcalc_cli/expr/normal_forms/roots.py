"""Powers that are not whole: roots of numbers as products of roots of primes, positive factors taken out of a power."""

from __future__ import annotations

from functools import lru_cache

from matcalc_cli.expr.build import ONE, apply, bare, multiply
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.normal_forms.coefficients import content_of, negated
from matcalc_cli.expr.number import LARGEST_EXPONENT, exact_power, exact_ratio, magnitude
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, PI, SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcalc_cli.expr.number import Rational

LARGEST_DIVISOR = 1000
"""Primes above this are not looked for: what is left of a number counts as one."""


def root_of_number(value: Rational, exponent: Rational) -> Node:
    """A positive number to a fractional power: 8^(1/2) = 2*2^(1/2), (1/6)^(1/2) = 2^(1/2)*3^(1/2)/6.

    Every prime has an exponent between 0 and 1, so that equal numbers are one expression.
    """
    parts: list[Node] = []
    for prime, times in (*_primes(value.numerator, 1), *_primes(value.denominator, -1)):
        power = exponent * times
        whole = power.numerator // power.denominator
        if abs(whole) > LARGEST_EXPONENT:
            return bare(ELEMENTWISE_POWER, (number(value), number(exponent)))
        rest = exact_ratio(power - whole, 1)
        parts += [number(exact_power(prime, whole)), *([_bare(number(prime), number(rest))] if rest else [])]
    return multiply(*parts) if parts else ONE


def _bare(base: Node, exponent: Node) -> Node:
    return bare(ELEMENTWISE_POWER, (base, exponent))


def _primes(n: int, sign: int) -> Iterator[tuple[int, int]]:
    """The primes of n, each with how often it divides n, times the sign."""
    divisor = 2
    while divisor * divisor <= n and divisor <= LARGEST_DIVISOR:
        times = 0
        while n % divisor == 0:
            n //= divisor
            times += 1
        if times:
            yield divisor, sign * times
        divisor += 1 + (divisor > 2)
    if n > 1:
        yield n, sign


def without_positive_factors(base: Node) -> tuple[list[Node], Node]:
    """A base as factors that are positive whatever happens and the rest, for (a b)^p = a^p b^p where a > 0."""
    match base:
        case Product(coefficient=c, scalars=scalars, factors=factors):
            outside = [s for s in scalars if is_surely_positive(s)]
            inside = [s for s in scalars if not is_surely_positive(s)]
            sign = -1 if c < 0 else 1
            front = [] if abs(c) == 1 else [number(magnitude(c))]
            return [*front, *outside], multiply(number(sign), *inside, *factors)
        case Sum():
            content, primitive = content_of(base)
            if abs(content) != 1:
                return [number(magnitude(content))], negated(primitive) if content < 0 else primitive
    return [], base


@lru_cache(maxsize=4096)
def is_surely_positive(node: Node) -> bool:
    """Numbers above 0, pi, dimensions, names declared positive, exp, and powers of such; a sum of such."""
    node = innermost_base(node)
    match node:
        case Number(value=value):
            return value > 0
        case Symbol(kind=kind):
            return kind == "positive"
        case Sum(terms=terms):
            return node.is_scalar and len(terms) <= LONGEST and all(map(_is_positive_term, terms))
        case Apply(function=function) if node.is_scalar:
            return function in (PI, SIZE) or function.name in POSITIVE
    return False


def innermost_base(node: Node) -> Node:
    """The base of a power, of a power of a power, and so on."""
    while isinstance(node, Apply) and node.function is ELEMENTWISE_POWER:
        node = node.args[0]
    return node


def _is_positive_term(term: Node) -> bool:
    match term:
        case Product(coefficient=c, scalars=scalars, factors=factors):
            return (
                c > 0 and not factors and not any(map(_is_of_a_sum, scalars)) and all(map(is_surely_positive, scalars))
            )
    return not _is_of_a_sum(term) and is_surely_positive(term)


def _is_of_a_sum(node: Node) -> bool:
    """So that a sum is looked into once, however deep sums are nested."""
    return isinstance(innermost_base(node), Sum)


LONGEST = 8
"""The longest sum whose terms are looked at."""
POSITIVE = frozenset({"exp"})
"""Functions whose values are positive."""


def split_power(base: Node, exponent: Node) -> Node | None:
    """(a b)^p as a^p b^p for the positive a; None where there is none."""
    outside, rest = without_positive_factors(base)
    if not outside:
        return None
    powers = [apply(ELEMENTWISE_POWER, (part, exponent)) for part in outside]
    return multiply(*powers, apply(ELEMENTWISE_POWER, (rest, exponent)))
