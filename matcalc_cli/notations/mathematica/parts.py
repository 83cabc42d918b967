"""Mathematica's words one after the other, and its double brackets: x[[i]], A[[All, 1]], x[[2 ;; n]]."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.arrays.indices import STRIDED
from matcalc_cli.notations.mathematica.words import lexed
from matcalc_cli.notations.words import Words, word
from matcalc_cli.notations.writer import refused

DEEPEST = 60
"""Brackets inside each other."""


class Parts(ABC):
    """The words that have not been read, and the parts of what stands before double brackets."""

    def __init__(self, text: str, functions: Collection[str]) -> None:
        self.text = text
        self.given = lexed(text)
        self.functions = functions
        self.index = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        """The word that has not been read."""
        return self.given[self.index]

    def take(self, kind: str = "") -> Token:
        """The next word, which must be of a kind."""
        token = self.next
        if kind and token.kind != kind:
            said = token.text or "the end"
            raise refused("syntax", f"{kind} is missing before {said}", token.start, max(token.end, token.start + 1))
        self.index += 1
        return token

    @abstractmethod
    def level(self, number: int) -> Words:
        """An expression of operators of that level and tighter ones."""

    def deeper(self, read: Callable[[], Words]) -> Words:
        """Read one level deeper. Raises MatcalcError where that is too deep."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise refused("limit", f"more than {DEEPEST} brackets inside each other", self.next.start, self.next.end)
        found = read()
        self.depth -= 1
        return found

    def part(self, base: Words, mark: Token) -> Words:
        """x[[i]], A[[i, j]], A[[All, 1]], x[[2 ;; n]]; A[[i]] is a row, which has one axis."""
        places = [self.place()]
        while self.next.kind == ",":
            self.take()
            places.append(self.place())
        end = self.take("]]")
        inside = [t for number, place in enumerate(places) for t in ([word(",", mark)] * bool(number) + place)]
        found = [*base, Token("[", "[", mark.start, mark.end, True), *inside, word("]", end)]
        row = len(places) == 2 and ":" not in [t.kind for t in places[0]] and ":" in [t.kind for t in places[1]]
        return [*found, word("transpose", end, "'")] if row else found

    def place(self) -> Words:
        """i, -1, All, 2 ;; n."""
        low = self.bound()
        if self.next.kind != ";;":
            return low
        mark = self.take()
        high = [word("name", mark, "end")] if self.next.kind in (",", "]]") else self.bound()
        if self.next.kind == ";;":
            raise refused("unsupported", "a range with a step is not read", mark.start, self.next.end, STRIDED)
        return [*(low or [word("number", mark, "1")]), word(":", mark), *high]

    def bound(self) -> Words:
        """A bound of a range."""
        if self.next.kind == ";;":
            return []
        if self.next.kind == "name" and self.next.text == "All":
            return [word(":", self.take())]
        if self.next.kind == "-" and self.given[self.index + 1].kind == "number":
            sign, back = self.take(), self.take()
            less = int(back.text) - 1 if back.text.isdigit() else 0
            end = [word("name", sign, "end")]
            return [*end, word("subtract", sign), word("number", back, str(less))] if less else end
        return self.level(0)
