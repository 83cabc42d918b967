"""Sums and products over an index that are shorter together: those over i < k and i > k, a product over one with a factor left out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import permutations

from matcalc_cli.expr.build import ONE, ZERO, add, apply, is_zero, multiply, rebuild, substitute
from matcalc_cli.expr.coefficients import coefficient_of, scale, split
from matcalc_cli.expr.members import difference, inside, minus, slope, solved
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.operations import ATMOST, ELEMENTWISE_POWER, PRODUCTION, SUMMATION, UNEQUAL

MOST_PARTS = 16
"""Longer sums and products are not searched."""


def by_members(node: Node) -> Node | None:
    """A sum or a product with two of its parts as one; None where there is nothing shorter."""
    if len(node.children) > MOST_PARTS or not any(_series(part) for part in node.children):
        return None
    match node:
        case Sum(terms=terms):
            return _of_terms(terms)
        case Product():
            return _of_factors(node)
    return None


def _series(part: Node) -> list[Apply]:
    """The sums and products over an index that a part is, is a power of or is a product with."""
    inner = part.children if isinstance(part, Product) or _is_power(part) else (part,)
    return [n for n in inner if isinstance(n, Apply) and n.function.binds]


def _is_power(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is ELEMENTWISE_POWER


# Ranges that are beside each other.


class Ranged:
    """A term with a sum of which a condition takes what is up to an end, or from one on."""

    def __init__(self, term: Node, total: Apply, condition: Apply) -> None:
        index, low, high, body = total.args
        found = slope(difference(condition), index)
        assert found is not None
        self.is_upper, self.end = found[0] < 0, scale(-found[0], found[1])
        self.rest = substitute(body, {condition: ONE})
        self.others: Callable[[Node], Node] = lambda changed: apply(
            SUMMATION, (index, low, high, multiply(changed, self.rest))
        )
        self.index = index
        self.term, self.total = term, total
        self.key: Hashable = (
            split(term)[0],
            index,
            low,
            high,
            self.rest,
            tuple(c for c in _parts(term) if c is not total),
        )

    @property
    def is_zero_at_its_end(self) -> bool:
        """Whether the last term is 0, as norm(x_i - x_k) is at i = k."""
        return is_zero(substitute(self.rest, {self.index: self.end}))

    def joined(self, condition: Node) -> Node:
        """The term with another condition in its sum."""
        return substitute(self.term, {self.total: self.others(condition)})


def _parts(term: Node) -> Sequence[Node]:
    rest = split(term)[1]
    return rest.children if isinstance(rest, Product) else (rest,)


def _of_terms(terms: Sequence[Node]) -> Node | None:
    """The sum over i < k and that over i > k as one over i != k, those over i < k and i >= k as one over all."""
    for one, other in permutations([r for term in terms for r in _ranged(term)], 2):
        if one.key != other.key or not one.is_upper or other.is_upper or one.term is other.term:
            continue
        gap = minus(other.end, one.end)
        if isinstance(gap, Number) and (gap.value in (1, 2) or (gap.value == 0 and one.is_zero_at_its_end)):
            left_out = apply(UNEQUAL, (one.index, add(one.end, ONE))) if gap.value == 2 else ONE
            return add(one.joined(left_out), *[t for t in terms if t is not one.term and t is not other.term])
    return None


def _ranged(term: Node) -> Iterator[Ranged]:
    sums = [total for total in _series(split(term)[1]) if total.function is SUMMATION]
    for total in sums if len(sums) == 1 else ():
        index, body = total.args[0], total.args[-1]
        for part in body.scalars if isinstance(body, Product) else (body,):
            if isinstance(part, Apply) and part.function is ATMOST and slope(difference(part), index):
                yield Ranged(term, total, part)


# Products over an index and under the line those that have one factor more.


def _of_factors(node: Product) -> Node | None:
    """prod(j in 1:N if j != k, p_j)/prod(j, 1, N, p_j) as 1/p_k, and the sum over k of such quotients."""
    for below in node.scalars:
        if not (_is_power(below) and is_whole_product(below.children[0]) and coefficient_of(below.children[1]) < 0):
            continue
        whole, exponent = below.children
        others = apply(ELEMENTWISE_POWER, (whole, add(exponent, ONE)))
        for part in node.children:
            found = _quotient(part, whole, free=True) or _quotient_of_sum(part, whole)
            if found is not None:
                return rebuild(
                    node, tuple([others if c is below else found if c is part else c for c in node.children])
                )
    return None


def is_whole_product(node: Node) -> bool:
    """Whether it is a product over all of a range."""
    return isinstance(node, Apply) and node.function is PRODUCTION and node.args[3] is ONE


def _quotient(part: Node, whole: Node, *, free: bool) -> Node | None:
    """1/p_k of a product without p_k and the whole one; k is surely one of its places, or it is not `free`."""
    if not (isinstance(part, Apply) and part.function is PRODUCTION):
        return None
    index, low, high, condition, body = part.args
    i, *same, _, factors = whole.children
    if same != [low, high] or substitute(factors, {i: index}) is not body:
        return None
    value = solved(condition, index) if isinstance(condition, Apply) and condition.function is UNEQUAL else None
    if value is None or (free and inside(low, value, high) is not ONE):
        return None
    return apply(ELEMENTWISE_POWER, (substitute(body, {index: value}), number(-1)))


def _quotient_of_sum(part: Node, whole: Node) -> Node | None:
    """The sum of such quotients, over the index of the factor that is left out."""
    if not (isinstance(part, Apply) and part.function is SUMMATION and part.args[1:3] == whole.children[1:3]):
        return None
    index, low, high, body = part.args
    for inner in body.children if isinstance(body, Product) else (body,):
        if isinstance(inner, Apply) and inner.function is PRODUCTION and solved_at(inner, index):
            found = _quotient(inner, whole, free=False)
            if found is not None:
                return apply(SUMMATION, (index, low, high, substitute(body, {inner: found})))
    return None


def solved_at(product: Apply, place: Node) -> bool:
    """Whether the factor that a product leaves out is the one at a place."""
    condition = product.args[3]
    return isinstance(condition, Apply) and condition is not ZERO and solved(condition, product.args[0]) is place
