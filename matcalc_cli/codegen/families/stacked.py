"""Sums over families of matrices without a loop: what depends on an index is computed for all members at once.

A step that depends on the indices of sums becomes one of arrays with an axis more for each of them, in front: matrices
are the last two axes, numbers 1x1. Libraries of arrays multiply, solve and invert such stacks matrix by matrix. A sum of
which some step has no such form stays a loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.step import ENTRYWISE, LEAVES, OPERATORS, Step
from matcalc_cli.codegen.text.stacks import NEW, PLACE, SLICE, STACK
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.expr.shapes.dimensions import Size

TOTALS = {"total": "stacked_total", "production": "stacked_product"}
"""Loops, and what adds or multiplies along the axis of their index."""
ALIKE = frozenset({"matmul", "inverse", "matrix_power"}) | OPERATORS | ENTRYWISE
"""Operations on stacks as on arrays with two axes."""
STACKED = "stacked_"
"""The beginning of the name of an operation on stacks that is another one than on arrays with two axes."""
FACTORED = "_factored"
"""The ending of the name of an operation that is given factors: of a stack, which has none, it is that of the matrices."""
FACTORS = frozenset({"factor", "factor_definite"})
"""The factorizations that are kept of a matrix that is solved with, and of a stack not."""
THEMSELVES = frozenset({"item", "as_array"}) | FACTORS
"""The operations whose value is the operand itself: numbers are 1x1."""


class NotStackedError(Exception):
    """A step that has no form for all members at once."""


class Axis:
    """The index of a sum, and its lowest and highest value."""

    __slots__ = ("high", "index", "low")

    def __init__(self, loop: Step) -> None:
        assert loop.index is not None
        self.index = loop.index
        self.low, self.high, _ = loop.operands


def stacked(plan: Plan, roots: Sequence[Step]) -> list[Step]:
    """The steps with the sums that have such a form at once, the outermost first."""
    if TOTALS["total"] not in plan.target.operations:
        return list(roots)
    every = list(children_first(roots, lambda step: step.parts))
    if not any(step.operation in TOTALS for step in every):
        return list(roots)
    done: dict[Step, Step] = {}
    for step in every:
        done[step] = _rebuilt(plan, step, done)
    return [done[root] for root in roots]


def _rebuilt(plan: Plan, step: Step, done: Mapping[Step, Step]) -> Step:
    """A step of parts that are rebuilt; a sum without its loop where it has that form."""
    if step.operation in LEAVES:
        return step
    if step.operation in TOTALS:
        try:
            total = _total(plan, step, (), done)
            return total if step.kind > 1 else plan.make("item", total)
        except NotStackedError:
            pass
    operands = tuple([done[o] for o in step.operands])
    if step.body is not None and step.index is not None:
        low, high, zero = operands
        return plan.steps.loop(step.operation, step.index, done[step.body], (low, high, zero))
    if operands == step.operands:
        return step
    found = plan.steps.make(step.operation, *operands)
    found.kind = step.kind
    return found


def _total(plan: Plan, loop: Step, axes: tuple[Axis, ...], done: Mapping[Step, Step]) -> Step:
    """A sum along one axis more."""
    assert loop.body is not None
    inner = Stack(plan, (*axes, Axis(loop)), done)
    if any(not bound.free.isdisjoint(axis.index.free) for axis in axes for bound in loop.operands):
        raise NotStackedError
    if loop.operation == "total" and loop.body.operation == "matmul" and not axes and inner.varies(loop.body.operands):
        return plan.make("stacked_product_total", *map(inner.of, loop.body.operands))  # one product of matrices
    return plan.make(TOTALS[loop.operation], inner.of(loop.body))


class Stack:
    """Steps for all values of the indices of some sums, the outermost first."""

    def __init__(self, plan: Plan, axes: tuple[Axis, ...], outside: Mapping[Step, Step]) -> None:
        self.plan, self.axes, self.outside = plan, axes, outside
        self.bound = frozenset().union(*[axis.index.free for axis in axes])
        self.known: dict[Step, tuple[Step, int]] = {}

    def of(self, root: Step) -> Step:
        """The step for all values. Raises NotStackedError."""
        for step in children_first([root], self._inner):
            self.known[step] = self._one(step)
        return self.known[root][0]

    def varies(self, steps: Sequence[Step]) -> bool:
        """Whether each of the steps depends on the index."""
        return not any(map(self._is_constant, steps))

    def _inner(self, step: Step) -> Sequence[Step]:
        """The operands that are stacked before a step."""
        return () if self._is_constant(step) or step.body or step.operation.startswith("member_") else step.operands

    def _is_constant(self, step: Step) -> bool:
        return step.free.isdisjoint(self.bound) and step.operation not in FACTORS

    def _one(self, step: Step) -> tuple[Step, int]:
        """A step, and how many axes it has in front of those of a matrix."""
        if self._is_constant(step):
            return self.outside[step], 0
        if step.operation in TOTALS:
            inner = _total(self.plan, step, self.axes, self.outside)
            return inner, len(self.axes)
        if step.operation.startswith("member_"):
            return self._members(step)
        operands = [self.known[operand] for operand in step.operands]
        depth = max([axes for _, axes in operands], default=0)
        return self._operation(step.operation, operands, depth), depth

    def _operation(self, operation: str, operands: Sequence[tuple[Step, int]], depth: int) -> Step:
        steps = [step for step, _ in operands]
        if operation in THEMSELVES:
            return steps[0]
        if operation == "vec":  # column by column
            (matrix,) = steps
            turned = matrix.operation == f"{STACKED}transpose"
            rows = matrix.operands[0] if turned else self.plan.make(f"{STACKED}transpose", matrix)
            return self.plan.make(f"{STACKED}column", rows)
        plain = operation.removesuffix(FACTORED)
        name = plain if plain in ALIKE else STACKED + plain
        if name in self.plan.target.operations:
            return self.plan.make(name, *steps)
        if operation in ("solve", "solve_factored", "solve_transposed_factored"):
            left = steps[0]
            if operation == "solve_transposed_factored":
                left = self.plan.make(STACKED * bool(operands[0][1]) + "transpose", left)
            return self.plan.make("solve", left, self._as_deep(*operands[1], depth))
        raise NotStackedError

    def _as_deep(self, step: Step, axes: int, depth: int) -> Step:
        """An array with more axes in front, so that libraries take it for no stack of vectors."""
        for _ in range(depth - axes):
            step = self.plan.make("stacked_once", step)
        return step

    # Members.

    def _members(self, step: Step) -> tuple[Step, int]:
        """The members of a family at all values of their indices."""
        family, *places = step.operands
        pattern, operands, along = "", [self.outside[family]], []
        for place in places:
            if self._is_constant(place):
                pattern += PLACE
                operands.append(self.outside[place])
                continue
            along.append(self._axis(place))
            pattern += NEW * (along[-1] - along[-2] - 1 if along[1:] else 0) + SLICE
            operands += self._range(place, self.axes[along[-1]])
        pattern += NEW * (len(self.axes) - along[-1] - 1)
        if along != sorted({*along}):
            raise NotStackedError
        shape = step.operation.removeprefix("member_").rpartition("_")[0]
        return self.plan.steps.make(f"{STACK}{shape} {pattern}", *operands), len(self.axes) - along[0]

    def _axis(self, place: Step) -> int:
        """Which of the sums has the index of a place."""
        return next(i for i, axis in enumerate(self.axes) if not place.free.isdisjoint(axis.index.free))

    def _range(self, place: Step, axis: Axis) -> list[Step]:
        """The first position, and the one behind the last, of j + c from the lowest j to the highest."""
        shift, others = _shift(place, axis.index)
        if any(not self._is_constant(step) for _, step in others):
            raise NotStackedError
        return [self._at(bound, shift + end, others) for bound, end in ((axis.low, 0), (axis.high, 1))]

    def _at(self, bound: Step, shift: int, others: Sequence[tuple[str, Step]]) -> Step:
        found = self.outside[bound]
        for operation, step in others:
            found = self.plan.make(operation, found, self.outside[step])
        if found.operation == "number" and isinstance(found.payload, int):
            return self.plan.number(found.payload + shift)
        if found.operation == "size" and shift:
            size: Size = found.payload  # type: ignore[assignment]
            return self.plan.size(size + shift)
        number = self.plan.number(abs(shift))
        return self.plan.make("add" if shift > 0 else "subtract", found, number) if shift else found


def _shift(place: Step, index: Step) -> tuple[int, list[tuple[str, Step]]]:
    """The summands beside an index at a place: a number, and others; anything but a sum raises NotStackedError."""
    shift, others = 0, []
    while place is not index:
        if place.operation not in ("add", "subtract"):
            raise NotStackedError
        one, other = place.operands
        if place.operation == "add" and one.free.isdisjoint(index.free):
            one, other = other, one
        sign = 1 if place.operation == "add" else -1
        if other.operation == "number" and isinstance(other.payload, int):
            shift += sign * other.payload
        else:
            others.append((place.operation, other))
        place = one
    return shift, others
