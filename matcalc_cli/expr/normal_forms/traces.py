"""Traces in normal form: split over sums, scalars out, the word rotated to its least reading."""

from __future__ import annotations

from matcalc_cli.expr.build import (
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    is_identity,
    is_unit,
    is_zero,
    multiply,
    normal_form,
    size_number,
    transpose,
    upright,
)
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.normal_forms.products import turned_word
from matcalc_cli.expr.operations import TRACE, TRANSPOSE
from matcalc_cli.expr.selections.few import spread
from matcalc_cli.expr.turns import are_apart, base_exponent_turn, core
from matcalc_cli.later import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = 1_024
"""Products whose traces are remembered: a differential, its simplification and the lines to it have the same ones."""


@normal_form(TRACE)
def trace(args: tuple[Node, ...]) -> Node:
    """tr(A)."""
    node = args[0]
    if node.is_scalar:
        return node
    if is_zero(node):
        return ZERO
    if is_identity(node):
        return size_number(node.rows)
    match node:
        case Sum(terms=terms):
            return add(*[trace((t,)) for t in terms])
        case Product(coefficient=c, scalars=scalars, factors=factors):
            return multiply(number(c), *scalars, _word(factors))
    if transpose(node) is scale(-1, node):  # of a skew matrix
        return ZERO
    turned = node.args[0] if isinstance(node, Apply) and node.function is TRANSPOSE else upright(node)[0]
    return trace((turned,)) if turned is not node else raw_apply(TRACE, (node,), (), (1, 1))


@lru_cache(WORDS)
def _word(factors: tuple[Node, ...]) -> Node:
    """The trace of a product: cyclic, so a rank-one word is a scalar and any other is rotated."""
    for i, factor in enumerate(factors[:-1]):
        if factor.cols == 1:
            return multiply(*factors[i + 1 :], *factors[: i + 1])
    if len(factors) == 1:
        return trace(factors)
    terms = spread(factors, 4)
    if terms:
        return add(*[trace((multiply(*term),)) for term in terms])
    sign, turned = turned_word(factors)
    shorter = None if are_apart(factors[-1], factors[0]) and all(map(core, factors)) else _shortened(factors)
    if shorter is not None:
        return trace((shorter,))
    here, there = _rotated(factors), _rotated(turned)
    if here == there and sign is MINUS_ONE:  # tr(S A) of a skew S and a symmetric A
        return ZERO
    best, sign = (here, ONE) if not _reading(there) < _reading(here) else (there, sign)
    return multiply(sign, raw_apply(TRACE, (multiply(*best),), (), (1, 1)))


def _shortened(word: tuple[Node, ...]) -> Node | None:
    """A rotation whose ends combine: A^2 B A is B A^3; None if there is none."""
    for start in range(1, len(word)) if any(map(_is_inverse_of_word, word)) else (1,):
        cyclic = multiply(*word[start:], *word[:start])
        plain = isinstance(cyclic, Product) and cyclic.coefficient == 1 and not cyclic.scalars
        if not plain or len(cyclic.children) < len(word):
            return cyclic
    return None


def _is_inverse_of_word(node: Node) -> bool:
    base, exponent, _ = base_exponent_turn(node)
    return exponent is not ONE and isinstance(base, Product)


def _reading(word: Sequence[Node]) -> tuple[bool, int, list[tuple[str, int, Node]]]:
    turned = any(f.has_differential and f.tilt for f in word)
    return (turned, sum(f.cost for f in word), [f.key[1:] for f in word])


def _rotated(word: tuple[Node, ...]) -> tuple[Node, ...]:
    """The rotation that ends in the differential, else the least one; in what it selects: tr(A[1:k,1:k]), not tr([A[1:k,:]; 0])."""
    moving = next((i + 1 for i, factor in enumerate(word) if factor.has_differential), None)
    start = _least_rotation([f.key[1:] for f in word]) if moving is None else moving % len(word)
    start += is_unit(word[start])
    return word[start:] + word[:start]


def _least_rotation(keys: list[tuple[str, int, Node]]) -> int:
    """Where the least rotation starts (Booth 1980), in linear time."""
    doubled = keys + keys
    failure = [-1] * len(doubled)
    start = 0
    for j in range(1, len(doubled)):
        i = failure[j - start - 1]
        while i != -1 and doubled[j] != doubled[start + i + 1]:
            if doubled[j] < doubled[start + i + 1]:
                start = j - i - 1
            i = failure[i]
        if i == -1 and doubled[j] != doubled[start + i + 1]:
            if doubled[j] < doubled[start + i + 1]:
                start = j
            failure[j - start] = -1
        else:
            failure[j - start] = i + 1
    return start
