"""Inverses of matrices of numbers, worked out: inv([2, 1; 1, 2])*[1; 2] is [0; 1]."""

from __future__ import annotations

from matcalc_cli.expr.build import multiply, substitute, transpose
from matcalc_cli.expr.node import Apply, Node, Number, number, postorder
from matcalc_cli.expr.normal_forms.grid import block
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import POWER
from matcalc_cli.expr.selections.units import columns_after
from matcalc_cli.simplify import simplify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

MOST = 12
"""So many rows of a matrix are inverted."""


def worked_out(node: Node) -> Node:
    """The expression with the inverses in it that are of numbers alone as matrices of numbers, and itself as one if it is that."""
    inverses = {n: found for n in postorder(node) if _is_inverse(n) and (found := _inverted(n.children[0])) is not None}
    found = simplify(substitute(node, inverses)) if inverses else node
    rows = None if found.symbols or not inverses else _entries(found)
    return found if rows is None else simplify(block([[number(entry) for entry in row] for row in rows]))


def _is_inverse(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is POWER and node.args[1] == number(-1) and not node.symbols


def _inverted(matrix: Node) -> Node | None:
    """The inverse; None of what has an entry that is no rational number, and of a singular or a large matrix."""
    rows = _entries(matrix)
    if rows is None:
        return None
    size = len(rows)
    work = [[*row, *[int(i == j) for j in range(size)]] for i, row in enumerate(rows)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if work[i][k]), None)
        if pivot is None:
            return None
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [exact_ratio(entry, work[k][k]) for entry in work[k]]
        work = [
            row if i == k else [a - row[k] * b for a, b in zip(row, work[k], strict=True)] for i, row in enumerate(work)
        ]
    return block([[number(exact_ratio(entry, 1)) for entry in row[size:]] for row in work])


def _entries(matrix: Node) -> list[list[Rational]] | None:
    rows, cols = matrix.shape
    if not (isinstance(rows, int) and isinstance(cols, int) and max(rows, cols) <= MOST):
        return None
    across, down = ([columns_after(size, k, 1) for k in range(size)] for size in (cols, rows))
    found = [[simplify(multiply(transpose(e), matrix, f)) for f in across] for e in down]
    values = [[entry.value for entry in row if isinstance(entry, Number)] for row in found]
    return values if all(len(row) == cols for row in values) else None
