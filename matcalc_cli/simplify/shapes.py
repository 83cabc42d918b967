"""Sums that have a known shorter form: s.*u - s*s'*u as (diag(s) - s*s')*u, I - A*inv(I + A) as inv(I + A), 1 - 1/(1 + t) as t/(1 + t).

Source of the second: Henderson & Searle, On deriving the inverse of a sum of matrices, 1981 (Sherman-Morrison-Woodbury).
"""

from __future__ import annotations

from matcalc_cli.expr.build import (
    MINUS_ONE,
    ONE,
    add,
    apply,
    identity,
    is_identity,
    is_ones,
    multiply,
    ones,
    scalars_and_rest,
    transpose,
)
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import negated, scale, split
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD
from matcalc_cli.simplify.distribute import cleared
from matcalc_cli.simplify.inverses import inverse, inverted
from matcalc_cli.simplify.term import term_of

FEWEST_PRODUCTS = 4
"""So many terms has a product of two sums at least."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.expr.shapes.dimensions import Size

    Found: TypeAlias = tuple[frozenset[Node], Node]
    """Terms of a sum, and what they come to together."""


def known_shapes(node: Sum, tidied: Callable[[Node], Node]) -> Iterator[Found]:
    """Every way to put some terms of a sum into one, with what rules make of it where that decides."""
    terms = node.terms
    along = [term for term in terms if any([s.has_differential for s in _scalars(term)])]  # s'*u of a moving u
    quotients = [(other, below) for other in terms if (below := _denominator(other)) is not None]
    for term in terms:
        yield from _covariance(term, along) if along else ()
        for together, found in _complements(term, quotients):
            yield together, tidied(found)
        c, rest = split(term)
        if is_identity(rest):
            yield from _resolvents(term, c, terms)
    yield from _two_sided(terms)


def _two_sided(terms: Sequence[Node]) -> Iterator[Found]:
    """(I - A)*dX*(I - B) for dX - A*dX - dX*B + A*dX*B."""
    places: dict[tuple[Sequence[Node], Node, Sequence[Node]], Node] = {}
    for term in terms if len(terms) >= FEWEST_PRODUCTS else ():
        word = () if (known := term_of(term)).scalars else known.word
        at = next((i for i, factor in enumerate(word) if factor.has_differential), None)
        if at is not None:
            places[word[:at], word[at], word[at + 1 :]] = term
    for (before, step, after), first in places.items():
        for longer, _, behind in places:
            group = [first, *map(places.get, ((before, step, behind), (longer, step, after), (longer, step, behind)))]
            found = frozenset(filter(None, group))
            if len(before) < len(longer) and len(after) < len(behind) and len(found) == FEWEST_PRODUCTS:
                a, b, c, d = [term_of(term).coefficient for term in group if term]
                if a * d == b * c:
                    left = add(
                        multiply(number(a), _run(before, step.rows)), multiply(number(c), _run(longer, step.rows))
                    )
                    right = add(_run(after, step.cols), multiply(number(exact_ratio(b, a)), _run(behind, step.cols)))
                    yield found, multiply(left, step, right)


def _run(word: Sequence[Node], size: Size) -> Node:
    return multiply(*word) if word else identity(size)


def _covariance(term: Node, terms: Sequence[Node]) -> Iterator[Found]:
    """A*(diag(s) - s*s')*u for A*(s.*u) - A*s*s'*u with columns s and u."""
    c, rest = split(term)
    scalars, word = (rest.scalars, rest.factors) if isinstance(rest, Product) else ((), (rest,))
    for i, factor in enumerate(word):
        if not (isinstance(factor, Apply) and factor.function is HADAMARD and factor.cols == 1):
            continue
        still = [a for a in factor.args if not a.has_differential]
        moving = [a for a in factor.args if a.has_differential]
        if not (still and moving):
            continue
        s, u = (apply(HADAMARD, tuple(part)) if part[1:] else part[0] for part in (still, moving))
        front, behind = (number(c), *scalars, *word[:i]), word[i + 1 :]
        other = multiply(MINUS_ONE, *front, s, transpose(s), u, *behind)
        if other in terms:
            covariance = add(apply(DIAG, (s,)), multiply(MINUS_ONE, s, transpose(s)))
            yield frozenset((term, other)), multiply(*front, covariance, u, *behind)


def _scalars(term: Node) -> Sequence[Node]:
    return term.scalars if isinstance(term, Product) else (term,) if term.is_scalar else ()


def is_covariance(node: Node) -> bool:
    """Whether it is diag(s) - s*s', or the negative of it."""
    if not (isinstance(node, Sum) and len(node.terms) == 2):
        return False
    diagonals = [rest for _, rest in map(split, node.terms) if isinstance(rest, Apply) and rest.function is DIAG]
    products = [multiply(d.args[0], transpose(d.args[0])) for d in diagonals]
    return any(add(d, scale(-1, p)) in (node, negated(node)) for d, p in zip(diagonals, products, strict=True))


def _resolvents(term: Node, c: Rational, terms: Sequence[Node]) -> Iterator[Found]:
    """inv(I + P*E*R) for I - P*inv(inv(E) + R*P)*R, and k*inv(k*I + P*R) for k*I instead of inv(E), times a number c."""
    for other in terms:
        d, rest = split(other)
        if other is term or d != -c or not isinstance(rest, Product):
            continue
        for i, factor in enumerate(rest.factors):
            inside = inverted(factor)
            if isinstance(inside, Sum):
                left = multiply(*rest.scalars, *rest.factors[:i], identity(inside.rows))
                right = multiply(identity(inside.cols), *rest.factors[i + 1 :])
                inner = add(inside, multiply(MINUS_ONE, right, left))
                if inner.cost < inside.cost and _brings_no_inverse(inner):
                    found = multiply(number(c), _resolvent(identity(term.rows), left, inner, right))
                    yield frozenset((term, other)), found


def _brings_no_inverse(inner: Node) -> bool:
    """Whether the inverse of the rest is simpler: another one would have a condition that nobody asked for."""
    return is_identity(scalars_and_rest(inner)[1]) or inverse(inner).cost < inner.cost


def _resolvent(unit: Node, left: Node, inner: Node, right: Node) -> Node:
    front, rest = scalars_and_rest(inner)
    if not is_identity(rest):
        return inverse(add(unit, multiply(left, inverse(inner), right)))
    return multiply(*front, inverse(add(multiply(*front, unit), multiply(left, right))))


def _denominator(term: Node) -> Sum | None:
    """The sum that a term is divided by."""
    return next(filter(None, map(_under_one, _parts(split(term)[1]))), None)


def _complements(term: Node, quotients: Sequence[tuple[Node, Sum]]) -> Iterator[Found]:
    """x.*(q - p)./q for x - x.*p./q, where p is a number or x has another factor in common with it."""
    c, rest = split(term)
    for other, below in quotients:
        d, longer = split(other)
        if other is term or d != -c:
            continue
        from collections import Counter

        shared, parts = Counter(_parts(rest)), Counter(_parts(longer))
        if not shared <= parts:
            continue
        rest_above = [*(parts - shared).elements()]
        if below.is_scalar and not all(part.is_scalar for part in rest_above):
            continue  # t - c.*t is no multiple of t
        above = _times([*rest_above, below], below)
        inner = add(below, multiply(MINUS_ONE, above))
        if inner.cost < below.cost:
            found = multiply(number(c), _times([inner, *shared.elements(), _under(below)], rest))
            yield frozenset((term, other)), cleared(found) or found


def _parts(node: Node) -> Sequence[Node]:
    """The factors of a product of numbers or a Hadamard product, without those that are 1 everywhere."""
    scalars, word = (node.scalars, node.factors) if isinstance(node, Product) else ((), (node,))
    if len(word) != 1 or (scalars and word[0].is_scalar):
        return scalars if not word else (node,)
    (only,) = word
    entries = only.args if isinstance(only, Apply) and only.function is HADAMARD else (only,)
    return [*scalars, *[part for part in entries if not (part is ONE or is_ones(part))]]


def _times(parts: Sequence[Node], like: Node) -> Node:
    """The numbers among some parts times the Hadamard product of the others, in the shape of another expression."""
    numbers = [part for part in parts if part.is_scalar]
    if like.is_scalar:
        return multiply(*numbers, ONE)
    entries = [part for part in parts if not part.is_scalar] or [ones(*like.shape)]
    return multiply(*numbers, apply(HADAMARD, tuple(entries)) if entries[1:] else entries[0])


def _under(node: Node) -> Node:
    return apply(ELEMENTWISE_POWER, (node, MINUS_ONE))


def _under_one(node: Node) -> Sum | None:
    """The sum q of q.^-1."""
    match node:
        case Apply(function=function, args=(Sum() as base, exponent)) if function is ELEMENTWISE_POWER:
            return base if exponent is MINUS_ONE else None
    return None
