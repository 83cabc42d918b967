"""Functions of block matrices by their blocks: determinants of triangular ones, traces, sums.

Sources: Horn & Johnson, Matrix Analysis, 0.8.5; Petersen & Pedersen, The Matrix Cookbook, 9.1.
"""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, add, apply, is_unit, multiply, transpose
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, number
from matcalc_cli.expr.operations import DIAG, SUM, TRACE
from matcalc_cli.functions.determinant import DET, LOGDET
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from matcalc_cli.expr.constants import Cells
    from matcalc_cli.expr.normal_forms import grid_powers
else:
    grid_powers = Later("matcalc_cli.expr.normal_forms.grid_powers")


def by_blocks(node: Node) -> Node | None:
    """The function of a block matrix in terms of the blocks; None where there is nothing shorter."""
    if not (isinstance(node, Apply) and node.function in _RULES):
        return None
    if is_unit(node.args[0]) and node.args[0].cols == 1:
        return _of_a_unit(node)
    cells = cells_of(node.args[0])
    return None if cells is None else _RULES[node.function](node.function, cells)


def _of_a_unit(node: Apply) -> Node | None:
    """diag(e_i) = e_i e_i', and the entries of e_i have the sum 1."""
    (unit,) = node.args
    return multiply(unit, transpose(unit)) if node.function is DIAG else ONE if node.function is SUM else None


def _determinant(function: Function, cells: Cells) -> Node | None:
    """det [A, B; 0, D] = det A det D, and det [a, b; c, d] = a d - b c."""
    if grid_powers.is_square(cells) and grid_powers.is_triangular(cells):
        return multiply(*[apply(function, (row[i],)) for i, row in enumerate(cells)])
    if len(cells) == len(cells[0]) == 2 and all(cell.is_scalar for row in cells for cell in row):
        (a, b), (c, d) = cells
        return add(multiply(a, d), multiply(number(-1), b, c))
    return None


def _logarithm(function: Function, cells: Cells) -> Node | None:
    """log|det [A, B; 0, D]| = log|det A| + log|det D|."""
    if not (grid_powers.is_square(cells) and grid_powers.is_triangular(cells)):
        return None
    return add(*[apply(function, (row[i],)) for i, row in enumerate(cells)])


def _trace(function: Function, cells: Cells) -> Node | None:
    return add(*[apply(function, (row[i],)) for i, row in enumerate(cells)]) if grid_powers.is_square(cells) else None


def _total(function: Function, cells: Cells) -> Node:
    return add(*[apply(function, (cell,)) for row in cells for cell in row])


_RULES: dict[Function, Callable[[Function, Cells], Node | None]] = {
    DET: _determinant, LOGDET: _logarithm, TRACE: _trace, SUM: _total, DIAG: lambda *_: None,
}  # fmt: skip
