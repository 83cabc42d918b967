"""From where on a condition on a quotient of polynomials in an integer holds, or fails: k^2 - 5*k + 5 > 0 for all k above 6."""

from __future__ import annotations

from functools import reduce

from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum
from matcalc_cli.expr.number import exact_ratio, magnitude
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.validity.condition import CLOSED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational
    from matcalc_cli.validity.condition import Condition

    # the coefficients, the constant one first, the last one not 0: none of the polynomial 0
    Polynomial = list[Rational]
    Quotient = tuple[Polynomial, Polynomial]
HIGHEST = 12
"""The degree of the polynomials that are looked at."""
OF_SIGNS = ("positive", "not negative", "off the poles")
OF_MODULI = ("between", "not outside")


def horizon(condition: Condition, index: Node) -> tuple[int, bool] | None:
    """An integer, and whether the condition holds of every value of an index above it, or of none; None where that is not known."""
    found = _quotient(condition.node, index)
    if found is None:
        return None
    above, below = found
    if condition.predicate in OF_MODULI:
        above = _plus(_times(below, below), _times([-1], _times(above, above)))
    elif condition.predicate in OF_SIGNS:
        above = _times(above, below)
    elif condition.predicate != "no zeros":
        return None
    if not above:
        return 0, condition.predicate in CLOSED
    signs = condition.predicate == "no zeros" or above[-1] > 0
    return max(_largest_root(above), _largest_root(below)), signs


def _largest_root(polynomial: Polynomial) -> int:
    """A bound on the roots, by Fujiwara."""
    *others, last = polynomial
    sizes = [_at_least_root(magnitude(exact_ratio(c, last)), i) for i, c in enumerate(reversed(others), 1)]
    return 1 + int(2 * max(sizes, default=0))


def _at_least_root(value: Rational, degree: int) -> Rational | float:
    """A root, or the number itself where that is no float and so above it."""
    try:
        root: float = float(value) ** (1 / degree)
    except OverflowError:
        return value
    return root


def _quotient(node: Node, index: Node) -> Quotient | None:
    """A numerator and a denominator; None of what is no quotient of polynomials."""
    if node is index:
        return [0, 1], [1]
    match node:
        case Number(value=value):
            return _tidy([value]), [1]
        case Sum(terms=terms):
            parts = [_quotient(term, index) for term in terms]
            return None if None in parts else reduce(_sum, [p for p in parts if p is not None])
        case Product(coefficient=c, scalars=scalars, factors=()):
            parts = [_quotient(scalar, index) for scalar in scalars]
            front: Quotient = [c], [1]
            return None if None in parts else reduce(_product, [p for p in parts if p is not None], front)
        case Apply(function=function, args=(base, Number(value=int() as p))) if function is ELEMENTWISE_POWER:
            part = _quotient(base, index)
            if part is None or abs(p) * max(map(len, part)) > HIGHEST:
                return None
            found = reduce(_product, [part] * abs(p))
            return found if p > 0 else found[::-1]
    return None


def _sum(one: Quotient, other: Quotient) -> Quotient:
    return _plus(_times(one[0], other[1]), _times(other[0], one[1])), _times(one[1], other[1])


def _product(one: Quotient, other: Quotient) -> Quotient:
    return _times(one[0], other[0]), _times(one[1], other[1])


def _plus(one: Polynomial, other: Polynomial) -> Polynomial:
    length = max(len(one), len(other))
    pairs = [p + [0] * (length - len(p)) for p in (one, other)]
    return _tidy([a + b for a, b in zip(*pairs, strict=True)])


def _times(one: Polynomial, other: Polynomial) -> Polynomial:
    found: Polynomial = [0] * max(len(one) + len(other) - 1, 0)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return _tidy(found)


def _tidy(polynomial: Polynomial) -> Polynomial:
    while polynomial and not polynomial[-1]:
        polynomial.pop()
    return polynomial
