"""Values that depend on one index or two, laid out along axes.

Axis 0 is that of the outer index, axis 1 that of the inner one. A number along them is a column, a row or a matrix, so
that dotted operators fit; a column along one of them is the rows of a matrix, along both of a matrix with a row for each
pair, the inner index running faster.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.families.axes import Axis, NoBatchError
from matcalc_cli.expr.build import add, apply, call, multiply, ones, size_number, transpose
from matcalc_cli.expr.constants import is_ones
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.operations import DIAG, HADAMARD, KRON, SUM
from matcalc_cli.expr.selections.stretch import stretched
from matcalc_cli.expr.shapes.dimensions import Shape, Size, product_of
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.functions import FUNCTIONS

BOTH = (0, 1)


def of_each_row(function: Function) -> Function | None:
    """softmax(A, 2) of softmax(x); of a norm there is its square's."""
    return next((f for f in FUNCTIONS.values() if f.of_rows == function.name != "norm"), None)


class Value:
    """A number (`is_number`) or a column, and the axes along which it is laid out."""

    __slots__ = ("is_number", "node", "on")

    def __init__(self, node: Node, on: tuple[int, ...], *, is_number: bool) -> None:
        self.node, self.on, self.is_number = node, on, is_number

    def alone(self) -> Node:
        """The expression of what depends on no index."""
        if self.on:
            raise NoBatchError
        return self.node


class Layout:
    """Numbers and columns along one axis or two, outermost first."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self.axes = list(axes)

    def product(self, numbers: Sequence[Value]) -> Value:
        """Numbers multiplied."""
        on = tuple(sorted({axis for value in numbers for axis in value.on}))
        along = [self.spread(value, on) for value in numbers if value.on]
        constant = multiply(*[value.node for value in numbers if not value.on])
        if not along:
            return Value(constant, (), is_number=True)
        together = apply(HADAMARD, tuple(along)) if len(along) > 1 else along[0]
        return Value(multiply(constant, together), on, is_number=True)

    def paired(self, one: Value, other: Value) -> Value:
        """u'v."""
        if not one.on or not other.on:
            constant, moving = (one, other) if not one.on else (other, one)
            return self.number(multiply(moving.node, constant.node), moving.on)
        if {one.on, other.on} == {(0,), (1,)}:
            outer, inner = sorted((one, other), key=lambda value: value.on)
            return Value(multiply(outer.node, transpose(inner.node)), BOTH, is_number=True)
        on = tuple(sorted({*one.on, *other.on}))
        return self.number(self.of_rows(apply(HADAMARD, (self.lifted(one, on), self.lifted(other, on)))), on)

    def weighted(self, weight: Value, value: Value) -> Value:
        """A number times a number or a column."""
        if value.is_number:
            return self.product([weight, value])
        on = tuple(sorted({*weight.on, *value.on}))
        if not weight.on:
            return Value(multiply(weight.node, value.node), on, is_number=False)
        if not value.on:
            return Value(multiply(self.flat(weight, on), transpose(value.node)), on, is_number=False)
        scaled = multiply(apply(DIAG, (self.flat(weight, on),)), self.lifted(value, on))
        return Value(scaled, on, is_number=False)

    def entrywise(self, one: Value, other: Value) -> Value:
        """The entrywise product of two columns."""
        on = tuple(sorted({*one.on, *other.on}))
        return Value(apply(HADAMARD, (self.lifted(one, on), self.lifted(other, on))), on, is_number=False)

    def crossed(self, one: Value, other: Value) -> Value:
        """The Kronecker product of two columns."""
        if one.is_number or other.is_number:
            raise NoBatchError
        on = tuple(sorted({*one.on, *other.on}))
        columns = [transpose(self.lifted(value, on)) for value in (one, other)]
        return Value(transpose(call(FUNCTIONS["khatrirao"], tuple(columns))), on, is_number=False)

    def sum(self, values: Sequence[Value]) -> Value:
        """The sum of numbers or of columns."""
        on = tuple(sorted({axis for value in values for axis in value.on}))
        is_number = values[0].is_number
        laid_out = self.spread if is_number else self.lifted
        return Value(add(*[laid_out(value, on) for value in values]), on, is_number=is_number)

    def shape(self, on: Sequence[int]) -> Shape:
        """The shape of a number along axes."""
        rows, cols = (self.axes[axis].length if axis in on else 1 for axis in BOTH)
        return (rows, cols)

    def count(self, on: Sequence[int]) -> Size:
        """How many values there are along axes."""
        return product_of(*self.shape(on))

    def spread(self, value: Value, on: Sequence[int]) -> Node:
        """A number along more axes."""
        return stretched(value.node, self.shape(on))

    def flat(self, weight: Value, on: Sequence[int]) -> Node:
        """A number along axes as a column, one pair after the other."""
        return vec(transpose(self.spread(weight, on)))

    def lifted(self, value: Value, on: tuple[int, ...]) -> Node:
        """A column along more axes, the rows repeated."""
        if value.on == on:
            return value.node
        if not value.on and is_ones(value.node):  # 1 - tanh(X).^2 keeps its digits so
            return ones(self.count(on), value.node.rows)
        if not value.on:
            return multiply(ones(self.count(on), 1), transpose(value.node))
        if value.on == (0,):
            return apply(KRON, (value.node, ones(self.axes[1].length, 1)))
        return apply(KRON, (ones(self.axes[0].length, 1), value.node))

    def number(self, column: Node, on: tuple[int, ...]) -> Value:
        """A number from its values in a column."""
        if on == (1,):
            column = transpose(column)
        elif on == BOTH:
            column = transpose(unstacked(column, (self.axes[1].length, self.axes[0].length)))
        return Value(column, on, is_number=True)

    def of_rows(self, matrix: Node) -> Node:
        """The sums of the rows."""
        return multiply(matrix, ones(matrix.cols, 1))

    def added(self, value: Value) -> Value:
        """A number summed over the last axis."""
        last = len(self.axes) - 1
        if last not in value.on:
            return Value(multiply(size_number(self.axes[last].length), value.node), value.on, is_number=True)
        if value.on == BOTH:
            return Value(multiply(value.node, ones(value.node.cols, 1)), (0,), is_number=True)
        return Value(apply(SUM, (value.node,)), (), is_number=True)

    def without(self, weight: Value, axis: int) -> Value:
        """A number summed over an axis."""
        if axis not in weight.on:
            return Value(multiply(size_number(self.axes[axis].length), weight.node), weight.on, is_number=True)
        if weight.on == BOTH:
            summed = (
                multiply(weight.node, ones(weight.node.cols, 1))
                if axis
                else multiply(ones(1, weight.node.rows), weight.node)
            )
            return Value(summed, (1 - axis,), is_number=True)
        return Value(apply(SUM, (weight.node,)), (), is_number=True)
