"""Sums over the innermost axis of what is laid out along one axis or two."""

from __future__ import annotations

from matcalc_cli.codegen.batch_axes import Axis, NoBatchError, axis_of
from matcalc_cli.codegen.batch_values import BOTH, Value, Values
from matcalc_cli.expr.build import ONE, add, apply, multiply, ones, size_number, transpose
from matcalc_cli.expr.members import conditions_of
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.operations import DIAG, SUM, SUMMATION
from matcalc_cli.functions import find


def total(values: Values, axis: Axis, body: Node) -> Value:
    """The sum over the last axis, along the other one if there is one."""
    if isinstance(body, Sum):
        return _added(values, [total(values, axis, term) for term in body.terms])
    if body.is_scalar:
        return _of_number(values, values.of(body))
    if body.cols == 1:
        return _of_columns(values, axis, body)
    if body.rows == 1:
        return Value(transpose(total(values, axis, transpose(body)).alone()), (), is_number=False)
    return Value(_of_matrices(values, axis, body), (), is_number=False)


def product(values: Values, condition: Node, body: Node) -> Node:
    """The product over an index of what is a number; 1 where a condition does not hold."""
    if condition is not ONE:
        values = values.where(conditions_of(None, condition)[0])
    return apply(find("prod"), (values.guarded(values.of(body)).node,))


def _added(values: Values, parts: list[Value]) -> Value:
    """The sum of sums, which may be matrices where there is one axis."""
    if not any(part.on for part in parts):
        return Value(add(*[part.node for part in parts]), (), is_number=parts[0].is_number)
    return values.sum(parts)


def _of_number(values: Values, value: Value) -> Value:
    last = len(values.axes) - 1
    if last not in value.on:
        return Value(multiply(size_number(values.axes[last].length), value.node), value.on, is_number=True)
    if value.on == BOTH:
        return Value(multiply(value.node, ones(value.node.cols, 1)), (0,), is_number=True)
    return Value(apply(SUM, (value.node,)), (), is_number=True)


def _of_columns(values: Values, axis: Axis, body: Node) -> Value:
    last = len(values.axes) - 1
    weight, word = values.parts(body)
    if word.on == BOTH:
        return _distributed(values, axis, body)
    if word.on != (last,):  # the same for all: the weights are added
        return values.weighted(_of_number(values, weight), word)
    if 0 in weight.on and last:
        return Value(multiply(values.spread(weight, BOTH), word.node), (0,), is_number=False)
    column = values.flat(weight, (last,))
    return Value(multiply(transpose(word.node), column), (), is_number=False)


def _distributed(values: Values, axis: Axis, body: Node) -> Value:
    """s*(x_i - z_j) as s*x_i - s*z_j, each of them along one axis."""
    if isinstance(body, Product) and isinstance(body.factors[-1], Sum):
        front = (number(body.coefficient), *body.scalars, *body.factors[:-1])
        parts = [total(values, axis, multiply(*front, term)) for term in body.factors[-1].terms]
        return _added(values, parts)
    raise NoBatchError


def _of_matrices(values: Values, axis: Axis, body: Node) -> Node:
    """The sum of s u v' over one index, or over two where the terms are such sums themselves."""
    if len(values.axes) > 1:
        raise NoBatchError
    front, inner = (body.scalars, body.factors[0]) if _is_weighted(body) else ((), body)
    if isinstance(inner, Apply) and inner.function is SUMMATION:
        coefficient = number(body.coefficient) if isinstance(body, Product) else ONE
        index, low, high, term = inner.args
        both = Values([axis, axis_of(index, low, high, term)], values.batched)
        terms = term.terms if isinstance(term, Sum) else (term,)
        return add(*[_outer(both, multiply(coefficient, *front, t)) for t in terms])
    return _outer(values, body)


def _is_weighted(body: Node) -> bool:
    return isinstance(body, Product) and len(body.factors) == 1


def _outer(values: Values, term: Node) -> Node:
    """The sum of s u v' over all axes: U' diag(s) V, U' S V; of s M for a matrix M that is the same in all terms."""
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
            weight = _without(values, weight, axis)
        return multiply(weight.alone(), *term.factors)
    cut = next((i + 1 for i, f in enumerate(term.factors) if f.cols == 1), 0)
    if not 0 < cut < len(term.factors):
        raise NoBatchError
    word = multiply(*term.factors[:cut])
    weight, u = values.parts(multiply(number(term.coefficient), *term.scalars, word))
    v = values.of(transpose(multiply(*term.factors[cut:])))
    if {u.on, v.on} == {(0,), (1,)}:
        middle = values.spread(weight, BOTH)
        return multiply(transpose(u.node), middle if u.on == (0,) else transpose(middle), v.node)
    on = tuple(sorted({*u.on, *v.on}))
    for other in every:
        if other not in on:
            weight = _without(values, weight, other)
    left, right = transpose(values.lifted(u, on)), values.lifted(v, on)
    flat = values.flat(weight, on)
    scaled = [] if flat is ones(values.count(on), 1) else [apply(DIAG, (flat,))]
    return multiply(left, *scaled, right)


def _without(values: Values, weight: Value, axis: int) -> Value:
    """A number summed over an axis."""
    if axis not in weight.on:
        return Value(multiply(size_number(values.axes[axis].length), weight.node), weight.on, is_number=True)
    if weight.on == BOTH:
        summed = (
            multiply(weight.node, ones(weight.node.cols, 1))
            if axis
            else multiply(ones(1, weight.node.rows), weight.node)
        )
        return Value(summed, (1 - axis,), is_number=True)
    return Value(apply(SUM, (weight.node,)), (), is_number=True)
