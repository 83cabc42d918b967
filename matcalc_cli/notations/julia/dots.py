"""Julia's dots: @. exp(x) + y^2 has one at every operator and call."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.notation import OF_NUMBERS, SUMS

DOTTED = {operator: dotted for dotted, operator in OF_NUMBERS.items() if operator not in SUMS}
"""The dotted form of each operator."""


def dotted(words: Sequence[Token]) -> list[Token]:
    """`@. exp(x) + y^2`: a dot at every operator and call, up to the end of the expression."""
    found, depth, ended = [], 0, False
    for number, word in enumerate(words):
        depth += word.turn
        ended = ended or depth < 0 or (depth == 0 and word.kind in (";", ","))
        called = word.kind == "(" and word.tight and number > 0 and words[number - 1].kind == "name"
        if not ended and word.kind in DOTTED:
            found.append(Token(DOTTED[word.kind], f".{word.text}", word.start, word.end, word.tight))
        else:
            found.append(mark(".(", word) if called and not ended else word)
    return found


def mark(kind: str, word: Token, text: str = "") -> Token:
    """A word that is written at the place of another."""
    return Token(kind, text or kind, word.start, word.end, True)
