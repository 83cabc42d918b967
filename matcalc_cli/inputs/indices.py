"""Indices at the user's numbers: `x[l]` with an l of 4 and an x of 3 entries has no value, and no wrong one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import is_unit
from matcalc_cli.expr.build import substitute as substitute_nodes
from matcalc_cli.expr.node import Apply, Node, postorder
from matcalc_cli.expr.operations import RELATIONS, SUMMATION
from matcalc_cli.expr.shapes.dimensions import INDEX, Size, substitute
from matcalc_cli.expr.shapes.positions import as_size

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_indices(expression: Node, sizes: Mapping[str, int], point: Mapping[str, NDArray[Any]]) -> None:
    """Refuse numbers for which an index is out of range. Raises MatcalcError (usage)."""
    known: dict[str, Size] = {**sizes, **{INDEX + name: int(x.item()) for name, x in point.items() if x.size == 1}}
    for unit in _units(expression, known):
        first, count, extent = as_size(unit.args[0]), unit.cols, unit.rows
        low, width, last = (_at(size, known) for size in (first, count, extent))
        if isinstance(low, int) and isinstance(width, int) and isinstance(last, int):
            _check(first, low, width, last)


def _at(size: Size | None, known: Mapping[str, Size]) -> Size | None:
    return None if size is None else substitute(size, known)


def _units(expression: Node, known: Mapping[str, Size]) -> Iterator[Apply]:
    """The columns of identities that select; those that an index selects which is bound, at both ends of its range.

    In a range that ends before it begins there is nothing that could be out of range.
    """
    for node in postorder(expression):
        if isinstance(node, Apply) and is_unit(node):
            yield node
        elif isinstance(node, Apply) and node.function is SUMMATION:
            index, low, high, body = node.args
            first, last = (_at(as_size(end), known) for end in (low, high))
            if isinstance(first, int) and isinstance(last, int) and last < first:
                continue
            units = [u for u in postorder(body) if isinstance(u, Apply) and is_unit(u) and index in u.symbols]
            if not any(isinstance(part, Apply) and part.function in RELATIONS for part in postorder(body)):
                ends = (substitute_nodes(u, {index: end}) for u in units for end in (low, high))
                yield from (u for u in ends if isinstance(u, Apply) and is_unit(u))


def _check(index: Size | None, low: int, width: int, last: int) -> None:
    name = "" if isinstance(index, int) else f" {str(index).replace(INDEX, '')}"
    if low < 1:
        message = f"the index{name} is {low} here, and indices begin at 1"
    elif low + width - 1 > last:
        message = f"the index{name} goes up to {low + width - 1} here, and there are {last} entries"
    else:
        return
    raise MatcalcError("usage", message, hint="other numbers, or larger matrices")
