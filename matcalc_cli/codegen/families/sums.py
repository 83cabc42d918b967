"""Values that depend on one index or two, for all values of these at once, and sums over the innermost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from matcalc_cli.codegen.families.axes import (
    Axis,
    NoBatchError,
    axis_of,
    bounded,
    of_entries,
    of_pairs,
    of_vectors,
    placed,
)
from matcalc_cli.codegen.families.layout import BOTH, Layout, Value, of_each_row
from matcalc_cli.codegen.families.masks import mask, of_numbers, places
from matcalc_cli.codegen.families.others import product_of_others
from matcalc_cli.expr.build import ONE, add, apply, call, multiply, ones, transpose
from matcalc_cli.expr.constants import is_relation
from matcalc_cli.expr.members import conditions_of, difference, minus
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.normal_forms.diagonal import outer_product
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import (
    ELEMENTWISE_POWER,
    HADAMARD,
    KRON,
    PRODUCTION,
    SUM,
    SUMMATION,
    TRANSPOSE,
    UNIT,
    VEC,
)
from matcalc_cli.functions import FUNCTIONS, find


class Values(Layout):
    """Values that depend on the indices of one axis or two, outermost first.

    `batched` makes products of the sums in what depends on none. With a guard, 1 where a condition holds and 0 elsewhere,
    numbers are 1 elsewhere before a function is taken that may have no value there.
    """

    def __init__(
        self, axes: Sequence[Axis], batched: Callable[[Sequence[Node]], list[Node]], guard: Value | None = None
    ) -> None:
        super().__init__(axes)
        self.batched, self.guard = batched, guard
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
            case Symbol(kind="index"):
                return self._index(node)
            case Sum(terms=terms):
                return self.sum([self.of(term) for term in terms])
            case Product():
                return self.weighted(*self.parts(node))
            case Apply():
                return self._applied(node)
        raise NoBatchError

    def _index(self, index: Node) -> Value:
        along = next(i for i, axis in enumerate(self.axes) if axis.index is index)
        column = places(self.axes[along])
        return Value(transpose(column) if along else column, (along,), is_number=True)

    def _member(self, node: Member) -> Value:
        places = placed(node, self.axes)
        if len(places) == 2:
            part, on = of_pairs(node.family, places, self.axes)
            return Value(part, on, is_number=True)
        if len(places) > 2:
            raise NoBatchError
        ((axis, start),) = places
        found = of_vectors(node, start, self.axes[axis])
        return self.number(found, (axis,)) if node.is_scalar else Value(found, (axis,), is_number=False)

    def _applied(self, node: Apply) -> Value:
        function, args = node.function, node.args
        if is_relation(node):
            return self.relation(node)
        if function is SUMMATION:
            return self._inner(node)
        if function is TRANSPOSE and isinstance(args[0], Apply) and args[0].function is SUMMATION:
            *bounds, body = args[0].args
            return self.of(apply(SUMMATION, (*bounds, transpose(body))))
        if function is PRODUCTION:
            found, on = product_of_others(self.axes, node, self._alone)
            return Value(found, on, is_number=True)
        if function is KRON:  # of columns
            return reduce(self.crossed, map(self.of, args))
        if function is VEC and (halves := outer_product(args[0])) is not None:
            return self.crossed(self.of(halves[1]), self.of(halves[0]))
        if function is UNIT:
            found, on = of_entries(node, self.axes)
            return Value(found, on, is_number=False)
        if function is HADAMARD:
            return reduce(self.entrywise, map(self.of, args))
        if function is ELEMENTWISE_POWER and not self.depends(args[1]):
            if isinstance(args[0], Apply) and args[0].function is find("norm"):
                return self._norm(args[0].args[0], args[1])
            is_polynomial = isinstance(args[1], Number) and args[1].value.denominator == 1 and args[1].value >= 0
            base = self.of(args[0]) if is_polynomial else self.guarded(self.of(args[0]))
            return Value(apply(ELEMENTWISE_POWER, (base.node, args[1])), base.on, is_number=base.is_number)
        if function.elementwise and len(args) == 1:
            inner = self.guarded(self.of(args[0]))
            return Value(apply(function, (inner.node,)), inner.on, is_number=inner.is_number)
        if function is SUM:
            inner = self.of(args[0])
            return self.number(self.of_rows(inner.node), inner.on)
        if (by_rows := of_each_row(function)) is not None and len(args) == 1:
            inner = self.of(args[0])
            found = apply(by_rows, (inner.node,))
            return self.number(found, inner.on) if node.is_scalar else Value(found, inner.on, is_number=False)
        if function is find("norm"):
            return self._norm(args[0], ONE)
        raise NoBatchError

    def _norm(self, node: Node, exponent: Node) -> Value:
        """A power of the length of a column, by its square."""
        column = self.of(node)
        squares = self.number(self.of_rows(apply(ELEMENTWISE_POWER, (column.node, number(2)))), column.on)
        half = multiply(number(exact_ratio(1, 2)), exponent)
        base = squares if isinstance(half, Number) and half.value > 0 else self.guarded(squares)
        return Value(apply(ELEMENTWISE_POWER, (base.node, half)), base.on, is_number=True)

    def guarded(self, value: Value) -> Value:
        """A number that is 1 where the condition of the sum does not hold."""
        if self.guard is None or not {*self.guard.on} <= {*value.on}:
            return value
        if not value.is_number:
            raise NoBatchError
        holds = self.spread(self.guard, value.on)
        others = minus(ones(*holds.shape), holds)
        return Value(add(apply(HADAMARD, (value.node, holds)), others), value.on, is_number=True)

    def _alone(self, axis: Axis, conditions: Sequence[Apply], body: Node) -> Value:
        """Numbers along another axis, 1 where conditions do not hold."""
        values = Values([axis], self.batched)
        values = values.where(conditions) if conditions else values
        return values.guarded(values.of(body))

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
        holds = [self.relation(relation) for relation in relations]
        return Values(self.axes, self.batched, self.product([*holds, *([self.guard] if self.guard else [])]))

    def relation(self, relation: Apply) -> Value:
        """1 where a relation holds and 0 elsewhere, of indices or of members."""
        try:
            return Value(*mask(relation, self.axes), is_number=True)
        except NoBatchError:
            apart = self.of(difference(relation))
            return Value(of_numbers(relation.function, apart.node), apart.on, is_number=True)

    def _plain_parts(self, node: Product) -> tuple[Value, Value]:
        constant = multiply(number(node.coefficient), *[s for s in node.scalars if not self.depends(s)])
        numbers = [self.of(s) for s in node.scalars if self.depends(s)]
        weight = self.product([self.of(constant), *numbers])
        return weight, self._word(node.factors) if node.factors else self._one()

    def _one(self) -> Value:
        return Value(ONE, (), is_number=True)

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
                found = self.paired(self.of(transpose(factor)), found)
            elif not self.depends(factor):
                found = Value(multiply(found.node, transpose(self.of(factor).node)), found.on, is_number=False)
            else:
                raise NoBatchError
        return found

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
        """The value of an operation that depends on one of two indices."""
        along = [i for i, axis in enumerate(self.axes) if axis.index in node.symbols]
        if len(along) > 1:
            raise NoBatchError
        found = Values([self.axes[along[0]]], self.batched).of(node)
        turned = transpose(found.node) if found.is_number and along == [1] else found.node
        return Value(turned, tuple(along) if found.on else (), is_number=found.is_number)

    def _at_once(self, index: Node, low: Node, high: Node, body: Node, *, moving: bool) -> Value:
        inner, inside = bounded(index, low, high, body) if moving else (axis_of(index, low, high, body), body)
        return total(Values([*self.axes, inner], self.batched, None), inner, inside)


def total(values: Values, axis: Axis, body: Node) -> Value:
    """The sum over the last axis, which goes along the first one where there are two."""
    if isinstance(body, Sum):
        return _added(values, [total(values, axis, term) for term in body.terms])
    if body.is_scalar:
        return values.added(values.of(body))
    if body.cols == 1:
        return _of_columns(values, axis, body)
    if body.rows == 1:
        return Value(transpose(total(values, axis, transpose(body)).alone()), (), is_number=False)
    raise NoBatchError


def product(values: Values, condition: Node, body: Node) -> Node:
    """The product over an index of what is a number; 1 where a condition does not hold."""
    if condition is not ONE:
        values = values.where(conditions_of(None, condition)[0])
    return call(FUNCTIONS["prod"], (values.guarded(values.of(body)).node,))


def _added(values: Values, parts: list[Value]) -> Value:
    """The sum of sums, which may be matrices where there is one axis."""
    if not any(part.on for part in parts):
        return Value(add(*[part.node for part in parts]), (), is_number=parts[0].is_number)
    return values.sum(parts)


def _of_columns(values: Values, axis: Axis, body: Node) -> Value:
    last = len(values.axes) - 1
    weight, word = values.parts(body)
    if word.on == BOTH:
        return _distributed(values, axis, body)
    if word.on != (last,):  # the same for all: the weights are added
        return values.weighted(values.added(weight), word)
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
