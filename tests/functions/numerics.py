"""What the tests measure with: random inputs of every domain, and differences that use no rule of differentiation."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.linalg import qr
from numpy.typing import NDArray

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.text.module import function, module, module_parameters, parameters
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.kinds import KINDS as RECORDS

Array = NDArray[Any]
Env = Mapping[str, Any]


def rotation(rng: np.random.Generator, n: int) -> Array:
    q: Array = qr(rng.standard_normal((n, n)))[0]
    return q


def signed(rng: np.random.Generator, rows: int, cols: int) -> Array:
    """Both signs, away from zero and from the poles of tan, never normalised."""
    x: Array = rng.choice([-1.0, 1.0], (rows, cols)) * rng.uniform(0.25, 1.3, (rows, cols))
    return x


def conditioned(rng: np.random.Generator, rows: int, cols: int) -> Array:
    """Singular values from 1 to 3, all different; neither symmetric nor normal."""
    k = min(rows, cols)
    x: Array = (rotation(rng, rows)[:, :k] * np.linspace(3.0, 1.0, k)) @ rotation(rng, cols)[:, :k].T
    return x


def stable(rng: np.random.Generator, n: int, _: int) -> Array:
    """Eigenvalues with positive real parts, as logarithm and root ask for; not symmetric."""
    return 0.4 * conditioned(rng, n, n) + 1.6 * np.eye(n)


def symmetric(rng: np.random.Generator, n: int, _: int) -> Array:
    """Simple eigenvalues of both signs."""
    q = rotation(rng, n)
    x: Array = (q * np.linspace(-2.0, 2.6, n)) @ q.T
    return x


def definite(rng: np.random.Generator, n: int, _: int) -> Array:
    q = rotation(rng, n)
    x: Array = (q * np.linspace(1.0, 3.0, n)) @ q.T
    return x


def skew(rng: np.random.Generator, n: int, _: int) -> Array:
    a = conditioned(rng, n, n)
    return a - a.T


def real_spectrum(rng: np.random.Generator, n: int, _: int) -> Array:
    """Real eigenvalues of both signs, with eigenvectors that are not orthogonal."""
    v = np.eye(n) + 0.3 * signed(rng, n, n)
    return np.asarray(v @ np.diag(np.arange(n) - 1.3) @ np.linalg.inv(v))


def lower(rng: np.random.Generator, n: int, _: int) -> Array:
    return np.tril(0.5 * signed(rng, n, n), -1) + np.diagflat(signed(rng, n, 1) * 1.5)


def toeplitz(entries: Array) -> Array:
    """The n x n matrix whose diagonals have these 2n - 1 values, from below."""
    n = (len(entries) + 1) // 2
    i, j = np.indices((n, n))
    x: Array = entries.ravel()[i - j + n - 1]
    return x


def circulant(column: Array) -> Array:
    """Each column the one before, turned by one place."""
    n = len(column)
    i, j = np.indices((n, n))
    x: Array = column.ravel()[(i - j) % n]
    return x


def mean_over(labels: Array, e: Array) -> Array:
    """The mean of E over the places that have one label."""
    flat = np.unique(labels, return_inverse=True)[1].ravel()
    x: Array = (np.bincount(flat, e.ravel()) / np.bincount(flat))[flat].reshape(e.shape)
    return x


Draw = Callable[[np.random.Generator, int, int], Array]
DRAWS: dict[str, Draw] = {
    "real": signed,
    "nonzero": signed,
    "positive": lambda rng, m, n: rng.uniform(0.3, 2.0, (m, n)),
    "unit": lambda rng, m, n: signed(rng, m, n) / 1.5,
    "open unit": lambda rng, m, n: signed(rng, m, n) / 1.5,
    "no half turn": signed,
    "not zero": signed,
    "above -1": lambda rng, m, n: signed(rng, m, n) / 1.5,
    "above 1": lambda rng, m, n: rng.uniform(1.2, 3.0, (m, n)),
    "between 0 and 1": lambda rng, m, n: rng.uniform(0.1, 0.9, (m, n)),
    "below": lambda rng, m, n: rng.uniform(-1.0, -0.5, (m, n)),
    "above": lambda rng, m, n: rng.uniform(0.5, 1.0, (m, n)),
    "off the poles": lambda rng, m, n: rng.uniform(0.3, 2.5, (m, n)),
    "invertible": conditioned,
    "full rank": conditioned,
    "nondegenerate": conditioned,
    "positive stable": stable,
    "rooted": stable,
    "apart": stable,
    "leading minors": lambda rng, n, _: np.eye(n) * 2 + signed(rng, n, n) / 2,
    "full column rank": conditioned,
    "real eigenvalues": real_spectrum,
    "semidefinite": definite,
    "symmetric": symmetric,
    "nondegenerate symmetric": symmetric,
    "positive definite": definite,
}
"""By the name of a record's domain."""
KINDS: dict[str, Draw] = {
    "scalar": signed,
    "positive": lambda rng, m, n: rng.uniform(0.3, 2.0, (m, n)),
    "vector": signed,
    "matrix": signed,
    "symmetric": symmetric,
    "spd": definite,
    "skew": skew,
    "diagonal": lambda rng, n, _: np.diagflat(signed(rng, n, 1)),
    "lower": lower,
    "upper": lambda rng, n, _: lower(rng, n, n).T,
    "orthogonal": lambda rng, n, _: rotation(rng, n),
    "sphere": lambda rng, n, _: rotation(rng, n)[:, :1],
    "stiefel": lambda rng, n, p: rotation(rng, n)[:, :p],
    "toeplitz": lambda rng, n, _: toeplitz(signed(rng, 2 * n - 1, 1)),
    "circulant": lambda rng, n, _: circulant(signed(rng, n, 1)),
    "hollow": lambda rng, n, _: symmetric(rng, n, n) * (1 - np.eye(n)),
    "integer": lambda rng, *_: np.full((1, 1), float(rng.integers(2, 5))),
}
"""By the kind of a variable."""

PROJECTIONS: dict[str, Callable[[Array, Array], Array]] = {
    "symmetric": lambda _, e: (e + e.T) / 2,
    "spd": lambda _, e: (e + e.T) / 2,
    "skew": lambda _, e: (e - e.T) / 2,
    "diagonal": lambda _, e: np.diagflat(np.diag(e)),
    "lower": lambda _, e: np.tril(e),
    "upper": lambda _, e: np.triu(e),
    "orthogonal": lambda q, e: (e - q @ e.T @ q) / 2,
    "toeplitz": lambda x, e: mean_over(np.subtract.outer(range(len(x)), range(len(x))), e),
    "circulant": lambda x, e: mean_over(np.subtract.outer(range(len(x)), range(len(x))) % len(x), e),
    "hollow": lambda _, e: (e + e.T) / 2 * (1 - np.eye(len(e))),
    "sphere": lambda x, e: e - x * (x.T @ e),
    "stiefel": lambda q, e: e - q @ (q.T @ e + e.T @ q) / 2,
}
"""The direction nearest to E in which a variable of that kind may move from X."""


def direction(kind: str, x: Array, rng: np.random.Generator) -> Array:
    e = rng.standard_normal(x.shape)
    return PROJECTIONS[kind](x, e) if kind in PROJECTIONS else e


def vec(a: Any) -> Array:
    """The columns stacked."""
    return np.atleast_2d(np.asarray(a, dtype=float)).reshape(-1, 1, order="F")


def slope(f: Callable[[float], Any], step: float = 0.006) -> Array:
    """f'(0) by central differences at halved steps and Richardson extrapolation: an error near 1e-11."""
    steps = [step / 2**i for i in range(5)]
    row = [(np.atleast_2d(f(h)) - np.atleast_2d(f(-h))) / (2 * h) for h in steps]
    for order in range(1, len(steps)):
        row = [(4**order * fine - coarse) / (4**order - 1) for coarse, fine in itertools.pairwise(row)]
    return np.asarray(row[0])


def slope_along(f: Callable[[Env], Any], env: Env, name: str, e: Array) -> Array:
    """The derivative of f where one name moves along E."""
    return slope(lambda t: f({**env, name: env[name] + t * e}))


def close(found: Any, wanted: Any, tolerance: float = 1e-8) -> None:
    """Equal in shape, and in value relative to the largest entry."""
    found, wanted = np.atleast_2d(found), np.atleast_2d(wanted)
    assert found.shape == wanted.shape
    assert np.all(np.isfinite(found))
    scale = max(1.0, float(np.max(np.abs(wanted), initial=0)))
    np.testing.assert_allclose(found, wanted, rtol=0, atol=tolerance * scale)


def shape_at(symbol: Symbol, sizes: Mapping[str, int]) -> tuple[int, int]:
    rows, cols = (substitute(size, sizes) for size in symbol.shape)
    assert isinstance(rows, int)
    assert isinstance(cols, int)
    return rows, cols


class Module:
    """The emitted module of an answer, called with an environment instead of arguments in order."""

    def __init__(self, answer: Answer) -> None:
        self.functions = load(module(answer, suffixes=True))
        self.variables, self.dimensions = module_parameters(answer)

    def __call__(self, name: str, env: Env, *direction: Any) -> Any:
        values = [_argument(v, env[v.name]) for v in self.variables]
        return self.functions[name](*values, *[env[d] for d in self.dimensions], *direction)

    def read(self, name: str, derivative: Derivative, env: Env, *direction: Any) -> Any:
        """One of the readings with respect to one variable."""
        v = derivative.variable
        return self(f"{name}_{v.spelling}", env, *[_argument(v, e) for e in direction])


def _argument(symbol: Symbol, value: Any) -> Any:
    return float(np.asarray(value).item()) if RECORDS[symbol.kind].is_number else np.asarray(value, dtype=float)


def compiled(node: Node) -> Callable[[Env], Any]:
    """The value of a node as a function of an environment."""
    emitted = load(function(node))["f"]
    symbols, dimensions = parameters(node)
    return lambda env: emitted(*[_argument(s, env[s.name]) for s in symbols], *[env[d] for d in dimensions])
