"""Julia's juxtaposition, which binds tighter than `*`, `/` and `^`'s right side: 1/2x is 1/(2*x), 2^3x is 2^(3*x)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matcalc_cli.language.grammar.brackets import INDEXED
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.notation import POWERS
from matcalc_cli.notations.writer import refused

OPENS = ("(", ".(", "bar", "[")
POSTFIX = ("transpose", "script")
PREFIX = ("add", "subtract")


class Chain:
    """Operands side by side, so far: where the first one begins, and whether there are several."""

    __slots__ = ("several", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.several = False


class Grouping:
    """One pass over the words. `chains` are open from the outer one to those of exponents within it."""

    def __init__(self, given: Sequence[Token]) -> None:
        self.given = given
        self.chains: list[Chain] = []
        self.outer: list[list[Chain]] = []
        self.opened: Counter[int] = Counter()
        self.closed: Counter[int] = Counter()
        self.in_power = False

    def read(self) -> list[Token]:
        """The words, with brackets around what stands side by side."""
        expected = True  # an operand
        for index, token in enumerate(self.given):
            expected = self.before(index, token) if expected else self.behind(index, token)
        return [bracketed for index, token in enumerate(self.given) for bracketed in self.written(index, token)]

    def before(self, index: int, token: Token) -> bool:
        """A word where an operand is expected; whether it still is."""
        if token.kind in PREFIX:
            return True
        if token.kind == ")":  # no arguments
            return self.behind(index, token)
        if not self.chains or self.in_power:
            self.chains.append(Chain(index))
        self.in_power = False
        if token.kind in OPENS or (token.kind == "name" and self.is_call(index)):
            return self.open(token)
        return False

    def is_call(self, index: int) -> bool:
        """Whether the bracket behind a name has its arguments."""
        after = self.given[index + 1]
        return after.kind in ("(", ".(") and after.tight

    def open(self, token: Token) -> bool:
        """A bracket, or a name whose bracket follows as the next word."""
        if token.kind != "name":
            self.outer.append(self.chains)
            self.chains = []
        return token.kind != "name"

    def behind(self, index: int, token: Token) -> bool:
        """A word behind an operand; whether an operand is expected next."""
        if token.kind in (")", "bar", "]") and self.outer:
            self.end(index)
            self.chains = self.outer.pop()
            return False
        if token.kind in POSTFIX:
            self.check_exponent(index, token)
            return False
        called = token.kind in ("(", ".(") and self.given[index - 1].kind == "name"
        if token.tight and (called or (token.kind == "[" and self.given[index - 1].kind in INDEXED)):
            return self.open(token)
        if token.kind in POWERS:
            self.in_power = True
            return True
        if token.tight and token.kind in ("name", "number", "(") and self.chains:
            self.chains[-1].several = True
            return self.before(index, token)
        self.end(index)
        return self.before(index, token) if token.kind in ("name", "number", "(", "[") else True

    def check_exponent(self, index: int, token: Token) -> None:
        """`A^k'` is A^(k') in Julia, and (A^k)' almost everywhere else."""
        if len(self.chains) > 1 and token.kind == "transpose":
            power = self.given[self.chains[-1].start - 1 : index]
            said = "".join(word.text for word in power)
            hint = f"write (A{said})' for the transpose of the power, A{said} for the power alone"
            raise refused("syntax", "in Julia this ' transposes the exponent", token.start, token.end, hint)

    def end(self, index: int) -> None:
        """Brackets around every chain of several operands that is open here; the word at the index follows them."""
        for chain in self.chains:
            if chain.several:
                self.opened[chain.start] += 1
                self.closed[index] += 1
        self.chains = []

    def written(self, index: int, token: Token) -> list[Token]:
        """A word with the brackets before it."""
        place = self.given[index - 1].end if index else 0
        closing = [Token(")", ")", place, place, True)] * self.closed[index]
        opening = [Token("(", "(", token.start, token.start, False)] * self.opened[index]
        return [*closing, *opening, token]


def grouped(words: Sequence[Token]) -> list[Token]:
    """The words of a program, the last of which is its end."""
    return Grouping(words).read()
