"""Integrals as functions of functions: equations as textbooks have them, and gradients against sums on two grids."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from matcalc_cli.check.doubles.moving.variation import Discrete
from matcalc_cli.cli.main import main
from matcalc_cli.equations.time.functional import functional
from matcalc_cli.expr.build import add, multiply
from matcalc_cli.expr.node import number
from matcalc_cli.questions import varying

EQUATIONS = """
    sqrt(1 + v'^2)                                  | v   |  | D2(v) = 0
    sin(v)                                          | v   |  | grad J = cos(v)
    m/2*v'^2 - k/2*v^2 where m: scalar, k: scalar   | v   |  | D2(v) = -k*v/m
    sqrt((1 + v'^2)/(2*g*v)) where g: scalar        | v   |  | D2(v) = -(1 + D(v)^2)/(2*v)
    v''^2/2 - w*v where w: scalar                   | v   |  | D4(v) = w
    x'^2/2 + y'^2/2 - x*y                           | x y |  | D2(y) = -x
    D(q)'*M*D(q)/2 - q.T*K*q/2 where M: spd(n), K: symmetric(n) | q | q: vector(n) | D2(q) = -inv(M)*K*q
    norm(D(V))^2/2 + tr(B'*V)                       | V   | V: matrix(m,n) | grad J = B - D2(V)
    t*v'^2/2 + v*exp(t)                             | v   |  | D2(v) = (exp(t) - D(v))/t
    v'                                              | v   |  | 0 = 0
    t*v                                             | v   |  | t = 0
    v                                               | v   |  | 1 = 0
    sqrt((1 + v'^2)/v)                              | v   |  | E = -1/(sqrt((1 + D(v)^2)/v)*v)
    m*v'^2/2 - m*g*v                                | v   |  | where m != 0
    sqrt((1 + v'^2)/(g*(k - v)))                    | v   |  | where g*(k - v) > 0
    sqrt(v'^2 + sin(v)^2)                           | v   |  | t1 = D(v)^2 + sin(v)^2
    norm(x_(i+1))^2*v'^2/2 + v                      | v   |  | D2(v) = 1/norm(x_(i+1))^2
    EI*v''^2/2 - P*v'^2/2 - q*v                     | v   |  | grad J = EI*D4(v) + P*D2(v) - q
    D(v)'*EI*D(v)/2 where v: vector(n)              | v   |  | grad J = -(EI + EI')*D2(v)/2
    M*w'^2/2 + D(v)'*K*v where v: vector(n)         | v w |  | D2(w) = 0
    v(0) + v(1)^2*v'(0)                             | v   |  | dJ/dv(1) = 2*D(v)(0)*v(1)
    v(0)                                            | v   |  | dJ = h(0)
    norm(q(0))^2 + q(1)'*A*q(0)                     | q   | q: vector(n) | d2J = 2*(h(0)'*h(0) + h(1)'*A*h(0))
    sum(i, 1, n, (y_i - v)^2)/2 + v'^2/2            | v   |  | D2(v) = sum(j, 1, n, v - y_j)
"""


def lines(text: str, names: str, var: str, *more: str) -> list[str]:
    return ["functional", text, "--of", "t", *[w for n in names.split() for w in ("--function", n)], *more,
            *(["--var", var] if var else [])]  # fmt: skip


@pytest.mark.parametrize("row", EQUATIONS.strip().splitlines())
def test_the_equation_is_that_of_the_textbook(row: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, names, var, said = (part.strip() for part in row.split("|"))
    assert main(lines(text, names, var)) == 0
    printed = capsys.readouterr().out
    assert said in [" ".join(line.partition("#")[0].split()) for line in printed.splitlines()]
    assert "every line verified exactly" in printed


@pytest.mark.parametrize("text", ["sqrt(D(q)'*G*D(q)) where G: spd(n)", "norm(D(q))"])
def test_a_length_does_not_tell_how_fast_a_curve_is_run_through(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(lines(text, "q", "q: vector(n)")) == 0
    assert "solved for it" not in capsys.readouterr().out


def test_what_holds_for_every_function_says_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["functional", "abs(v')", "--function", "v", "--of", "t"]) == 0
    printed = capsys.readouterr().out
    assert "where the condition below holds all along, every function makes it stationary" in printed
    assert "where D(v) != 0" in printed


GENERAL: Sequence[tuple[str, str, tuple[str, ...]]] = [
    ("v*v'^2 + exp(v'') + t*v", "v", ()),
    ("sqrt(1 + v'^2)*(2 + sin(t*v))", "v", ()),
    ("x'^2*y' + x*y^2", "x,y", ()),
    ("D(q)'*A*q + sum(exp(K*D(q)))", "q", ("q: vector(n)",)),
    ("det(V + D(V)) + tr(B*V)", "V", ("V: matrix(n,n)",)),
    ("sum(i, 1, n, (y_i - v)^2)*v'^2", "v", ()),
    ("v*v''' + t*v^2", "v", ()),  # that of the sum is exact, and third differences have rounding
    ("v''''^2", "v", ()),  # of which narrow grids have rounding alone
]


@pytest.mark.parametrize(("text", "names", "var"), GENERAL)
def test_the_gradient_is_that_of_a_sum_on_two_grids(text: str, names: str, var: tuple[str, ...]) -> None:
    found = varying.check_functional(text, functions=[names], of="t", var=var, trials=2)
    assert found.check is not None
    assert found.check.verdict == "ok", found.check.reason


def test_a_wrong_gradient_is_seen() -> None:
    found = functional("v*v'^2/2 + sin(v)", ["v"], "t", (), ())
    places, (gradient,), orders = found.gradients()
    wrong = add(gradient, multiply(number(2), places[0][0]))
    assert Discrete(found.open, found.time, places, [gradient], orders).report({}, 1, 2).verdict == "ok"
    assert Discrete(found.open, found.time, places, [wrong], orders).report({}, 1, 2).verdict == "wrong"


@pytest.mark.parametrize("form", ["latex", "typst", "html", "markdown", "json", "pretty"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = lines("v'^2*b'*c + v^2", "v", "", "-f", form, "--wrt", "b")
    assert main(["explain", *arguments]) == 0
    printed = capsys.readouterr().out
    assert len(printed) > 400
    assert "integrated by parts" in printed.lower()


def test_json_has_the_sections(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(lines("sqrt(1 + v'^2)", "v", "", "-f", "json")) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["verified"] == "exact"
    euler = next(s for s in document["steps"] if s["section"] == "the Euler-Lagrange equation")
    assert euler["lines"][-1]["left"]["plain"] == "D2(v)"
    assert euler["lines"][-1]["right"]["plain"] == "0"


REFUSED = [
    (lines("v'*v", "v", "v: vector(n)"), "transpose of the vector v or its derivative"),
    (lines("(v^2)'", "v", ""), "is the derivative of a function by its name"),
    (lines("D(v)", "v", "v: vector(n)"), "only a number"),
    (lines("v + v(t - 1)", "v", ""), "another place"),
    (lines("t^2", "v", ""), "has no v"),
    (lines("v", "v", "v: symmetric(n)"), "declared symmetric"),
    (lines("t", "t", ""), "function of itself"),
    (["functional", "v", "--function", "v"], "--of"),
    (["explain", "functional", "v", "--of", "t"], "functional needs --function"),
    (["functional", "v", "--function", "sin", "--of", "t"], "is no name"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
