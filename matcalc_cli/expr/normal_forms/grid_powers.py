"""Powers of block matrices: of block diagonal ones, and the inverse of a triangular one of two by two blocks.

Source: Horn & Johnson, Matrix Analysis, 0.7.3.
"""

from __future__ import annotations

from matcalc_cli.expr.build import is_zero, multiply, zeros
from matcalc_cli.expr.node import Node, number
from matcalc_cli.expr.normal_forms.grid import block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from matcalc_cli.expr.constants import Cells


def is_square(cells: Cells) -> bool:
    """Whether the blocks on the diagonal are square."""
    return len(cells) == len(cells[0]) and all(row[i].rows == row[i].cols for i, row in enumerate(cells))


def is_triangular(cells: Cells) -> bool:
    """Whether all blocks below the diagonal, or all above it, are zero."""
    below = (cell for i, row in enumerate(cells) for cell in row[:i])
    above = (cell for i, row in enumerate(cells) for cell in row[i + 1 :])
    return all(map(is_zero, below)) or all(map(is_zero, above))


def is_block_diagonal(cells: Cells) -> bool:
    """Whether all blocks off the diagonal are zero."""
    return all(is_zero(cell) for i, row in enumerate(cells) for j, cell in enumerate(row) if i != j)


def inverted(cells: Cells, power: Callable[[Node], Node]) -> Node | None:
    """The inverse of [A, B; 0, D] by the `power` of its blocks; a power of a block diagonal matrix; else None."""
    if not (is_square(cells) and is_triangular(cells)):
        return None
    diagonal = [power(row[i]) for i, row in enumerate(cells)]
    made = [[diagonal[i] if i == j else zeros(cell.shape) for j, cell in enumerate(row)] for i, row in enumerate(cells)]
    full = [(i, j) for i, row in enumerate(cells) for j, cell in enumerate(row) if i != j and not is_zero(cell)]
    if len(full) == 1 and len(cells) == 2:
        ((i, j),) = full
        made[i][j] = multiply(number(-1), diagonal[i], cells[i][j], diagonal[j])
    return block(made) if not full or len(cells) == 2 else None
