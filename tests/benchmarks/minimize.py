"""matcalc minimize beside scipy.optimize with gradients written by hand and with difference quotients.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/minimize.py [--rounds 5] [--cases logistic,ridge]

One process, one method and one tolerance for all, in turn; the times are of the processor in the descents, medians over the rounds of
theirs beside ours in that round. What matcalc does besides, reading and differentiating before and looking at the
curvature behind, is printed on its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

from matcalc_cli.minimizing.descent import METHODS, Descent, usual_method
from matcalc_cli.minimizing.minimum import descended
from matcalc_cli.minimizing.objective import Objective
from matcalc_cli.questions.searching import question

Array = np.ndarray[Any, Any]
STEPS, TOLERANCE = 2000, 1e-5
BY_DIFFERENCES = 600
"""Coordinates beyond which difference quotients are not waited for."""
rng = np.random.default_rng(1)


class Case:
    """A program with data, and its value and gradient by hand in the coordinates that matcalc has."""

    def __init__(self, text: str, data: dict[str, Array], start: dict[str, Array], by_hand: Callable[..., Any]) -> None:
        self.text = text
        self.data = data
        self.start = start
        self.by_hand = by_hand


def logistic() -> Case:
    X, y = rng.standard_normal((10_000, 100)), np.sign(rng.standard_normal((10_000, 1)))

    def by_hand(w: Array, X: Array, y: Array) -> tuple[float, Array]:
        margin = y[:, 0] * (X @ w)
        return np.logaddexp(0, -margin).sum() + 0.5 * w @ w, w - X.T @ (y[:, 0] / (1 + np.exp(margin)))

    return Case("sum(log(1 + exp(-y.*(X*w)))) + norm(w)^2/2", {"X": X, "y": y}, {"w": np.zeros((100, 1))}, by_hand)


def ridge() -> Case:
    X, y = rng.standard_normal((5000, 80)), rng.standard_normal((5000, 1))

    def by_hand(w: Array, X: Array, y: Array) -> tuple[float, Array]:
        rest = X @ w - y[:, 0]
        return rest @ rest + 3 * (w @ w), 2 * (X.T @ rest) + 6 * w

    return Case("norm(X*w - y)^2 + 3*norm(w)^2", {"X": X, "y": y}, {"w": np.zeros((80, 1))}, by_hand)


def factorization() -> Case:
    m, n, k = 500, 300, 6
    A = rng.standard_normal((m, k)) @ rng.standard_normal((k, n)) + 0.1 * rng.standard_normal((m, n))
    U, V = rng.standard_normal((m, k)), rng.standard_normal((n, k))

    def by_hand(x: Array, A: Array) -> tuple[float, Array]:
        U, V = x[: m * k].reshape(m, k, order="F"), x[m * k :].reshape(n, k, order="F")
        R = U @ V.T - A
        slopes = 2 * (R @ V) + 0.2 * U, 2 * (R.T @ U) + 0.2 * V
        value = (R * R).sum() + 0.1 * ((U * U).sum() + (V * V).sum())
        return value, np.concatenate([g.ravel(order="F") for g in slopes])

    return Case("norm(U*V' - A)^2 + (norm(U)^2 + norm(V)^2)/10", {"A": A}, {"U": U, "V": V}, by_hand)


def gaussian() -> Case:
    n = 25
    X = rng.standard_normal((500, n))
    C = X.T @ X / len(X)
    places = np.tril_indices(n)
    diagonal = places[0] == places[1]

    def by_hand(x: Array, C: Array) -> tuple[float, Array]:
        slope = np.where(diagonal, np.exp(np.where(diagonal, x, 0)), 1)
        L = np.zeros((n, n))
        L[places] = np.where(diagonal, slope, x)
        factor = cho_factor(L @ L.T, lower=True)
        solved = cho_solve(factor, C)
        G = cho_solve(factor, (np.eye(n) - solved).T)
        value = 2 * np.log(np.diag(factor[0])).sum() + np.trace(solved)
        return value, 2 * (G @ L)[places] * slope

    return Case("logdet(S) + tr(inv(S)*C) where S: spd(n), C: spd(n)", {"C": C}, {"S": np.eye(n)}, by_hand)


CASES = {"logistic": logistic, "ridge": ridge, "factorization": factorization, "gaussian": gaussian}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = process_time()
    found = work()
    return process_time() - began, found


def asked(case: Case) -> Any:
    """The objective of matcalc, its arrays read from files."""
    at = {**case.data, **case.start}
    with tempfile.TemporaryDirectory() as folder:
        for name, x in at.items():
            np.save(f"{folder}/{name}.npy", x)
        return question(case.text, wrt=[*case.start], at=[f"{name}={folder}/{name}.npy" for name in at])


def began_again(objective: Objective, case: Case) -> None:
    objective.begin([case.start[v.name] for v in objective.variables])
    objective.evaluations = 0


def run(name: str, case: Case, rounds: int) -> None:
    before, read = timed(lambda: asked(case))
    objective = read.objective
    method = usual_method(objective)
    options = {"maxiter": STEPS, "gtol": TOLERANCE} | ({"maxfun": 10 * STEPS} if method == "l-bfgs-b" else {})
    start = objective.start.copy()
    keywords: dict[str, Any] = {"method": METHODS[method], "options": options}
    data = {name: read.point.point[name] for name in case.data}
    by_hand = partial(case.by_hand, **data)  # of the very arrays: where they lie in memory may be a fifth of the time
    ratios, ours, theirs = [], 0.0, None
    for _ in range(rounds):
        began_again(objective, case)
        ours, _ = timed(lambda: Descent(objective, method, STEPS, TOLERANCE, lambda *_: None).run({}))
        hand, theirs = timed(lambda: minimize(by_hand, start, jac=True, **keywords))
        ratios.append(ours / hand)
    assert theirs is not None
    descents = objective.evaluations
    began_again(objective, case)
    whole, found = timed(lambda: descended(objective, method, STEPS, TOLERANCE, lambda *_: None, {}, lambda: None))
    said = f"{name:14} {len(start):5} {method:9} {objective.evaluations:5} {theirs.nfev:7} {statistics.median(ratios):7.2f}"
    said += f" {found.value - theirs.fun:10.1e} {found.gradient_norm:9.1e} {np.linalg.norm(theirs.jac):9.1e}"
    if len(start) <= BY_DIFFERENCES:
        slow, differences = timed(lambda: minimize(lambda x: by_hand(x)[0], start, **keywords))
        said += f" {differences.nfev:7} {slow / ours:6.1f}"
    else:
        said += f" {'-':>7} {'-':>6}"
    print(f"{said} {before:6.2f} {whole - ours:6.2f}", flush=True)
    assert descents <= theirs.nfev + 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", default=",".join(CASES))
    given = parser.parse_args()
    print(
        "                                evaluations    time     value  gradient             by differences   besides, s"
    )
    print(
        "                 size method     ours by hand   ratio      less      ours   by hand   evals   time before behind"
    )
    for name in given.cases.split(","):
        run(name, CASES[name](), given.rounds)


if __name__ == "__main__":
    main()
