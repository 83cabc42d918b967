"""Matrices with few entries, e_i e_j' + e_j e_i' and [0, 1; 1, 0]: words with one of them in the middle are spread."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.expr.build import is_unit, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.operations import BLOCK, TRANSPOSE
from matcalc_cli.expr.strips import is_turned_unit


def spread(factors: Sequence[Node], most: int) -> list[list[Node]]:
    """The words that a word with such a factor, one of at most so many numbers, is the sum of; nothing for any other word."""
    for i, factor in enumerate(factors):
        if factor.head in HEADS and (terms := few(factor, most)):
            return [[*factors[:i], term, *factors[i + 1 :]] for term in terms]
    return []


HEADS = ("+", TRANSPOSE.name, BLOCK.name)
"""What a matrix of few entries is, as it stands."""


def few(node: Node, most: int) -> Sequence[Node]:
    """A sum of entries in their places, term by term; nothing for anything else."""
    from matcalc_cli.expr.gather import single_entries

    match node:
        case Sum(terms=terms) if all(_is_entry(t) for t in terms):
            return terms
        case Apply(function=function, args=(Sum(terms=terms),)) if function is TRANSPOSE and all(map(_is_entry, terms)):
            return [transpose(t) for t in terms]
    return single_entries(node, most)


def _is_entry(term: Node) -> bool:
    """True of c e_i e_j'."""
    match term:
        case Product(factors=(column, row)):
            return is_unit(column) and is_turned_unit(row) and column.cols == 1 and row.rows == 1
    return False
