# ruff: noqa: ARG001, ARG005 every function takes what its case has
"""Second derivatives and Jacobians in NumPy by hand, as good as they get: every block is written where it belongs, once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.linalg import inv


def prepared(inputs: dict[str, Any]) -> dict[str, Any]:
    return inputs


def wide(a, b):
    """a[i, j] and b[r, s] in rows of all (j, s), of which the products are long runs of memory."""
    (m, n), (p, q) = a.shape, b.shape
    left, right = np.empty((m, 1, n, q)), np.empty((p, n, q))
    left[...] = a[:, None, :, None]
    right[...] = b[:, None]
    return left, right


def kron(a, b):
    """The Kronecker product, row by row in memory; that of a row column by column."""
    (m, n), (p, q) = a.shape, b.shape
    if m == 1:
        return np.multiply(a.T[:, :, None], np.ascontiguousarray(b.T)).reshape(n * q, p).T
    return np.multiply(*wide(a, b)).reshape(m * p, n * q)


def factorization(A, U, V):
    (m, k), gram = U.shape, 2 * V.T @ V
    out = np.zeros((k, m, k, m))
    np.einsum("aibi->iab", out)[...] = gram
    return out.reshape(m * k, m * k)


def logdet(X):
    n, Y = len(X), inv(X)
    left, right = wide(-Y.T, Y)
    return np.multiply(left[:, 0], right[:, None]).reshape(n * n, n * n)


def quadratic(X, A, B):
    m, n = X.shape
    (first, rows), (second, others) = wide(B.T, A), wide(B, A.T)
    out = first * rows
    for j in range(n):
        out[j] += second[j] * others
    return out.reshape(m * n, m * n)


def logsumexp(A, x):
    s = A @ x
    s = np.exp(s - s.max())
    s /= s.sum()
    root = A * np.sqrt(s)
    mean = A.T @ s
    out = root.T @ root
    out -= mean @ mean.T
    return out


def logistic(A, w, y):
    e = np.exp(-np.abs(A @ w))
    root = np.sqrt(e) / (1 + e) * A
    return root.T @ root


def net(W, X, w, y):
    m, n = W.shape
    t = np.tanh(W @ X)
    slope = w * (1 - t**2)
    error = (w.T @ t - y.T).ravel()
    out = np.empty((n, m, n, m))
    rows = (slope[None] * X[:, None]).reshape(n * m, -1)
    np.matmul(rows, 2 * rows.T, out=out.reshape(n * m, n * m))
    bent = -4 * error * t * slope
    for i in range(m):
        out[:, i, :, i] += X * bent[i] @ X.T
    return out.reshape(n * m, n * m)


def trace_of_inverse(X, C):
    n, P = len(X), inv(X)
    Q = P @ C @ P
    (first, rows), (second, others) = wide(Q.T, P), wide(P.T, Q)
    out = np.multiply(first[:, 0], rows[:, None])
    for j in range(n):
        out[j] += second[:, 0] * others[j]
    return out.reshape(n * n, n * n)


def cube(A):
    n, square = len(A), A @ A
    out = kron(A.T, A).reshape(n, n, n, n)
    np.einsum("iaib->iab", out)[...] += square
    np.einsum("aibi->iab", out)[...] += square.T
    return out.reshape(n * n, n * n)


def gram(X):
    m, n = X.shape
    out = np.zeros((n, n, n, m))
    np.einsum("baai->abi", out)[...] += X.T
    np.einsum("babi->bai", out)[...] += X.T
    return out.reshape(n * n, n * m)


def softmax(W, x):
    s = np.exp(W @ x - (W @ x).max())
    return s / s.sum()


def softmax_by_vector(W, x):
    s = softmax(W, x)
    out = W - s.T @ W
    out *= s
    return out


def softmax_by_matrix(W, x):
    s = softmax(W, x)
    inner = -s @ s.T
    inner.flat[:: len(s) + 1] += s[:, 0]
    return kron(x.T, inner)


def activation(W, X):
    (m, n), p = W.shape, X.shape[1]
    out = np.zeros((p, m, p, n))
    np.einsum("cacb->cab", out)[...] = (1 - np.tanh(W @ X) ** 2).T[:, :, None] * W
    return out.reshape(m * p, n * p)


def kronecker(A, B):
    (m, n), (p, q) = A.shape, B.shape
    out = np.zeros((n, q, m, p, n, m))
    np.einsum("jsirji->jisr", out)[...] = B.T
    return out.reshape(n * q * m * p, n * m)


def chol(S):
    n = len(S)
    L = np.linalg.cholesky(S)
    Y = inv(L)
    half = np.tril(np.ones((n, n)), -1) + np.eye(n) / 2
    out = np.empty((n, n, n, n))
    for b in range(n):
        inner = L * half[:, b] @ (Y / 2)
        np.multiply(inner[:, None, :], Y[b][None, :, None], out=out[b])
        out[b] += inner[:, :, None] * Y[b][None, None]
    return out.reshape(n * n, n * n)


def eigvals(S):
    n, V = len(S), np.linalg.eigh(S)[1].T
    return (V[:, :, None] * V[:, None]).reshape(n, n * n)


def svdvals(A):
    U, _, Vt = np.linalg.svd(A, full_matrices=False)
    return (Vt[:, :, None] * U.T[:, None]).reshape(len(Vt), -1)


def polar(A):
    (m, n), (U, s, Vt) = A.shape, np.linalg.svd(A, full_matrices=False)
    gaps = s + s[:, None]
    side = kron(Vt.T / s @ Vt, np.eye(m) - U @ U.T).reshape(n, m, n, m)
    for j in range(n):
        inner = U[:, :, None] * Vt[:, j]
        inner -= inner.swapaxes(1, 2)
        inner /= gaps
        side[:, :, j] += (U @ (inner @ Vt)).T
    return side.reshape(m * n, m * n)


PADE = (64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
        670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1)  # fmt: skip


def expm(A):
    """Scaling, the Padé approximant of degree 13 and squaring, along n units at a time (Al-Mohy and Higham 2009)."""
    n, b = len(A), PADE
    s = max(0, int(np.ceil(np.log2(np.abs(A).sum(axis=0).max() / 4.74))))
    A = A / 2**s
    I = np.eye(n)
    A2 = A @ A
    A4 = A2 @ A2
    A6 = A2 @ A4
    W1, W2 = b[13] * A6 + b[11] * A4 + b[9] * A2, b[7] * A6 + b[5] * A4 + b[3] * A2 + b[1] * I
    Z1, Z2 = b[12] * A6 + b[10] * A4 + b[8] * A2, b[6] * A6 + b[4] * A4 + b[2] * A2 + b[0] * I
    W = A6 @ W1 + W2
    U, V = A @ W, A6 @ Z1 + Z2
    below = inv(V - U)
    powers = [below @ (V + U)]
    for _ in range(s):
        powers.append(powers[-1] @ powers[-1])
    out = np.empty((n, n, n, n))
    for j in range(n):
        E = np.zeros((n, n, n))
        E[np.arange(n), np.arange(n), j] = 2.0**-s
        M2 = A @ E + E @ A
        M4 = A2 @ M2 + M2 @ A2
        M6 = A4 @ M2 + M4 @ A2
        LW = A6 @ (b[13] * M6 + b[11] * M4 + b[9] * M2) + M6 @ W1 + b[7] * M6 + b[5] * M4 + b[3] * M2
        LU = A @ LW + E @ W
        LV = A6 @ (b[12] * M6 + b[10] * M4 + b[8] * M2) + M6 @ Z1 + b[6] * M6 + b[4] * M4 + b[2] * M2
        L = below @ (LU + LV + (LU - LV) @ powers[0])
        for R in powers[:-1]:
            L = R @ L + L @ R
        out[:, :, j] = L.T
    return out.reshape(n * n, n * n)


FUNCTIONS = {
    "Hessian of norm(A - U*V')^2": factorization,
    "Hessian of logdet(X)": logdet,
    "Hessian of tr(X'*A*X*B)": quadratic,
    "Hessian of logsumexp(A*x)": logsumexp,
    "Hessian of logistic loss": logistic,
    "Hessian of a net": net,
    "Hessian of tr(inv(X)*C)": trace_of_inverse,
    "Hessian of x'*A*x": lambda x, A: A + A.T,
    "Jacobian of A^3": cube,
    "Jacobian of inv(A)": lambda A: kron(-inv(A).T, inv(A)),
    "Jacobian of A*X*B": lambda A, X, B: kron(B.T, A),
    "Jacobian of X'*X": gram,
    "Jacobian of softmax(W*x) by x": softmax_by_vector,
    "Jacobian of softmax(W*x) by W": softmax_by_matrix,
    "Jacobian of tanh(W*X)": activation,
    "Jacobian of kron(A, B)": kronecker,
    "Jacobian of chol(S)": chol,
    "Jacobian of expm(A)": expm,
    "Jacobian of eigvals(S)": eigvals,
    "Jacobian of svdvals(A)": svdvals,
    "Jacobian of polar(A)": polar,
}


def function(case: Any) -> Any:
    return FUNCTIONS[case.name]
