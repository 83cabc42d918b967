"""Derivatives of and by entries, slices and blocks, against differences of functions that NumPy computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy.linalg import circulant, toeplitz

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.cli.main import main
from matcalc_cli.codegen.text.module import module
from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import nearest
from matcalc_cli.pipeline import differentiate

Array = Any
STEP = 1e-6


class Question(NamedTuple):
    """A program, the variable, the values of the arguments, f in NumPy, and how a change of the variable moves them."""

    program: str
    wrt: str
    values: dict[str, Array]
    f: Callable[..., Array]
    reading: str = "gradient"


def draw(*shape: int, seed: int = 7) -> Array:
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


A, B, C, D, S = draw(3, 4), draw(3, 5), draw(4, 4, seed=2), draw(4, 4, seed=3), draw(4, 4, seed=5)
x, y, b = draw(4, 1), draw(5, 1), draw(3, 1)
SPD = S @ S.T + 4 * np.eye(4)
W = draw(4, 4, seed=11) + 4 * np.eye(4)

QUESTIONS = [
    Question("x[2]^2*x[4]", "x", {"x": x}, lambda x: x[1, 0] ** 2 * x[3, 0]),
    Question("x[i]*x[end] + x[i+1]", "x", {"x": x, "i": 2}, lambda x, i: x[i - 1, 0] * x[-1, 0] + x[i, 0]),
    Question("A[2,3]*tr(A'*A)", "A", {"A": A}, lambda A: A[1, 2] * np.sum(A * A)),
    Question("norm(A[1:2,:]*x)^2", "A", {"A": A, "x": x}, lambda A, x: np.sum((A[:2] @ x) ** 2)),
    Question("norm(x[2:end] - x[1:end-1])^2", "x", {"x": x}, lambda x: np.sum(np.diff(x, axis=0) ** 2)),
    Question("sum(exp(A[:,2]))", "A", {"A": A}, lambda A: np.sum(np.exp(A[:, 1]))),
    Question("logdet([W, x; x', 5])", "W", {"W": W, "x": x}, lambda W, x: np.linalg.slogdet(np.block([[W, x], [x.T, 5.0]]))[1]),
    Question("tr(inv([C, B'; D, y*x']))", "C", {"C": C, "B": draw(4, 4, seed=20), "D": D, "y": draw(4, 1, seed=8), "x": x},
             lambda C, B, D, y, x: np.trace(np.linalg.inv(np.block([[C, B.T], [D, y @ x.T]])))),
    Question("norm([A*x; x] - [b; b; 1])^2", "x", {"A": A, "x": x, "b": b},
             lambda A, x, b: np.sum((np.vstack([A @ x, x]) - np.vstack([b, b, [[1.0]]])) ** 2)),
    Question("[x[1]; x[1]*x[2]; x[3]^2]", "x", {"x": draw(3, 1)}, lambda x: np.array([x[0], x[0] * x[1], x[2] ** 2]), "jacobian"),
    Question("[A, B]", "B", {"A": A, "B": B}, lambda A, B: np.hstack([A, B]), "jacobian"),
    Question("[A; C]", "C", {"A": A, "C": C}, lambda A, C: np.vstack([A, C]), "jacobian"),
    Question("[C, D; A, A]*[x; x]", "x", {"A": A, "C": C, "D": D, "x": x},
             lambda A, C, D, x: np.block([[C, D], [A, A]]) @ np.vstack([x, x]), "jacobian"),
    Question("blkdiag(A, C)", "C", {"A": A, "C": C}, lambda A, C: np.block([[A, np.zeros((3, 4))], [np.zeros((4, 4)), C]]), "jacobian"),
    Question("diag(x, 1) - diag(x, -1)", "x", {"x": x}, lambda x: np.diag(x[:, 0], 1) - np.diag(x[:, 0], -1), "jacobian"),
    Question("diag(C, 1)", "C", {"C": C}, lambda C: np.diag(C, 1)[:, None], "jacobian"),
    Question("inv(W)[2,:]", "W", {"W": W}, lambda W: np.linalg.inv(W)[1:2], "jacobian"),
    Question("sum(i, 1, n, x[i]*y[i]^2) where x: vector(n), y: vector(n)", "y", {"x": x, "y": draw(4, 1, seed=9)},
             lambda x, y: np.sum(x * y**2)),
    Question("sum(i, 1, n-1, (x[i+1] - x[i])^2) where x: vector(n)", "x", {"x": x}, lambda x: np.sum(np.diff(x, axis=0) ** 2)),
    Question("[cos(theta), sin(theta); -sin(theta), cos(theta)]*x", "theta", {"theta": 0.7, "x": draw(2, 1)},
             lambda theta, x: np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]]) @ x, "derivative"),
    Question("eigvals(S)[2] where S: symmetric(n)", "S", {"S": SPD}, lambda S: np.linalg.eigvalsh(S)[1]),
    Question("det([x[1], x[2]; x[3], x[4]])", "x", {"x": x}, lambda x: x[0, 0] * x[3, 0] - x[1, 0] * x[2, 0]),
]  # fmt: skip


def column(a: Array) -> Array:
    return np.atleast_2d(np.asarray(a, dtype=float)).reshape(-1, order="F")


def slopes(f: Callable[[Array], Array], where: Array) -> Array:
    """The Jacobian by differences, entry by entry."""
    columns = []
    for k in range(np.size(where)):
        e = np.zeros(np.size(where))
        e[k] = STEP
        step = e.reshape(np.shape(where), order="F")
        columns.append((column(f(where + step)) - column(f(where - step))) / (2 * STEP))
    return np.stack(columns, axis=1)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: f"{q.program} by {q.wrt}")
def test_derivatives_of_entries_slices_and_blocks(question: Question) -> None:
    answer = differentiate(question.program, wrt=[question.wrt])
    functions = load(module(answer))
    values = question.values
    found = functions[{"derivative": "jacobian"}.get(question.reading, question.reading)](**values)
    wanted = slopes(lambda v: question.f(**{**values, question.wrt: v}), np.asarray(values[question.wrt], dtype=float))
    if "symmetric" in question.program:
        n = len(values[question.wrt])
        wanted = (wanted + wanted.reshape(n, n).T.reshape(1, -1)) / 2
    assert np.allclose(column(functions["f"](**values)), column(question.f(**values)))
    assert np.allclose(column(found), column(wanted), rtol=1e-5, atol=1e-6)


def moved(kind: str, a: Array, i: int, j: int, t: float) -> Array:
    """A matrix of a kind with the entry (i, j), from 0, changed by t, and what is tied to it."""
    e = np.zeros_like(a)
    e[i, j] = t
    if kind == "skew":
        return a + e - e.T
    if kind in ("symmetric", "spd"):
        return a + e + e.T * (i != j)
    if kind == "hollow":
        return a + (e + e.T) * (i != j)
    if kind == "toeplitz":
        return a + t * np.eye(len(a), k=j - i)
    if kind == "circulant":
        return a + t * (np.eye(len(a), k=j - i) + np.eye(len(a), k=j - i + len(a)) + np.eye(len(a), k=j - i - len(a)))
    return a + e


PARTS = [
    ("matrix", "A[i,j]", (2, 3)), ("matrix", "A[i,j]", (2, 2)), ("symmetric", "A[i,j]", (3, 1)), ("symmetric", "A[i,j]", (2, 2)),
    ("spd", "A[i,j]", (1, 4)), ("skew", "A[i,j]", (1, 3)), ("symmetric", "A[1,3]", (1, 3)), ("symmetric", "A[2,2]", (2, 2)),
    ("skew", "A[3,1]", (3, 1)), ("diagonal", "A[i,i]", (2, 2)), ("lower", "A[i,j]", (3, 2)), ("upper", "A[i,j]", (1, 3)), ("lower", "A[3,1]", (3, 1)), ("upper", "A[1,3]", (1, 3)),
    ("toeplitz", "A[i,j]", (3, 2)), ("toeplitz", "A[2,2]", (2, 2)), ("circulant", "A[i,j]", (3, 1)), ("circulant", "A[1,4]", (1, 4)),
    ("hollow", "A[i,j]", (3, 1)), ("hollow", "A[i,j]", (2, 2)), ("hollow", "A[1,3]", (1, 3)),
]  # fmt: skip
POINTS = {
    "matrix": W, "symmetric": SPD - 1, "spd": SPD, "skew": draw(4, 4) - draw(4, 4).T, "diagonal": np.diag(np.diag(W)),
    "lower": np.tril(W), "upper": np.triu(W), "hollow": (W + W.T) * (1 - np.eye(4)),
    "toeplitz": toeplitz([4.0, 0.3, -0.8, 0.5], [4.0, -0.6, 0.2, 0.9]), "circulant": circulant([4.0, 0.3, -0.8, 0.5]),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "part", "place"), PARTS)
def test_derivatives_by_an_entry(kind: str, part: str, place: tuple[int, int]) -> None:
    """Of a structured matrix the entry moves with those that it is tied to."""
    text = f"logdet(A) + x'*A*A*x where A: {kind}(n{',n' * (kind == 'matrix')})"
    answer = differentiate(text, wrt=[part], order=2)
    functions = load(module(answer))
    a, (i, j) = POINTS[kind], place
    indices = {v.name: {"i": i, "j": j}[v.name] for v in answer.variables if v.name in "ij"}

    def f(t: float) -> float:
        m = moved(kind, a, i - 1, j - 1, t)
        return float(np.linalg.slogdet(m)[1] + (x.T @ m @ m @ x).item())

    assert np.isclose(functions["gradient"](A=a, x=x, **indices), (f(STEP) - f(-STEP)) / (2 * STEP), rtol=1e-5)
    h = 1e-4
    assert np.isclose(functions["hessian"](A=a, x=x, **indices), (f(h) - 2 * f(0) + f(-h)) / h**2, rtol=1e-3, atol=1e-5)


def test_derivatives_by_a_block() -> None:
    answer = differentiate("tr(A*A*B) where A: matrix(4,4)", wrt=["A[2:3,1:2]"], order=2)
    functions = load(module(answer))

    def f(block: Array) -> Array:
        a = W.copy()
        a[1:3, 0:2] = block
        return np.trace(a @ a @ D)

    block = W[1:3, 0:2]
    assert functions["gradient"](A=W, B=D).shape == (2, 2)
    assert np.allclose(column(functions["gradient"](A=W, B=D)), slopes(f, block)[0], rtol=1e-6)
    by_block = slopes(lambda z: slopes(f, z)[0], block)
    assert np.allclose(functions["hessian"](A=W, B=D), by_block, atol=0.02)


@pytest.mark.parametrize(
    ("kind", "part", "rows", "cols"),
    [
        ("symmetric", "A[2:3,2:3]", (1, 3), (1, 3)), ("spd", "A[1:2,3:4]", (0, 2), (2, 4)), ("skew", "A[2:4,2:4]", (1, 4), (1, 4)),
        ("skew", "A[3:4,1:2]", (2, 4), (0, 2)), ("diagonal", "A[1:3,1:3]", (0, 3), (0, 3)), ("lower", "A[2:3,2:3]", (1, 3), (1, 3)),
        ("lower", "A[3:4,1:2]", (2, 4), (0, 2)), ("upper", "A[1:2,3:4]", (0, 2), (2, 4)),
    ],
)  # fmt: skip
def test_derivatives_by_a_block_of_a_structured_matrix(
    kind: str, part: str, rows: tuple[int, int], cols: tuple[int, int]
) -> None:
    found = load(module(differentiate(f"tr(A*A*B) + c'*A*c where A: {kind}(n)", wrt=[part])))["gradient"]
    change = nearest(KINDS[kind], _at(draw(4, 4, seed=31), rows, cols))
    if rows != cols and kind in ("symmetric", "spd", "skew"):
        change *= 2  # the mirror image moves by as much

    def f(t: float) -> float:
        a = POINTS[kind] + t * change
        return float(np.trace(a @ a @ D) + (x.T @ a @ x).item())

    there = change[slice(*rows), slice(*cols)]
    assert np.isclose(np.sum(found(A=POINTS[kind], B=D, c=x) * there), (f(STEP) - f(-STEP)) / (2 * STEP), rtol=1e-5)


def _at(a: Array, rows: tuple[int, int], cols: tuple[int, int]) -> Array:
    found = np.zeros_like(a)
    found[slice(*rows), slice(*cols)] = a[slice(*rows), slice(*cols)]
    return found


@pytest.mark.parametrize(
    ("program", "part", "claim", "verdict"),
    [
        ("norm(A*x)", "A[i,j]", "(A*x)[i]*x[j]/norm(A*x)", "ok"),
        ("norm(A*x)", "A[i,j]", "(A*x)[i]*x[j]", "wrong"),
        ("logdet(S) where S: spd(n)", "S[1:k,1:k]", "inv(S)[1:k,1:k]", "ok"),
        ("sum(abs(x))", "x[1:k]", "sign(x[1:k])", "ok"),
        ("sum(abs(x))", "x[1:k]", "sign(x)[2:k+1]", "wrong"),
    ],
)
def test_claims_about_parts(
    program: str, part: str, claim: str, verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", program, "--wrt", part, "--claim", claim]) == int(verdict == "wrong")
    assert capsys.readouterr().out.startswith(verdict)


def test_own_answers_about_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "norm(A*x)", "--wrt", "A[1:k,1:k]"]) == 0
    assert main(["explain", "x'*S*x where S: symmetric(n)", "--wrt", "S[1:k,1:k]"]) == 0
    assert "every line verified exactly" in capsys.readouterr().out


def test_two_parts_move_apart_and_one_of_them_by_name() -> None:
    answer = differentiate("x'*A*y", wrt=["A[1,2]", "x[:]", "y[3]"])
    assert [d.variable.spelling for d in answer.derivatives] == ["A[1,2]", "x", "y[3]"]
    assert [str(d.gradient) for d in answer.derivatives] == ["x[1]*y[2]", "A*y", "x'*A[:,3]"]


@pytest.mark.parametrize(
    ("program", "wrt", "said"),
    [
        ("tr(A*B)", ["(A*B)[1,2]"], "this is no entry or block of a variable"),
        ("tr(A*B)", ["2*A[1,2]"], "this is no entry or block of a variable"),
        ("tr(A*B)", ["A", "A[1,2]"], "A[1,2] is a part of another variable asked for"),
        (
            "tr(S*B) where S: symmetric(n)",
            ["S[1:2,:]"],
            "S is symmetric: entries of this block are tied or zero, or move with others",
        ),
        (
            "tr(S*B) where S: symmetric(n)",
            ["S[2:3,1:2]"],
            "S is symmetric: entries of this block are tied or zero, or move with others",
        ),
        (
            "tr(S*B) where S: symmetric(n)",
            ["S[1:2,2:3]"],
            "S is symmetric: entries of this block are tied or zero, or move with others",
        ),
        ("tr(S*B) where S: upper(n)", ["S[3:4,1:2]"], "S is upper triangular: this block is zero and does not move"),
        ("tr(S*B) where S: lower(n)", ["S[1:k,k+1:n]"], "S is lower triangular: this block is zero and does not move"),
        ("tr(S*B) where S: lower(n)", ["S[1,2]"], "this entry of a lower matrix is zero and does not move"),
        ("tr(S*B) where S: orthogonal(n)", ["S[1,2]"], "S is orthogonal: its entries do not move by themselves"),
        ("tr(A*B)", ["C[1,2]"], "the expression has no variable C"),
        ("tr(A*B)", ["A[1,"], "the expression ends inside [ …"),
    ],
)
def test_parts_that_there_are_not(program: str, wrt: list[str], said: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        differentiate(program, wrt=wrt)
    assert caught.value.message == said


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["differential", "norm(A*x)^2", "--wrt", "A[i,j]"], "2*(A[i,:]*x)*x[j]*dA[i,j] where A: matrix(m,n), x: vector(n)"),
        (["jacobian", "L*L' where L: lower(n)", "--vech"], "(I(n^2) + commutation(n, n))*kron(L, I(n))*elimination(n)' where L: lower(n)"),
        (["grad", "x'*S*x where S: symmetric(n)", "--wrt", "vech(S)"], "duplication(n)'*kron(x, x)"),
        (["grad", "x'*S*x where S: symmetric(n)", "--wrt", "S[1,2]"], "2*x[1]*x[2]"),
        (["grad", "tr(A*S) where S: symmetric(n)", "--wrt", "S[1:k,k+1:n]"], "(A + A')[1:k,k+1:end]"),
        (["grad", "tr(A*S) where S: symmetric(n)", "--wrt", "S[1:k,1:k]"], "(A + A')[1:k,1:k]/2"),
        (["simplify", "[A*x; B*x] - [A; B]*x"], "zeros(m + p)"),
        (["jacobian", "[x[1]^2*x[2]; sin(x[3])] where x: vector(3)"], "[2*x[1]*x[2], x[1]^2, 0; 0, 0, cos(x[3])] where x: vector(3)"),
        (["grad", "sum(A.^2)", "--wrt", "A[i,j]"], "2*A[i,j]"),
        (["jacobian", "[a'*x; norm(x)^2]", "--wrt", "x"], "[a'; 2*x']"),
        (
            ["differential", "logdet(X + alpha*Y)", "--wrt", "alpha", "--order", "3"],
            "t1 = inv(X + alpha*Y); 2*tr(t1*Y*t1*Y*t1*Y)*dalpha^3",
        ),
    ],
)  # fmt: skip
def test_what_is_printed_about_parts(arguments: list[str], answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "-f", "plain"]) == 0
    assert capsys.readouterr().out.strip() == answer


@pytest.mark.parametrize(
    ("command", "wrt", "said"),
    [
        ("grad", ["vech(S)", "x"], "of one variable and not of another"),
        ("check", ["vech(S)"], "--wrt vech(S) or --vech"),
    ],
)
def test_free_entries_are_asked_for_of_all_or_none(
    command: str, wrt: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    by = [word for name in wrt for word in ("--wrt", name)]
    assert main([command, "x'*S*x where S: symmetric(n)", *by]) == 2
    assert said in capsys.readouterr().err


def test_the_inverse_of_which_an_entry_is_asked_for_is_all_that_must_exist(capsys: pytest.CaptureFixture[str]) -> None:
    main(["grad", "inv(X)[1,2]"])
    assert capsys.readouterr().err.strip() == "note: valid where det(X) != 0, 2 <= n"
