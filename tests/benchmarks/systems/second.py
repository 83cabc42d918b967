"""Second derivatives and Jacobians: the programs in matcalc's language and the inputs, the same for every system.

The first three are experiments of Laue, Mitterreiter and Giesen (NeurIPS 2018) and what stands beside them there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from systems.cases import Case


def _matrix(rows: int, cols: int = 0) -> Any:
    """A maker of general matrices: rows and columns beyond n."""
    return lambda rng, n: rng.standard_normal((n + rows, n + cols)) / np.sqrt(n)


def _column(rows: int = 0) -> Any:
    return lambda rng, n: rng.standard_normal((n + rows, 1))


def _samples(rows: int = 1) -> Any:
    return lambda rng, n: rng.standard_normal((n + rows, 2 * n)) / np.sqrt(n)


def _definite(rng: np.random.Generator, n: int) -> Any:
    root = rng.standard_normal((n, n)) / np.sqrt(n)
    return root @ root.T + np.eye(n)


def _symmetric(rng: np.random.Generator, n: int) -> Any:
    root = rng.standard_normal((n, n))
    return root + root.T


def _thin(rows: int) -> Any:
    return lambda rng, n: rng.standard_normal((n + rows, max(n // 4, 1)))


SQUARE = _matrix(0)
TALL = {"A": lambda rng, n: rng.standard_normal((2 * n, n)) / np.sqrt(n)}
SECOND = {
    case.name: case
    for case in (
        Case("Hessian of norm(A - U*V')^2", "norm(A - U*V')^2", "U", {"A": _matrix(0, 1), "U": _thin(0), "V": _thin(1)}),
        Case("Hessian of logdet(X)", "logdet(X)", "X", {"X": SQUARE}),
        Case("Hessian of tr(X'*A*X*B)", "tr(X'*A*X*B)", "X", {"X": _matrix(0, 1), "A": SQUARE, "B": _matrix(1, 1)}),
        Case("Hessian of logsumexp(A*x)", "logsumexp(A*x)", "x", {**TALL, "x": _column()}),
        Case(
            "Hessian of logistic loss",
            "sum(log(1 + exp(-y.*(A*w))))",
            "w",
            {**TALL, "w": _column(), "y": lambda rng, n: np.sign(rng.standard_normal((2 * n, 1)))},
        ),
        Case(
            "Hessian of a net",
            "norm(tanh(W*X)'*w - y)^2",
            "W",
            {"W": _matrix(0, 1), "X": _samples(), "w": _column(), "y": lambda rng, n: rng.standard_normal((2 * n, 1))},
        ),
        Case("Hessian of tr(inv(X)*C)", "tr(inv(X)*C)", "X", {"X": SQUARE, "C": SQUARE}),
        Case("Hessian of x'*A*x", "x'*A*x", "x", {"x": _column(), "A": SQUARE}),
        Case("Jacobian of A^3", "A^3", "A", {"A": SQUARE}),
        Case("Jacobian of inv(A)", "inv(A)", "A", {"A": SQUARE}),
        Case("Jacobian of A*X*B", "A*X*B", "X", {"A": _matrix(1, 0), "X": _matrix(0, 1), "B": _matrix(1, 2)}),
        Case("Jacobian of X'*X", "X'*X", "X", {"X": _matrix(1, 0)}),
        Case("Jacobian of softmax(W*x) by x", "softmax(W*x)", "x", {"W": _matrix(1, 0), "x": _column()}),
        Case("Jacobian of softmax(W*x) by W", "softmax(W*x)", "W", {"W": _matrix(1, 0), "x": _column()}),
        Case("Jacobian of tanh(W*X)", "tanh(W*X)", "X", {"W": _matrix(1, 0), "X": _matrix(0, 2)}),
        Case(
            "Jacobian of kron(A, B)", "kron(A, B)", "A",
            {"A": _matrix(0, 1), "B": lambda rng, _: rng.standard_normal((3, 2))},
        ),
        Case("Jacobian of chol(S)", "chol(S) where S: spd(n)", "S", {"S": _definite}),
        Case("Jacobian of expm(A)", "expm(A)", "A", {"A": SQUARE}),
        Case("Jacobian of eigvals(S)", "eigvals(S) where S: symmetric(n)", "S", {"S": _symmetric}),
        Case("Jacobian of svdvals(A)", "svdvals(A)", "A", {"A": _matrix(0, 1)}),
        Case("Jacobian of polar(A)", "polar(A)", "A", {"A": _matrix(1, 0)}),
    )
}  # fmt: skip
LARGE = {
    "Hessian of norm(A - U*V')^2": 64, "Hessian of logsumexp(A*x)": 500, "Hessian of logistic loss": 500, "Hessian of a net": 24,
    "Hessian of x'*A*x": 1000, "Jacobian of softmax(W*x) by x": 1000, "Jacobian of softmax(W*x) by W": 150,
    "Jacobian of kron(A, B)": 24, "Jacobian of expm(A)": 24, "Jacobian of eigvals(S)": 60, "Jacobian of svdvals(A)": 60,
}  # fmt: skip
USUAL = 32
"""The n of the others."""
