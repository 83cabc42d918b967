"""Entries, slices and blocks in emitted code: views of arrays and arrays put together, never products with zeros and ones.

A product with columns of the identity is written anew before anything else is decided: E'*A*B is the product of
the rows of A with B; behind an inverse the solution is computed first. What remains are two operations: `slice` takes
rows and columns, `place` puts a matrix among zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.expr.build import ONE, identity, is_unit, transpose
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.grid import cells_of
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.operations import BLOCK, POWER, TRANSPOSE
from matcalc_cli.expr.picked import Picked, has_units, taken_apart
from matcalc_cli.expr.places import as_size, is_known, shifted
from matcalc_cli.expr.shape import Size, minus
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step

SLICE = Function("slice", "(r,c); A: m,n; i: 1,1; j: 1,1 -> r,c", "r rows of A from the i-th, c columns from the j-th")
PLACE = Function("place", "(r,c); A: m,n; i: 1,1; j: 1,1 -> r,c", "A among zeros, from row i and column j")


def assembled(roots: Sequence[Node]) -> list[Node]:
    """The expressions with slices for products that select."""
    done: dict[Node, Node] = {}
    for node in postorder(*roots):
        children = tuple([done[c] for c in node.children])
        if isinstance(node, Product) and has_units(node.factors):
            done[node] = _product(node, children)
        elif is_unit(node) or is_turned_unit(node):
            done[node] = _placed(raw_product(1, (), (node,)), [])
        else:
            done[node] = node if children == node.children else _copied(node, children)
    return [done[root] for root in roots]


def _copied(node: Node, children: tuple[Node, ...]) -> Node:
    """The same operation on other operands, as it stands."""
    match node:
        case Sum():
            return raw_sum(children)
        case Product(coefficient=c, scalars=scalars):
            return raw_product(c, children[: len(scalars)], children[len(scalars) :])
    assert isinstance(node, Apply)
    return raw_apply(node.function, children, node.sizes, node.shape)


def _product(node: Product, children: tuple[Node, ...]) -> Node:
    scalars = children[: len(node.scalars)]
    changed = dict(zip(node.factors, children[len(node.scalars) :], strict=True))
    made = _placed(
        node, [Picked(changed.get(p.node, p.node), p.rows, p.cols) for p in taken_apart(node.factors).factors]
    )
    if node.coefficient == 1 and not scalars:
        return made
    if made.is_scalar:
        return raw_product(node.coefficient, (*scalars, made), ())
    factors = made.factors if isinstance(made, Product) else (made,)
    return raw_product(node.coefficient, scalars, factors)


def _placed(node: Product, picked: Sequence[Picked]) -> Node:
    """The slices multiplied, among zeros where the product begins or ends with a selection."""
    ends = taken_apart(node.factors)
    inner = _multiplied(picked) if picked else identity((ends.above or ends.left).cols)  # type: ignore[union-attr]
    if ends.above is None and ends.left is None:
        return inner
    row = ends.above.args[0] if ends.above else ONE
    column = ends.left.args[0] if ends.left else ONE
    shape = (node.factors[0].rows, node.factors[-1].cols)
    return raw_apply(PLACE, (inner, row, column), shape, shape)


def _multiplied(picked: Sequence[Picked]) -> Node:
    factors: list[Node] = []
    for i, part in enumerate(picked):
        if part.rows is not None and part.cols is None and _is_inverse(part.node) and i + 1 < len(picked):
            rest = _multiplied([Picked(part.node, None, None), *picked[i + 1 :]])
            factors.append(_slice(rest, part.rows, None))
            break
        if part.cols is not None and part.rows is None and _is_inverse(part.node) and factors:
            factors = [_slice(_word([*factors, part.node]), None, part.cols)]
            continue
        factors.append(_slice(part.node, part.rows, part.cols))
    return _word(factors)


def _word(factors: Sequence[Node]) -> Node:
    return factors[0] if len(factors) == 1 else raw_product(1, (), tuple(factors))


def _is_inverse(node: Node) -> bool:
    return (
        isinstance(node, Apply)
        and node.function is POWER
        and isinstance(node.args[1], Number)
        and node.args[1].value < 0
    )


def _slice(node: Node, rows: Apply | None, cols: Apply | None) -> Node:
    if rows is None and cols is None:
        return node
    if isinstance(node, Apply) and node.function is TRANSPOSE:
        return transpose(_slice(node.args[0], cols, rows))
    shape = (rows.cols if rows else node.rows, cols.cols if cols else node.cols)
    return raw_apply(SLICE, (node, rows.args[0] if rows else ONE, cols.args[0] if cols else ONE), shape, shape)


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
    for place, count in ((0, before), (len(parts), _negated(after))):
        if as_size(count) != 0:
            sizes = [plan.size(shape[0]), plan.size(shape[1])]
            sizes[axis] = _whole(plan, count)
            parts.insert(place and len(parts), plan.make("zeros", *sizes))
    return plan.make(operation, *parts)


def _negated(node: Node) -> Node:
    from matcalc_cli.expr.coefficients import scale

    return scale(-1, node)


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
