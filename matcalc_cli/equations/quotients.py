"""Sums of quotients over one denominator, where that is shorter: 1 - a^2/(1 + a^2) is 1/(1 + a^2).

So too of roots, of quotients: a^2/(b*sqrt((1 + a^2)/b)) - sqrt((1 + a^2)/b) is -1/(b*sqrt((1 + a^2)/b)).
"""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import add, apply, multiply, substitute, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, postorder
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.simplify import simplify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

MOST_FACTORS = 2
"""So many factors of a denominator are multiplied out."""
MOST = 8
"""So many sums are rewritten in one expression."""


def over_one_denominator(node: Node) -> Node:
    """The expression with the sums in it that are shorter so as one quotient each."""
    for _ in range(MOST):
        better = next(
            (pair for n in postorder(node) if isinstance(n, Sum) and n.is_scalar for pair in _shorter(n)), None
        )
        if better is None:
            return node
        node = simplify(substitute(node, dict([better])))
    return node


def _shorter(total: Sum) -> Iterator[tuple[Node, Node]]:
    """The sum and what is shorter, for each sum that is a denominator in it."""
    exponents = [_exponents(term) for term in total.terms]
    for below in dict.fromkeys(base for found in exponents for base, e in found.items() if e < 0):
        powers = [-found.get(below, 0) for found in exponents]
        highest = max(powers)
        if any((highest - k) not in range(MOST_FACTORS + 1) for k in powers):
            continue
        parts = [p for term, k in zip(total.terms, powers, strict=True) for p in _without(term, below, k, highest)]
        found = multiply(simplify(add(*parts)), _power(below, -highest))
        if found.cost < total.cost:
            yield total, found


def _without(term: Node, below: Node, power: Rational, highest: Rational) -> list[Node]:
    """A term without its denominator, multiplied out with as many more as the others have."""
    found = [multiply(term, _power(below, power))]
    for _ in range(int(highest - power)):
        found = [multiply(one, part) for one in found for part in _terms(below)]
    return found


def _terms(below: Node) -> list[Node]:
    """The terms of a sum, and of a product with a sum in it."""
    if isinstance(below, Sum):
        return [*below.terms]
    scalars = below.scalars if isinstance(below, Product) else ()
    total = next((s for s in scalars if isinstance(s, Sum)), None)
    rest = [s for s in scalars if s is not total]
    return [below] if total is None else [multiply(term, *rest) for term in total.terms]


def _power(base: Node, exponent: Rational) -> Node:
    return apply(ELEMENTWISE_POWER, (base, number(tidy(exponent))))


def _exponents(term: Node) -> dict[Node, Rational]:
    """The sums in a product of numbers, and the powers that they and products of numbers stand in."""
    scalars = term.scalars if isinstance(term, Product) else (term,)
    found: dict[Node, Rational] = {s: 1 for s in scalars if isinstance(s, Sum)}
    for s in scalars:
        match s:
            case Apply(function=function, args=(Sum() | Product() as base, Number(value=value))) if (
                function is ELEMENTWISE_POWER
            ):
                found[base] = value
    return found


def with_norms(node: Node) -> Node:
    """The expression with norm(x)^2 for x'*x where it has norm(x) besides."""
    norm = FUNCTIONS["norm"]
    squares: dict[Node, Node] = {}
    for n in postorder(node):
        if isinstance(n, Apply) and n.function is norm:
            x = n.args[0]
            squares[multiply(transpose(x), x)] = instantiate("norm(x)^2", {"x": x}, {})
    return substitute(node, squares) if squares else node
