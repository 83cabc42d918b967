"""The nine derivations that a student of the course would read first, word for word, as they were read and approved.

`python tests/explain/test_golden.py` writes them anew; read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from matcalc_cli import pipeline
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.reports.steps import steps

GOLDEN = Path(__file__).parent / "golden"
WIDTH = 110
PROGRAMS = {
    "square": "A^2",
    "cube": "A^3",
    "inverse": "inv(A)",
    "determinant": "det(A)",
    "least-squares": "||A*x - b||^2",
    "rayleigh-quotient": "x'*A*x/(x'*x)",
    "trace-of-an-inverse": "tr((A*diag(x)*A')^-1)",
    "network": "h = tanh(W1*x + b1); y = W2*h + b2; norm(y - t)^2",
    "gaussian": "-logdet(S)/2 - (x - m)'*inv(S)*(x - m)/2 where S: spd(n)",
}


def derived(text: str) -> str:
    """The derivation as a terminal of that width shows it."""
    return plain_text(steps(pipeline.explain(text), unicode=True, width=WIDTH))


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_derivation_is_the_one_that_was_read(name: str) -> None:
    assert derived(PROGRAMS[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    for width in (80, 100, WIDTH):
        text = plain_text(steps(pipeline.explain(PROGRAMS[name]), unicode=True, width=width))
        assert max(map(len, text.splitlines())) <= width


if __name__ == "__main__":
    for name, text in PROGRAMS.items():
        (GOLDEN / f"{name}.txt").write_text(derived(text), encoding="utf-8")
