"""Tokens: the words of the text, each with its span; blanks and comments fall away, nothing is refused here."""

from __future__ import annotations

import re

from matcalc_cli.language import notation
from matcalc_cli.language.names import NAME_OF

_GREEK = "".join(NAME_OF)
_PATTERN = re.compile(
    rf"""(?:[{notation.BLANKS}]+|\#[^\r\n]*)*+
    (?:(?P<name>d{{0,2}}[{_GREEK}](?:[0-9_]*_[A-Za-z][A-Za-z0-9_]*|[0-9_]*)|[A-Za-z][A-Za-z0-9_]*)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<script>[{re.escape("".join(notation.SUPERSCRIPTS))}]+)
    |(?P<symbol>\|\||\*\*|[=!<>:]=|\.[*/^\\'(]|\.T(?![A-Za-z0-9_])|.)
    |(?P<end>\Z))""",
    re.VERBOSE | re.DOTALL,
)

_KIND_OF = notation.SYMBOLS | dict.fromkeys(notation.BARS, "bar") | {symbol: symbol for symbol in notation.PUNCTUATION}


class Token:
    """A word of the text, [start, end); `tight` if nothing stands between it and the word before.

    Its kind is "name", "number", "script" (superscripts), "bar", "where", "end", a punctuation mark itself, the
    canonical name of the infix or postfix operator that its symbol means, or "foreign" for all else.
    """

    __slots__ = ("end", "kind", "start", "text", "tight")

    def __init__(self, kind: str, text: str, start: int, end: int, tight: bool) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end
        self.tight = tight


def tokens(text: str) -> list[Token]:
    """The words of the text in order; the last one has the kind "end" and stands right behind the last word."""
    words: list[Token] = []
    for found in _PATTERN.finditer(text):
        group = found.lastgroup or "end"
        start, end = found.span(group)
        if group == "end":
            break
        word = found[group]
        words.append(Token(_kind(group, word), word, start, end, start == found.start()))
    stop = words[-1].end if words else 0
    words.append(Token("end", "", stop, stop, True))
    return words


def _kind(group: str, word: str) -> str:
    if group == "symbol":
        return _KIND_OF.get(word, "foreign")
    return "where" if word == "where" else group
