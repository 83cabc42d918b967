"""Words of the language, written one after the other at places of another text."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.notation import BARS, OPERATORS

SIGNS = {name: operator.symbol for name, operator in OPERATORS.items()} | {"bar": BARS[0]}
"""How a message shows an operator."""
CLOSES = {")": "(", "]": "[", "}": "{"}


class Writer:
    """The words so far, and where the operand that ends them began."""

    def __init__(self) -> None:
        self.words: list[Token] = []
        self._open: list[int] = []
        self.operand = 0

    def put(self, kind: str, start: int, end: int, text: str = "", *, tight: bool = True) -> Token:
        """A word; `text` if it is not what its kind says."""
        token = Token(kind, text or SIGNS.get(kind, kind), start, end, tight)
        self._note(token)
        self.words.append(token)
        return token

    def extend(self, words: Sequence[Token]) -> None:
        """Words as they are."""
        for word in words:
            self._note(word)
            self.words.append(word)

    def _note(self, token: Token) -> None:
        """Keep track of the operand: a name, a number, or a bracket with the function before it."""
        if token.kind in ("(", ".(", "["):
            before = self.words[-1] if self.words else None
            called = int(before is not None and before.kind == "name" and token.tight)
            if token.kind == "[" and token.tight and before is not None and before.kind == ")":
                called = len(self.words) - self.operand  # what is indexed is a part of the operand
            self._open.append(len(self.words) - called)
        elif token.kind in (")", "]"):
            self.operand = self._open.pop() if self._open else 0
        elif token.kind in ("name", "number"):
            self.operand = len(self.words)

    @property
    def in_exponent(self) -> bool:
        """Whether the operand that ends here is an exponent, with or without a sign."""
        before = [word.kind for word in self.words[max(0, self.operand - 2) : self.operand]]
        return before[-1:] == ["elementwise_power"] or before in (
            ["elementwise_power", "subtract"],
            ["elementwise_power", "add"],
        )

    def wrap(self, function: str, start: int, end: int) -> None:
        """Apply a function to the operand that ends here: A.sum(), A(:); [start, end) is what says so."""
        index = self.operand
        first = self.words[index].start if index < len(self.words) else start
        self.words[index:index] = [Token("name", function, first, first, False), Token("(", "(", first, first, True)]
        self.operand = index
        self.words.append(Token(")", ")", start, end, True))

    def open_before(self, function: str, start: int) -> Token:
        """Open the brackets of a function, or brackets alone, before the operand that ends here: A.sum( is sum(A."""
        index = self.operand
        first = self.words[index].start if index < len(self.words) else start
        called = [Token("name", function, first, first, False)] if function else []
        words = [*called, Token("(", "(", first, first, bool(function))]
        self.words[index:index] = words
        self._open.append(index)
        return words[0]

    def end(self, place: int) -> list[Token]:
        """All words, with the end behind them."""
        stop = self.words[-1].end if self.words else place
        self.words.append(Token("end", "", stop, stop, True))
        return self.words


def refused(kind: str, message: str, start: int, end: int, hint: str | None = None) -> MatcalcError:
    """The error of a kind at a place of the text."""
    return MatcalcError(kind, message, [Label(start, end)], hint=hint)
