"""Sums of block matrices: terms whose blocks meet at the same places are one block matrix.

[A; B] + [C; D] is [A + C; B + D], and a gradient that is a selection of rows times A plus one of other rows times B is
[A; B; 0]. Blocks are never cut: terms whose blocks do not match, or whose order the names decide, stay terms.
"""

from __future__ import annotations

from matcalc_cli.expr.constants import cells_of, identity, is_turned_unit, is_unit, is_zero, zeros
from matcalc_cli.expr.node import Apply, Node, Product
from matcalc_cli.expr.normal import add, multiply, normal_form, transpose
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.normal_forms.sums import Terms, collected, sum_of
from matcalc_cli.expr.operations import BLOCK, UNIT
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, Size, minus
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.normal_forms import grid
    from matcalc_cli.expr.shapes import positions as cuts
else:
    cuts = Later("matcalc_cli.expr.shapes.positions")
    grid = Later("matcalc_cli.expr.normal_forms.grid")


Span = tuple[Size, Size]
Piece = tuple[Span, Span, Node]
"""The rows and the columns that a block takes, each behind the first and up to the second; the block."""
MOST_TERMS = 32
"""Longer sums are left as they are."""

_PLACED = BLOCK.mark | UNIT.mark


@normal_form("+")
def sum_with_blocks(terms: Sequence[Node]) -> Node:
    """The sum of at least one term of one shape.

    Block matrices, and selections times matrices, are one block matrix where they fit together.
    """
    kept, shape = collected(terms), terms[0].shape
    if len(kept) > 1 and shape != SCALAR and any([rest.marks & _PLACED for rest, _ in kept]):
        blocks = gathered(kept, shape)
        if blocks is not None:
            return add(*[scale(c, rest) for rest, c in blocks])
    return sum_of(kept, shape)


def gathered(terms: Terms, shape: Shape) -> Terms | None:
    """The terms (rest, coefficient) of a sum with the block matrices among them as one; None where that changes nothing."""
    if len(terms) > MOST_TERMS or not any(_may_be_placed(rest) for rest, _ in terms):
        return None
    beside = any(cells_of(rest) is not None for rest, _ in terms)
    kept: Terms = []
    pieces: list[Piece] = []
    members = 0
    for rest, c in terms:
        found = _pieces(rest, shape, beside=beside)
        more = [(rows, cols, scale(c, node)) for rows, cols, node in found] if found else []
        if more and _cells([*pieces, *more], shape) is not None:
            pieces += more
            members += 1
        else:
            kept.append((rest, c))
    cells = _cells(pieces, shape) if members > 1 else None
    return None if cells is None else [(grid.block(cells), 1), *kept]


def _may_be_placed(node: Node) -> bool:
    if isinstance(node, Product) and node.factors:
        return any(map(_may_be_placed, (node.factors[0], node.factors[-1])))
    return cells_of(node) is not None or is_unit(node) or is_turned_unit(node)


def _pieces(node: Node, shape: Shape, *, beside: bool) -> list[Piece] | None:
    """The blocks of a term and where they are; those of [A; B]*x where it is `beside` a block matrix. None of any other."""
    scalars = node.scalars if isinstance(node, Product) else ()
    factors: Sequence[Node] = node.factors if isinstance(node, Product) else (node,)
    cells = cells_of(factors[0]) if len(factors) == 1 else grid.distributed(node) if beside else None
    if cells is not None:
        rows, cols = cuts.offsets([row[0].rows for row in cells]), cuts.offsets([cell.cols for cell in cells[0]])
        return [
            ((rows[i], rows[i + 1]), (cols[j], cols[j + 1]), multiply(*scalars, cell))
            for i, row in enumerate(cells)
            for j, cell in enumerate(row)
            if not is_zero(cell)
        ]
    rows_of, factors = _span(factors, shape[0])
    cols_of, turned = _span([_turned(f) for f in reversed(factors)] if factors else [], shape[1])
    if rows_of is None and cols_of is None:
        return None
    middle = [_turned(f) for f in reversed(turned)]
    across, along = rows_of or (0, shape[0]), cols_of or (0, shape[1])
    inner = multiply(*middle) if middle else identity(minus(across[1], across[0]))
    return _placed(across, along, multiply(*scalars, inner))


def _placed(across: Span, along: Span, inner: Node) -> list[Piece]:
    """The matrices that are put into rows and columns, a block matrix by its blocks."""
    cells = cells_of(inner)
    if cells is None:
        return [(across, along, inner)]
    rows, cols = cuts.offsets([row[0].rows for row in cells]), cuts.offsets([cell.cols for cell in cells[0]])
    return [
        ((across[0] + rows[i], across[0] + rows[i + 1]), (along[0] + cols[j], along[0] + cols[j + 1]), cell)
        for i, row in enumerate(cells)
        for j, cell in enumerate(row)
        if not is_zero(cell)
    ]


def _turned(node: Node) -> Node:
    return transpose(node)


def _span(factors: Sequence[Node], size: Size) -> tuple[Span | None, Sequence[Node]]:
    """The rows that a leading E puts the rest into, and the rest."""
    if factors and isinstance(factors[0], Apply) and is_unit(factors[0]) and factors[0].rows == size:
        start = cuts.as_size(factors[0].args[0])
        if start is not None and cuts.is_known(start):
            before = minus(start, 1)
            return (before, before + factors[0].cols), factors[1:]
    return None, factors


def _cells(pieces: Sequence[Piece], shape: Shape) -> list[list[Node]] | None:
    """The grid that the pieces make; None where they do not fit together."""
    rows = _cuts([across for across, _, _ in pieces], shape[0])
    cols = _cuts([along for _, along, _ in pieces], shape[1])
    if rows is None or cols is None:
        return None
    found: dict[tuple[int, int], Node] = {}
    for across, along, node in pieces:
        i, j = rows.index(across[0]), cols.index(along[0])
        if rows[i + 1] != across[1] or cols[j + 1] != along[1]:
            return None
        found[i, j] = add(found[i, j], node) if (i, j) in found else node
    heights, widths = cuts.lengths(rows), cuts.lengths(cols)
    return [[found.get((i, j)) or zeros((h, w)) for j, w in enumerate(widths)] for i, h in enumerate(heights)]


def _cuts(spans: Sequence[Span], size: Size) -> list[Size] | None:
    """The places where pieces begin and end, in order, the ends of the matrix among them."""
    places = cuts.ordered([0, *[place for span in spans for place in span if place != size]])
    return None if places is None else [*places, size]
