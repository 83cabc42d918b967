"""Random programs are explained: no line is wrong, and every document takes the derivation."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.errors import MatcalcError
from matcalc_cli.render.documents.latex_steps import latex_page
from matcalc_cli.render.documents.pages import derivation_page
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.reports.steps import steps
from tests.oracles.raw import program
from tests.oracles.trial import random_program

BATCHES, BATCH = 6, 20
FOUND = (
    "norm(x)^3",
    "norm(A)*tr(A)",
    "norm(A)*A",
    "norm(norm(x)*y + x)^2",
    "norm(A*x - b)^2 + norm(x)*sum(x)",
    "tr(S*P*S) where S: symmetric(n), P: symmetric(n)",
    "tr(sqrtm(S*P*S)) where S: spd(n), P: spd(n)",
    "tr(K*P*K*Q) where K: skew(n), P: symmetric(n), Q: symmetric(n)",
    "logsumexp(A')",
    "logsumexp(A)*A where A: matrix(m,n)",
    "F'.^2 + Z where F: matrix(n,n), Z: matrix(n,n)",
    "(Q - J')*J where Q: matrix(p,n), J: matrix(n,p)",
    "unvec(exp(vec(D)), m, m) where D: symmetric(m)",
    "y'*E'*(alpha + v) where y: vector(n), E: matrix(p,n), alpha: scalar, v: vector(p)",
    "(C' - C)*mean(ones(m, n)) where C: matrix(n,n)",
    "sum(i, 0, k, norm(((y'*B).*i), 1)) where k: integer, y: vector(p), B: matrix(p,m)",
    "var(diag(W), 1) where W: matrix(n,n)",
    "v*(w'*(w*ones(1, p)) + v') where v: vector(p), w: vector(n)",
)
"""Programs that once ended in an internal error."""


def explained(text: str, **options: str) -> None:
    """Every line is verified as it is made; a wrong one is an error."""
    derivation = pipeline.explain(text, **options)  # type: ignore[arg-type]
    assert plain_text(steps(derivation, unicode=True, width=80))
    assert plain_text(steps(derivation, unicode=False)).isascii()
    assert latex_page(derivation_page(derivation)).isascii()


@pytest.mark.parametrize(
    "options", [{}, {"style": "rules"}, {"style": "definition"}, {"mode": "forward"}, {"mode": "reverse"}], ids=str
)
@pytest.mark.parametrize("text", FOUND)
def test_what_once_failed(text: str, options: dict[str, str]) -> None:
    explained(text, **options)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_programs_are_explained(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        text = program(random_program(seed, most=4))
        try:
            explained(text)
            explained(text, mode="reverse")
        except MatcalcError:
            continue  # what is too long to explain says so
        except Exception as error:
            raise AssertionError(f"seed {seed}: matcalc explain {text!r}") from error
