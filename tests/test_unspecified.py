"""Functions without a formula against real ones: the emitted code is run with known functions in their place."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import expm, expm_frechet, logm

import matcalc_cli
from matcalc_cli import pipeline
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.cli.main import main
from matcalc_cli.codegen.text.module import module, module_functions, module_parameters

Array = NDArray[Any]
RNG = np.random.default_rng(5)
M = RNG.standard_normal((4, 4))


def softmax(u: Array) -> Array:
    found: Array = np.exp(u) / np.exp(u).sum()
    return found


def kron3(X: Array) -> Array:
    """The Jacobian of X -> M X: I kron M."""
    return np.kron(np.eye(X.shape[1]), M[:, : X.shape[0]])


def expm_frechet_matrix(X: Array) -> Array:
    units = np.eye(X.size)
    columns = [expm_frechet(X, e.reshape(X.shape, order="F"), compute_expm=False).ravel(order="F") for e in units]
    return np.stack(columns, axis=1)


REAL: dict[str, Any] = {
    "f": lambda u: float(np.log(np.exp(u).sum())), "grad_f": softmax,
    "D2_f": lambda u: np.diag(softmax(u).ravel()) - softmax(u) @ softmax(u).T,
    "g": np.sin, "g_prime": np.cos, "g_prime_prime": lambda x: -np.sin(x), "h": np.arcsin,
    "F": lambda X: M[:, : X.shape[0]] @ X, "D_F": kron3, "D2_F": lambda X: np.zeros((4 * X.shape[1] * X.size, X.size)),
    "e": expm, "e_prime": expm, "e_prime_prime": expm, "D_e": expm_frechet_matrix, "D_e_prime": expm_frechet_matrix,
    "l": logm, "l_prime": np.linalg.inv, "D_l_prime": lambda X: -np.kron(np.linalg.inv(X).T, np.linalg.inv(X)),
    "p": lambda x: x**3, "p_prime": lambda x: 3 * x**2, "p_prime_prime": lambda x: 6 * x,
    "A": lambda t: np.cos(t) * np.eye(4) + t * M, "D_A": lambda t: -np.sin(t) * np.eye(4) + M,
    "D2_A": lambda t: -np.cos(t) * np.eye(4),
    "q": lambda u, v: float((u.T @ M[:3] @ v).item()), "grad_q_1": lambda *at: M[:3] @ at[1],
    "grad_q_2": lambda *at: M[:3].T @ at[0], "D2_q_1_1": lambda *_: np.zeros((3, 3)), "D2_q_1_2": lambda *_: M[:3],
    "D2_q_2_1": lambda *_: M[:3].T, "D2_q_2_2": lambda *_: np.zeros((4, 4)),
}  # fmt: skip
"""By name: known functions and their derivatives, written by hand."""

PAIRS = [
    ("f(B*x) where f: scalar of vector(m)", "logsumexp(B*x)", "x"),
    ("f(B*x)^2*f(x) where f: scalar of vector(m), x: vector(m), B: matrix(m,m)", "logsumexp(B*x)^2*logsumexp(x)", "x"),
    ("c'*g.(B*x)", "c'*sin.(B*x)", "x"),
    ("sum(g.(X).*Y)", "sum(sin.(X).*Y)", "X"),
    ("tr(e(C)) where e: matrixfunction, C: matrix(n,n)", "tr(expm(C))", "C"),
    (
        "c'*e(t*A)*c where e: matrixfunction, t: scalar, c: vector(4), A: matrix(4,4)",
        "c'*expm(t*A)*c where t: scalar",
        "t",
    ),
    ("tr(l(expm(C))) where e: matrixfunction, l: inverse of e, C: matrix(n,n)", "tr(logm(expm(C)))", "C"),
    ("sum(h.(sin.(x)/2)) where g: function, h: inverse of g", "sum(arcsin.(sin.(x)/2))", "x"),
    ("p(x'*B*x) where p: scalar of scalar", "(x'*B*x)^3", "x"),
    ("norm(F(X)*c)^2 where F: matrix(4,n) of matrix(m,n), X: matrix(m,n)", "norm(M*X*c)^2 where M: matrix(4,m)", "X"),
    ("tr(C*A) where A: matrix(4,4) of t", "tr(C*(cos(t)*I + t*M)) where t: scalar, M: matrix(4,4)", "t"),
    ("tr(C*inv(A)) where A: matrix(4,4) of t", "tr(C*inv(cos(t)*I + t*M)) where t: scalar, M: matrix(4,4)", "t"),
    ("logdet(A(2*t)) where A: matrix(4,4) of t", "logdet(cos(2*t)*I + 2*t*M) where t: scalar, M: matrix(4,4)", "t"),
    (
        "q(u, B*u) where q: scalar of vector(3), vector(4), u: vector(3)",
        "u'*M*B*u where M: matrix(3,4), u: vector(3)",
        "u",
    ),
]
SIZES = {"A": (4, 4), "B": (4, 3), "C": (4, 4), "X": (3, 5), "Y": (3, 5), "x": (3, 1), "c": (5, 1), "u": (3, 1)}


def _values(text: str, wrt: str, point: dict[str, Any]) -> list[Array]:
    """f, its gradient or derivative, and its Hessian, by the code that is emitted."""
    answer = pipeline.differentiate(text, wrt=[wrt], order=2)
    found = load(module(answer))
    variables, dims = module_parameters(answer)
    assert not dims
    given = [point[v.name] for v in variables] + [REAL[f.identifier] for f in module_functions(answer)]
    return [np.asarray(found[name](*given)) for name in ("f", "jacobian", "hessian") if name in found]


@pytest.mark.parametrize(("unknown", "known", "wrt"), PAIRS)
def test_a_known_function_in_its_place(unknown: str, known: str, wrt: str) -> None:
    rng = np.random.default_rng(3)
    point: dict[str, Any] = {name: rng.standard_normal(shape) for name, shape in SIZES.items()}
    point["t"] = 0.3
    if "B: matrix(m,m)" in unknown:
        point |= {"B": M, "x": rng.standard_normal((4, 1))}
    if "p(" in unknown:
        point["B"] = M[:3, :3]
    if unknown.startswith("c'"):
        point["c"] = rng.standard_normal((4, 1))
    rows = {"M: matrix(4,m)": M[:, :3], "M: matrix(3,4)": M[:3]}
    point["M"] = next((m for said, m in rows.items() if said in known), M)
    pairs = list(zip(_values(unknown, wrt, point), _values(known, wrt, point), strict=True))
    assert len(pairs) >= 2
    for mine, right in pairs:
        assert np.allclose(mine, right, rtol=1e-10, atol=1e-10)


def test_the_library() -> None:
    found = matcalc_cli.differentiate("f(A*x)", wrt="x", var="f: scalar of vector(m)")
    assert str(found.gradient) == "A'*grad(f)(A*x)"
    assert found.check().verdict == "ok"


def test_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"f(A*x)\nf(2*x)\n"), "utf-8"))
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(out):
        assert main(["grad", "--var", "f: scalar of vector(m)", "--wrt", "x", "-"]) == 0
    out.seek(0)
    assert [line.partition(" where")[0] for line in out] == ["A'*grad(f)(A*x)", "2*grad(f)(2*x)"]


def test_a_function_of_matrices_of_two_sizes_is_one_argument() -> None:
    text = "tr(f(A*B)*A*B) + tr(f(B*A)) where f: matrixfunction, A: matrix(3,4), B: matrix(4,3)"
    answer = pipeline.differentiate(text, wrt=["A"])
    assert "\n  f(n x n) -> n x n for any n\n" in module(answer)
    assert [f.identifier for f in module_functions(answer)] == ["f", "f_prime"]
    assert matcalc_cli.differentiate(text, wrt="A").check().verdict == "ok"


def test_code_says_what_its_functions_are() -> None:
    answer = pipeline.differentiate(
        "f(u, A*u) + sum(g.(u)) where f: scalar of vector(n), vector(m), u: vector(n)", wrt=["u"]
    )
    text = module(answer)
    assert "  f(n x 1, m x 1) -> number\n" in text
    assert "  grad_f_2(n x 1, m x 1) -> m x 1: d f = tr(grad_f_2' du2)\n" in text
    assert "  g_prime acts on each entry: the derivative of g\n" in text
    partial = module(pipeline.differentiate("U where U: matrix(m,n) of s, t", wrt=["s"]))
    assert "  D_U_1(number, number) -> m x n: the derivative of U by its argument 1\n" in partial
    for target, mark in (("julia", ""), ("matlab", "% ")):
        assert f"\n{mark}  grad_f_1(n x 1, m x 1) -> n x 1" in module(answer, target=target)
