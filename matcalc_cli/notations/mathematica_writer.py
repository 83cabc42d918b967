"""The language's words for what Mathematica's calls mean."""

from __future__ import annotations

from matcalc_cli.language.lexer import Token
from matcalc_cli.notations.writer import SIGNS

Words = list[Token]


def word(kind: str, at: Token, text: str = "") -> Token:
    """A word of the language at the place of another."""
    return Token(kind, text or SIGNS.get(kind, kind), at.start, at.end, True)


def bracketed(words: Words) -> Words:
    """The words in brackets, if they are several."""
    if len(words) == 1:
        return words
    return [
        Token("(", "(", words[0].start, words[0].start, False),
        *words,
        Token(")", ")", words[-1].end, words[-1].end, True),
    ]


def call(function: str, name: Token, arguments: list[Words], bracket: str = "(") -> Words:
    """The words of a call."""
    found = [Token("name", function, name.start, name.end, False), Token(bracket, bracket, name.end, name.end, True)]
    for number, argument in enumerate(arguments):
        found += [word(",", argument[0])] * bool(number)
        found += argument
    return [*found, Token(")", ")", found[-1].end, found[-1].end, True)]


def entrywise(function: str, name: Token, argument: Words) -> Words:
    """The words of a function of every entry."""
    return call(function, name, [argument], ".(")


def infix(kind: str, name: Token, arguments: list[Words]) -> Words:
    """Arguments with an operator between them."""
    found: Words = []
    for number, argument in enumerate(arguments):
        found += [word(kind, name)] * bool(number)
        found += bracketed(argument)
    return bracketed(found)
