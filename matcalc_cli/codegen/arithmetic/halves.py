"""Products around diag(d) plus a column times a row.

A'*diag(d)*A with d >= 0 is B'*B with B = diag(sqrt(d))*A, of which one half is computed, and B a few columns at a time;
(diag(d) + d*v)*A is diag(d)*(A + 1*v*A), where the row v*A is left to broadcasting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.arithmetic.assembled import copied
from matcalc_cli.expr.build import apply, ones, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number, postorder, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.number import exact_ratio, tidy
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, TRANSPOSE
from matcalc_cli.validity.signs import is_not_negative

if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

GRAM = Function("gram", "x: m,1; A: m,n -> n,n", "B'*B for B = diag(x)*A")
GRAM_PLUS = Function("gram_plus", "x: m,1; A: m,n; u: n,1; v: 1,n -> n,n", "B'*B + u*v for B = diag(x)*A")
SCALED_SUM = Function("scaled_sum", "x: m,1; A: m,n; v: 1,n -> m,n", "diag(x)*(A + 1*v)")


def halved(roots: Sequence[Node], *, grams: bool) -> list[Node]:
    """The expressions with such products; `grams` of those with one half computed."""
    done: dict[Node, Node] = {}
    for node in postorder(*roots):
        children = tuple([done[c] for c in node.children])
        found = ((grams and _spread(node)) or _scaled(node, in_place=grams)) if isinstance(node, Product) else None
        done[node] = found or (node if children == node.children else copied(node, children))
    return [done[root] for root in roots]


def _scaled(node: Product, *, in_place: bool) -> Node | None:
    """(diag(d) + d*v)*A with the scaling by d taken out."""
    first, behind = (node.factors[0], node.factors[1:]) if node.factors else (node, ())
    if not isinstance(first, Sum) or not behind or 1 in node.shape:
        return None
    terms = [(tidy(node.coefficient * c), rest) for c, rest in map(split, first.terms)]
    diagonals = [(c, rest.args[0]) for c, rest in terms if isinstance(rest, Apply) and rest.function is DIAG]
    if len(diagonals) != 1 or diagonals[0][1].cols != 1:
        return None
    ((c, column),) = diagonals
    rows = [(c, rest.factors[1:]) for c, rest in terms if isinstance(rest, Product) and _begins(rest, column)]
    if len(rows) + 1 < len(terms):
        return None
    matrix = _times(c, behind)
    if in_place:
        added = [_times(c, (*row, *behind)) for c, row in rows]
        row = added[0] if len(added) == 1 else raw_sum(tuple(added))
        return raw_product(1, node.scalars, (raw_apply(SCALED_SUM, (column, matrix, row), (), node.shape),))
    repeated = [_times(c, (ones(column.rows, 1), *row, *behind)) for c, row in rows]
    return raw_product(1, node.scalars, (apply(DIAG, (column,)), raw_sum((matrix, *repeated))))


def _begins(term: Product, column: Node) -> bool:
    """Whether a term is a column times something."""
    return not term.scalars and len(term.factors) > 1 and term.factors[0] is column


def _times(c: Rational, factors: Sequence[Node]) -> Node:
    """A multiple of a product."""
    return factors[0] if c == 1 and len(factors) == 1 else raw_product(c, (), tuple(factors))


def _spread(node: Product) -> Node | None:
    """A'*diag(d)*A, or A'*(diag(d) + columns*rows)*A term by term."""
    k = len(node.factors) // 2
    if len(node.factors) < 3 or len(node.factors) % 2 == 0 or node.is_scalar or 1 in node.factors[k].shape:
        return None
    before, middle, behind = node.factors[:k], node.factors[k], node.factors[k + 1 :]
    if before != _turned(behind):
        return None
    terms = middle.terms if isinstance(middle, Sum) else (middle,)
    halves = [half for term in terms if (half := _half(term, behind)) is not None]
    pairs = [_pair(term, before, behind) for term in terms if _weights(term) is None]
    if None in pairs or not halves:
        return None
    parts = [
        raw_product(tidy(node.coefficient * p.coefficient), node.scalars + p.scalars, p.factors)
        for p in _parts(halves, [pair for pair in pairs if pair])
    ]
    added = [part for part in parts if part.coefficient > 0]
    return parts[0] if len(parts) == 1 else raw_sum((*added, *[part for part in parts if part not in added]))


def _parts(halves: list[Product], pairs: list[tuple[Node, Product]]) -> list[Product]:
    """The terms; one column times one row is added to B'*B where that is."""
    if len(halves) == len(pairs) == 1:
        (half,), ((column, row),) = halves, pairs
        (gram,) = half.factors
        row = raw_product(tidy(exact_ratio(row.coefficient, half.coefficient)), row.scalars, row.factors)
        gram = raw_apply(GRAM_PLUS, (*gram.children, column, row), (), gram.shape)
        return [raw_product(half.coefficient, (), (gram,))]
    outer = [raw_product(row.coefficient, row.scalars, (column, *row.factors)) for column, row in pairs]
    return [*halves, *outer]


def _turned(factors: Sequence[Node]) -> tuple[Node, ...]:
    """The factors of the transpose of a product."""
    return tuple([transpose(factor) for factor in reversed(factors)])


def _weights(term: Node) -> Node | None:
    """The d of c*diag(d), no entry of which is negative."""
    inner = term.factors[0] if isinstance(term, Product) and not term.scalars and len(term.factors) == 1 else term
    match inner:
        case Apply(function=function, args=(column,)) if (
            function is DIAG and column.cols == 1 and is_not_negative(column)
        ):
            return column
    return None


def _half(term: Node, behind: Sequence[Node]) -> Product | None:
    """B'*B for B = diag(sqrt(d))*A."""
    weights = _weights(term)
    if weights is None:
        return None
    root = raw_apply(ELEMENTWISE_POWER, (weights, number(exact_ratio(1, 2))), (), weights.shape)
    matrix = behind[0] if len(behind) == 1 else raw_product(1, (), tuple(behind))
    gram = raw_apply(GRAM, (root, matrix), (), (matrix.cols, matrix.cols))
    return raw_product(term.coefficient if isinstance(term, Product) else 1, (), (gram,))


def _pair(term: Node, before: Sequence[Node], behind: Sequence[Node]) -> tuple[Node, Product] | None:
    """A column times a row between the others, as two factors; a row that is the column transposed is not computed anew."""
    factors = term.factors if isinstance(term, Product) else ()
    cut = next((i for i, factor in enumerate(factors[:-1], 1) if factor.cols == 1), None)
    if cut is None or not isinstance(term, Product):
        return None
    column = raw_product(1, (), (*before, *factors[:cut]))
    rows: tuple[Node, ...] = (*factors[cut:], *behind)
    if rows == _turned(column.factors):
        rows = (raw_apply(TRANSPOSE, (column,), (), column.shape[::-1]),)
    return column, raw_product(term.coefficient, term.scalars, rows)
