"""What the user named stands in answers by its name, wherever it occurs, and is never multiplied out."""

from __future__ import annotations

import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.pipeline import differentiate, read, reads_back
from matcalc_cli.render.reports.answers import program_text

LOGISTIC = "h = 1/(1 + exp(-(w'*x + b))); -(y*log(h) + (1-y)*log(1-h)) where b: scalar, y: scalar"
NETWORK = "h1 = tanh(W1*x + b1); h2 = W2*h1 + b2; norm(h2 - y)^2"
GRADIENTS = [
    ("r = A*x - b; r'*r + norm1(r)", "x", "A'*(2*r + sign(r))"),
    ("r = b - A*x; r'*r + norm1(r)", "b", "2*r + sign(r)"),
    ("u = x - mean(x); norm(u)^2", "x", "2*u"),
    ("M = inv(X'*C*X); tr(M*A)", "C", "-(X*M*A*M*X')'"),
    ("M = inv(X'*C*X); tr(M^3)", "C", "-3*X*(M^4)'*X'"),
    ("s = sqrt(x'*A*x); 1/s", "A", "-x*x'/(2*s^3)"),
    ("s = sqrt(mean(x.^2)); 1/s", "x", "-x/(n*s^3)"),
    ("e = b - A*x; -sum(log(e)) + norm(x)^2", "x", "A'*e.^-1 + 2*x"),
    ("P = softmax(A*B, 2); sum(G.*(P*V))", "V", "P'*G"),
    ("k = x'*x; y = A*x; y'*y/k", "x", "2*(A'*y/k - (y'*y)*x/k^2)"),
    ("r = A*x - b; q = r'*r; log(q)", "x", "2*A'*r/q"),
    ("s = alpha^2; sin(s)", "alpha", "2*alpha*cos(s)"),  # alpha is no root of s
    ("s = norm(x)^2; s^2 + norm(x)", "x", "(4*s + 1/sqrt(s))*x"),
    ("K = exp(-norm(x - y)^2/2); K^2 + K", "x", "(K + 2*K^2)*(y - x)"),
    ("u = x/norm(x); v = y/norm(y); u'*v", "x", "(v - (u'*v)*u)/norm(x)"),
    ("c = x'*y/(norm(x)*norm(y)); c", "x", "y/(norm(x)*norm(y)) - c*x/norm(x)^2"),
    ("s = sqrt(x'*A*x); u = x/s; c'*u", "x", "(2*c - (c'*u)*(A + A')*u)/(2*s)"),
    ("norm(X .- mean(X, 1))^2 + sum(var(X, 2))", "X", "2*((X .- mean(X, 2))/n + X .- mean(X, 1))"),
    ("lambda*(norm(x, 1) + norm(y, Inf)*opnorm(A, 1))", "lambda", "opnorm(A, 1)*norm(y, Inf) + norm(x, 1)"),
    (LOGISTIC, "w", "(h - y)*x"),
    (NETWORK, "W1", "2*((1 - h1.^2).*(W2'*(h2 - y)))*x'"),
    (NETWORK, "W2", "2*(h2 - y)*h1'"),
    ("norm(x - mean(x))^2", "x", "2*(x - mean(x))"),
]


@pytest.mark.parametrize(("text", "wrt", "gradient"), GRADIENTS)
def test_parts_stay(text: str, wrt: str, gradient: str) -> None:
    answer = differentiate(text, wrt=[wrt])
    (found,) = answer.derivatives
    assert found.gradient is not None and answer.words is not None
    said = answer.words(found.gradient)
    assert equal(said.spelled_out, found.gradient).word == "ok"
    written = program_text(found.gradient, reads_back, words=answer.words)
    assert written.rpartition("; ")[2].partition(" where ")[0] == gradient
    back = read(written)[1].expression
    assert back.shape == found.gradient.shape


def test_all_is_written_out_on_demand() -> None:
    (found,) = differentiate("r = A*x - b; r'*r", wrt=["x"]).derivatives
    assert found.gradient is not None
    assert program_text(found.gradient, reads_back) == "2*A'*(A*x - b)"


def test_a_part_that_an_answer_does_not_need_is_not_defined_in_it() -> None:
    answer = differentiate("r = A*x - b; c'*r", wrt=["x"])
    (found,) = answer.derivatives
    assert found.gradient is not None
    assert program_text(found.gradient, reads_back, words=answer.words) == "A'*c"


@pytest.mark.parametrize(
    ("text", "gradient"),
    [
        ("r = A*x; q = diag(r)*r; u = diag(q)*q; u'*u", "8*A'*r.^7"),
        ("r = A*x; q = abs(r).*r; u = abs(q).*q; v = abs(u).*u; v'*v", "16*A'*r.^15"),
        ("r = A*x; q = r.^2; u = q.^2; u'*u", "8*A'*r.^7"),
    ],
)
def test_parts_that_are_powers_together_are_one(text: str, gradient: str) -> None:
    answer = differentiate(text, wrt=["x"])
    (found,) = answer.derivatives
    assert found.gradient is not None
    assert program_text(found.gradient, reads_back, words=answer.words) == f"r = A*x; {gradient}"
