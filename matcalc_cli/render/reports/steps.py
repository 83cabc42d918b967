"""A derivation as text: equations below each other, aligned at their `=`, the reasons beside them."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.render.formats.markup import BREAK, Piece, joined, width_of
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.layout import clamped, wrapped
from matcalc_cli.render.reports.conventions import convention
from matcalc_cli.render.reports.facts import Facts
from matcalc_cli.render.reports.headings import left_pieces, prose_pieces
from matcalc_cli.render.reports.names import described, shape_description
from matcalc_cli.render.writing.sharing import spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.answers.derivation import Derivation, Line, Section

_WIDEST_LEFT = 24
_WIDEST_RIGHT = 90
"""Where lines may be of any length, reasons stand in a column unless an equation is wider than this."""
_GAP = 4
Row = tuple[list[Piece], list[Piece], list[Piece]]
"""Left side, right side, reason."""


def steps(derivation: Derivation, unicode: bool = True, width: int | None = None) -> list[Piece]:
    """The derivation as markup, every line ended by a break, wrapped at operators if a width is given.

    In ASCII the right sides are in the language and the reasons are comments.
    """
    known = frozenset(f"d{name}" for name in derivation.scope.nodes)
    layout = _Layout(derivation.letter, known, unicode, None if width is None else clamped(width))
    heading = _heading(derivation, unicode)
    pieces = [*(heading if width is None else wrapped(heading, clamped(width), _GAP)), BREAK]
    titled = len(derivation.sections) > 1
    for part in derivation.sections:
        pieces += [BREAK, *layout.section(part, titled=titled)]
    return [*pieces, *_closing(derivation, unicode)]


def section(
    found: Section, unicode: bool = True, width: int | None = None, *, titled: bool = False, letter: str = "f",
    known: frozenset[str] = frozenset(),
) -> list[Piece]:  # fmt: skip
    """One section alone."""
    return _Layout(letter, known, unicode, None if width is None else clamped(width)).section(found, titled=titled)


def _heading(derivation: Derivation, unicode: bool) -> list[Piece]:
    """f(A) = A^2, and what f is of."""
    if derivation.heading is not None:
        left, right = (pretty(side, unicode) for side in derivation.heading)
        return [*([] if unicode else [("note", "# ")]), *left, ("operator", " = "), *right]
    facts = Facts(derivation.answer, unicode=unicode)
    if not unicode:
        return [("note", "# "), *facts.heading()]
    shapes = joined([described(symbol) for symbol in facts.asked], ("text", ",  "))
    value = shape_description(derivation.answer.expression, unicode=True)
    arrow: list[Piece] = [("operator", "  →  "), ("function", derivation.letter), ("shape", f"  {value}")]
    return [*facts.heading(), ("space", " " * _GAP), *shapes, *arrow]


def _closing(derivation: Derivation, unicode: bool) -> list[Piece]:
    """The remark that the lines were verified, and under which conditions they hold."""
    pieces: list[Piece] = []
    for label, content in Facts(derivation.answer, unicode=unicode).conditions():
        pieces += [BREAK, ("label", f"{label} "), *content, BREAK]
    if derivation.verdict:
        sure = derivation.is_verified
        kind, mark = ("ok", "✓ ") if sure else ("inconclusive", "? ")
        text = "every line verified exactly" if derivation.verdict == "exact" else derivation.verdict
        pieces += [BREAK, (kind, mark if unicode else "# "), (kind, text), BREAK]
    plain = derivation.heading is not None and not any(d.gradient for d in derivation.answer.derivatives)
    said = "" if plain else convention(derivation.answer, unicode=unicode)
    return [*pieces, ("note", said if unicode else f"# {said}"), BREAK] if said else pieces


class _Layout:
    """How the lines of sections are laid out."""

    def __init__(self, letter: str, known: frozenset[str], unicode: bool, width: int | None) -> None:
        self.letter = letter
        self.known = known
        self.unicode = unicode
        self.width = width

    def section(self, found: Section, *, titled: bool) -> list[Piece]:
        """The lines of a section: its title, then its lines with the reasons beside them."""
        title = prose_pieces(found.title, self.unicode, self.known)
        mark = "" if self.unicode else "# "
        pieces: list[Piece] = (
            [("note", mark), *(("heading", text) for _, text in _capitalized(title, unicode=self.unicode)), BREAK]
            if titled
            else []
        )
        rows = [self._row(line) for line in (spread(found.lines) if self.unicode else found.lines)]
        left = max((width_of(row[0]) for row in rows if width_of(row[0]) <= _WIDEST_LEFT), default=0)
        right = self._column([(width_of(row[1]), width_of(row[2])) for row in rows if row[2]], left + 3 + _GAP)
        for row in rows:
            pieces += self._laid_out(row, left, right)
        return pieces

    def _column(self, widths: Sequence[tuple[int, int]], around: int) -> int:
        """The width of the right sides that reasons stand beside: the one that leaves room for most of them."""
        width = self.width
        if width is None:
            return max((right for right, _ in widths if right <= _WIDEST_RIGHT), default=0)

        def beside(column: int) -> int:
            return sum(right <= column and around + column + reason <= width for right, reason in widths)

        return max((right for right, _ in widths), key=lambda column: (beside(column), -column), default=0)

    def _row(self, line: Line) -> Row:
        right = pretty(line.right, self.unicode, self.known)
        left = left_pieces(line.left, self.letter, self.unicode, self.known)
        return left, right, prose_pieces(line.reason, self.unicode, self.known)

    def _laid_out(self, row: Row, left: int, right: int) -> list[Piece]:
        """One equation with its reason beside it, or below it where there is no room."""
        here, equation, reason = row
        indent = left + 3
        line: list[Piece] = [*here, ("space", " " * max(0, left - width_of(here))), ("operator", " = "), *equation]
        if not reason:
            return [*wrapped(line, self.width, indent + 2), BREAK]
        mark: list[Piece] = [] if self.unicode else [("note", "# ")]
        column = indent + right + _GAP
        gap = max(_GAP, column - width_of(line))
        if self.width is None or width_of(line) + gap + width_of(reason) <= self.width:
            return [*line, ("space", " " * gap), *mark, *_dim(reason), BREAK]
        below: list[Piece] = [
            ("space", " " * (indent + 2)),
            *mark,
            ("note", "— ") if self.unicode else ("note", ""),
            *_dim(reason),
        ]
        return [*wrapped(line, self.width, indent + 2), BREAK, *wrapped(below, self.width, indent + 4), BREAK]


def _dim(reason: Sequence[Piece]) -> list[Piece]:
    """A reason is read after the equation."""
    return [
        ("note" if kind in ("text", "note", "differential", "function", "variable", "number") else kind, text)
        for kind, text in reason
    ]


def _capitalized(title: Sequence[Piece], *, unicode: bool) -> list[Piece]:
    """A title for a reader begins with a capital letter; a comment does not."""
    if not (unicode and title):
        return list(title)
    (kind, text), *rest = title
    return [(kind, text[:1].upper() + text[1:]), *rest]
