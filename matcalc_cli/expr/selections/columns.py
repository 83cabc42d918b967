"""Columns of the identity, and what they select: entries, rows, columns and slices as products.

`unit(n,i)` is e_i, and E = I(n)[:,a:b] its generalization to k = b - a + 1 columns. A[i,j] is e_i'*A*e_j and A[a:b,:]
is E'*A, so the product rule, adjoints, traces and matrices know entries already, and no rule of differentiation is
written for them. What is true of selections alone is here: E'E is an identity, a zero or a smaller selection where
that can be told, and E' moves into functions of entries. Printers and code write slices for these products.
"""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, add, apply, identity, is_unit, multiply, ones, transpose, zeros
from matcalc_cli.expr.constants import cells_of, is_turned_unit
from matcalc_cli.expr.node import Apply, Node, number, postorder
from matcalc_cli.expr.operations import BLOCK, DIAG, ELEMENTWISE_POWER, EQUAL, HADAMARD, ONES, SIZE, TRANSPOSE, UNIT
from matcalc_cli.expr.selections.units import columns
from matcalc_cli.expr.shapes.dimensions import is_at_most, minus
from matcalc_cli.expr.shapes.positions import as_node, as_size, offsets
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.normal_forms import grid
else:
    grid = Later("matcalc_cli.expr.normal_forms.grid")


def selected(left: Node, right: Node) -> Node | None:
    """E'*X or X*E in a shorter form; None where there is none."""
    if is_turned_unit(left):
        return rows(left.children[0], right)
    if is_unit(right):
        found = rows(right, transpose(left))
        return None if found is None else transpose(found)
    return None


def rows(unit: Node, node: Node) -> Node | None:
    """E'*X for an X that E' moves into."""
    assert isinstance(unit, Apply)
    turned = isinstance(node, Apply) and node.function is TRANSPOSE
    inner = node.children[0] if turned else node
    match inner:
        case Apply(function=function) if function is UNIT and turned:  # E'F' = (F E)'
            return transpose(_of_columns(inner, unit))
        case Apply(function=function) if function is UNIT:
            return _overlap(unit, inner)
        case Apply(function=function) if function is ONES:
            return ones(unit.cols, node.cols)
        case Apply(function=function, args=args) if function.elementwise or function in (HADAMARD, ELEMENTWISE_POWER):
            return apply(function, tuple([_rows(unit, a, turned=turned) for a in args]))
        case Apply(function=function, args=(column,)) if function is DIAG and column.cols == 1:
            chosen = multiply(transpose(unit), column)
            return multiply(chosen if chosen.is_scalar else apply(DIAG, (chosen,)), transpose(unit))
        case Apply(function=function) if function is BLOCK:
            return _strips(unit, node)
    return None


def _rows(unit: Node, node: Node, *, turned: bool) -> Node:
    """E' times what a function of entries is of; what has one row only has it in every row."""
    upright = transpose(node) if turned else node
    return upright if upright.rows == 1 else multiply(transpose(unit), upright)


def _of_columns(outer: Apply, inner: Apply) -> Node:
    """F E: columns of the columns of I."""
    return columns(outer.rows, add(outer.args[0], inner.args[0], number(-1)), inner.cols)


def _overlap(left: Apply, right: Apply) -> Node | None:
    """E'F for columns of one identity: which of them are the same."""
    if left.args == right.args and left.cols == right.cols:
        return identity(left.cols)
    if left.cols == right.cols == 1 and not any(node.head == SIZE.name for node in postorder(left, right)):
        return apply(EQUAL, (left.args[0], right.args[0]))  # a size would be an integer to a reader
    a, b = as_size(left.args[0]), as_size(right.args[0])
    if a is None or b is None:
        return None
    a_end, b_end = a + left.cols, b + right.cols
    if is_at_most(a_end, b) or is_at_most(b_end, a):
        return zeros((left.cols, right.cols))
    first = left if is_at_most(b, a) else right if is_at_most(a, b) else None
    end = a_end if is_at_most(a_end, b_end) else b_end if is_at_most(b_end, a_end) else None
    if first is None or end is None:
        return None
    start = a if first is left else b
    if not is_at_most(start + 1, end):  # whether they overlap at all depends on the names: I(n)[1,n]
        return None
    count = minus(end, start)
    rows = columns(left.cols, _difference(first, left), count)
    return multiply(rows, transpose(columns(right.cols, _difference(first, right), count)))


def _difference(one: Apply, other: Apply) -> Node:
    """Where one selection begins within another."""
    return add(one.args[0], multiply(number(-1), other.args[0]), ONE)


def _strips(unit: Apply, node: Node) -> Node | None:
    """E'*[A; B]: the blocks that E' has in whole, or its rows of the one that it is in."""
    cells = cells_of(node)
    if cells is None:  # the transpose of one is a block matrix of its own
        return None
    start = as_size(unit.args[0])
    if start is None:
        return None
    first = minus(start, 1)
    places = offsets([row[0].rows for row in cells])
    if first in places and first + unit.cols in places:
        return grid.block(cells[places.index(first) : places.index(first + unit.cols)])
    for row, low, high in zip(cells, places, places[1:], strict=False):
        if is_at_most(low, first) and is_at_most(first + unit.cols, high):
            part = columns(row[0].rows, add(unit.args[0], multiply(number(-1), as_node(low))), unit.cols)
            return grid.block([[multiply(transpose(part), cell) for cell in row]])
    return None
