"""Emitted code far from zero, near it, and at large and small scales: its digits against sixty, in every target.

PYTHONPATH=. python tests/campaigns/stable.py [--target NAME ...] [--single] [WORDS]

A row is wrong if a value, gradient, Jacobian or Hessian has a relative error above 100 times its own condition number
(by how much the exact value changes where the inputs change relatively by 1e-20, and the entries of the matrices too
that are inverted or have their determinant taken) times the rounding unit, if that is below 1. Exit code 1 if one is. Without --target all that are installed run; --single is single precision. WORDS
choose the programs that have them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from math import inf
from typing import Any

import mpmath
import numpy as np

from matcalc_cli.check.digits.evaluate import Digits
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder, symbol
from matcalc_cli.expr.operations import POWER
from matcalc_cli.functions.determinant import DET, LOGDET
from matcalc_cli.pipeline import differentiate
from tests.campaigns.runners import RUNNERS, Runner, installed

SIZES = {"m": 5, "n": 4, "p": 3}
OFFSETS = (0.0, 1.0, 1e2, 1e4, 1e6, 1e8)
SCALES = (1e-8, 1.0, 1e8)
TOLERANCE = 100
DIGITS = 250
"""So many, that sixty are left of differences."""
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
    ("sum(1 - tanh(x).^2)", "x"),
    ("log(sum(exp(x)))", "x"),
    ("log(exp(alpha) + exp(beta))", "alpha"),
    ("sum(log(cosh(x)))", "x"),
    ("log(exp(alpha) + exp(beta) + exp(gamma))", "alpha"),
    ("sum(log(exp(x) + exp(y)))", "x"),
    ("sum(exp(x) - 1)", "x"),
    ("sum(log(1 + x.^2))", "x"),
    ("1 - cos(alpha)", "alpha"),
    # norms and quotients
    ("alpha/(1 + alpha^2)", "alpha"),
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
    ("sqrt(x'*S*x) where S: symmetric(n)", "x"),
    ("norm(x, 3)", "x"),
    ("std(X, 1) where X: matrix(m,n)", "X"),
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

READINGS = ("gradient", "jacobian", "hessian")
Point = dict[str, Any]


def points(names: dict[str, Any], moving: str, kind: type) -> Iterator[tuple[str, Point]]:
    """A label and a point: everything near 1, moved far away, and at other scales, rounded to the kind of number."""
    rng = np.random.default_rng(0)
    base = {name: _drawn(rng, symbol) for name, symbol in names.items()}
    for offset in OFFSETS:
        yield f"+{offset:.0e}", {n: kind(x + offset * (n == moving)) for n, x in base.items()}
    for scale in SCALES:
        yield f"*{scale:.0e}", {n: kind(x * (scale if n == moving else 1)) for n, x in base.items()}


def _drawn(rng: Any, symbol: Any) -> Any:
    rows, cols = (SIZES.get(str(s), s if isinstance(s, int) else 6) for s in symbol.shape)
    if symbol.axes:
        return rng.standard_normal((6, rows))
    drawn = rng.standard_normal((rows, cols))
    if symbol.kind == "symmetric":
        return (drawn + drawn.T) / 2
    return abs(drawn) if symbol.kind == "positive" else drawn


def exactly(node: Node, point: Point, rng: Any = None) -> Any:
    """The exact entries; with `rng` where all that is given, and all matrices that are factored, change by a little."""
    rows = {name: changed([[mpmath.mpf(float(a)) for a in r] for r in x], rng) for name, x in point.items()}
    for formed in list(factored(node)) if rng else ():
        name = symbol(f" formed {len(rows)}", formed.shape, "matrix")
        rows[name.name] = changed(evaluate(formed, Digits(rows, {**SIZES, "N": 6}, inf)), rng)
        node = substitute(node, {formed: name})
    return np.array(evaluate(node, Digits(rows, {**SIZES, "N": 6}, inf)), dtype=object)


def changed(rows: Any, rng: Any) -> Any:
    """Entries that change by a relative amount, up or down."""
    return [[a * (1 + rng.choice([-1, 1]) * mpmath.mpf(10) ** -20) if rng else a for a in row] for row in rows]


def factored(node: Node) -> Iterator[Node]:
    """The matrices that are computed, and then inverted or have their determinant taken."""
    for part in postorder(node):
        match part:
            case Apply(function=function, args=(Sum() | Product() as matrix, Number(value=p))) if (
                function is POWER and p < 0
            ):
                yield matrix
            case Apply(function=function, args=(Sum() | Product() as matrix,)) if function in {DET, LOGDET}:
                yield matrix


def length(a: Any) -> Any:
    return mpmath.sqrt(sum([x**2 for x in np.ravel(a)], mpmath.mpf(0)))


class Case:
    """One reading at one point: its exact value, and the relative condition of that."""

    def __init__(self, label: str, name: str, node: Node, point: Point) -> None:
        self.label, self.name, self.point = label, name, point
        self.exact = exactly(node, point)
        self.size = length(self.exact)
        rng = np.random.default_rng(1)
        change = mpmath.mpf(0)
        for _ in range(PERTURBATIONS if self.size else 0):
            moved = exactly(node, point, rng)
            change = max(change, length(moved - self.exact))
        self.condition = float(change * mpmath.mpf(10) ** 20 / self.size) if self.size else 0.0

    def error(self, found: Any) -> float:
        """The relative error of what was found; inf of what is no number."""
        found = np.atleast_2d(np.asarray(found, dtype=float))
        if not np.all(np.isfinite(found)):
            return inf
        return float(length(np.vectorize(mpmath.mpf, otypes=[object])(found) - self.exact) / self.size)

    def tell(self, text: str, errors: str) -> None:
        """Print what was lost, and of what."""
        print(f"{text}, {self.name} at {self.label}: {errors}, condition {self.condition:.1e}", flush=True)


def cases(text: str, wrt: str, kind: type) -> Iterator[Case]:
    """Every reading at every point where it has a value that is neither too large nor too small for the kind of number."""
    answer = differentiate(text, wrt=[wrt], order=2)
    derivative = answer.derivatives[0]
    symbols = {v.name: v for v in answer.variables if v.kind != "index"}
    nodes = {"f": answer.shown, **{r: getattr(derivative, r) for r in READINGS}}
    for label, point in points(symbols, derivative.variable.name, kind):
        for name, node in nodes.items():
            if node is not None:
                try:
                    case = Case(label, name, node, point)
                except (ValueError, ArithmeticError, TypeError, mpmath.libmp.NoConvergence):
                    continue  # no value there
                if np.finfo(kind).tiny * 1e20 < case.size < np.finfo(kind).max / 1e4:
                    yield case


def verdicts(text: str, wrt: str, runners: Sequence[Runner], kind: type) -> Iterator[tuple[str, Case, float]]:
    """By target the error of every case."""
    with mpmath.workdps(DIGITS):
        every = list(cases(text, wrt, kind))
        for runner in runners:
            found = runner.run(text, wrt, [(case.name, case.point) for case in every])
            for case, value in zip(every, found, strict=True):
                if value is not None:
                    yield runner.name, case, case.error(value)


def main() -> None:
    """Every program; those that lose digits with their place."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", action="append", choices=list(RUNNERS))
    parser.add_argument("--single", action="store_true")
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    kind = np.float32 if given.single else np.float64
    runners = [RUNNERS[name](kind) for name in given.target or installed()]
    wrong = count = 0
    for text, wrt in PROGRAMS:
        for name, case, error in verdicts(text, wrt, runners, kind) if all(w in text for w in given.words) else ():
            count += 1
            tolerance = TOLERANCE * max(1.0, case.condition) * np.finfo(kind).eps
            if tolerance < 1 and not error <= tolerance:
                wrong += 1
                case.tell(f"{name}: {text}", f"error {error:.1e}")
    print(f"{count} values in {', '.join([r.name for r in runners])}, {wrong} with digits lost")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
