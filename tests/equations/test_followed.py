"""Code of unknowns for libraries that differentiate: its derivatives are those of the solutions of a numerical solver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize

from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.equations.answering import question
from matcalc_cli.equations.followed import followed
from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import modules

Array = np.ndarray[Any, Any]
Point = dict[str, Any]
rng = np.random.default_rng(8)
n = 4
A = rng.standard_normal((n, n)) + np.diag([2.0, 5, 9, 14])
W = rng.standard_normal((n, n)) / 3
b = rng.standard_normal((n, 1))
half = rng.standard_normal((n, n))
S = half @ half.T + n * np.eye(n)


def eigenpair(a: Array) -> Point:
    """The eigenvector of the largest eigenvalue, which is real, with a positive last entry."""
    values, vectors = np.linalg.eig(a)
    v = vectors[:, [np.argmax(values.real)]].real
    return {"q": v * np.sign(v[-1]) / np.linalg.norm(v), "lambda": float(max(values.real))}


def lower_upper(a: Array) -> Point:
    lower, upper = np.eye(n), a.copy()
    for i in range(n):
        for j in range(i + 1, n):
            lower[j, i] = upper[j, i] / upper[i, i]
            upper[j] -= lower[j, i] * upper[i]
    return {"L": lower, "U": np.triu(upper)}


def orthogonal_upper(a: Array) -> Point:
    q, r = np.linalg.qr(a)
    signs = np.sign(np.diag(r))
    return {"Q": q * signs, "R": (r.T * signs).T}


def of_tanh(d: Point) -> Point:
    return {"x": scipy.optimize.root(lambda x: x - np.tanh(d["W"] @ x + b[:, 0]), np.zeros(n), tol=1e-14).x[:, None]}


CASES: list[tuple[str, str, str, Point, str, Callable[[Point], Point]]] = [
    ("A*x - b", "x", "", {"A": A, "b": b}, "A", lambda d: {"x": np.linalg.solve(d["A"], b)}),
    ("A*x - b", "x", "norm(x - y)^2", {"A": A, "b": b, "y": half[:, :1]}, "A", lambda d: {"x": np.linalg.solve(d["A"], b)}),
    ("det(A - lambda*I)", "lambda", "", {"A": A}, "A", lambda d: {"lambda": eigenpair(d["A"])["lambda"]}),
    ("[A*q - lambda*q; q'*q - 1]", "q lambda", "c'*q*lambda", {"A": A, "c": b}, "A", lambda d: eigenpair(d["A"])),
    ("A*q - lambda*q where q: sphere(n)", "q lambda", "c'*q*lambda", {"A": A, "c": b}, "A", lambda d: eigenpair(d["A"])),
    ("L*L' - S where L: lower(n), S: spd(n)", "L", "", {"S": S}, "S", lambda d: {"L": np.linalg.cholesky((d["S"] + d["S"].T) / 2)}),
    ("X*X - A", "X", "", {"A": S + half}, "A", lambda d: {"X": scipy.linalg.sqrtm(d["A"]).real}),
    ("x - tanh(W*x + b)", "x", "", {"W": W, "b": b}, "W", of_tanh),
    ("A*X + X*B - C", "X", "", {"A": A, "B": W, "C": half}, "A", lambda d: {"X": scipy.linalg.solve_sylvester(d["A"], W, half)}),
    ("[L*U - A; diag(L) - 1] where L: lower(n), U: upper(n)", "L U", "tr(C*L*U*L)", {"A": A, "C": half}, "A", lambda d: lower_upper(d["A"])),
    ("Q*R - A where Q: orthogonal(n), R: upper(n)", "Q R", "tr(C*Q*R*Q)", {"A": A, "C": half}, "A", lambda d: orthogonal_upper(d["A"])),
    ("exp(alpha)*beta - alpha", "alpha", "", {"beta": 0.2}, "beta", lambda d: {"alpha": float(scipy.optimize.brentq(lambda a: np.exp(a) * d["beta"] - a, 0, 1, xtol=1e-15))}),
    ("sqrtm(X) - A", "X", "", {"A": scipy.linalg.expm(W)}, "A", lambda d: {"X": d["A"] @ d["A"]}),
]  # fmt: skip


def differences(f: Callable[[float], Array], h: float = 4e-3) -> list[Array]:
    """The first three derivatives at 0."""
    f3, f2, f1, f0, g1, g2, g3 = [f(k * h) for k in range(-3, 4)]
    return [
        (45 * (g1 - f1) - 9 * (g2 - f2) + g3 - f3) / (60 * h),
        (270 * (g1 + f1) - 27 * (g2 + f2) + 2 * (g3 + f3) - 490 * f0) / (180 * h**2),
        (-13 * (g1 - f1) + 8 * (g2 - f2) - (g3 - f3)) / (8 * h**3),
    ]


@pytest.mark.parametrize(("text", "solve", "loss", "data", "moving", "solver"), CASES)
def test_it_moves_as_the_solution_does(
    text: str, solve: str, loss: str, data: Point, moving: str, solver: Callable[[Point], Point]
) -> None:
    asked = question(text, solve.split(), (), (), loss)
    expression = asked.loss or asked.system.unknowns[0]
    node = followed(asked, expression)
    along = np.random.default_rng(1).standard_normal(np.shape(data[moving]))
    along = along / max(1.0, float(np.linalg.norm(along)))
    solution, sizes = solver(data), {"n": n}

    def there(t: float) -> Point:
        return {**data, moving: data[moving] + t * along}

    def value(t: float) -> Array:
        return np.asarray(evaluate(expression, {**there(t), **solver(there(t)), **sizes}))

    def held(t: float) -> Array:
        return np.asarray(evaluate(node, {**there(t), **solution, **sizes}))

    np.testing.assert_allclose(held(0.0), value(0.0), rtol=1e-12, atol=1e-12)
    for found, wanted, close in zip(differences(held), differences(value), (1e-8, 1e-6, 1e-3), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=close, atol=close * max(1.0, float(np.abs(wanted).max())))


@pytest.mark.parametrize("target", ["jax", "torch"])
def test_libraries_that_differentiate_are_told_what_f_is(target: str) -> None:
    code = modules.code_implicit("A*x - b", solve=["x"], target=target)
    f = code.split("\ndef f(")[1].split("\n\n\n")[0]
    assert "2 Newton steps from the solution" in f
    assert f.count("solve(A, ") == 2  # each step solves once, by whatever the library has for it
    assert "def differential_A(" in code


def test_what_a_target_has_not_is_refused_with_those_that_have_it() -> None:
    with pytest.raises(MatcalcError) as refused:
        modules.code_implicit("sqrtm(X) - A", solve=["X"], target="torch")
    assert "there is no torch code for sqrtm" in refused.value.message
    assert "jax" in (refused.value.hint or "")
