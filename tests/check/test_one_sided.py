"""Claims that are right on one side of a root, a modulus, a norm or an arc function: wrong, and told on which."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.answer_check import checked
from matcalc_cli.check.doubles.coverage import Coverage, side
from matcalc_cli.check.sides import entries, sides
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.program.within import read_within
from matcalc_cli.questions.checking import check_claim, error_curve
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from tests.campaigns.one_sided import sample, verdict

TRIED = 12
"""Of each sort, at the seeds of the campaign."""


def report(text: str, name: str, claim: str, **fixed: object) -> CheckReport:
    found = check_claim(text, claim, wrt=[name], **fixed).check
    assert found is not None
    return found


ONE_SIDED = """
    sqrt(alpha^2)                           | alpha | -1                           | for negative alpha
    sqrt(alpha^2)                           | alpha | 1                            | for positive alpha
    norm(alpha*x)                           | alpha | norm(x)                      | for positive alpha
    norm(alpha*x)                           | x     | alpha*x/norm(x)              | for positive alpha
    norm(alpha*beta*x)                      | alpha | beta*norm(x)                 | for alpha*beta > 0
    sqrt((x'*y)^2)                          | x     | y                            | for x'*y > 0
    sqrt((alpha - 1)^2)                     | alpha | 1                            | for alpha > 1
    sqrt((alpha - 1000)^2)                  | alpha | -1                           | for alpha < 1000
    abs(1 - x'*x)                           | x     | -2*x                         | for x'*x < 1
    abs(2*alpha - 3)                        | alpha | 2                            | for alpha > 3/2
    sqrt(alpha^2*beta)                      | alpha | sqrt(beta)                   | for positive alpha
    sqrt(sin(alpha)^2)                      | alpha | cos(alpha)                   | for sin(alpha) > 0
    arccos(cos(alpha))                      | alpha | 1                            | for sin(alpha) > 0
    arcsin(sin(x))                          | x     | I(n)                         | where every entry of cos(x) > 0
    abs(alpha + 10)                         | alpha | 1                            | for alpha > -10
    abs(alpha + beta + 10)                  | beta  | 1                            | for alpha + beta > -10
    abs(cos(alpha) + 1/2)                   | alpha | -sin(alpha)                  | for cos(alpha) > -1/2
    clip(x, -2, 3)                          | x     | I(n)                         | for -2 < x < 3
    sum(huber(x, 3))                        | x     | x                            | for |x| < 3
    maximum(x, y)                           | x     | I(n)                         | where every entry of x - y > 0
    relu(x + 5)                             | x     | I(n)                         | for x > -5
    sum(sqrt(x.^2))                         | x     | ones(n)                      | for positive x
    abs(tr(A))                              | A     | I(n)                         | for tr(A) > 0
    norm(det(A)*x)                          | A     | norm(x)*adj(A)'              | for det(A) > 0
    sqrt(det(A)^2)                          | A     | adj(A)'                      | for det(A) > 0
    nucnorm(S) where S: symmetric(n)        | S     | I(n)                         | for positive definite S
    chol(L*L') where L: lower(n)            | L     | dL                           | for L with a positive diagonal
    eigmax(alpha*S) where S: spd(n)         | alpha | eigmax(S)                    | for positive alpha
    specnorm(alpha*A)                       | alpha | specnorm(A)                  | for positive alpha
    sqrtm(A^2)                              | A     | dA                           | for A whose eigenvalues have positive real parts
    (alpha^2)^gamma                         | alpha | 2*gamma*alpha^(2*gamma-1)    | for positive alpha
    ((cos(alpha) + 1/2)^2)^gamma            | alpha | -2*gamma*sin(alpha)*(cos(alpha) + 1/2)^(2*gamma - 1) | for cos(alpha) > -1/2
    pinv(A)                                 | A     | -pinv(A)*dA*pinv(A)          | for m = n
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "name", "claim", "said"), rows(ONE_SIDED))
def test_a_claim_that_is_right_on_one_side_is_wrong_and_told_on_which(
    text: str, name: str, claim: str, said: str
) -> None:
    found = report(text, name, claim)
    assert found.claim is not None
    assert (found.verdict, found.claim.diagnosis) == ("wrong", f"is right only {said}")


RIGHT = """
    sqrt(alpha^2)           | alpha | sign(alpha)
    sqrt((x'*x)^2)          | x     | 2*x
    norm(x*x')              | x     | 2*x
    sqrt((alpha^2 + 1)^2)   | alpha | 2*alpha
    sqrt((alpha - 1000)^2)  | alpha | sign(alpha - 1000)
    norm(alpha*x)           | x     | abs(alpha)*x/norm(x)
    arctan(tan(alpha))      | alpha | 1
    abs(alpha)*alpha        | alpha | 2*abs(alpha)
    sqrt(exp(2*alpha))      | alpha | exp(alpha)
    specnorm(alpha*A)       | alpha | sign(alpha)*specnorm(A)
    log(norm(alpha*x))      | alpha | 1/alpha
    arccos(cos(alpha*x'*y)) | alpha | sign(sin(alpha*x'*y))*x'*y
    log(1 + exp(w'*x))      | x     | sigmoid(w'*x)*(1 - sigmoid(w'*x))*w*w'
    clip(alpha, beta, -beta)       | alpha | (sign(alpha - beta) - sign(alpha + beta))/2
    clip(alpha, beta, gamma)       | alpha | step(alpha - beta)*step(gamma - alpha)
"""


@pytest.mark.parametrize(("text", "name", "claim"), rows(RIGHT))
def test_a_right_claim_is_ok_on_every_side(text: str, name: str, claim: str) -> None:
    assert report(text, name, claim).verdict == "ok"


def test_what_is_wrong_at_zero_alone_is_wrong() -> None:
    assert report("abs(alpha)*alpha", "alpha", "2*abs(alpha) + 1 - sign(alpha)^2").verdict == "wrong"


@pytest.mark.parametrize(("text", "name", "claim"), [("abs(det(A))", "A", "2*A"), ("huber(x, 3)", "x", "diag(x)/2")])
def test_a_claim_that_is_right_nowhere_is_not_said_to_be_right_somewhere(text: str, name: str, claim: str) -> None:
    """Nor to be half of the derivative, where it is that on one side only."""
    found = report(text, name, claim)
    assert found.claim is not None
    assert (found.verdict, found.claim.diagnosis) == ("wrong", "")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("one_sided", "usual"), [(True, "wrong"), (False, "ok")])
def test_a_sample_of_the_campaign(seed: int, one_sided: bool, usual: str) -> None:
    tried = islice(sample(seed, one_sided=one_sided), TRIED // 3)
    assert [(claim, verdict(claim)[0]) for claim in tried if verdict(claim)[0] != usual] == []


def test_the_entries_that_are_shown_differ() -> None:
    """Where exact arithmetic decides too, and the claim is right at the usual points."""
    found = report("sqrtm(alpha^2*S) where S: spd(n)", "alpha", "sqrtm(S)")
    assert found.largest is not None
    assert found.largest[2] == pytest.approx(-found.largest[3])


def test_evidence_is_taken_where_there_is_a_value() -> None:
    found = report("inv(A'*A)", "A", "2*inv(A'*A)*A'*dA*inv(A'*A)")
    assert dict(found.sizes)["A"] == (4, 3)
    assert found.largest is not None
    assert max(map(abs, found.largest[2:])) < 100


def test_the_plot_is_taken_there_too() -> None:
    curve = error_curve("logdet(X'*X)")
    assert curve is not None
    assert min(error for _, error in curve.series[1].points) < -6


PARTS = {
    "sqrt(alpha^2)": ["alpha", "alpha^2"],
    "norm(A*x - b)": [],
    "norm(alpha*beta*x)": ["alpha", "beta", "alpha*beta"],
    "x'*A*x": [],
    "sqrtm(A^2)": ["A"],
    "sum(k, 1, n, abs(k*alpha))": ["alpha"],
    "nucnorm(tr(B)*C)": ["B", "tr(B)"],
}


@pytest.mark.parametrize(("text", "parts"), PARTS.items())
def test_the_parts_that_may_turn(text: str, parts: list[str]) -> None:
    found = [plain(express(part)) for part in sides(read(text)[1].expression)]
    assert found == parts


def test_the_entries_that_may_turn() -> None:
    assert [plain(express(part)) for part in entries(read("sum(abs(A*x))")[1].expression)] == ["A", "x", "A*x"]
    assert not entries(read("norm(A*x) + sum(exp(x))")[1].expression)


def test_the_sides_of_a_value() -> None:
    assert side(np.array([[-4.0]])) == (-1.0, True)
    assert side(np.array([[0.0]])) == (0.0, False)
    assert side(np.array([[1.0, 5.0], [-5.0, 1.0]])) == (1.0, True)
    assert side(np.array([[1.0, 0.0], [0.0, -1.0]])) == (-1.0, False)


def test_without_scipy_and_where_a_part_has_no_value_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    part = read("sqrt(det(inv(A)))")[1].expression
    coverage = Coverage([part], {"n": 2})
    singular = {"A": np.zeros((2, 2))}
    assert coverage.keys(singular) == set()
    assert coverage.is_moderate(singular)

    def missing(*_: object) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr("matcalc_cli.check.doubles.coverage.Several", missing)
    assert Coverage([part], {"n": 2}).keys({"A": np.eye(2)}) == set()


def test_matcalcs_own_answer_is_tried_on_every_side() -> None:
    """Where it is right modulo p, as one of two draws says, differences decide."""
    text = "norm(alpha*x)"
    answer = differentiate(text, wrt=["alpha"])
    assert checked(answer, Given()).verdict == "ok"
    scope = read(text)[1]
    (found,) = answer.derivatives
    rate = read_within("norm(x)", scope)
    other = found.but(differential=read_within("norm(x)*dalpha", scope), gradient=rate, derivative=rate, jacobian=rate)
    answer = answer.but(derivatives=(other,))
    assert {checked(answer, Given(seed=seed)).verdict for seed in range(3)} == {"wrong"}


def test_a_claim_about_a_jacobian_costs_one_column_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    import scipy.linalg

    logm, count = scipy.linalg.logm, 0

    def counted(*args: object, **how: object) -> object:
        nonlocal count
        count += 1
        return logm(*args, **how)

    monkeypatch.setattr(scipy.linalg, "logm", counted)
    found = report("logm(expm(A))", "A", "I(n^2)")
    assert found.verdict == "wrong"
    assert found.claim is not None
    assert found.claim.diagnosis == "is right only for A whose eigenvalues have imaginary parts between -pi and pi"
    assert 100 < count < 2000  # of 3 x 3: with all nine columns there were 5,271
