"""Random entries, slices, matrices of parts and off-diagonals, for expressions that are grown from a wanted shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from matcalc_cli.expr.node import symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR, Dim, Shape, Size, dim, minus
from tests.oracles.raw import Place, Raw

if TYPE_CHECKING:
    from tests.oracles.generate import Generator

PLACES = (symbol("s", SCALAR, "integer", spelling="s"), symbol("l", SCALAR, "integer", spelling="l"))
"""Indices: no sum binds them."""


def _entry(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """An entry, a row or a column of a matrix or vector, or rows and columns of one that is larger."""
    rows, cols = (_source(g, size) for size in shape)
    if g.random.random() < 0.4 or (rows[1][0] == cols[1][0] == "all"):
        return None
    base = g.grow((rows[0], cols[0]), fuel)
    return Raw("index", shape, (base,), payload=(rows[1], cols[1])) if (rows[0], cols[0]) != SCALAR else None


def _source(g: Generator, size: Size) -> tuple[Size, Place]:
    """The size that a part of this size is taken from, and which part."""
    if size == 1:
        return _single(g)
    if isinstance(size, Dim) and size.is_name and g.random.random() < 0.6:
        other = g.size()
        return g.random.choice(
            [
                (size + 1, ("from", 2)),
                (size + 2, ("within", (2, 1))),
                (size + other, ("to", size)),
                (other + size, ("from", other + 1)),
            ]
        )
    return size, ("all", None)


def _single(g: Generator) -> tuple[Size, Place]:
    """One row or column of some: at a number, at a name, at an index of a sum, at the end."""
    if g.random.random() < 0.2:
        return 1, ("all", None)
    if g.counted and g.random.random() < 0.7:
        index, count = g.random.choice(g.counted)
        return (count, ("at", index)) if g.random.random() < 0.7 else (count + 1, ("after", index))
    which = g.random.choice((("at", 1), ("at", 2), ("at", PLACES[0]), ("at", PLACES[1]), ("end", 0), ("end", 1)))
    return g.size(), which


def _cut(g: Generator, size: Size) -> tuple[Size, Size] | None:
    """Two sizes that add up to this one; None of a product and of 1."""
    if isinstance(size, int):
        return (1, size - 1) if size > 1 else None
    if any(len(names) > 1 or c != 1 for names, c in size.terms if names):
        return None
    named = [dim(names[0]) for names, _ in size.terms if names]
    if len(named) > 1:
        return named[0], minus(size, named[0])
    if len(size.terms) > 1 and size.terms[-1][1] < -1:  # as far as the sizes that are drawn go
        return None
    return g.random.choice(((1, minus(size, 1)), (minus(size, 1), 1)))


def _stacked(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """Blocks above or beside one another."""
    axis = g.random.choice((0, 1))
    cut = _cut(g, shape[axis])
    if cut is None or g.random.random() < 0.3:
        return None
    rows, cols = shape
    shapes = [(size, cols) for size in cut] if axis == 0 else [(rows, size) for size in cut]
    return Raw("rows" if axis == 0 else "columns", shape, g.parts(fuel, *shapes))


def _blocks(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """Four blocks, of which one may be zeros, or two along the diagonal."""
    heights, widths = (_cut(g, size) for size in shape)
    if heights is None or widths is None or g.random.random() < 0.4:
        return None
    if g.random.random() < 0.3:
        return Raw("blkdiag", shape, g.parts(fuel, (heights[0], widths[0]), (heights[1], widths[1])))
    cells = list(g.parts(fuel, *[(h, w) for h in heights for w in widths]))
    if g.random.random() < 0.4:
        k = g.random.randrange(4)
        cells[k] = Raw("zeros", cells[k].shape, sizes=cells[k].shape)
    lines = [Raw("columns", (h, shape[1]), tuple(cells[2 * i : 2 * i + 2])) for i, h in enumerate(heights)]
    return Raw("rows", shape, tuple(lines))


def _off_diagonal(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A column beside the main diagonal, or such a diagonal of a matrix."""
    rows, cols = shape
    if not (isinstance(rows, Dim) and rows.is_name and cols in (rows, 1)) or g.random.random() < 0.4:
        return None
    k = g.random.choice((1, -1, 2, -2))
    inner = (minus(rows, abs(k)), 1) if cols == rows else (rows + abs(k), rows + abs(k))
    return Raw("diagonal", shape, (g.grow(inner, fuel),), payload=k)


PARTS: list[Callable[[Generator, Shape, int], Raw | None]] = [_entry, _stacked, _blocks, _off_diagonal]
