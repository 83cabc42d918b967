"""What is read without click is what click reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcalc_cli.cli.words.clicks import COLOR_CHOICE, ExpressionCommand
from matcalc_cli.cli.words.command import ProgramCommand
from matcalc_cli.cli.words.commandline import read
from matcalc_cli.cli.words.commands import COMMANDS, program_command

PROGRAMS = {name: found for name in COMMANDS if (found := program_command(name))}
VALUES = ("x", "A^3", "", "-", "-A", "json", "latex", "html", "rows", "numpy", "1", "2", "0", "007", "-1", "1_0", " 2", "٣", "x.png")  # fmt: skip


def by_click(command: ProgramCommand, args: Sequence[str]) -> dict[str, Any] | None:
    """The values that click gives the command, None if it gives none."""
    try:
        context = ExpressionCommand(command).make_context("matcalc", list(args))
    except (click.UsageError, click.exceptions.Exit):
        return None
    return {**context.params, "color": context.meta.get(COLOR_CHOICE)}


def some_words(command: ProgramCommand) -> st.SearchStrategy[list[str]]:
    spelled = [word for o in command.options for word in (*o.spellings, o.switch, f"{o.spellings[-1]}=2") if word]
    return st.lists(st.sampled_from([*spelled, *VALUES, "--", "-h", "--nonsense"]), max_size=6)


@pytest.mark.parametrize("command", PROGRAMS.values(), ids=PROGRAMS)
@settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)  # on a busy machine all is slow
@given(data=st.data())
def test_click_would_have_read_the_same(command: ProgramCommand, data: st.DataObject) -> None:
    args = data.draw(some_words(command))
    mine = read(args, command.options)
    assert mine is None or mine == by_click(command, args)


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("--wrt x --wrt A", "wrt", ("x", "A")),
        ("-f json", "format", "json"),
        ("--order 2", "order", 2),
        ("--time-limit 0", "time_limit", 0),
        ("--check", "check", True),
        ("", "vech", None),
        ("-o f.txt", "output", "f.txt"),
    ],
)
def test_what_is_given_plainly_needs_no_click(words: str, name: str, value: object) -> None:
    found = read(["-A*x", *words.split()], PROGRAMS["diff"].options)
    assert found is not None
    assert (found[name], found["words"]) == (value, ("-A*x",))


def test_what_is_missing_or_wrong_is_left_to_click() -> None:
    for args in (["A", "--wrt"], ["A", "-f", "pdf"], ["A", "--order", "12"], ["A", "--help"], ["A", "--format=json"]):
        assert read(args, PROGRAMS["diff"].options) is None
    assert read(["A*x - b"], PROGRAMS["implicit"].options) is None
