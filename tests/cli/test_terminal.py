"""What a person sees: colours, wrapping and the interactive session, in a pseudo-terminal."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from tests.terminal import ERASED, ESCAPE, Terminal

ROOT = Path(__file__).parents[2]
LONG = "norm(A*x - b)^2 + lambda*norm(x)^2 + tr(A'*B*A) + logdet(A'*A) + sum(exp(A*x))"
LIGHT_AND_DARK = {"0", "1", "2", "31", "32", "33", "35", "36"}
"""Codes that any palette makes readable: bold, dim, red, green, yellow, magenta, cyan; no white, black, background."""


def shown(*words: str, columns: int = 80, **environment: str) -> str:
    """Everything on the terminal when the command is done."""
    variables = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    ours = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", "XDG_CONFIG_HOME": "/x"}
    with Terminal(
        [sys.executable, "-m", "matcalc_cli", *words], {**variables, **ours, **environment}, columns
    ) as opened:
        opened.wait()
        return ERASED.sub("", opened.raw).replace("\r", "")


def codes(text: str) -> set[str]:
    return {code for run in re.findall(r"\x1b\[([0-9;]*)m", text) for code in run.split(";") if code}


def test_a_terminal_gets_colours_of_its_own_palette() -> None:
    text = shown("diff", "x'*A*x")
    assert "\x1b[33mdx" in text
    assert "\x1b[1mA" in text
    assert codes(text) <= LIGHT_AND_DARK


def test_an_error_has_its_colours() -> None:
    text = shown("diff", "A*")
    assert "\x1b[1;31merror: " in text
    assert codes(text) <= LIGHT_AND_DARK


@pytest.mark.parametrize(
    ("words", "environment", "colored"),
    [
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ((), {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ((), {"MATCALC_COLOR": "never"}, False),
        ((), {"MATCALC_COLOR": "always", "NO_COLOR": "1"}, True),
    ],
)
def test_who_does_not_want_colour_gets_none(words: tuple[str, ...], environment: dict[str, str], colored: bool) -> None:
    assert bool(ESCAPE.search(shown("diff", "A^3", *words, **environment))) is colored


@pytest.mark.parametrize("columns", [20, 40, 80, 132, 500])
def test_lines_are_wrapped_at_operators_with_a_hanging_indent(columns: int) -> None:
    lines = shown("diff", LONG, "--wrt", "x", columns=columns, NO_COLOR="1").splitlines()
    assert max(map(len, lines)) <= columns
    start = next(i for i, line in enumerate(lines) if line.strip().startswith("differential"))
    stop = next(i for i, line in enumerate(lines) if line.strip().startswith("gradient"))
    further = lines[start + 1 : stop]
    assert further or columns >= 80
    assert all(line.startswith(" " * min(10, columns // 2)) for line in further if line)


@pytest.mark.parametrize(
    "words", [("check", "A^3"), ("check", "A^3", "--claim", "3*A^2*dA"), ("diff", "a*x^2 + b*x + c")]
)
def test_verdicts_and_errors_are_wrapped_between_words(words: tuple[str, ...]) -> None:
    lines = shown(*words, columns=50, NO_COLOR="1").splitlines()
    assert max(map(len, lines)) <= 50
    assert len(lines) > 3


def test_columns_overrides_the_terminal() -> None:
    lines = shown("diff", LONG, "--wrt", "x", columns=200, COLUMNS="60", NO_COLOR="1").splitlines()
    assert 50 < max(map(len, lines)) <= 60


def test_a_pipe_gets_one_line_an_answer() -> None:
    text = shown("grad", LONG, "--wrt", "x", "-f", "plain", columns=200)
    assert text.splitlines()[:-1] == ["note: valid where det(A'*A) != 0"]


def test_a_terminal_is_told_that_it_is_read_from() -> None:
    ours = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    with Terminal([sys.executable, "-m", "matcalc_cli", "grad", "-"], ours) as terminal:
        terminal.wait_for("Ctrl-D ends")
        terminal.type("tr(A)\r\x04")
        terminal.wait_for("I")
        assert terminal.wait() == 0


def test_without_arguments_there_is_a_session() -> None:
    with Terminal(
        [sys.executable, "-m", "matcalc_cli"], {**os.environ, "PYTHONPATH": str(ROOT), "PROMPT_TOOLKIT_NO_CPR": "1"}
    ) as opened:
        opened.wait_for("Ctrl-D to leave")
        opened.wait_for(">")
        opened.type("\x04")
        assert opened.wait() == 0
