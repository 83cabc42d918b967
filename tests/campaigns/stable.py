"""Emitted NumPy code far from zero, near it, and at large and small scales: its digits against sixty.

PYTHONPATH=. python tests/campaigns/stable.py [WORDS]

A row is wrong if a value, gradient, Jacobian or Hessian has a relative error above 100 times its own condition number
(by how much sixty digits change where the inputs change relatively by 1e-20, squared where a product X'*X is) times the rounding unit. Exit code 1 if
one is. WORDS choose the programs that have them.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from math import inf
from typing import Any

import mpmath
import numpy as np

from matcalc_cli.check.digits.evaluate import Digits
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate
from matcalc_cli.questions import modules

SIZES = {"m": 5, "n": 4, "p": 3}
OFFSETS = (0.0, 1.0, 1e2, 1e4, 1e6, 1e8)
SCALES = (1e-8, 1.0, 1e8)
TOLERANCE = 100
TINY = 1e-280
SQUARED = ("X'*X", "A'*A", "A*A'")
"""What is formed as it is written, so that the condition counts twice."""
LOSES = (
    "sum(sigmoid(x).*(1 - sigmoid(x)))", "log(exp(alpha) + exp(beta))", "sum(log(cosh(x)))",
    "sum(sqrt(x.^2 + epsilon)) where epsilon: positive",
)  # fmt: skip
"""Programs known to lose digits: they are printed, and not counted."""
PERTURBATIONS = 6
PROGRAMS = (
    # what is centred
    ("norm(x - mean(x))^2 where x: vector(n)", "x"),
    ("r = x - mean(x); r'*r where x: vector(n)", "x"),
    ("r = x - mean(x); sum(r.^2)/n where x: vector(n)", "x"),
    ("r = x - mean(x); (r'*y)/norm(r) where x: vector(n), y: vector(n)", "x"),
    ("r = x - mean(x); s = y - mean(y); (r'*s)/(norm(r)*norm(s)) where x: vector(n), y: vector(n)", "x"),
    ("r = x - mean(x); g.*r/sqrt(sum(r.^2)/n + epsilon) + b where x: vector(n), g: vector(n), b: vector(n), epsilon: positive", "x"),
    ("r = x - mean(x); sum((g.*r/sqrt(r'*r/n + epsilon)).^3) where x: vector(n), g: vector(n), epsilon: positive", "x"),
    ("g.*(x - mean(x))/std(x) where x: vector(n), g: vector(n)", "x"),
    ("y'*(x - mean(x))/sqrt(var(x) + epsilon) where x: vector(n), y: vector(n), epsilon: positive", "x"),
    ("C = X - ones(m)*ones(m)'*X/m; norm(C'*C)^2 where X: matrix(m,n)", "X"),
    ("C = X - ones(m)*mean(X,1); logdet(C'*C/m + I(n)) where X: matrix(m,n)", "X"),
    ("var(x)", "x"),
    ("std(x)", "x"),
    ("sum((x - mean(x)).^4)/var(x)^2 where x: vector(n)", "x"),
    # differences
    ("norm(x - y)^2", "x"),
    ("norm(A*x - b)^2 where A: matrix(m,n)", "x"),
    ("norm(A*x - b) where A: matrix(m,n)", "x"),
    ("exp(-norm(x - y)^2/2)", "x"),
    ("(x - y)'*S*(x - y) where S: symmetric(n)", "x"),
    ("x'*x - 2*x'*y + y'*y", "x"),
    ("norm(A - B)^2", "A"),
    # exponentials
    ("logsumexp(x) - x'*y", "x"),
    ("-y'*log(softmax(x))", "x"),
    ("-sum(y.*log(softmax(x)))", "x"),
    ("log(softmax(x))", "x"),
    ("-y'*log(softmax(W*x)) where W: matrix(m,n)", "W"),
    ("softmax(x)", "x"),
    ("sum(log(1 + exp(-y.*x)))", "x"),
    ("sum(softplus(x)) - y'*x", "x"),
    ("-sum(y.*log(sigmoid(x)) + (1 - y).*log(1 - sigmoid(x)))", "x"),
    ("sum(sigmoid(x).*(1 - sigmoid(x)))", "x"),
    ("sum(tanh(x).^2)", "x"),
    ("1 - sum(tanh(x).^2)/n where x: vector(n)", "x"),
    ("log(sum(exp(x)))", "x"),
    ("log(exp(alpha) + exp(beta))", "alpha"),
    ("sum(log(cosh(x)))", "x"),
    # norms and quotients
    ("norm(x)", "x"),
    ("x/norm(x)", "x"),
    ("normalize(x)'*y", "x"),
    ("x'*y/(norm(x)*norm(y))", "x"),
    ("sqrt(x'*x + delta^2) where delta: positive", "x"),
    ("x'*S*x/(x'*x) where S: symmetric(n)", "x"),
    ("norm(x)^3", "x"),
    ("norm(A)", "A"),
    ("sum(sqrt(x.^2 + epsilon)) where epsilon: positive", "x"),
    ("sum(huber(x - y, 1))", "x"),
    ("1/norm(x - y)", "x"),
    # matrices
    ("logdet(X'*X) where X: matrix(m,n)", "X"),
    ("tr(inv(X'*X + I)) where X: matrix(m,n)", "X"),
    ("det(A)", "A"),
    ("logdet(A*A' + I)", "A"),
    ("nucnorm(X) where X: matrix(m,n)", "X"),
    ("specnorm(X) where X: matrix(m,n)", "X"),
    ("norm(X*X' - S)^2 where X: matrix(n,p), S: symmetric(n)", "X"),
    ("inv(A)*b", "A"),
    ("b'*inv(A'*A + I)*b", "A"),
    ("sum(x.^3)", "x"),
    ("y'*(x.^3 - x)", "x"),
    ("sum(x.*log(x)) where x: vector(n)", "x"),
)  # fmt: skip


def points(names: dict[str, Any], moving: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A label and a point: everything near 1, moved far away, and at other scales."""
    rng = np.random.default_rng(0)
    base = {name: _drawn(rng, symbol) for name, symbol in names.items()}
    for offset in OFFSETS:
        yield f"+{offset:.0e}", {n: x + offset if n == moving else x for n, x in base.items()}
    for scale in SCALES:
        yield f"*{scale:.0e}", {n: x * scale if n == moving else x for n, x in base.items()}


def _drawn(rng: Any, symbol: Any) -> Any:
    rows, cols = (SIZES.get(str(s), s if isinstance(s, int) else 6) for s in symbol.shape)
    if symbol.axes:
        return rng.standard_normal((6, rows))
    drawn = rng.standard_normal((rows, cols))
    if symbol.kind == "symmetric":
        return (drawn + drawn.T) / 2
    return abs(drawn) if symbol.kind == "positive" else drawn


def exactly(node: Node, point: dict[str, Any], relative: Any = None) -> Any:
    """The entries with sixty digits; at inputs that are changed by a relative amount, where one is given."""
    rows = {}
    for name, x in point.items():
        change = 1 + relative[name] * mpmath.mpf(10) ** -20 if relative else np.ones(x.shape)
        rows[name] = [
            [mpmath.mpf(float(a)) * c for a, c in zip(r, s, strict=True)] for r, s in zip(x, change, strict=True)
        ]
    sizes = {**SIZES, "N": 6}
    return np.array(evaluate(node, Digits(rows, sizes, inf)), dtype=object)


def length(a: Any) -> Any:
    return mpmath.sqrt(sum([x**2 for x in np.ravel(a)], mpmath.mpf(0)))


def verdict(node: Node, found: Any, point: dict[str, Any]) -> tuple[float, float]:
    """The relative error, and the relative condition."""
    with mpmath.workdps(60):
        exact = exactly(node, point)
        size = length(exact)
        if size < TINY:
            return 0.0, 0.0  # it may underflow
        rng = np.random.default_rng(1)
        change = mpmath.mpf(0)
        for _ in range(PERTURBATIONS):
            moved = exactly(node, point, {n: rng.choice([-1.0, 1.0], x.shape) for n, x in point.items()})
            change = max(change, length(moved - exact))
        error = length(np.vectorize(lambda a: mpmath.mpf(float(a)), otypes=[object])(np.atleast_2d(found)) - exact)
        return float(error / size), float(change * mpmath.mpf(10) ** 20 / size)


def rows(text: str, wrt: str) -> Iterator[tuple[str, str, float, float]]:
    """By point and reading, the error and the condition."""
    answer = differentiate(text, wrt=[wrt], order=2)
    functions = load(modules.code(text, wrt=[wrt]))
    derivative = answer.derivatives[0]
    symbols = {v.name: v for v in answer.variables if v.kind != "index"}
    spelled = {v.name: v.spelling for v in answer.variables}
    readings = {"f": answer.shown, **{r: getattr(derivative, r) for r in ("gradient", "jacobian", "hessian")}}
    for label, point in points(symbols, derivative.variable.name):
        given = {
            f"{spelled[n]}_" if spelled[n] == "lambda" else spelled[n]: x.item()
            if symbols[n].is_scalar and not symbols[n].axes
            else x
            for n, x in point.items()
        }
        for name, node in readings.items():
            if node is not None:
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        found = functions[name](**given)
                    yield label, name, *verdict(node, found, point)
                except (ValueError, ArithmeticError, TypeError, mpmath.libmp.NoConvergence):
                    continue  # no value there


def main() -> None:
    """Every program; those that lose digits with their place, and the worst of each."""
    words, wrong, count = sys.argv[1:], 0, 0
    for text, wrt in PROGRAMS:
        if all(word in text for word in words):
            for label, name, error, condition in rows(text, wrt):
                count += 1
                power = 2 if any(square in text for square in SQUARED) else 1
                if not error <= TOLERANCE * max(1.0, condition) ** power * 2.0**-52:
                    wrong += text not in LOSES
                    print(f"{text}, {name} at {label}: error {error:.1e}, condition {condition:.1e}", flush=True)
    print(f"{count} values, {wrong} with digits lost")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
