"""Entries, slices and blocks in emitted code: views of arrays and arrays put together, never products with zeros and ones.

Of a product with columns of the identity two operations remain (codegen/arithmetic/assembled.py): `slice` takes rows and columns,
`place` puts a matrix among zeros.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from matcalc_cli.codegen.arithmetic.assembled import PLACE, SLICE
from matcalc_cli.expr.build import ONE
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.operations import BLOCK
from matcalc_cli.expr.shapes.dimensions import Size, minus
from matcalc_cli.expr.shapes.positions import as_size, is_known, shifted
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def sliced(plan: Plan, node: Apply) -> Step:
    """A view of an array; an entry is a number."""
    base, row, column = node.args
    matrix = plan.of(base)
    if node.is_scalar:
        return plan.make("entry", matrix, _position(plan, row, 1), _position(plan, column, 1))
    down = (_position(plan, row, 1), _position(plan, row, node.rows, last=True))
    along = (_position(plan, column, 1), _position(plan, column, node.cols, last=True))
    if node.cols == base.cols:
        return plan.make("rows", matrix, *down)
    return plan.make("cols", matrix, *along) if node.rows == base.rows else plan.make("part", matrix, *down, *along)


def _position(plan: Plan, start: Node, count: Size, *, last: bool = False) -> Step:
    """Where a slice begins or ends, counted as the target does."""
    by = minus(count, 1) if last else 0
    behind = last and not plan.target.first_row  # Python's slices end before the last number
    return _whole(plan, shifted(start, by + (plan.target.first_row - 1) + behind))


def _whole(plan: Plan, node: Node) -> Step:
    """An integer expression as an integer; a name that stands for any number is rounded."""
    size = as_size(node)
    if size is not None and is_known(size):
        return plan.size(size)
    step = plan.of(node)
    return plan.make("round", step) if any(KINDS[s.kind].whole for s in node.symbols) else step


def placed(plan: Plan, node: Apply) -> Step:
    """A matrix with zeros above, below and beside it."""
    inner, row, column = node.args
    step = _array(plan, inner)
    step = _between(plan, "hcat", step, (inner.rows, inner.cols), column, node.cols)
    return _between(plan, "vcat", step, (inner.rows, node.cols), row, node.rows)


def _array(plan: Plan, node: Node) -> Step:
    if node is ONE:
        return plan.make("ones", plan.size(1), plan.size(1))
    return plan.make("as_array", plan.of(node)) if node.is_scalar else plan.of(node)


def _between(plan: Plan, operation: str, step: Step, shape: tuple[Size, Size], start: Node, size: Size) -> Step:
    """The array with zeros before and behind it, along one axis."""
    axis = int(operation == "hcat")
    if shape[axis] == size:
        return step
    before = shifted(start, 1, -1)
    after = shifted(shifted(before, size, -1), shape[axis])
    parts = [step]
    for place, count in ((0, before), (len(parts), scale(-1, after))):
        if as_size(count) != 0:
            sizes = [plan.size(shape[0]), plan.size(shape[1])]
            sizes[axis] = _whole(plan, count)
            parts.insert(place and len(parts), plan.make("zeros", *sizes))
    return plan.make(operation, *parts)


def block(plan: Plan, node: Apply) -> Step:
    """[A, B; C, D]."""
    cells = cells_of(node)
    assert cells is not None
    if "blocks" in plan.target.operations:
        rows = [plan.make("block_row", *map(plan.of, row)) for row in cells]
        return plan.make("blocks", *rows)
    arrays = [[_array(plan, c) for c in row] for row in cells]
    lines = [row[0] if len(row) == 1 else plan.make("hcat", *row) for row in arrays]
    return lines[0] if len(lines) == 1 else plan.make("vcat", *lines)


SPECIAL: dict[Function, Callable[[Plan, Apply], Step]] = {SLICE: sliced, PLACE: placed, BLOCK: block}
"""How these are planned."""
