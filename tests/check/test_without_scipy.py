"""SciPy is an extra: without it checks and values come from exact arithmetic and mpmath."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.check.doubles.compiled import loaded
from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions.checking import check_claim, evaluate

mpmath = pytest.importorskip("mpmath")


@pytest.fixture(autouse=True)
def without_scipy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("scipy", "scipy.linalg", "scipy.special"):
        monkeypatch.setitem(sys.modules, name, None)
    loaded.cache_clear()  # code that another test loaded has SciPy's functions
    yield
    loaded.cache_clear()


def test_matcalc_checks_itself() -> None:
    for text in ("tr(expm(A)*B)", "sum(erf(x))", "logm(A)"):
        report = pipeline.check(pipeline.differentiate(text))
        assert (report.verdict, report.exact) == ("ok", True)


@pytest.mark.parametrize(
    ("claim", "verdict"), [("expm(A)'", "ok"), ("expm(A)", "wrong"), ("1.000001*expm(A)'", "wrong")]
)
def test_claims_are_judged(claim: str, verdict: str) -> None:
    found = check_claim("tr(expm(A))", claim).check
    assert found is not None
    assert found.verdict == verdict


def test_values_are_those_of_doubles() -> None:
    found = evaluate("tr(expm(A))", at=["A=[[1, 2], [3, 4]]"])
    assert abs(found.value.item() - 216.04275924791483) < 1e-9
    ((_, name, gradient),) = found.derivatives
    assert name == "gradient"
    assert gradient is not None
    assert np.allclose(gradient, [[51.96895620, 112.10484685], [74.73656457, 164.07380305]])


def test_pi_is_that_of_doubles() -> None:
    found = evaluate("tr(expm(pi*A))", at=["A=[[1, 0], [0, 2]]"], wanted="value")
    assert found.value.item() == pytest.approx(math.exp(math.pi) + math.exp(2 * math.pi), rel=1e-15)


def test_where_mpmath_does_not_converge_there_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: object) -> None:
        raise mpmath.libmp.NoConvergence("no convergence after 100 steps")

    monkeypatch.setattr(mpmath, "sqrtm", endless)
    with pytest.raises(MatcalcError, match="no value at these matrices: no convergence after 100 steps"):
        evaluate("sqrtm(A)", at=["A=[[4]]"])


def test_a_singular_matrix_has_no_root() -> None:
    with pytest.raises(MatcalcError, match="the expression has no value at these matrices"):
        evaluate("sqrtm(A)", at=["A=[[0, 1], [0, 0]]"])
