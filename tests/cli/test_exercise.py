"""`matcalc exercise`: a problem, hints, a verdict, a solution; sheets of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from matcalc_cli.cookbook.exercise import chosen, level

ASKED = "What is the gradient of tr(A*X*B*X) by X?"


def test_it_asks_hints_judges_and_ends_with_the_right_answer(matcalc: Any) -> None:
    result = matcalc(
        "exercise", "traces", "--seed", "4", stdin="hint\nA'*X'*B'\nB*X+\n\nA'*X'*B' + B'*X'*A'\nnever read\n"
    )
    first, hint, wrong, right = result.out.splitlines()
    assert first.startswith(ASKED)
    assert "tr(A*(X + dX)*B*(X + dX))" in hint
    assert wrong.startswith("wrong: it ")
    assert right == "right"
    assert "an operand is missing after +" in result.err
    assert result.code == 0


def test_the_solution_ends_it(matcalc: Any) -> None:
    result = matcalc("exercise", "traces", "--seed", "4", stdin="solution\n")
    assert result.out.splitlines()[-1].startswith("  grad f = (A*X*B + B*X*A)'")
    assert "''" not in result.out


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ("A'*X'*B' + B'*X'*A'", 0, "right"),
        (r"(A X B + B X A)^\top", 0, "right"),
        ("(A @ X @ B + B @ X @ A).T", 0, "right"),
        ("A*X*B + B*X*A", 1, "transpose of the gradient"),
        ("tr((A*X*B + B*X*A)*dX)", 0, "it is the differential, and the gradient was asked for"),
    ],
)
def test_answers_in_several_notations(matcalc: Any, answer: str, code: int, said: str) -> None:
    result = matcalc("exercise", "traces", "--seed", "4", "--answer", answer)
    assert result.code == code
    assert said in result.out


def test_the_seed_and_the_level_choose() -> None:
    assert chosen("traces", 1, 3) == chosen("traces", 1, 3)
    assert {level(identity) for identity in chosen(None, 2, 0, 20)} == {2}
    assert len({identity.number for identity in chosen(None, None, 0, 50)}) == 50


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-f", "latex"], "-f latex is about a --sheet"),
        (["-o", "never.txt"], "-o is about a --sheet"),
        (["--sheet", "2", "--answer", "A"], "--answer is about one exercise"),
        (["--sheet", "0"], "it is an integer from 1 to 100"),
        (["--level", "9"], "it is 1, 2 or 3"),
    ],
)
def test_options_that_would_do_nothing_are_refused(matcalc: Any, words: list[str], said: str) -> None:
    result = matcalc("exercise", "traces", "--seed", "4", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_sheet_with_and_without_solutions(matcalc: Any) -> None:
    sheet = matcalc("exercise", "forms", "--sheet", "3", "--seed", "1").out
    assert re.findall(r"^(\d)\. What is", sheet, re.MULTILINE) == ["1", "2", "3"]
    solved = matcalc("exercise", "forms", "--sheet", "3", "--seed", "1", "--solutions").out
    assert all(line in solved for line in sheet.splitlines())
    assert len(solved.splitlines()) > 9
    assert "$$" in matcalc("exercise", "forms", "--sheet", "1", "--seed", "1", "--solutions", "-f", "markdown").out


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex to compile the sheet with")
def test_pdflatex_takes_a_sheet(matcalc: Any, tmp_path: Path) -> None:
    written = matcalc("exercise", "--sheet", "4", "--seed", "3", "--solutions", "-f", "latex").out
    (tmp_path / "sheet.tex").write_text(written)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-1500:]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tracess"], "did you mean traces?"),
        (["rules", "--level", "3"], "leave --level out"),
        (["--solutions"], "--sheet 10"),
    ],
)
def test_what_is_not_there(matcalc: Any, words: list[str], said: str) -> None:
    result = matcalc("exercise", "--seed", "1", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
