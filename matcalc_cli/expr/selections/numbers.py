"""Matrices of numbers: their entries, determinants, inverses and powers, exactly."""

from __future__ import annotations

from functools import reduce

from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.node import Number, Product, Sum, number
from matcalc_cli.expr.number import exact_ratio, tidy
from matcalc_cli.expr.selections.units import columns_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.number import Rational

    Entries = Sequence[Sequence[Rational]]

MOST = 36
"""The entries of the largest matrix that is looked at entry by entry."""


def entries(node: Node, most: int = MOST) -> Entries:
    """The entries of [1, -1; 1, 1], whose lower row is one block, and of e_1 e_2'; nothing for any other matrix."""
    rows, cols = node.shape
    if node.symbols or not (isinstance(rows, int) and isinstance(cols, int) and rows * cols <= most):
        return []
    match node:
        case Sum(terms=terms):
            parts = [entries(term, most) for term in terms]
            return (
                [[tidy(sum(cell)) for cell in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]
                if all(parts)
                else []
            )
        case Product(coefficient=c, scalars=(), factors=(first, *rest)) if rest or c != 1:
            factors = [entries(factor, most) for factor in (first, *rest)]
            return [[tidy(c * entry) for entry in row] for row in reduce(_product, factors)] if all(factors) else []
    above, behind = ([columns_after(size, i, 1) for i in range(size)] for size in (rows, cols))
    found = [[multiply(transpose(a), node, b) for b in behind] for a in above]
    numbers = [[entry.value for entry in row if isinstance(entry, Number)] for row in found]
    return numbers if all(len(row) == cols for row in numbers) else []


def _product(a: Entries, b: Entries) -> list[list[Rational]]:
    return [
        [tidy(sum(x * y for x, y in zip(row, column, strict=True))) for column in zip(*b, strict=True)] for row in a
    ]


def cells(rows: Entries) -> list[list[Node]]:
    """The entries as expressions."""
    return [[number(entry) for entry in row] for row in rows]


def determinant(rows: Entries) -> Rational:
    """By Laplace's expansion along the first row."""
    if not rows:
        return 1
    total: Rational = 0
    for j, entry in enumerate(rows[0]):
        total += (entry if j % 2 == 0 else -entry) * determinant(_minor(rows, 0, j))
    return total


def inverse(rows: Entries) -> list[list[Rational]]:
    """By Gauss and Jordan's elimination; nothing where the determinant is 0."""
    size = len(rows)
    work = [[*row, *[int(i == j) for j in range(size)]] for i, row in enumerate(rows)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if work[i][k]), None)
        if pivot is None:
            return []
        work[k], work[pivot] = work[pivot], work[k]
        own = work[k] = [exact_ratio(entry, work[k][k]) for entry in work[k]]
        work = [
            row if i == k else [tidy(a - row[k] * b) for a, b in zip(row, own, strict=True)]
            for i, row in enumerate(work)
        ]
    return [row[size:] for row in work]


def _minor(rows: Entries, row: int, column: int) -> Entries:
    return [[*r[:column], *r[column + 1 :]] for i, r in enumerate(rows) if i != row]


def power(rows: Entries, exponent: int) -> Entries:
    """A product of so many, of the inverse for a negative exponent; nothing where there is no inverse."""
    base = rows if exponent > 0 else inverse(rows)
    return reduce(_product, [base] * abs(exponent))
