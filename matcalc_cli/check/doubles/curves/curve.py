"""The error of difference quotients against the step: truncation falls, rounding rises."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from math import isfinite, log10
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.judge import located
from matcalc_cli.check.doubles.curves.complex_step import ComplexStep
from matcalc_cli.check.doubles.curves.stencils import Quotient, Stencil, stencil
from matcalc_cli.check.doubles.line import length

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.doubles.line import Line
    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.check.doubles.slope import Slope
    from matcalc_cli.inputs.fixed import Given

    Array = NDArray[Any]

Way = Stencil | ComplexStep

Points = list[tuple[float, float]]
"""log10 of the step, relative to the point, and log10 of the relative error."""

FINEST, PER_DECADE, FINE = 15, 2, 16
SMALL, CLEAR, FITTED = -10, 1.0, 8
"""Of stencils: steps below 10^SMALL tell the rounding, 10^CLEAR times that is seen above it, so many points are fitted."""
FLOOR = 1e-17
"""Smaller errors are shown as this."""
LEVEL = -0.5
"""A slope above this is that of errors that stay, as those of a wrong claim do."""
REAL_ONLY = "none: f or its code is for real numbers only"
FEWEST = 4
"""Points through which a slope is fitted."""


class Series:
    """The errors of one way to take differences: what it is called, its slope where truncation rules, its best step.

    The slope is None where there are too few points for it, the best step where there is no point.
    """

    __slots__ = ("best", "name", "points", "said", "slope")

    def __init__(self, name: str, points: Points, said: str = "", *, rounds: bool = True) -> None:
        self.name = name
        self.points = points
        self.said = said
        dense = bool(said) and rounds
        fitted = _above_rounding if dense else _above_floor if said else _falling
        self.slope = slope(fitted(points))
        smooth = _smoothed(points) if dense else points
        self.best = smooth[_lowest(smooth)][0] if smooth else None


class Curve:
    """The errors of forward and of central differences, or of the stencils that were asked for, each a series.

    `rounding` is the slope where rounding rules, of the first series; None where there are too few points for it.
    """

    __slots__ = ("rounding", "series")

    def __init__(self, series: Sequence[Series]) -> None:
        self.series = tuple(series)
        rounding = slope(_rising(series[0].points))
        self.rounding = None if rounding is None or rounding > LEVEL else rounding


def curve(question: Question, given: Given, ways: Sequence[Way] = ()) -> Curve | None:
    """The errors along one random direction; None where there is no finite value."""
    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for found, point in located(question, given):
            line = found.line(point, np.random.default_rng(given.seed))
            return None if isinstance(line, str) else _curve(line, found, point, ways)
    return None


def _curve(line: Line, found: Slope, point: Point, ways: Sequence[Way]) -> Curve | None:
    asked = [(way, way.name, way.said) for way in ways]
    usual = [(stencil(name), f"{name} differences", "") for name in ("forward", "central")]
    fineness = FINE if ways else PER_DECADE
    series = []
    for way, name, said in asked or usual:
        quotient = way.quotient(found, point)
        points = [] if quotient is None else _errors(line, quotient, fineness)
        series.append(Series(name, points, REAL_ONLY if quotient is None else said, rounds=isinstance(way, Stencil)))
    return Curve(series) if any(s.points for s in series) else None


def _errors(line: Line, quotient: Quotient, fineness: int) -> Points:
    """The errors at every step where there is a value."""
    points: Points = []
    size = length(line.claimed) or length(line.start) or 1.0
    for k in range(FINEST * fineness + 1):
        t = 10.0 ** (-k / fineness)
        value = quotient(t)
        if value is not None:
            _add(points, t, length(value - line.claimed) / size)
    return points


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


def _above_rounding(points: Points) -> Points:
    """Of many points the last ones before rounding shows, which goes like one over the step."""
    small = sorted(y + x for x, y in points if x < SMALL)
    level = small[len(small) // 2] if small else log10(FLOOR)
    clear = next((i for i, (x, y) in enumerate(points) if y < level - x + CLEAR), len(points))
    return points[max(0, clear - FITTED) : clear]


def _above_floor(points: Points) -> Points:
    """Of many points those before rounding shows, which is as large at every small step, from the first small step on."""
    small = sorted(y for x, y in points if x < SMALL)
    level = small[len(small) // 2] if small else log10(FLOOR)
    clear = next((i for i, (_, y) in enumerate(points) if y < level + CLEAR), len(points))
    return [p for p in points[:clear] if p[0] <= -1]


def _smoothed(points: Points) -> Points:
    """The median of each point and its neighbours: an error may be small by chance."""
    ends = [points[max(0, i - 2) : i + 3] for i in range(len(points))]
    return [(x, sorted(y for _, y in near)[len(near) // 2]) for (x, _), near in zip(points, ends, strict=True)]


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
