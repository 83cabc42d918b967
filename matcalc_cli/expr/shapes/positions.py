"""Positions as dimensions: where a selection begins, and where the blocks of a matrix meet."""

from __future__ import annotations

from itertools import pairwise

from matcalc_cli.expr.build import add, multiply, size_number
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import SIZE
from matcalc_cli.expr.shapes.dimensions import INDEX, Dim, Size, dim, is_at_most, minus, product_of, scaled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def as_size(node: Node) -> Size | None:
    """An integer expression as a dimension, so that two can be compared; None for anything else.

    An index, which need not be positive, has a name of its own.
    """
    match node:
        case Number(value=int(value)):
            return value
        case Symbol(name=name, kind="index" | "integer"):
            return dim(INDEX + name)
        case Apply(function=function) if function is SIZE:
            return node.sizes[0]
        case Sum(terms=terms):
            return _total([as_size(t) for t in terms])
        case Product(coefficient=c, scalars=scalars, factors=()):
            return _product(c.numerator, c.denominator, [as_size(s) for s in scalars])
    return None


def _total(parts: Sequence[Size | None]) -> Size | None:
    total: Size = 0
    for part in parts:
        if part is None:
            return None
        total = total + part
    return total


def _product(numerator: int, denominator: int, parts: Sequence[Size | None]) -> Size | None:
    total = scaled(1, numerator, denominator)
    for part in parts:
        if part is None:
            return None
        total = product_of(total, part)
    return total


def as_node(size: Size) -> Node:
    """A dimension, which may be zero, as an expression."""
    return size_number(size) if isinstance(size, Dim) else number(size)


def shifted(start: Node, by: Size, sign: int = 1) -> Node:
    """start + by, or start - by."""
    return add(start, multiply(number(sign), as_node(by)))


def is_known(size: Size | None) -> bool:
    """Whether a position depends on dimensions alone, not on an index."""
    return size is not None and (isinstance(size, int) or not any(n.startswith(INDEX) for n in size.names))


def offsets(sizes: Sequence[Size]) -> list[Size]:
    """0, a, a + b, ...: where the strips of these sizes begin, and where the last one ends."""
    found: list[Size] = [0]
    for size in sizes:
        found.append(found[-1] + size)
    return found


def ordered(cuts: Sequence[Size]) -> list[Size] | None:
    """Distinct positions in ascending order; None where the names decide which of two comes first."""
    found: list[Size] = []
    for cut in cuts:
        if cut in found:
            continue
        place = next((i for i, other in enumerate(found) if is_at_most(cut, other)), len(found))
        if place and not is_at_most(found[place - 1], cut):
            return None
        found.insert(place, cut)
    return found


def lengths(cuts: Sequence[Size]) -> list[Size]:
    """The sizes of the strips between positions."""
    return [minus(b, a) for a, b in pairwise(cuts)]
