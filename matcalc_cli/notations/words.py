"""The language's words for calls, products and brackets, written at the place of a word of another notation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.writer import SIGNS

Words = list[Token]
Written = Callable[[Token, Sequence[Words], str], Words]
"""The words of a call by its name, its arguments and the text that stands in quotes in it."""


class Captured:
    """How a call is written out: by whom, how many arguments it needs, 0 for any number, and what may be named."""

    __slots__ = ("count", "parameters", "write")

    def __init__(self, write: Written, count: int = 0, parameters: str = "") -> None:
        self.write = write
        self.count = count
        self.parameters = parameters.split()


def word(kind: str, at: Token, text: str = "") -> Token:
    """A word at the place of another."""
    return Token(kind, text or SIGNS.get(kind, kind), at.start, at.end, True)


def bracketed(words: Words) -> Words:
    """The words in brackets, if they are several."""
    if len(words) == 1:
        return words
    first, last = words[0], words[-1]
    return [Token("(", "(", first.start, first.start, False), *words, Token(")", ")", last.end, last.end, True)]


def call(function: str, name: Token, arguments: Sequence[Words], bracket: str = "(") -> Words:
    """The words of a call."""
    found = [Token("name", function, name.start, name.end, False), Token(bracket, bracket, name.end, name.end, True)]
    for number, argument in enumerate(arguments):
        found += [word(",", argument[0])] * bool(number)
        found += argument
    return [*found, Token(")", ")", found[-1].end, found[-1].end, True)]


def entrywise(function: str, name: Token, argument: Words) -> Words:
    """The words of a function of every entry."""
    return call(function, name, [argument], ".(")


def joined(kind: str, name: Token, arguments: Sequence[Words]) -> Words:
    """Arguments with an operator between them."""
    found: Words = []
    for number, argument in enumerate(arguments):
        found += [word(kind, name)] * bool(number)
        found += bracketed(argument)
    return found


def transposed(words: Words) -> Words:
    """The transpose."""
    found = bracketed(words)
    return [*found, word("transpose", found[-1], "'")]


def squared(at: Token, words: Words) -> Words:
    """Every entry's square."""
    return [*bracketed(words), word("elementwise_power", at), word("number", at, "2")]


def number(at: Token, value: int) -> Words:
    """A number that is not negative."""
    return [word("number", at, str(value))]


def said(words: Sequence[Token]) -> str:
    """The words as a text."""
    return "".join(w.text for w in words)


def is_named(words: Words) -> bool:
    """Whether an argument has its name in front: dim=1."""
    return len(words) > 2 and words[0].kind == "name" and words[1].kind == "="


def count(at: Token, words: Words) -> Words:
    """How many entries there are: the sum of their powers 0."""
    return call("sum", at, [call("vec", at, [ones_like(at, words)])])


def ones_like(at: Token, words: Words) -> Words:
    """As many ones as there are entries: their powers 0."""
    return [*bracketed(words), word("elementwise_power", at), word("number", at, "0")]


def of_a_sample(function: str, name: Token, moment: Words, n: Words, less: str = "1") -> Words:
    """A variance or a deviation of n numbers that is divided by n, as one that is divided by less: n - 1, n - 2."""
    ratio = bracketed(joined("elementwise_divide", name, [n, [*n, word("subtract", name), word("number", name, less)]]))
    factor = entrywise("sqrt", name, ratio) if function == "std" else ratio
    return bracketed(joined("hadamard", name, [factor, moment]))


def extent(at: Token, words: Words, axis: int) -> Words:
    """How many rows (1) there are, or columns (2): entries of the first column, or row."""
    return count(at, [*bracketed(words), *first(at, rows=axis == 1)])


def first(at: Token, *, rows: bool = True) -> Words:
    """The selection of the first column, which has the rows of the operand before it, or else of the first row."""
    inside = [word(":", at), word(",", at), word("number", at, "1")]
    return [word("[", at), *(inside if rows else inside[::-1]), word("]", at)]


def ones_along(at: Token, words: Words, *, rows: bool) -> Words:
    """A column of as many ones as there are rows, or else columns."""
    ones = ones_like(at, [*bracketed(words), *first(at, rows=rows)])
    return bracketed(ones if rows else transposed(ones))
