"""Kronecker products with an identity around diag(vec(T)): a matrix for each block, none of them multiplied with zeros."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.arithmetic.term import (
    COLS_SCALED,
    KRON_TERM,
    PRODUCT_TERM,
    ROWS_SCALED,
    STACK_TIMES,
    Pair,
    Term,
    Terms,
    pair_of,
)
from matcalc_cli.expr.build import apply, is_identity, ones, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, raw_apply, raw_product
from matcalc_cli.expr.operations import DIAG, HADAMARD
from matcalc_cli.expr.shapes.dimensions import Size, product_of
from matcalc_cli.functions import FUNCTIONS


def scaled_blocks(factors: Sequence[Node]) -> Terms | None:
    """The one term that the product of these factors is, if it is one."""
    scales = [_scale_of(factor) for factor in factors]
    krons = [pair_of(factor) for factor in factors]
    match len([t for t in scales if t is not None]):
        case 1 if len(factors) in {2, 3}:
            found = _single(scales, krons)
        case 2 if len(factors) == 5:
            found = _double(scales, krons)
        case _:
            found = None
    return None if found is None else [found]


def _scale_of(factor: Node) -> Node | None:
    """The T of diag(vec(T))."""
    match factor:
        case Apply(function=function, args=(Apply(function=inner, args=(entries,)),)) if (
            function is DIAG and inner is FUNCTIONS["vec"] and 1 not in entries.shape
        ):
            return entries
    return None


def _single(scales: Sequence[Node | None], krons: Sequence[Pair | None]) -> Term | None:
    """[kron(I, A)] diag(vec(T)) [kron(P, Q)], or kron(A, I) in its place."""
    place = next(i for i, scale in enumerate(scales) if scale is not None)
    entries = scales[place]
    assert entries is not None
    left = krons[place - 1] if place else None
    right = krons[place + 1] if place + 1 < len(krons) else None
    if place > 1 or len(krons) - place > 2 or (place and not left) or (place + 1 < len(krons) and not right):
        return None
    first = left or right
    if first is None:
        return None
    if _fits(first[0], right and right[0], entries.cols):
        stack = _stack(left and left[1], transpose(entries), right and right[1])
        return Term(KRON_TERM, right[0] if right else first[0], stack)
    if _fits(first[1], right and right[1], entries.rows):
        stack = _stack(left and left[0], entries, right and right[0])
        return Term(KRON_TERM, stack, right[1] if right else first[1])
    if left is None and (first[0].rows, first[1].rows) == entries.shape[::-1]:
        return Term(KRON_TERM, first[0], _stack(None, transpose(entries), first[1]))
    return None


def _fits(first: Node, right: Node | None, blocks: Size) -> bool:
    """Whether the first factor is the identity with so many rows, and the last has so many."""
    return is_identity(first) and first.rows == blocks and (right is None or right.rows == blocks)


def _stack(left: Node | None, rows: Node, right: Node | None) -> Node:
    """For each row t of `rows`, left*diag(t)*right."""
    if left is None:
        assert right is not None
        return _stacked(ROWS_SCALED, right, rows, right.cols)
    found = _stacked(COLS_SCALED, left, rows, left.cols)
    if right is None or is_identity(right):
        return found
    return _stacked(STACK_TIMES, found, right, right.cols, found.rows)


def _stacked(function: Function, a: Node, b: Node, cols: Size, rows: Size | None = None) -> Node:
    shape = (product_of(b.rows, a.rows) if rows is None else rows, cols)
    return raw_apply(function, (a, b), shape, shape)


def _double(scales: Sequence[Node | None], krons: Sequence[Pair | None]) -> Term | None:
    """kron(A, I) diag(vec(U)) kron(I, w*v') diag(vec(V)) kron(B, I): a product of two Khatri-Rao products."""
    _, first, _, second, _ = scales
    left, _, middle, _, right = krons
    if first is None or second is None or left is None or middle is None or right is None:
        return None
    for inner, outer in ((1, 0), (0, 1)):  # where the identity of the outer products is
        pair = _cut(middle[inner])
        if pair and all(is_identity(k[i]) for k, i in ((left, inner), (middle, outer), (right, inner))):
            column, row = pair
            turned = inner == 0
            one = _khatri_rao(left[outer], column, first, turned=turned)
            other = _khatri_rao(transpose(right[outer]), transpose(row), second, turned=turned)
            return Term(PRODUCT_TERM, one, transpose(other))
    return None


def _cut(node: Node) -> Pair | None:
    """The column and the row of a bare outer product."""
    is_bare = isinstance(node, Product) and node.coefficient == 1 and not node.scalars
    return outer_of(node.factors) if isinstance(node, Product) and is_bare else None


def outer_of(factors: Sequence[Node]) -> Pair | None:
    """The column and the row of an outer product of these factors."""
    for i, factor in enumerate(factors[:-1]):
        if factor.cols == 1:
            return _word(factors[: i + 1]), _word(factors[i + 1 :])
    return None


def _word(factors: Sequence[Node]) -> Node:
    return factors[0] if len(factors) == 1 else raw_product(1, (), tuple(factors))


def _khatri_rao(matrix: Node, column: Node, scale: Node, *, turned: bool) -> Node:
    """The columns of `matrix` times those of diag(column)*scale."""
    inner = transpose(scale) if turned else scale
    weighted = apply(HADAMARD, (inner, raw_product(1, (), (column, ones(1, inner.cols)))))
    pair = (weighted, matrix) if turned else (matrix, weighted)
    return apply(FUNCTIONS["khatrirao"], pair)
