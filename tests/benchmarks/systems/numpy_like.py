"""The functions to be differentiated automatically, in the NumPy that autograd and jax.numpy share.

Vectors have one axis there. The value is written the good way (solve, broadcasting), as its own users would.
"""

from __future__ import annotations

from typing import Any


def values(np: Any, logaddexp: Any) -> dict[str, Any]:
    """By case: the function of its inputs."""

    def gaussian(X, mu, S):
        R = X - mu
        return -X.shape[0] / 2 * np.linalg.slogdet(S)[1] - 0.5 * np.sum(R.T * np.linalg.solve(S, R.T))

    return {
        "tr(X'*A*X)": lambda X, A: np.trace(X.T @ A @ X),
        "logdet(X)": lambda X: np.linalg.slogdet(X)[1],
        "norm(A*x - b)^2": lambda A, x, b: np.sum((A @ x - b) ** 2),
        "logistic loss": lambda A, w, y: np.sum(logaddexp(0.0, -y * (A @ w))),
        "sum(exp(A*X*B))": lambda A, X, B: np.sum(np.exp(A @ X @ B)),
        "norm(A - U*V')^2": lambda A, U, V: np.sum((A - U @ V.T) ** 2),
        "x'*A*B*C*x": lambda x, A, B, C: x @ (A @ (B @ (C @ x))),
        "Gaussian log-likelihood": gaussian,
        "tr(inv(A*diag(x)*A'))": lambda A, x: np.trace(np.linalg.inv((A * x) @ A.T)),
        "A^3 along dA": lambda A: A @ A @ A,
        "inv(A) along dA": np.linalg.inv,
    }


def flat(inputs: dict[str, Any]) -> dict[str, Any]:
    """Vectors with one axis."""
    return {name: x[:, 0] if x.shape[1] == 1 else x for name, x in inputs.items()}
