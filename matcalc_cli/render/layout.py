"""Lines: wrapping at operators with a hanging indent, and two texts side by side."""

from __future__ import annotations

from matcalc_cli.render.formats.markup import BLANK, BREAK, Piece, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NARROWEST, WIDEST = 20, 500
"""The widths that are believed; a terminal may say anything."""
_EARLIEST = 0.3
"""A break before this part of the line is only taken if there is no other."""
_PRODUCTS = ("⊗", "⊙", "⊘")
_IN_BRACKETS, _AT_TENSOR, _AT_PRODUCT, _AT_DEFINITION = 2, 1, 3, -1
"""The costs of a break: breaking a product is worse than breaking the sum in the brackets beside it; a named part has a line."""


SHORT = 8
"""Brackets with no more than this between them, (x - mu), stay on one line."""


class Break:
    """A place where the line may be broken: what that costs, the index of the piece that follows, its column."""

    __slots__ = ("column", "cost", "index")

    def __init__(self, cost: int, index: int, column: int) -> None:
        self.cost = cost
        self.index = index
        self.column = column


def clamped(width: int) -> int:
    """A believable width."""
    return max(NARROWEST, min(width, WIDEST))


def wrapped(pieces: Iterable[Piece], width: int | None, indent: int) -> list[Piece]:
    """The pieces broken at operators, outside brackets where possible; later lines begin at column `indent`.

    Prose is broken between words. Without a width nothing is broken. What has no operator, a long name, may
    stand out.
    """
    if width is None:
        return list(pieces)
    line = _Line(width, min(indent, width // 2))
    words = list(_words(pieces))
    together = _in_short_brackets(words)
    for i, piece in enumerate(words):
        line.add(piece, together=i in together)
    return line.done + line.pieces


def _words(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, prose word by word."""
    for kind, text in pieces:
        if kind != "note":
            yield kind, text
            continue
        for i, word in enumerate(text.split(" ")):
            if i:
                yield BLANK
            if word:
                yield kind, word


def _in_short_brackets(pieces: Sequence[Piece]) -> set[int]:
    """The places of the pieces inside of brackets with little between them."""
    found: set[int] = set()
    opened: list[tuple[int, int]] = []
    column = 0
    for i, (kind, text) in enumerate(pieces):
        if kind == "close" and opened:
            start, before = opened.pop()
            if column - before <= SHORT:
                found.update(range(start + 1, i))
        column += len(text)
        if kind == "open":
            opened.append((i, column))
    return found


class _Line:
    """The line being filled, the places where it could be broken, and the lines that are done."""

    def __init__(self, width: int, indent: int) -> None:
        self.width = width
        self.indent = indent
        self.done: list[Piece] = []
        self.pieces: list[Piece] = []
        self.breaks: list[Break] = []
        self.column = 0
        self.depth = 0

    def add(self, piece: Piece, *, together: bool) -> None:
        """Put the piece on the line; if that is too much, break the line at its best place, which is none `together` with others."""
        kind, text = piece
        self.depth += (kind == "open") - (kind == "close")
        if _breaks_before(piece) and not together and self.column > self.indent:
            self._may_break(_cost(text))
        self._put(piece)
        while self.column - (len(text) - len(text.rstrip())) > self.width and self.breaks:
            self._break()
        if text.rstrip() in (",", "*", ";") and not together:
            self._may_break(_cost(text))

    def _may_break(self, cost: int) -> None:
        self.breaks.append(Break(cost + _IN_BRACKETS * self.depth, len(self.pieces), self.column))

    def _put(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.column += len(piece[1])

    def _break(self) -> None:
        """Break at the cheapest place, the last of those, and carry the rest over to a new line."""
        earliest = self.indent + _EARLIEST * (self.width - self.indent)
        late = [place for place in self.breaks if place.column >= earliest]
        chosen = min(late or self.breaks, key=lambda place: (place.cost, -place.index))
        kept, rest = self.pieces[: chosen.index], without_leading_blank(self.pieces[chosen.index :])
        dropped = len(self.pieces) - len(kept) - len(rest)
        old_column = self.column
        self.done += [*without_trailing_blank(kept), BREAK]
        self.pieces, self.column = [], 0
        for piece in (("space", " " * self.indent), *rest):
            self._put(piece)
        shift, back = chosen.index + dropped - 1, old_column - self.column
        self.breaks = [
            Break(place.cost, place.index - shift, place.column - back)
            for place in self.breaks
            if place.index > chosen.index + dropped
        ]


def _breaks_before(piece: Piece) -> bool:
    """A line may be broken before a blank, and before an operator that has blanks around it."""
    kind, text = piece
    return kind == "space" or (kind == "operator" and text.startswith(" "))


def _cost(text: str) -> int:
    symbol = text.strip()
    if symbol == ";":
        return _AT_DEFINITION
    return _AT_TENSOR if symbol in _PRODUCTS else _AT_PRODUCT if symbol in ("", "*") else 0


def without_leading_blank(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the blanks before them."""
    if not pieces:
        return []
    kind, text = pieces[0]
    return [(kind, text.lstrip()), *pieces[1:]] if text.strip() else pieces[1:]


def without_trailing_blank(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the blanks behind them."""
    if not pieces:
        return []
    kind, text = pieces[-1]
    return [*pieces[:-1], (kind, text.rstrip())] if text.strip() else pieces[:-1]


def beside(left: list[Piece], right: list[Piece], column: int, width: int | None, indent: int) -> list[Piece]:
    """Two texts on one line, `right` at `column` or further on; below each other, wrapped, if that is too wide."""
    first = wrapped(left, width, indent + 2)
    if not right:
        return first
    gap = max(column - width_of(left), 4)
    if width is None or width_of(left) + gap + width_of(right) <= width:
        return [*left, ("space", " " * gap), *right]
    return [*first, BREAK, *wrapped([("space", " " * indent), *right], width, indent + 2)]
