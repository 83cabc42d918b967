"""Answers that are printed without being read again first: they do read back."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import differentiate, reads_back
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.scope import is_evident, where_clause
from tests.oracles.raw import program
from tests.oracles.trial import random_program

PROGRAMS = (
    "tr(X'*A*X) + norm(A*x - b)^2",
    "x'*A*y/(x'*x)",
    "logdet(X'*X)*tr(B)",
    "tr((A*B')^3)*det(A*B')",
    "alpha*x.*y + A*x",
    "A*x where A: matrix(n,n)",
)


@pytest.mark.parametrize("text", [*PROGRAMS, *range(0, 600, 4)])
def test_an_evident_answer_reads_back(text: str | int) -> None:
    try:
        answer = differentiate(text if isinstance(text, str) else program(random_program(70_000 + text)))
        found = [node for d in answer.derivatives for node in (d.gradient, d.jacobian) if node is not None]
    except MatcalcError as error:
        pytest.skip(f"no derivative: {error.message}")
    evident = [node for node in found if is_evident(node) and not where_clause(node, express(node))]
    assert evident or isinstance(text, int)
    for node in evident:
        assert reads_back(program_text(node), node)
