"""Terms stand in the order of the program and of its variables, with no minus sign in front that may go; parts are said once."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.render.documents.latex_report import latex_report
from matcalc_cli.render.documents.latex_steps import escaped
from matcalc_cli.render.formats.latex_names import latex_name
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.reports.answers import single
from matcalc_cli.render.reports.report import report


@pytest.mark.parametrize(("what", "text", "wrt", "expected"), [
    ("gradient", "w'*S*w/2 - lambda*(m'*w - rho) - gamma*(sum(w) - 1) where S: spd(n)", "w", "S*w - lambda*m - gamma*ones(n)"),
    ("gradient", "alpha/2*norm(x)^2 - sum(log(b - A*x))", "x", "alpha*x + A'*(b - A*x).^-1"),
    ("differential", "norm(A*x - b)^2 + lambda*norm(x)^2", "A b lambda", "2*(A*x - b)'*dA*x - 2*(A*x - b)'*db + norm(x)^2*dlambda"),
    ("differential", "-logdet(S)/2 - tr(inv(S)*C)/2 where S: spd(n)", "S C", "tr(inv(S)*(C*inv(S) - I(n))*dS)/2 - tr(inv(S)*dC)/2"),
    ("gradient", "logdet(S)/2 - tr(S)/2 where S: spd(n)", "S", "(inv(S) - I(n))/2"),
    ("gradient", "norm((I - P)*y)^2 where P: symmetric(n)", "y", "2*(I(n) - P)^2*y"),
    ("jacobian", "X*inv(X'*X)*X'*y", "X", "t1 = inv(X'*X); t2 = I(m) - X*t1*X'; kron(X*t1, (t2*y)') + kron(y'*X*t1, t2)"),
    ("gradient", "sum(i, 1, N, -y_i*w'*x_i) where y_i: scalar", "w", "-sum(i, 1, N, y_i*x_i)"),
    ("gradient", "sum(i, 1, N, (x_i - m)'*P*(x_i - m)) where P: spd(n)", "P", "sum(i, 1, N, (x_i - m)*(x_i - m)')"),
    ("gradient", "logdet(P)*N/2 - sum(k, 1, N, (x_k - m)'*P*(x_k - m)/2) where P: spd(n)", "P", "(N*inv(P) - sum(k, 1, N, (x_k - m)*(x_k - m)'))/2"),
    ("gradient", "-(x - m)'*inv(S)*(x - m)/2 where S: spd(n)", "S", "inv(S)*(x - m)*(x - m)'*inv(S)/2"),
    ("gradient", "-(m - x)'*inv(S)*(m - x)/2 where S: spd(n)", "S", "inv(S)*(m - x)*(m - x)'*inv(S)/2"),
    ("differential", "norm(W*H - V)^2 + mu*norm1(H)", "H", "tr((2*W'*(W*H - V) + mu*sign(H))'*dH)"),
    ("differential", "norm(V - W*H)^2 + mu*norm1(H)", "H", "tr((mu*sign(H) - 2*W'*(V - W*H))'*dH)"),
])  # fmt: skip
def test_the_order_and_the_signs(what: str, text: str, wrt: str, expected: str) -> None:
    (line, *_) = single(pipeline.differentiate(text, wrt=wrt.split()), what)
    assert line.partition(" where ")[0] == expected


def test_a_report_says_a_part_once() -> None:
    answer = pipeline.differentiate("tr(Y'*softmax(Q*K', 2)*V)", wrt=["Q", "K"])
    assert plain_text(report(answer, unicode=False)).count("t1 = softmax(Q*K', 2)") == 1
    assert latex_report(answer).count(r"t_{1} &=") == 1


def test_a_part_that_becomes_another_is_said_again() -> None:
    answer = pipeline.differentiate("sqrt(w'*S*w) where S: spd(n)", wrt=["w", "S"], order=2)
    found = [line for line in plain_text(report(answer, unicode=False)).splitlines() if " t1 = " in line]
    assert [line.partition(" t1 = ")[2] for line in found] == ["sqrt(w'*S*w)", "w'*S*w"]


def test_greek_indices_and_dashes_in_latex() -> None:
    assert latex_name("g_alpha") == r"g_{\alpha}"
    assert latex_name("x_max") == r"x_{\mathrm{max}}"
    assert escaped("--vech") == "-{}-vech"
