"""Functions of block matrices by their blocks: determinants, powers and matrix functions of triangular ones, traces, sums.

Sources: Horn & Johnson, Matrix Analysis, 0.8.5; Petersen & Pedersen, The Matrix Cookbook, 9.1; Higham, Functions of Matrices,
3.2: f([A, E; 0, A]) = [f(A), L_f(A, E); 0, f(A)].
"""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import ONE, add, apply, is_unit, is_zero, multiply, scalars_and_rest, transpose
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, number
from matcalc_cli.expr.operations import DIAG, POWER, SUM, TRACE
from matcalc_cli.functions.determinant import DET, LOGDET
from matcalc_cli.functions.matrix import FRECHET, MATRIX_FUNCTIONS
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcalc_cli.expr.constants import Cells
    from matcalc_cli.expr.normal_forms import grid, grid_powers
    from matcalc_cli.expr.selections import numbers
else:
    numbers = Later("matcalc_cli.expr.selections.numbers")
    grid = Later("matcalc_cli.expr.normal_forms.grid")
    grid_powers = Later("matcalc_cli.expr.normal_forms.grid_powers")


SIDES = 2
MOST = 8
"""The highest power that is multiplied out."""
LARGEST = 4
"""The rows of a matrix of numbers whose determinant and inverse are written as numbers."""


def by_blocks(node: Node) -> Node | None:
    """The function of a block matrix in terms of the blocks; None where there is nothing shorter."""
    if not (isinstance(node, Apply) and node.function in _RULES):
        return None
    if is_unit(node.args[0]) and node.args[0].cols == 1:
        return _of_a_unit(node)
    if node.function in (DET, POWER) and (found := _of_numbers(node)) is not None:
        return found
    scalars, rest = scalars_and_rest(node.args[0]) if node.function in MATRIX_FUNCTIONS else ((), node.args[0])
    cells = cells_of(rest)
    if cells is not None and scalars:  # expm(t*[A, E; 0, A])
        cells = [[multiply(*scalars, cell) for cell in row] for row in cells]
    return None if cells is None else _RULES[node.function](node, cells)


def _of_a_unit(node: Apply) -> Node | None:
    """diag(e_i) = e_i e_i', and the entries of e_i have the sum 1."""
    (unit,) = node.args
    return multiply(unit, transpose(unit)) if node.function is DIAG else ONE if node.function is SUM else None


def _of_numbers(node: Apply) -> Node | None:
    """The determinant of a small matrix of numbers, its inverse or another power."""
    base, exponent = (*node.args, ONE)[:2]
    if base.rows not in range(2, LARGEST + 1) or not (rows := numbers.entries(base)):
        return None
    if node.function is DET:
        return number(numbers.determinant(rows))
    if not (isinstance(exponent, Number) and isinstance(exponent.value, int) and abs(exponent.value) <= MOST):
        return None
    raised = numbers.power(rows, exponent.value)
    return grid.block(numbers.cells(raised)) if raised else None


def _determinant(node: Apply, cells: Cells) -> Node | None:
    """det [A, B; 0, D] = det A det D, and det [a, b; c, d] = a d - b c."""
    if grid_powers.is_square(cells) and grid_powers.is_triangular(cells):
        return multiply(*[apply(node.function, (row[i],)) for i, row in enumerate(cells)])
    if len(cells) == len(cells[0]) == 2 and all(cell.is_scalar for row in cells for cell in row):
        (a, b), (c, d) = cells
        return add(multiply(a, d), multiply(number(-1), b, c))
    return None


def _logarithm(node: Apply, cells: Cells) -> Node | None:
    """log|det [A, B; 0, D]| = log|det A| + log|det D|."""
    if not (grid_powers.is_square(cells) and grid_powers.is_triangular(cells)):
        return None
    return add(*[apply(node.function, (row[i],)) for i, row in enumerate(cells)])


def _trace(node: Apply, cells: Cells) -> Node | None:
    return (
        add(*[apply(node.function, (row[i],)) for i, row in enumerate(cells)]) if grid_powers.is_square(cells) else None
    )


def _total(node: Apply, cells: Cells) -> Node:
    return add(*[apply(node.function, (cell,)) for row in cells for cell in row])


def _power(node: Apply, cells: Cells) -> Node | None:
    """A power of a triangular one, multiplied out; of equal blocks on the diagonal one with a symbolic exponent."""
    exponent = node.args[1]
    if not grid_powers.is_square(cells):
        return None
    if isinstance(exponent, Number) and 1 < exponent.value <= MOST and grid_powers.is_triangular(cells):
        corner = _corner(cells)
        return (
            grid.block(_multiplied([cells] * int(exponent.value)))
            if corner is None
            else _raised(cells, corner, exponent)
        )
    corner = None if isinstance(exponent, Number) else _corner(cells)
    if corner is None or cells[0][0] is not cells[1][1]:
        return None
    a, (i, j) = cells[0][0], corner
    text = "k*A^(k-1)*E" if a.is_scalar else "sum(i, 0, k-1, A^i*E*A^(k-1-i))"
    moved = instantiate(text, {"A": a, "E": cells[i][j], "k": exponent}, {})
    return _with_corner(cells, corner, (apply(POWER, (a, exponent)),) * 2, moved)


def _raised(cells: Cells, corner: tuple[int, int], exponent: Number) -> Node:
    """[A, E; 0, B]^k = [A^k, sum of A^i E B^(k - 1 - i); 0, B^k]."""
    i, j = corner
    k = int(exponent.value)
    powers = [[apply(POWER, (cells[d][d], number(l))) for l in range(k + 1)] for d in (i, j)]
    terms = [multiply(powers[0][l], cells[i][j], powers[1][k - 1 - l]) for l in range(k)]
    return _with_corner(cells, corner, (powers[i > j][k], powers[i < j][k]), add(*terms))


def _multiplied(factors: Sequence[Cells]) -> Cells:
    """The product of matrices of blocks."""
    found, *rest = factors
    for other in rest:
        columns = [*zip(*other, strict=True)]
        found = [
            [add(*[multiply(a, b) for a, b in zip(row, column, strict=True)]) for column in columns] for row in found
        ]
    return found


def _matrix_function(node: Apply, cells: Cells) -> Node | None:
    """f([A, E; 0, A]) = [f(A), L_f(A, E); 0, f(A)], and of more blocks where only the diagonal is not 0."""
    if not grid_powers.is_square(cells):
        return None
    if grid_powers.is_block_diagonal(cells):
        of_blocks = [apply(node.function, (row[i],)) for i, row in enumerate(cells)]
        return grid.block(
            [[of_blocks[i] if i == j else cell for j, cell in enumerate(row)] for i, row in enumerate(cells)]
        )
    corner, a = _corner(cells), cells[0][0]
    if corner is None or a is not cells[1][1] or a.is_scalar:
        return None
    i, j = corner
    moved = apply(FRECHET[node.function.name], (a, cells[i][j]))
    return _with_corner(cells, corner, (apply(node.function, (a,)),) * 2, moved)


def _corner(cells: Cells) -> tuple[int, int] | None:
    """Where E is in [A, E; 0, B], or in [A, 0; E, B]."""
    if len(cells) != SIDES:
        return None
    full = [(i, j) for i, j in ((0, 1), (1, 0)) if not is_zero(cells[i][j])]
    return full[0] if len(full) == 1 else None


def _with_corner(cells: Cells, corner: tuple[int, int], diagonal: tuple[Node, Node], other: Node) -> Node:
    places = range(SIDES)
    return grid.block(
        [[diagonal[i] if i == j else other if (i, j) == corner else cells[i][j] for j in places] for i in places]
    )


_RULES: dict[Function, Callable[[Apply, Cells], Node | None]] = {
    **dict.fromkeys(MATRIX_FUNCTIONS, _matrix_function), POWER: _power,
    DET: _determinant, LOGDET: _logarithm, TRACE: _trace, SUM: _total, DIAG: lambda *_: None,
}  # fmt: skip
