"""The problem sets and the lecture topics of MIT's course on matrix calculus (18.063), 2022 to 2026, as a student types them.

A row of course.txt has the place of a question (set and problem, `L.` is a topic), the command, and what stands in its answer.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from matcalc_cli.cli.main import main

ROWS = [line.split(" | ") for line in (Path(__file__).parent / "course.txt").read_text(encoding="utf-8").splitlines()]
NOT_ANSWERED = {"26.1.6a": 2, "L.cplx": 2}
"""A gradient of what is no number, and complex numbers: the error says what there is instead."""


@pytest.mark.parametrize(("place", "command", "said"), ROWS, ids=[row[0] for row in ROWS])
def test_what_the_course_asks(place: str, command: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [word[1:-1] if word[:1] == '"' else word for word in shlex.split(command, posix=False)]
    if {"code", "minimize", "volume", "newton", "check", "eval"} & {*words}:
        pytest.importorskip("scipy")
    if words[0] == "entries":
        pytest.importorskip("sympy")
    assert main(words) == NOT_ANSWERED.get(place, 0)
    printed = capsys.readouterr()
    assert said in " ".join(f"{printed.out} {printed.err}".split())
