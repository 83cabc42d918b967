"""Sums and products over an index that are shorter together: those over i < k and i > k, a product over one with a factor less."""

from __future__ import annotations

from itertools import combinations, permutations

from matcalc_cli.expr.build import MINUS_ONE, ONE, add, apply, is_zero, multiply, rebuild, substitute
from matcalc_cli.expr.constants import is_relation
from matcalc_cli.expr.members import conditions_of, difference, inside, is_whole_product, minus, slope, solved
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, scale, split
from matcalc_cli.expr.operations import ATMOST, ELEMENTWISE_POWER, EQUAL, PRODUCTION, SUMMATION, UNEQUAL
from matcalc_cli.simplify.factor import factored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence


MOST_PARTS = 16
"""Longer sums and products are not searched."""
BESIDE, ONE_APART, MEETING = 1, 2, 0
"""How far behind the end of one range another one begins: i <= k with i > k, with i > k + 1, and with i >= k."""


def by_members(node: Node) -> Node | None:
    """A sum or a product with two of its parts as one; None where there is nothing shorter."""
    if len(node.children) > MOST_PARTS:
        return None
    match node:
        case Sum(terms=terms) if any(map(is_relation, map(_rest, terms))):
            return _not_equal(terms)
        case Sum(terms=terms) if any(map(_series, terms)):
            return _ranges(terms) or _together(terms)
        case Product() if any(map(_series, node.children)):
            return _of_factors(node)
    return None


def _rest(term: Node) -> Node:
    return split(term)[1]


def _series(part: Node) -> list[Apply]:
    """The sums and products over an index that a part is, is a power of or is a product with."""
    rest = _rest(part)
    inner = rest.children if isinstance(rest, Product) or _is_power(rest) else (rest,)
    return [n for n in inner if isinstance(n, Apply) and n.function.binds]


def _is_power(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is ELEMENTWISE_POWER


def _not_equal(terms: Sequence[Node]) -> Node | None:
    """1 - [i == k] as [i != k]."""
    for one, other in permutations(terms, 2):
        c, relation = split(other)
        if isinstance(one, Number) and one.value == -c and isinstance(relation, Apply) and relation.function is EQUAL:
            return add(scale(-c, apply(UNEQUAL, relation.args)), *[t for t in terms if t not in (one, other)])
    return None


# Ranges that are beside each other.


class Ranged:
    """A term with a sum of which a condition takes what is up to an end, or what is from one on."""

    def __init__(self, term: Node, total: Apply, condition: Apply) -> None:
        self.term, self.total = term, total
        self.index, *bounds, body = total.args
        found = slope(difference(condition), self.index)
        assert found is not None
        self.is_upper, self.end = found[0] < 0, scale(-found[0], found[1])
        self.body = substitute(body, {condition: ONE})
        coefficient, rest = split(term)
        around = [None if part is total else part for part in (rest.children if rest is not total else ())]
        self.key: Hashable = (self.index, *bounds, self.body, coefficient, *around)

    def joined(self, condition: Node) -> Node:
        """The term with another condition in its sum."""
        whole = apply(SUMMATION, (*self.total.args[:-1], multiply(condition, self.body)))
        return substitute(self.term, {self.total: whole})

    def is_zero_at_its_end(self) -> bool:
        """Whether the last term is 0, as norm(x_i - x_k) is at i = k."""
        return is_zero(substitute(self.body, {self.index: self.end}))


def _ranges(terms: Sequence[Node]) -> Node | None:
    """The sum over i < k and that over i > k as one over i != k, those over i < k and i >= k as one over all."""
    for one, other in permutations([r for term in terms for r in _ranged(term)], 2):
        if not one.is_upper or other.is_upper or one.term is other.term or one.key != other.key:
            continue
        apart = minus(other.end, one.end)
        gap = apart.value if isinstance(apart, Number) else None
        if gap in (BESIDE, ONE_APART) or (gap == MEETING and one.is_zero_at_its_end()):
            left_out = apply(UNEQUAL, (one.index, add(one.end, ONE))) if gap == ONE_APART else ONE
            return add(one.joined(left_out), *[t for t in terms if t not in (one.term, other.term)])
    return None


def _together(terms: Sequence[Node]) -> Node | None:
    """Two sums over one range as one, where their terms have factors in common: of w_ik*(x_i - x_k) and w_ki*(x_i - x_k)."""
    sums = [(term, total) for term in terms for total in _series(term) if total is _rest(term)]
    for (one, first), (other, second) in combinations(sums, 2):
        if first.function is SUMMATION is second.function and _over_the_same(first, second):
            bodies = [scale(coefficient_of(t), total.args[3]) for t, total in ((one, first), (other, second))]
            body = factored(add(*bodies))
            if not isinstance(body, Sum) and body.cost < sum(b.cost for b in bodies):
                whole = apply(SUMMATION, (*first.args[:3], body))
                return add(whole, *[t for t in terms if t not in (one, other)])
    return None


def _over_the_same(one: Apply, other: Apply) -> bool:
    """Whether two sums have the same range and the same conditions: terms that a sum leaves out may have no value."""
    conditions = [frozenset(conditions_of(total.args[0], total.args[3])[0]) for total in (one, other)]
    return one.args[:3] == other.args[:3] and conditions[0] == conditions[1]


def _ranged(term: Node) -> Iterator[Ranged]:
    sums = [total for total in _series(term) if total.function is SUMMATION]
    for total in sums if len(sums) == 1 else ():
        index, body = total.args[0], total.args[-1]
        for part in body.scalars if isinstance(body, Product) else (body,):
            if isinstance(part, Apply) and part.function is ATMOST and slope(difference(part), index):
                yield Ranged(term, total, part)


# Products over an index, and under the line those that have one factor more.


def _of_factors(node: Product) -> Node | None:
    """prod(j in 1:N if j != k, p_j)/prod(j, 1, N, p_j) as 1/p_k, and the sum over k of such quotients."""
    for below in node.scalars:
        if not (_is_power(below) and is_whole_product(below.children[0]) and coefficient_of(below.children[1]) < 0):
            continue
        whole, exponent = below.children
        others = apply(ELEMENTWISE_POWER, (whole, add(exponent, ONE)))
        for part in node.children:
            found = _quotient(part, whole) or _quotient_of_sum(part, whole)
            if found is not None:
                return rebuild(node, tuple([{below: others, part: found}.get(c, c) for c in node.children]))
    return None


def _quotient(part: Node, whole: Node) -> Node | None:
    """1/p_k of a product without p_k and the whole one, where k is surely a place in it."""
    place = _left_out(part, whole)
    if place is None or inside(whole.children[1], place, whole.children[2]) is not ONE:
        return None
    return _reciprocal(whole, place)


def _left_out(part: Node, whole: Node) -> Node | None:
    """The place of the one factor that a product has less than the whole one; None of anything else."""
    if not (isinstance(part, Apply) and part.function is PRODUCTION):
        return None
    index, low, high, condition, body = part.args
    i, *same, _, factors = whole.children
    if same != [low, high] or substitute(factors, {i: index}) is not body:
        return None
    return solved(condition, index) if isinstance(condition, Apply) and condition.function is UNEQUAL else None


def _reciprocal(whole: Node, place: Node) -> Node:
    factor = substitute(whole.children[-1], {whole.children[0]: place})
    return apply(ELEMENTWISE_POWER, (factor, MINUS_ONE))


def _quotient_of_sum(part: Node, whole: Node) -> Node | None:
    """The sum over k of 1/p_k, of that over the products without p_k and the whole one."""
    if not (isinstance(part, Apply) and part.function is SUMMATION and part.args[1:3] == whole.children[1:3]):
        return None
    index, low, high, body = part.args
    for inner in body.children if isinstance(body, Product) else (body,):
        if _left_out(inner, whole) is index:
            return apply(SUMMATION, (index, low, high, substitute(body, {inner: _reciprocal(whole, index)})))
    return None
