"""Markup as coloured terminal text: the only module that imports Rich."""

from __future__ import annotations

from collections.abc import Iterable

from matcalc_cli.render.markup import Piece, plain_text

STYLES = {
    "differential": "yellow",  # what moves
    "function": "blue",
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
"""The styles of the markup kinds, of answers and of diagnostics; every other kind is plain text."""


def terminal_text(pieces: Iterable[Piece], *, color: bool) -> str:
    """The pieces as text, with ANSI colours from the terminal's own palette if `color`.

    Nothing is wrapped or read as Rich's markup here; whether to colour is the caller's to decide.
    """
    return _ansi(pieces) if color else plain_text(pieces)


def _ansi(pieces: Iterable[Piece]) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {kind: Style.parse(definition) for kind, definition in STYLES.items()}
    plain = Style.null()
    return "".join(
        styles.get(kind, plain).render(text, color_system=ColorSystem.STANDARD) for kind, text in pieces
    )
