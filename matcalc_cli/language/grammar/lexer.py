"""Tokens: the words of the text, each with its span; blanks and comments fall away, nothing is refused here."""

from __future__ import annotations

from matcalc_cli.language.names import NAME_OF
from matcalc_cli.language.notation import BARS, BLANKS, PUNCTUATION, SUPERSCRIPTS, SYMBOLS

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGIT, _LETTER, _NAMED = frozenset(DIGITS), frozenset(LETTERS), frozenset(LETTERS + DIGITS + "_")
_OF_NUMBERS = frozenset(DIGITS + ".eE")
"""Sets of characters, since the empty text, which stands behind the end, is in a string and in no set."""
_OF_NAMES = LETTERS + DIGITS + "_"
_OF_INDICES = DIGITS + "_"
_GAP = frozenset(BLANKS + "#")
_RAISED = "".join(SUPERSCRIPTS)
_PIECE = 24
"""So many characters are looked at in one go."""
_PAIRS = frozenset(("||", "**", *(f"{sign}=" for sign in "=!<>:"), *(f".{sign}" for sign in "-+*/^\\'(")))
"""Symbols of two characters, but .T, which must not be the beginning of a name."""
_OPENING, _CLOSING = frozenset(("(", ".(", "[")), frozenset((")", "]"))
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

    @property
    def turn(self) -> int:
        """How much deeper in brackets the words behind it stand: 1 of an opening bracket, -1 of a closing one, else 0."""
        return (self.kind in _OPENING) - (self.kind in _CLOSING)


def tokens(text: str) -> list[Token]:
    """The words of the text in order; the last one has the kind "end" and stands right behind the last word."""
    words: list[Token] = []
    behind = 0
    while behind < len(text):
        start = behind + (text[behind] == " ")
        if text[start : start + 1] in _GAP:
            start = _past_blanks(text, start)
        if start == len(text):
            break
        kind, end = _word(text, start)
        words.append(Token(kind, text[start:end], start, end, start == behind))
        behind = end
    words.append(Token("end", "", behind, behind, True))
    return words


def _past(text: str, at: int, characters: str) -> int:
    """The first place from `at` on where none of the characters stands."""
    while True:
        piece = text[at : at + _PIECE]
        rest = piece.lstrip(characters)
        at += len(piece) - len(rest)
        if rest or not piece:
            return at


def _past_blanks(text: str, at: int) -> int:
    """Behind blanks and comments."""
    at = _past(text, at, BLANKS)
    while text[at : at + 1] == "#":
        ends = [end for end in (text.find("\r", at), text.find("\n", at)) if end >= 0]
        at = _past(text, min(ends, default=len(text)), BLANKS)
    return at


def _word(text: str, at: int) -> tuple[str, int]:
    """The kind of the word that begins here, and where it ends."""
    first = text[at]
    if first in LETTERS or first in NAME_OF:
        plain = first in LETTERS and first != "d" and text[at + 1 : at + 2] not in _NAMED
        end = at + 1 if plain else _past_name(text, at)
        return "where" if text[at:end] == "where" else "name", end
    if first in DIGITS or (first == "." and text[at + 1 : at + 2] in _DIGIT):
        return "number", _past_number(text, at) if text[at + 1 : at + 2] in _OF_NUMBERS else at + 1
    if first in SUPERSCRIPTS:
        return "script", _past(text, at, _RAISED)
    pair = text[at : at + 2]
    transposed = pair == ".T" and text[at + 2 : at + 3] not in _NAMED
    end = at + 1 + (transposed or pair in _PAIRS)
    return _KIND_OF.get(text[at:end], "foreign"), end


def _past_name(text: str, at: int) -> int:
    """Behind a name: a Greek letter, with up to two d before it, takes an index of digits, or of letters behind a `_`."""
    letter = at
    while letter < at + 2 and text[letter : letter + 1] == "d":
        letter += 1
    if text[letter : letter + 1] not in NAME_OF:
        return _past(text, at, _OF_NAMES)
    end = _past(text, letter + 1, _OF_INDICES)
    return _past(text, end, _OF_NAMES) if text[end - 1] == "_" and text[end : end + 1] in _LETTER else end


def _past_number(text: str, at: int) -> int:
    end = _past(text, at, DIGITS)
    if text[end : end + 1] == "." and text[end + 1 : end + 2] in _DIGIT:
        end = _past(text, end + 1, DIGITS)
    if text[end : end + 1] in ("e", "E"):
        signed = end + 1 + (text[end + 1 : end + 2] in ("+", "-"))
        return _past(text, signed, DIGITS) if text[signed : signed + 1] in _DIGIT else end
    return end
