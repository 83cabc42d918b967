"""Whether two expressions are one function of real matrices: their values with many digits at points of many sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import mpmath
import numpy as np

from matcalc_cli.budget import seconds
from matcalc_cli.check.digits.evaluate import Digits, TooSlowError
from matcalc_cli.check.digits.kinds import refined
from matcalc_cli.check.digits.matrices import Rows
from matcalc_cli.check.doubles.sample import points
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.expr.node import Node, Symbol

DIGITS = 60
SAME, LARGEST = mpmath.mpf("1e-30"), mpmath.mpf("1e12")
"""Values that agree to so many digits, or are both smaller, are the same; a larger one comes from a singular matrix."""
SCALES = (1.0, 1.0, 1e-3, 30.0, 1.0)
"""Signs and kinks may lie anywhere: some points are near zero, some far away."""
ENOUGH, ATTEMPTS, SECONDS = 6, 12, 4.0


def same(a: Node, b: Node) -> str:
    """ "equal", "different" or, where no point has values of both, "undefined"; no rule of matcalc is used."""
    compared = 0
    symbols = sorted(a.symbols | b.symbols, key=lambda s: s.name)
    with mpmath.workdps(DIGITS):
        for sizes, point in _points(a, b, symbols):
            pair = _values(a, b, point, sizes)
            if pair is None:
                continue
            if not _close(*pair):
                return "different"
            compared += 1
            if compared == ENOUGH:
                break
    return "equal" if compared else "undefined"


def _points(a: Node, b: Node, symbols: Sequence[Symbol]) -> Iterator[tuple[Mapping[str, int], dict[str, Rows]]]:
    """Points where each d<variable> is a direction in which the variable may move."""
    free = [s for s in symbols if s.kind != "index"]
    for seed, scale in enumerate(SCALES):
        for sizes in size_sets([a, b, *free], smallest=(3, 2, 4))[:3]:
            rng = np.random.default_rng(seed)
            for attempt, drawn in enumerate(points(a, free, sizes, rng)):
                if attempt == ATTEMPTS:
                    break
                values = {s.name: drawn[s.name] * (1 if s.kind in FIXED else scale) for s in free}
                yield sizes, refined(values, free)


FIXED = frozenset({"integer", "orthogonal"})
"""Kinds that cannot be scaled."""


def _values(a: Node, b: Node, point: Mapping[str, Rows], sizes: Mapping[str, int]) -> tuple[Rows, Rows] | None:
    digits = Digits(point, sizes, seconds() + SECONDS)
    try:
        one, other = evaluate(a, digits), evaluate(b, digits)
    except (ArithmeticError, ValueError, TooSlowError, mpmath.libmp.NoConvergence):
        return None
    return (one, other) if all(abs(x) < LARGEST for m in (one, other) for row in m for x in row) else None


def _close(a: Rows, b: Rows) -> bool:
    pairs = [(x, y) for r, s in zip(a, b, strict=True) for x, y in zip(r, s, strict=True)]
    size = max((max(abs(x), abs(y)) for x, y in pairs), default=mpmath.mpf(0))
    return all(abs(x - y) <= SAME * max(size, 1) for x, y in pairs)
