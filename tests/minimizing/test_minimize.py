"""`matcalc minimize`: minima that are known, what is no minimum, what stops a descent, and where answers go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.kinds import draw
from matcalc_cli.cli.equations import minimize
from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.minimizing import descent
from matcalc_cli.questions import searching
from matcalc_cli.questions.searching import Search

A = np.array([[2.0, 1.0, 0.5], [1.0, -3.0, 0.2], [0.5, 0.2, 1.0]])
C = A @ A.T + np.eye(3)
B = np.array([[1.0, -2.0], [0.3, 4.0], [2.0, 1.0], [-1.0, 0.5]])
b = np.array([[1.0], [-2.0], [3.0], [0.7]])
EIGENVALUES = np.linalg.eigvalsh(A)
SOLUTION = np.linalg.lstsq(B, b)[0]
DATA = {"A": A, "C": C, "B": B, "b": b}

KNOWN = [
    ("norm(B*x - b)^2", ["x=[5, 5]"], "x", SOLUTION),
    ("norm(B*x - b)^2 + alpha^2", ["x=[5, 5]", "alpha=2"], "x", SOLUTION),
    ("logdet(S) + tr(inv(S)*C) where S: spd(n), C: spd(n)", ["S=[[1,0,0],[0,1,0],[0,0,1]]"], "S", C),
    ("norm(D - A)^2 where D: diagonal(n)", [], "D", np.diag(np.diag(A))),
    ("norm(T - A)^2 where T: toeplitz(n)", [], "T", np.array([[0, 0.6, 0.5], [0.6, 0, 0.6], [0.5, 0.6, 0]])),
    ("norm(Q - C)^2 where Q: orthogonal(n), C: spd(n)", ["Q=[[0,1,0],[0,0,1],[1,0,0]]"], "Q", np.eye(3)),
    ("sum(i, 1, N, norm(x_i - b_i)^2) + sum(i, 1, N-1, norm(x_(i+1) - x_i)^2)", ["b=[1,2;3,4;5,7]"], "x", np.array([[2, 3.125], [3, 4.25], [4, 5.625]])),
    ("sum(i, 1, 2, sum(j, 1, 3, (y_ij - i*j)^2)) where y_ij: scalar", [], "y", np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]])),
    ("alpha - 3*log(alpha) where alpha: positive", ["alpha=40"], "alpha", np.array([[3.0]])),
]  # fmt: skip


def given(text: str, at: Sequence[str]) -> list[str]:
    """The data that a program has, behind what it begins with."""
    program = text.partition("where")[0]
    names = [n for n in DATA if n in program and not any(word.startswith(f"{n}=") for word in at)]
    return [*at, *[f"{n}={DATA[n].tolist()}" for n in names]]


def found(text: str, at: Sequence[str] = (), search: Search | None = None, **asked: Any) -> Any:
    return searching.minimum(text, search or Search(), at=given(text, at), **asked)


def wrt(text: str, name: str) -> list[str]:
    return [name, *[n for n in ("alpha",) if n in text and n != name]]


@pytest.mark.parametrize(("text", "at", "name", "there"), KNOWN)
def test_known_minima(text: str, at: list[str], name: str, there: Any) -> None:
    best = found(text, at, wrt=wrt(text, name))
    assert best.best.converged
    assert best.best.gradient_norm < 1e-6
    value = next(x for v, x in best.point.items() if v.spelling == name)
    assert np.allclose(value, there, atol=1e-6)
    assert best.best.curvature is None or best.best.curvature > 0


@pytest.mark.parametrize("method", ["l-bfgs-b", "newton-cg", "trust-ncg", "trust-exact"])
def test_every_method_comes_to_one_minimum(method: str) -> None:
    text = "logdet(S) + tr(inv(S)*C) + (alpha - 2)^2 where S: spd(n), C: spd(n)"
    best = found(text, ["S=[[2,0,0],[0,1,0],[0,0,1]]", "alpha=5"], Search(method=method), wrt=["S", "alpha"])
    assert best.best.converged
    assert np.allclose(next(iter(best.point.values())), C, atol=1e-5)


def test_a_hessian_that_overflows_stops_the_search() -> None:
    best = found("1/(2*alpha) where alpha: scalar", ["alpha=-3"], Search(method="trust-exact"), wrt=["alpha"])
    assert not best.best.converged
    assert best.best.value < -1e12


def test_a_sphere_of_many_dimensions(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    start, d = rng.standard_normal((600, 1)), rng.standard_normal((600, 1))
    np.save(tmp_path / "x.npy", start / np.linalg.norm(start))
    np.save(tmp_path / "d.npy", d)
    files = [f"{name}={tmp_path / name}.npy" for name in ("x", "d")]
    best = searching.minimum("x'*(d.*x) where x: sphere(600)", Search(), wrt=["x"], at=files)
    assert best.best.converged
    assert best.best.value == pytest.approx(d.min())


def test_entries_that_may_not_be_negative() -> None:
    data = ["B=[[1, -2], [0.3, 4], [2, 1]]", "b=[1, -2, 3]", "x=[1, 1]"]
    best = searching.minimum("norm(B*x - b)^2", Search(nonnegative=["x"]), wrt=["x"], at=data)
    assert best.best.stopped == "bound"
    assert best.best.gradient_norm < 1e-6
    first = np.array([1, 0.3, 2]) @ [1, -2, 3] / np.array([1, 0.3, 2]).dot([1, 0.3, 2])
    assert np.allclose(best.best.point[0][:, 0], [first, 0], atol=1e-6)


@pytest.mark.parametrize(("text", "x", "stopped"), [
    ("x[1]^2 + 3*x[1]*x[2] + x[2]^2", "[0,0]", "bound"),
    ("x[1]^2 + 3*x[1]*x[2] + x[2]^2", "[2,1]", "bound"),
    ("x[1]^2 - 3*x[1]*x[2] + x[2]^2", "[0,0]", "falling"),
    ("x[1]^2 + 3*x[1]*x[2] - x[2]^2", "[0,0]", "falling"),
    ("-norm(x)^2", "[0,0]", "falling"),
    ("sum(x.^3)", "[1,2]", "gradient"),
    ("norm(x - [1;-2])^2", "", "bound"),
])  # fmt: skip
def test_what_a_bound_lets_fall(text: str, x: str, stopped: str) -> None:
    at = [f"x={x}"] if x else []
    best = searching.minimum(f"{text} where x: vector(2)", Search(nonnegative=["x"]), wrt=["x"], at=at)
    assert best.best.stopped == stopped
    assert best.best.point[0].min() >= 0


@pytest.mark.parametrize("method", ["bfgs", "l-bfgs-b", "newton-cg"])
def test_a_factorization_is_no_saddle_nor_a_kink(method: str) -> None:
    data = ["M=[[1,2,3],[4,5,6],[7,8,10]]", "W=[[1,0.2],[1,0.3],[1,1]]", "H=[[1,1,2],[0.3,1,1]]"]
    best = searching.minimum("norm(W*H - M)^2", Search(method=method), wrt=["W", "H"], at=data)
    smallest = np.linalg.svd([[1, 2, 3], [4, 5, 6], [7, 8, 10]])[1][-1]
    assert best.best.converged
    assert best.best.value == pytest.approx(smallest**2)


@pytest.mark.parametrize(("kind", "cols"), [("matrix", 2), ("stiefel", 2), ("sphere", 1)])
def test_a_tall_matrix_is_drawn_soon(kind: str, cols: int) -> None:
    assert draw(kind, np.random.default_rng(0), 100_000, cols).shape == (100_000, cols)


@pytest.mark.parametrize("kind", ["sphere(n)", "stiefel(n,p)"])
def test_smallest_eigenvalues(kind: str) -> None:
    best = found(
        f"tr(Q'*A*Q) where A: symmetric(n), Q: {kind}", [], wrt=["Q"], sizes="p=2" * ("p" in kind[1:] and "," in kind)
    )
    count = 2 if "," in kind else 1
    assert best.best.value == pytest.approx(sum(EIGENVALUES[:count]), abs=1e-8)


@pytest.mark.parametrize(("text", "at", "stopped"), [
    ("norm(u*v' - A)^2", ["u=[0,0,0]", "v=[0,0,0]"], "saddle"),
    ("-norm(x)^2 + sum(x.^4)", ["x=[0,0]"], "maximum"),
    ("cos(alpha)", ["alpha=0"], "maximum"),
    ("theta^4 - alpha^2", ["alpha=0", "theta=0"], "falling"),
    ("sqrt(alpha^2)", ["alpha=1"], "kink"),
    ("norm1(x) + norm(x)^2", ["x=[0,0]"], "kink"),
    ("sum(log(x)) + sum(x)", ["x=[1,2]"], "boundary"),
    ("b'*x", ["x=[1,2,3,4]"], "endless"),
    ("-alpha^(-2)", ["alpha=-3"], "endless"),  # a line search sees the pole, and takes no step
    ("alpha^-3", ["alpha=-3"], "endless"),
    ("log(alpha^2)", ["alpha=-3"], "steep"),
    ("exp(alpha)", ["alpha=1"], "drifting"),
    ("alpha^3 + theta^2", ["alpha=0", "theta=1"], "flat"),
    ("-alpha^4", ["alpha=0"], "flat"),
    ("-logdet(S) where S: spd(n)", ["S=[[2,1],[1,3]]"], "distant"),
    ("norm1(B*x - b)", ["x=[1,2]"], "stalled"),
    ("sigma^2 + 2*sigma where sigma: positive", ["sigma=1"], "edge"),
    ("norm(S - A)^2 where S: spd(n)", ["S=[[1,0,0],[0,1,0],[0,0,1]]"], "edge"),
    ("tr(C*S) where S: spd(n), C: spd(n)", ["S=[[1,0,0],[0,1,0],[0,0,1]]"], "edge"),
])  # fmt: skip
def test_what_is_no_minimum_is_told(text: str, at: list[str], stopped: str) -> None:
    names = [word.partition("=")[0] for word in at]
    best = found(text, at, wrt=names)
    assert best.best.stopped == stopped
    assert not best.best.converged
    assert all((np.linalg.eigvalsh(x) > 0).all() for v, x in best.point.items() if v.kind in ("spd", "positive"))
    if stopped in ("saddle", "maximum", "falling"):
        assert best.best.curvature < 0


def test_a_method_that_gives_up_on_a_slope_is_not_said_to_be_at_a_kink() -> None:
    """SciPy's Newton-CG takes a curvature of 1e-7 for none, where 1/alpha still falls."""
    best = found("1/alpha", ["alpha=3"], Search(method="newton-cg"), wrt=["alpha"])
    assert best.best.stopped == "unfinished"


@pytest.mark.parametrize(("text", "start"), [("log(abs(alpha))", -3), ("sqrt(abs(alpha)) + alpha^2", 3)])
def test_what_scipy_cannot_factor_ends_a_descent(text: str, start: int) -> None:
    """Near a pole trust-exact raises errors of its own, of numbers that overflow."""
    best = searching.minimum(text, Search(method="trust-exact"), at=[f"alpha={start}"], wrt=["alpha"])
    assert not best.best.converged
    assert abs(best.best.point[0].item()) < 1e-6


@pytest.mark.parametrize("method", ["bfgs", "l-bfgs-b", "trust-exact"])
@pytest.mark.parametrize(
    ("text", "stopped"), [("log(abs(alpha))", "steep"), ("log(alpha)", "boundary"), ("log(alpha^2 - 1)", "boundary")]
)
def test_a_pole_has_values_on_its_other_side(text: str, stopped: str, method: str) -> None:
    assert searching.minimum(text, Search(method=method), at=["alpha=2"], wrt=["alpha"]).best.stopped == stopped


def test_steps_that_leave_the_domain_are_gone_back_from() -> None:
    best = searching.minimum("sum(x) - sum(log(x))", Search(), at=["x=[1, 20]"])
    assert best.outside > 0
    assert np.allclose(best.best.point[0], 1)


def test_several_starts_find_what_one_does_not() -> None:
    text, at = "norm(u*v' - A)^2", ["u=[0,0,0]", "v=[0,0,0]"]
    best = found(text, at, Search(starts=4), wrt=["u", "v"])
    assert len(best.every) == 4
    assert best.best.value == pytest.approx(sum(EIGENVALUES**2) - max(EIGENVALUES**2))
    assert best.best.converged


def test_what_ends_it_leaves_the_best_point() -> None:
    def watch(step: int, _: Any) -> None:
        if step == 3:
            raise KeyboardInterrupt

    called: list[int] = []
    text = "logdet(S) + tr(inv(S)*C) where S: spd(n), C: spd(n)"
    search = Search(watch=watch, ends={KeyboardInterrupt: "interrupted"}, over=lambda: called.append(1), starts=5)
    best = found(text, ["S=[[1,0,0],[0,1,0],[0,0,9]]"], search, wrt=["S"])
    assert (best.best.stopped, best.best.steps, len(best.every), called) == ("interrupted", 3, 1, [1])
    start = np.diag([1.0, 1.0, 9.0])
    assert best.best.value < np.log(9) + np.trace(np.linalg.inv(start) @ C)


def test_what_ends_another_start_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def watch(_: Any, __: int, place: Any) -> None:
        if place.value > 50:
            raise KeyboardInterrupt

    monkeypatch.setattr(minimize.Steps, "watch", watch)
    assert main(["minimize", "theta^4 + 1000*(alpha - 3)^2", "--at", "alpha=3", "--at", "theta=1", "--wrt", "alpha",
                 "--wrt", "theta", "--starts", "9", "--method", "l-bfgs-b"]) == 130  # fmt: skip
    assert "another start ended too soon" in capsys.readouterr().out


def test_no_more_evaluations_than_by_hand() -> None:
    from scipy.optimize import minimize

    def by_hand(x: Any) -> Any:
        r = B @ x - b[:, 0]
        return r @ r + (x**4).sum(), 2 * B.T @ r + 4 * x**3

    theirs = minimize(by_hand, [3.0, -3.0], jac=True)
    ours = found("norm(B*x - b)^2 + sum(x.^4)", ["x=[3, -3]"], wrt=["x"])
    assert ours.evaluations <= theirs.nfev + 2
    assert np.allclose(ours.best.point[0][:, 0], theirs.x, atol=1e-6)


WORDS = [
    "minimize",
    "norm(B*x - b)^2",
    "--wrt",
    "x",
    "--at",
    f"B={B.tolist()}",
    "--at",
    f"b={b.tolist()}",
    "--at",
    "x=[0,0]",
]


def test_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(WORDS) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["minimum", "gradient", "curvature", "x", "converged:", "bfgs,"]


def test_json_says_why_it_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS, "-f", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["converged"]
    assert said["gradient_norm"] < 1e-9
    assert {"reason", "evaluations", "curvature", "point", "value", "starts"} <= said.keys()
    assert np.allclose(said["point"]["x"], SOLUTION)


def test_the_point_as_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS, "-o", str(tmp_path / "x.npy")]) == 0
    assert np.allclose(np.load(tmp_path / "x.npy"), SOLUTION)
    out, err = capsys.readouterr()
    assert out == ""
    assert "note: converged" in err


@pytest.mark.parametrize(("words", "said"), [
    (["A*x", "--wrt", "x"], "only a number"),
    (["x'*x", "--wrt", "x"], "its size n is not known"),
    (["norm(x - b)", "--wrt", "x", "--at", "x=[1]"], "b has no value"),
    (["x'*x + b'*b", "--at", "x=[1]", "--at", "b=[1]"], "nothing says what moves"),
    (["sum(log(x))", "--at", "x=[-1]"], "no gradient, where it begins"),
    (["x'*x", "--at", "x=[-1]", "--positive", "x"], "an entry is -1"),
    (["x'*x", "--at", "x=[1]", "--positive", "y"], "what moves is x"),
    (["x'*x", "--at", "x=[1]", "--tolerance", "0"], "--tolerance is a number > 0"),
    (["x'*x where x: sphere(n)", "--at", "x=[1,0]", "--method", "newton-cg"], "orthonormal"),
    (["x'*x", "--at", "x=[1]", "--positive", "x", "--method", "bfgs"], "bfgs knows no bounds"),
    (["norm(A^k)", "--wrt", "k", "--at", "A=[[1]]", "--at", "k=2"], "integer"),
    (["sum(i, 1, n, norm(S_i)^2)", "--wrt", "S"], "only such are minimized over"),
    (["sum(i, 1, n, norm(x_i)^2)", "--wrt", "x_2"], "x_2 is one member"),
    (["x'*x", "--wrt", "x[2]"], "only whole ones are minimized over"),
    (["x'*x", "--at", "x=[1]", "-f", "latex"], "no format latex"),
])  # fmt: skip
def test_what_cannot_be_done_is_told(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["minimize", *words]) == 2
    assert said in capsys.readouterr().err


def test_without_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent, "find_spec", lambda _: None)
    with pytest.raises(MatcalcError, match="needs SciPy"):
        searching.minimum("x'*x", Search(), at=["x=[1]"])
