"""Second differentials on the orthogonal group against differences along Q exp(t Q'dQ) and against the Hessian."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import scipy.linalg

from matcalc_cli import pipeline
from matcalc_cli.check.before_printing import EXACTLY, verified
from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.check.variants.equation_points import precisely
from matcalc_cli.check.variants.other_readings import equations
from matcalc_cli.expr.node import Node

Array = np.ndarray
RNG = np.random.default_rng(11)
N = 4
A, B, W, U = (RNG.standard_normal((N, N)) for _ in range(4))
Q = scipy.linalg.expm(A - A.T)
W, U = W - W.T, U - U.T
WHERE = " where Q: orthogonal(n), A: matrix(n,n), B: matrix(n,n)"
STEP = 1e-3

CASES: list[tuple[str, Callable[[Array], Array | float]]] = [
    ("Q", lambda q: q),
    ("Q'", lambda q: q.T),
    ("Q'*A*Q", lambda q: q.T @ A @ q),
    ("Q^3", lambda q: q @ q @ q),
    ("inv(A + Q)", lambda q: np.linalg.inv(A + q)),
    ("tr(A*Q)", lambda q: np.trace(A @ q)),
    ("tr(A*Q'*B*Q)", lambda q: np.trace(A @ q.T @ B @ q)),
    ("sum(exp(Q.*A))", lambda q: np.exp(q * A).sum()),
    ("norm(Q - A)", lambda q: np.linalg.norm(q - A)),
]
each = pytest.mark.parametrize(("text", "f"), CASES, ids=[text for text, _ in CASES])


def value(node: Node | None, **more: Array) -> Array:
    assert node is not None
    known = {"A": A, "B": B, "Q": Q, "n": N, **more}
    names = {s.name for s in node.symbols} | {"n"}
    return np.atleast_2d(np.asarray(evaluate(node, {k: x for k, x in known.items() if k in names})))


def bend(f: Callable[[Array], Array | float], one: Array, other: Array) -> Array:
    """The second derivative of f(Q exp(s X + t Y)) by s and t, by differences of fourth order."""
    at = lambda s, t: np.atleast_2d(f(Q @ scipy.linalg.expm(s * one + t * other)))  # noqa: E731

    def corners(h: float) -> Array:
        return (at(h, h) - at(h, -h) - at(-h, h) + at(-h, -h)) / (4 * h * h)

    return (4 * corners(STEP) - corners(2 * STEP)) / 3


@each
def test_it_is_the_second_derivative_along_geodesics(text: str, f: Callable[[Array], Array | float]) -> None:
    found = pipeline.varied(text + WHERE, wrt=["Q"], times=2)
    np.testing.assert_allclose(value(found.total, dQ=Q @ W), bend(f, W, W), rtol=1e-6, atol=1e-6)


@each
def test_of_two_directions_it_is_the_mixed_one(text: str, f: Callable[[Array], Array | float]) -> None:
    found = pipeline.varied(text + WHERE, wrt=["Q"], times=2, along=["V"])
    np.testing.assert_allclose(value(found.total, dQ=Q @ W, V=Q @ U), bend(f, W, U), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("text", [text for text, _ in CASES if text.startswith(("tr", "sum", "norm"))])
def test_it_is_the_form_of_the_hessian(text: str) -> None:
    total = pipeline.varied(text + WHERE, wrt=["Q"], times=2).total
    (found,) = pipeline.differentiate(text + WHERE, wrt=["Q"], order=2).derivatives
    e = (Q @ W).reshape(-1, 1, order="F")
    np.testing.assert_allclose(e.T @ value(found.hessian) @ e, value(total, dQ=Q @ W), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("text", ["Q", "Q'", "tr(A*Q'*B*Q)"])
@pytest.mark.parametrize("along", [[], ["Q^2 - I(n)"]])
def test_it_is_verified(text: str, along: list[str]) -> None:
    """Exactly, and with sixty digits: the point of the geodesic there is a series."""
    found = pipeline.varied(text + WHERE, wrt=["Q"], times=2, along=along)
    assert verified(found, "differential", 5.0) == EXACTLY
    assert {precisely(equation, 0) for equation in equations(found, "differential")} == {"ok"}
