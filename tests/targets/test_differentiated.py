"""Functions without a formula in JAX and PyTorch: plain callables, which the library differentiates; against differences."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.questions import modules

RNG = np.random.default_rng(8)
M = RNG.standard_normal((5, 5)) / 2
SHAPES = {"x": (3, 1), "v": (3, 1), "A": (4, 3), "B": (4, 3), "X": (3, 2), "C": (3, 3), "E": (2, 4), "u": (3, 1)}
POINT: dict[str, Any] = {name: RNG.standard_normal(shape) for name, shape in SHAPES.items()} | {"t": 0.3}


def functions(xp: Any, array: Callable[[Any], Any]) -> dict[str, Callable[..., Any]]:
    """Functions in the words that both libraries share."""
    m = array(M)
    return {
        "f": lambda u: xp.log(xp.sum(xp.exp(u))),
        "g": lambda u: xp.tanh(m[:5, :4] @ u),
        "F": lambda X: xp.sin(m[:4, :3] @ X),
        "q": lambda u, v: xp.exp(u.T @ m[:3, :4] @ v / 4)[0, 0],
        "U": lambda t: m[:3, :3] * t + xp.cos(array(t * np.ones(1)) if isinstance(t, float) else t) * array(np.eye(3)),
        "s": lambda x: x**3 + xp.sin(x),
        "e": lambda X: X @ X @ X + 2 * X,
        "p": lambda t: t**2 / 2 + t**3,
    }


QUESTIONS = [
    ("f(A*x) where f: scalar of vector(4), A: matrix(4,3)", "x"),
    ("norm(g(A*x))^2 where g: vector(5) of vector(4), A: matrix(4,3)", "x"),
    ("g(A*x) where g: vector(5) of vector(4), A: matrix(4,3)", "A"),
    ("tr(F(X)*E) where F: matrix(4,2) of matrix(3,2), X: matrix(3,2), E: matrix(2,4)", "X"),
    ("q(u, B*u) where q: scalar of vector(3), vector(4), u: vector(3), B: matrix(4,3)", "u"),
    ("tr(C*U) where U: matrix(3,3) of t, C: matrix(3,3)", "t"),
    ("sum(s.(C*x)) where s: function", "x"),
    ("tr(e(C)) where e: matrixfunction", "C"),
    ("v'*e(C)*x where e: matrixfunction, C: matrix(3,3)", "C"),
    ("p(x'*x) where p: scalar of scalar", "x"),
    ("D(f)(C*x, v) where f: scalar of vector(3)", "x"),
    ("f(x + t*v) where f: scalar of vector(3), t: scalar", "t"),
]


class Jax:
    def __init__(self) -> None:
        jax = pytest.importorskip("jax", reason="jax is not installed")
        jax.config.update("jax_enable_x64", True)
        self.library, self.array = jax.numpy, jax.numpy.asarray


class Torch:
    def __init__(self) -> None:
        torch = pytest.importorskip("torch", reason="torch is not installed")
        self.library = torch
        self.array = lambda a: torch.as_tensor(np.asarray(a, dtype=float))


def differences(f: Callable[[Any], float], at: Any) -> Any:
    """Central differences, a column for each entry by columns."""
    base, h = np.atleast_2d(np.asarray(at, dtype=float)), 1e-5
    found = []
    for j in range(base.shape[1]):
        for i in range(base.shape[0]):
            step = np.zeros_like(base)
            step[i, j] = h
            there = [base + step, base - step] if np.ndim(at) else [float(at) + h, float(at) - h]
            high, low = (np.ravel(f(x), order="F") for x in there)
            found.append((high - low) / (2 * h))
    return np.stack(found, axis=1)


@pytest.mark.parametrize(("text", "wrt"), QUESTIONS)
@pytest.mark.parametrize("target", ["jax", "torch"])
def test_derivatives_are_differences(text: str, wrt: str, target: str) -> None:
    words = Jax() if target == "jax" else Torch()
    source = modules.code(text, wrt=[wrt], target=target)
    assert "the library differentiates them" in source
    module, known = load(source), functions(words.library, words.array)
    names = inspect.signature(module["f"]).parameters

    def arguments(x: Any) -> list[Any]:
        point = {**POINT, wrt: x}
        return [
            known[n] if n in known and n not in point else point[n] if n == "t" else words.array(point[n])
            for n in names
        ]

    def value(name: str, x: Any) -> Any:
        found = module[name](*arguments(x))
        return np.asarray(found.detach() if hasattr(found, "detach") else found)

    at = POINT[wrt]
    slope = differences(lambda x: value("f", x), at)
    assert np.allclose(value("jacobian", at), slope if np.ndim(at) else slope.reshape(-1, 1), atol=1e-7)
    if "gradient" in module and np.ndim(at):
        assert np.allclose(value("gradient", at).ravel(order="F"), slope.ravel(), atol=1e-7)
        curved = differences(lambda x: value("gradient", x), at)
        assert np.allclose(value("hessian", at), curved, atol=1e-6)
    moving = RNG.standard_normal(np.shape(at)) if np.ndim(at) else 0.7
    extra = moving if wrt == "t" else words.array(moving)
    moved = np.asarray(module["differential"](*arguments(at), extra))
    assert np.allclose(moved.ravel(order="F"), slope @ np.ravel(moving, order="F"), atol=1e-6)
