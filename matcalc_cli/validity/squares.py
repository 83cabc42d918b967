"""1 - X.^2 and X - c: differences that are conditions between two numbers."""

from __future__ import annotations

from itertools import permutations

from matcalc_cli.expr.build import ONE, add, apply, bare, is_ones, multiply, ones
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import content_of, scale, split
from matcalc_cli.expr.normal_forms.products import denominators
from matcalc_cli.expr.number import exact_ratio, magnitude, rational_power
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, TRANSPOSE
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.validity.condition import Condition
from matcalc_cli.validity.signs import is_not_negative, is_positive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcalc_cli.expr.number import Rational


def between_ends(node: Node) -> list[Condition] | None:
    """Nothing for what is between -1 and 1 wherever it has a value, as tanh(X), or X/(1 + X.^2).^(1/2)."""
    if all(map(is_positive, to_the_ends(node))):
        return []
    rest = cleared(one_minus_square(node)[1])
    return _of_root("between", "positive", node) if rest is None else [Condition("positive", rest)]


def not_outside(node: Node) -> list[Condition] | None:
    """Nothing for what is between -1 and 1 or one of these wherever it has a value, as sin(X)."""
    inside = all(map(is_not_negative, to_the_ends(node))) or cleared(one_minus_square(node)[1]) is not None
    return [] if inside else _of_root("not outside", "not negative", node)


def cleared(node: Node) -> Node | None:
    """B - A.^2 of 1 - A.^2/B with a B >= 0, which has its sign, where this is surely not negative; None of others."""
    above = [b for b in _denominators(node) if is_not_negative(b)] if isinstance(node, Sum) else []
    return next((rest for b in above if is_not_negative(rest := times(b, node))), None)


def _denominators(total: Sum) -> list[Node]:
    """The denominators of the terms, entry by entry too."""
    factors = [split(term)[1] for term in total.terms]
    factors = [f for node in factors for f in (node.children if _is_of_entries(node) else (node,))]
    return [
        *denominators(total),
        *(
            f.args[0]
            for f in factors
            if isinstance(f, Apply) and f.function is ELEMENTWISE_POWER and _is_below(f.args[1])
        ),
    ]


def _is_of_entries(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is HADAMARD


def _is_below(exponent: Node) -> bool:
    return isinstance(exponent, Number) and exponent.value < 0


def _of_root(predicate: str, asked: str, node: Node) -> list[Condition] | None:
    """X of X.^3, which is between -1 and 1 where X is, and x - 1 of 1 - x; 1 - X of what has no negative entry; None of others."""
    match node:
        case Apply(function=function, args=(base, Number(value=int() as p))) if function is ELEMENTWISE_POWER and p > 0:
            return [Condition(predicate, base)]
        case Sum() if content_of(node)[0] < 0:
            return [Condition(predicate, scale(-1, node))]
        case _ if is_not_negative(node):
            return [Condition(asked, to_the_ends(node)[0])]
    return None


def to_the_ends(node: Node) -> list[Node]:
    """1 - X and 1 + X."""
    return [add(ones(*node.shape), scale(sign, node)) for sign in (-1, 1)]


def times(factor: Node, total: Node) -> Node:
    """The sum with each of its terms multiplied: nu + q of nu and 1 + q/nu."""
    if factor.is_scalar:
        return add(*[multiply(factor, term) for term in total.children])
    return add(*[apply(HADAMARD, (factor, term)) for term in total.children])


def one_minus_square(node: Node) -> list[Node]:
    """1 - X.^2, as it stands and with the power of each factor: 1 - a^2/b^2."""
    squares = [power(ELEMENTWISE_POWER, (node, number(2))) for power in (bare, apply)]
    return [add(ones(*node.shape), multiply(number(-1), square)) for square in squares]


def difference_of_squares(node: Node) -> Node | None:
    """X.^2 - c^2 of X - c with a number c > 0, c^2 - X.^2 of c - X with an X >= 0: where this is positive, so is that."""
    for term in node.terms if isinstance(node, Sum) else ():
        c, entries = split(term)
        other = add(node, scale(-1, term))
        if (entries is ONE or is_ones(entries)) and (c < 0 or is_not_negative(scale(-1, other))):
            sign = -1 if c > 0 else 1
            return add(scale(sign, _square(other)), scale(-sign * c * c, entries))
    return None


def _square(node: Node) -> Node:
    """X.^2, exp(2*X) of exp(X)."""
    c, value = split(node)
    match value:
        case Apply(function=function, args=(inner,)) if function.of_sums and function.elementwise:
            return scale(c * c, apply(function, (scale(2, inner),)))
    return apply(ELEMENTWISE_POWER, (node, number(2)))


def root_of_difference(node: Node) -> Node | None:
    """X of 1 - X.^2, with its number: 2*x of 1 - 4*x^2."""
    if not isinstance(node, Sum) or len(node.terms) != 2:
        return None
    ones = [t for t in node.terms if t is ONE or is_ones(t)]
    c, square = split(next((t for t in node.terms if t not in ones), node))
    if (
        isinstance(square, Apply) and square.function is TRANSPOSE
    ):  # of a row, as a column; rows and columns do not matter
        (square,) = square.args
    base = _root_of_square(square) if ones and c < 0 else None
    root = None if base is None else rational_power(magnitude(c), exact_ratio(1, 2))
    return None if base is None or root is None else scale(root, base)


def root_above(node: Node) -> Node | None:
    """X - c of X.^2 - c^2 with a number c > 0."""
    for one, other in permutations(node.terms) if isinstance(node, Sum) and len(node.terms) == 2 else ():
        (c, square), (d, entries) = split(one), split(other)
        base = _half_power(square) if c > 0 > d and (entries is ONE or is_ones(entries)) else None
        root = None if base is None else rational_power(exact_ratio(-d, c), exact_ratio(1, 2))
        if base is not None and root is not None:
            return add(base, scale(-root, entries))
    return None


def less(node: Node, other: Node) -> Iterator[Node]:
    """One minus positive multiples of the other, 1 or such that a term falls out: alpha less (2*alpha - 1)/2."""
    yield add(node, scale(-1, other))
    first, second = coefficients(node), coefficients(other)
    for term, c in first.items():
        if c * (d := second.get(term, 0)) > 0 and c != d:
            yield add(node, scale(exact_ratio(-c, d), other))


def coefficients(node: Node) -> dict[Node, Rational]:
    """The numbers in front of the terms of a sum, by the rest."""
    found = [split(term) for term in (node.terms if isinstance(node, Sum) else (node,))]
    return {rest: c for c, rest in found}


def _root_of_square(node: Node) -> Node | None:
    """X of X.^2, and a/b of a^2*b^-2."""
    match node:
        case Apply(function=function, args=entries) if function is HADAMARD:
            halves = [_half_power(e) for e in entries]
            whole = tuple([h for h in halves if h is not None])
            return apply(HADAMARD, whole) if len(whole) == len(entries) else None
        case Product(coefficient=1, scalars=scalars, factors=()):
            roots = [_half_power(s) for s in scalars]
            found = [r for r in roots if r is not None]
            return multiply(*found) if len(found) == len(roots) else None
    return _half_power(node)


def _half_power(node: Node) -> Node | None:
    match node:
        case Apply(function=function, args=(base, Number(value=int() as p))) if (
            function is ELEMENTWISE_POWER and not p % 2
        ):
            return apply(ELEMENTWISE_POWER, (base, number(p // 2)))
        case Apply(function=function, args=(inner,)) if function.of_sums and function.elementwise:
            times_two = split(inner)[0]  # the root of exp(X), exp(X/2), would be taken again and again
            return apply(function, (scale(exact_ratio(1, 2), inner),)) if times_two % 2 == 0 else None
    return None


def modulus_apart(node: Sum) -> list[Node]:
    """1 - X and 1 + X of 1 - abs(X), which is 0 where one of them is, and of 1 - X.^2 if one never is; nothing of other sums."""
    root = root_of_difference(node)
    ends = [] if root is None else to_the_ends(root)
    if any(is_positive(end) or is_positive(scale(-1, end)) for end in ends):
        return ends
    terms = [t for t in node.terms if not (t is ONE or is_ones(t))]
    c, modulus = split(terms[0]) if len(terms) == 1 and len(node.terms) == 2 else (0, node)
    if c == -1 and isinstance(modulus, Apply) and modulus.function is FUNCTIONS["abs"]:
        one, x = ones(*node.shape), modulus.args[0]
        return [add(one, scale(-1, x)), add(one, x)]
    return []
