"""Products in normal form: number, scalars, then the matrix factors in their order, neighbours combined."""

from __future__ import annotations

from itertools import pairwise

from matcalc_cli.expr.build import (
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    apply,
    identity,
    is_identity,
    is_zero,
    orientation,
    transpose,
    zeros,
)
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, raw_product
from matcalc_cli.expr.normal import multiply, normal_form
from matcalc_cli.expr.normal_forms.coefficients import primitive, scale, split
from matcalc_cli.expr.normal_forms.join import LONGEST_WORD, joined
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, IDENTITY
from matcalc_cli.expr.selections.few import spread
from matcalc_cli.expr.turns import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.expr.shapes.dimensions import Size


class _Parts:
    """A product taken apart: the number, the scalar factors, the matrix factors."""

    __slots__ = ("coefficient", "scalars", "word")

    def __init__(self) -> None:
        self.coefficient: Rational = 1
        self.scalars: list[Node] = []
        self.word: list[Node] = []

    def take(self, part: Node) -> None:
        """Sort one factor in."""
        match part:
            case Number(value=v):
                self.coefficient = tidy(self.coefficient * v)
            case Product(coefficient=c, scalars=scalars, factors=factors) if not (factors and part.is_scalar):
                self.coefficient = tidy(self.coefficient * c)
                self.scalars.extend(scalars)
                self.take_word(factors)
            case _:
                # A sum as a factor has no numeric content and a positive first term.
                content, part = primitive(part)
                self.coefficient = tidy(self.coefficient * content)
                (self.scalars if part.is_scalar else self.word).append(part)

    def take_word(self, factors: tuple[Node, ...]) -> None:
        """The factors of a product; a long one behind others keeps its brackets."""
        if self.word and len(factors) > LONGEST_WORD:
            self.word.append(raw_product(1, (), factors))
            return
        for factor in factors:
            if isinstance(factor, Product) and self.word:
                self.word.append(factor)
            else:
                self.take(factor)


@normal_form("*")
def product(factors: Sequence[Node]) -> Node:
    """The product of factors whose shapes chain (scalars aside). Raises TypeError if they do not."""
    if len(factors) == 2 and isinstance(factors[0], Number):
        return scale(factors[0].value, factors[1])
    plain = _plain(factors)
    if plain is not None:
        return plain
    parts = _Parts()
    for factor in factors:
        parts.take(factor)
    shape = (parts.word[0].rows, parts.word[-1].cols) if parts.word else (1, 1)
    _check(parts.word)
    word = _settle(parts)
    if parts.coefficient == 0 or word is None or any(s is ZERO for s in parts.scalars):
        return zeros(shape)
    scalars = _collect_scalars(parts)
    return _assemble(parts.coefficient, scalars, word)


def _plain(factors: Sequence[Node]) -> Node | None:
    """The product, where no factor combines with a neighbour and one is a scalar at most; None where that is not sure.

    So it is with nearly all of them, and what follows for the others takes most of the time of an answer.
    """
    coefficient: Rational = 1
    scalars: tuple[Node, ...] = ()
    word: list[Node] = []
    for factor in factors:
        if factor.is_scalar:
            if isinstance(factor, Number):
                coefficient *= factor.value
            elif factor.head == "+" or (isinstance(factor, Product) and not factor.factors):
                return None
            else:
                scalars += (factor,)
        elif isinstance(factor, Product):
            if word and len(factor.factors) > LONGEST_WORD:
                return None
            coefficient *= factor.coefficient
            scalars += factor.scalars
            word += factor.factors
        else:
            word += (factor,)
    if not coefficient or len(scalars) > 1:
        return None
    kept = _apart(word)
    return None if kept is None else _assemble(tidy(coefficient), scalars, kept)


def _apart(word: Sequence[Node]) -> list[Node] | None:
    """A word without identities; None where neighbours combine, where a piece of it is a number, or where it does not chain."""
    kept: list[Node] = []
    cols: Size | None = None
    rows: Size = 0
    before = 0
    for factor in word:
        if cols is not None and cols != factor.rows:
            return None
        if factor.head != IDENTITY.name:
            here = core(factor) if factor.core is None else factor.core
            if not here or (here == before and cols != 1) or rows == cols == 1:
                return None
            if cols == 1 or not kept:
                rows = factor.rows
            kept += (factor,)
            before = here
        cols = factor.cols
    return None if not kept or rows == cols == 1 else kept


def run_of(factors: tuple[Node, ...]) -> Node:
    """The product of neighbours in a product in normal form, which is in normal form as it stands if it is no number."""
    if len(factors) == 1:
        return factors[0]
    is_number = factors[0].rows == 1 == factors[-1].cols
    changes = is_number or any([isinstance(factor, Product) for factor in factors])
    return multiply(*factors) if changes else raw_product(1, (), factors)


def _check(word: Sequence[Node]) -> None:
    for left, right in pairwise(word):
        if left.cols != right.rows:
            raise TypeError(f"a product of {left.shape} and {right.shape}")


def _settle(parts: _Parts) -> list[Node] | None:
    """Cut the word where the inner dimension is 1, move the 1x1 pieces to the scalars; None if it is zero."""
    word: list[Node] = []
    for piece in _pieces(parts.word):
        reduced = _reduce(piece, parts)
        if reduced is None:
            return None
        for cut in _pieces(reduced):  # what was combined may have an inner dimension 1 of its own
            if cut[0].rows == 1 and cut[-1].cols == 1:
                _take_scalar(parts, cut)
            else:
                word.extend(cut)
    return word


def _take_scalar(parts: _Parts, piece: list[Node]) -> None:
    """Put a 1x1 piece among the scalars."""
    if terms := spread(piece, 2):
        sign, scalars = add(*[multiply(*term) for term in terms]), []
    else:
        sign, scalar = _scalar_word(piece)
        scalars = [scalar]
    ends = _Parts()
    ends.take(sign)
    parts.coefficient = tidy(parts.coefficient * ends.coefficient)
    parts.scalars.extend((*ends.scalars, *scalars))


def _pieces(word: Sequence[Node]) -> Iterable[list[Node]]:
    piece: list[Node] = []
    for factor in word:
        piece.append(factor)
        if factor.cols == 1:
            yield piece
            piece = []
    if piece:
        yield piece


def _reduce(piece: list[Node], parts: _Parts) -> list[Node] | None:
    """Neighbours combined until none combine; new scalars go to `parts`; None if the piece is zero."""
    done: list[Node] = []
    todo = piece[::-1]
    while todo:
        factor = todo.pop()
        if is_zero(factor):
            return None
        if is_identity(factor):
            continue
        result = joined(done, factor)
        if result is None:
            done.append(factor)
            continue
        used, combined = result
        del done[len(done) - used :]
        fresh = _Parts()
        fresh.take(combined)
        parts.coefficient = tidy(parts.coefficient * fresh.coefficient)
        parts.scalars.extend(fresh.scalars)
        todo.extend(reversed(fresh.word))
    while done and isinstance(done[0], Product):
        done[:1] = done[0].factors  # brackets in front say nothing
    return done or ([] if piece[0].rows == 1 else [identity(piece[0].rows)])


def _scalar_word(word: list[Node]) -> tuple[Node, Node]:
    """x'*A*y or y'*A'*x, whichever reads better: the differential last and upright, then fewer operations; its sign."""
    if len(word) == 1:
        return ONE, word[0]
    sign, turned = turned_word(word)
    here, there = raw_product(1, (), tuple(word)), raw_product(1, (), turned)
    if here is there and sign is MINUS_ONE:  # x' S x of a skew S
        return ZERO, here
    return (ONE, here) if here is min(here, there, key=reading_order) else (sign, there)


def turned_word(word: Sequence[Node]) -> tuple[Node, tuple[Node, ...]]:
    """The sign that skew factors and sums bring, (-1)^k of a skew S^k too, and the factors of the transposed product."""
    parts = _Parts()
    for factor in reversed(word):
        parts.take(transpose(factor))
    return multiply(number(parts.coefficient), *parts.scalars), tuple(parts.word)


def reading_order(word: Product) -> tuple[bool, bool, tuple[bool, int, str, int, Node]]:
    """How well a word reads: no transposed differential, none in front."""
    turned = any(f.has_differential and f.tilt for f in word.factors)
    return (turned, word.factors[0].has_differential, orientation(word))


def _collect_scalars(parts: _Parts) -> tuple[Node, ...]:
    """Equal bases merged into powers, sorted; numbers that come out go to the coefficient."""
    scalars = parts.scalars
    while len(scalars) > 1:
        powers: dict[Node, list[tuple[Node, Node]]] = {}
        for scalar in scalars:
            base, exponent = _exponential(scalar) or base_and_exponent(scalar)
            powers.setdefault(base, []).append((scalar, exponent))
        distinct = len(powers) == len(scalars)
        merged = _Parts()  # (x y)^(-1/2) (x y)^(-1/2) is x^-1 y^-1, which may meet an x: hence the loop
        for base, same in powers.items():
            exponents = [exponent for _, exponent in same]
            merged.take(apply(ELEMENTWISE_POWER, (base, add(*exponents))) if same[1:] else same[0][0])
        parts.coefficient = tidy(parts.coefficient * merged.coefficient)
        scalars = merged.scalars
        if distinct:
            break
    return tuple(sorted(scalars, key=lambda s: s.key))


def _exponential(node: Node) -> tuple[Node, Node] | None:
    """exp(-2*x) as (exp(x), -2); None of what has no number in its exponent."""
    if node.head != "exp" or node.function is None:
        return None
    c, inner = split(node.children[0])
    return None if c == 1 or inner is ONE else (apply(node.function, (inner,)), number(c))


def base_and_exponent(node: Node) -> tuple[Node, Node]:
    """x.^p as (x, p), anything else as itself to the power 1."""
    match node:
        case Apply(function=function, args=(base, exponent)) if function is ELEMENTWISE_POWER:
            return base, exponent
    return node, ONE


def denominators(total: Sum) -> list[Node]:
    """The numbers that terms of a sum are divided by: nu of 1 + q/nu."""
    found = [base_and_exponent(s) for term in total.terms if isinstance(term, Product) for s in term.scalars]
    return [*dict.fromkeys([base for base, e in found if isinstance(e, Number) and e.value < 0])]


def _assemble(c: Rational, scalars: tuple[Node, ...], word: list[Node]) -> Node:
    if not scalars and not word:
        return number(c)
    if c == 1 and len(scalars) + len(word) == 1:
        return word[0] if word else scalars[0]
    if (not scalars and len(word) == 1) or (not word and len(scalars) == 1):
        return scale(c, word[0] if word else scalars[0])
    return raw_product(c, scalars, tuple(word))
