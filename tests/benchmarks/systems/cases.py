"""What every system computes: the programs in matcalc's language, and the inputs, the same for all.

All matrices are n x n and all vectors n x 1 but where it says otherwise; systems that know only one axis get their
vectors as they like them best.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Inputs = dict[str, Any]


class Case:
    """One derivative: the program, the variables, whether it is a gradient or a Jacobian-vector product."""

    def __init__(self, name: str, program: str, wrt: str, shapes: dict[str, Any], *, product: bool = False) -> None:
        self.name = name
        self.program = program
        self.wrt = wrt.split()
        self.shapes = shapes
        self.product = product
        self.reading = name.split(" of ", maxsplit=1)[0].lower() if " of " in name else "gradient"

    def inputs(self, n: int) -> Inputs:
        """Random matrices, the same in every process; the scale keeps exp and powers in range."""
        rng = np.random.default_rng(n)
        return {name: MAKE.get(kind, kind)(rng, n) for name, kind in self.shapes.items()}


def _general(rng: np.random.Generator, n: int) -> Any:
    return rng.standard_normal((n, n)) / np.sqrt(n)


def _definite(rng: np.random.Generator, n: int) -> Any:
    root = _general(rng, n)
    return root @ root.T + np.eye(n)


MAKE = {
    "matrix": _general,
    "tall": lambda rng, n: rng.standard_normal((n, max(n // 10, 1))) / np.sqrt(n),
    "data": lambda rng, n: rng.standard_normal((2 * n, n)),
    "vector": lambda rng, n: rng.standard_normal((n, 1)),
    "positive": lambda rng, n: rng.uniform(0.5, 1.5, (n, 1)),
    "signs": lambda rng, n: np.sign(rng.standard_normal((n, 1))),
    "spd": _definite,
}

CASES = {
    case.name: case
    for case in (
        Case("tr(X'*A*X)", "tr(X'*A*X)", "X", {"X": "matrix", "A": "matrix"}),
        Case("logdet(X)", "logdet(X)", "X", {"X": "matrix"}),
        Case("norm(A*x - b)^2", "norm(A*x - b)^2", "x", {"A": "matrix", "x": "vector", "b": "vector"}),
        Case(
            "logistic loss",
            "sum(log(1 + exp(-y.*(A*w))))",
            "w",
            {"A": "matrix", "w": "vector", "y": "signs"},
        ),
        Case("sum(exp(A*X*B))", "sum(exp(A*X*B))", "X", {"A": "matrix", "X": "matrix", "B": "matrix"}),
        Case("norm(A - U*V')^2", "norm(A - U*V')^2", "U V", {"A": "matrix", "U": "tall", "V": "tall"}),
        Case("x'*A*B*C*x", "x'*A*B*C*x", "x", {"x": "vector", "A": "matrix", "B": "matrix", "C": "matrix"}),
        Case(
            "Gaussian log-likelihood",
            "R = X - ones(m)*mu'; -m/2*logdet(S) - 1/2*tr(R*inv(S)*R') where X: matrix(m,n), mu: vector(n), S: spd(n)",
            "mu S",
            {"X": "data", "mu": "vector", "S": "spd"},
        ),
        Case("tr(inv(A*diag(x)*A'))", "tr(inv(A*diag(x)*A'))", "x", {"A": "spd", "x": "positive"}),
        Case("A^3 along dA", "A^3", "A", {"A": "matrix", "dA": "matrix"}, product=True),
        Case("inv(A) along dA", "inv(A)", "A", {"A": "spd", "dA": "matrix"}, product=True),
    )
}
