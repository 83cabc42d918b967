"""The text of a program as people see it: its lines, and pieces of it that are safe and short enough to show."""

from __future__ import annotations

from itertools import pairwise

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from matcalc_cli.language.grammar.lexer import Token

SHOWN_WIDTH = 40
"""Characters of a name or a symbol that a message quotes."""


def check_length(text: str) -> None:
    """Refuse a text that is too long, before anything looks at its characters."""
    if len(text) > limits.TEXT_LENGTH:
        raise MatcalcError(
            "limit",
            f"the text has {len(text):,} characters, and at most {limits.TEXT_LENGTH:,} are read",
            [Label(limits.TEXT_LENGTH, len(text))],
            hint="name repeated parts once (r = A*x - b; r'*r), or split the expression",
        )


def check_names(words: Iterable[Token]) -> None:
    """Refuse a variable's name that is too long: a d before a d before ... is a differential of a differential ..."""
    for token, after in pairwise(words):
        if token.kind == "name" and len(token.text) > limits.NAME_LENGTH and after.kind != "(":
            raise MatcalcError(
                "limit",
                f"the name has {len(token.text):,} characters, and at most {limits.NAME_LENGTH} are read",
                [Label(token.start, token.end)],
                hint="give it a shorter name",
            )


def escaped(character: str) -> str:
    r"""A character as it may go to a terminal: itself if it is visible, else its escape (`\x1b`, `\u202e`)."""
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def visible(text: str) -> str:
    """The text with every invisible or controlling character as its escape."""
    return text if text.isprintable() else "".join(map(escaped, text))


def shown(text: str, width: int = SHOWN_WIDTH) -> str:
    """The text as a message may quote it: visible, and cut in the middle if it is long."""
    if len(text) > width:
        text = f"{text[: width // 2]}…{text[-width // 3 :]}"
    return visible(text)


def line_bounds(text: str, offset: int) -> tuple[int, int, int]:
    """The line of `text` that holds `offset`: its number from 1, its start and its end without the line break.

    A line ends in a line feed, a carriage return or both, as a comment does.
    """
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [found for found in (text.find("\n", offset), text.find("\r", offset)) if found >= 0]
    before = text[:start]
    number = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
    return number, start, min(ends, default=len(text))
