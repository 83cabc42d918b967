"""What -i numpy reads is what NumPy computes, with arrays of one axis for vectors: the value, at random arrays."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import scipy

from matcalc_cli.cli.main import main

N = 3
CODE = [
    "x @ A @ y",
    "x @ y",
    "A @ x + y",
    "x @ A + y",
    "(x @ A) @ (B @ y)",
    "x @ A @ B @ y",
    "np.dot(x, A.dot(y))",
    "x.dot(A).dot(y)",
    "0.5 * x @ A @ x - y @ x",
    "-x @ A + 2 * y",
    "x * y @ A",
    "(x * y) @ x",
    "x ** 2 @ A",
    "np.outer(x, y) @ A",
    "np.exp(x) @ A @ np.sin(y)",
    "x @ np.linalg.inv(A) @ y",
    "np.linalg.solve(A, x) @ y",
    "np.trace(A @ B.T)",
    "A * B + A / 2",
    "A ** 2",
    "np.sum(np.log(1 + np.exp(-y * (A @ x))))",
    "np.mean((A @ x - y) ** 2)",
    "((A @ x - y) ** 2).sum()",
    "np.linalg.norm(A @ x - y) ** 2",
    "np.linalg.norm(A) + np.linalg.norm(A, 2) + np.linalg.norm(A, 'nuc')",
    "np.linalg.norm(x, 1) + np.linalg.norm(x, 2)",
    "np.linalg.slogdet(A)[1]",
    "np.linalg.matrix_power(A, 3) @ x",
    "scipy.linalg.expm(A) @ x",
    "np.diag(x) @ A",
    "x @ np.eye(3) @ y",
    "x @ np.eye(3) + np.ones(3) @ A",
    "np.diag(A) @ x",
    "x @ np.diag(y) @ A",
    "np.maximum(A @ x, 0) @ y",
    "np.maximum(0, x)",
    "np.kron(A, B)",
    "sum(A) + sum(A * B) @ A",
    "sum(x) * y + sum(A @ x)",
    "A @ [1, 2, 3] + [x, y, x] @ y",
    "[[1, 2, 3], [4, 5, 6]] @ x",
    "np.vstack([x, [1, 2, 3]]) @ y",
    "np.inner(A, x) + np.inner(y, A)",
    "np.inner(A, B) @ np.inner(x, A)",
    "np.diagonal(A) * x + np.diagonal(A @ B, offset=0)",
    "np.diagonal(A, offset=1) @ np.diagonal(B, 1)",
    "np.kron(A, x)",
    "np.kron(y, A)",
    "np.kron(np.ones((2, 1)), A)",
    "np.diff(A)",
    "np.diff(np.diff(A[1:]))",
    "scipy.linalg.polar(A)[0]",
    "scipy.special.log_softmax(A, axis=0) + scipy.special.log_softmax(x, axis=0)",
    "np.vdot(A, B)",
    "np.inner(x, y)",
    "A.sum() * x",
    "A.T @ x @ A",
    "x @ (A + B.T) @ y / (x @ x)",
    "2 ** x",
    "np.sum(0.5 ** (A @ x - y))",
    "np.power(3, x) @ y",
    "np.abs(x) ** y",
    "np.linalg.vector_norm(A, ord=1) + np.linalg.vector_norm(A)",
    "np.linalg.matrix_norm(A) + np.linalg.matrix_norm(A, ord=2)",
    "np.linalg.cholesky(A @ A.T + np.eye(3))",
    "scipy.linalg.cholesky(A @ A.T + np.eye(3))",
    "scipy.linalg.cholesky(A @ A.T + np.eye(3), True) @ x",
    "scipy.linalg.cholesky(A @ A.T + np.eye(3), lower=False).T @ scipy.special.expit(x)",
    "np.sum((A @ x - y) ** 2) / np.sum(y ** 2)",
    "np.trace(A @ B,)",
    "np.square(x) @ np.square(A @ y)",
    "A.T.conj() @ x.copy()",
    "np.maximum(x, y) - np.minimum(A @ x, y)",
    "np.log1p(x**2) + np.expm1(y)",
    "np.max(x) + A.max() - A.min()",
    "np.sum(A, axis=0) @ x",
    "A.sum(axis=1) * y",
    "A.mean(axis=-1) + np.mean(B, 0)",
    "A - A.mean(axis=1, keepdims=True)",
    "A - A.mean(axis=0)",
    "A - np.sum(A, axis=0, keepdims=True)",
    "np.exp(A) / np.exp(A).sum(axis=1, keepdims=True)",
    "np.max(A, axis=0) + np.min(B, axis=1)",
    "np.var(A, axis=0) + np.std(B, axis=1)",
    "x.prod() + np.cumsum(x)",
    "np.dot(x, y) + x.dot(A).dot(y) - A.dot(x).dot(y)",
    "np.cumsum(A, axis=0) @ np.cumsum(B, axis=1)",
    "scipy.special.softmax(A, axis=1) @ x",
    "scipy.special.softmax(A, axis=0) + scipy.special.logsumexp(B, axis=0)",
    "scipy.special.softmax(x, axis=-1) @ y",
    "x.sum(axis=0) * y",
    "np.cov(A) + np.cov(B, rowvar=False, bias=True) + np.cov(A.T, ddof=0)",
    "np.linalg.norm(A - x) + np.linalg.norm(B - B.mean(axis=0), 2) + np.linalg.cond(A)",
    "np.linalg.svd(A)[1] + np.linalg.svd(A, compute_uv=False)",
    "np.linalg.norm(A @ x) ** 2 / np.sum(x ** 2, axis=0, keepdims=False)",
]
FUNCTIONS = {
    "lambda x, y: x @ A @ y": "x @ A @ y",
    "def loss(x):\n    r = A @ x - y\n    return r @ r": "(A @ x - y) @ (A @ x - y)",
    "f = lambda x: np.sum(x ** 2)  # a loss": "np.sum(x ** 2)",
}
STATEMENTS = ["r = A @ x - y\nr @ r", "s = x @ A\n\nt = (s\n     + y)\ns @ t"]


@pytest.fixture
def arrays() -> dict[str, np.ndarray]:
    random = np.random.default_rng(7)
    return {"x": random.normal(size=N), "y": random.normal(size=N), **{M: random.normal(size=(N, N)) for M in "AB"}}


def value(code: str, arrays: dict[str, np.ndarray], capsys: pytest.CaptureFixture[str]) -> np.ndarray:
    """What matcalc computes of the code."""
    names = [name for name in arrays if re.search(rf"(?<![\w.]){name}(?![\w(])", code)]
    at = [word for name in names for word in ("--at", f"{name}={arrays[name].tolist()}")]
    assert main(["eval", "-i", "numpy", "-f", "json", code, *at]) == 0, capsys.readouterr().err
    return np.array(json.loads(capsys.readouterr().out)["value"])


def same(found: np.ndarray, wanted: Any) -> None:
    """The value of matcalc, which has two axes, against that of NumPy."""
    expected = np.asarray(wanted)
    assert found.size == expected.size
    if expected.ndim == 1:
        assert found.shape == (expected.size, 1), "an array of one axis is a column"
    np.testing.assert_allclose(found.reshape(expected.shape), expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("code", CODE)
def test_an_expression(code: str, arrays: dict[str, np.ndarray], capsys: pytest.CaptureFixture[str]) -> None:
    same(value(code, arrays, capsys), eval(code, {"np": np, "scipy": scipy}, arrays))  # noqa: S307 the test's own code


@pytest.mark.parametrize("code", STATEMENTS)
def test_statements(code: str, arrays: dict[str, np.ndarray], capsys: pytest.CaptureFixture[str]) -> None:
    found, known = value(code, arrays, capsys), {"np": np, **arrays}
    *_, last = code.splitlines()
    exec(code.removesuffix(last), known)  # noqa: S102 the test's own code
    same(found, eval(last, known))  # noqa: S307


@pytest.mark.parametrize("code", FUNCTIONS)
def test_a_function(code: str, arrays: dict[str, np.ndarray], capsys: pytest.CaptureFixture[str]) -> None:
    same(value(code, arrays, capsys), eval(FUNCTIONS[code], {"np": np}, arrays))  # noqa: S307
