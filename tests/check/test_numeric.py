"""The check of matcalc's own answers: right ones pass, damage is found, rounding is never called wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.check import before_printing
from matcalc_cli.check.claims.own_answer import numeric
from matcalc_cli.check.exact.trial import Verdict
from matcalc_cli.expr.build import add, multiply, transpose
from matcalc_cli.expr.node import Node, number

RIGHT = """
    A^3
    A^-2*B
    A^k
    x'*A*x
    A*X*B
    kron(A, B)
    vec(A*X*B)
    logdet(S) + tr(inv(S)*X) where S: spd(n), X: spd(n)
    norm(A*x - b)^2 + lambda*norm(x)^2
    inv(X'*X)*X'*b
    log(1 - x'*x)
    sqrt(x'*x - 3)
    sum(log(A*x))
    sum(arcsin(x))
    sum(relu(A*x))
    norm1(x)
    softmax(A*x)
    atan2(alpha, beta*alpha)
    x.^p
    alpha*beta/gamma
    logdet(K) where K: skew(n)
    diag(x)*A
    sum(j, 0, 20, x.^j)
    0*x'*x
    tr(A) where A: matrix(3,3)
    det(A)/alpha where A: matrix(1,1)
    tril(A)*triu(B)
    expm(A)*B
    tr(logm(X))
    tr(B*sqrtm(A))
    chol(S) where S: spd(n)
    eigvals(S) where S: symmetric(n)
    eigmax(X'*X)
    nucnorm(X*A)
    specnorm(X)
    pinv(A)*b
    A^1000
"""


@pytest.mark.parametrize("text", [line.strip() for line in RIGHT.strip().splitlines()])
def test_matcalcs_own_derivatives_pass(text: str) -> None:
    report = numeric(pipeline.differentiate(text))
    assert report.verdict == "ok", report.reason
    assert report.relative_error is not None
    assert report.relative_error < 1e-6
    assert report.resolution is not None
    assert report.resolution <= 1e-4
    assert report.directions == 3
    assert report.reason == ""


def damaged(answer: Answer, **readings: Node) -> Answer:
    """The answer with readings of its only derivative replaced."""
    (right,) = answer.derivatives
    parts = {"gradient": right.gradient, "derivative": right.derivative, "hessian": right.hessian, **readings}
    differential, jacobian = (parts.pop(k, getattr(right, k)) for k in ("differential", "jacobian"))
    wrong = Derivative(right.variable, differential, jacobian, **parts)
    return Answer(answer.program, answer.expression, answer.variables, [wrong], answer.total)


READINGS = [
    *[(text, r) for text in ("logdet(A*B)", "norm(A*x)", "A^3", "inv(A)*B") for r in ("differential", "jacobian")],
    *[(text, r) for text in ("logdet(A*B)", "norm(A*x - b)^2") for r in ("gradient", "hessian")],
]


@pytest.mark.parametrize(("text", "reading"), READINGS)
def test_a_damaged_reading_is_found(text: str, reading: str) -> None:
    answer = pipeline.differentiate(text, wrt=["A"], order=2)
    node = multiply(number(Fraction(1001, 1000)), getattr(answer.derivatives[0], reading))
    report = numeric(damaged(answer, **{reading: node}))
    assert report.verdict == "wrong"
    assert reading in report.reason.lower()
    assert report.relative_error == pytest.approx(1e-3, rel=0.1)
    assert report.largest is not None


def test_a_transposed_gradient_is_found() -> None:
    answer = pipeline.differentiate("tr(A*B)", wrt=["A"])
    gradient = answer.derivatives[0].gradient
    assert gradient is not None
    assert numeric(damaged(answer, gradient=transpose(gradient))).verdict == "wrong"


def test_a_dropped_term_is_found_and_the_entry_named() -> None:
    answer = pipeline.differentiate("A^3")
    d = answer.derivatives[0].differential
    report = numeric(damaged(answer, differential=add(d, multiply(number(-1), d.children[1]))))
    assert report.verdict == "wrong"
    assert report.largest is not None
    row, column, claimed, derivative = report.largest
    assert 1 <= row <= 3
    assert 1 <= column <= 3
    assert claimed != derivative


def test_what_rounding_hides_is_not_called_wrong() -> None:
    assert numeric(pipeline.differentiate("abs(log(exp(alpha)) - alpha)")).verdict != "wrong"


def test_outside_the_domain_there_is_no_verdict() -> None:
    report = numeric(pipeline.differentiate("log(x'*y - x'*x - y'*y)", wrt=["x"]))
    assert report.verdict == "inconclusive"
    assert report.relative_error is None
    assert "finite" in report.reason


def test_a_matrix_that_is_always_singular_is_inconclusive() -> None:
    answer = pipeline.differentiate("tr(inv(x*y')) where x: vector(n), y: vector(n)", wrt=["x"])
    assert numeric(answer).verdict == "inconclusive"


def test_sizes_are_different_and_may_be_given() -> None:
    answer = pipeline.differentiate("A*X*b")
    shapes = numeric(answer).sizes
    assert len({*shapes["A"], *shapes["X"]}) == 3
    assert min(shapes["A"]) >= 3
    name = str(answer.variables[0].rows)
    assert numeric(answer, sizes={name: 7}).sizes["A"][0] == 7
    assert numeric(pipeline.differentiate("A*x where A: matrix(2,5)")).sizes["A"] == (2, 5)


def test_the_seed_decides_everything() -> None:
    answer = pipeline.differentiate("logdet(A*B)")
    first, second, other = numeric(answer, seed=3), numeric(answer, seed=3), numeric(answer, seed=4)
    assert first.relative_error == second.relative_error != other.relative_error
    assert (first.seed, other.seed) == (3, 4)


def test_nothing_to_differentiate_is_ok() -> None:
    assert numeric(pipeline.differentiate("1/2")).verdict == "ok"


def test_huge_matrices_are_not_built() -> None:
    text = "*".join(["x1'*x1"] + [f"x{i}'*x{i}" for i in range(2, 4)])
    big = pipeline.differentiate("kron(A, kron(B, kron(C, kron(D, kron(E, F)))))", wrt=["A"])
    assert numeric(big).verdict == "inconclusive"
    assert numeric(pipeline.differentiate(text)).verdict == "ok"


def test_many_variables_move_together() -> None:
    text = " + ".join(f"a{i}'*X*b{i}" for i in range(20))
    report = numeric(pipeline.differentiate(text))
    assert report.verdict == "ok"
    assert report.evaluations < 1000


def test_an_orthogonal_variable_moves_on_its_group() -> None:
    answer = pipeline.differentiate("Q'*A*Q where Q: orthogonal(n)", wrt=["Q"])
    d = answer.derivatives[0].differential
    assert numeric(answer).verdict == "ok"
    assert numeric(damaged(answer, differential=multiply(number(Fraction(1001, 1000)), d))).verdict == "wrong"


@pytest.mark.parametrize(("factor", "verdict"), [(1, "ok"), (Fraction(1001, 1000), "wrong")])
def test_a_jacobian_too_large_to_be_built_leaves_the_differential(factor: Fraction, verdict: str) -> None:
    answer = pipeline.differentiate("X'*X where X: matrix(n,n)")
    scaled = multiply(number(Fraction(factor)), answer.derivatives[0].differential)
    assert numeric(damaged(answer, differential=scaled), sizes={"n": 40}).verdict == verdict


@pytest.mark.parametrize("name", ["jacobian", "hessian", "gradient"])
def test_a_reading_without_a_value_where_f_has_a_derivative_is_wrong(name: str) -> None:
    answer = pipeline.differentiate("x'*A*x" if name != "jacobian" else "A*x", wrt=["x"], order=2)
    right = getattr(answer.derivatives[0], name)
    nowhere = pipeline.read("log(x'*B*x - x'*x - x'*B'*B*x)")[1].expression
    report = numeric(damaged(answer, **{name: multiply(nowhere, right)}))
    assert report.verdict != "ok"
    assert report.reason


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("sum(exp(A*x))", "numerically"),
        ("sum(log(x.*y - x.^2 - y.^2))", "not decided: no random point was found where everything has a finite value"),
    ],
)
def test_where_exact_arithmetic_does_not_decide_differences_do(
    text: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    undecided = Verdict("undecided", "the two sides differ, which does not decide here")
    monkeypatch.setattr(before_printing, "decide", lambda *_, **__: undecided)
    assert before_printing.verified(pipeline.differentiate(text, wrt=["x"]), "grad", 5.0) == how
