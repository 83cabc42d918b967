"""Calls by their pattern: norm(_, Inf)."""

from __future__ import annotations

from matcalc_cli.functions import taken_apart
from matcalc_cli.language.tree import Call, Literal, Name, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def call_of(called: str, arguments: Sequence[Tree]) -> Tree:
    """A call by its pattern, with the arguments in their places."""
    name, written = taken_apart(called)
    given = iter(arguments)
    return Call(name, [next(given) if a == "_" else _word_or_number(a) for a in written], 0, 0, name=(0, 0))


def _word_or_number(text: str) -> Tree:
    return Literal(int(text), 1, 0, 0) if text.isdigit() else Name(text, text, 0, 0)
