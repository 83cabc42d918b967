"""A claim against f on both sides of a point with sixty digits, where doubles cannot tell; needs mpmath."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from matcalc_cli.budget import seconds
from matcalc_cli.check.digits.evaluate import Digits, TooSlowError
from matcalc_cli.check.digits.kinds import refined, tangent
from matcalc_cli.check.doubles.ladder import Finding
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.check.digits.matrices import Rows
    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.check.doubles.slope import Slope

DIGITS = 80
"""Digits of the arithmetic; with a step of 10^-30 fifty are left in a difference quotient."""
STEP = "1e-30"
OK, WRONG = 1e-15, 1e-12
"""Relative differences up to the one are ok, above the other wrong."""
JUMP = 1e-9
"""A second difference above this, against the slope, is a kink."""
SETTLED = 1e-9
"""How much a derivative may change, relatively, from one step to the next; pinv has none where the rank changes."""
ZERO = 1e-40
"""A derivative this small, against f, is zero."""
LARGEST = 8
"""The largest dimension with which sixty digits are quick enough."""
SECONDS = 5.0


def available() -> bool:
    """Whether mpmath is installed."""
    return find_spec("mpmath") is not None


def compare(slope: Slope, there: Point) -> Finding:
    """The finding of the difference quotient with sixty digits about a claim along one direction."""
    import mpmath

    if max(max(x.shape) for x in there.values()) > LARGEST:
        return Finding("inconclusive", reason="the matrices are too large for sixty digits")
    if slope.claim.reading == "hessian" and any(KINDS[v.kind].orthonormal for v in slope.free):
        return Finding("inconclusive", reason="sixty digits follow lines, and orthogonal matrices move on curves")
    try:
        with mpmath.workdps(DIGITS):
            return _compared(slope, there)
    except TooSlowError:
        reason = "sixty digits take too long"
    except (ArithmeticError, ValueError, mpmath.libmp.NoConvergence):
        reason = "there is no value at the point: a singular matrix, or outside the domain"
    return Finding("inconclusive", reason=reason)


def _compared(slope: Slope, there: Point) -> Finding:
    from mpmath import mpf

    step, deadline = mpf(STEP), seconds() + SECONDS
    point = refined(there, slope.variables)
    directions = {v.name: tangent(v.kind, point[v.name], point[free.name]) for v, free in slope.free.items()}
    for v in slope.free:
        point |= dict.fromkeys(slope.differentials(v), directions[v.name])
    ahead, here, behind, *further = (
        evaluate(slope.function, Digits(_moved(point, directions, t), slope.sizes, deadline))
        for t in (step, 0, -step, 2 * step, -2 * step)
    )
    claimed = _flat(evaluate(slope.linear, Digits(point, slope.sizes, deadline)))
    f, plus, minus = _flat(here), _flat(ahead), _flat(behind)
    derivative = [(a - b) / (2 * step) for a, b in zip(plus, minus, strict=True)]
    wider = [(a - b) / (4 * step) for a, b in zip(*map(_flat, further), strict=True)]
    if _length([a - b for a, b in zip(wider, derivative, strict=True)]) > SETTLED * max(_length(derivative), mpf(ZERO)):
        return Finding("inconclusive", reason="the differences do not settle")
    jump = _length([(a - 2 * b + c) / step for a, b, c in zip(plus, f, minus, strict=True)])
    finding = _judged(derivative, claimed, _length(f), jump)
    finding.shape = (len(here), len(here[0]))
    return finding


def _judged(derivative: list[Any], claimed: list[Any], size: Any, jump: Any) -> Finding:
    import numpy as np

    scale = max(_length(derivative), _length(claimed))
    if jump > JUMP * max(scale, ZERO * size):
        return Finding("inconclusive", reason="the slope jumps here")
    if scale <= ZERO * (min(size, 1) or 1):
        return Finding("ok", difference=0.0, uncertainty=OK / 100)
    if scale <= ZERO * size:
        return Finding("inconclusive", reason="the derivative is nothing against the function")
    difference = float(_length([a - b for a, b in zip(derivative, claimed, strict=True)]) / scale)
    verdict = "ok" if difference <= OK else "wrong" if difference > WRONG else "inconclusive"
    return Finding(
        verdict, difference=difference, uncertainty=OK / 100, claimed=np.array(claimed, dtype=float),
        derivative=np.array(derivative, dtype=float),
        reason="sixty digits are not enough here" if verdict == "inconclusive" else "",
    )  # fmt: skip


def _moved(point: Mapping[str, Rows], directions: Mapping[str, Rows], t: Any) -> dict[str, Rows]:
    return {
        name: [[a + t * b for a, b in zip(*rows, strict=True)] for rows in zip(x, directions[name], strict=True)]
        if name in directions else x
        for name, x in point.items()
    }  # fmt: skip


def _flat(a: Rows) -> list[Any]:
    return [x for row in a for x in row]


def _length(values: list[Any]) -> Any:
    from mpmath import fsum, sqrt

    return sqrt(fsum(x * x for x in values))
