"""Determinants of maps between free entries: closed forms as books have them, and numbers against NumPy's own Jacobians."""

from __future__ import annotations

import json

import numpy as np
import pytest

from matcalc_cli.check.doubles.moving.volume import Map, agrees
from matcalc_cli.cli.main import main
from matcalc_cli.equations.volume.determinant import moves, volume
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import number
from matcalc_cli.questions import varying

FORMS = """
    L*L' where L: lower(n)                                 |   | 2^n*prod(j, 1, n, abs(L[j,j])^(n+1-j))
    L'*L where L: lower(n)                                 |   | 2^n*prod(j, 1, n, abs(L[j,j])^j)
    U*U' where U: upper(n)                                 |   | 2^n*prod(j, 1, n, abs(U[j,j])^j)
    inv(X)                                                 |   | abs(det(X))^(-2*n)
    inv(S) where S: symmetric(n)                           |   | abs(det(S))^(-n-1)
    A*X*B where X: matrix(m,n)                             | X | abs(det(A))^n*abs(det(B))^m
    X'                                                     |   | 1
    A*x                                                    | x | abs(det(A))
    2*x'                                                   |   | 2^n
    x'*A where A: matrix(n,n)                              | x | abs(det(A))
    D*X where D: matrix(m-2,m-2), X: matrix(m-2,m)         | X | abs(det(D))^m
    -2*A*S*A' where S: symmetric(n)                        | S | 2^((n+n^2)/2)*abs(det(A))^(n+1)
    A*S*A' where S: skew(n)                                | S | abs(det(A))^(n-1)
    inv(S) where S: skew(n)                                |   | abs(det(S))^(1-n)
    Q*X where Q: orthogonal(m)                             | X | 1
    alpha*S where S: symmetric(n)                          | S | abs(alpha)^((n+n^2)/2)
    L^2 where L: lower(n)                                   |   | prod(i, 1, n, prod(j in 1:n if i < j, abs(L[i,i] + L[j,j])))*prod(j, 1, n, abs(2*L[j,j]))
    D^3 where D: diagonal(n)                                |   | prod(j, 1, n, abs(3*D[j,j]^2))
    inv(D) where D: diagonal(n)                             |   | prod(j, 1, n, abs(1/D[j,j]^2))
    A*L*B where A: lower(n), B: lower(n), L: lower(n)      | L | prod(j, 1, n, abs(A[j,j])^j)*prod(j, 1, n, abs(B[j,j])^(n+1-j))
    chol(S) where S: spd(n)                                |   | 2^-n/prod(j, 1, n, chol(S)[j,j]^(n+1-j))
    qr                                                     |   | prod(j, 1, n, abs(R[j,j])^(n-j))
    L*Q where L: lower(n), Q: orthogonal(n)                |   | prod(j, 1, n, abs(L[j,j])^(n-j))
    R*Q where R: upper(n), Q: orthogonal(n)                |   | prod(j, 1, n, abs(R[j,j])^(j-1))
    lu                                                     |   | prod(j, 1, n, abs(U[j,j])^(n-j))
    eigen                                                  |   | prod(i, 1, n, prod(j in 1:n if i < j, abs(D[i,i] - D[j,j])))
    svd                                                    |   | prod(i, 1, n, prod(j in 1:n if i < j, abs(D[i,i]^2 - D[j,j]^2)))
    polar                                                  |   | prod(i, 1, n, prod(j in 1:n if i < j, abs(eigvals(P)[i] + eigvals(P)[j])))
    exp(x)                                                 |   | exp(sum(x))
    softmax(x)                                             |   | 0
    x - mean(x)                                            |   | 0
    x/norm(x)                                              |   | 0
    x*norm(x)                                              |   | 2*norm(x)^n
    x + u*tanh(w'*x + beta)                                | x | abs(1 + (1 - tanh(beta + w'*x)^2)*u'*w)
    A*x + u*tanh(w'*x)                                     | x | abs(1 + (1 - tanh(w'*x)^2)*w'*inv(A)*u)*abs(det(A))
    x - 2*v*(v'*x)/(v'*v)                                  | x | 1
    tanh(A*x + b)                                          | x | prod(1 - tanh(A*x + b).^2)*abs(det(A))
    Q*A*x where Q: orthogonal(n)                           | x | abs(det(A))
    cumsum(x)                                              |   | 1
    cumsum(A'*x) - cumsum(b)                               | x | abs(det(A))
    (A*B)^3*x                                              | x | abs(det(A*B))^3
    [x; y.*exp(A*x)]                                       | x y | exp(sum(A*x))
    [rho*sin(theta)*cos(phi); rho*sin(theta)*sin(phi); rho*cos(theta)] |   | abs(rho^2*sin(theta))
    X^2                                                    |   | prod(i, 1, n, prod(j in 1:n if i < j, abs(lambda[i] + lambda[j])))^2*prod(j, 1, n, abs(2*lambda[j]))
    A*X + X*B                                              | X | abs(det(kron(B, I(m)) + kron(I(n), A')))
    alpha^3                                                |   | abs(3*alpha^2)
    Q = [cos(theta), -sin(theta); sin(theta), cos(theta)]; Q*diag([alpha; beta])*Q' |   | abs(beta - alpha)
    [alpha, beta; beta, gamma]^2                           |   | abs(4*(alpha + gamma)*(alpha*gamma - beta^2))
    [alpha^2 - beta^2; 2*alpha*beta]                       |   | 4*(alpha^2 + beta^2)
    [rho*cos(theta); rho*sin(theta)]                       |   | abs(rho)
    softmax(x)                                             |   | 0
    x/sum(x)                                               |   | 0
    x - y*y'*x/(y'*y)                                      | x | 0
    softmax(A*x)                                           | x | 0
    [alpha, beta; beta, -alpha]                            |   | 1
    2*[alpha, 2*beta; 2*beta, gamma]                       |   | 16
    [rho*cos(theta), rho*sin(theta); rho*sin(theta), -rho*cos(theta)] |   | abs(rho)
    [0, alpha^2; -alpha^2, 0]                              |   | abs(2*alpha)
    [alpha*x; alpha + sum(x)]                              |   | abs(det([x, alpha*I(n); 1, ones(1, n)]))
"""


@pytest.mark.parametrize("row", FORMS.strip().splitlines())
def test_the_closed_form(row: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, wrt, form = (part.strip() for part in row.split(" | "))
    assert main(["volume", text, *[word for name in wrt.split() for word in ("--wrt", name)]]) == 0
    printed = capsys.readouterr().out
    line = next(line for line in printed.splitlines() if line.startswith("abs(det(J))"))
    assert line.partition(" = ")[2].partition("    #")[0] == form
    assert "every line verified at random numbers" in printed
    assert "is an integer" not in printed


def test_a_matrix_that_has_no_inverse_is_no_contradiction() -> None:
    assert varying.volume("inv(S) where S: skew(3)").verdict.startswith("not verified")


@pytest.mark.parametrize("text", ["S^2 where S: symmetric(n)", "X^3", "sqrtm(S) where S: spd(n)"])
def test_functions_of_the_spectrum(text: str) -> None:
    assert varying.volume(text).verdict == "every line verified at random numbers"


@pytest.mark.parametrize("text", ["L*L' where L: lower(n)", "lu", "polar", "X^2"])
def test_a_wrong_form_is_seen(text: str) -> None:
    found = volume(text, (), ())
    if any(move.along is not move.step for _, move in moves(found)):
        pytest.importorskip("numpy")
    from matcalc_cli.explain.equations.volume import tangents
    from matcalc_cli.expr.build import substitute

    assert found.closed is not None
    named = dict(tangents(found))
    steps = [named.get(move.step, move.step) for _, move in moves(found)]
    units = {move.step: x for x, move in moves(found) if x in found.unit}
    measured = Map(found.expression, substitute(found.moved, dict(named.items())), steps, units, found.kind)
    of = found.closed.eigenvalues
    pair = None if of is None else (found.variables[0], of)
    assert agrees(measured, found.closed.node, pair) == "ok"
    assert agrees(measured, multiply(number(3), found.closed.node), pair) == "wrong"


def test_what_is_singular_is_0_at_numbers_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volume", "softmax(x)", "--at", "x=[1,2,3]"]) == 0
    printed = capsys.readouterr().out
    assert "singular everywhere" in printed
    assert printed.count("abs(det(J)) = 0 ") == 2


def test_what_is_singular_at_odd_sizes_alone_is_not_singular(capsys: pytest.CaptureFixture[str]) -> None:
    text = "K*Q*S where K: skew(n), Q: orthogonal(n), S: symmetric(n)"
    point = ["K=[[0,1],[-1,0]]", "Q=[[0,1],[-1,0]]", "S=[[2,1],[1,3]]"]
    assert main(["volume", text, "--wrt", "Q", "--wrt", "S", *[w for at in point for w in ("--at", at)]]) == 0
    printed = capsys.readouterr().out
    assert "no closed form is known" in printed
    assert "abs(det(J)) = 5 " in printed


@pytest.mark.parametrize(
    ("entries", "value"), [("[1e7,1e-7]", "1 "), ("[1,1e-13]", "1e-13 "), ("[3,0]", "0 "), ("[0,0]", "0 ")]
)
def test_small_units_are_not_singular(entries: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volume", "v.*x", "--wrt", "x", "--at", f"v={entries}", "--at", "x=[1,1]"]) == 0
    assert f"abs(det(J)) = {value}" in capsys.readouterr().out


NUMBERS = [("X^2", 4096.0), ("expm(X)", 939.0589449945), ("sinm(X)", 8.4134595e-6)]
"""Of M_ij = (i - j)^2 at size 3, as the course's second problem set of 2023 asks."""


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_the_numbers_of_the_course(text: str, value: float, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("scipy")
    assert main(["volume", text, "--at", "X=[[0,1,4],[1,0,1],[4,1,0]]", "-f", "json"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    assert float(steps[-1]["lines"][0]["right"]["plain"]) == pytest.approx(value, rel=1e-6)


def test_the_number_is_that_of_differences() -> None:
    rng = np.random.default_rng(4)
    lower = np.tril(rng.standard_normal((3, 3))) + 2 * np.eye(3)
    places = [(i, j) for j in range(3) for i in range(j, 3)]

    def column(i: int, j: int) -> list[float]:
        e = np.zeros((3, 3))
        e[i, j] = 1e-6
        change = ((lower + e) @ (lower + e).T - (lower - e) @ (lower - e).T) / 2e-6
        return [float(change[p]) for p in places]

    wanted = abs(np.linalg.det(np.array([column(*p) for p in places]).T))
    found = varying.volume("L*L' where L: lower(n)", at=[f"L={lower.tolist()}"])
    assert float(found.sections[-1].lines[0].right.digits) == pytest.approx(wanted, rel=1e-7)  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", ["latex", "typst", "html", "markdown", "json", "pretty"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volume", "polar", "-f", form]) == 0
    assert "free entries on both sides" in capsys.readouterr().out
    assert main(["volume", "alpha^2", "--at", "alpha=3", "-f", form]) == 0
    out = capsys.readouterr().out
    assert "1 free entry on both sides" in out or form in ("typst", "html", "latex", "markdown")
    assert "{}_{" not in out  # as the name "6" would be, of nothing with a subscript


@pytest.mark.parametrize(
    ("text", "said"), [("[sqrt(alpha); beta]", "alpha > 0"), ("x*norm(x) where x: vector(2)", "x != 0")]
)
def test_where_the_derivative_is_not_there_is_told(text: str, said: str) -> None:
    from matcalc_cli.render.reports.conditions import texts

    assert list(texts(varying.volume(text).answer.conditions)) == [said]


def test_a_singular_map_at_numbers_has_no_volume(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volume", "softmax(x)", "--at", "x=[1,2,3]"]) == 0
    assert capsys.readouterr().out.count("abs(det(J)) = 0 ") == 2


@pytest.mark.parametrize("command", ["volume", "minimize"])
def test_a_size_that_no_matrix_tells_is_asked_for(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    program = "sum(ones(n,n))*v" if command == "volume" else "sum(ones(n,n))*v'*v"
    assert main([command, program, "--at", "v=[1,2]", "--wrt", "v"]) == 2
    assert "the size n is not known" in capsys.readouterr().err


REFUSED = [
    (["volume", "x'*x"], "has no determinant"),
    (["volume", "A*x", "--wrt", "A"], "has no determinant"),
    (["volume", "sum(i, 1, N, x_i)"], "x_i is a member of a family"),
    (["volume", "L*U where L: lower(n), U: upper(n)"], "matcalc volume lu"),
    (["volume", "A*X", "--wrt", "X", "--at", "X=[[1,2],[3,4]]"], "A has no value"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        (
            "stein(gamma, gamma) where gamma: scalar",
            "gamma=1",
            "only where no product of two eigenvalues of gamma is 1",
        ),
        ("log(alpha)", "alpha=-1", "only where alpha > 0"),
        ("x/norm(x) + x", "x=[0,0]", "it has one only where x != 0"),
    ],
)
def test_where_there_is_no_value_there_is_no_volume(
    text: str, at: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["volume", text, "--at", at]) == 2
    assert capsys.readouterr().err.strip().endswith(said)


def test_a_vector_of_a_shifted_size_has_a_volume_at_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """Of p - 2 entries, at the smallest sizes none."""
    assert main(["volume", "--at", "c=[[2.5], [-4.5]]", "3*c where c: vector(p - 2)"]) == 0
    assert "abs(det(J)) = 9" in capsys.readouterr().out


def test_a_size_that_no_value_needs_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volume", "--at", "beta=-2", "sum(j, 1, m, beta - beta) where beta: scalar"]) == 0
    assert "abs(det(J)) = 0" in capsys.readouterr().out


def test_a_map_that_has_a_value_nowhere_has_no_volume(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volume", "(v*v')\\v where v: vector(n)", "--wrt", "v"]) == 2
    assert "there is no volume: the expression has no value at any matrices" in capsys.readouterr().err
