"""Claims whose derivative drowns in f, or that f hides at its zeros: never ok if they are not the derivative."""

from __future__ import annotations

import numpy as np
import pytest

from matcalc_cli.check.digits import precise
from matcalc_cli.check.doubles.line import length
from tests.check.test_claims import report, rows

WRONG = """
    1 + sum(exp(x))/10^20  | 0*x              | precise
    1 + sum(exp(x))/10^20  | 2*exp(x)/10^20   | precise
    sum(exp(x))/10^200     | 2*exp(x)/10^200  | precise
    1 + sum(logm(A))/10^20 | 0*A              | precise
    1 + exp(tr(Q*A))/10^20 where Q: orthogonal(n) | 2*exp(tr(Q*A))*A'/10^20 | precise
"""


@pytest.mark.parametrize(("text", "claim", "tier"), rows(WRONG))
def test_a_small_derivative_is_told_from_another(text: str, claim: str, tier: str) -> None:
    found = report(text, claim, "A" if "logm" in text else "Q" if "orthogonal" in text else "x")
    assert (found.verdict, found.tier) == ("wrong", tier)


HIDDEN = """
    1 + sum(exp(x))/10^60  | 0*x
    1 + sum(exp(x))/10^60  | 2*exp(x)/10^60
    1 + sum(exp(x))/10^200 | 2*exp(x)/10^200
    10^60 + sum(exp(x))    | 2*exp(x)
"""


@pytest.mark.parametrize(("text", "claim"), rows(HIDDEN))
@pytest.mark.parametrize("at", [(), ("x=[1, 2]",)])
def test_what_nobody_can_see_is_not_called_right(text: str, claim: str, at: tuple[str, ...]) -> None:
    found = report(text, claim, "x", at=at)
    assert found.verdict == "inconclusive"
    assert "nothing against the function" in found.reason or "rounding hides" in found.reason


def test_the_same_is_right_where_the_claim_is() -> None:
    for text, claim in (("1 + sum(exp(x))/10^60", "exp(x)/10^60"), ("sum(exp(x))/10^200", "exp(x)/10^200")):
        assert report(text, claim, "x").verdict == "ok"


ZEROS = """
    alpha - beta       | 2                       | wrong
    alpha - beta       | 1                       | ok
    alpha^2 - beta^2   | 4*alpha                 | wrong
    alpha^2 - beta^2   | 2*alpha                 | ok
    sin(alpha - beta)  | 1.001*cos(alpha - beta) | wrong
    sin(alpha - beta)  | cos(alpha - beta)       | ok
"""


@pytest.mark.parametrize(("text", "claim", "verdict"), rows(ZEROS))
def test_a_zero_of_the_function_is_a_point_like_any_other(text: str, claim: str, verdict: str) -> None:
    found = report(text, claim, "alpha", at=["alpha=1", "beta=1"])
    assert (found.verdict, found.reason) == (verdict, "")


def test_a_solution_of_linear_equations_is_a_point_like_any_other() -> None:
    at = ["A=[[2, 1], [1, 3]]", "x=[1, 1]", "b=[3, 4]"]
    assert report("A*x - b", "A*dx", "x", at=at).verdict == "ok"
    assert report("A*x - b", "A'*dx + dx", "x", at=at).verdict == "wrong"


def test_a_kink_that_only_sixty_digits_see_is_named() -> None:
    found = report("1 + abs(alpha - beta)/10^20", "1/10^20", "alpha", at=["alpha=1", "beta=1"])
    assert (found.verdict, found.reason) == ("inconclusive", "the slope jumps here")


def test_where_sixty_digits_take_too_long_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precise, "SECONDS", 0.0)
    found = report("1 + sum(exp(x))/10^20", "2*exp(x)/10^20", "x")
    assert (found.verdict, found.tier) == ("inconclusive", "ladder")


def test_the_second_derivatives_on_a_curved_space_are_not_tried_with_sixty_digits() -> None:
    at = ["Q=[[1, 0], [0, 1]]", "A=[[0, 1], [1, 1e-12]]"]  # Q + A is nearly singular
    found = report("logdet(Q + A) where Q: orthogonal(n), A: matrix(n,n)", "I(n^2)", "Q", at=at)
    assert (found.verdict, found.tier) == ("inconclusive", "ladder")


def test_large_matrices_are_not_tried_with_sixty_digits() -> None:
    hilbert = [[1 / (i + j + 1) for j in range(9)] for i in range(9)]
    for size, verdict in ((7, "ok"), (8, "ok"), (9, "inconclusive")):
        found = report("logdet(A)", "inv(A)'", "A", at=[f"A={[row[:size] for row in hilbert[:size]]}"])
        assert found.verdict == verdict


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_a_length_does_not_under_or_overflow(scale: float) -> None:
    assert length(scale * np.array([[3.0], [4.0]])) == pytest.approx(5 * scale, rel=1e-15)


@pytest.mark.parametrize("x", [[0.0, 0.0], [np.inf, 1.0], [np.nan, 1.0], []])
def test_the_length_of_what_has_none_is_that_of_numpy(x: list[float]) -> None:
    assert length(np.array(x)) == pytest.approx(float(np.linalg.norm(x)), nan_ok=True)
