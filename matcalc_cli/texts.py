"""The texts of programs: in the language or another notation, of equations with their sides, and what is declared outside."""

from __future__ import annotations

from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Self

    from matcalc_cli.language.grammar.lexer import Token
    from matcalc_cli.language.tree import Definition, Program


class Written(str):
    """The text of a program in another notation, how that is known if nobody said it, and whether it is of equations."""

    __slots__ = ("equates", "guess", "notation")
    notation: str
    guess: str
    equates: bool

    def __new__(cls, text: str, notation: str, guess: str = "", *, equates: bool = False) -> Self:
        """The same characters, and what they are written in."""
        written = super().__new__(cls, text)
        written.notation = notation
        written.guess = guess
        written.equates = equates
        return written


class Equated(str):
    """The text of equations in the language, which may have both their sides."""

    __slots__ = ()


def equated(text: str) -> str:
    """The text of equations that are to be 0: g = h in it is g - h."""
    if "=" not in text:
        return text
    if isinstance(text, Written):
        return Written(text, text.notation, text.guess, equates=True)
    return Equated(text)


def written_like(text: str, other: str) -> str:
    """A text in the notation of another one."""
    return Written(text, other.notation) if isinstance(other, Written) else text


class Standing(str):
    """A declaration that holds until another one says otherwise, of names the program need not have."""

    __slots__ = ()
    reason = ""
    """Why a name is what the declaration says, where nobody wrote it."""


class Numbered(Standing):
    """The declaration of a name for which a number is handed in."""

    __slots__ = ()
    reason = "a number is given for it"


def parsed(
    text: str, declared: Collection[str], known: Mapping[str, Sequence[str]], definitions: Mapping[str, Definition] | None = None
) -> Program:  # fmt: skip
    """The syntax tree of a text in the language."""
    words, notes = differences_of(text)
    program = parse(text, names(), declared, words, unspecified=known, known_definitions=definitions)
    program.notes += notes
    return program


def differences_of(text: str) -> tuple[list[Token] | None, list[str]]:
    """The words of equations as the differences of their sides, and a note; nothing for any other text."""
    if not isinstance(text, Equated):
        return None, []
    from matcalc_cli.language.equals import differences
    from matcalc_cli.language.grammar.lexer import tokens

    return differences(tokens(text))
