"""Recurrences: N steps written once, by name and with numbers, and their derivatives forward and backward."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli import library
from matcalc_cli.check.printed import MismatchError
from matcalc_cli.cli.main import main
from matcalc_cli.equations.time.flow import Flow
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import number
from matcalc_cli.program import read
from matcalc_cli.questions import varying
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.simplify import simplify

SAME = [
    ("iterate(tanh(W*x + p), x, u, 2)", "tanh(W*tanh(W*u + p) + p)"),
    ("c'*iterate(x + A*x, x, u, 3)", "a = u + A*u; b = a + A*a; c'*(b + A*b)"),
    ("iterate((alpha + beta/alpha)/2, alpha, gamma, 2)", "a = (gamma + beta/gamma)/2; (a + beta/a)/2"),
    ("iterate(X*A, X, B, 2) + iterate(X*A, X, C, 1)", "B*A*A + C*A"),
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
    (["x + alpha*(A*x)", "--state", "x", "--loss", "c'*x", "--wrt", "A"], [
        "S_(k+1) = S_k + alpha*(A*S_k + kron(x_k', I(n)))", "grad L = sum(k, 0, N-1, alpha*z_(k+1)*x_k')",
    ]),
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


REFUSED = [
    (["grad", "norm(iterate(A*x, x, b, n))"], "whole number"),
    (["grad", "norm(iterate(A*x, 2*x, b, 3))"], "second argument of iterate is a name"),
    (["grad", "norm(iterate(A*x, x, 3))"], "iterate takes"),
    (["grad", "sum(i, 1, n, norm(iterate(A*x, x, b, 3)))"], "sum or product over an index"),
    (["grad", "norm(iterate(A*x, x, b, 900))"], "more than 200 steps"),
    (
        ["recurrence", "A*x + B*u", "--state", "x", "--given", "u", "--each", "x'*x + u'*u", "--wrt", "u"],
        "at each step",
    ),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_wrong_adjoint_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Flow.pulled_back
    monkeypatch.setattr(Flow, "pulled_back", lambda self, p: multiply(number(2), right(self, p)))
    with pytest.raises(MismatchError):
        varying.recurrence("tanh(W*x)", states=["x"], loss="norm(x)^2", wrt=["W"])
