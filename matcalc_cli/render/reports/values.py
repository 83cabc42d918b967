"""Matrices of numbers: laid out for a reader, as literals of the language's --at, as JSON, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from matcalc_cli.render.formats.markup import BREAK, Piece

T = TypeVar("T")
Rows = Sequence[Sequence[float]]
MOST_ROWS, MOST_COLUMNS = 20, 10
"""The rows and columns of a large matrix that are shown."""
LABEL_WIDTH = 15


def literal(rows: Rows) -> Iterator[str]:
    """`3.5`, or `[[1.0, 2.0], [3.0, 4.0]]`, which --at reads back, row by row."""
    if len(rows) == len(rows[0]) == 1:
        yield repr(rows[0][0] + 0.0)  # not -0.0
        return
    yield "["
    for i in range(len(rows)):
        yield ", " * (i > 0) + "[" + ", ".join([repr(x + 0.0) for x in rows[i]]) + "]"
    yield "]"


def labelled(label: str, rows: Rows | str) -> Iterator[str]:
    """One line: a label and the literal, or words."""
    yield f"{label:<{LABEL_WIDTH - 1}} "
    yield from [rows] if isinstance(rows, str) else literal(rows)
    yield "\n"


def laid_out(label: str, rows: Rows | str) -> list[Piece]:
    """The label, then the matrix in columns, the middle of a large one left out; or words."""
    if isinstance(rows, str):
        return [("label", f"  {label:<{LABEL_WIDTH - 1}} "), ("note", rows), BREAK]
    if len(rows) == len(rows[0]) == 1:
        return [("label", f"  {label:<{LABEL_WIDTH - 1}} "), ("number", f"{rows[0][0] + 0.0:.10g}"), BREAK]
    cells = [
        [f"{x + 0.0:.6g}" for x in shortened(row, MOST_COLUMNS, 0.0)] for row in shortened(rows, MOST_ROWS, rows[0])
    ]
    _dots(cells, len(rows) > MOST_ROWS, len(rows[0]) > MOST_COLUMNS)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    pieces: list[Piece] = [("label", f"  {label}"), ("shape", f"  {len(rows)}×{len(rows[0])}"), BREAK]
    for row in cells:
        line = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        pieces += [("number", f"    {line}"), BREAK]
    return pieces


def shortened(values: Sequence[T], most: int, gap: T) -> list[T]:
    """The first and the last of many, with a gap between them."""
    half = most // 2
    return [*values] if len(values) <= most else [*values[:half], gap, *values[-half:]]


def _dots(cells: list[list[str]], rows: bool, columns: bool) -> None:
    if rows:
        cells[MOST_ROWS // 2] = ["⋮"] * len(cells[0])
    if columns:
        for row in cells:
            row[MOST_COLUMNS // 2] = "…"


def csv(rows: Rows) -> Iterator[str]:
    """One row a line, every digit."""
    for i in range(len(rows)):
        yield ",".join(map(repr, rows[i])) + "\n"


def json_rows(rows: Rows) -> Iterator[str]:
    """The rows with null for what JSON cannot say, row by row."""
    yield "["
    for i in range(len(rows)):
        yield (
            ", " * (i > 0) + "[" + ", ".join(repr(x + 0.0) if abs(x) < float("inf") else "null" for x in rows[i]) + "]"
        )
    yield "]"
