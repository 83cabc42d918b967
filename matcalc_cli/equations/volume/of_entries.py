"""The entries of a matrix written out that are not multiples of other ones."""

from __future__ import annotations

from matcalc_cli.expr.build import multiply, scalars_and_rest, transpose
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.node import Node, Product
from matcalc_cli.expr.normal_forms.grid import below
from matcalc_cli.expr.selections.units import columns_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.kinds.kind import Kind


def different_entries(matrix: Node) -> Node | None:
    """A column of them, the first of each; None of what is no matrix of entries, or where none can be left out."""
    scalars, rest = scalars_and_rest(matrix)
    entries = [multiply(*scalars, cell) for row in cells_of(rest) or () for cell in row]
    if not entries or not all(cell.is_scalar for cell in entries):
        return None
    kept: dict[Node, Node] = {}
    for cell in entries:
        if cell.symbols:
            kept.setdefault(_without_number(cell), cell)
    return below([*kept.values()]) if 0 < len(kept) < len(entries) else None


def free_entries_of(matrix: Node, kind: Kind, most: int) -> Node | None:
    """A column of the entries that decide all others, if there are at most so many; None of a matrix that has no kind."""
    rows, cols = matrix.shape
    if kind.entry is None or not (isinstance(rows, int) and isinstance(cols, int) and rows * cols <= most**2):
        return None
    places = [(i, j) for j in range(cols) for i in range(rows) if kind.entry(i, j, cols) == (1, i, j)]
    if len(places) > most:
        return None
    return below([multiply(transpose(columns_after(rows, i, 1)), matrix, columns_after(cols, j, 1)) for i, j in places])


def _without_number(node: Node) -> Node:
    """2*p as p."""
    return multiply(*node.scalars, *node.factors) if isinstance(node, Product) else node
