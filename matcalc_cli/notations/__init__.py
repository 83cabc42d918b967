"""Programs in other notations: their words are rewritten as the language's, each at its place in the original text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib import import_module

from matcalc_cli.functions import names
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.grammar.unspecified import declared as declared_functions
from matcalc_cli.language.grammar.unspecified import given as functions
from matcalc_cli.language.names import without_commands
from matcalc_cli.language.source import check_length
from matcalc_cli.language.tree import Declaration, Program
from matcalc_cli.notations.by_shape import settle
from matcalc_cli.notations.definitions import with_definitions
from matcalc_cli.notations.notation import Notation


@cache
def load(name: str) -> Notation:
    """The notation of that name."""
    notation: Notation = import_module(f"{__name__}.{name}.notation").NOTATION
    return notation


def parse_foreign(
    text: str,
    notation: str,
    declarations: Sequence[Declaration],
    flipped: Collection[str] = (),
    *,
    equates: bool = False,
    answers: bool = False,
) -> Program:
    """The syntax tree of a program; its spans are in the text as it was written. Raises MatcalcError.

    The names in `flipped` are not what their letters say; `equates` says that g = h is the difference of g and h,
    `answers` that the text is an answer to a question.
    """
    check_length(text)
    said = load(notation)
    expression, clause = divided(text)
    expression, defined = with_definitions(expression)
    known = {**functions(declarations), **declared_functions(tokens(clause)), **dict.fromkeys(defined, ())}
    reader = said.answer if answers else said.read
    found, notes = _of_sides(said, expression, known) if equates else reader(expression, known)
    if said.entries is not None:
        found = said.entries(found, {**kinds_in(clause), **{d.name.name: d.kind for d in declarations}}, flipped)
    words = [*of_known_letters(found), *shifted(tokens(clause), len(expression))]
    if any(word.kind == "=" for word in words):
        words, said_so = _unpacked(words, notation)
        notes += said_so
    declared = [d.name.name for d in declarations]
    program = parse(
        str(text), names(), declared, words, juxtaposes=said.juxtaposes, blanks_separate=said.blanks, unspecified=known,
    )  # fmt: skip
    program.notes += notes
    program.by = (
        ["".join(word.text for word in said.read(name, known)[0]) for name in said.by(expression)] if said.by else []
    )
    program.entries = said.entries is not None
    settle(program, said, declarations, flipped)
    return program


def _of_sides(said: Notation, text: str, known: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of equations, [g1; g2] of several."""
    from matcalc_cli.language.equals import systems

    rows = (said.systems or systems)(text)
    if not rows:
        return _of_one(said, text, known)
    words: list[Token] = []
    notes: list[str] = []
    for row in rows:
        found, said_so = _of_one(said, row, known)
        start, end = found[0].start, found[-1].end
        mark = ";" if words else "["
        words += [Token(mark, mark, start, start, False), Token("(", "(", start, start, True)]
        words += [*found, Token(")", ")", end, end, True)]
        notes += said_so
    return [*words, Token("]", "]", words[-1].end, words[-1].end, True)], [*dict.fromkeys(notes)]


def _of_one(said: Notation, text: str, known: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of an equation: each side read by itself, at its place, and their difference."""
    from matcalc_cli.language.equals import differences, sides

    place = sides(text)
    if place is None:
        return said.read(text, known)
    start, end = place
    left, notes = said.read(text[:start].ljust(len(text)), known)
    right, others = said.read(text[end:].rjust(len(text)), known)
    found, said_so = differences([*left, Token("=", "=", start, end, True), *right])
    return found, [*notes, *others, *said_so]


def _unpacked(words: list[Token], notation: str) -> tuple[list[Token], list[str]]:
    """The words with a part for each factor in `[Q, R] = qr(A)`, and notes about which factors of the language these are."""
    from matcalc_cli.functions import FUNCTIONS, factors_in
    from matcalc_cli.language.grammar.unpacking import unpacked

    found = unpacked(words, factors_in(notation))
    new = (
        dict.fromkeys(w.text for w in found if w.text in FUNCTIONS and FUNCTIONS[w.text].factor)
        if len(found) != len(words)
        else ()
    )
    return found, [f"{name} is {FUNCTIONS[name].summary}" for name in new]


def of_known_letters(words: Sequence[Token]) -> Iterator[Token]:
    """The words, names with letters that are not ASCII as the language reads them: a Cyrillic А is refused."""
    for word in words:
        if word.kind == "name" and not word.text.isascii():
            yield from shifted(tokens(word.text)[:-1], word.start)
        else:
            yield word


def kinds_in(clause: str) -> dict[str, str]:
    """The kinds of the names that a `where` clause declares."""
    words = tokens(clause)[:-1]
    found = zip(words, words[1:], words[2:], strict=False)
    return {name.text: kind.text for name, colon, kind in found if colon.kind == ":"}


def divided(text: str) -> tuple[str, str]:
    """The expression, and the `where` clause, which every notation shares."""
    import re

    found = re.search(r"\bwhere\s+\\?[^\W\d_]\w*\s*:", text)
    return (text[: found.start()], without_commands(text[found.start() :])) if found else (text, "")


def shifted(words: Sequence[Token], offset: int) -> list[Token]:
    """Words further on in the text."""
    return [Token(w.kind, w.text, w.start + offset, w.end + offset, w.tight) for w in words]
