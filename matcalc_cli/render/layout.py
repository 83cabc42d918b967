"""Lines: wrapping at operators with a hanging indent, and two texts side by side."""

from __future__ import annotations

from collections.abc import Iterable

from matcalc_cli.render.markup import BREAK, Piece, width_of

NARROWEST, WIDEST = 20, 500
"""The widths that are believed; a terminal may say anything."""
_INFIX = (" + ", " − ", " - ", " ⊗ ", " ⊙ ", " ⊘ ", " = ")
_EARLIEST = 0.4
"""A break before this part of the line is only taken if there is no other."""


def clamped(width: int) -> int:
    """A believable width."""
    return max(NARROWEST, min(width, WIDEST))


def wrapped(pieces: Iterable[Piece], width: int | None, indent: int) -> list[Piece]:
    """The pieces broken at operators, outside brackets where possible; later lines begin at column `indent`.

    Without a width nothing is broken. What has no operator, a long name, may stand out.
    """
    if width is None:
        return list(pieces)
    line = _Line(width, min(indent, width // 2))
    for piece in pieces:
        line.add(piece)
    return line.done + line.pieces


class _Line:
    """The line being filled, and where it could be broken: (depth of brackets, index of the piece, its column)."""

    def __init__(self, width: int, indent: int) -> None:
        self.width = width
        self.indent = indent
        self.done: list[Piece] = []
        self.pieces: list[Piece] = []
        self.breaks: list[tuple[int, int, int]] = []
        self.column = 0
        self.depth = 0

    def add(self, piece: Piece) -> None:
        """Put the piece on the line; if that is too much, break the line at its best place."""
        kind, text = piece
        if kind == "break":
            self._finish()
            return
        self.depth += (kind == "open") - (kind == "close")
        breakable = text in _INFIX or kind == "space"
        if breakable and self.column > self.indent:
            self.breaks.append((self.depth, len(self.pieces), self.column))
        self._put(piece)
        if not breakable and text.endswith((", ", "*")):
            self.breaks.append((self.depth, len(self.pieces), self.column))
        while self.column - (len(text) - len(text.rstrip())) > self.width and self.breaks:
            self._break()

    def _put(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.column += len(piece[1])

    def _finish(self) -> None:
        self.done += [*self.pieces, BREAK]
        self.pieces, self.breaks, self.column, self.depth = [], [], 0, 0

    def _break(self) -> None:
        """Break at the outermost operator, the last of those, and carry the rest over."""
        late = [b for b in self.breaks if b[2] >= self.indent + _EARLIEST * (self.width - self.indent)]
        chosen = min(late or self.breaks, key=lambda b: (b[0], -b[1]))
        index = chosen[1]
        rest, before = self.pieces[index:], self.breaks
        self.done += [*stripped(self.pieces[:index]), BREAK]
        self.pieces, self.column = [], 0
        self._put(("space", " " * self.indent))
        kind, text = rest[0]
        rest = [(kind, text.lstrip()), *rest[1:]] if text.strip() else rest[1:]
        for piece in rest:
            self._put(piece)
        removed = chosen[2] + (len(text) - len(text.lstrip())) - self.indent
        shift = index - 1 if text.strip() else index
        self.breaks = [(d, i - shift, c - removed) for d, i, c in before if i > index]


def stripped(pieces: list[Piece]) -> list[Piece]:
    """The pieces without blanks at their end."""
    while pieces and not pieces[-1][1].strip():
        pieces = pieces[:-1]
    if pieces:
        kind, text = pieces[-1]
        pieces = [*pieces[:-1], (kind, text.rstrip())]
    return pieces


def beside(left: list[Piece], right: list[Piece], column: int, width: int | None, indent: int) -> list[Piece]:
    """Both on one line, `right` at `column` or further on; below each other, wrapped, if that is too wide."""
    used = width_of(left)
    gap = max(column - used, 4)
    if not right or width is None or used + gap + width_of(right) <= width:
        return [*left, ("space", " " * gap), *right] if right else left
    below = wrapped([("space", " " * indent), *right], width, indent + 2)
    return [*wrapped(left, width, indent + 2), BREAK, *below]
