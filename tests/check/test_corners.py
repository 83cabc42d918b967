"""Claims and answers at the edge of what can be told: too long, singular, by another layout, without a value."""

from __future__ import annotations

import numpy as np
import pytest

from matcalc_cli.check.answer_check import checked
from matcalc_cli.check.before_printing import MismatchError, verified
from matcalc_cli.check.doubles.sample import TooLargeError
from matcalc_cli.check.exact.arithmetic.polynomial import power, remainder, times
from matcalc_cli.check.exact.verify import equal
from matcalc_cli.errors import MatcalcError
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.pipeline import check, differentiate, read
from tests.check.test_claims import diagnosis, report, rows

NAMED = """
    A*X*B where A: matrix(n,n), X: matrix(n,n), B: matrix(n,n) | X | kron(A', B) | transposed Jacobian for a vec that stacks rows
    A*x                                   | x | dx'*A'            | is the transpose of the differential
    A*x                                   | x | 2*dx'*A'          | not right when transposed either
    S*B where S: symmetric(n), B: matrix(n,n) | S | kron(B', I(n)) | project it
    tr(S*B*S) where S: symmetric(n), B: matrix(n,n) | S | kron(B', I(n)) + kron(I(n), B) | project it
    tr(Q*B) where Q: orthogonal(n)        | Q | B'                | project it
    tr(S*A) where S: skew(n)              | S | A'                | project it
    A^40                                  | A | 40*A^39*dA        | only when A and dA commute
"""


@pytest.mark.parametrize(("text", "name", "claim", "said"), rows(NAMED))
def test_what_is_wrong_is_named(text: str, name: str, claim: str, said: str) -> None:
    assert said in diagnosis(text, claim, name)


UNDECIDED = """
    sum(j, 1, 1000000, alpha^j)*tr(A*X*B) where X: matrix(m,n) | X | B*A | too long
    sum(j, 1, 1000000, alpha^j) | alpha | alpha | too long
    tr(inv(x*y')*A)             | x     | y'    | no value at any matrices
"""


@pytest.mark.parametrize(("text", "name", "claim", "said"), rows(UNDECIDED))
def test_what_cannot_be_told(text: str, name: str, claim: str, said: str) -> None:
    found = report(text, claim, name)
    assert found.verdict == "inconclusive"
    assert said in found.reason
    assert found.claim is not None
    assert not found.claim.diagnosis


UNNAMED = """
    x'*A*x where A: matrix(3,3), x: vector(3) | x | A*x + x
    x'*A*x + sum(commutation(40,40))          | x | 2*A*x
"""


@pytest.mark.parametrize(("text", "name", "claim"), rows(UNNAMED))
def test_a_wrong_claim_is_wrong_where_no_condition_makes_it_right_or_none_can_be_tried(
    text: str, name: str, claim: str
) -> None:
    assert "only" not in diagnosis(text, claim, name)


def test_a_condition_is_found_where_most_points_have_no_value() -> None:
    assert diagnosis("x'*log(A + B)*x where A: matrix(n,n)", "2*log(A + B)*x", "x") == (
        "is right only for symmetric A and B"
    )


def test_a_matrix_of_billions_of_entries_is_never_made() -> None:
    seven = f"norm1({'kron(A, ' * 6}A{')' * 6})"
    found = report(f"{seven}*(x'*B*x) where B: matrix(m,m), A: matrix(n,n)", f"2*{seven}*(B*x)", "x")
    assert found.verdict == "inconclusive"
    assert "too large" in found.reason


def test_a_condition_that_is_too_large_to_be_tried_again_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def large(*_: object) -> None:
        raise TooLargeError

    assert diagnosis("x'*A*x", "2*A*x", "x") == "is right only for symmetric A"
    monkeypatch.setattr("matcalc_cli.check.claims.points.samples.Slope", large)
    assert "only" not in diagnosis("x'*A*x", "2*A*x", "x")


def test_a_condition_under_which_nothing_has_a_value_is_not_named() -> None:
    claim = "2*B*x/norm(A - A')^2"
    said = diagnosis("x'*B*x/norm(A - A')^2 where A: matrix(n,n), B: matrix(n,n)", claim, "x")
    assert said == "is right only for symmetric B"


def test_a_claim_that_half_of_the_points_confirm_is_right() -> None:
    """Every other point has a tall Y, where inv(Y*Y') is rounding; the claim has cos z as 2*cos(z/2)^2 - 1."""
    z = "(inv(Y*Y')*Y*b)"
    for factor, verdict in (("2", "ok"), ("3", "wrong")):
        claim = f"Y'*inv(Y*Y')*(({factor}*cos({z}/2).^2 - ones(m)).*sign(sin{z}))"
        assert report(f"norm1(sin{z}) where Y: matrix(m,n)", claim, "b").verdict == verdict


SINGULAR = "A=[[1, 1], [1, 1.000000000000001]]"


def test_at_a_matrix_that_is_singular_to_double_precision_nothing_is_told() -> None:
    found = report("inv(A)", "-2*inv(A)*dA*inv(A)", "A", at=[SINGULAR])
    assert found.verdict == "inconclusive"
    assert "singular to double precision" in found.reason
    assert report("inv(A)", "10^60*dA", "A", at=[SINGULAR]).reason == "the matrices are singular to double precision"


def test_a_claim_without_a_value_is_wrong_where_the_derivative_has_one() -> None:
    found = report("exp(x)", "diag(log(x.*sin(x) - x.^2 - 1))", "x")
    assert (found.verdict, found.largest) == ("wrong", None)


OWN = """
    10^20 + sum(x)
    ones(min(m, n))*sum(A) where A: matrix(m,n)
    Q'*B*Q where Q: orthogonal(n), B: matrix(n,n)
    sin(tr(A) - sum(diag(A)))
    expm(inv(chol(S))*B) where S: spd(n)
    sqrtm(svdvals(A)'*x*B)
"""


@pytest.mark.parametrize("text", OWN.strip().splitlines())
def test_answers_at_the_edge_are_verified(text: str) -> None:
    found = check(differentiate(text.strip()))
    assert found.verdict == "ok" and found.exact


@pytest.mark.parametrize("text", [
    "sum(k, 1, n, alpha*log(3 - k))", "sum(k, 1, n, alpha/(k*(k - 2)))", "sum(k, 1, n, x[k]*log(3 - k)) where x: vector(n)",
])  # fmt: skip
def test_sums_whose_terms_have_a_value_while_they_are_few_are_verified_there(text: str) -> None:
    assert check(differentiate(text)).verdict == "ok"


def test_what_has_a_value_for_some_signs_only_is_not_said_to_have_none() -> None:
    found = check(differentiate("inv(x*relu(y)')"))
    assert found.verdict == "inconclusive"
    assert "at any matrices" not in found.reason


NOT_EXACT = """
    alpha^pi                             | alpha | not a simple fraction
    tr(C*riccati(A, B, sym(Q), R)) where R: spd(k) | A     | riccati
    sum(j, 1, 100000, alpha^j)           | alpha | a long sum
    A^(2^60)                             | A     | no small integer
    sum(i, 1, 3, sum(j, 1, 2^(50*i), alpha^j)) | alpha | not a small integer
    tr(sqrtm(-A'*A))                     | A     | root
    expm(sqrt(1 - cosh(alpha))*A)        | A     | root of a negative number
"""


@pytest.mark.parametrize(("text", "name", "said"), rows(NOT_EXACT))
def test_what_has_no_exact_value_is_not_verified(text: str, name: str, said: str) -> None:
    how = verified(differentiate(text, wrt=[name]), "diff", 5.0)
    assert how.startswith("not decided: ")
    assert said in how


def test_the_pseudoinverse_of_zero_is_zero() -> None:
    zero, transposed = (read(f"{t} where A: matrix(m,n)")[1].expression for t in ("pinv(0*A)", "0*A'"))
    assert equal(zero, transposed).word == "ok"


def test_a_wrong_answer_of_matcalc_itself_is_wrong() -> None:
    answer, other = differentiate("x'*A*x", wrt=["x"]), differentiate("2*(x'*A*x)", wrt=["x"])
    assert check(answer).verdict == "ok"
    found = check(answer.but(derivatives=other.derivatives))
    assert found.verdict == "wrong"
    assert "fails its own verification" in found.reason


def test_a_wrong_answer_where_exact_arithmetic_does_not_decide_is_wrong_by_differences() -> None:
    answer, other = differentiate("tr(expm(A)*B)", wrt=["A"]), differentiate("2*tr(expm(A)*B)", wrt=["A"])
    with pytest.raises(MismatchError, match="differential with respect to A is wrong"):
        verified(answer.but(derivatives=other.derivatives), "grad", 5.0)


@pytest.mark.parametrize("text", ["sum(j, 1, k, j)", "sum(j, 1, k, j^2)*I(2)"])
def test_where_nothing_can_move_there_is_nothing_wrong(text: str) -> None:
    answer = differentiate(text)
    assert not answer.derivatives
    found = checked(answer, Given(point={"k": np.array([[3.0]])}))
    assert (found.verdict, found.relative_error) == ("ok", 0.0)


@pytest.mark.parametrize("exponent", range(1, 12))
def test_a_power_of_a_polynomial_is_its_product_with_itself(exponent: int) -> None:
    a, modulus = [3, 1, 4], [5, 9, 2, 1]
    product = [1]
    for _ in range(exponent):
        product = remainder(times(product, a), modulus)
    assert power(a, exponent, modulus) == product


@pytest.mark.parametrize(("at", "said"), [(["x=[1, 2]", "x=[3, 4]"], "given twice")])
def test_a_matrix_is_given_once(at: list[str], said: str) -> None:
    with pytest.raises(MatcalcError, match=said):
        report("norm(x)^2", "2*x", "x", at=at)
