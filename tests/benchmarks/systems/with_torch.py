"""The gradient of torch.autograd, eager, on the CPU; torch.func.jvp for the Jacobian-vector products."""

from __future__ import annotations

import os
from typing import Any

import torch
from systems.numpy_like import flat

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def gaussian(X, mu, S):
    R = X - mu
    return -X.shape[0] / 2 * torch.linalg.slogdet(S)[1] - 0.5 * torch.sum(R.T * torch.linalg.solve(S, R.T))


VALUES = {
    "tr(X'*A*X)": lambda X, A: torch.trace(X.T @ A @ X),
    "logdet(X)": lambda X: torch.linalg.slogdet(X)[1],
    "norm(A*x - b)^2": lambda A, x, b: torch.sum((A @ x - b) ** 2),
    "logistic loss": lambda A, w, y: torch.sum(torch.nn.functional.softplus(-y * (A @ w))),
    "sum(exp(A*X*B))": lambda A, X, B: torch.sum(torch.exp(A @ X @ B)),
    "norm(A - U*V')^2": lambda A, U, V: torch.sum((A - U @ V.T) ** 2),
    "x'*A*B*C*x": lambda x, A, B, C: x @ (A @ (B @ (C @ x))),
    "Gaussian log-likelihood": gaussian,
    "tr(inv(A*diag(x)*A'))": lambda A, x: torch.trace(torch.linalg.inv((A * x) @ A.T)),
    "A^3 along dA": lambda A: A @ A @ A,
    "inv(A) along dA": torch.linalg.inv,
}


def prepared(inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: torch.from_numpy(x.copy()) for name, x in flat(inputs).items()}


def function(case: Any) -> Any:
    value = VALUES[case.name]
    if case.product:
        return lambda A, dA: torch.func.jvp(value, (A,), (dA,))[1]

    def gradient(**inputs: Any) -> Any:
        moving = [inputs[name].detach().requires_grad_() for name in case.wrt]
        found = torch.autograd.grad(value(**{**inputs, **dict(zip(case.wrt, moving, strict=True))}), moving)
        return found if len(found) > 1 else found[0]

    return gradient
