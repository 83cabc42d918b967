"""jax.grad under jax.jit, in float64; jax.jvp for products with Jacobians; jax.hessian, jacfwd or jacrev, which is faster."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.linalg import expm
from jax.scipy.special import logsumexp
from systems.numpy_like import flat, values
from systems.second import SECOND

jax.config.update("jax_enable_x64", True)
VALUES = values(jnp, jnp.logaddexp)


def polar(A):
    u, _, vt = jnp.linalg.svd(A, full_matrices=False)
    return u @ vt


MATRICES = {
    "Hessian of norm(A - U*V')^2": VALUES["norm(A - U*V')^2"],
    "Hessian of logdet(X)": VALUES["logdet(X)"],
    "Hessian of tr(X'*A*X*B)": lambda X, A, B: jnp.trace(X.T @ A @ X @ B),
    "Hessian of logsumexp(A*x)": lambda A, x: logsumexp(A @ x),
    "Hessian of logistic loss": VALUES["logistic loss"],
    "Hessian of a net": lambda W, X, w, y: jnp.sum((jnp.tanh(W @ X).T @ w - y) ** 2),
    "Hessian of tr(inv(X)*C)": lambda X, C: jnp.trace(jnp.linalg.solve(X, C)),
    "Hessian of x'*A*x": lambda x, A: x @ A @ x,
    "Jacobian of A^3": lambda A: A @ A @ A,
    "Jacobian of inv(A)": jnp.linalg.inv,
    "Jacobian of A*X*B": lambda A, X, B: A @ X @ B,
    "Jacobian of X'*X": lambda X: X.T @ X,
    "Jacobian of softmax(W*x) by x": lambda W, x: jax.nn.softmax(W @ x),
    "Jacobian of softmax(W*x) by W": lambda W, x: jax.nn.softmax(W @ x),
    "Jacobian of tanh(W*X)": lambda W, X: jnp.tanh(W @ X),
    "Jacobian of kron(A, B)": jnp.kron,
    "Jacobian of chol(S)": jnp.linalg.cholesky,
    "Jacobian of expm(A)": expm,
    "Jacobian of eigvals(S)": jnp.linalg.eigvalsh,
    "Jacobian of svdvals(A)": lambda A: jnp.linalg.svd(A, compute_uv=False),
    "Jacobian of polar(A)": polar,
}
REVERSE = ("softmax(W*x) by W", "eigvals(S)", "svdvals(A)")
"""Columns of matrices, of which the rows of the Jacobian are fewer than its columns."""


def prepared(inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: jnp.asarray(x) for name, x in flat(inputs).items()}


def function(case: Any) -> Any:
    if case.name in SECOND:
        return _matrix(case)
    value = VALUES[case.name]
    if case.product:
        run = jax.jit(lambda A, dA: jax.jvp(value, (A,), (dA,))[1])
        return lambda A, dA: jax.block_until_ready(run(A, dA))
    names = list(case.shapes)
    places = tuple(names.index(name) for name in case.wrt)
    gradient = jax.jit(jax.grad(value, argnums=places if len(places) > 1 else places[0]))
    return lambda **inputs: jax.block_until_ready(gradient(*[inputs[name] for name in names]))


def _matrix(case: Any) -> Any:
    reverse = any(case.name.endswith(name) for name in REVERSE)
    derivative = jax.hessian if case.reading == "hessian" else jax.jacrev if reverse else jax.jacfwd
    names = list(case.shapes)
    run = jax.jit(derivative(MATRICES[case.name], argnums=names.index(case.wrt[0])))
    return lambda **inputs: jax.block_until_ready(run(*[inputs[name] for name in names]))


def arranged(name: str, inputs: dict[str, Any], result: Any) -> Any:
    """The result as the matrix of vec(X) -> vec(f), columns one below the other."""
    moving = inputs[SECOND[name].wrt[0]]
    out = result.ndim - moving.ndim
    turned = np.transpose(result, [*reversed(range(out)), *reversed(range(out, result.ndim))])
    return np.ascontiguousarray(turned).reshape(-1, moving.size)
