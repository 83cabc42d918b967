"""Matrices with few entries, e_i e_j' + e_j e_i' and [0, 1; 1, 0]: words with one of them in the middle are spread."""

from __future__ import annotations

from matcalc_cli.expr.constants import cells_of, is_turned_unit, is_unit, is_zero
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.normal import multiply, transpose
from matcalc_cli.expr.operations import BLOCK, TRANSPOSE
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.selections import units
    from matcalc_cli.expr.shapes import positions
else:
    units = Later("matcalc_cli.expr.selections.units")
    positions = Later("matcalc_cli.expr.shapes.positions")


def spread(factors: Sequence[Node], most: int) -> list[list[Node]]:
    """The words that a word with such a factor, one of at most so many numbers, is the sum of; nothing for any other word."""
    for i, factor in enumerate(factors):
        if factor.head in HEADS and (terms := few(factor, most)):
            return [[*factors[:i], term, *factors[i + 1 :]] for term in terms]
    return []


HEADS = ("+", TRANSPOSE.name, BLOCK.name)
"""The heads of matrices with few entries."""


def few(node: Node, most: int) -> Sequence[Node]:
    """A sum of entries in their places, term by term; nothing for anything else."""
    match node:
        case Sum(terms=terms) if all(_is_entry(t) for t in terms):
            return terms
        case Apply(function=function, args=(Sum(terms=terms),)) if function is TRANSPOSE and all(map(_is_entry, terms)):
            return [transpose(t) for t in terms]
    return _single_entries(node, most)


def _single_entries(node: Node, most: int) -> list[Node]:
    """A block matrix whose blocks are numbers or zeros, as few terms, one for each; nothing for anything else."""
    cells = cells_of(node) or []
    full = [(i, j, cell) for i, row in enumerate(cells) for j, cell in enumerate(row) if not is_zero(cell)]
    if not full or len(full) > most or any(cell.symbols or not cell.is_scalar for _, _, cell in full):
        return []
    (rows, cols), above = node.shape, positions.offsets([row[0].rows for row in cells])
    before = positions.offsets([cell.cols for cell in cells[0]])
    return [
        multiply(cell, units.columns_after(rows, above[i], 1), transpose(units.columns_after(cols, before[j], 1)))
        for i, j, cell in full
    ]


def _is_entry(term: Node) -> bool:
    """True of c e_i e_j'."""
    match term:
        case Product(factors=(column, row)):
            return is_unit(column) and is_turned_unit(row) and column.cols == 1 and row.rows == 1
    return False
