"""Programs in other notations: their words are rewritten as the language's, each at its place in the original text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from importlib import import_module

from matcalc_cli.functions import names
from matcalc_cli.language.lexer import Token, tokens
from matcalc_cli.language.parser import parse
from matcalc_cli.language.source import check_length
from matcalc_cli.language.tree import Declaration, Program
from matcalc_cli.language.unspecified import declared as declared_functions
from matcalc_cli.language.unspecified import given as functions
from matcalc_cli.notations.meanings import settle
from matcalc_cli.notations.statements import ended, without_function

READERS = {
    "latex": ("matcalc_cli.notations.latex", "words"),
    "numpy": ("matcalc_cli.notations.numpy", "words"),
    "julia": ("matcalc_cli.notations.julia", "words"),
    "matlab": ("matcalc_cli.notations.matlab", "words"),
}
"""Where the words of each notation are rewritten."""

TOLD = ("latex", "matlab", "numpy")
"""The notations that have to be told which names are functions without a formula."""


COMMAS = ("latex", "numpy")
"""The notations in which commas alone, or what stands for them, separate the elements of a matrix."""


def parse_foreign(
    text: str, notation: str, declarations: Sequence[Declaration], flipped: Collection[str] = ()
) -> Program:
    """The syntax tree of a program; its spans are in the text as it was written. Raises MatcalcError.

    The names in `flipped` are not what their letters say.
    """
    check_length(text)
    module, name = READERS[notation]
    read: Callable[..., Sequence[Token]] = getattr(import_module(module), name)
    expression, clause = divided(text)
    known = {**functions(declarations), **declared_functions(tokens(clause))}
    if known and notation in TOLD:
        read = partial(read, functions=known)
    notes: list[str] = []
    if notation == "latex":
        from matcalc_cli.notations.latex_displays import asked

        formula, said = asked(expression, known)
        found, notes = settled(expression, list(read(formula)))
        notes = said + notes
    else:
        alone, notes = without_function(expression)
        found = ended(alone, list(read(alone))[:-1])
    words = [*of_known_letters(found), *shifted(tokens(clause), len(expression))]
    declared = [d.name.name for d in declarations]
    program = parse(
        str(text), names(), declared, words, juxtaposes=notation == "julia",
        blanks_separate=notation not in COMMAS, unspecified=known,
    )  # fmt: skip
    program.notes += notes
    if notation == "latex":
        from matcalc_cli.notations.latex_ranges import settle as settle_ranges

        program.notes += settle_ranges(program)
    settle(program, notation, declarations, flipped)
    return program


def settled(text: str, words: list[Token]) -> tuple[list[Token], list[str]]:
    """The words of a formula but for its end, told apart by their alphabets and grouped as papers do, and the notes."""
    from matcalc_cli.notations.latex_forms import indices_above, settle_forms
    from matcalc_cli.notations.latex_products import (
        check_ones,
        colons,
        doubtful_quotients,
        doubtful_stars,
        doubtful_transposes,
        entrywise_last,
        parts_first,
    )  # fmt: skip

    words = parts_first(words)
    check_ones(words)
    notes = [
        *colons(text, words),
        *indices_above(text, words),
        *settle_forms(text, words),
        *doubtful_transposes(words),
        *doubtful_stars(text, words),
    ]
    notes += doubtful_quotients(text, words)
    found, grouping = entrywise_last(words)
    return found[:-1], [*notes, *grouping]


def of_known_letters(words: Sequence[Token]) -> Iterator[Token]:
    """The words, names with letters that are not ASCII as the language reads them: a Cyrillic А is refused."""
    for word in words:
        if word.kind == "name" and not word.text.isascii():
            yield from shifted(tokens(word.text)[:-1], word.start)
        else:
            yield word


def divided(text: str) -> tuple[str, str]:
    """The expression, and the `where` clause, which every notation shares."""
    import re

    found = re.search(r"\bwhere\s+\\?[^\W\d_]\w*\s*:", text)
    return (text[: found.start()], text[found.start() :].replace("\\", " ")) if found else (text, "")


def shifted(words: Sequence[Token], offset: int) -> list[Token]:
    """Words further on in the text."""
    return [Token(w.kind, w.text, w.start + offset, w.end + offset, w.tight) for w in words]
