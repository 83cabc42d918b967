"""Sums of matrices s u v' over one index or two: U' diag(s) V, U' S V."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.families.axes import Axis, NoBatchError, axis_of, bounded
from matcalc_cli.codegen.families.layout import BOTH
from matcalc_cli.codegen.families.sums import Values, total
from matcalc_cli.expr.build import ONE, add, apply, multiply, ones, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.normal_forms.diagonal import outer_product
from matcalc_cli.expr.operations import DIAG, KRON, SUMMATION


def of_matrices(values: Values, axis: Axis, body: Node) -> Node:
    """The sum of s u v' over one index, or over two where the terms are such sums themselves."""
    if isinstance(body, Sum):
        return add(*[of_matrices(values, axis, term) for term in body.terms])
    front, inner = _weighted(body)
    inner = _spread(inner)
    if isinstance(inner, Apply) and inner.function is SUMMATION:
        index, low, high, term = inner.args
        moving = values.depends(low) or values.depends(high)
        other, term = bounded(index, low, high, term) if moving else (axis_of(index, low, high, term), term)
        both = Values([axis, other], values.batched)
        terms = term.terms if isinstance(term, Sum) else (term,)
        return add(*[_outer(both, multiply(*front, t)) for t in terms])
    if isinstance(inner, Sum) and front:
        return of_matrices(values, axis, add(*[multiply(*front, term) for term in inner.terms]))
    return _outer(values, multiply(*front, inner))


def _weighted(body: Node) -> tuple[Sequence[Node], Node]:
    """The numbers before a matrix, and the matrix."""
    if isinstance(body, Product) and len(body.factors) == 1:
        return (number(body.coefficient), *body.scalars), body.factors[0]
    return (), body


def _spread(node: Node) -> Node:
    """A Kronecker product with a sum in it, of terms or over an index, as such a sum; of u v' and p q' as (u kron p) (v kron q)'."""
    if not isinstance(node, Apply) or node.function is not KRON:
        return node
    for k, part in enumerate(node.args):
        before, after = node.args[:k], node.args[k + 1 :]
        if isinstance(part, Sum) and 1 not in part.shape:
            return add(*[apply(KRON, (*before, term, *after)) for term in part.terms])
        if isinstance(part, Apply) and part.function is SUMMATION:
            *bounds, body = part.args
            return apply(SUMMATION, (*bounds, apply(KRON, (*before, body, *after))))
    halves = [half for half in map(_halves, node.args) if half is not None]
    if len(halves) < len(node.args):
        return node
    columns, rows = zip(*halves, strict=True)
    return multiply(apply(KRON, columns), apply(KRON, rows))


def _halves(node: Node) -> tuple[Node, Node] | None:
    """A column and a row whose product a matrix is; None of any other."""
    if node.cols == 1:
        return node, ONE
    if node.rows == 1:
        return ONE, node
    halves = outer_product(node)
    return halves and (halves[0], transpose(halves[1]))


def _outer(values: Values, term: Node) -> Node:
    """The sum of s u v' over all axes: U' diag(s) V, U' S V; of s M for a matrix M that is the same in all terms."""
    front, inner = _weighted(term)
    term = multiply(*front, _spread(inner))
    if isinstance(term, Apply) and term.function is DIAG and term.args[0].cols == 1:
        return apply(DIAG, (total(values, values.axes[-1], term.args[0]).alone(),))
    if not isinstance(term, Product):
        raise NoBatchError
    opened = next((i for i, f in enumerate(term.factors) if isinstance(f, Sum) and 1 not in f.shape), None)
    if opened is not None and values.depends(term.factors[opened]):
        front = (number(term.coefficient), *term.scalars, *term.factors[:opened])
        inner, behind = term.factors[opened], term.factors[opened + 1 :]
        return add(*[_outer(values, multiply(*front, part, *behind)) for part in inner.children])
    every = tuple(range(len(values.axes)))
    if not any(map(values.depends, term.factors)):
        weight = values.of(multiply(number(term.coefficient), *term.scalars))
        for axis in reversed(every):
            weight = values.without(weight, axis)
        return multiply(weight.alone(), *term.factors)
    halves = outer_product(term)
    if halves is None:
        raise NoBatchError
    weight, u = values.parts(halves[0])
    v = values.of(halves[1])
    if {u.on, v.on} == {(0,), (1,)}:
        middle = values.spread(weight, BOTH)
        return multiply(transpose(u.node), middle if u.on == (0,) else transpose(middle), v.node)
    on = tuple(sorted({*u.on, *v.on}))
    for other in every:
        if other not in on:
            weight = values.without(weight, other)
    left, right = transpose(values.lifted(u, on)), values.lifted(v, on)
    flat = values.flat(weight, on)
    scaled = [] if flat is ones(values.count(on), 1) else [apply(DIAG, (flat,))]
    return multiply(left, *scaled, right)
