"""NumPy as a student writes it with the Matrix Cookbook open: inverses, chains from left to right, diag(x) formed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.linalg import inv


def prepared(inputs: dict[str, Any]) -> dict[str, Any]:
    return inputs


def gaussian(X, mu, S):
    m = X.shape[0]
    R = X - np.ones((m, 1)) @ mu.T
    return inv(S) @ R.T @ np.ones((m, 1)), -m / 2 * inv(S) + 1 / 2 * inv(S) @ R.T @ R @ inv(S)


def trace_of_inverse(A, x):
    M = inv(A @ np.diag(x[:, 0]) @ A.T)
    return -np.diag(A.T @ M @ M @ A).reshape(-1, 1)


FUNCTIONS = {
    "tr(X'*A*X)": lambda X, A: A @ X + A.T @ X,
    "logdet(X)": lambda X: inv(X).T,
    "norm(A*x - b)^2": lambda A, x, b: 2 * A.T @ (A @ x - b),
    "logistic loss": lambda A, w, y: -A.T @ (y / (1 + np.exp(y * (A @ w)))),
    "sum(exp(A*X*B))": lambda A, X, B: A.T @ np.exp(A @ X @ B) @ B.T,
    "norm(A - U*V')^2": lambda A, U, V: (-2 * (A - U @ V.T) @ V, -2 * (A - U @ V.T).T @ U),
    "x'*A*B*C*x": lambda x, A, B, C: A @ B @ C @ x + C.T @ B.T @ A.T @ x,
    "Gaussian log-likelihood": gaussian,
    "tr(inv(A*diag(x)*A'))": trace_of_inverse,
    "A^3 along dA": lambda A, dA: dA @ A @ A + A @ dA @ A + A @ A @ dA,
    "inv(A) along dA": lambda A, dA: -inv(A) @ dA @ inv(A),
}


def kronecker_cube(A, dA):
    eye = np.eye(len(A))
    J = np.kron((A @ A).T, eye) + np.kron(A.T, A) + np.kron(eye, A @ A)
    return (J @ dA.reshape(-1, order="F")).reshape(A.shape, order="F")


def kronecker_inverse(A, dA):
    J = -np.kron(inv(A).T, inv(A))
    return (J @ dA.reshape(-1, order="F")).reshape(A.shape, order="F")


KRONECKER = {"A^3 along dA": kronecker_cube, "inv(A) along dA": kronecker_inverse}


def function(case: Any) -> Any:
    return FUNCTIONS[case.name]
