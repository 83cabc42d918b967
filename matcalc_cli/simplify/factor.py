"""Common factors taken out of a sum where that takes fewer operations: A x + A' x is (A + A') x."""

from __future__ import annotations

from itertools import count

from matcalc_cli.expr.build import (
    ONE,
    add,
    apply,
    identity,
    is_identity,
    is_ones,
    is_unit,
    multiply,
    ones,
    rebuild,
    transpose,
)
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.node import Node, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import scale, split
from matcalc_cli.expr.normal_forms.elementwise import some_of
from matcalc_cli.expr.normal_forms.products import run_of
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, KRON
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.later import lru_cache
from matcalc_cli.simplify.shapes import is_covariance, known_shapes
from matcalc_cli.simplify.term import (
    REMEMBERED,
    Term,
    around_differential,
    both_ends,
    ends,
    length,
    most_saved,
    other_roots,
    scalars_out,
    term_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
    from typing import TypeAlias

    Tidied: TypeAlias = Callable[[Node], Node]
    Group: TypeAlias = tuple[Node, ...]
    Candidate: TypeAlias = tuple[int, int, int, Group]

MOST_TERMS = 64
"""Larger sums are left as they are: nobody reads them, and the search would cost more than linear time."""

DEEPEST = 32
"""Brackets within brackets that factoring makes, as a(1 + a(1 + a(...))) of a long polynomial."""


def factored(node: Node, depth: int = 0, tidied: Tidied = lambda node: node) -> Node:
    """The sum with the factors taken out that save most, again and again, inside the brackets too; `tidied` applies rules."""
    while isinstance(node, Sum) and len(node.terms) <= MOST_TERMS and depth < DEEPEST:
        left = _best(node, tidied)
        shorter = node if left is None else _inside(left, node, depth + 1, tidied)
        if length(shorter) >= length(node):  # the terms collect again: 1 - 2 (alpha + 1/alpha) is no sum of two terms
            return node
        node = shorter
    return node


def _inside(product: Node, before: Sum, depth: int, tidied: Tidied) -> Node:
    """The brackets that factoring has just made, factored in turn."""
    old = set(before.terms)
    terms = product.terms if isinstance(product, Sum) else (product,)
    return add(*[t if t in old else _with_brackets_factored(t, depth, tidied) for t in terms])


def _with_brackets_factored(term: Node, depth: int, tidied: Tidied) -> Node:
    children = tuple([factored(c, depth, tidied) if isinstance(c, Sum) else c for c in term.children])
    return term if children == term.children else rebuild(term, children)


@lru_cache(maxsize=REMEMBERED)
def _best(node: Sum, tidied: Tidied) -> Node | None:
    """The sum with some of its terms put into one, the way that makes it the shortest; None where none makes it shorter."""
    found: tuple[Collection[Node], Node] | None = None
    most, first = 1, 0  # of several ways that save as much the first counts, though the most promising are tried first
    for bound, place, way, group in sorted(_ways(node), key=_promise):
        if bound < most:
            break
        out = _taken_out(way, group)
        saved = 0 if out is None else _saved(group, out)
        if out is not None and (saved > most or (saved == most and (found is None or place < first))):
            most, first, found = saved, place, (group, out)
    for together, out in known_shapes(node, tidied):
        saved = _saved(together, out)
        if saved > most or (saved == most and found is None):
            most, found = saved, (together, out)
    return None if found is None else add(found[1], *[t for t in node.terms if t not in found[0]])


def _saved(together: Collection[Node], out: Node) -> int:
    return sum(map(length, together)) + len(together) - 1 - length(out)


def _promise(candidate: Candidate) -> int:
    return -candidate[0]


def _ways(node: Sum) -> Iterator[Candidate]:
    """The most that taking out a common part of terms saves, its place among the ways, the way, and the terms."""
    terms = [term_of(t) for t in node.terms]
    place = count()
    for way, (keys, common, _) in enumerate(_WAYS):
        groups: dict[Hashable, list[Term]] = {}
        for term in terms:
            for key in keys(term):
                groups.setdefault(key, []).append(term)
        for group in dict.fromkeys([tuple(group) for group in groups.values() if len(group) > 1]):
            roots = sum([other_roots(term.node) for term in group])
            yield most_saved(common(group), group) + roots, next(place), way, tuple([term.node for term in group])


@lru_cache(maxsize=REMEMBERED)
def _taken_out(way: int, group: Group) -> Node | None:
    """The factors that some terms have in common times the sum of what is left of them; None where that reads worse."""
    out = _WAYS[way][2]([term_of(term) for term in group])
    hides = _hides_differential(out) or _hides_mean(out) or _hides_symmetry(out, group)
    return None if hides or _multiplies_selections(out) else out


def _multiplies_selections(product: Node) -> bool:
    """x[2:n] - x[1:n-1] stays the difference of two slices: no matrix of zeros and ones is multiplied with x."""
    if not (isinstance(product, Product) and len(product.factors) > 1):
        return False
    sums = [f.children[0] if f.tilt and not isinstance(f, Sum) else f for f in product.factors]
    return any(_selects(split(t)[1]) for total in sums if isinstance(total, Sum) for t in total.terms)


def _selects(node: Node) -> bool:
    only = node.factors[0] if isinstance(node, Product) and len(node.factors) == 1 else node
    return is_unit(only) or is_turned_unit(only)


def _hides_differential(product: Node) -> bool:
    """dA A + A dA is read term by term: a differential is put into brackets only behind diag(s) - s*s'."""
    if any(map(is_covariance, product.children)):
        return False
    parts = [p for c in product.children for p in (c, *c.children)] if product.has_differential else ()
    return any(isinstance(p, Sum) and p.has_differential for p in parts)


def _hides_symmetry(product: Node, terms: Sequence[Node]) -> bool:
    """inv(S)*x*x'*inv(S) - inv(S) shows that it is symmetric, as (inv(S)*x*x' - I)*inv(S) does not."""
    return not product.is_scalar and not _is_symmetric(product) and _is_symmetric(add(*terms))


def _is_symmetric(node: Node) -> bool:
    return node.rows == node.cols and transpose(node) is node


def _hides_mean(product: Node) -> bool:
    """A - A*ones(n)*ones(1,n)/n is A less the means of its rows: as A*(I - ones(n)*ones(1,n)/n) it takes a product more."""
    return product.rows != product.cols and any(map(_centers, product.children))


def _centers(part: Node) -> bool:
    terms = part.terms if isinstance(part, Sum) else ()
    means = (t for t in terms if isinstance(t, Product) and t.factors and all(map(is_ones, t.factors)))
    return any(is_identity(split(t)[1]) for t in terms) and next(means, None) is not None


def _common_prefix(words: Sequence[Sequence[Node]]) -> int:
    length = 0
    for parts in zip(*words, strict=False):
        if any(p is not parts[0] for p in parts):
            break
        length += 1
    return length


def _inner(term: Term, out: dict[Node, Node], word: Sequence[Node], front: Node) -> Node:
    """The rest of a term when `out` and some factors are gone; `front` stands for an empty word."""
    powers = [_power(b, add(e, scale(-1, out[b])) if b in out else e) for b, e in term.scalars.items()]
    return multiply(number(term.coefficient), *powers, *([run_of(tuple(word))] if word else [front]))


def _power(base: Node, exponent: Node) -> Node:
    return apply(ELEMENTWISE_POWER, (base, exponent))


def _outer(out: dict[Node, Node]) -> list[Node]:
    return [_power(b, e) for b, e in out.items()]


def _prefix(group: Sequence[Term]) -> Sequence[Node]:
    return group[0].word[: _common_prefix([t.word for t in group])]


def _suffix(group: Sequence[Term]) -> Sequence[Node]:
    word = group[0].word
    return word[len(word) - _common_prefix([t.word[::-1] for t in group]) :]


def _entries(group: Sequence[Term]) -> Sequence[Node]:
    shared = frozenset(group[0].entries).intersection(*[t.entries for t in group[1:]])
    return [e for e in group[0].entries if e in shared and not is_ones(e)]


def _left(group: Sequence[Term]) -> Node:
    common = _prefix(group)
    out = scalars_out(group)
    words = [t.word[len(common) :] for t in group]
    return multiply(*_outer(out), *common, _rest(group, out, words, common[-1].cols))


def _right(group: Sequence[Term]) -> Node:
    common = _suffix(group)
    out = scalars_out(group)
    words = [t.word[: len(t.word) - len(common)] for t in group]
    return multiply(*_outer(out), _rest(group, out, words, common[0].rows), *common)


def _around(group: Sequence[Term]) -> Node:
    """A B C + A D C = A (B + D) C, which may be symmetric where A (B C + D C) is not."""
    before, behind = _both(group)
    out = scalars_out(group)
    inner = [t.word[len(before) : len(t.word) - len(behind)] for t in group]
    return multiply(*_outer(out), *before, _rest(group, out, inner, before[-1].cols), *behind)


def _both(group: Sequence[Term]) -> tuple[Sequence[Node], Sequence[Node]]:
    """The factors that all terms begin with, and those that the rests of all end with."""
    before = _prefix(group)
    rest = group[0].word[len(before) :]
    after = _common_prefix([t.word[len(before) :][::-1] for t in group])
    return before, rest[len(rest) - after :]


def _prefix_and_suffix(group: Sequence[Term]) -> Sequence[Node]:
    before, behind = _both(group)
    return (*before, *behind)


def _rest(group: Sequence[Term], out: dict[Node, Node], words: Sequence[Sequence[Node]], size: Size) -> Node:
    """The sum of the remainders of the terms: of their scalars, where all had the same matrix factors."""
    front = identity(size) if any(words) else ONE
    return add(*[_inner(t, out, w, front) for t, w in zip(group, words, strict=True)])


def _scalar(group: Sequence[Term]) -> Node:
    out = scalars_out(group)
    inner = add(*[_inner(t, out, t.word, ONE) for t in group])
    return multiply(*_outer(out), inner)


def _hadamard(group: Sequence[Term]) -> Node:
    """u.*v + u.*w = u.*(v + w)."""
    common = _entries(group)
    out = scalars_out(group)
    shape = group[0].node.shape
    rests = []
    for term in group:
        rest = tuple([e for e in term.entries if e not in common])
        entry = some_of(rest) if len(rest) > 1 else rest[0] if rest else ones(*shape)
        rests.append(_inner(term, out, (entry,), ONE))
    return multiply(*_outer(out), apply(HADAMARD, (*common, add(*rests))))


def _kron_left(group: Sequence[Term]) -> Node:
    """A kron B + A kron C = A kron (B + C)."""
    out = scalars_out(group)
    rests = [_inner(t, out, (apply(KRON, t.blocks[1:]),), ONE) for t in group]
    return multiply(*_outer(out), apply(KRON, (group[0].blocks[0], add(*rests))))


def _kron_right(group: Sequence[Term]) -> Node:
    """A kron C + B kron C = (A + B) kron C."""
    out = scalars_out(group)
    rests = [_inner(t, out, (apply(KRON, t.last_blocks[:-1]),), ONE) for t in group]
    return multiply(*_outer(out), apply(KRON, (add(*rests), group[0].last_blocks[-1])))


_WAYS: tuple[
    tuple[
        Callable[[Term], Iterator[Hashable]],
        Callable[[Sequence[Term]], Sequence[Node]],
        Callable[[Sequence[Term]], Node],
    ],
    ...,
] = (
    (lambda t: ends(t, 0), _prefix, _left),
    (lambda t: ends(t, -1), _suffix, _right),
    (both_ends, _prefix_and_suffix, _around),
    (lambda t: around_differential(t, behind=False), _prefix, _left),
    (lambda t: around_differential(t, behind=True), _suffix, _right),
    (lambda t: iter(t.scalars), lambda _: (), _scalar),
    (lambda t: (e for e in t.entries if not is_ones(e)), _entries, _hadamard),
    (lambda t: iter(t.blocks[:1]), lambda group: group[0].blocks[:1], _kron_left),
    (lambda t: iter(t.last_blocks[-1:]), lambda group: group[0].last_blocks[-1:], _kron_right),
)
"""A term of a sum taken apart into what other terms may have in common with it; what some have; and that taken out of them."""
