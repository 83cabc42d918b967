"""Julia's diagm(-1 => x, 0 => a): columns on diagonals, added up."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from matcalc_cli.language.grammar.lexer import Token

NAME = "diagm"


def is_of_pairs(words: Sequence[Token]) -> bool:
    """Whether the words of a call are diagm(k => x, ...)."""
    return any(one.kind == "=" and other.text == ">" for one, other in itertools.pairwise(words))


def diagonals(words: Sequence[Token]) -> list[Token]:
    """(diag(x, k) + ...) for the words of diagm(k => x, ...), from the name to the bracket that closes."""
    name, opener, *inside, closer = words
    found = [opener]
    for i, (offset, column) in enumerate(_pairs(inside)):
        found += [_at("add", name, "+")] * (i > 0)
        found += [Token("name", "diag", name.start, name.end, name.tight), _at("(", opener), *column]
        found += [_at(",", closer), *offset, _at(")", closer)]
    return [*found, closer]


def _pairs(words: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """The words on both sides of every arrow."""
    depth, offset, part = 0, list[Token](), list[Token]()
    for word in words:
        depth += word.turn
        if depth == 0 and word.kind == "=":
            offset, part = part, []
        elif depth == 0 and word.kind == ",":
            yield offset, part
            part = []
        elif not (depth == 0 and word.text == ">"):
            part = [*part, word]
    yield offset, part


def _at(kind: str, word: Token, text: str = "") -> Token:
    return Token(kind, text or kind, word.start, word.end, True)
