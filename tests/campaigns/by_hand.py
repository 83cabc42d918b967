"""Emitted code beside stable NumPy that was written by hand: the digits of both, against sixty.

PYTHONPATH=. python tests/campaigns/by_hand.py [--single] [--most 4] [WORDS]

The programs and points are those of `tests.campaigns.stable`. A row is an error of the NumPy module above `--most` times that of
the code below, or above so many times the condition number times the rounding unit where the error by hand is smaller: that is
what any code may lose. Exit code 1 if there is one. WORDS choose the programs that have them.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import mpmath
import numpy as np
from scipy.special import expit, logsumexp, xlogy

from tests.campaigns.runners import Runner
from tests.campaigns.stable import DIGITS, PROGRAMS, cases

By = Mapping[str, Callable[..., Any]]
det, inv, norm, solve = np.linalg.det, np.linalg.inv, np.linalg.norm, np.linalg.solve


def eye(x: Any) -> Any:
    return np.eye(x.size, dtype=x.dtype)


def middle(x: Any) -> Any:
    """The projection on what has the mean 0."""
    return eye(x) - np.full((x.size, x.size), 1 / x.size, dtype=x.dtype)


def c(x: Any) -> Any:
    """The differences from the mean, and of these again what rounding left."""
    r = x - x.mean()
    return r - r.mean()


def columns(X: Any) -> Any:
    r = X - X.mean(axis=0)
    return r - r.mean(axis=0)


def log_softmax(x: Any) -> Any:
    return x - logsumexp(x)


def s(x: Any) -> Any:
    return np.exp(log_softmax(x))


def spread(x: Any) -> Any:
    """diag(s) - s*s' for the softmax s."""
    return np.diagflat(s(x)) - s(x) @ s(x).T


def softplus(x: Any) -> Any:
    return np.logaddexp(np.zeros_like(x), x)


def bell(x: Any) -> Any:
    """sigmoid(x)*(1 - sigmoid(x))."""
    return expit(x) * expit(-x)


def logcosh(x: Any) -> Any:
    size = abs(x)
    large = size + np.log1p(np.exp(-2 * size)) - np.log(x.dtype.type(2))
    return np.where(size < 1, np.log1p(2 * np.sinh(np.minimum(size, 1) / 2) ** 2), large)


def along(r: Any, v: Any, P: Any) -> tuple[Any, Any]:
    """The gradient and the Hessian of r'*v/norm(r), by what r is a projection P of."""
    u = r / norm(r)
    q = P @ v - u * (u.T @ v)
    inner = P - u @ u.T
    return q / norm(r), -(u @ q.T + q @ u.T + (u.T @ v) * inner) / norm(r) / norm(r)


def length(x: Any, P: Any) -> Any:
    """The Hessian of norm(x)."""
    u = x.reshape(-1, 1, order="F") / norm(x)
    return (P - u @ u.T) / norm(x)


def half(x: Any) -> Any:
    return np.tanh(x / 2)


def sech2(x: Any) -> Any:
    return 4 * bell(2 * x)


SQUARES = {"f": lambda x: c(x).T @ c(x), "gradient": lambda x: 2 * c(x), "hessian": lambda x: 2 * middle(x)}
MEANS = {
    "f": lambda x: np.mean(c(x) ** 2),
    "gradient": lambda x: 2 * c(x) / x.size,
    "hessian": lambda x: 2 * middle(x) / x.size,
}
CROSS = {
    "f": lambda x, y: -y.T @ log_softmax(x),
    "gradient": lambda x, y: s(x) * y.sum() - y,
    "hessian": lambda x, y: y.sum() * spread(x),
}
DISTANCE = {
    "f": lambda x, y: (x - y).T @ (x - y),
    "gradient": lambda x, y: 2 * (x - y),
    "hessian": lambda x: 2 * eye(x),
}
LOGSUM = {"f": lambda x: logsumexp(x), "gradient": s, "hessian": spread}
BY_HAND: dict[str, By] = {
    "norm(x - mean(x))^2": SQUARES, "r'*r where": SQUARES, "sum(r.^2)/n where": MEANS, "var(x)": MEANS,
    "(r'*y)/norm(r)": {
        "f": lambda x, y: c(x).T @ y / norm(c(x)), "gradient": lambda x, y: along(c(x), c(y), middle(x))[0],
        "hessian": lambda x, y: along(c(x), c(y), middle(x))[1],
    },
    "(r'*s)/(norm(r)*norm(s))": {
        "f": lambda x, y: (c(x) / norm(c(x))).T @ (c(y) / norm(c(y))),
        "gradient": lambda x, y: along(c(x), c(y) / norm(c(y)), middle(x))[0],
        "hessian": lambda x, y: along(c(x), c(y) / norm(c(y)), middle(x))[1],
    },
    "g.*r/sqrt(sum(r.^2)/n + epsilon) + b": {
        "f": lambda x, g, b, epsilon: g * c(x) / np.sqrt(np.mean(c(x) ** 2) + epsilon) + b,
        "jacobian": lambda x, g, epsilon: layer(x, g, np.sqrt(np.mean(c(x) ** 2) + epsilon)),
    },
    "sum((g.*r/sqrt(r'*r/n + epsilon)).^3)": {
        "f": lambda x, g, epsilon: np.sum((g * c(x) / np.sqrt(np.mean(c(x) ** 2) + epsilon)) ** 3),
        "gradient": lambda x, g, epsilon: cubes(x, g, np.sqrt(np.mean(c(x) ** 2) + epsilon)),
    },
    "g.*(x - mean(x))/std(x)": {
        "f": lambda x, g: g * c(x) / np.std(c(x)), "jacobian": lambda x, g: layer(x, g, np.std(c(x))),
    },
    "y'*(x - mean(x))/sqrt(var(x) + epsilon)": {
        "f": lambda x, y, epsilon: c(y).T @ c(x) / np.sqrt(np.mean(c(x) ** 2) + epsilon),
        "gradient": lambda x, y, epsilon: shared(x, y, np.sqrt(np.mean(c(x) ** 2) + epsilon))[0],
        "hessian": lambda x, y, epsilon: shared(x, y, np.sqrt(np.mean(c(x) ** 2) + epsilon))[1],
    },
    "norm(C'*C)^2": {
        "f": lambda X: norm(columns(X).T @ columns(X)) ** 2,
        "gradient": lambda X: 4 * columns(X) @ (columns(X).T @ columns(X)),
    },
    "logdet(C'*C/m + I(n))": {
        "f": lambda X: np.linalg.slogdet(spd(columns(X)))[1],
        "gradient": lambda X: 2 / len(X) * solve(spd(columns(X)), columns(X).T).T,
    },
    "std(x)": {
        "f": lambda x: np.std(c(x)), "gradient": lambda x: c(x) / np.std(c(x)) / x.size,
        "hessian": lambda x: layer(x, np.ones_like(x), np.std(c(x))) / x.size,
    },
    "sum((x - mean(x)).^4)/var(x)^2": {
        "f": lambda x: np.sum(c(x) ** 4) / np.mean(c(x) ** 2) ** 2,
        "gradient": lambda x: 4 * (c(c(x) ** 3) - np.mean(c(x) ** 4) / np.mean(c(x) ** 2) * c(x)) / np.mean(c(x) ** 2) ** 2,
    },
    "norm(x - y)^2": DISTANCE, "x'*x - 2*x'*y + y'*y": DISTANCE,
    "norm(A*x - b)^2": {
        "f": lambda A, x, b: (A @ x - b).T @ (A @ x - b), "gradient": lambda A, x, b: 2 * A.T @ (A @ x - b),
        "hessian": lambda A: 2 * A.T @ A,
    },
    "norm(A*x - b) where": {
        "f": lambda A, x, b: norm(A @ x - b), "gradient": lambda A, x, b: A.T @ ((A @ x - b) / norm(A @ x - b)),
        "hessian": lambda A, x, b: across(A, (A @ x - b) / norm(A @ x - b)) / norm(A @ x - b),
    },
    "exp(-norm(x - y)^2/2)": {
        "f": lambda x, y: np.exp(-norm(x - y) ** 2 / 2), "gradient": lambda x, y: -np.exp(-norm(x - y) ** 2 / 2) * (x - y),
        "hessian": lambda x, y: np.exp(-norm(x - y) ** 2 / 2) * ((x - y) @ (x - y).T - eye(x)),
    },
    "(x - y)'*S*(x - y)": {
        "f": lambda x, y, S: (x - y).T @ S @ (x - y), "gradient": lambda x, y, S: 2 * S @ (x - y), "hessian": lambda S: 2 * S,
    },
    "norm(A - B)^2": {"f": lambda A, B: norm(A - B) ** 2, "gradient": lambda A, B: 2 * (A - B), "hessian": lambda A: 2 * eye(A)},
    "logsumexp(x) - x'*y": {
        "f": lambda x, y: logsumexp(x) - x.T @ y, "gradient": lambda x, y: s(x) - y, "hessian": lambda x: spread(x),
    },
    "-y'*log(softmax(x))": CROSS, "-sum(y.*log(softmax(x)))": CROSS,
    "log(softmax(x))": {"f": log_softmax, "jacobian": lambda x: eye(x) - s(x).T},
    "-y'*log(softmax(W*x))": {
        "f": lambda W, x, y: -y.T @ log_softmax(W @ x), "gradient": lambda W, x, y: (s(W @ x) * y.sum() - y) @ x.T,
    },
    "softmax(x)": {"f": s, "jacobian": spread},
    "sum(log(1 + exp(-y.*x)))": {
        "f": lambda x, y: np.sum(softplus(-y * x)), "gradient": lambda x, y: -y * expit(-y * x),
        "hessian": lambda x, y: np.diagflat(y * y * bell(y * x)),
    },
    "sum(softplus(x)) - y'*x": {
        "f": lambda x, y: np.sum(softplus(x)) - y.T @ x, "gradient": lambda x, y: expit(x) - y,
        "hessian": lambda x: np.diagflat(bell(x)),
    },
    "-sum(y.*log(sigmoid(x)) + (1 - y).*log(1 - sigmoid(x)))": {
        "f": lambda x, y: np.sum(softplus(x) - y * x), "gradient": lambda x, y: expit(x) - y,
        "hessian": lambda x: np.diagflat(bell(x)),
    },
    "sum(sigmoid(x).*(1 - sigmoid(x)))": {
        "f": lambda x: np.sum(bell(x)), "gradient": lambda x: -bell(x) * half(x),
        "hessian": lambda x: np.diagflat(bell(x) * (half(x) ** 2 - 2 * bell(x))),
    },
    "sum(tanh(x).^2)": {
        "f": lambda x: np.sum(np.tanh(x) ** 2), "gradient": lambda x: 2 * np.tanh(x) * sech2(x),
        "hessian": lambda x: np.diagflat(2 * sech2(x) * (sech2(x) - 2 * np.tanh(x) ** 2)),
    },
    "sum(1 - tanh(x).^2)": {
        "f": lambda x: np.sum(sech2(x)), "gradient": lambda x: -2 * np.tanh(x) * sech2(x),
        "hessian": lambda x: np.diagflat(-2 * sech2(x) * (sech2(x) - 2 * np.tanh(x) ** 2)),
    },
    "log(sum(exp(x)))": LOGSUM,
    "log(exp(alpha) + exp(beta))": {
        "f": lambda alpha, beta: np.logaddexp(alpha, beta), "gradient": lambda alpha, beta: expit(alpha - beta), "hessian": lambda alpha, beta: bell(alpha - beta),
    },
    "sum(log(cosh(x)))": {"f": lambda x: np.sum(logcosh(x)), "gradient": lambda x: np.tanh(x), "hessian": lambda x: np.diagflat(sech2(x))},
    "log(exp(alpha) + exp(beta) + exp(gamma))": {
        "f": lambda alpha, beta, gamma: np.logaddexp(alpha, np.logaddexp(beta, gamma)),
        "gradient": lambda alpha, beta, gamma: expit(alpha - np.logaddexp(beta, gamma)),
        "hessian": lambda alpha, beta, gamma: bell(alpha - np.logaddexp(beta, gamma)),
    },
    "sum(log(exp(x) + exp(y)))": {
        "f": lambda x, y: np.sum(np.logaddexp(x, y)), "gradient": lambda x, y: expit(x - y), "hessian": lambda x, y: np.diagflat(bell(x - y)),
    },
    "sum(exp(x) - 1)": {"f": lambda x: np.sum(np.expm1(x)), "gradient": lambda x: np.exp(x), "hessian": lambda x: np.diagflat(np.exp(x))},
    "sum(log(1 + x.^2))": {
        "f": lambda x: np.sum(np.log1p(x * x)), "gradient": lambda x: 2 * x / (1 + x * x),
        "hessian": lambda x: np.diagflat(2 * (1 - x) * (1 + x) / (1 + x * x) ** 2),
    },
    "1 - cos(alpha)": {"f": lambda alpha: 2 * np.sin(alpha / 2) ** 2, "gradient": lambda alpha: np.sin(alpha), "hessian": lambda alpha: np.cos(alpha)},
    "alpha/(1 + alpha^2)": {
        "f": lambda alpha: alpha / (1 + alpha**2), "gradient": lambda alpha: (1 - alpha) * (1 + alpha) / (1 + alpha**2) ** 2,
        "hessian": lambda alpha: 2 * alpha * (alpha**2 - 3) / (1 + alpha**2) ** 3,
    },
    "norm(x)": {"f": lambda x: norm(x), "gradient": lambda x: x / norm(x), "hessian": lambda x: length(x, eye(x))},
    "norm(A)": {"f": lambda A: norm(A), "gradient": lambda A: A / norm(A), "hessian": lambda A: length(A, eye(A))},
    "x/norm(x)": {"f": lambda x: x / norm(x), "jacobian": lambda x: length(x, eye(x))},
    "normalize(x)'*y": {
        "f": lambda x, y: (x / norm(x)).T @ y, "gradient": lambda x, y: along(x, y, eye(x))[0],
        "hessian": lambda x, y: along(x, y, eye(x))[1],
    },
    "x'*y/(norm(x)*norm(y))": {
        "f": lambda x, y: (x / norm(x)).T @ (y / norm(y)), "gradient": lambda x, y: along(x, y / norm(y), eye(x))[0],
        "hessian": lambda x, y: along(x, y / norm(y), eye(x))[1],
    },
    "sqrt(x'*x + delta^2)": {
        "f": lambda x, delta: np.hypot(norm(x), delta), "gradient": lambda x, delta: x / np.hypot(norm(x), delta),
        "hessian": lambda x, delta: (eye(x) - (x / np.hypot(norm(x), delta)) @ (x / np.hypot(norm(x), delta)).T) / np.hypot(norm(x), delta),
    },
    "x'*S*x/(x'*x)": {
        "f": lambda x, S: (x / norm(x)).T @ S @ (x / norm(x)), "gradient": lambda x, S: rayleigh(x, S)[0],
        "hessian": lambda x, S: rayleigh(x, S)[1],
    },
    "norm(x)^3": {
        "f": lambda x: norm(x) ** 3, "gradient": lambda x: 3 * norm(x) * x,
        "hessian": lambda x: 3 * (norm(x) * eye(x) + x @ (x / norm(x)).T),
    },
    "sum(sqrt(x.^2 + epsilon))": {
        "f": lambda x, epsilon: np.sum(np.hypot(x, np.sqrt(epsilon))), "gradient": lambda x, epsilon: x / np.hypot(x, np.sqrt(epsilon)),
        "hessian": lambda x, epsilon: np.diagflat(epsilon / np.hypot(x, np.sqrt(epsilon)) ** 3),
    },
    "sum(huber(x - y, 1))": {
        "f": lambda x, y: np.sum(np.where(abs(x - y) <= 1, (x - y) ** 2 / 2, abs(x - y) - 0.5)),
        "gradient": lambda x, y: np.clip(x - y, -1, 1), "hessian": lambda x, y: np.diagflat((abs(x - y) < 1) * 1.0),
    },
    "1/norm(x - y)": {
        "f": lambda x, y: 1 / norm(x - y), "gradient": lambda x, y: -(x - y) / norm(x - y) / norm(x - y) ** 2,
        "hessian": lambda x, y: (3 * ((x - y) / norm(x - y)) @ ((x - y) / norm(x - y)).T - eye(x)) / norm(x - y) ** 3,
    },
    "sqrt(x'*S*x)": {
        "f": lambda x, S: length_in(x, S), "gradient": lambda x, S: S @ (x / length_in(x, S)),
        "hessian": lambda x, S: (S - S @ (x / length_in(x, S)) @ (x / length_in(x, S)).T @ S) / length_in(x, S),
    },
    "norm(x, 3)": {
        "f": lambda x: abs(x).max() * np.cbrt(np.sum((abs(x) / abs(x).max()) ** 3)),
        "gradient": lambda x: np.sign(x) * (x / (abs(x).max() * np.cbrt(np.sum((abs(x) / abs(x).max()) ** 3)))) ** 2,
    },
    "std(X, 1)": {"f": lambda X: columns(X).std(axis=0)[None]},
    "logdet(X'*X)": {"f": lambda X: np.linalg.slogdet(X.T @ X)[1], "gradient": lambda X: 2 * solve(X.T @ X, X.T).T},
    "tr(inv(X'*X + I))": {
        "f": lambda X: np.trace(inv(X.T @ X + np.eye(X.shape[1], dtype=X.dtype))),
        "gradient": lambda X: -2 * X @ inv(X.T @ X + np.eye(X.shape[1], dtype=X.dtype)) @ inv(X.T @ X + np.eye(X.shape[1], dtype=X.dtype)),
    },
    "det(A)": {"f": lambda A: det(A), "gradient": lambda A: det(A) * inv(A).T},
    "logdet(A*A' + I)": {
        "f": lambda A: np.linalg.slogdet(A @ A.T + np.eye(len(A), dtype=A.dtype))[1],
        "gradient": lambda A: 2 * solve(A @ A.T + np.eye(len(A), dtype=A.dtype), A),
    },
    "nucnorm(X)": {"f": lambda X: np.sum(np.linalg.svd(X)[1]), "gradient": lambda X: polar(*np.linalg.svd(X, full_matrices=False))},
    "specnorm(X)": {"f": lambda X: np.linalg.svd(X)[1][0], "gradient": lambda X: first(*np.linalg.svd(X))},
    "norm(X*X' - S)^2": {
        "f": lambda X, S: norm(X @ X.T - S) ** 2, "gradient": lambda X, S: 4 * (X @ X.T - S) @ X,
    },
    "inv(A)*b": {"f": lambda A, b: solve(A, b), "jacobian": lambda A, b: -np.kron(solve(A, b).T, inv(A))},
    "b'*inv(A'*A + I)*b": {
        "f": lambda A, b: b.T @ solve(A.T @ A + np.eye(A.shape[1], dtype=A.dtype), b),
        "gradient": lambda A, b: -2 * A @ solve(A.T @ A + np.eye(A.shape[1], dtype=A.dtype), b) @ solve(A.T @ A + np.eye(A.shape[1], dtype=A.dtype), b).T,
    },
    "sum(x.^3)": {"f": lambda x: np.sum(x**3), "gradient": lambda x: 3 * x * x, "hessian": lambda x: np.diagflat(6 * x)},
    "y'*(x.^3 - x)": {
        "f": lambda x, y: y.T @ (x * (x - 1) * (x + 1)), "gradient": lambda x, y: y * (3 * x * x - 1), "hessian": lambda x, y: np.diagflat(6 * y * x),
    },
    "sum(x.*log(x))": {"f": lambda x: np.sum(xlogy(x, x)), "gradient": lambda x: np.log(x) + 1, "hessian": lambda x: np.diagflat(1 / x)},
}  # fmt: skip
"""By the beginning or a part of the program: what someone who knows writes."""


def layer(x: Any, g: Any, scale: Any) -> Any:
    """The Jacobian of g.*(x - mean(x))/scale, where scale changes with x as a standard deviation does."""
    h = c(x) / scale
    return g * (middle(x) - h @ h.T / x.size) / scale


def cubes(x: Any, g: Any, scale: Any) -> Any:
    h = c(x) / scale
    outer = 3 * g * (g * h) ** 2
    return (c(outer) - h * (h.T @ outer) / x.size) / scale


def shared(x: Any, y: Any, scale: Any) -> tuple[Any, Any]:
    """The gradient and the Hessian of y'*(x - mean(x))/scale."""
    h, v, n = c(x) / scale, c(y), x.size
    hessian = -(v @ h.T + h @ v.T + (h.T @ v) * (middle(x) - 3 * h @ h.T / n)) / scale**2 / n
    return (v - h * (h.T @ v) / n) / scale, hessian


def spd(r: Any) -> Any:
    return r.T @ r / len(r) + np.eye(r.shape[1], dtype=r.dtype)


def across(A: Any, u: Any) -> Any:
    """A'*(I - u*u')*A."""
    left = A - u @ (u.T @ A)
    return left.T @ left


def rayleigh(x: Any, S: Any) -> tuple[Any, Any]:
    u = x / norm(x)
    q, w = u.T @ S @ u, S @ u
    return 2 * (w - q * u) / norm(x), 2 * (S - q * eye(x) - 2 * (w @ u.T + u @ w.T) + 4 * q * u @ u.T) / norm(x) ** 2


def length_in(x: Any, S: Any) -> Any:
    """sqrt(x'*S*x)."""
    largest = abs(x).max()
    return largest * np.sqrt((x / largest).T @ S @ (x / largest))


def polar(u: Any, _: Any, vt: Any) -> Any:
    return u @ vt


def first(u: Any, _: Any, vt: Any) -> Any:
    return u[:, :1] @ vt[:1]


def of(text: str) -> By:
    """The code by hand of a program: by its beginning, else by the longest part of it."""
    parts = [part for part in BY_HAND if part in text]
    return BY_HAND[next((p for p in parts if text.partition(" where")[0] == p), max(parts, key=len))]


def main() -> None:
    """Every program; those whose emitted code loses more digits, with their place."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--single", action="store_true")
    parser.add_argument("--most", type=float, default=4)
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    kind = np.float32 if given.single else np.float64
    worse = better = count = 0
    for text, wrt in PROGRAMS:
        if not all(w in text for w in given.words):
            continue
        hand = of(text)
        with mpmath.workdps(DIGITS), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            every = [case for case in cases(text, wrt, kind) if case.name in hand]
            found = Runner(kind).run(text, wrt, [(case.name, case.point) for case in every])
            for case, value in zip(every, found, strict=True):
                try:
                    by = hand[case.name](*[case.point[name] for name in signature(hand[case.name]).parameters])
                except np.linalg.LinAlgError:
                    continue
                ours, theirs = (np.inf if v is None else case.error(v) for v in (value, by))
                count += 1
                unit = max(1.0, case.condition) * np.finfo(kind).eps
                better += theirs > given.most * max(ours, unit)
                if unit < 0.01 and not ours <= given.most * max(theirs, unit):
                    worse += 1
                    case.tell(text, f"{ours:.1e}, by hand {theirs:.1e}")
    print(f"{count} values, {worse} worse than {given.most:g} times the code by hand, {better} where that is worse")
    sys.exit(worse > 0)


if __name__ == "__main__":
    main()
