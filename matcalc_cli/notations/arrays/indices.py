"""Indices of programs that may be several places, x[idx], x(mask): read as one place with a note, a mask is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.tree import Declaration, Literal, Name, Operation, Program, Tree
from matcalc_cli.notations.arrays.kinds import MATRIX
from matcalc_cli.notations.words import said
from matcalc_cli.notations.writer import refused

ONE = re.compile(r"[a-xz]\d?|[A-Z]|\w*_?(?:i|j|k|ind|index|pos)|end|begin|n\w*")
"""The usual names of an index of one place: a letter, but for the y of labels, and the number of something."""
CHOOSES = re.compile(r"\w*mask|.*[<>].*|.*[!=]=.*|.*~.*", re.DOTALL)
"""An index that chooses entries by their values: a mask or a comparison."""
NEW = re.compile(r"[\s)]*\[[^]]*\b(?:None|newaxis)\b")
"""An index that adds an axis."""
NEWLY = re.compile(r"expand_dims|unsqueeze")
"""Functions that do."""
STRIDED = "every second entry is S*x with a matrix S of zeros and ones, which is every second row of the identity"


def check_index(place: str, start: int, stop: int) -> None:
    """Refuse an index that chooses entries by what they are. Raises MatcalcError."""
    if CHOOSES.fullmatch(place):
        hint = (
            "a mask of zeros and ones is a factor: the sum of x.*m, or what chooses for every entry, relu(x) for x > 0"
        )
        raise refused("unsupported", "entries that a mask chooses are not read", start, stop, hint)


def check_indices(places: Sequence[Token]) -> None:
    """Refuse a mask between the brackets of an index. Raises MatcalcError."""
    if places:
        check_index(said(places), places[0].start, places[-1].end)


def check_new_axis(text: str, tree: Operation, base: str) -> None:
    """Refuse A[:, None] of a matrix, which has three axes. Raises MatcalcError."""
    of, *places = tree.operands
    written = [text[place.start : place.end] for place in places]  # by a function, as what it stands for
    if base == MATRIX and (NEW.match(text, of.end, max(of.end, tree.end)) or any(map(NEWLY.search, written))):
        hint = "x[:, None] of a vector is a column, x[None, :] a row; A[:, 0] is the first column"
        message = "a matrix with a new axis has three axes"
        raise refused("unsupported", message, min(of.start, tree.start), max(of.end, tree.end), hint)


def on_indices(program: Program, known: Sequence[Declaration]) -> Iterator[str]:
    """The notes about names of one place that may be of several. Raises MatcalcError for a mask."""
    settled = {d.name.name for d in known} | {b.name.name for b in program.bindings}
    for tree in (tree for root in program.roots for tree in walk(root)):
        operands = tree.operands[1:] if isinstance(tree, Operation) and tree.operator == "index" else ()
        for name in filter(None, map(_name, operands)):
            check_index(name.name, name.start, name.end)
            if name.name not in settled and not ONE.fullmatch(name.name):
                yield f"{name.spelling} is read as one place; entries at several are S*x with a matrix S of zeros and ones"


def _name(place: Tree) -> Name | None:
    """The name that an index is, which may be counted from 1."""
    match place:
        case (Name() as name) | Operation(operator="add", operands=(Name() as name, Literal())):
            return name
        case _:
            return None
