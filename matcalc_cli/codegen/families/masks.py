"""Relations as matrices of zeros and ones: of indices, i != j as ones(n,n) - I(n), and of numbers by the signs of differences."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.families.axes import Axis, NoBatchError
from matcalc_cli.expr.build import ONE, ZERO, add, apply, identity, multiply, ones, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.members import difference, minus, slope
from matcalc_cli.expr.node import Apply, Member, Node, Symbol, number, postorder
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ATMOST, TRIL, TRIU, UNEQUAL
from matcalc_cli.expr.selections.units import columns
from matcalc_cli.functions import FUNCTIONS

HALF = number(exact_ratio(1, 2))


def mask(relation: Apply, axes: Sequence[Axis]) -> tuple[Node, tuple[int, ...]]:
    """1 where a relation holds and 0 elsewhere, along the axes whose indices it has."""
    along = tuple([i for i, axis in enumerate(axes) if axis.index in relation.symbols])
    if any(isinstance(node, Member) for node in postorder(relation)):
        raise NoBatchError
    if len(along) == 2:
        return _of_two(relation, axes), along
    of_one = _but_one if relation.function is UNEQUAL else _on_one_side
    column = of_one(difference(relation), axes[along[0]])
    return (transpose(column) if along == (1,) else column), along


def of_numbers(relation: Function, apart: Node) -> Node:
    """1 where one number is another, or is at most that, by the differences of the two; else 0."""
    sign, modulus = FUNCTIONS["sign"], FUNCTIONS["abs"]
    if relation is ATMOST:
        return apply(sign, (add(apply(sign, (apart,)), ones(*apart.shape)),))
    differs = apply(sign, (apply(modulus, (apart,)),))
    return differs if relation is UNEQUAL else minus(ones(*apart.shape), differs)


def places(axis: Axis) -> Node:
    """The values of an index, a column."""
    return _along(axis.index, axis)


def _but_one(apart: Node, axis: Axis) -> Node:
    """1 but at the place of an index, which may be outside of the axis: sign(abs(j))."""
    found = slope(apart, axis.index)
    other = None if found is None else multiply(number(-found[0]), found[1])
    if isinstance(other, Symbol) and other.span == (axis.low, axis.high):
        return minus(ones(axis.length, 1), columns(axis.length, add(minus(other, axis.low), ONE), 1))
    return apply(FUNCTIONS["sign"], (apply(FUNCTIONS["abs"], (_along(apart, axis),)),))


def _on_one_side(apart: Node, axis: Axis) -> Node:
    """1 where a linear expression of an index is not negative: step(j + 1/2) for all j along the axis."""
    return apply(FUNCTIONS["step"], (add(_along(apart, axis), multiply(HALF, ones(axis.length, 1))),))


def _along(linear: Node, axis: Axis) -> Node:
    """A linear expression of an index for all of its values."""
    found = slope(linear, axis.index)
    if found is None:
        raise NoBatchError
    places = apply(FUNCTIONS["cumsum"], (ones(axis.length, 1),))
    first = add(multiply(number(found[0]), minus(axis.low, ONE)), found[1])
    return add(multiply(number(found[0]), places), multiply(first, ones(axis.length, 1)))


def _of_two(relation: Apply, axes: Sequence[Axis]) -> Node:
    one, other = axes
    if one.length != other.length or one.low is not other.low:
        raise NoBatchError
    full, diagonal = ones(one.length, one.length), identity(one.length)
    ahead, apart = minus(other.index, one.index), difference(relation)
    if relation.function is UNEQUAL and ZERO in (minus(apart, ahead), add(apart, ahead)):
        return minus(full, diagonal)
    for function, by in ((TRIU, minus(apart, ahead)), (TRIL, add(apart, ahead))):  # i <= j, i < j; j <= i, j < i
        if relation.function is ATMOST and by in (ZERO, number(-1)):
            triangle = apply(function, (full,))
            return triangle if by is ZERO else minus(triangle, diagonal)
    raise NoBatchError
