"""Whether two expressions have one value, with eighty digits, where exact arithmetic chooses other branches than the reals."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from matcalc_cli.budget import seconds
from matcalc_cli.check.digits.evaluate import Digits, TooSlowError
from matcalc_cli.check.digits.kinds import refined
from matcalc_cli.check.doubles.sample import points
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.written_out import WrittenOut, has_families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcalc_cli.expr.node import Node

DIGITS, SECONDS = 80, 5.0
SETS, PLACES, ENOUGH = 2, 24, 6
"""Sets of sizes, points that are tried at one of them, and how many of these have to have values."""
SAME, OTHER = "1e-50", "1e-30"
"""Differences, against the largest part: up to the one two values are one, from the other on they are two."""


def equal(a: Node, b: Node, seed: int = 0) -> str:
    """The verdict at places where both have a value: "wrong" if they differ at one, "undecided" where there is none."""
    import mpmath

    if has_families(a, b):
        out = WrittenOut([a, b])
        a, b = out.node(a), out.node(b)
    words: list[str] = []
    with mpmath.workdps(DIGITS):
        for place in _places(a, b, seed):
            try:
                words.append(_at(a, b, place))
            except TooSlowError:
                break
            except (ArithmeticError, ValueError, TypeError, mpmath.libmp.NoConvergence):
                continue  # TypeError: what mpmath makes of a singular matrix
            if words[-1] == "wrong" or len(words) == SETS * ENOUGH:
                break
    return next((word for word in ("wrong", "undecided", "ok") if word in words), "undecided")


def _at(a: Node, b: Node, place: Digits) -> str:
    from mpmath import isfinite, mpf

    left, right = evaluate(a, place), evaluate(b, place)
    pairs = [pair for rows in zip(left, right, strict=True) for pair in zip(*rows, strict=True)]
    largest = max([abs(x) for value in place.known.values() for row in value for x in row])
    apart = max([abs(x - y) for x, y in pairs])
    if not isfinite(largest):
        return "undecided"
    return "ok" if apart <= mpf(SAME) * largest else "wrong" if apart > mpf(OTHER) * largest else "undecided"


def _places(a: Node, b: Node, seed: int) -> Iterator[Digits]:
    import numpy as np

    rng, deadline = np.random.default_rng(seed), seconds() + SECONDS
    symbols = sorted({s for s in (*a.symbols, *b.symbols) if s.kind != "index"}, key=lambda s: s.name)
    for sizes in size_sets([a, b, *symbols])[:SETS]:
        for point in islice(points(a, symbols, sizes, rng), PLACES):
            yield Digits(refined(point, symbols), sizes, deadline)
