"""The Newton step as an expression, and the iteration that it makes."""

from __future__ import annotations

import json

import numpy as np
import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import solving
from matcalc_cli.render.reports.answers import program_text

STEPS = """
    det(z*I - A) where z: scalar  | z | 1/tr(inv(A - z*I(n))) where z: scalar
    A*x - b                       | x | inv(A)*b - x
    X^2 - A                       | X | sylvester(X, X, A - X^2)
    alpha^2 - beta                | alpha | (beta/alpha - alpha)/2
    L*L' - S where L: lower(n), S: spd(n) | L | -L*halftril(I(n) - inv(L)*S*inv(L)') where L: lower(n), S: spd(n)
"""
GRADIENTS = """
    logdet(X) - tr(S*X) | X | X - X*S*X
    norm(A*X*B - C)^2 | X | inv(A'*A)*A'*C*B'*inv(B*B') - X
    x'*A*x/2 - b'*x where A: spd(n) | x | inv(A)*b - x where A: spd(n)
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "unknown", "printed"), rows(STEPS))
def test_the_step_of_an_equation(text: str, unknown: str, printed: str) -> None:
    found = solving.newton(text, solve=[unknown], wrt=[])
    assert found.answer.total is not None
    assert program_text(found.answer.total) == printed
    assert found.answer.verified == "exactly"


@pytest.mark.parametrize(("text", "unknown", "printed"), rows(GRADIENTS))
def test_the_step_of_a_gradient(text: str, unknown: str, printed: str) -> None:
    found = solving.newton(text, solve=[], wrt=[unknown])
    assert found.answer.total is not None
    assert program_text(found.answer.total) == printed


def test_several_unknowns(capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--at", "A=[[2,1],[1,3]]", "--at", "q=[1,1]", "--at", "lambda=3", "-f", "json"]
    assert main(["newton", "[A*q - lambda*q; q'*q - 1]", "--solve", "q", "--solve", "lambda", *at]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["converged"]
    assert abs(found["order"] - 2) < 0.2
    assert np.min(np.abs(np.linalg.eigvalsh([[2, 1], [1, 3]]) - found["point"]["lambda"])) < 1e-12


def test_the_iteration_is_shown_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["newton", "alpha^2 - 2", "--solve", "alpha", "--at", "alpha=1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["step", "alpha", "residual", "step", "size", "order"]
    assert abs(float(lines[-2].split()[1]) - 2**0.5) < 1e-15
    assert lines[-1] == "converged: the step is as small as rounding; order 2.0"


def test_an_order_that_steps_do_not_agree_on_is_not_said(capsys: pytest.CaptureFixture[str]) -> None:
    text = "(1 - x[1])^2 + 100*(x[2] - x[1]^2)^2 where x: vector(2)"
    assert main(["newton", text, "--wrt", "x", "--at", "x=[-1.2, 1]", "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["converged"]
    assert found["order"] is None
    assert all(step["order"] is None for step in found["steps"])


@pytest.mark.parametrize(("words", "code", "said"), [
    (["alpha^2 + 1", "--solve", "alpha", "--at", "alpha=1"], 3, "not converged: the step has no value here"),
    (["sqrt(alpha) - 2", "--solve", "alpha", "--at", "alpha=30"], 3, "not converged: the step leads to where the equation has no value"),
    (["alpha^2", "--solve", "alpha", "--at", "alpha=1", "--steps", "5"], 3, "not converged: the largest number of steps; order 1.0"),
])  # fmt: skip
def test_why_it_stopped(words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["newton", *words]) == code
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_every_step_stays_of_the_kind(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "--solve",
        "Q",
        "--solve",
        "R",
        "--at",
        "A=[[2,1],[1,3]]",
        "--at",
        "Q=[[1,0],[0,1]]",
        "--at",
        "R=[[1,0],[0,1]]",
    ]
    assert main(["newton", "Q*R - A where Q: orthogonal(n), R: upper(n)", *words]) == 0
    *_, (below, _) = json.loads(capsys.readouterr().out.splitlines()[-1].removeprefix("R = "))
    assert below == 0


@pytest.mark.parametrize(
    "words",
    [
        ["A*x - b"],
        ["A*x - b", "--solve", "x", "--wrt", "x"],
        ["A*x - b", "--wrt", "x"],
        ["A*x - b", "--solve", "x", "--at", "x=[1,2]"],
    ],
)
def test_what_is_missing_is_told(words: list[str]) -> None:
    assert main(["newton", *words]) == 2


def test_what_determines_nothing_is_told_with_what_may_help() -> None:
    with pytest.raises(MatcalcError, match="singular everywhere") as found:
        solving.newton("X'*X = A", solve=["X"], wrt=[])
    assert "where X: spd(n)" in str(found.value.hint)


def test_too_few_equations() -> None:
    with pytest.raises(MatcalcError, match="too few"):
        solving.newton("x'*x - 1", solve=["x"], wrt=[])


def test_a_derivative_that_is_0_without_looking_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["newton", "--solve", "gamma", "normalize(gamma) where gamma: scalar"]) == 2
    assert "derivative by gamma is 0" in capsys.readouterr().err


def test_a_size_that_nothing_gives_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["newton", "--wrt", "w", "--at", "w=[[1], [2]]", "sum(cosh(w)) + ones(1, 2*m)*ones(2*m, p)*w"]) == 2
    assert "the size m is not known" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["x", "norm(x)"],
        ["X", "norm(X) where X: matrix(n,p)"],
        ["D", "norm(D) where D: diagonal(n)"],
        ["X", "--wrt", "y", "norm(X*y)"],
        ["x", "--wrt", "y", "norm(x - y)^2"],
    ],
)
def test_an_equation_that_is_singular_everywhere(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["newton", "--wrt", *words]) == 2
    assert "singular everywhere" in capsys.readouterr().err


def test_a_vector_has_as_many_entries_as_equations(capsys: pytest.CaptureFixture[str]) -> None:
    """The course's second problem set of 2024: 2*x1^2 = p1*x2, x1*x2 = p2 at p = (1, 2) has the root (1, 2)."""
    arguments = [
        "newton",
        "[2*x[1]^2 - x[2]*p[1]; x[1]*x[2] - p[2]]",
        "--solve",
        "x",
        "--at",
        "x=[1,1]",
        "--at",
        "p=[1,2]",
    ]
    assert main(arguments) == 0
    found = capsys.readouterr()
    assert "x is taken as a vector of 2 entries" in found.err
    assert "p is taken as a vector of 2 entries, the last that stands there" in found.err
    assert "x = [[1.0], [2.0]]" in found.out
