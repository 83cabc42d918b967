"""Differential equations: the equations of sensitivities and adjoints, and numbers against differences of solvers."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.moving import flow_check as checked
from matcalc_cli.cli.main import main
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import number
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.questions import varying

NETWORK = [
    "tanh(W*u) + p",
    "--state",
    "u",
    "--loss",
    "norm(u)^2",
    "--running",
    "norm(u - c)^2",
    "--data",
    "norm(u - y)^2",
]
PENDULUM = ["[omega; -alpha*sin(theta)]", "--state", "theta", "--state", "omega"]

SAID: list[tuple[list[str], list[str]]] = [
    (NETWORK, [
        "D(S) = I(n) + diag(1 - tanh(W*u).^2)*W*S", "D(v) = W'*(tanh(W*u).^2.*v - v) + 2*c - 2*u", "v(T) = 2*u(T)",
        "jump(v) = 2*(u - y)", "grad_p L = integral(v, t, 0, T)", "grad_W L = integral((v - tanh(W*u).^2.*v)*u', t, 0, T)",
        "grad_u_0 L = v(0)", "dL/dT = 2*(tanh(W*u(T)) + p)'*u(T) + norm(u(T) - c)^2",
        "grad_c L = integral(2*(c - u), t, 0, T)",
    ]),
    (["A*u + w", "--state", "u", "--time", "dw", "--loss", "B*norm(u)^2", "--var", "B: scalar", "--wrt", "B"], ["dL/dB = norm(u(T))^2"]),
    (["A*u + b", "--state", "u"], ["u(T) = expm(T*A)*u_0 - inv(A)*(I(n) - expm(T*A))*b", "D(S) = A*S + kron(u', I(n))", "S(0) = I(n)"]),
    (["u + w", "--state", "u"], ["u(T) = exp(T)*(u_0 + w) - w"]),
    (["-k*x where k: scalar, x: scalar", "--state", "x"], ["x(T) = x_0*exp(-T*k)", "D(S) = -S*k - x"]),
    (["A*X + X*B'", "--state", "X", "--loss", "tr(C*X)", "--wrt", "A", "--wrt", "C"], [
        "D(V) = -A'*V - V*B", "V(T) = C'", "grad_A L = integral(V*X', t, 0, T)", "grad_C L = X(T)'",
    ]),
    ([*PENDULUM, "--data", "(theta - y)^2", "--initial", "beta", "--initial", "0", "--wrt", "beta", "--wrt", "alpha"], [
        "theta(0) = beta", "S_theta(0) = 1", "D(v_omega) = -v_theta", "jump(v_theta) = 2*(theta - y)",
        "dL/dbeta = v_theta(0)", "dL/dalpha = integral(-v_omega*sin(theta), t, 0, T)",
    ]),
    (["[u[2]; -alpha*sin(u[1])]", "--state", "u", "--loss", "u[1]^2"], ["D(v) = [alpha*cos(u[1])*v[2]; -v[1]]"]),
    (["[omega; -G*sin(theta)/L]", "--state", "theta,omega", "--wrt", "L"], ["D(omega) = -G*sin(theta)/L"]),
    (["-K*u", "--state", "u", "--var", "u: scalar"], ["D(S) = -K*S - u"]),
    (["(E - u)/RC", "--state", "u"], ["u(T) = E - exp(-T/RC)*(E - u_0)"]),
    (["r*x*(1 - x/k)", "--state", "x", "--wrt", "r"], ["D(x) = r*x*(1 - x/k)"]),
    (["A*u", "--state", "u", "--loss", "norm(u - u_0)^2", "--wrt", "u_0"], ["grad L = v(0) + 2*(u_0 - u(T))"]),
    (["A*u", "--state", "u", "--data", "norm(u - u_0)^2"], ["grad_u_0 L = v(0) + sum(k, 1, N, 2*(u_0 - u(t_k)))"]),
    (["A*u", "--state", "u", "--loss", "norm(u - y)^2", "--wrt", "y", "--explain"], [
        "dL = integral((D(v) + A'*v)'*du, t, 0, T) + (2*(u(T) - y) - v(T))'*du(T) + 2*(y - u(T))'*dy + v(0)'*du(0)",
    ]),
    (["-K*u", "--state", "u", "--loss", "c'*u", "--wrt", "K", "--explain"], ["D(v) - K'*v = 0"]),
    (["A*u + u_0", "--state", "u", "--wrt", "u_0"], ["u(0) = u_000"]),
    (["S*u where S: symmetric(n)", "--state", "u", "--loss", "c'*u", "--wrt", "S"], ["grad L = integral((u*v' + v*u')/2, t, 0, T)"]),
    (["sin(s)*A*u", "--state", "u", "--time", "s", "--loss", "s*norm(u)^2", "--wrt", "T"], [
        "dL/dT = 2*T*sin(T)*u(T)'*A*u(T) + norm(u(T))^2",
    ]),
]  # fmt: skip


DOUBLE_PENDULUM = (
    "[w1; w2; (-3*g*sin(a) - g*sin(a - 2*b) - 2*sin(a - b)*(w2^2 + w1^2*cos(a - b)))/(3 - cos(2*a - 2*b)); "
    "2*sin(a - b)*(2*w1^2 + 2*g*cos(a) + w2^2*cos(a - b))/(3 - cos(2*a - 2*b))]"
)
"""The course's second problem set of 2025, with lengths and masses 1."""


def lines(printed: str) -> list[str]:
    return [" ".join(line.partition(" #")[0].split()) for line in printed.splitlines()]


@pytest.mark.parametrize(("arguments", "said"), SAID, ids=lambda value: value[0])
def test_the_equations(arguments: list[str], said: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ode", *arguments]) == 0
    printed = capsys.readouterr().out
    assert set(said) - {*lines(printed)} == set()
    assert "every line verified exactly" in printed
    assert "where 1 != 0" not in printed


def test_the_derivation_shows_where_the_adjoint_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "ode", *NETWORK, "--wrt", "W"]) == 0
    printed = lines(capsys.readouterr().out)
    assert "integral(v'*D(du), t, 0, T) = [v'*du]_0^T - integral(D(v)'*du, t, 0, T)" in printed
    assert "2*u(T) - v(T) = 0" in printed
    assert "forward = n^3 + n" in printed
    assert "backward = n^2 + 2*n" in printed
    main(["ode", *NETWORK, "--wrt", "W", "--explain"])
    assert lines(capsys.readouterr().out) == printed


@pytest.mark.parametrize("arguments", [
    {"text": "tanh(W*u) + p", "states": ["u"], "loss": "norm(u)^2", "running": "norm(u - c)^2", "data": "norm(u - y)^2", "initial": ["2*a"]},
    {"text": "A*X + X*B' + sin(t)*X", "states": ["X"], "loss": "t*tr(C*X)", "wrt": ["A", "X_0"]},
    {"text": "[omega; -alpha*sin(theta)]", "states": ["theta", "omega"], "data": "theta^2*beta"},
    {"text": "S*u*norm(u)^2 where S: symmetric(n)", "states": ["u"], "wrt": ["S"]},
    {"text": "A*u", "states": ["u"], "loss": "norm(u)^2", "at": ["A=[[0,1],[-1,0.5]]", "u_0=[1,2]", "T=1.3"]},
    {"text": "cos(t)*A*u", "states": ["u"], "loss": "t*u'*C*u", "running": "sum(exp(u))", "data": "norm(u)^2", "wrt": ["T"]},
    {"text": "A*u", "states": ["u"], "data": "norm(u)^2", "wrt": ["T"]},
    {"text": "du + u", "states": ["u"], "loss": "du'*u"},
    {"text": "A*w*u'*u", "states": ["u"], "time": "dw", "loss": "dA*norm(u)^2", "var": ["dA: scalar"]},
    {"text": DOUBLE_PENDULUM, "states": ["a,b,w1,w2"], "loss": "a^2 + b^2", "wrt": ["g", "a_0"]},
])  # fmt: skip
def test_the_gradients_are_those_of_a_solver(arguments: dict[str, Any]) -> None:
    found = varying.check_ode(**arguments, trials=1).check
    assert found is not None
    assert found.verdict == "ok", found.reason


@pytest.mark.parametrize("wrong", ["rates", "pulls", "by_end"])
def test_what_is_wrong_is_seen(wrong: str) -> None:
    way = varying.way_of(varying.flow_of("tanh(W*u) + p", states=["u"], loss="norm(u)^2", wrt=["W", "T"]))
    turned = (
        way._replace(by_end=multiply(number(2), way.by_end)) if wrong == "by_end" and way.by_end is not None else
        way._replace(pulls=[multiply(number(-1), n) for n in way.pulls]) if wrong == "pulls"
        else way._replace(rates=[(f, multiply(number(2), d)) for f, d in way.rates])
    )  # fmt: skip
    assert checked.report(way, Given(trials=1)).verdict == "ok"
    assert checked.report(turned, Given(trials=1)).verdict == "wrong"


def test_a_stiff_equation_takes_smaller_steps_and_one_that_ends_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "ode", "-300*(u - cos(t))", "--state", "u", "--var", "u: scalar", "--trials", "1"]) == 0
    assert "ok" in capsys.readouterr().out
    ends = ["--var", "U: matrix(2,2)", "--loss", "nucnorm(U)", "--at", "U_0=[[1,2],[3,4]]", "--at", "T=6"]
    assert main(["check", "ode", "U^2 + nucnorm(U)*U", "--state", "U", *ends]) == 3
    assert "no solution stays finite: an earlier end is --at T=0.6" in capsys.readouterr().out


@pytest.mark.parametrize("errors", [[np.nan, 0.0], [0.0, np.nan]])
def test_what_is_not_finite_is_never_right(errors: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    way = varying.way_of(varying.flow_of("u", states=["u"], loss="norm(u)^2"))
    monkeypatch.setattr(checked, "ATTEMPTS", 1)
    monkeypatch.setattr(checked.Solver, "forward", lambda *_: np.array([errors[0]]))
    monkeypatch.setattr(checked.Solver, "backward", lambda *_: [np.array([[errors[1]]])])
    assert checked.report(way, Given(trials=1)).verdict == "inconclusive"


def module(*arguments: str, **asked: Any) -> ModuleType:
    pytest.importorskip("scipy")
    made = ModuleType("made")
    exec(varying.code_ode(*arguments, **asked), made.__dict__)  # noqa: S102 it is ours
    return made


def test_the_module_differentiates_a_loss_with_data_at_both_ends() -> None:
    made = module("tanh(W*u) + p", states=["u"], loss="norm(u)^2", running="norm(u - c)^2", data="norm(u - y)^2")
    rng = np.random.default_rng(5)
    given = {"T": 0.8, "times": [0.0, 0.3, 0.8], "y": rng.standard_normal((3, 3, 1)), "W": rng.standard_normal((3, 3))}
    given |= {name: rng.standard_normal((3, 1)) for name in ("u_0", "p", "c")}
    found = made.gradient(**given)
    for name in ("W", "p", "c", "u_0"):
        e = rng.standard_normal(given[name].shape)
        ends = [made.loss(**given | {name: given[name] + h * e}) for h in (1e-4, -1e-4)]
        assert np.sum(found[name] * e) == pytest.approx((ends[0] - ends[1]) / 2e-4, rel=1e-5, abs=1e-6)
    tight = {k: v for k, v in given.items() if k not in ("times", "y")}
    after = [made.solve(**tight | {"p": given["p"] + h * e})(0.8)[0] for h in (1e-4, -1e-4)]
    assert made.sensitivity_p(**tight) @ e == pytest.approx((after[0] - after[1]) / 2e-4, rel=1e-4, abs=1e-6)


def test_the_module_of_a_linear_equation_has_its_closed_form() -> None:
    made = module("A*u", states=["u"], loss="c'*u")
    linalg = pytest.importorskip("scipy.linalg")
    rng = np.random.default_rng(2)
    A, c, u = rng.standard_normal((3, 3)), rng.standard_normal((3, 1)), rng.standard_normal((3, 1))
    found = made.gradient(0.7, A=A, c=c, u_0=u)
    wanted = linalg.expm_frechet(0.7 * A.T, 0.7 * c @ u.T, compute_expm=False)
    assert found["A"] == pytest.approx(wanted, rel=1e-6)
    assert found["u_0"] == pytest.approx(linalg.expm(0.7 * A.T) @ c, rel=1e-6)
    assert found["T"] == pytest.approx((c.T @ A @ linalg.expm(0.7 * A) @ u).item(), rel=1e-6)


def test_a_solution_that_blows_up_is_no_result() -> None:
    with pytest.raises(ArithmeticError, match="stops at"):
        module("x^2 where x: scalar", states=["x"]).solve(2.0, x_0=1.0)


def test_the_pendulum_of_the_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("scipy")
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    block = next(b for b in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "import pendulum" in b)
    arguments = [
        "[omega; -alpha*sin(theta) - beta*omega]",
        "--state",
        "theta",
        "--state",
        "omega",
        "--data",
        "(theta - y)^2",
    ]
    assert main(["code", "ode", *arguments, "-o", str(tmp_path / "pendulum.py")]) == 0
    monkeypatch.syspath_prepend(str(tmp_path))
    found: dict[str, Any] = {}
    exec(block.replace("20)", "6)").replace("10", "3"), found)  # noqa: S102 a shorter one of the README's
    assert found["fit"].x == pytest.approx([9.2, 0.15], rel=1e-3)
    assert "9.2" in capsys.readouterr().out or found["fit"].success


@pytest.mark.parametrize("form", ["latex", "typst", "html", "markdown", "json", "pretty"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ode", *NETWORK, "--wrt", "W", "--explain", "-f", form]) == 0
    assert "adjoint" in capsys.readouterr().out


def test_what_is_guessed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ode", "A*u", "--state", "x"]) == 0
    assert "the right-hand side has no x" in capsys.readouterr().err
    assert main(["ode", "[u2; -sin(u1)]", "--state", "u"]) == 0
    assert "entries of u are written u[1] and u[2]" in capsys.readouterr().err
    assert main(["ode", "A*u + B", "--state", "u"]) == 0
    assert "u and A and B are taken as numbers: otherwise the terms of a sum" in capsys.readouterr().err
    assert main(["ode", "x^2", "--state", "x"]) == 0
    assert "x is taken as a number" in capsys.readouterr().err
    assert main(["ode", "3", "--state", "x"]) == 0
    assert "otherwise the right-hand side is a number, and by its letter x is none" in capsys.readouterr().err
    for option in ("--loss", "--running", "--data"):
        assert main(["ode", "-alpha*u", "--state", "u", option, "u^2"]) == 0
        assert "u is taken as a number: otherwise" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("u' = A*u", "u"),
        ("D(u) = A*u", "u"),
        ("du/dt=A*u", "u"),
        ("[u'; v'] = [A*u; v]", "u v"),
        ("[u; v]' = [A*u; v]", "u v"),
    ],
)
def test_an_equation_is_read_by_its_right_side(text: str, states: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ode", text, *[word for u in states.split() for word in ("--state", u)]]) == 0
    assert "D(u) = A*u\n" in capsys.readouterr().out


REFUSED = [
    (["ode", "A*u"], "--state U"),
    (["ode", "[a; b]", "--state", "x", "--state", "y", "--state", "z"], "3 states have a right-hand side each"),
    (["ode", "A*u", "--state", "u", "--wrt", "u"], "u is a state"),
    (["ode", "A*u", "--state", "u", "--loss", "u"], "--loss is a number"),
    (["ode", "A*X*B + C*X", "--state", "X", "--loss", "X"], "--loss is a number"),
    (["ode", "norm(A*u)^2", "--state", "u"], "has not the shape of u"),
    (["ode", "A*u", "--state", "u", "--time", "u"], "a name each"),
    (["ode", "A*u", "--state", "u", "--initial", "a", "--initial", "b"], "--initial is given 2 times"),
    (["ode", "A*u", "--state", "u", "--initial", "t*c"], "there t has no value yet"),
    (["ode", "A*u", "--state", "u", "--initial", "u"], "there u has no value yet"),
    (["ode", "u'' = A*u", "--state", "u"], "[v; A*u] --state u --state v"),
    (["recurrence", "x_(k+1) = A*x_k", "--state", "x"], "EXPR is the right-hand side alone, A*x here"),
    (["explain", "ode", "A*u"], "ode needs --state"),
    (["code", "ode", "A*u", "--state", "u", "--target", "julia"], "no code for julia"),
    (["check", "ode", "A*u", "--state", "u", "--claim", "A"], "--claim"),
    (["check", "ode", "-A*u", "--state", "u", "--at", "T=-1"], "the last time is -1"),
    (["check", "ode", "A*u", "--state", "u", "--at", "u=[1,2]"], "its variables are A, u_0, T"),
    (["ode", "sum(i, 1, n, norm(x_i))*u", "--state", "u"], "members of families"),
    (["check", "ode", "sum(i, 1, n, norm(x_i))*u", "--state", "u", "--wrt", "u_0"], "a family in the equation"),
    (["ode", "sum(i, 1, n, norm(x_i))*u", "--state", "u", "--wrt", "x_j"], "members of families"),
]


@pytest.mark.parametrize("option", ["--running", "--loss", "--data"])
def test_the_adjoint_has_a_name_that_the_loss_has_not(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ode", "--state", "u", option, "v'*u + v'*v", "X*u where X: matrix(p,p), u: vector(p)"]) == 0
    out = capsys.readouterr().out
    assert "w(T)" in out
    assert "v(T)" not in out
    assert "every line verified" in out


@pytest.mark.parametrize("text", [r"((z*z') \ z) - z", "inv(z*z')*z - z"])
def test_what_rounding_makes_of_a_singular_matrix_is_no_evidence(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ode", "--state", "z", text]) == 0
    assert "a line is not verified" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_size_that_a_line_names_is_a_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ode", "arccos(F + F') - F where F: matrix(m + 2,m + 2)", "--state", "F"]) == 0
    printed = capsys.readouterr().out
    assert "t1 = m^2 + 4*m + 4" in printed
    assert "every line verified exactly" in printed
