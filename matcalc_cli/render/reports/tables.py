"""The tables of `entries`: in brackets with bars between the blocks, in LaTeX, as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from matcalc_cli.render.formats.markup import BLANK, BREAK, Piece
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.layout import wrapped
from matcalc_cli.render.reports.names import differentials
from matcalc_cli.render.writing.express import express

if TYPE_CHECKING:
    from matcalc_cli.answers.entries import Entries, Table

HANGING = 4
"""Where the next line of a verdict begins."""
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CORNERS = {True: "⎡⎢⎣⎤⎥⎦", False: "[[[]]]"}


def mathematical(entry: str) -> str:
    """An entry in Unicode: `a_11^2 + a_12*a_21` as a₁₁² + a₁₂ a₂₁."""
    text = re.sub(r"_(\d+)", lambda m: m[1].translate(_LOW), entry)
    text = re.sub(r"\^(\d+)", lambda m: m[1].translate(_HIGH), text)
    return text.replace("*", " ").replace("'", "ᵀ").replace("-", "−")


def tables(found: Entries, unicode: bool = True, width: int | None = None) -> list[Piece]:
    """All tables and the verdicts as markup; the verdicts are wrapped at `width` columns, the tables are not."""
    answer = found.answer
    known = differentials(answer)
    pieces: list[Piece] = [("heading", "f = "), *pretty(answer.program.body, unicode, known)]
    pieces += [("note", f"    every dimension {found.size}"), BREAK]
    for table in found.tables:
        factor = mathematical(table.factor[0]) if unicode else table.factor[0]
        times = f" {factor} times" if factor else ""
        pieces += [BREAK, ("label", f"{table.title} ={times}"), BREAK, *_grid(table, unicode)]
    pieces.append(BREAK)
    for derivative, (_, proved) in zip(answer.derivatives, found.proofs, strict=True):
        mark, kind = ("✓ " if unicode else "", "ok") if proved else ("? " if unicode else "", "inconclusive")
        text = "SymPy's scalar derivatives prove" if proved else "SymPy's scalar derivatives do not decide"
        written = pretty(express(derivative.jacobian), unicode, known)
        words = [piece for word in f"{mark}{text} J =".split(" ") for piece in ((kind, word), BLANK)]
        verdict = [*words, *written, BLANK, ("note", f"at size {found.size}")]
        pieces += [*wrapped(verdict, width, HANGING), BREAK]
    return pieces


def _grid(table: Table, unicode: bool) -> list[Piece]:
    rows = [[mathematical(e) if unicode else e for e in row] for row in table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    high, wide = table.blocks
    corners = _CORNERS[unicode]
    pieces: list[Piece] = []
    for i, row in enumerate(rows):
        place = 0 if i == 0 else 2 if i == len(rows) - 1 else 1
        opening, closing = ("[", "]") if len(rows) == 1 else (corners[place], corners[place + 3])
        if high and i and i % high == 0:
            pieces += [("gutter", _rule(widths, wide, unicode)), BREAK]
        cells = _cells(row, widths, wide, unicode)
        pieces += [("text", f"  {opening} {cells} {closing}"), BREAK]
    return pieces


def _cells(row: list[str], widths: list[int], wide: int, unicode: bool) -> str:
    text = ""
    for j, (cell, width) in enumerate(zip(row, widths, strict=True)):
        bar = " │ " if unicode else " | "
        text += ("" if j == 0 else bar if wide and j % wide == 0 else "  ") + cell.ljust(width)
    return text


def _rule(widths: list[int], wide: int, unicode: bool) -> str:
    line, cross = ("─", "┼") if unicode else ("-", "+")
    groups = [widths[k : k + wide] for k in range(0, len(widths), wide)]
    middle = (line + cross + line).join(line * (sum(g) + 2 * (len(g) - 1)) for g in groups)
    edge = "⎢" if unicode else "["
    other = "⎥" if unicode else "]"
    return f"  {edge} {middle} {other}"


def tables_latex(found: Entries) -> str:
    """The tables in LaTeX, one display each."""
    return "".join(f"\\[\\text{{{_words(t.title)}}} = {t.factor[1]}{_array(t)}\\]\n" for t in found.tables)


def _words(title: str) -> str:
    return title.replace("_", r"\_").encode("ascii", "ignore").decode()


def _array(table: Table) -> str:
    high, wide = table.blocks
    count = len(table.latex[0])
    columns = "".join(("|" if wide and j and j % wide == 0 else "") + "c" for j in range(count))
    rows = []
    for i, row in enumerate(table.latex):
        rule = r"\hline " if high and i and i % high == 0 else ""
        rows.append(rule + " & ".join(row))
    return rf"\left[\begin{{array}}{{{columns}}}" + r" \\ ".join(rows) + r"\end{array}\right]"


def tables_json(found: Entries) -> dict[str, Any]:
    """The tables as JSON: rows of entries in plain text and LaTeX."""
    names = [symbol.spelling for symbol, _ in found.proofs]
    return {
        "schema": 1,
        "input": found.answer.program.text,
        "size": found.size,
        "tables": [
            {
                "title": t.title,
                "plain": t.rows,
                "latex": t.latex,
                "blocks": list(t.blocks),
                "factor": t.factor[0] or None,
            }
            for t in found.tables
        ],
        "proved": dict(zip(names, [proved for _, proved in found.proofs], strict=True)),
        "jacobians": {d.variable.spelling: plain(express(d.jacobian)) for d in found.answer.derivatives},
        "notes": list(found.answer.notes),
    }
