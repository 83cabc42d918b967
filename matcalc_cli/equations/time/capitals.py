"""Capital letters that are numbers, as in physics: the bending stiffness EI, a tension T, a capacity K."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from matcalc_cli.errors import MatcalcError
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.lexer import tokens
from matcalc_cli.language.names import CONSTANTS, canonical, kind_by_convention

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated

MOST = 5
"""So many are tried."""

Found = TypeVar("Found")
Attempt = Callable[[Sequence[str]], Found]
"""Reads with these declarations. Raises MatcalcError."""


def reread(
    attempt: Attempt[Found], text: str, var: Sequence[str], scope: Callable[[Found], Elaborated], states: Sequence[str] = ()
) -> Found:  # fmt: skip
    """The text as it is read; where the shapes fit only with capital letters as numbers, the fewest of them so, with a note.

    With them the `states` are numbers. Raises MatcalcError where that does not help either.
    """
    try:
        return attempt(var)
    except MatcalcError as error:
        fitting = next(filter(None, _levels(attempt, text, var, states)), []) if error.kind == "shape" else []
        if len(fitting) != 1:
            raise
        ((taken, found),) = fitting
        verb = "is taken as a number" if len(taken) == 1 else "are taken as numbers"
        about = scope(found)
        about.notes = (*about.notes, f"{' and '.join(taken)} {verb}: otherwise {error.message}")
        return found


def _levels(
    attempt: Attempt[Found], text: str, var: Sequence[str], states: Sequence[str]
) -> Iterator[list[tuple[Sequence[str], Found]]]:
    """The readings with one of the letters as a number, with two, ..."""
    known = {*names(), *CONSTANTS, *declared(text, var)}
    words = dict.fromkeys(word.text for word in tokens(text.partition(" where ")[0]) if word.kind == "name")
    capitals = [w for w in words if canonical(w) not in {*known, *states} and kind_by_convention(w) == "matrix"][:MOST]
    numbers = [s for s in states if s not in known]
    for count in range(1, 1 + len(capitals)):
        groups = [(*numbers, *group) for group in combinations(capitals, count)]
        yield [*_fitting(attempt, var, groups)]


def declared(text: str, var: Sequence[str]) -> set[str]:
    """The words of the declarations behind a program and outside it."""
    return {word.text for d in (text.partition(" where ")[2], *map(str, var)) for word in tokens(d)}


def _fitting(
    attempt: Attempt[Found], var: Sequence[str], groups: Sequence[Sequence[str]]
) -> Iterator[tuple[Sequence[str], Found]]:
    for group in groups:
        with suppress(MatcalcError):
            yield group, attempt([*var, *[f"{name}: scalar" for name in group]])
