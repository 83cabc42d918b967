"""Emitted code takes slices and puts arrays together: with NumPy's eye, and products with zeros, taken away it still runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.targets import TARGETS
from matcalc_cli.codegen.text.module import module
from matcalc_cli.pipeline import differentiate
from matcalc_cli.questions.modules import code

rng = np.random.default_rng(3)
A, B, C, x, y = (rng.standard_normal(shape) for shape in ((4, 5), (5, 4), (4, 4), (5, 1), (4, 1)))
ALL = {"A": A, "B": B, "C": C, "x": x, "y": y, "i": 2, "j": 3, "k": 3}

CODE = {
    "A[i,j]": lambda A, i, j, **_: A[i - 1, j - 1],
    "y'*A[:,j]*x[end]": lambda A, x, y, j, **_: (y.T @ A[:, j - 1 : j]).item() * x[-1, 0],
    "(inv(C)*y)[2]": lambda C, y, **_: np.linalg.solve(C, y)[1, 0],
    "inv(C)[2,:]*y": lambda C, y, **_: np.linalg.solve(C, y)[1, 0],
    "x[i+1]*unit(4, i)": lambda x, i, **_: x[i, 0] * np.eye(4)[:, i - 1 : i],
    "[A, y; x', 1]*[x; 2]": lambda A, x, y, **_: np.block([[A, y], [x.T, np.ones((1, 1))]]) @ np.vstack([x, [[2.0]]]),
    "[C, A; B, x*x']": lambda A, B, C, x, **_: np.block([[C, A], [B, x @ x.T]]),
    "[x[2]; x[1]^2; 3]": lambda x, **_: np.array([[x[1, 0]], [x[0, 0] ** 2], [3.0]]),
    "x[2:end] - x[1:end-1]": lambda x, **_: np.diff(x, axis=0),
    "norm([A*x; y])^2": lambda A, x, y, **_: np.sum((A @ x) ** 2) + np.sum(y**2),
    "A[:,3:5]'": lambda A, **_: A[:, 2:].T,
    "C[2:3,1:2]": lambda C, **_: C[1:3, :2],
}  # fmt: skip


class _Forbidden:
    def __call__(self, *_: Any, **__: Any) -> None:
        pytest.fail("a selection is multiplied out")


@pytest.mark.parametrize("program", [p for p, f in CODE.items() if f])
def test_slices_are_taken_and_blocks_put_together(program: str) -> None:
    answer = differentiate(program)
    source = module(answer)
    functions = load(source)
    values = {v.name: ALL[v.name] for v in answer.variables}
    assert np.allclose(functions["f"](**values), CODE[program](**values))  # type: ignore[misc]
    assert "eye(" not in source.partition("def differential")[0].partition("def f")[2]


def test_nothing_is_multiplied_with_the_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gradient of a function of slices, with numpy.eye forbidden."""
    answer = differentiate(
        "tr(B*A[1:3,:]) + norm(A[2:4,1:2]*y[1:2])^2 + x[2]*A[i,j] where B: matrix(5,3), A: matrix(4,5)"
    )
    functions = load(module(answer))
    monkeypatch.setattr(np, "eye", _Forbidden())
    values = {"A": A, "B": B[:, :3], "y": y, "x": x, "i": 2, "j": 3}
    wanted = np.vstack([B[:, :3].T, np.zeros((1, 5))])
    wanted[1:4, 0:2] += 2 * A[1:4, 0:2] @ y[:2] @ y[:2].T
    wanted[1, 2] += x[1, 0]
    assert np.allclose(functions["gradient_A"](**values), wanted)
    assert np.allclose(functions["gradient_x"](**values)[1, 0], A[1, 2])


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_writes_slices_and_blocks(target: str) -> None:
    """No target multiplies with a matrix of zeros and ones."""
    text = code("[A, b; c', 1]*x[2:end] + A[1,2]*x[i]*unit(m+1, 3) where A: matrix(m,n)", wrt=["A"], target=target)
    first = {"julia": "x[2:", "matlab": "x(2:", "latex": "x_{2:"}.get(target, "x[1:")
    assert first in text
    whole = {"julia": "vcat(", "matlab": "; ", "latex": r"\begin{bmatrix}", "numpy": "_np.", "jax": "_jnp."}.get(
        target, "concat("
    )
    assert whole in text


def test_a_number_of_a_sum_indexes_from_nothing() -> None:
    functions = load(module(differentiate("sum(i, 1, n, x[i]^2*i) where x: vector(n)")))
    assert np.isclose(functions["f"](x=x), sum((k + 1) * x[k, 0] ** 2 for k in range(5)))
    assert np.allclose(functions["gradient"](x=x), 2 * np.arange(1, 6)[:, None] * x)
