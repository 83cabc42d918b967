"""Matrices of blocks in normal form: [A, B; C, D].

A block matrix is one operation with its blocks as arguments, not a sum of products that place them: so inverses,
determinants and sums of block matrices stay readable, and products of matching blocks are matrices of blocks again.
In normal form it has no strip of size zero and no two zero strips side by side, more than one row or column of blocks
that are not zero (a single one is a selection times the rest), no common factor, and its first block has no minus sign.
"""

from __future__ import annotations

from itertools import pairwise
from math import gcd, lcm

from matcalc_cli.expr.build import (
    ONE,
    SIZED,
    identity,
    is_block,
    is_identity,
    is_unit,
    is_zero,
    multiply,
    ones,
    scalars_and_rest,
    transpose,
    zeros,
)
from matcalc_cli.expr.constants import arranged, cells_of, is_turned_unit
from matcalc_cli.expr.node import Apply, Node, Number, Product, number, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, has_own_sign, scale
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import BLOCK
from matcalc_cli.expr.selections.strips import COLUMNS, ROWS, merged, resized
from matcalc_cli.expr.selections.units import columns_after
from matcalc_cli.expr.shapes.dimensions import Shape, Size, minus
from matcalc_cli.expr.shapes.positions import as_size, is_known, offsets, ordered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.constants import Cells

    Uncut = dict[Size, tuple[Size, Node]]


def _made(args: tuple[Node, ...], sizes: tuple[Size, ...]) -> Node:
    return block(arranged(args, sizes[0]))


SIZED[BLOCK] = _made


def block(cells: Sequence[Sequence[Node]]) -> Node:
    """The matrix of these blocks, row by row; the blocks of a row have one height, those of a column one width."""
    shape = (offsets([row[0].rows for row in cells])[-1], offsets([cell.cols for cell in cells[0]])[-1])
    if all(is_zero(cell) for row in cells for cell in row):
        return zeros(shape)
    if sum(not is_zero(cell) for row in cells for cell in row) == 1:
        return _alone(cells, shape)
    kept = _flat([list(row) for row in cells])
    if len(kept) == 1 and len(kept[0]) == 1:
        return kept[0][0]
    if _is_identity(kept):
        return identity(shape[0])
    placed = _placed(kept, shape)
    return placed if placed is not None else _with_factors_out(kept, shape)


def _flat(cells: Cells) -> Cells:
    """The blocks that blocks are made of, in one grid; where columns were cut rows may be, of [B; D]*E' above A."""
    kept = cells
    for axis in (ROWS, COLUMNS):
        strips = [part for strip in _strips(kept, axis) for part in _opened(strip, axis)]
        strips = [strip for strip in strips if strip[0].shape[axis] != 0]
        kept = _strips(merged(strips, axis), axis)
    return _flat(kept) if len(kept[0]) > len(cells[0]) else kept


def _alone(cells: Sequence[Sequence[Node]], shape: Shape) -> Node:
    """The only block that is not zero, put into its rows and columns."""
    ((i, j),) = ((i, j) for i, row in enumerate(cells) for j, cell in enumerate(row) if not is_zero(cell))
    heights, widths = [row[0].rows for row in cells], [cell.cols for cell in cells[0]]
    rows = columns_after(shape[ROWS], offsets(heights)[i], heights[i])
    columns = columns_after(shape[COLUMNS], offsets(widths)[j], widths[j])
    return multiply(rows, cells[i][j], transpose(columns))


def side_by_side(parts: Sequence[Node]) -> Node:
    """[A, B]."""
    return block([parts])


def below(parts: Sequence[Node]) -> Node:
    """[A; B]."""
    return block([[part] for part in parts])


def flipped(cells: Cells) -> Cells:
    """The blocks of the transpose."""
    return [[transpose(cell) for cell in column] for column in zip(*cells, strict=True)]


def _strips(cells: Cells, axis: int) -> Cells:
    """The rows of blocks, or the columns; and the blocks again from either."""
    return cells if axis == ROWS else [list(column) for column in zip(*cells, strict=True)]


def _opened(strip: list[Node], axis: int) -> Cells:
    """A strip as the strips that its blocks are made of, cut where no part but zeros would be in two pieces."""
    inner = [_cut(cell, axis) for cell in strip]
    cuts = _all_cuts(inner, axis)
    if cuts is None or len(cuts) == 2:
        return [strip]
    uncut = [_uncut(parts, cuts, axis) for parts in inner]
    ends = [(cuts.index(low), cuts.index(high)) for parts in uncut for low, (high, _) in parts.items()]
    places = [cut for i, cut in enumerate(cuts) if not any(low < i < high for low, high in ends)]
    if len(places) == 2:
        return [strip]
    found = [_along(*known, cuts, places, axis) for known in zip(strip, uncut, strict=True)]
    return [list(parts) for parts in zip(*found, strict=True)]


def _all_cuts(inner: Cells, axis: int) -> list[Size] | None:
    """The places where parts that are not zero begin and end, and the ends; None where their order is not known."""
    places = [offsets([part.shape[axis] for part in parts]) for parts in inner]
    size = places[0][-1]
    found: list[Size] = [0]
    for parts, ends in zip(inner, places, strict=True):
        if len(parts) == 1 and resized(parts[0], size, axis) is not None:
            continue  # which is cut anywhere
        for part, low, high in zip(parts, ends, ends[1:], strict=False):
            found += [] if is_zero(part) else [low, high]
    inside = [cut for cut in found if cut != size]
    most = max(places, key=len)[:-1]  # whose order is known, of dimensions p-2 too
    cuts = [cut for cut in most if cut in inside] if {*inside} <= {*most} else ordered(inside)
    return None if cuts is None else [*cuts, size]


def _uncut(parts: list[Node], cuts: list[Size], axis: int) -> Uncut:
    """By where they begin, the parts of a block that are cut nowhere, and where they end."""
    if len(parts) == 1 and resized(parts[0], cuts[-1], axis) is not None:
        return {}
    ends = offsets([part.shape[axis] for part in parts])
    return {low: (high, part) for low, high, part in zip(ends, ends[1:], parts, strict=False) if not is_zero(part)}


def _along(cell: Node, uncut: Uncut, cuts: list[Size], places: list[Size], axis: int) -> list[Node]:
    """The parts between some of the cuts, which go through none of the parts of a block."""
    if not uncut:
        evenly = [resized(cell, minus(high, low), axis) for low, high in pairwise(places)]
        return [part for part in evenly if part is not None]
    found: list[list[Node]] = []
    end: Size = 0
    for low, high in pairwise(cuts):
        found += [[]] if low in places else []
        if low in uncut:
            end = uncut[low][0]
            found[-1].append(uncut[low][1])
        elif low == end:  # behind what is not zero, or behind more zeros
            end = high
            size = minus(high, low)
            found[-1].append(zeros((size, cell.cols) if axis == ROWS else (cell.rows, size)))
    return [below(some) if axis == ROWS else side_by_side(some) for some in found]


def _cut(cell: Node, axis: int) -> list[Node]:
    """The strips of a block matrix, or of a selection times a matrix, [0, A, 0]; any other matrix is a single strip."""
    front, rest = scalars_and_rest(cell)
    cells = cells_of(rest) or distributed(rest)
    if cells is None:
        return _cut_placed(cell) if axis == ROWS else [transpose(part) for part in _cut_placed(transpose(cell))]
    if front:
        cells = [[multiply(*front, part) for part in row] for row in cells]
    strips = _strips(cells, axis)
    if len(strips) == 1:
        return [cell]
    return [side_by_side(strip) if axis == ROWS else below(strip) for strip in strips]


def distributed(node: Node) -> Cells | None:
    """[A*X; B*X] for [A; B]*X, and [X*A, X*B] for X*[A, B]."""
    factors = node.factors if isinstance(node, Product) else ()
    if len(factors) > 1 and (cells := cells_of(factors[0])) is not None and len(cells[0]) == 1:
        return [[multiply(cell, *factors[1:])] for (cell,) in cells]
    if len(factors) > 1 and (cells := cells_of(factors[-1])) is not None and len(cells) == 1:
        return [[multiply(*factors[:-1], cell) for cell in cells[0]]]
    return None


def _cut_placed(cell: Node) -> list[Node]:
    """[0; A; 0] for E*A."""
    factors = cell.factors if isinstance(cell, Product) else (cell,)
    unit = factors[0] if factors else None
    start = as_size(unit.args[0]) if isinstance(unit, Apply) and is_unit(unit) else None
    if unit is None or start is None or not is_known(start):
        return [cell]
    before, after = minus(start, 1), minus(unit.rows, minus(start, 1) + unit.cols)
    front = (number(cell.coefficient), *cell.scalars) if isinstance(cell, Product) else ()
    middle = multiply(*front, *factors[1:]) if len(factors) > 1 else multiply(*front, identity(unit.cols))
    parts = [zeros((before, cell.cols)), middle, zeros((after, cell.cols))]
    return [part for part in parts if part.rows != 0]


def _is_identity(cells: Cells) -> bool:
    return all(
        (is_identity(cell) or cell is ONE) if i == j else is_zero(cell) and len(cells) == len(row)
        for i, row in enumerate(cells)
        for j, cell in enumerate(row)
    )


def _placed(cells: Cells, shape: Shape) -> Node | None:
    """A single strip that is not zero as a selection times that strip: [0; A] is I(n)[:,k+1:n]*A."""
    for axis in (ROWS, COLUMNS):
        strips = _strips(cells, axis)
        full = [i for i, strip in enumerate(strips) if not all(map(is_zero, strip))]
        if len(full) == 1 and len(strips) > 1:
            (i,) = full
            before = offsets([strip[0].shape[axis] for strip in strips])[i]
            unit = columns_after(shape[axis], before, strips[i][0].shape[axis])
            if axis == ROWS:
                return multiply(unit, side_by_side(strips[i]))
            return multiply(below(strips[i]), transpose(unit))
    return None


def _with_factors_out(cells: Cells, shape: Shape) -> Node:
    """The block matrix in front of which stand the number and the scalars that all blocks have."""
    full = [cell for row in cells for cell in row if not is_zero(cell)]
    content = _content(full)
    common = _common([_scalars(cell) for cell in full])
    if content != 1 or common:
        cells = [[cell if is_zero(cell) else _divided(cell, content, common) for cell in row] for row in cells]
    if all(cell is ONE for row in cells for cell in row):
        return multiply(number(content), *common, ones(*shape))
    made = _without_last(cells) or _turned_without_last(cells) or _raw(cells, shape)
    return multiply(number(content), *common, made) if content != 1 or common else made


def _raw(cells: Cells, shape: Shape) -> Node:
    return raw_apply(BLOCK, tuple([cell for row in cells for cell in row]), (len(cells[0]),), shape)


def _without_last(cells: Cells) -> Node | None:
    """[A; B]*X for [A*X; B*X]; None where no factor can stand behind."""
    full = [row[0] for row in cells if not is_zero(row[0])]
    if len(cells[0]) > 1 or not all(isinstance(cell, Product) and _may_lose_last(cell) for cell in full):
        return None
    last = full[0].children[-1]
    if is_block(last) or is_unit(last) or any(cell.children[-1] is not last for cell in full):
        return None
    front = [_all_but_last(cell) if cell in full else zeros((cell.rows, last.rows)) for row in cells for cell in row]
    return multiply(below(front), last)


def _may_lose_last(cell: Product) -> bool:
    """Whether more than a selection is left of a product of several factors."""
    return len(cell.factors) > 1 and not (len(cell.factors) == 2 and is_turned_unit(cell.factors[0]))


def _all_but_last(cell: Node) -> Node:
    assert isinstance(cell, Product)
    return multiply(number(cell.coefficient), *cell.scalars, *cell.factors[:-1])


def _turned_without_last(cells: Cells) -> Node | None:
    """X*[A, B] for [X*A, X*B]."""
    found = _without_last(flipped(cells)) if len(cells) == 1 else None
    return None if found is None else transpose(found)


def _content(full: Sequence[Node]) -> int:
    """The greatest common divisor of the numbers in front, with the sign of the first, but for a sum, which has its own."""
    coefficients = [coefficient_of(cell) for cell in full]
    size = exact_ratio(gcd(*[c.numerator for c in coefficients]), lcm(*[c.denominator for c in coefficients]))
    return size if coefficients[0] > 0 or has_own_sign(full[0]) else -size  # type: ignore[return-value]


def _scalars(cell: Node) -> tuple[Node, ...]:
    match cell:
        case Product(scalars=scalars, factors=factors) if not (factors and cell.is_scalar):
            return scalars
        case Number():
            return ()
    return (cell,) if cell.is_scalar else ()


def _common(lists: Sequence[tuple[Node, ...]]) -> tuple[Node, ...]:
    return tuple([s for s in lists[0] if all(s in other for other in lists[1:])])


def _divided(cell: Node, content: int, common: Sequence[Node]) -> Node:
    match cell:
        case Product(coefficient=c, scalars=scalars, factors=factors) if scalars or not cell.is_scalar:
            rest = multiply(number(c), *[s for s in scalars if s not in common], *factors)
        case _:
            rest = ONE if cell in common else cell
    return scale(exact_ratio(1, content), rest)
