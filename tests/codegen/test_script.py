"""`code --api scipy`: the module runs as a script, and ends at the minimum."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import modules


def run(text: str, wrt: str, **options: Any) -> tuple[str, dict[str, Any]]:
    """What the script prints, and its names."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(modules.code(text, wrt=[wrt], api="scipy", **options), names)  # noqa: S102
    return printed.getvalue(), names


@pytest.mark.parametrize(
    ("text", "wrt"),
    [
        ("norm(A*x - b)^2/2 + lambda/2*norm(x)^2", "x"),
        ("norm(A*X*B - C)^2 + norm(X)^2", "X"),
        ("tr(inv(S)*A) + logdet(S) where S: spd(n), A: spd(n)", "S"),
        ("(alpha - 1)^2 + exp(alpha)", "alpha"),
        ("norm(X - A)^2 - sum(log(X))", "X"),
    ],
)
def test_it_minimizes(text: str, wrt: str) -> None:
    printed, names = run(text, wrt)
    assert "Optimization terminated successfully" in printed
    assert np.max(np.abs(names["found"].jac)) < 1e-3


@pytest.mark.parametrize(
    ("text", "wrt"), [("A*x - b", "x"), ("A*X*B - C", "X"), ("exp(alpha*t) - y where t: vector(n)", "alpha")]
)
def test_it_fits(text: str, wrt: str) -> None:
    printed, names = run(text, wrt, sizes="m=5" if "m" in text else "")
    assert "termination condition is satisfied" in printed
    assert np.max(np.abs(names["found"].grad)) < 1e-3


def test_operators_are_the_matrices() -> None:
    rng = np.random.default_rng(1)
    X, A, B, C = (rng.standard_normal(shape) for shape in ((3, 4), (5, 3), (4, 2), (5, 2)))
    names: dict[str, Any] = {}
    exec(modules.code("sum(exp(A*X*B - C))", wrt=["X"], api="scipy"), names)  # noqa: S102
    np.testing.assert_allclose(names["hessian_operator"](A, X, B, C) @ np.eye(12), names["hessian"](A, X, B, C))
    exec(modules.code("exp(A*X*B) - f where f: matrix(m,q), B: matrix(n,q)", wrt=["X"], api="scipy"), names)  # noqa: S102
    operator, matrix = names["jacobian_operator"](A, X, B, C), names["jacobian"](A, X, B, C)
    np.testing.assert_allclose(operator @ np.eye(12), matrix)
    np.testing.assert_allclose(operator.T @ np.eye(10), matrix.T)


@pytest.mark.parametrize(
    ("text", "wrt", "said"),
    [
        ("x'*A*x", [], "moves one variable"),
        ("tr(Q'*A*Q) where Q: orthogonal(n)", ["Q"], "leaves the orthogonal matrices"),
        ("f(x) where f: scalar of vector(n)", ["x"], "without a formula"),
        ("sum(i, 1, N, norm(x_i - c)^2)", ["c"], "no families"),
    ],
)
def test_what_it_does_not_do_is_said(text: str, wrt: list[str], said: str) -> None:
    with pytest.raises(MatcalcError, match=said):
        modules.code(text, wrt=wrt, api="scipy")
