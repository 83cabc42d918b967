"""The work of one small answer from text to plain text, counted in calls of functions: what one is known to take, and no more."""

from __future__ import annotations

import gc

import pytest

from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.reports.answers import program_text
from tests.work import calls


def written(text: str, variable: str, order: int) -> str:
    """The gradient, the Jacobian, or the Hessian as a program."""
    found = differentiate(text, wrt=(variable,), order=order).derivatives[0]
    node = found.hessian if order > 1 else found.gradient or found.jacobian
    assert node is not None
    return program_text(node)


@pytest.mark.parametrize(
    ("text", "order", "answer", "most"),
    [
        ("{X}^3", 1, "kron(({X}^2)', I(n)) + kron({X}', {X}) + kron(I(n), {X}^2)", 6240),
        ("tr({X}'*{A}*{X})", 1, "({A} + {A}')*{X}", 5680),
        ("sum(exp({A}*{X}*{B}))", 1, "{A}'*exp({A}*{X}*{B})*{B}'", 4690),
        ("tr({X}'*{A}*{X}*{B})", 2, "kron({B}, {A}') + kron({B}', {A})", 6780),
    ],
)
def test_an_answer_takes_no_more_calls_than_it_did(text: str, order: int, answer: str, most: int) -> None:
    others, names = ({"A": f"A{s}", "B": f"B{s}", "X": f"X{s}"} for s in ("work0", "work1"))
    written(text.format(**others), others["X"], order)  # what is loaded, and remembered of functions, once
    gc.collect()  # what is thrown away meanwhile is of this answer
    said: list[str] = []
    count = calls(lambda: said.append(written(text.format(**names), names["X"], order)))
    assert said == [answer.format(**names)]
    assert count <= most, count
