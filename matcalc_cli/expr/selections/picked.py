"""A product as a reader and a program take it: entries and slices of its factors, and where the result is put.

The normal form has columns of the identity among the factors: e_i'*A*e_j. Here each of them belongs to the factor it
selects from, A[i,j]; one that begins or ends a product, with nothing to select from, puts the rest among zeros.
"""

from __future__ import annotations

from matcalc_cli.expr.build import identity, is_unit
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.node import Apply, Node
from matcalc_cli.expr.operations import UNIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Picked:
    """A factor, and what of its rows and columns is selected: a node of `unit`, or None for all."""

    __slots__ = ("cols", "node", "rows")

    def __init__(self, node: Node, rows: Apply | None, cols: Apply | None) -> None:
        self.node = node
        self.rows = rows
        self.cols = cols


class Placed:
    """A product taken apart: its factors, and the selections that put it among zeros from above and from the left."""

    __slots__ = ("above", "factors", "left")

    def __init__(self, factors: Sequence[Picked], above: Apply | None, left: Apply | None) -> None:
        self.factors = tuple(factors)
        self.above = above
        self.left = left


def has_units(factors: Sequence[Node]) -> bool:
    """Whether anything is selected in a product."""
    return any([is_unit(f) or is_turned_unit(f) for f in factors if f.marks & UNIT.mark])


def taken_apart(factors: Sequence[Node]) -> Placed:
    """The factors of a product with what is selected from each."""
    rest = list(factors)
    above = _unit(rest.pop(0)) if is_unit(rest[0]) else None
    left = _unit(rest.pop().children[0]) if rest and is_turned_unit(rest[-1]) else None
    found: list[Picked] = []
    while rest:
        rows = _unit(rest.pop(0).children[0]) if is_turned_unit(rest[0]) else None
        node = identity(rows.rows) if rows is not None and (not rest or is_unit(rest[0])) else rest.pop(0)
        cols = _unit(rest.pop(0)) if rest and is_unit(rest[0]) else None
        found.append(Picked(node, rows, cols))
    return Placed(found, above, left)


def _unit(node: Node) -> Apply:
    assert isinstance(node, Apply)
    return node
