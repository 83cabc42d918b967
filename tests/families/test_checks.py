"""Claims about members and sums: at the ends of ranges, with renamed indices, and with members mistaken for constants."""

from __future__ import annotations

import pytest

from matcalc_cli.check.printed import verified
from matcalc_cli.checking import check_claim
from matcalc_cli.pipeline import check, differentiate, entries, explain
from tests.families.test_answers import MIXTURE

CHAIN = "sum(i, 1, N-1, norm(x_(i+1) - x_i)^2)"
DENSITY = "pi_{0}*exp(-(x_i - mu_{0})'*inv(S_{0})*(x_i - mu_{0})/2)"


@pytest.mark.parametrize(
    ("text", "wrt", "claim", "verdict"),
    [
        ("sum(i, 1, N, norm(x_i - c)^2)", "x_k", "2*(x_k - c)", "ok"),
        ("sum(i, 1, N, norm(x_i - c)^2)", "x_k", "2*(x_k - c)'*dx_k", "ok"),
        ("sum(i, 1, N, norm(x_i - c)^2)", "c", "2*N*c - 2*sum(l, 1, N, x_l)", "ok"),
        ("sum(i, 1, N, norm(x_i - c)^2)", "c", "2*N*(c - x_1)", "wrong"),
        ("sum(i, 1, N, y_i*w'*x_i) where y_i: scalar", "w", "N*y_1*x_1", "wrong"),
        (MIXTURE, "mu_k", f"inv(S_k)*sum(i, 1, N, {DENSITY.format('k')}/sum(l, 1, K, {DENSITY.format('l')})*(x_i - mu_k))", "ok"),
        (MIXTURE, "mu_k", "(inv(S_k) + inv(S_k)')*(x_1 - mu_k)/2", "wrong"),
        (CHAIN, "x_k", "2*(x_k - x_(k+1)) + 2*(x_k - x_(k-1))", "wrong"),
        (CHAIN, "x_k", "2*sum(j in k-1:k+1 if 1 <= j, sum(l in 1:1 if j <= N, x_k - x_j))", "ok"),
        ("sum(i, 1, N, x_i'*x_1)", "x_1", "sum(i, 1, N, x_i) + x_1", "ok"),
        ("prod(i, 1, N, x_i'*w)", "w", "prod(i, 1, N, x_i'*w)*sum(i, 1, N, x_i/(x_i'*w))", "ok"),
    ],
)  # fmt: skip
def test_claims(text: str, wrt: str, claim: str, verdict: str) -> None:
    found = check_claim(text, claim, wrt=[wrt]).check
    assert found is not None
    assert found.verdict == verdict


def test_a_claim_that_is_right_inside_of_the_range() -> None:
    found = check_claim(CHAIN, "2*(2*x_k - x_(k+1) - x_(k-1))", wrt=["x_k"]).check
    assert found is not None
    assert found.claim is not None
    assert found.claim.diagnosis == "is right only where k is at no end of its range"


@pytest.mark.parametrize("text", [CHAIN, MIXTURE, "prod(i, 1, N, x_i'*w)", "sum(i, 1, N, norm(x_i - c)^2)"])
def test_checks_by_differences(text: str) -> None:
    found = check(differentiate(text))
    assert found.verdict == "ok"
    assert found.exact
    assert found.evaluations


@pytest.mark.parametrize(
    "text", [CHAIN, "prod(i, 1, N, x_i'*w)", "sum(i, 1, N, y_i*norm(x_i - c)^2) where y_i: scalar"]
)
def test_derivations(text: str) -> None:
    """Every line is held against the engine's differential."""
    assert explain(text).verdict == "exact"


def test_entry_by_entry() -> None:
    found = entries("sum(i, 1, N, y_i*(w'*x_i)^2) where y_i: scalar", wrt=["w"], size=2)
    assert [proved for _, proved in found.proofs] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "sum(i, 1, N, x[i]*alpha_i)",
        "sum(i, 1, N, A[i,i]*alpha_i)",
        "sum(i in 1:N-1, x[i+1]*alpha_i)",
        "sum(i, 1, N, sum(j in 1:N if i != j, A[i,j]*alpha_i*alpha_j))",
    ],
)
def test_entries_at_the_index_of_a_sum_exist_where_it_is_verified(text: str) -> None:
    assert "exactly" in verified(differentiate(text), "diff", 10)
