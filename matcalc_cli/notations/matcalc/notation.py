"""The language itself, as one notation among others."""

from __future__ import annotations

from collections.abc import Collection

from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.notations.notation import Notation


def words(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words as they are."""
    del functions
    return tokens(text)[:-1], []


NOTATION = Notation("matcalc's own notation", words, signs=r"(?!)", unsigned=True, juxtaposes=True, blanks=True)
