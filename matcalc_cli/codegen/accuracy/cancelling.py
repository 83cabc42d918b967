"""Sums in which terms cancel, as products in which nothing does.

Polynomials of one function are divided by what its record says of it less a number, and of two terms that are the same
power of a sum but for one of its terms that term goes:

    s - 3 s.^2 + 2 s.^3 = -s.*sigmoid(-x).*tanh(x/2)      for s = sigmoid(x)
    (x.^2 + a).^-1/2 - x.^2.*(x.^2 + a).^-3/2 = a (x.^2 + a).^-3/2
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from matcalc_cli.codegen.form import column_of
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import add, apply, multiply, ones, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD

Polynomial = dict[int, Fraction]
"""Coefficients by power."""


def settled(node: Sum) -> Node:
    """The sum as products, where it cancels."""
    if node.rows == 1 != node.cols:
        turned = transpose(node)
        return transpose(settled(turned)) if isinstance(turned, Sum) else node
    for change in (_on_a_diagonal, _divided, _reduced):
        new = change(node)
        if new is not node:
            return settled(new) if isinstance(new, Sum) else new
    return node


def _on_a_diagonal(node: Sum) -> Node:
    """Diagonal matrices are settled as columns."""
    columns = {term: column for term in node.terms if (column := _diagonal_of(term)) is not None}
    total = add(*columns.values()) if len(columns) > 1 else node
    found = settled(total) if isinstance(total, Sum) and total is not node else total
    if found is total:
        return node
    return add(*[term for term in node.terms if term not in columns], apply(DIAG, (found,)))


def _diagonal_of(term: Node) -> Node | None:
    """The column of a multiple of diag(column) or the identity."""
    scalars, factors = _parts(term)
    column = column_of(factors[0]) if len(factors) == 1 else None
    return None if column is None else multiply(*scalars, column)


def _parts(term: Node) -> tuple[Sequence[Node], Sequence[Node]]:
    """The scalars of a term, the number among them, and its matrices."""
    if isinstance(term, Product):
        return (number(term.coefficient), *term.scalars), term.factors
    return ((term,), ()) if term.is_scalar else ((), (term,))


def entrywise_parts(term: Node) -> Sequence[Node]:
    """The factors that are multiplied entry by entry."""
    scalars, factors = _parts(term)
    match factors:
        case [Apply(function=function, args=args)] if function is HADAMARD:
            return (*scalars, *args)
    return (*scalars, *factors) if len(factors) < 2 else (*scalars, multiply(*factors))


def entrywise_product(parts: Sequence[Node], like: Node) -> Node:
    """The product, entry by entry, in the shape of `like`."""
    matrix = like.is_scalar or any(not part.is_scalar for part in parts)
    return apply(HADAMARD, (*parts, *([] if matrix else [ones(like.rows, like.cols)]), number(1)))


def power_of(part: Node) -> tuple[Node, Fraction]:
    """x.^p as (x, p)."""
    match part:
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER:
            return base, Fraction(p)
    return part, Fraction(1)


def _divided(node: Sum) -> Node:
    """Polynomials of a function, divided by what it is less a number."""
    for function in dict.fromkeys(_known(node)):
        groups: dict[Node, Polynomial] = {}
        for term in node.terms:
            coefficient, rest, power = _monomial(term, function)
            polynomial = groups.setdefault(rest, {})
            polynomial[power] = polynomial.get(power, Fraction(0)) + coefficient
        found = [_quotient(polynomial, function) for polynomial in groups.values()]
        if any(factors for factors, _ in found):
            return add(*[_product(rest, *parts, function, node) for rest, parts in zip(groups, found, strict=True)])
    return node


def _known(node: Sum) -> Iterator[Apply]:
    """The functions among the factors of the terms of which it is known what they are less a number."""
    for term in node.terms:
        for part in entrywise_parts(term):
            base, _ = power_of(part)
            if isinstance(base, Apply) and base.function.less and base.shape in {node.shape, (1, 1)}:
                yield base


def _monomial(term: Node, function: Apply) -> tuple[Fraction, Node, int]:
    """A term as a number, what is no power of the function, and the power."""
    coefficient, rest = split(term)
    parts, power = [], 0
    for part in entrywise_parts(rest):
        base, p = power_of(part)
        if base is function and p > 0 and p.denominator == 1:
            power += int(p)
        else:
            parts.append(part)
    more, rest = split(entrywise_product(parts, term))
    return Fraction(coefficient) * Fraction(more), rest, power


def _quotient(polynomial: Polynomial, function: Apply) -> tuple[list[Node], Polynomial]:
    """The divisors of a polynomial, and the quotient."""
    factors = []
    for root, text in function.function.less.items():
        while len(polynomial) > 1 and not sum([c * Fraction(root) ** k for k, c in polynomial.items()]):
            factors.append(instantiate(text, {"X": function.args[0]}, {}))
            polynomial = _without(polynomial, Fraction(root))
    return factors, polynomial


def _without(polynomial: Polynomial, root: Fraction) -> Polynomial:
    """The polynomial divided by x - root."""
    found, carried = {}, Fraction(0)
    for k in range(max(polynomial), 0, -1):
        carried = carried * root + polynomial.get(k, 0)
        found[k - 1] = carried
    return {k: c for k, c in found.items() if c}


def _product(rest: Node, factors: Sequence[Node], polynomial: Polynomial, function: Apply, like: Node) -> Node:
    """A number of factors, and a polynomial of a function, whose lowest power stands in front."""
    least = min(polynomial)
    one = number(1) if function.is_scalar else ones(function.rows, function.cols)
    powers = {0: one, 1: function}
    left = [multiply(number(tidy(c)), powers.get(k - least) or apply(ELEMENTWISE_POWER, (function, number(k - least)))) for k, c in polynomial.items()]  # fmt: skip
    front = apply(ELEMENTWISE_POWER, (function, number(least))) if least else number(1)
    return entrywise_product([rest, front, *factors, add(*left)], like)


def _reduced(node: Sum) -> Node:
    """k u.^p + c k b.^1 u.^(p - 1) with c < 0, where u is a sum and b one of its terms."""
    alone = {rest: (coefficient, term) for term in node.terms for coefficient, rest in [split(term)]}
    for term in node.terms:
        for outside, base, part in _lower(term):
            coefficient, rest = split(entrywise_product([outside, part], node))
            other, partner = alone.get(rest, (0, term))
            ratio = Fraction(other) / Fraction(coefficient)
            if partner is not term and ratio < 0:
                short = add(base, multiply(number(tidy(ratio)), part))
                others = [t for t in node.terms if t not in {term, partner}]
                return add(*others, entrywise_product([outside, short], node))
    return node


def _lower(term: Node) -> Iterator[tuple[Node, Sum, Node]]:
    """For every power of a sum in a term: what is left with the power one less, the sum, and a term of it."""
    parts = entrywise_parts(term)
    for i, part in enumerate(parts):
        base, p = power_of(part)
        if isinstance(base, Sum) and p < 1:
            lower = apply(ELEMENTWISE_POWER, (base, number(tidy(p - 1))))
            outside = entrywise_product([*parts[:i], lower, *parts[i + 1 :]], term)
            for inner in base.terms:
                yield outside, base, inner
