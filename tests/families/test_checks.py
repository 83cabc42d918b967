"""Claims about members and sums: at the ends of ranges, with renamed indices, and with members mistaken for constants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.before_printing import verified
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.cli.main import main
from matcalc_cli.codegen.text.module import function
from matcalc_cli.pipeline import check, differentiate, entries, explain, varied
from matcalc_cli.questions.checking import check_claim
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.conditions import text
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


RANKED = "sum(i, 1, N, sum(j in 1:N if y_i > y_j, norm(x_i - x_j)^2)) where y_i: scalar"


def test_numbers_that_are_no_integers_are_compared_as_such() -> None:
    answer = differentiate(RANKED, wrt=["x_k"])
    assert check(answer).verdict == "ok"
    y, x = np.array([0.3, -0.2, 0.9]), np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.2]])
    f = load(function(answer.expression))["f"]
    pairs = [(i, j) for i in range(3) for j in range(3) if y[i] > y[j]]
    assert f(x, y) == pytest.approx(sum(np.sum((x[i] - x[j]) ** 2) for i, j in pairs))


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


@pytest.mark.parametrize(
    ("text", "wrt"),
    [
        ("sum(i, 1, N, norm(x_i - c)^2)", "x_j"),
        ("sum(i, 1, N, norm(x_i - c)^2) + x_j'*c", "c"),
        ("sum(i, 1, N, sum(k, 1, K, r_ik*norm(x_i - mu_k)^2)) where mu_k: vector(p), r_ik: scalar", "r_ik"),
        ("sum(i, 1, N, sum(j in 1:N if j != i, (x_i'*x_j)^2))", "x_i"),
        ("tr(sum(i in 1:N if i != j, A*x_i*x_i'))", "x_j"),
    ],
)
def test_a_free_letter_is_none_of_a_sum_in_a_derivation(text: str, wrt: str) -> None:
    """Sums call their indices j, i, l as they stand inside each other, and so may what is asked for be called."""
    found = explain(text, wrt=[wrt])
    assert found.verdict == "exact"
    free = "j" if wrt == "c" else wrt[-1]
    assert not any(
        f"sum({free}, 1" in plain(line.right) or f"({free} in 1:N" in plain(line.right) for line in found.lines
    )


def test_a_derivation_has_the_letters_of_the_user() -> None:
    found = explain("sum(t, 1, T, norm(x_t - c)^2)", wrt=["c"])
    assert plain(found.lines[-1].right) == "2*sum(t, 1, T, c - x_t)"


def test_two_members_and_both_of_them() -> None:
    """They may be one: at k = l the mixed derivative is the second one by x_k."""
    answer = varied("sum(i in 1:N, sum(j in 1:N if i != j, norm(x_i - x_j)^4))", wrt=["x_k", "x_l"], order=2)
    assert "exactly" in verified(answer, "json", 20)


@pytest.mark.parametrize("options", [{"inner": "M"}, {"vech": True}, {"along": ["V"]}, {"along": ["V"], "times": 2}])
def test_other_readings_by_a_member(options: dict[str, Any]) -> None:
    text = (
        "sum(i, 1, N, logdet(S_i)) where S_i: symmetric(p)" if "inner" not in options else "sum(i, 1, N, norm(S_i)^4)"
    )
    assert "exactly" in verified(varied(text, wrt=["S_k"], **options), "json", 20)


def test_a_number_of_terms_is_drawn_that_the_entries_allow() -> None:
    """A drawn K may be larger than a has entries, and then the next point is tried."""
    assert check(differentiate("sum(k, 1, K, a[k]*norm(x - C[:,k])^2)", wrt=["x"])).verdict == "ok"


def test_a_product_over_fewer_than_no_factors_is_no_evidence() -> None:
    """It is 1, and the sum that is its derivative minus the one that goes backward: a drawn n of -3 tells nothing."""
    answer = differentiate("prod(j, 1, n, alpha + j)", wrt=["alpha"])
    assert [verified(answer, "grad", 9.0, seed=seed) for seed in range(3)] == ["exactly"] * 3


CONDITIONS = [
    (
        "sum(i in 1:N, sum(j in 1:N if i != j, log(norm(x_i - x_j))))",
        "x_k",
        "x_i - x_j != 0 for every i != j",
    ),
    ("sum(p, 1, N, sum(a, p+1, N, 1/norm(x_p - x_a)))", "x_k", "x_i - x_j != 0 for every j > i"),
    ("sum(i, 1, N, sum(j, 1, N, [i != j]/norm(x_i - x_j)))", "x_k", "x_i - x_j != 0 for every i != j"),
    ("sum(i, 1, N, sum(j, 1, i-2, log(norm(x_i - x_j))))", "x_k", "x_i - x_j != 0 for every j <= i - 2"),
    ("sum(i in 1:N if i != k, 1/norm(x_i - x_k))", "x_k", "x_i - x_k != 0 for every i != k"),
    ("sum(i in 1:N if i != 2 and i != 4, log(w'*x_i))", "w", "w'*x_i > 0 for every i in its sum"),
    ("prod(i, 1, N, log(w'*x_i))", "w", "w'*x_i > 0 for every i"),
    ("sum(i in 1:N if i != 2, log(w'*x_i))", "w", "w'*x_i > 0 for every i != 2"),
]


@pytest.mark.parametrize(("program", "wrt", "said"), CONDITIONS)
def test_of_terms_that_a_sum_leaves_out_nothing_is_asked(program: str, wrt: str, said: str) -> None:
    assert text(differentiate(program, wrt=[wrt]).conditions) == said


@pytest.mark.parametrize(
    ("claim", "code"), [("2*sum(i, 1, N, (w'*x_i - y_i)*x_i)", 0), ("2*sum(i, 1, N, (w'*x_i - y_i)*x_1)", 1)]
)
def test_a_claim_about_members_at_given_ones(claim: str, code: int) -> None:
    values = ["x=[[1,2],[3,5],[4,1]]", "y=[1,2,4]", "w=[1,-1]"]
    words = ["check", "sum(i, 1, N, (y_i - w'*x_i)^2) where y_i: scalar", "--wrt", "w", "--claim", claim]
    assert main([*words, *[word for value in values for word in ("--at", value)]]) == code
