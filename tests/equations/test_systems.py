"""Several equations, as other notations write them: environments of LaTeX, equations behind commas, brackets."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer
from matcalc_cli.errors import MatcalcError
from matcalc_cli.notations.latex.displays.systems import systems
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text

READ = [
    ("latex", r"\begin{cases} A x = \lambda x \\ x^\top x = 1 \end{cases}"),
    ("latex", r"$$\left\{\begin{array}{l} A x = \lambda x \\[2pt] x^\top x = 1 \end{array}\right.$$"),
    ("latex", r"\begin{aligned} A x &= \lambda x,\; \\ x^\top x &= \begin{bmatrix} 1 & 0 \end{bmatrix} \begin{bmatrix} 1 \\ 2 \end{bmatrix}. \end{aligned}"),
    ("latex", r"A x = \lambda x, \quad x^\top x = 1"),
    ("latex", r"A x = \lambda x,\; x^\top x = 1."),
    ("matlab", "[A*x == lambda*x; x'*x == 1];"),
    ("julia", "[A*x == lambda*x; x'x == 1]"),
]  # fmt: skip


def printed(text: str, solve: str) -> list[str]:
    found: Answer = pipeline.implicit(text, solve=solve.split(), wrt=["A"], prints="differential")
    totals = [answer.total for answer in (found, *found.others)]
    return [program_text(total) for total in totals if total is not None]


@pytest.mark.parametrize(("notation", "text"), READ)
def test_systems_are_read_with_both_sides(notation: str, text: str) -> None:
    wanted = printed("[A*x - lambda*x; x'*x - 1]", "x lambda")
    assert len(wanted) == 2
    assert printed(Written(text, notation), r"x \lambda") == wanted


@pytest.mark.parametrize("text", [
    r"A x = b, y", r"\begin{bmatrix} A & B \\ C & D \end{bmatrix} x = b", r"\max(x, 0) = A x", r"A x = b, y = z = x",
])  # fmt: skip
def test_what_is_one_equation_is_not_taken_apart(text: str) -> None:
    assert not systems(text)


@pytest.mark.parametrize("text", ["[1 2; 3 4]*x = b", "A*x == b"])
def test_matrices_in_an_equation_stay(text: str) -> None:
    found = pipeline.implicit(Written(text, "matlab"), solve="x", wrt=["b"], prints="differential")
    assert not found.others


def test_the_option_of_an_unknown_is_named() -> None:
    with pytest.raises(MatcalcError) as refused:
        pipeline.implicit("A*x - b", solve="y")
    assert refused.value.source == "--solve y"
