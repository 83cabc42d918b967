"""What depends on one index or two, for all their values at once.

Axis 0 is that of the outer index, axis 1 that of the inner one. A number along them is a column, a row or a matrix, so
that dotted operators fit; a column along one of them is the rows of a matrix, along both of a matrix with a row for each
pair, the inner index running faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.codegen.batch_axes import (
    Axis,
    NoBatchError,
    axis_of,
    of_entries,
    of_pairs,
    of_vectors,
    placed,
    whole_axis,
)
from matcalc_cli.codegen.batch_masks import mask
from matcalc_cli.expr.build import ONE, add, apply, multiply, ones, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.members import is_relation, minus
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, number
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ATMOST, DIAG, ELEMENTWISE_POWER, HADAMARD, KRON, SUM, SUMMATION, UNIT
from matcalc_cli.expr.shape import Shape, Size, product_of
from matcalc_cli.expr.stretch import stretched
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.functions import FUNCTIONS, find

BOTH = (0, 1)


def _of_each_row(function: Function) -> Function | None:
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


class Values:
    """What depends on the indices of one axis or two, outermost first.

    `batched` makes products of the sums in what depends on none. With a guard, 1 where a condition holds and 0 elsewhere,
    numbers are 1 elsewhere before a function is taken that may have no value there.
    """

    def __init__(
        self, axes: Sequence[Axis], batched: Callable[[Sequence[Node]], list[Node]], guard: Value | None = None
    ) -> None:
        self.axes, self.batched, self.guard = list(axes), batched, guard
        self.known: dict[Node, Value] = {}

    def of(self, node: Node) -> Value:
        """The number or column for all values of the indices."""
        if node not in self.known:
            self.known[node] = self._of(node)
        return self.known[node]

    def depends(self, node: Node) -> bool:
        """Whether an expression depends on an index."""
        return any(axis.index in node.symbols for axis in self.axes)

    def _of(self, node: Node) -> Value:
        if not self.depends(node):
            return Value(self.batched([node])[0], (), is_number=node.is_scalar)
        if node.cols != 1:
            raise NoBatchError
        match node:
            case Member():
                return self._member(node)
            case Sum(terms=terms):
                return self.sum([self.of(term) for term in terms])
            case Product():
                return self.weighted(*self.parts(node))
            case Apply():
                return self._applied(node)
        raise NoBatchError

    def _member(self, node: Member) -> Value:
        places = placed(node, self.axes)
        if len(places) == 2:
            part, on = of_pairs(node.family, places, self.axes)
            return Value(part, on, is_number=True)
        if len(places) > 2:
            raise NoBatchError
        ((axis, start),) = places
        found = of_vectors(node, start, self.axes[axis])
        return self._number(found, (axis,)) if node.is_scalar else Value(found, (axis,), is_number=False)

    def _applied(self, node: Apply) -> Value:
        function, args = node.function, node.args
        if function is SUMMATION:
            return self._inner(node)
        if function is UNIT:
            found, on = of_entries(node, self.axes)
            return Value(found, on, is_number=False)
        if function is HADAMARD and len(args) == 2:
            return self.entrywise(*map(self.of, args))
        if function is ELEMENTWISE_POWER and not self.depends(args[1]):
            is_polynomial = isinstance(args[1], Number) and args[1].value.denominator == 1 and args[1].value >= 0
            base = self.of(args[0]) if is_polynomial else self.guarded(self.of(args[0]))
            return Value(apply(ELEMENTWISE_POWER, (base.node, args[1])), base.on, is_number=base.is_number)
        if function.elementwise and len(args) == 1:
            inner = self.guarded(self.of(args[0]))
            return Value(apply(function, (inner.node,)), inner.on, is_number=inner.is_number)
        if function is SUM:
            inner = self.of(args[0])
            return self._number(self._of_rows(inner.node), inner.on)
        if (by_rows := _of_each_row(function)) is not None and len(args) == 1:
            inner = self.of(args[0])
            found = apply(by_rows, (inner.node,))
            return self._number(found, inner.on) if node.is_scalar else Value(found, inner.on, is_number=False)
        if function is find("norm"):
            squares = apply(ELEMENTWISE_POWER, (self.of(args[0]).node, number(2)))
            root = apply(ELEMENTWISE_POWER, (self._of_rows(squares), number(exact_ratio(1, 2))))
            return self._number(root, self.of(args[0]).on)
        raise NoBatchError

    def guarded(self, value: Value) -> Value:
        """A number that is 1 where the condition of the sum does not hold."""
        if self.guard is None or not {*self.guard.on} <= {*value.on}:
            return value
        if not value.is_number:
            raise NoBatchError
        holds = self.spread(self.guard, value.on)
        others = minus(ones(*holds.shape), holds)
        return Value(add(apply(HADAMARD, (value.node, holds)), others), value.on, is_number=True)

    # Products.

    def parts(self, node: Node) -> tuple[Value, Value]:
        """The number and the column, or another number, that are multiplied in a product."""
        if not isinstance(node, Product):
            return self._one(), self.of(node)
        relations = [s for s in node.scalars if isinstance(s, Apply) and is_relation(s) and self.depends(s)]
        if not relations:
            return self._plain_parts(node)
        inside = self.where(relations)
        rest = multiply(number(node.coefficient), *[s for s in node.scalars if s not in relations], *node.factors)
        weight, word = inside.parts(rest)
        assert inside.guard is not None
        return self.product([weight, inside.guard]), word

    def where(self, relations: Sequence[Apply]) -> Values:
        """The values where relations hold."""
        holds = [Value(*mask(relation, self.axes), is_number=True) for relation in relations]
        return Values(self.axes, self.batched, self.product([*holds, *([self.guard] if self.guard else [])]))

    def _plain_parts(self, node: Product) -> tuple[Value, Value]:
        constant = multiply(number(node.coefficient), *[s for s in node.scalars if not self.depends(s)])
        numbers = [self.of(s) for s in node.scalars if self.depends(s)]
        weight = self.product([self.of(constant), *numbers])
        return weight, self._word(node.factors) if node.factors else self._one()

    def _one(self) -> Value:
        return Value(ONE, (), is_number=True)

    def product(self, numbers: Sequence[Value]) -> Value:
        """Numbers multiplied."""
        on = tuple(sorted({axis for value in numbers for axis in value.on}))
        along = [self.spread(value, on) for value in numbers if value.on]
        constant = multiply(*[value.node for value in numbers if not value.on])
        if not along:
            return Value(constant, (), is_number=True)
        together = apply(HADAMARD, tuple(along)) if len(along) > 1 else along[0]
        return Value(multiply(constant, together), on, is_number=True)

    def _word(self, factors: Sequence[Node]) -> Value:
        """A product of matrices from its right end: L R x_i as X R' L', u_i' R z_j as U R Z'."""
        *front, last = factors
        found = self.of(last)
        for factor in reversed(front):
            if not (found.on or self.depends(factor)):
                product = multiply(self.of(factor).node, found.node)
                found = Value(product, (), is_number=product.is_scalar)
            elif factor.cols == 1 and found.is_number:
                found = self.weighted(found, self.of(factor))
            elif factor.rows == 1:
                found = self._paired(self.of(transpose(factor)), found)
            elif not self.depends(factor):
                found = Value(multiply(found.node, transpose(self.of(factor).node)), found.on, is_number=False)
            else:
                raise NoBatchError
        return found

    def _paired(self, one: Value, other: Value) -> Value:
        """u'v."""
        if not one.on or not other.on:
            constant, moving = (one, other) if not one.on else (other, one)
            return self._number(multiply(moving.node, constant.node), moving.on)
        if {one.on, other.on} == {(0,), (1,)}:
            outer, inner = sorted((one, other), key=lambda value: value.on)
            return Value(multiply(outer.node, transpose(inner.node)), BOTH, is_number=True)
        on = tuple(sorted({*one.on, *other.on}))
        return self._number(self._of_rows(apply(HADAMARD, (self.lifted(one, on), self.lifted(other, on)))), on)

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

    def sum(self, values: Sequence[Value]) -> Value:
        """The sum of numbers or of columns."""
        on = tuple(sorted({axis for value in values for axis in value.on}))
        is_number = values[0].is_number
        laid_out = self.spread if is_number else self.lifted
        return Value(add(*[laid_out(value, on) for value in values]), on, is_number=is_number)

    # Layouts.

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
        if not value.on:
            return multiply(ones(self.count(on), 1), transpose(value.node))
        if value.on == (0,):
            return apply(KRON, (value.node, ones(self.axes[1].length, 1)))
        return apply(KRON, (ones(self.axes[0].length, 1), value.node))

    def _number(self, column: Node, on: tuple[int, ...]) -> Value:
        """A number from its values in a column."""
        if on == (1,):
            column = transpose(column)
        elif on == BOTH:
            column = transpose(unstacked(column, (self.axes[1].length, self.axes[0].length)))
        return Value(column, on, is_number=True)

    def _of_rows(self, matrix: Node) -> Node:
        """The sums of the rows."""
        return multiply(matrix, ones(matrix.cols, 1))

    # Sums inside.

    def _inner(self, node: Apply) -> Value:
        """A sum over another index of what is there for all values of this one: at once, or one after the other."""
        index, low, high, body = node.args
        if len(self.axes) > 1:
            return self._along_one(node)
        moving = self.depends(low) or self.depends(high)
        try:
            return self._at_once(index, low, high, body, moving=moving)
        except NoBatchError:
            if moving or any(is_relation(n) for n in body.children) or is_relation(body):
                raise
            term = self.of(body)
            return Value(apply(SUMMATION, (index, low, high, term.node)), term.on, is_number=term.is_number)

    def _along_one(self, node: Apply) -> Value:
        """What depends on one of two indices."""
        along = [i for i, axis in enumerate(self.axes) if axis.index in node.symbols]
        if len(along) > 1:
            raise NoBatchError
        found = Values([self.axes[along[0]]], self.batched).of(node)
        turned = transpose(found.node) if found.is_number and along == [1] else found.node
        return Value(turned, tuple(along) if found.on else (), is_number=found.is_number)

    def _at_once(self, index: Node, low: Node, high: Node, body: Node, *, moving: bool) -> Value:
        from matcalc_cli.codegen.batch_totals import total

        inner = whole_axis(index, body) if moving else axis_of(index, low, high, body)
        bounds = [(low, index)] * (low is not inner.low) + [(index, high)] * (high is not inner.high)
        inside = multiply(*[apply(ATMOST, bound) for bound in bounds], body)
        return total(Values([*self.axes, inner], self.batched, None), inner, inside)
