"""The layout of the report of `diff`: for a reader in Unicode, one labelled fact a line in ASCII."""

from __future__ import annotations

from matcalc_cli.render.formats.markup import BREAK, Piece, joined
from matcalc_cli.render.layout import beside, clamped, wrapped
from matcalc_cli.render.reports.conventions import convention, glosses
from matcalc_cli.render.reports.facts import Facts, Row
from matcalc_cli.render.reports.names import declaration, described, shape_description, sizes_of, spelled
from matcalc_cli.render.reports.verdict import verification_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer

_LABEL_WIDTH = 15
_VARIABLES_COLUMN = 34
_NOTE_COLUMN = 60
_INDENT = 2
_NARROW = 40
"""Below this width labels have no column of their own."""


def report(answer: Answer, unicode: bool = True, width: int | None = None) -> list[Piece]:
    """The report as markup, every line ended by a break, wrapped at operators if a width is given.

    In Unicode it is laid out for a reader. In ASCII every line begins with its label (`differential`,
    `gradient` ...), a tool's to find, and expressions are in the language.
    """
    width = None if width is None else clamped(width)
    return _readable(answer, width) if unicode else _labelled(answer, width)


def _readable(answer: Answer, width: int | None) -> list[Piece]:
    """The heading with the variables beside it, the readings indented, the verdict with the convention."""
    facts = Facts(answer, unicode=True)
    heading = beside(facts.heading(), _variables(facts), _VARIABLES_COLUMN, width, _INDENT)
    pieces = [*heading, BREAK, *_rows(facts.bindings(), _INDENT, width), BREAK]
    pieces += _rows(_labels_once([*facts.readings(), *facts.conditions()]), _INDENT, width)
    return pieces + _closing(answer, width)


def _labelled(answer: Answer, width: int | None) -> list[Piece]:
    """One fact a line."""
    facts = Facts(answer, unicode=False)
    rows = [*facts.bindings(), *_declarations(facts), *facts.readings(), *facts.conditions()]
    rows += [("check", line) for line in verification_lines(answer, unicode=False)]
    note = convention(answer, unicode=False)
    rows += [("convention", [("note", text)]) for text in [*([note] if note else []), *glosses(answer)]]
    return [*wrapped(facts.heading(), width, 4), BREAK, *_rows(rows, 0, width)]


def _labels_once(rows: list[Row]) -> list[Row]:
    """The rows with a label that repeats the one above left out."""
    above = ["", *(label for label, _ in rows)]
    return [("" if label == before else label, content) for before, (label, content) in zip(above, rows, strict=False)]


def _rows(rows: list[Row], indent: int, width: int | None) -> list[Piece]:
    pieces: list[Piece] = []
    column = _LABEL_WIDTH if width is None or width >= _NARROW else 0
    for label, content in rows:
        line: list[Piece] = [("space", " " * indent), ("label", f"{label} ".ljust(column)), *content]
        pieces += [*wrapped(line, width, indent + _LABEL_WIDTH + _hanging(content)), BREAK]
    return pieces


def _hanging(content: list[Piece]) -> int:
    """The column behind ` = `, where an equation's further lines begin."""
    column = 0
    for kind, text in content:
        column += len(text)
        if (kind, text) == ("operator", " = "):
            return column
    return 0


def _variables(facts: Facts) -> list[Piece]:
    """`A  matrix n×n,  x  vector n  →  f  scalar      constant: b  vector n`."""
    comma = ("text", ",  ")
    pieces = joined([described(symbol) for symbol in facts.asked], comma)
    arrow: Piece = ("operator", "  →  " if pieces else "")
    value = shape_description(facts.answer.expression, unicode=True)
    pieces += [arrow, ("function", facts.letter), ("shape", f"  {value}")]
    constants = joined([described(symbol) for symbol in facts.constants], comma)
    return [*pieces, ("note", "      constant:  "), *constants] if constants else pieces


def _declarations(facts: Facts) -> list[Row]:
    """The names and the expression with kind and shape, written as in a where clause."""
    labelled = [("variable", symbol) for symbol in facts.asked] + [("constant", symbol) for symbol in facts.constants]
    rows: list[Row] = [
        (label, [("shape", declaration(spelled(symbol, unicode=False), symbol.kind, sizes_of(symbol)))])
        for label, symbol in labelled
    ]
    value = shape_description(facts.answer.expression, unicode=False)
    return [*rows, ("value", [("shape", f"{facts.letter}: {value}")])]


def _closing(answer: Answer, width: int | None) -> list[Piece]:
    """The verdict and the convention, side by side where the verdict is one line."""
    lines = verification_lines(answer, unicode=True)
    text = convention(answer, unicode=True)
    note: list[Piece] = [("note", text)] if text else []
    if len(lines) == 1:
        indented: list[Piece] = [("space", " " * _INDENT), *lines[0]]
        return [BREAK, *beside(indented, note, _NOTE_COLUMN, width, _INDENT), BREAK, *_said(answer, width)]
    rows = [row for row in (*lines, note) if row]
    pieces: list[Piece] = [BREAK] if rows else []
    for i, row in enumerate(rows):
        indent = _INDENT + 2 * bool(i)
        pieces += [*wrapped([("space", " " * indent), *row], width, indent + 2), BREAK]
    return pieces + _said(answer, width)


def _said(answer: Answer, width: int | None) -> list[Piece]:
    """The lines about rare functions of the answer."""
    lines: list[list[Piece]] = [[("space", " " * _INDENT), ("note", text)] for text in glosses(answer)]
    return [piece for line in lines for piece in (*wrapped(line, width, _INDENT + 2), BREAK)]
