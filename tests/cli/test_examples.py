"""`matcalc examples`: every worked problem is run, in process."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from matcalc_cli.cli.reference.examples import problems

TITLES, PROBLEMS = problems()
WORKED = [command for problem in PROBLEMS for command in problem.commands]


def test_there_are_forty_problems_of_several_topics() -> None:
    assert len(PROBLEMS) >= 40
    assert all(problem.commands and problem.topic in TITLES for problem in PROBLEMS)
    assert len(set(WORKED)) == len(WORKED)


@pytest.mark.parametrize("command", WORKED)
def test_a_worked_problem_runs_without_surprises(matcalc: Any, command: str) -> None:
    name, *words = shlex.split(command)
    result = matcalc(*words)
    assert name == "matcalc"
    assert result.code in ((0, 1) if "--claim" in words else (0,))
    assert result.out
    assert all(line.startswith("note: valid where ") for line in result.err.splitlines())


def test_problems_are_listed_chosen_and_run(matcalc: Any) -> None:
    assert all(title in matcalc("examples").out for title in TITLES.values())
    assert "Attention" in matcalc("examples", "attention").out
    assert "Ridge regression" not in matcalc("examples", "attention").out
    assert "softmax(W*x)" in matcalc("examples", "softmax", "jacobian", "--run").out.split("matcalc jacobian", 1)[1]
    for word in ("PCA", "ODE", "homework", "layer norm"):
        assert word.lower() in matcalc("examples", word).out.lower()
    assert "--mode reverse" not in matcalc("examples", "ODE").out
    assert "What matcalc vjp --help opens with." in matcalc("examples", "vjp").out


def test_an_example_that_is_not_there(matcalc: Any) -> None:
    result = matcalc("examples", "zzz")
    assert (result.code, result.out) == (2, "")
    assert "the topics are course" in result.err
