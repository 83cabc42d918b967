"""Recurrences: N steps written once, by name and with numbers, and their derivatives forward and backward."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from matcalc_cli import library
from matcalc_cli.check.before_printing import MismatchError
from matcalc_cli.cli.main import main
from matcalc_cli.equations.time.flow import Flow
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import number
from matcalc_cli.program import read
from matcalc_cli.questions import stepping
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.simplify import simplify

SAME = [
    ("iterate(tanh(W*x + p), x, u, 2)", "tanh(W*tanh(W*u + p) + p)"),
    ("x = iterate(tanh(W*x + p), x, u, 2); y = x; y", "tanh(W*tanh(W*u + p) + p)"),
    ("c'*iterate(x + A*x, x, u, 3)", "a = u + A*u; b = a + A*a; c'*(b + A*b)"),
    ("iterate((alpha + beta/alpha)/2, alpha, gamma, 2)", "a = (gamma + beta/gamma)/2; (a + beta/a)/2"),
    ("iterate(X*A, X, B, 2) + iterate(X*A, X, C, 1)", "B*A*A + C*A"),
    ("x = iterate(tanh(W*x + p), x, u, 3); x_1'*x_2 + x'*x_3", "a = tanh(W*u + p); b = tanh(W*a + p); c = tanh(W*b + p); a'*b + c'*c"),
    ("x = iterate(A*x, x, x_1, 2); x + x_1", "A*A*x_1 + x_1"),
    ("x = iterate(A*x, x, u, 2); x + x_1 where x_1: vector(n)", "A*A*u + x_1 where x_1: vector(n)"),
    ("iterate(iterate(y + A*x, y, x, 2), x, u, 1)", "u + 2*A*u"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written_out"), SAME)
def test_steps_are_what_they_stand_for(text: str, written_out: str) -> None:
    one, other = (simplify(read(program)[1].expression) for program in (text, written_out))
    assert plain(express(one)) == plain(express(other))


def test_the_word_is_a_name_elsewhere() -> None:
    assert read("iterate'*iterate")[1].expression.is_scalar


def test_the_backward_pass_has_the_names_of_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "norm(iterate(tanh(W*x + p), x, x0, 3) - y)^2", "--wrt", "p", "--mode", "reverse"]) == 0
    printed = capsys.readouterr().out
    assert "x_2 = tanh(v)" in printed
    assert "g_x_1" in printed
    assert "every line verified exactly" in printed


def test_a_taken_name_is_not_taken_again() -> None:
    assert library.differentiate("x_1'*iterate(A*x, x, x_1, 2)", wrt="x_1").gradient.plain == "(A^2 + (A^2)')*x_1"


SAID: list[tuple[list[str], list[str]]] = [
    (["tanh(W*x + p)", "--state", "x", "--loss", "norm(x - y)^2", "--wrt", "W", "--wrt", "p", "--wrt", "x_0"], [
        "z_N = 2*(x_N - y)", "z_k = W'*(z_(k+1) - tanh(W*x_k + p).^2.*z_(k+1))", "grad_x_0 L = z_0", "S_0 = I(n)",
        "grad_W L = sum(k, 0, N-1, (z_(k+1) - tanh(W*x_k + p).^2.*z_(k+1))*x_k')",
    ]),
    (["tanh(W*x + U*u)", "--state", "x", "--given", "u", "--each", "norm(V*x - y)^2", "--wrt", "V", "--explain"], [
        "grad L = sum(k, 1, N, 2*(V*x_k - y_k)*x_k')", "z_N = 2*V'*(V*x_N - y_N)",
    ]),
    (["A*x + B*u", "--state", "x", "--given", "u", "--each", "x'*Q*x + u'*R*u", "--wrt", "u"], [
        "L = sum(k, 1, N, u_(k-1)'*R*u_(k-1) + x_k'*Q*x_k)", "grad_u_k L = B'*z_(k+1) + (R + R')*u_k",
    ]),
    (["x + alpha*(A*x)", "--state", "x", "--loss", "c'*x", "--wrt", "A"], [
        "S_(k+1) = S_k + alpha*(A*S_k + kron(x_k', I(n)))", "grad L = sum(k, 0, N-1, alpha*z_(k+1)*x_k')",
    ]),
    (["A*x", "--state", "x", "--loss", "norm(x - x_0)^2", "--wrt", "x_0"], ["grad L = z_0 + 2*(x_0 - x_N)"]),
    (["x = iterate(tanh(W*x), x, b, N); norm(x)^2 where W: matrix(3,3)", "--wrt", "W"], [
        "x_0 = b", "z_N = 2*x_N", "grad L = sum(k, 0, N-1, (z_(k+1) - tanh(W*x_k).^2.*z_(k+1))*x_k')",
    ]),
    (["x = iterate(A*x, x, b, N)"], ["x_0 = b", "S_(k+1) = A*S_k"]),
    (["[x + alpha*w; w - alpha*x]", "--state", "x,w", "--loss", "x'*x", "--initial", "b", "--initial", "0", "--wrt", "b"], [
        "z_x_N = 2*x_N", "z_x_k = z_x_(k+1) - alpha*z_w_(k+1)", "grad L = z_x_0", "w_0 = 0",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), SAID, ids=lambda value: value[0])
def test_the_recurrences(arguments: list[str], said: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recurrence", *arguments]) == 0
    printed = capsys.readouterr().out
    assert set(said) - {" ".join(line.partition(" #")[0].split()) for line in printed.splitlines()} == set()
    assert "every line verified exactly" in printed


def test_the_adjoint_recurrence_is_the_gradient_of_a_network_in_numpy() -> None:
    """What is printed, typed into NumPy, against differences."""
    rng = np.random.default_rng(3)
    W, p, x0, y = rng.standard_normal((3, 3)), rng.standard_normal(3), rng.standard_normal(3), rng.standard_normal(3)
    steps = 4

    def loss(W: Any) -> float:
        x = x0
        for _ in range(steps):
            x = np.tanh(W @ x + p)
        return float(np.sum((x - y) ** 2))

    xs = [x0]
    for _ in range(steps):
        xs.append(np.tanh(W @ xs[-1] + p))
    z, total = 2 * (xs[-1] - y), np.zeros((3, 3))
    for k in reversed(range(steps)):
        a = z - np.tanh(W @ xs[k] + p) ** 2 * z
        total, z = total + np.outer(a, xs[k]), W.T @ a
    e = rng.standard_normal((3, 3))
    assert np.sum(total * e) == pytest.approx((loss(W + 1e-6 * e) - loss(W - 1e-6 * e)) / 2e-6, rel=1e-6)


@pytest.mark.parametrize("form", ["latex", "typst", "html", "markdown", "json", "pretty"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recurrence", *SAID[1][0], "-f", form]) == 0
    assert "adjoint" in capsys.readouterr().out


def test_an_iteration_at_the_beginning_of_a_long_sum() -> None:
    answer = library.differentiate("iterate(A*x, x, b, 2)" + " + b" * 1500, wrt="b")
    assert answer.jacobian.plain == "1500*I(n) + A^2"


LQR = {"text": "A*x + B*u", "states": ["x"], "inputs": ["u"], "each": "x'*Q*x + u'*R*u"}
CHECKED: list[dict[str, Any]] = [
    LQR,
    {**LQR, "loss": "c'*x*sin(k)", "wrt": ["u", "Q", "x_0"], "at": ["N=3", "Q=[[1,2],[3,5]]"]},
    {"text": "tanh(W*x + U*u)*cos(k)", "states": ["x"], "inputs": ["u"], "each": "norm(V*x - y)^2"},
    {"text": "[x + alpha*w; w - alpha*x]", "states": ["x,w"], "initial": ["b", "0"]},
    {"text": "A*x", "states": ["x"], "each": "norm(x - x_0)^2"},
    {"text": "S*X + X*S' where S: symmetric(n)", "states": ["X"], "loss": "tr(C*X)"},
]


@pytest.mark.parametrize("asked", CHECKED)
def test_the_module_has_the_derivatives_of_its_steps(asked: dict[str, Any]) -> None:
    found = stepping.check_recurrence(**asked, trials=1).check
    assert found is not None
    assert found.verdict == "ok", found.relative_error


def test_a_wrong_derivative_of_the_module_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Flow.pulled_back
    monkeypatch.setattr(Flow, "pulled_back", lambda self, p: multiply(number(2), right(self, p)))
    found = stepping.check_recurrence(**LQR, trials=1).check
    assert found is not None
    assert found.verdict == "wrong"


def test_the_inputs_of_the_regulator_are_those_of_riccati() -> None:
    """Descended to a gradient of 0, the inputs are those of dynamic programming."""
    made = ModuleType("made")
    exec(stepping.code_recurrence(**LQR), made.__dict__)  # noqa: S102 it is ours
    rng = np.random.default_rng(4)
    A, B, x, steps = rng.standard_normal((3, 3)), rng.standard_normal((3, 2)), rng.standard_normal((3, 1)), 4
    Q, R = np.diag([1.0, 2.0, 0.5]), np.array([[2.0, 0.3], [0.3, 1.0]])
    P, gains = Q, []
    for _ in range(steps):
        K = np.linalg.solve(R + B.T @ P @ B, B.T @ P @ A)
        gains.insert(0, K)
        P = Q + A.T @ P @ (A - B @ K)
    us, here = [], x
    for K in gains:
        us.append(-K @ here)
        here = A @ here + B @ us[-1]
    found = made.gradient(steps, x, A=A, B=B, Q=Q, R=R, u=us)
    assert np.abs(found["u"]).max() < 1e-12 * np.abs(found["A"]).max()
    with pytest.raises(ValueError, match="given 4 times"):
        made.loss(steps, x, A=A, B=B, Q=Q, R=R, u=us[:2])


REFUSED = [
    (["grad", "norm(iterate(A*x, x, b, n))"], "whole number"),
    (["grad", "norm(iterate(A*x, 2*x, b, 3))"], "second argument of iterate is a name"),
    (["grad", "norm(iterate(A*x, x, 3))"], "iterate takes"),
    (["grad", "sum(i, 1, n, norm(iterate(A*x, x, b, 3)))"], "sum or product over an index"),
    (["grad", "norm(iterate(A*x, x, b, 900))"], "more than 200 steps"),
    (["recurrence", "x = iterate(A*x, y, b, N)"], "what the program calls it"),
    (["recurrence", "x = iterate(A*x, x, b, K)"], "called N here"),
    (["recurrence", "x = iterate(A*x, x, b, N) + 2"], "a recurrence stands alone"),
    (["check", "recurrence", "A*x"], "--state U says"),
    (["recurrence", "A*x_k", "--state", "x"], "x_k would be a constant here, and no value of x"),
    (["recurrence", "A*x", "--state", "x", "--loss", "norm(x_N - y)^2"], "x_N would be a constant here"),
    (["recurrence", "x = iterate(A*x, x, b, N); c'*x_3"], "x_3 would be a constant here, and no step of x"),
    (["recurrence", "A*x", "--state", "x", "--given", "x"], "x is a state, and not given"),
    (["code", "recurrence", "A*x", "--state", "x", "--target", "julia"], "no code for julia"),
    (["code", "recurrence", "A*x", "--state", "x", "--data", "x"], "--data is of a differential equation"),
    (["code", "A*x", "--state", "x", "--each", "x"], "--each is of a recurrence"),
    (["code", "recurrence", "A*x", "--state", "x", "--plan"], "--plan is of expressions"),
    (["check", "recurrence", "A*x", "--state", "x", "--at", "N=0"], "a whole number from 1"),
    (["check", "recurrence", "Q*x where Q: orthogonal(n)", "--state", "x"], "cannot move"),
    (["code", "recurrence", "f(x)", "--state", "x", "--var", "f: vector(n) of vector(n)"], "without a formula"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_wrong_adjoint_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Flow.pulled_back
    monkeypatch.setattr(Flow, "pulled_back", lambda self, p: multiply(number(2), right(self, p)))
    with pytest.raises(MismatchError):
        stepping.recurrence("tanh(W*x)", states=["x"], loss="norm(x)^2", wrt=["W"])
