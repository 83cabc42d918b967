"""Neighbouring rows or columns of blocks that are parts of one matrix: zeros beside zeros, A[1:k,:] above A[k+1:n,:]."""

from __future__ import annotations

from matcalc_cli.expr.constants import is_ones, is_turned_unit, is_zero, ones, zeros
from matcalc_cli.expr.node import Apply, Node, Product, number
from matcalc_cli.expr.normal import SIZED, multiply, transpose
from matcalc_cli.expr.shapes.positions import as_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.shapes.dimensions import Size

ROWS, COLUMNS = 0, 1
"""The two ways to cut a matrix into strips."""


def resized(cell: Node, size: Size, axis: int) -> Node | None:
    """As many rows, or columns, of a matrix whose rows are all one: ones(m,n), ones(m)*x'; None of any other matrix."""
    if axis == COLUMNS:
        found = resized(transpose(cell), size, ROWS)
        return None if found is None else transpose(found)
    factors = cell.factors if isinstance(cell, Product) else (cell,)
    if is_zero(cell):
        return zeros((size, cell.cols))
    if not (factors and is_ones(factors[0])):
        return None
    front = (number(cell.coefficient), *cell.scalars) if isinstance(cell, Product) else ()
    return multiply(*front, ones(size, factors[0].cols), *factors[1:])


def merged(strips: list[list[Node]], axis: int) -> list[list[Node]]:
    """The strips with neighbours that are parts of one as one: zeros beside zeros, A[1:k,:] above A[k+1:n,:]."""
    found: list[list[Node]] = []
    for strip in strips:
        united = [_united(a, b, axis) for a, b in zip(found[-1], strip, strict=True)] if found else [None]
        if all(part is not None for part in united):
            found[-1] = [part for part in united if part is not None]
        else:
            found.append(strip)
    return found


def _united(one: Node, other: Node, axis: int) -> Node | None:
    """[A; B] of neighbouring rows of one matrix, or [A, B] of neighbouring columns."""
    size = one.shape[axis] + other.shape[axis]
    if resized(one, other.shape[axis], axis) is other:
        return resized(one, size, axis)
    if axis == COLUMNS:
        found = _united(transpose(one), transpose(other), ROWS)
        return None if found is None else transpose(found)
    (first, rest), (second, same) = _selection(one), _selection(other)
    if first is None or second is None or rest != same:
        return None
    start, next_start = as_size(first.args[0]), as_size(second.args[0])
    if start is None or next_start is None or start + first.cols != next_start or first.rows != second.rows:
        return None
    whole = SIZED[first.function](first.args, (first.rows, size))
    return multiply(transpose(whole), *rest)


def _selection(node: Node) -> tuple[Apply | None, tuple[Node, ...]]:
    """E and the rest of E'*X, scalars and all; None where nothing is selected."""
    match node:
        case Product(coefficient=c, scalars=scalars, factors=(first, *rest)) if is_turned_unit(first):
            unit = first.children[0]
            assert isinstance(unit, Apply)
            return unit, (number(c), *scalars, *rest)
        case Apply() if is_turned_unit(node):
            unit = node.args[0]
            assert isinstance(unit, Apply)
            return unit, ()
    return None, ()
