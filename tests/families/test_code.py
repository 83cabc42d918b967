"""Emitted code of families against formulas written by hand in NumPy, with one array a family."""

from __future__ import annotations

import inspect
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcalc_cli.codegen.targets import TARGETS
from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions.checking import evaluate
from matcalc_cli.questions.modules import code

N, K, P = 5, 3, 4
RNG = np.random.default_rng(3)
X, C, W = RNG.standard_normal((N, P)), RNG.standard_normal((P, 1)), RNG.standard_normal((P, 1))
Y, SHARES = RNG.standard_normal(N), RNG.random(K) + 0.2
MU = RNG.standard_normal((K, P))
ROOTS = RNG.standard_normal((K, P, P))
S = ROOTS @ ROOTS.transpose(0, 2, 1) + np.eye(P)
MIXTURE = "sum(i, 1, N, log(sum(k, 1, K, pi_k*exp(-(x_i - mu_k)'*inv(S_k)*(x_i - mu_k)/2)))) where mu_k: vector(p), S_k: spd(p)"


def module(text: str, wrt: str) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    exec(code(text, wrt=[wrt]), scope)  # noqa: S102 what matcalc emits is what is tested
    return scope


def densities() -> tuple[np.ndarray, np.ndarray]:
    """pi_k exp(...) at (i, k), and the differences x_i - mu_k."""
    apart = X[:, None, :] - MU[None, :, :]
    forms = np.einsum("ikp,kpq,ikq->ik", apart, np.linalg.inv(S), apart)
    return SHARES * np.exp(-forms / 2), apart


def test_the_responsibilities_of_a_mixture() -> None:
    scope = module(MIXTURE, "mu_k")
    weights, apart = densities()
    given = {"pi": SHARES, "x": X, "mu": MU, "S": S, "k": 2}
    assert scope["f"](**given) == pytest.approx(np.log(weights.sum(1)).sum(), rel=1e-12)
    responsible = weights / weights.sum(1, keepdims=True)
    expected = np.linalg.inv(S[1]) @ (responsible[:, 1, None] * apart[:, 1]).sum(0)
    np.testing.assert_allclose(scope["gradient"](**given), expected[:, None], rtol=1e-10)


@pytest.mark.parametrize("k", range(1, N + 1))
def test_a_chain_at_every_place(k: int) -> None:
    """The ends have one neighbour, and what is computed beside the array does not count."""
    gradient = module("sum(i, 1, N-1, norm(x_(i+1) - x_i)^2)", "x_k")["gradient"](x=X, k=k)
    expected = np.zeros(P)
    for other in (k - 1, k + 1):
        if 1 <= other <= N:
            expected += 2 * (X[k - 1] - X[other - 1])
    np.testing.assert_allclose(gradient, expected[:, None], rtol=1e-12)


@pytest.mark.parametrize("k", range(1, N + 1))
def test_pairs(k: int) -> None:
    scope = module("sum(i in 1:N, sum(j in 1:N if i != j, 1/norm(x_i - x_j)))", "x_k")
    expected = sum(-2 * (X[k - 1] - x) / np.linalg.norm(X[k - 1] - x) ** 3 for i, x in enumerate(X) if i != k - 1)
    np.testing.assert_allclose(scope["gradient"](x=X, k=k), np.asarray(expected)[:, None], rtol=1e-10)
    pairs = [(a, b) for i, a in enumerate(X) for j, b in enumerate(X) if i != j]
    assert scope["f"](x=X, k=k) == pytest.approx(sum(1 / np.linalg.norm(a - b) for a, b in pairs))


def test_a_product() -> None:
    gradient = module("prod(i, 1, N, x_i'*w)", "w")["gradient"]
    values = (X @ W).ravel()
    expected = sum(np.prod(np.delete(values, i)) * X[i] for i in range(N))
    np.testing.assert_allclose(gradient(x=X, w=W), np.asarray(expected)[:, None], rtol=1e-10)
    zero = np.where(np.arange(N)[:, None] == 1, X - X @ W * W.T / (W.T @ W), X)  # one factor is 0
    assert np.abs(gradient(x=zero, w=W)).max() > 0


VECTORIZED: list[tuple[str, str, Callable[[], np.ndarray]]] = [
    ("sum(i, 1, N, log(1 + exp(-y_i*w'*x_i))) where y_i: scalar", "w", lambda: -X.T @ (Y / (1 + np.exp(Y * (X @ W)[:, 0])))),
    ("sum(i, 1, N, (y_i - w'*x_i)^2) where y_i: scalar", "w", lambda: -2 * X.T @ (Y - X @ W[:, 0])),
    ("sum(i, 1, N, y_i*norm(x_i - c)) where y_i: scalar", "c",
     lambda: (-Y[:, None] * (X - C.T) / np.linalg.norm(X - C.T, axis=1, keepdims=True)).sum(0)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrt", "expected"), VECTORIZED)
def test_sums_over_all_members_are_products(text: str, wrt: str, expected: Callable[[], np.ndarray]) -> None:
    written = code(text, wrt=[wrt])
    body = written.partition("def f(")[2].partition("def hessian")[0]
    assert "_total(" not in body
    names = {"y": Y, "x": X, "c": C, "w": W}
    scope = module(text, wrt)
    taken = inspect.signature(scope["f"]).parameters
    given = {name: value for name, value in names.items() if name in taken}
    np.testing.assert_allclose(scope["gradient"](**given)[:, 0], expected(), rtol=1e-10)


@pytest.mark.parametrize(
    ("text", "wrt"),
    [
        ("sum(i, 1, N, sum(k, 1, K, r_ik*norm(x_i - mu_k)^2)) where mu_k: vector(p), r_ik: scalar", "mu_k"),
        ("sum(i, 1, M, sum(j, 1, N, w_ij*(r_ij - u_i'*A*v_j)^2)) where r_ij: scalar, w_ij: scalar", "v_k"),
        ("sum(i, 1, N, sum(j in 1:N if i != j, 1/norm(x_i - x_j)))", "x_k"),
        ("sum(i, 1, N, sum(j in 1:N if i < j, log(1 + exp(-w'*(x_i - x_j)))))", "w"),
        ("sum(i, 1, N, log(sum(j in 1:N if j != i, exp(x_i'*x_j))))", "x_k"),
        ("sum(i, 1, N, sum(j, 1, N, y_ij*(x_i - x_j)*(x_i - x_j)')) where y_ij: scalar", "y_kl"),
        ("sum(i, 1, N-1, norm(x_(i+1) - A*x_i)^2)", "A"),
        ("sum(i, 1, N, log(sum(j in i:N, exp(w'*x_j))) - w'*x_i)", "w"),
        ("sum(i, 1, N, y_i'*log(softmax(W*x_i + b)))", "W"),
        ("sum(i, 1, n-1, x[i]*x[i+1]) + prod(i, 1, N, alpha_i) where x: vector(n)", "x"),
    ],
)
def test_no_sum_is_a_loop_where_there_is_a_product(text: str, wrt: str) -> None:
    """Two indices, conditions on them, members and entries one further on; what they compute is in test_sums_are_right."""
    written = code(text, wrt=[wrt])
    assert "def _term" not in written.partition("def f(")[2].partition("def hessian")[0]


def test_a_weighted_scatter_is_one_product() -> None:
    scope = module("tr(B*sum(i, 1, N, y_i*(x_i - c)*(x_i - c)')) where y_i: scalar, B: symmetric(p)", "B")
    found = scope["gradient"](y=Y, x=X, c=C, B=np.eye(P))
    np.testing.assert_allclose(found, (X - C.T).T @ np.diag(Y) @ (X - C.T), rtol=1e-10)


@pytest.mark.parametrize(
    ("text", "wrt"),
    [
        ("sum(i, 1, N, sum(j in 1:N if i != j, (x_i'*W*x_j)^2))", "W"),
        ("sum(i, 1, N, tanh(x_i'*W*x_i))", "W"),
        ("sum(i, 1, N, norm(tanh(W*x_i + b) - y_i)^2)", "b"),
        ("sum(i, 1, n, sum(j in 1:n if i != j, W[i,j]^3)) where W: matrix(n,n)", "W"),
        ("prod(i, 1, N, b'*x_i)", "b"),
    ],
)
def test_a_hessian_is_a_product(text: str, wrt: str) -> None:
    """Of columns kron(x_i, x_j), of sums of diagonals, of all factors but two: against differences of the gradient."""
    assert "_term" not in code(text, wrt=[wrt]).partition("def f(")[2].partition("def value_and")[0]
    scope = module(text, wrt)
    given = {"x": X, "y": X[::-1] + 1, "W": S[0] / 3 + MU[:1], "b": C}
    point = {name: given[name] for name in inspect.signature(scope["f"]).parameters}

    def gradient(t: float) -> np.ndarray:
        return np.asarray(scope["gradient"](**{**point, wrt: point[wrt] + t * step})).ravel(order="F")

    step = RNG.standard_normal(point[wrt].shape)
    slope = (gradient(1e-6) - gradient(-1e-6)) / 2e-6
    np.testing.assert_allclose(scope["hessian"](**point) @ step.ravel(order="F"), slope, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_them(target: str) -> None:
    text = "sum(i in 1:N if i != 2, y_i*x_i'*S_i*x_i) + prod(i, 1, N, y_i) where y_i: scalar, S_i: symmetric(p)"
    assert "x" in code(text, wrt=["x_k"], target=target)


@pytest.mark.skipif(shutil.which("octave") is None, reason="needs Octave")
def test_octave(tmp_path: Path) -> None:
    text = "sum(i in 1:N if i != 2, y_i*x_i'*S_i*x_i) + prod(i, 1, N, y_i) where y_i: scalar, S_i: symmetric(p)"
    (tmp_path / "derivatives.m").write_text(code(text, wrt=["x_k"], target="matlab"))
    arrays = {"y": Y, "x": X, "S": np.concatenate([S, S])[:N]}
    for name, value in arrays.items():
        np.savetxt(tmp_path / f"{name}.txt", value.reshape(value.shape[0], -1))
    script = (
        "y = load('y.txt'); x = load('x.txt'); s = load('S.txt'); S = zeros(5, 4, 4);"
        "for i = 1:5; S(i, :, :) = reshape(s(i, :), 4, 4)'; end; m = derivatives();"
        "printf('%.15g ', m.gradient(y, x, S, 3)); printf('%.15g ', m.f(y, x, S, 3));"
    )
    done = subprocess.run(["octave", "-q", "--eval", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    *gradient, value = map(float, done.stdout.split())
    np.testing.assert_allclose(gradient, 2 * Y[2] * arrays["S"][2] @ X[2], rtol=1e-9)
    terms = [Y[i] * X[i] @ arrays["S"][i] @ X[i] for i in range(N) if i != 1]
    assert value == pytest.approx(sum(terms) + np.prod(Y))


def test_values_at_files(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "S.npy", np.concatenate([S, S])[:N])
    np.savetxt(tmp_path / "y.txt", Y)
    at = [f"x={tmp_path / 'x.npy'}", f"S={tmp_path / 'S.npy'}", f"y={tmp_path / 'y.txt'}", "k=3"]
    text = "sum(i, 1, N, y_i*x_i'*S_i*x_i) where y_i: scalar, S_i: symmetric(p)"
    found = evaluate(text, wrt=["x_k"], at=at)
    assert found.value is not None
    assert found.value.item() == pytest.approx(np.einsum("i,ip,ipq,iq->", Y, X, np.concatenate([S, S])[:N], X))
    ((_, _, gradient),) = found.derivatives
    assert gradient is not None
    np.testing.assert_allclose(gradient[:, 0], 2 * Y[2] * np.concatenate([S, S])[2] @ X[2])


@pytest.mark.parametrize(
    ("text", "wrt", "at", "value", "gradient"),
    [
        ("sum(i, 1, N, x'*S_i*x)", "x", ["S=[[[1,2],[3,4]],[[5,6],[7,8]]]", "x=[1,2]"], 90, [[48], [66]]),
        ("sum(i, 1, N, w_(i,k)*norm(x_i - y)^2) where w_ik: scalar", "y", ["w=[1,2,3;4,5,6]", "x=[1,2;3,4]", "y=[0,1]", "k=3"], 114, [[-42], [-42]]),
        ("sum(i, 1, N, sum(j in i+1:N, w_ij*(x_i - x_j)^2)) where x_i: scalar, w_ij: scalar", "x_k", ["x=[1,2,3]", "w=[1,2,3;4,5,6;7,8,9]", "k=2"], 20, [[-8]]),
        ("sum(i, 1, 3, sum(j, 1, i-1, w_ij*(x_i - x_j)^2)) where x_i: scalar, w_ij: scalar", "x_k", ["x=[1,2,3]", "w=[1,2,3;4,5,6;7,8,9]", "k=2"], 40, [[-8]]),
    ],
)  # fmt: skip
def test_values_of_literals(text: str, wrt: str, at: list[str], value: float, gradient: list[list[float]]) -> None:
    """By hand: three axes, a free index beside that of a sum, the entries of a triangle."""
    found = evaluate(text, wrt=[wrt], at=at)
    assert found.value == pytest.approx(value)
    assert found.derivatives[0][2] == pytest.approx(np.array(gradient))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (["k=9"], "k is the index of a member, from 1 to 2, and here it is 9"),
        (["c=[[1],[2],[3]]"], "c is 3×1 here"),
        (["S=[[1,2],[3,4]]"], "it needs 3"),
    ],
)
def test_values_that_do_not_fit(at: list[str], said: str) -> None:
    text = "sum(i, 1, N, (x_i - c)'*S_i*(x_i - c)) where S_i: symmetric(p)"
    with pytest.raises(MatcalcError, match=said):
        evaluate(text, wrt=["x_k"], at=["x=[[1,2],[3,4]]", *at])


SIDES = [
    ("sum(j in 1:N if j < k, w'*x_j)", "w", 2),
    ("sum(j in 1:N if k <= j, exp(w'*x_j)*x_j)", "w", 3),
    ("sum(t, 1, N, norm(x_t - sum(s in 1:N if s < t, x_s))^2)", "x_k", 2),
    ("sum(i in 1:N if i != 2, (w'*x_i)^3)", "w", 1),
    ("sum(i in 1:N if i != k+1, exp(w'*x_i))", "w", 4),
    ("prod(i, 1, N, w'*x_i)", "w", 1),
]


@pytest.mark.parametrize(("text", "wrt", "k"), SIDES)
def test_a_relation_with_one_index_needs_no_loop(text: str, wrt: str, k: int) -> None:
    written = code(text, wrt=[wrt])
    assert "_total(" not in written.partition("def f(")[2].partition("def hessian(")[0]
    rng = np.random.default_rng(3)
    given = {"x": rng.standard_normal((4, 3)), "w": rng.standard_normal((3, 1)), "k": k}
    functions = module(text, wrt)
    point = {name: given[name] for name in inspect.signature(functions["f"]).parameters}
    df = functions["jacobian"]
    name = wrt.partition("_")[0]

    def moved(step: np.ndarray) -> np.ndarray:
        at = given[name].copy()
        if wrt == "x_k":
            at[k - 1] += step.ravel()
        else:
            at += step
        return np.asarray(functions["f"](**{**point, name: at}), dtype=float).reshape(-1)

    steps = [1e-6 * np.eye(3)[:, [i]] for i in range(3)]
    slopes = np.stack([(moved(s) - moved(-s)) / 2e-6 for s in steps], axis=1)
    assert np.allclose(np.asarray(df(**point)).reshape(slopes.shape), slopes, rtol=1e-6, atol=1e-6)


LABELS = np.array([1.0, 0.0, 2.0, 1.0, 0.0])
PAIRS = [(i, j) for i in range(N) for j in range(N)]
MARGINS = [
    (
        "sum(i, 1, N, sum(j in 1:N if y_i > y_j, log(1 + exp(w'*x_j - w'*x_i)))) where y_i: scalar",
        lambda s: sum(np.log1p(np.exp(s[j] - s[i])) for i, j in PAIRS if LABELS[i] > LABELS[j]),
    ),
    (
        "sum(i, 1, N, sum(j in 1:N if i != j, [y_i == y_j]*norm(w*(x_i - x_j)'*w))) where y_i: integer",
        lambda s: sum(np.linalg.norm(W) * abs(s[i] - s[j]) for i, j in PAIRS if i != j and LABELS[i] == LABELS[j]),
    ),
    (
        "sum(i, 1, N, sum(j in i+1:N if y_i != y_j, (w'*x_i - w'*x_j)^-2)) where y_i: scalar",
        lambda s: sum((s[i] - s[j]) ** -2 for i, j in PAIRS if i < j and LABELS[i] != LABELS[j]),
    ),
    (
        "prod(i in 1:N if 0 < y_i, i + (w'*x_i)^2) where y_i: scalar",
        lambda s: np.prod([i + 1 + s[i] ** 2 for i in range(N) if LABELS[i] > 0]),
    ),
    (
        "sum(i, 1, N, sum(j in 1:N if i + j <= N, j*(w'*x_i)*(w'*x_j)^2))",
        lambda s: sum((j + 1) * s[i] * s[j] ** 2 for i, j in PAIRS if i + j + 2 <= N),
    ),
]
"""Conditions on members, or on both indices in one; the value by the margins x_i'w, at the w of the test."""


@pytest.mark.parametrize(("text", "value"), MARGINS)
def test_a_relation_between_members_needs_no_loop(text: str, value: Callable[[np.ndarray], float]) -> None:
    assert "_total(" not in code(text, wrt=["w"]).partition("def f(")[2].partition("def hessian(")[0]
    scope = module(text, "w")
    given = {name: v for name, v in {"x": X, "y": LABELS}.items() if name in inspect.signature(scope["f"]).parameters}
    assert scope["f"](**given, w=W) == pytest.approx(value((X @ W)[:, 0]), rel=1e-12)
    steps = 1e-5 * np.eye(P)[:, :, None]
    slopes = [(scope["f"](**given, w=W + s) - scope["f"](**given, w=W - s)) / 2e-5 for s in steps]
    np.testing.assert_allclose(scope["gradient"](**given, w=W)[:, 0], slopes, rtol=1e-6, atol=1e-6)
