"""Markup: text as (kind, text) pieces, so that colours, wrapping and plain text come from one source."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Piece = tuple[str, str]
"""A kind (one of KINDS) and its text; a line break is a piece of kind `break`."""

KINDS = (
    "variable", "differential", "number", "operator", "function", "open", "close", "space", "shape", "label",
    "heading", "ok", "wrong", "inconclusive", "note", "text", "break",
)  # fmt: skip

BREAK: Piece = ("break", "\n")
BLANK: Piece = ("space", " ")


def plain_text(pieces: Iterable[Piece]) -> str:
    """The text of the pieces and nothing else."""
    return "".join([text for _, text in pieces])


def width_of(pieces: Iterable[Piece]) -> int:
    """How many columns the pieces take on one line."""
    return sum(len(text) for _, text in pieces)


def joined(groups: Sequence[Sequence[Piece]], separator: Piece) -> list[Piece]:
    """The groups one after the other with the separator between them."""
    pieces: list[Piece] = []
    for group in groups:
        if pieces:
            pieces.append(separator)
        pieces.extend(group)
    return pieces
