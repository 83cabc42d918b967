"""Tokens: the words of the text, each with its span; blanks and comments fall away, nothing is refused here."""

from __future__ import annotations

import re
from functools import cache

from matcalc_cli.language.names import NAME_OF
from matcalc_cli.language.notation import BARS, BLANKS, PUNCTUATION, SUPERSCRIPTS, SYMBOLS

_ASCII = r"""
    (?:(?P<name>[A-Za-z][A-Za-z0-9_]*)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<symbol>\|\||\*\*|[=!<>:]=|\.[-+*/^\\'(]|\.T(?![A-Za-z0-9_])|.)
    |(?P<end>\Z))"""


@cache
def _pattern(ascii_only: bool) -> re.Pattern[str]:
    """The pattern of one word and the blanks before it; Greek letters and superscripts cost time to compile."""
    if ascii_only:
        return re.compile(r"(?:[ \t\r\n]+|\#[^\r\n]*)*+" + _ASCII, re.VERBOSE | re.DOTALL)
    greek = rf"d{{0,2}}[{''.join(NAME_OF)}](?:[0-9_]*_[A-Za-z][A-Za-z0-9_]*|[0-9_]*)"
    script = "".join(SUPERSCRIPTS)
    words = _ASCII.replace("(?P<name>", f"(?P<script>[{script}]+)|(?P<name>{greek}|")
    return re.compile(rf"(?:[{BLANKS}]+|\#[^\r\n]*)*+{words}", re.VERBOSE | re.DOTALL)


_KIND_OF = SYMBOLS | dict.fromkeys(BARS, "bar") | {symbol: symbol for symbol in PUNCTUATION}


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
    for found in _pattern(text.isascii()).finditer(text):
        group = found.lastgroup or "end"
        start, end = found.span(group)
        if group != "end":
            word = found[group]
            words.append(Token(_kind(group, word), word, start, end, start == found.start()))
    stop = words[-1].end if words else 0
    words.append(Token("end", "", stop, stop, True))
    return words


def _kind(group: str, word: str) -> str:
    if group == "symbol":
        return _KIND_OF.get(word, "foreign")
    return "where" if word == "where" else group
