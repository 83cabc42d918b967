"""The axes along which what depends on the index of a sum is laid out, and the members of families along them."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.expr.build import ONE, add, apply, is_unit, multiply, transpose
from matcalc_cli.expr.members import minus, slope
from matcalc_cli.expr.node import Apply, Member, Node, Span, Symbol, postorder, symbol
from matcalc_cli.expr.operations import ATMOST, DIAG
from matcalc_cli.expr.selections.units import columns
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.expr.shapes.positions import as_size, is_known
from matcalc_cli.expr.shapes.spans import array_shape

ALL = "_all"
"""The ending of the name of a family of numbers that stands for all of them, a column."""


class NoBatchError(Exception):
    """An expression that is not computed for all members at once."""


class Axis:
    """The values of an index from the lowest on, so many."""

    __slots__ = ("high", "index", "length", "low")

    def __init__(self, index: Node, low: Node, high: Node, length: Size) -> None:
        self.index, self.low, self.high, self.length = index, low, high, length


def axis_of(index: Node, low: Node, high: Node, body: Node) -> Axis:
    """The axis of a sum over members or entries."""
    if not any(index in n.symbols and (isinstance(n, Member) or is_unit(n)) for n in postorder(body)):
        raise NoBatchError
    length = as_size(add(minus(high, low), ONE))
    if length is None or not is_known(length) or not is_known(as_size(low)):
        raise NoBatchError
    return Axis(index, low, high, length)


def whole_axis(index: Node, body: Node) -> Axis:
    """The axis of an index whose sum ends where another index says: that of the members that it chooses."""
    for node in postorder(body):
        if isinstance(node, Member) and index in node.indices:
            span = node.family.ranges[node.indices.index(index)]
            if span is not None:
                return axis_of(index, *span, body)
    raise NoBatchError


def bounded(index: Node, low: Node, high: Node, body: Node) -> tuple[Axis, Node]:
    """The axis of all members that a sum could choose, and what is summed along it: 0 of those outside of the bounds."""
    axis = whole_axis(index, body)
    bounds = [(low, index)] * (low is not axis.low) + [(index, high)] * (high is not axis.high)
    return axis, multiply(*[apply(ATMOST, bound) for bound in bounds], body)


Place = tuple[int, Node]
"""Along which axis an index goes and where it begins; -1 of a fixed place."""


def placed(member: Member, axes: Sequence[Axis]) -> list[Place]:
    """How the indices of a member go along the axes, counted from 1 in the array of the family."""
    return [_placed(i, span, axes) for i, span in zip(member.indices, member.family.ranges, strict=True)]


def _placed(index: Node, span: Span | None, axes: Sequence[Axis]) -> Place:
    if span is None:
        raise NoBatchError
    along = [i for i, axis in enumerate(axes) if axis.index in index.symbols]
    if not along:
        return -1, add(minus(index, span[0]), ONE)
    found = slope(index, axes[along[0]].index)
    if len(along) > 1 or found is None or found[0] < 0:
        raise NoBatchError
    return along[0], add(minus(add(axes[along[0]].low, found[1]), span[0]), ONE)


def rows(array: Node, start: Node, length: Size) -> Node:
    """So many rows of an array from one on."""
    if length == array.rows and start is ONE:
        return array
    if not is_known(as_size(start)) and length != 1:
        raise NoBatchError
    return multiply(transpose(columns(array.rows, start, length)), array)


def of_vectors(member: Member, start: Node, axis: Axis) -> Node:
    """The members of a family of columns along an axis, the rows of a matrix."""
    family = member.family
    length = array_shape(family)[0]
    if family.cols != 1 or family.axes != 1 or length is None:
        raise NoBatchError
    if family.is_scalar:
        return rows(symbol(family.name + ALL, (length, 1), "vector"), start, axis.length)
    whole = symbol(family.name, (length, family.rows), "matrix", spelling=family.spelling)
    return rows(whole, start, axis.length)


def of_entries(unit: Apply, axes: Sequence[Axis]) -> tuple[Node, tuple[int, ...]]:
    """The columns of the identity along an axis, as rows."""
    (start,) = unit.args
    axis, first = _placed(start, (ONE, ONE), axes)
    if unit.cols != 1 or not is_known(as_size(first)):
        raise NoBatchError
    return transpose(columns(unit.rows, first, axes[axis].length)), (axis,)


def of_pairs(family: Symbol, places: Sequence[Place], axes: Sequence[Axis]) -> tuple[Node, tuple[int, ...]]:
    """The members of a family of numbers with two indices, and the axes along the rows and the columns."""
    height, width = array_shape(family)[:2]
    if not family.is_scalar or family.axes != 2 or height is None or width is None:
        raise NoBatchError
    whole: Node = symbol(family.name, (height, width), "matrix", spelling=family.spelling)
    (down, first), (along, left) = places
    part = rows(whole, first, axes[down].length if down >= 0 else 1)
    part = transpose(rows(transpose(part), left, axes[along].length if along >= 0 else 1))
    if down == along >= 0:
        return apply(DIAG, (part,)), (down,)
    if (down, along) in ((1, 0), (1, -1), (-1, 0)):
        part = transpose(part)
    return part, tuple(sorted(axis for axis in (down, along) if axis >= 0))
