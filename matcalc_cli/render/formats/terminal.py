"""Markup as coloured terminal text: the only module that imports Rich."""

from __future__ import annotations

from itertools import groupby

from matcalc_cli.render.formats.markup import Piece, plain_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STYLES = {
    "differential": "yellow",  # what moves
    "variable": "bold",  # as books print matrices and vectors
    "function": "magenta",
    "operator": "dim",
    "shape": "cyan",
    "label": "dim",
    "heading": "bold",
    "note": "dim",
    "ok": "bold green",
    "wrong": "bold red",
    "inconclusive": "bold yellow",
    "error": "bold red",
    "message": "bold",
    "gutter": "dim",
    "mark": "red",
    "hint": "green",
}
"""The styles of the markup kinds, of answers and of diagnostics; numbers and brackets are plain text."""


def terminal_text(pieces: Iterable[Piece], *, color: bool) -> str:
    """The pieces as text, with ANSI colours from the terminal's own palette if `color`.

    Nothing is wrapped or read as Rich's markup here; whether to colour is the caller's to decide.
    """
    return _ansi(pieces) if color else plain_text(pieces)


def _ansi(pieces: Iterable[Piece]) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {definition: Style.parse(definition) for definition in ("", *STYLES.values())}
    runs = groupby(_styled(pieces), key=lambda styled: styled[0])
    return "".join(
        styles[definition].render("".join(text for _, text in run), color_system=ColorSystem.STANDARD)
        for definition, run in runs
    )


def _styled(pieces: Iterable[Piece]) -> Iterator[tuple[str, str]]:
    """Each text with its style; a blank between words continues the style, so that escapes do not crowd the text."""
    style = ""
    for kind, text in pieces:
        style = style if text == " " else STYLES.get(kind, "")
        yield style, text
