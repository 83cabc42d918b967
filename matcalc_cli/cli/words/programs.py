"""Where the programs to answer come from: the words of the command line, standard input, a file."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

from matcalc_cli.cli.output.streams import complain
from matcalc_cli.cli.output.style import remark
from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.grammar.lexer import tokens
from matcalc_cli.language.source import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

Program = tuple[str, int | None]
"""The text, and its line number if it is one of a batch."""

EXAMPLE = 'for example: matcalc diff "A^3"'
OPERAND = ("name", "number", "transpose", "script")
"""The kinds of the tokens of a word that is a single operand, A or x.T."""
SHELL_HINT = "did the shell expand a *? Put the expression in double quotes"
ONE_AT_A_TIME = "one at a time, or one a line on standard input: matcalc diff -; a product has one pair of quotes"
SEVERAL_LINES = frozenset("'=:\\")
"""The characters of a text whose lines are meant: parts with names, Python, LaTeX; and quotes that are still there."""
QUOTE_HINT = "did the shell take a ' for a quotation mark? Put the expression in double quotes, or write .T"


def programs(words: Sequence[str], file: str | None) -> Iterator[Program]:
    """The programs asked about; a lone `-` means standard input, one program a line."""
    if file is not None and words:
        raise MatcalcError("usage", "both EXPR and --file are given", hint="leave one of them out")
    if file is not None:
        yield read_file(file), None
    elif list(words) == ["-"]:
        yield from batch(standard_input())
    elif words:
        yield one_expression([as_typed(word) for word in words]), None
    else:
        raise MatcalcError("usage", "the expression is missing", hint=EXAMPLE)


def one_expression(words: Sequence[str]) -> str:
    """The words of an expression that was typed without quotes. Raises MatcalcError if they are several expressions."""
    text = " ".join(words)
    if len(words) > 1:
        hint = SHELL_HINT if sum(map(os.path.exists, words)) > 1 else ONE_AT_A_TIME
        for before, word in pairwise(words):
            check_one(before, word, hint)
        remark(f"the words are read as one expression: {shown(text)}")
    return text


def check_one(before: str, word: str, hint: str) -> None:
    """Refuse two words, one behind the other, that are expressions by themselves: their product is not meant."""
    left, right = tokens(before)[:-1], tokens(word)[:-1]
    single = all(token.kind in OPERAND for token in (*left, *right))
    beside = left and right and left[-1].kind in (*OPERAND, ")") and right[0].kind in ("name", "number", "(")
    if beside and not single:
        raise MatcalcError("usage", f"{shown(before)} and {shown(word)} are two expressions", hint=hint)


def batch(stream: BinaryIO) -> Iterator[Program]:
    """The lines that are programs; blank lines and comments are counted, not answered."""
    for number, line in enumerate(stream, 1):
        text = decode(line).rstrip("\r\n")
        if text.strip() and not text.lstrip().startswith("#"):
            yield text, number


def decode(line: bytes) -> str:
    """The line as text; bytes that are none become surrogates, as in sys.argv, and the parser points at them."""
    return line.decode(errors="surrogateescape").removeprefix("\ufeff")


def as_typed(words: str) -> str:
    """The words as UTF-8, whatever encoding the locale says: in one without Greek letters they arrive as surrogates."""
    return words if words.isascii() else decode(os.fsencode(words))


def standard_input() -> BinaryIO:
    """The bytes of standard input, if it is open."""
    if sys.stdin is None:
        raise MatcalcError("file", "standard input is closed", hint=EXAMPLE)
    if sys.stdin.isatty():
        complain("reading programs from the terminal, one a line; Ctrl-D ends them")
    return sys.stdin.buffer


def read_file(name: str) -> str:
    """The program in a file; `-` is standard input as one program."""
    try:
        if name == "-":
            return decode(standard_input().read())
        with open(name, "rb") as stream:
            return decode(stream.read())
    except OSError as error:
        raise MatcalcError("file", f"cannot read {name}: {error.strerror}") from error


def advise(error: Exception, words: Sequence[str]) -> None:
    """Say so where a shell was at the words: files for the `*` of `A*B`, a line break between two `'` that are gone."""
    if not isinstance(error, MatcalcError):
        return
    if len(words) > 1 and sum(map(os.path.exists, words)) > 1:
        error.hint = SHELL_HINT
    elif len(words) == 1 and os.path.isfile(words[0]):
        error.hint = f"--file {words[0]} reads the program in that file"
    elif any("\n" in word and SEVERAL_LINES.isdisjoint(word) for word in words):
        error.hint = QUOTE_HINT
