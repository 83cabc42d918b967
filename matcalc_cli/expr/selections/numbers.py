"""Matrices of numbers: their entries, determinants, inverses and powers, exactly."""

from __future__ import annotations

from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.node import Number
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.selections.units import columns_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.number import Rational

    Entries = Sequence[Sequence[Rational]]

MOST = 36
"""The entries of the largest matrix that is looked at entry by entry."""


def entries(node: Node) -> list[list[Rational]]:
    """The entries of [1, -1; 1, 1], whose lower row is one block, and of e_1 e_2'; nothing for any other matrix."""
    rows, cols = node.shape
    if node.symbols or not (isinstance(rows, int) and isinstance(cols, int) and rows * cols <= MOST):
        return []
    above, behind = ([columns_after(size, i, 1) for i in range(size)] for size in (rows, cols))
    found = [[multiply(transpose(a), node, b) for b in behind] for a in above]
    numbers = [[entry.value for entry in row if isinstance(entry, Number)] for row in found]
    return numbers if all(len(row) == cols for row in numbers) else []


def determinant(rows: Entries) -> Rational:
    """By Laplace's expansion along the first row."""
    if not rows:
        return 1
    total: Rational = 0
    for j, entry in enumerate(rows[0]):
        total += (entry if j % 2 == 0 else -entry) * determinant(_minor(rows, 0, j))
    return total


def inverse(rows: Entries) -> list[list[Rational]]:
    """By Cramer's rule; nothing where the determinant is 0."""
    size, below = range(len(rows)), determinant(rows)
    return [
        [exact_ratio((-1) ** (i + j) * determinant(_minor(rows, j, i)), below) for j in size] for i in size if below
    ]


def _minor(rows: Entries, row: int, column: int) -> Entries:
    return [[*r[:column], *r[column + 1 :]] for i, r in enumerate(rows) if i != row]


def power(rows: Entries, exponent: int) -> list[list[Rational]]:
    """A product of so many, of the inverse for a negative exponent; nothing where there is no inverse."""
    base = rows if exponent > 0 else inverse(rows)
    found = [list(row) for row in base]
    for _ in range(abs(exponent) - 1):
        found = [
            [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*base, strict=True)]
            for row in found
        ]
    return found
