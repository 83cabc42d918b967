"""What is written in a record is written nowhere else: tables of names of functions, kinds and readings, counted.

A literal counts as a table if at least two of its keys or entries, and half of them, are such names. The limits are
what has been reached; whoever comes below one lowers it. Operators of the notation have the names of functions too, and
their facts belong to their records (`language/notation.py`): tables of them are counted as well.

A notation is a record too, in a folder of its own (`notations/matlab`): its tables are keyed by the words of another
language, many of which are names of ours as well, MATLAB's `sum` and `ones`, and say what these mean there. No record of a function could say
it without a table of notations. These are counted by themselves; what several notations share, beside the folders, counts as anything else does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.kinds import KINDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "matcalc_cli"
READINGS = {"gradient", "jacobian", "hessian", "differential", "derivative", "vjp"}
ROOMS = ("functions", "kinds", "readings")
"""Where records may name each other."""
RECORDS = PACKAGE / "expr" / "operations.py"
"""The records of the closed set."""
COMMANDS = PACKAGE / "cli" / "words" / "commands.py"
"""The names of commands, some of which readings have too."""


def words(node: ast.AST) -> list[str]:
    """The strings that are the keys or entries of a literal, or the words of `"a b c".split()`."""
    match node:
        case ast.Dict(keys=entries) | ast.Tuple(elts=entries) | ast.List(elts=entries) | ast.Set(elts=entries):
            return [e.value for e in entries if isinstance(e, ast.Constant) and isinstance(e.value, str)]
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[]):
            return text.split()
    return []


@cache
def literals(source: str) -> list[tuple[int, list[str]]]:
    """The line and the words of every literal that has two or more."""
    found = ((node, words(node)) for node in ast.walk(ast.parse(source)))
    return [(node.lineno, said) for node, said in found if len(said) >= 2]  # type: ignore[attr-defined]


def tables(source: str, names: set[str]) -> Iterator[tuple[int, int]]:
    """The line and the entries of every table that is keyed by such names."""
    for line, found in literals(source):
        hits = [word for word in found if word in names]
        if len(set(hits)) >= 2 and 2 * len(hits) >= len(found):
            yield line, len(hits)


def is_a_notation(path: Path) -> bool:
    """Whether a file is in the folder of one notation, which says so in its notation.py."""
    return path.parts[0] == "notations" and (PACKAGE / path.parts[0] / path.parts[1] / "notation.py").exists()


def outside_their_room(names: set[str], *, of_notations: bool = False) -> list[tuple[str, int, int]]:
    """Every such table of the package, or of its notations: its file, line and entries."""
    return [
        (str(path.relative_to(PACKAGE)), *table)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ROOMS and path not in (RECORDS, COMMANDS)
        if is_a_notation(path.relative_to(PACKAGE)) == of_notations
        for table in tables(path.read_text(), names)
    ]


@pytest.mark.parametrize(
    ("names", "of_notations", "most_tables", "most_entries"),
    [
        (set(FUNCTIONS), False, 8, 78), (set(KINDS), False, 3, 6), (READINGS, False, 2, 5),
        (set(FUNCTIONS), True, 2, 8), (set(KINDS), True, 1, 2), (READINGS, True, 0, 0),
    ],
    ids=["functions", "kinds", "readings", "functions in notations", "kinds in notations", "readings in notations"],
)  # fmt: skip
def test_names_are_written_in_their_records(
    names: set[str], of_notations: bool, most_tables: int, most_entries: int
) -> None:
    found = outside_their_room(names, of_notations=of_notations)
    assert len(found) <= most_tables, found
    assert sum(entries for *_, entries in found) <= most_entries, found


def test_what_is_counted_as_a_table() -> None:
    names = {"sin", "cos", "tr"}
    seen = [
        '{"sin": 1, "cos": 2}', '("sin", "cos", "x")', 'frozenset(["sin", "tr"])', '"sin cos exp".split()',
        '{"sin", "cos"}',
    ]  # fmt: skip
    assert all(list(tables(text, names)) for text in seen)
    assert not any(list(tables(text, names)) for text in ('{"sin": 1}', '("sin", "a", "b")', '"sin cos"', "[1, 2]"))
