"""The error of difference quotients against the step: truncation falls, rounding rises."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from math import isfinite, log10
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.judge import located
from matcalc_cli.check.doubles.ladder import length

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.doubles.ladder import Line
    from matcalc_cli.inputs.given import Given

    Array = NDArray[Any]

Points = list[tuple[float, float]]
"""log10 of the step, relative to the point, and log10 of the relative error."""

FINEST, PER_DECADE = 15, 2
FLOOR = 1e-17
"""Smaller errors are shown as this."""
LEVEL = -0.5
"""A slope above this is that of errors that stay, as those of a wrong claim do."""
FEWEST = 4
"""Points through which a slope is fitted."""


class Curve:
    """The errors of forward and of central differences, and the slopes where truncation and where rounding rules.

    A slope is None where there are too few points for it.
    """

    __slots__ = ("central", "forward", "slopes")

    def __init__(self, forward: Points, central: Points) -> None:
        self.forward = forward
        self.central = central
        rounding = slope(_rising(forward))
        self.slopes = {
            "forward": slope(_falling(forward)), "central": slope(_falling(central)),
            "rounding": None if rounding is None or rounding > LEVEL else rounding,
        }  # fmt: skip


def curve(question: Question, given: Given) -> Curve | None:
    """The errors along one random direction; None where there is no finite value."""
    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for found, point in located(question, given):
            line = found.line(point, np.random.default_rng(given.seed))
            return None if isinstance(line, str) else _curve(line)
    return None


def _curve(line: Line) -> Curve | None:
    forward: Points = []
    central: Points = []
    size = length(line.claimed) or length(line.start) or 1.0
    for k in range(FINEST * PER_DECADE + 1):
        t = 10.0 ** (-k / PER_DECADE)
        ahead, behind = line.value(t), line.value(-t)
        if ahead is None:
            continue
        _add(forward, t, length((ahead - line.start) / t - line.claimed) / size)
        if behind is not None:
            _add(central, t, length((ahead - behind) / (2 * t) - line.claimed) / size)
    return Curve(forward, central) if forward else None


def _add(points: Points, t: float, error: float) -> None:
    """Add a point, unless the error is beyond what a double holds."""
    if isfinite(error):
        points.append((log10(t), log10(max(error, FLOOR))))


def _lowest(points: Points) -> int:
    return min(range(len(points)), key=lambda i: points[i][1]) if points else 0


def _falling(points: Points) -> Points:
    """From a step small enough for the leading term to where rounding is still ten times smaller."""
    low = _lowest(points)
    return [p for p in points[:low] if p[0] <= -1 and p[1] >= points[low][1] + 1]


def _rising(points: Points) -> Points:
    """The steps below the best one."""
    return points[_lowest(points) + 1 :]


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """Of the line of least squares; None for fewer than four points."""
    n = len(points)
    if n < FEWEST:
        return None
    x_mean, y_mean = (sum(p[i] for p in points) / n for i in (0, 1))
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / spread
