"""Errors as text: what is wrong, the line with the place underlined, and what to try; always under 4,000 bytes."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.source import line_bounds, visible
from matcalc_cli.render.excerpt import WIDTH, display_width, excerpt
from matcalc_cli.render.layout import clamped, wrapped

MAXIMUM_BYTES = 4_000
_LONGEST = {"message": 240, "label": 60, "note": 200, "hint": 300}
"""Characters of each part; only hostile input has more, and all of them together stay under the maximum."""
_SHOWN_LABELS = 4
_NOTE_COLUMN = 110
"""A note that ends before this column stands beside the labels."""

_ASCII = str.maketrans(
    {"…": "...", "×": "x", "−": "-", "‖": "||", "·": "*", "≤": "<=", "≥": ">=", "±": "+-", "ᵀ": "'", "’": "'"}
)

Piece = tuple[str, str]
"""A stretch of the text and its role: "error", "message", "gutter", "source", "mark", "label", "note", "hint" or ""."""


def diagnostic(
    error: MatcalcError, source: str, *, line: int | None = None, unicode: bool = True, width: int | None = None
) -> str:
    """The error as plain text without a line break at its end.

    `source` is what the error's offsets count in, `line` its number in a batch. Without `unicode` the text is ASCII.
    With a `width` in columns sentences are wrapped, and the line is cut so that the marks stay under it.
    """
    return "".join(text for _, text in pieces(error, source, line=line, unicode=unicode, width=width))


def pieces(
    error: MatcalcError, source: str, *, line: int | None = None, unicode: bool = True, width: int | None = None
) -> list[Piece]:
    """The error in pieces of text with their roles, for a terminal that colours them."""
    found: list[Piece] = []
    for labels in (error.labels[:_SHOWN_LABELS], error.labels[:1], ()):
        found = _Diagnostic(error, labels, source, line, unicode=unicode, width=width).pieces()
        if sum(len(text.encode("utf-8", "replace")) for _, text in found) < MAXIMUM_BYTES:
            break
    return found


class _Diagnostic:
    """The pieces of one error, line by line."""

    def __init__(
        self,
        error: MatcalcError,
        labels: Sequence[Label],
        source: str,
        line: int | None,
        *,
        unicode: bool,
        width: int | None,
    ) -> None:
        self.error = error
        self.source = source
        self.unicode = unicode
        self.width = width if width is None else clamped(width)
        self.first_line = line or 1
        self.labels = [_within(label, source) for label in labels]
        self.numbered = line is not None or len(source.strip("\r\n").splitlines()) > 1
        self.note = self._clipped("note", error.note or "")

    def pieces(self) -> list[Piece]:
        rows = [self._sentence(("error", "error: "), "message", self._clipped("message", self.error.message))]
        rows += self._excerpts()
        if self.note:
            rows.append(self._sentence(("note", "note: "), "note", self.note))
        if self.error.hint:
            rows.append(self._sentence(("hint", "help: "), "", self._clipped("hint", self.error.hint)))
        joined = rows[0]
        for row in rows[1:]:
            joined += [("", "\n"), *row]
        return joined

    def _sentence(self, label: Piece, role: str, text: str) -> list[Piece]:
        """A sentence behind its label, on several lines where one is too wide."""
        if self.width is None:
            return [label, (role, text)]
        words = [piece for word in text.split(" ") for piece in (("space", " "), (role, word))]
        return wrapped([label, *words[1:]], self.width, len(label[1]))

    def _clipped(self, part: str, text: str) -> str:
        longest = _LONGEST[part]
        cut = visible(text[: longest + 1])
        if not self.unicode:
            cut = cut.translate(_ASCII).encode("ascii", "backslashreplace").decode()
        return cut if len(cut) <= longest else cut[: longest - 3] + "..."

    def _excerpts(self) -> list[list[Piece]]:
        """For each line with a label: the line, its marks and what the labels say."""
        by_line: dict[tuple[int, int, int], list[Label]] = {}
        for label in sorted(self.labels, key=lambda label: label.start):
            by_line.setdefault(line_bounds(self.source, label.start), []).append(label)
        digits = len(str(max((self.first_line + number for number, _, _ in by_line), default=0) - 1))
        rows: list[list[Piece]] = []
        for (number, start, end), labels in by_line.items():
            if self.source[start:end].strip():
                rows += self._line(f"line {self.first_line + number - 1:{digits}} ", (start, end), labels)
        return rows

    def _line(self, number: str, bounds: tuple[int, int], labels: list[Label]) -> list[list[Piece]]:
        places = [(label.start, min(label.end, bounds[1])) for label in labels]
        gutter, blank = self._gutters(number)
        room = WIDTH if self.width is None else min(WIDTH, self.width - len(gutter))
        shown = excerpt(self.source, bounds, places, unicode=self.unicode, width=room)
        spans = [shown.span(*place) for place in places]
        said = [
            (span[0], self._clipped("label", label.text))
            for span, label in zip(spans, labels, strict=True)
            if label.text
        ]
        below = [[("gutter", blank), ("mark", self._marks(labels, spans))]]
        if len(said) == 1 and said[0][0] == spans[-1][0]:
            below[0].append(("label", f" {said[0][1]}"))
        else:
            below += [[("gutter", blank), ("label", row)] for row in _placed(said)]
        self._add_note(below[-1])
        return [[("gutter", gutter), ("source", shown.text)], *below]

    def _gutters(self, number: str) -> tuple[str, str]:
        """The characters before the line, and before the rows under it."""
        if not self.numbered:
            return "  ", "  "
        bar = "│ " if self.unicode else "| "
        return f"  {number}{bar}", f"  {'':{len(number)}}{bar}"

    def _marks(self, labels: list[Label], spans: list[tuple[int, int]]) -> str:
        """`^` under what the error is about, an overline under what only explains it."""
        row = [" "] * max(end for _, end in spans)
        context = "‾" if self.unicode else "~"
        for label, (start, end) in zip(labels, spans, strict=True):
            row[start:end] = ("^" if label is self.labels[0] or label.text else context) * (end - start)
        return "".join(row)

    def _add_note(self, row: list[Piece]) -> None:
        """Put the note behind the labels if there is room."""
        width = sum(display_width(text) for _, text in row)
        if self.note and width + 8 + display_width(self.note) <= min(_NOTE_COLUMN, self.width or _NOTE_COLUMN):
            row += [("", " " * 8), ("note", self.note)]
            self.note = ""


def _within(label: Label, source: str) -> Label:
    """The label, inside the text whatever its maker said."""
    start = max(0, min(label.start, len(source)))
    return Label(start, max(start, min(label.end, len(source))), label.text)


def _placed(said: list[tuple[int, str]]) -> list[str]:
    """Texts at their columns, in as many rows as they need to stand apart."""
    rows: list[str] = []
    for column, text in said:
        for index, row in enumerate(rows):
            if display_width(row) + 2 <= column:
                rows[index] = row + " " * (column - display_width(row)) + text
                break
        else:
            rows.append(" " * column + text)
    return rows
