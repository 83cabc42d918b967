"""Sums over an integer index in normal form: written out where the bounds are near numbers, equations solved."""

from __future__ import annotations

from matcalc_cli.expr.build import (
    ONE,
    ZERO,
    add,
    apply,
    bare,
    is_zero,
    multiply,
    normal_form,
    scalars_and_rest,
    substitute,
    zeros,
)
from matcalc_cli.expr.constants import has_member, is_relation
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.normal_forms.coefficients import scale, split
from matcalc_cli.expr.operations import ATMOST, ELEMENTWISE_POWER, EQUAL, PRODUCTION, SUMMATION, UNEQUAL
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr import members
    from matcalc_cli.expr.function import Function
else:
    members = Later("matcalc_cli.expr.members")


WRITTEN_OUT = 8
"""The largest number of terms that are written one by one."""
INDEX_NAMES = ("j", "i", "l", "k", "h", "g")


@normal_form(SUMMATION)
def summation(args: tuple[Node, ...]) -> Node:
    """sum(j, a, b, EXPR), which is 0 with b = a - 1; what it is with b < a - 1 hangs on its terms, by two conventions.

    Where j chooses members of families, the terms are of things that there are: there is none, and the sum is 0. Of other
    terms it is minus the sum from b + 1 to a - 1 (Karr's convention), which makes the derivative of A^k right for
    every integer k. Terms without j are counted, b - a + 1 of them, which is Karr's convention too; but where the index of
    a sum around this one moves the bounds past each other, that counts none.
    """
    index, low, high, body = args
    body = _told_by_the_range(index, low, high, body)
    if is_zero(body):
        return body
    if index not in body.symbols:
        return multiply(_how_many(low, high), body)
    low = add(low, ONE) if is_zero_at(index, low, body) else low
    high = add(high, number(-1)) if is_zero_at(index, high, body) else high
    equation = _equation(index, body)
    if equation is not None:
        return _solved(index, low, high, body, *equation)
    if _is_short(low, high) and not has_member(index, body):
        assert isinstance(low, Number)
        assert isinstance(high, Number)
        return _written_out(index, int(low.value), int(high.value), body)
    shift = count_of(low, high)
    if isinstance(low, Number) and _is_backward(shift) and not has_member(index, body):
        last = add(scale(2, low), scale(-1, high), number(-2))
        return scale(-1, apply(SUMMATION, (index, low, last, substitute(body, {index: add(index, shift)}))))
    return _taken_apart(index, low, high, body)


def _how_many(low: Node, high: Node) -> Node:
    """The number of terms, which is not negative inside of a sum whose index moves the bounds: there none is none.

    But the k terms of the derivative of tr(A^k), from 0 to k - 1, are minus -k of them in a sum over k that begins below 0.
    """
    count = count_of(low, high)
    moves = low is not ZERO and any(s.kind == "index" for s in count.symbols)
    return multiply(count, apply(ATMOST, (low, add(high, ONE)))) if moves else count


def is_zero_at(index: Node, end: Node, body: Node) -> bool:
    """Whether a factor of the term is 0 there: of j A^(j-1) at j = 0, whatever A^-1 is."""
    factors = [f for f in body.scalars if f is index or isinstance(f, Sum)] if isinstance(body, Product) else []
    zero = any(index in f.symbols and is_zero(substitute(f, {index: end})) for f in factors)
    return zero and not has_member(index, body)  # of which all are asked for


@normal_form(PRODUCTION)
def production(args: tuple[Node, ...]) -> Node:
    """prod(j, a, b, EXPR) of the j for which the condition is 1; with b < a it is 1."""
    index, low, high, condition, body = args
    if condition is ZERO or (isinstance(low, Number) and isinstance(high, Number) and high.value < low.value):
        return ONE
    if index not in body.symbols:
        return apply(ELEMENTWISE_POWER, (body, apply(SUMMATION, (index, low, high, condition))))
    return bound(PRODUCTION, (index, low, high, condition, body))


def count_of(low: Node, high: Node) -> Node:
    """How many integers there are from low to high."""
    return add(members.minus(high, low), ONE)


def _taken_apart(index: Node, low: Node, high: Node, body: Node) -> Node:
    """The sum with the factors that do not depend on the index in front of it and behind it."""
    scalars, rest = scalars_and_rest(body)
    if isinstance(body, Product) and not body.factors:  # numbers alone
        scalars, rest = (number(body.coefficient), *body.scalars), ONE
    outside = [s for s in scalars if index not in s.symbols]
    within = [s for s in scalars if index in s.symbols]
    left, middle, right = _around(index, rest) if index in rest.symbols else ((), ONE, (rest,))
    if middle is ONE and len(within) == 1 and (other := _all_but_one(index, low, high, within[0])) is not None:
        return multiply(*outside, other, *right)
    return multiply(*outside, *left, bound(SUMMATION, (index, low, high, multiply(*within, middle))), *right)


def _around(index: Node, rest: Node) -> tuple[tuple[Node, ...], Node, tuple[Node, ...]]:
    """The factors of a product before the first and behind the last that depends on the index, and what is between."""
    match rest:
        case Product(coefficient=1, scalars=(), factors=factors) if factors and not rest.is_scalar:
            places = [i for i, f in enumerate(factors) if index in f.symbols]
            if places:
                first, last = places[0], places[-1] + 1
                return factors[:first], multiply(*factors[first:last]), factors[last:]
    return (), rest, ()


def _is_backward(count: Node) -> bool:
    """Whether so many terms are none to a reader, and minus as many by Karr's convention: -k, 1 - k or j - k of them.

    Names are positive, indices not negative and smaller than the names that they stand beside.
    """
    front, inner = split(count)
    found = [split(term) for term in (inner.terms if isinstance(inner, Sum) else (inner,))]
    parts = [(front * c, rest) for c, rest in found]
    constant = sum(c for c, rest in parts if rest is ONE)
    symbols = [(c, rest) for c, rest in parts if rest is not ONE]
    if not all(isinstance(rest, Symbol) for _, rest in symbols):
        return False
    names = [c for c, rest in symbols if isinstance(rest, Symbol) and rest.kind != "index"]
    signs = names or [c for c, _ in symbols]
    return bool(signs) and max(signs) < 0 and constant <= bool(names)


def _all_but_one(index: Node, low: Node, high: Node, factor: Node) -> Node | None:
    """The number of integers in the range other than a given one."""
    match factor:
        case Apply(function=function) if function is UNEQUAL and (value := members.solved(factor, index)) is not None:
            return members.minus(_how_many(low, high), members.inside(low, value, high))
    return None


def _told_by_the_range(index: Node, low: Node, high: Node, body: Node) -> Node:
    """The body with what low <= index <= high says of the inequalities in it."""
    inequalities = [n for n in _relations(index, body) if n.function is ATMOST]
    told = {n: members.told_by_range(members.difference(n), index, low, high) for n in inequalities}
    known: dict[Node, Node] = {n: value for n, value in told.items() if value is not None}
    return substitute(body, known) if known else body


def _relations(index: Node, body: Node) -> list[Apply]:
    """The relations in the body that contain the index and no index of an inner sum."""
    if index not in body.symbols:
        return []
    return [
        n for n in postorder(body) if isinstance(n, Apply) and is_relation(n) and index in n.symbols <= body.symbols
    ]


def _equation(index: Node, body: Node) -> tuple[Apply, Node] | None:
    """An equation in the body that determines the index, and its value."""
    for node in _relations(index, body):
        value = members.solved(node, index) if node.function is EQUAL else None
        if value is not None:
            return node, value
    return None


def _solved(index: Node, low: Node, high: Node, body: Node, equation: Apply, value: Node) -> Node:
    """Whatever depends on [i = k] is its value at 0 and, where i = k, what it has more at 1."""
    never = substitute(body, {equation: ZERO})
    always = _at(substitute(body, {equation: ONE}), index, value)
    changed = add(always, scale(-1, _at(never, index, value)))
    return add(apply(SUMMATION, (index, low, high, never)), multiply(members.inside(low, value, high), changed))


def _at(body: Node, index: Node, value: Node) -> Node:
    """The body at a value of the index; the conditions first, since where they do not hold the rest may have no value."""
    told = {
        n: apply(n.function, tuple([substitute(a, {index: value}) for a in n.args])) for n in _relations(index, body)
    }
    decided: dict[Node, Node] = {n: v for n, v in told.items() if isinstance(v, Number)}
    return substitute(substitute(body, decided) if decided else body, {index: value})


def _is_short(low: Node, high: Node) -> bool:
    both = isinstance(low, Number) and isinstance(high, Number)
    return both and abs(int(high.value) - int(low.value) + 1) <= WRITTEN_OUT  # type: ignore[attr-defined]


def bound(function: Function, args: tuple[Node, ...]) -> Node:
    """A sum or product with its index's canonical name, so that equal ones are one node.

    The name tells how many sums the body has inside each other. Where a sum around this one has it (for as long as its
    own name is not settled) the name is made another; it is settled with that of the sum around.
    """
    index, *others = args
    symbols = frozenset().union(*(a.symbols for a in others)) - {index}
    taken = {s.name for s in symbols if s.kind != "index"}
    names = [n for n in (*INDEX_NAMES, *[f"j{i}" for i in range(1, len(taken) + 60)]) if n not in taken]
    canonical = symbol(names[_height(others)], (1, 1), "index")
    while canonical in symbols:
        canonical = symbol(f"{canonical.name}~", (1, 1), "index")
    if canonical is not index:
        others = [substitute(a, {index: canonical}) for a in others]
    # x_i - x_j may have turned with its letters.
    front, body = split(others[-1]) if function is SUMMATION else (1, others[-1])
    return scale(front, bare(function, (canonical, *others[:-1], body)))


def _height(nodes: Sequence[Node]) -> int:
    """How many sums stand inside each other."""
    heights: dict[Node, int] = {}
    for node in postorder(*nodes):
        inner = max([heights[c] for c in node.children], default=0)
        heights[node] = inner + (isinstance(node, Apply) and node.function.binds)
    return max(heights[n] for n in nodes)


def _written_out(index: Node, low: int, high: int, body: Node) -> Node:
    count = high - low + 1
    if count == 0:
        return zeros(body.shape)
    sign, values = (1, range(low, high + 1)) if count > 0 else (-1, range(high + 1, low))
    return scale(sign, add(*[substitute(body, {index: number(v)}) for v in values]))
