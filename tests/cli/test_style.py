from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from matcalc_cli.cli.output.style import line_width, remark, use_color


class Screen(io.StringIO):
    """A stream that says it is a terminal, of which nobody knows the width."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "choice", "terminal", "colored"),
    [
        ({}, None, True, True),
        ({}, None, False, False),
        ({"NO_COLOR": "1"}, None, True, False),
        ({"NO_COLOR": ""}, None, True, True),
        ({"FORCE_COLOR": "1"}, None, False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, None, True, False),
        ({"TERM": "dumb"}, None, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, None, True, True),
        ({"NO_COLOR": "1"}, True, False, True),
        ({"FORCE_COLOR": "1"}, False, True, False),
    ],
)
def test_who_gets_colour(
    variables: dict[str, str], choice: bool | None, terminal: bool, colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert use_color(Screen() if terminal else io.StringIO(), choice) is colored


@pytest.mark.parametrize(("columns", "width"), [("", 80), ("64", 64), ("wide", 80), ("0", 80)])
def test_a_terminal_is_as_wide_as_columns_says(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert line_width(Screen()) == width
    assert line_width(io.StringIO()) is None


def test_only_pretty_is_coloured(matcalc: Any) -> None:
    assert "\x1b[" in matcalc("diff", "A^3", "-f", "pretty", "--color", "always").out
    assert "\x1b[" not in matcalc("diff", "A^3", "-f", "plain", "--color", "always").out
    assert "\x1b[" not in matcalc("diff", "A^3", "-f", "pretty").out


def test_the_choice_may_stand_before_the_command(matcalc: Any) -> None:
    assert "\x1b[" in matcalc("--color", "always", "diff", "A^3", "-f", "pretty").out
    assert "\x1b[" not in matcalc("--color", "always", "diff", "A^3", "-f", "pretty", "--color", "never").out


def test_diagnostics_are_coloured_too(matcalc: Any) -> None:
    assert "\x1b[" in matcalc("diff", "A*", "--color", "always").err
    assert "\x1b[" not in matcalc("diff", "A*").err


def test_brackets_are_not_markup(matcalc: Any) -> None:
    assert "sum(j, 0, " in matcalc("differential", "A^k", "--color", "always").out


def test_standalone_is_a_document_and_needs_latex(matcalc: Any) -> None:
    assert matcalc("diff", "A^3", "-f", "latex", "--standalone").out.startswith("\\documentclass")
    assert "add -f latex" in matcalc("diff", "A^3", "--standalone").err


@pytest.mark.parametrize("width", [40, 80])
def test_notes_are_broken_between_words(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", str(width))
    said = "var and std divide by the number of entries, as NumPy's do; MATLAB, Julia and PyTorch divide by one less"
    remark(said)
    lines = screen.getvalue().splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= width
    assert " ".join(line.strip() for line in lines) == f"note: {said}"
