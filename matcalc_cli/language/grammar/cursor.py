"""A place in the words of a program, and what the readers of its parts share."""

from __future__ import annotations

from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.language.source import check_length, check_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class Cursor:
    """The words of a text and the index of the next one; `functions` are the names and aliases of all functions."""

    __slots__ = ("blanks_separate", "functions", "index", "text", "tokens", "unspecified")

    def __init__(self, text: str, functions: Collection[str], words: Sequence[Token] | None = None) -> None:
        self.unspecified: dict[
            str, Sequence[str]
        ] = {}  # functions without a formula, and what their arguments are called
        check_length(text)
        self.text = text
        self.functions = functions
        self.tokens = tokens(text) if words is None else list(words)
        check_names(self.tokens)
        self.index = 0
        self.blanks_separate = True  # elements of a matrix that is written out

    @property
    def next(self) -> Token:
        """The next word, which stays the next one."""
        return self.tokens[self.index]

    def before(self, steps: int) -> Token:
        """The word that was taken last (1), or the one before it (2)."""
        return self.tokens[self.index - steps]

    def take(self) -> Token:
        """The next word, and step behind it (but never behind the end)."""
        token = self.tokens[self.index]
        self.index += token.kind != "end"
        return token

    def take_if(self, kind: str) -> Token | None:
        """The next word if it is of this kind."""
        return self.take() if self.next.kind == kind else None

    def between(self, opener: Token, closing: Token) -> Sequence[Token]:
        """The words in a bracket; those that another notation was read into have no text of their own."""
        last = next(i for i in range(self.index, -1, -1) if self.tokens[i] is closing)
        first = next(i for i in range(last, -1, -1) if self.tokens[i] is opener)
        return self.tokens[first + 1 : last]
