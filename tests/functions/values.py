"""What every function means, written down once more in NumPy and SciPy: one line each, none taken from matcalc."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.linalg
import scipy.signal
import scipy.special
import scipy.stats
from numpy.linalg import eigh, inv, matrix_power, svd

from tests.functions.numerics import Array, slope, vec

Value = Callable[..., Any]


def entry(a: Array) -> float:
    return float(a.item())


def unvec(x: Array, m: int, n: int) -> Array:
    return np.array([[x[j * m + i, 0] for j in range(n)] for i in range(m)])


def units(m: int, n: int) -> list[Array]:
    """The matrices with a single 1, by columns."""
    return [unvec(e.reshape(-1, 1), m, n) for e in np.eye(m * n)]


def matrix_of(linear: Callable[[Array], Array], m: int, n: int) -> Array:
    """M with vec(linear(E)) = M vec(E)."""
    return np.hstack([vec(linear(e)) for e in units(m, n)])


def diagonal(x: Array) -> Array:
    return np.diag(x[:, 0]) if x.shape[1] == 1 else np.array([[x[i, i]] for i in range(len(x))])


def through_eigenvalues(f: Callable[[Any], Any]) -> Value:
    """f(A) = V f(D) inv(V) for a diagonalisable A."""

    def value(a: Array) -> Array:
        d, v = np.linalg.eig(a.astype(complex))
        return np.real((v * f(d)) @ inv(v))

    return value


def frechet(f: Callable[[Any], Any]) -> Value:
    """L(A, E, F, ...): f through eigenvalues, differentiated numerically once for each direction."""

    def value(a: Array, *directions: Array) -> Array:
        if not directions:
            return np.asarray(through_eigenvalues(f)(a))
        *others, last = directions
        return slope(lambda t: value(a + t * last, *others), 0.04)

    return value


def frechet_matrix(f: Callable[[Any], Any]) -> Value:
    return lambda a, *directions: matrix_of(lambda e: frechet(f)(a, *directions, e), *a.shape)


def commutation(m: int, n: int) -> Array:
    return matrix_of(np.transpose, m, n)


def vech(a: Array) -> Array:
    return np.array([[a[i, j]] for j in range(len(a)) for i in range(j, len(a))])


def vecl(a: Array) -> Array:
    return np.array([[a[i, j]] for j in range(len(a)) for i in range(j + 1, len(a))])


def hat(x: Array) -> Array:
    return np.column_stack([np.cross(x.ravel(), e) for e in np.eye(3)])


def each_row(value: Value) -> Value:
    """What a function of a row makes of every row."""
    return lambda a: np.vstack([np.atleast_2d(value(a[[i]])) for i in range(len(a))])


def each_column(value: Value) -> Value:
    return lambda a: each_row(value)(a.T).T


def duplication(n: int) -> Array:
    """Column by column: the symmetric matrices with a pair of ones."""
    pairs = [(i, j) for j in range(n) for i in range(j, n)]
    return np.hstack([vec(np.maximum(e, e.T)) for i, j in pairs for e in [np.eye(n)[:, [i]] @ np.eye(n)[[j]]]])


def gap(s: Array) -> Array:
    w = np.sort(np.linalg.eigvals(s).real)
    return np.array([[0.0 if i == j else 1 / (b - a) for j, b in enumerate(w)] for i, a in enumerate(w)])


def without_exchanges(a: Array) -> tuple[Array, Array]:
    """L and U by determinants of leading minors (Gantmacher, II.4)."""
    n = len(a)
    minor = [1.0, *[np.linalg.det(a[:k, :k]) for k in range(1, n + 1)]]
    rows = [[np.linalg.det(a[np.ix_([*range(i), i], [*range(i), j])]) / minor[i] for j in range(n)] for i in range(n)]
    upper = np.triu(rows)
    return a @ inv(upper), upper


def of_eigenvalue(a: Array, x: float) -> Array:
    """The unit null vector of A - x I, its largest entry positive."""
    v = svd(a - x * np.eye(len(a)))[2][[-1]].T
    return v * np.sign(v[np.argmax(abs(v))])


def thin(a: Array) -> tuple[Array, Array, Array]:
    u, s, vt = svd(a, full_matrices=False)
    return u, s, vt.T


def polar(a: Array) -> Array:
    u, _, v = thin(a)
    return np.asarray(u @ v.T)


def polar_step(a: Array, e: Array) -> Array:
    return slope(lambda t: polar(a + t * e), 0.02)


def adjugate(a: Array, *directions: Array) -> Array:
    """Of cofactors; along directions differences of them, which are exact for the small polynomials that they are."""
    if directions:
        e, *rest = directions
        return slope(lambda t: adjugate(a + t * e, *rest), 0.5)
    n = len(a)
    left = [[np.delete(np.delete(a, j, 0), i, 1) for j in range(n)] for i in range(n)]
    return np.array([[(-1) ** (i + j) * np.linalg.det(left[i][j]) for j in range(n)] for i in range(n)])


MATRIX_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "expm": np.exp, "logm": np.log, "sqrtm": np.sqrt, "sinm": np.sin, "cosm": np.cos,
}  # fmt: skip

VALUES: dict[str, Value] = {
    # operations
    "transpose": lambda a: np.array([[a[i, j] for i in range(a.shape[0])] for j in range(a.shape[1])]),
    "power": lambda a, k: matrix_power(a, int(entry(k))),
    "elementwise_power": lambda x, p: x ** entry(p),
    "hadamard": lambda a, b: a * b,
    "kron": lambda a, b: np.block([[x * b for x in row] for row in a]),
    "tr": lambda a: sum(a[i, i] for i in range(len(a))),
    "sum": lambda a: sum(a.flat),
    "vec": lambda a: np.vstack([a[:, [j]] for j in range(a.shape[1])]),
    "unvec": unvec,
    "diag": diagonal,
    "tril": lambda a: np.array([[x if i >= j else 0.0 for j, x in enumerate(row)] for i, row in enumerate(a)]),
    "triu": lambda a: np.array([[x if i <= j else 0.0 for j, x in enumerate(row)] for i, row in enumerate(a)]),
    "I": lambda n: np.diag(np.full(n, 1.0)),
    "ones": lambda m, n: np.full((m, n), 1.0),
    "zeros": lambda m, n: np.full((m, n), 0.0),
    "commutation": commutation,
    "diagsel": lambda n: matrix_of(diagonal, n, n),
    "duplication": duplication,
    "elimination": lambda n: matrix_of(vech, n, n),
    # determinant and inverse
    "det": lambda x: np.prod(np.linalg.eigvals(x)).real,
    "logdet": lambda x: np.sum(np.log(np.abs(np.linalg.eigvals(x)))),
    "inv": lambda x: np.linalg.solve(x, np.eye(len(x))),
    "adj": adjugate,
    "adjstep": adjugate,
    "adjmatrix": lambda a: matrix_of(lambda e: adjugate(a, e), *a.shape),
    "adjbend": adjugate,
    "adjbendmatrix": lambda a, e: matrix_of(lambda f: adjugate(a, e, f), *a.shape),
    "solve": lambda a, b: inv(a) @ b,
    # norms
    "norm": lambda x: np.sqrt(np.trace(x.T @ x)),
    "norm1": lambda x: sum(map(abs, x.flat)),
    "mean": lambda x: sum(x.flat) / x.size,
    "logsumexp": lambda x: np.log(sum(np.exp(e) for e in x.flat)),
    "inner": lambda a, b: np.trace(a.T @ b),
    # elementwise
    "exp": lambda x: np.e**x,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.fabs,
    "sign": lambda x: np.where(x > 0, 1.0, -1.0),
    "sin": np.sin,
    "cos": np.cos,
    "tan": lambda x: np.sin(x) / np.cos(x),
    "sinh": lambda x: (np.exp(x) - np.exp(-x)) / 2,
    "cosh": lambda x: (np.exp(x) + np.exp(-x)) / 2,
    "tanh": lambda x: 1 - 2 / (np.exp(2 * x) + 1),
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "arctan": np.arctan,
    "relu": lambda x: (x + np.fabs(x)) / 2,
    "step": lambda x: np.where(x > 0, 1.0, 0.0),
    "sigmoid": scipy.special.expit,
    "softplus": lambda x: np.log(1 + np.exp(x)),
    "logcosh": lambda x: np.log(np.cosh(x)),
    "erf": scipy.special.erf,
    # activations
    "gelu": lambda x: x * scipy.stats.norm.cdf(x),
    "silu": lambda x: x / (1 + np.exp(-x)),
    "elu": lambda x: np.where(x > 0, x, np.exp(x) - 1),
    "leakyrelu": lambda x: np.where(x > 0, x, x / 100),
    "selu": lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1)),
    "mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
    "softsign": lambda x: np.where(x > 0, x / (1 + x), x / (1 - x)),
    "hardtanh": lambda x: np.clip(x, -1, 1),
    "logsigmoid": lambda x: -np.log(1 + np.exp(-x)),
    # special
    "log1p": lambda x: np.log(1 + x),
    "expm1": lambda x: np.exp(x) - 1,
    "log2": lambda x: np.log(x) / np.log(2),
    "log10": lambda x: np.log(x) / np.log(10),
    "cbrt": np.cbrt,
    "sec": lambda x: 1 / np.cos(x),
    "csc": lambda x: 1 / np.sin(x),
    "cot": lambda x: 1 / np.tan(x),
    "sech": lambda x: 2 / (np.exp(x) + np.exp(-x)),
    "csch": lambda x: 2 / (np.exp(x) - np.exp(-x)),
    "coth": lambda x: (np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x)),
    "sinc": lambda x: np.sin(np.pi * x) / (np.pi * x),
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "logit": scipy.special.logit,
    "erfc": scipy.special.erfc,
    "erfinv": scipy.special.erfinv,
    "normcdf": scipy.stats.norm.cdf,
    "normpdf": scipy.stats.norm.pdf,
    "gammaln": scipy.special.gammaln,
    "digamma": scipy.special.digamma,
    "polygamma": lambda k, x: scipy.special.polygamma(int(entry(k)), x),
    # pairs
    "maximum": np.maximum,
    "minimum": np.minimum,
    "clip": lambda x, a, b: np.where(x < a, a, np.where(x > b, b, x)),
    "huber": lambda x, d: scipy.special.huber(d, x),
    "atan2": np.arctan2,
    "flip": np.flipud,
    # reductions
    "max": lambda x: np.sort(x, axis=None)[-1],
    "min": lambda x: np.sort(x, axis=None)[0],
    "ismax": lambda x: np.where(x == x.max(), 1.0, 0.0),
    "ismin": lambda x: np.where(x == x.min(), 1.0, 0.0),
    "prod": lambda x: math.prod(x.flat),
    "prodothers": lambda x: np.array([[math.prod(x.flat) / e for e in row] for row in x]),
    "prodpairs": lambda x: math.prod(x.flat) / (x @ x.T) * (1 - np.eye(len(x))),
    "var": lambda x: sum((e - x.mean()) ** 2 for e in x.flat) / x.size,
    "std": lambda x: np.sqrt(sum((e - x.mean()) ** 2 for e in x.flat) / x.size),
    "rms": lambda x: math.sqrt(sum(e * e for e in x.flat) / x.size),
    "pnorm": lambda x, p: np.linalg.norm(x.ravel(), entry(p)),
    "norm_1": lambda x: np.linalg.norm(x.ravel(), 1),
    "norm_2": lambda x: np.linalg.norm(x.ravel(), 2),
    "norm_inf": lambda x: np.linalg.norm(x.ravel(), np.inf),
    "opnorm_1": lambda a: np.linalg.norm(a, 1),
    "opnorm_2": lambda a: np.linalg.norm(a, 2),
    "opnorm_inf": lambda a: np.linalg.norm(a, np.inf),
    "normalize": lambda x: x / np.linalg.norm(x),
    "cumsum": lambda x: np.cumsum(x).reshape(x.shape),
    "sumsfrom": lambda x: np.cumsum(x.ravel()[::-1])[::-1].reshape(x.shape),
    # structures
    "toeplitz": lambda x: scipy.linalg.toeplitz(x.ravel()),
    "circulant": lambda x: scipy.linalg.circulant(x.ravel()),
    "hankel": lambda x: scipy.linalg.hankel(x.ravel()),
    "toeplitzbasis": lambda n: matrix_of(lambda e: scipy.linalg.toeplitz(e.ravel()), n, 1),
    "circulantbasis": lambda n: matrix_of(lambda e: scipy.linalg.circulant(e.ravel()), n, 1),
    "diagonalsbasis": lambda n: matrix_of(lambda e: scipy.linalg.toeplitz(e.ravel()[n - 1 :], e.ravel()[n - 1 :: -1]), 2 * n - 1, 1),
    "hankelbasis": lambda n: matrix_of(lambda e: scipy.linalg.hankel(e.ravel()), n, 1),
    "hat": hat,
    "vee": lambda a: np.array([[a[2, 1] - a[1, 2]], [a[0, 2] - a[2, 0]], [a[1, 0] - a[0, 1]]]) / 2,
    "hatbasis": lambda: matrix_of(hat, 3, 1),
    "cross": lambda a, b: np.cross(a.ravel(), b.ravel()).reshape(-1, 1),
    "vech": vech,
    "vecl": vecl,
    "strictelimination": lambda n: matrix_of(vecl, n, n),
    "khatrirao": scipy.linalg.khatri_rao,
    # equations
    "sylvester": scipy.linalg.solve_sylvester,
    "lyap": lambda a, q: scipy.linalg.solve_continuous_lyapunov(a, -q),
    "stein": scipy.linalg.solve_discrete_lyapunov,
    "gsylv": lambda a, b, c, d, e: np.linalg.solve(np.kron(b.T, a) + np.kron(d.T, c), e.ravel(order="F")).reshape(e.shape, order="F"),
    "riccati": scipy.linalg.solve_continuous_are,
    # factorizations
    "lu_l": lambda a: without_exchanges(a)[0],
    "lu_u": lambda a: without_exchanges(a)[1],
    "stricttril": lambda a: np.array([[x if i > j else 0.0 for j, x in enumerate(row)] for i, row in enumerate(a)]),
    "qr_q": lambda a: a @ inv(scipy.linalg.cholesky(a.T @ a)),
    "qr_r": lambda a: scipy.linalg.cholesky(a.T @ a),
    "eig": lambda a: np.sort(scipy.linalg.eigvals(a).real).reshape(-1, 1),
    "eigbasis": lambda a: np.hstack([of_eigenvalue(a, x) for x in np.sort(scipy.linalg.eigvals(a).real)]),
    "eigapart": gap,
    "eigvec": lambda a, k: of_eigenvalue(a, np.sort(scipy.linalg.eigvals(a).real)[int(entry(k)) - 1]),
    # convolution
    "conv": scipy.signal.convolve2d,
    "correlate": lambda y, k: scipy.signal.correlate2d(y, k, mode="valid"),
    "convmatrix": lambda k, m, n: matrix_of(lambda e: scipy.signal.convolve2d(e, k), m, n),
    "convbasis": lambda m, n, p, q: matrix_of(
        lambda e: matrix_of(lambda f: scipy.signal.convolve2d(f, e), m, n), p, q
    ),
    # shaping
    "softmax": scipy.special.softmax,
    "outer": np.outer,
    "blkdiag": lambda a, b, *_: scipy.linalg.block_diag(a, b),
    "sym": lambda a: 0.5 * (a + a.T),
    "skew": lambda a: 0.5 * (a - a.T),
    "rowsum": lambda a: a.sum(axis=1, keepdims=True),
    "colsum": lambda a: a.sum(axis=0, keepdims=True),
    # matrix functions
    "sinhm": through_eigenvalues(np.sinh),
    "coshm": through_eigenvalues(np.cosh),
    **{name: through_eigenvalues(f) for name, f in MATRIX_FUNCTIONS.items()},
    **{f"frechet_{name}": frechet(f) for name, f in MATRIX_FUNCTIONS.items()},
    **{f"frechetmatrix_{name}": frechet_matrix(f) for name, f in MATRIX_FUNCTIONS.items()},
    # spectral
    "eigvals": lambda s: np.sort(np.linalg.eigvals(s).real).reshape(-1, 1),
    "eigvecs": lambda s: eigh(s)[1],
    "eiggap": gap,
    "eigmax": lambda s: max(np.linalg.eigvals(s).real),
    "eigmin": lambda s: min(np.linalg.eigvals(s).real),
    "eigvecmin": lambda s: eigh(s)[1][:, [0]],
    "eigvecmax": lambda s: eigh(s)[1][:, [-1]],
    "svdvals": lambda a: thin(a)[1].reshape(-1, 1),
    "svdu": lambda a: thin(a)[0],
    "svdv": lambda a: thin(a)[2],
    "toeplitzmean": lambda a: sum(np.diag(a, k).mean() * np.eye(len(a), k=k) for k in range(1 - len(a), len(a))),
    "specnorm": lambda a: np.sqrt(max(np.linalg.eigvalsh(a.T @ a))),
    "svdumax": lambda a: thin(a)[0][:, [0]],
    "svdvmax": lambda a: thin(a)[2][:, [0]],
    "nucnorm": lambda a: sum(thin(a)[1]),
    "polar": polar,
    "polarstep": polar_step,
    "polarmatrix": lambda a: matrix_of(lambda e: polar_step(a, e), *a.shape),
    "chol": lambda s: scipy.linalg.cholesky(s, lower=True),
    "halftril": lambda a: np.tril(a) - 0.5 * np.diag(np.diag(a)),
    "pinv": lambda a: inv(a.T @ a) @ a.T if a.shape[0] >= a.shape[1] else a.T @ inv(a @ a.T),
}  # fmt: skip
"""By the name of the function: its value from those of its parameters in order, then its sizes."""
for name in ("sum", "mean", "cumsum", "norms", "max", "min", "ismax", "ismin", "var", "std", "logsumexp", "softmax"):
    of_a_row = VALUES[{"norms": "norm"}.get(name, name)]
    VALUES |= {f"{name}_1": each_column(of_a_row), f"{name}_2": each_row(of_a_row)}
