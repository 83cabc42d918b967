"""A directional derivative from differences at many steps, with the noise measured: is a claimed one right?

Central differences on a ladder of steps, extrapolated (Ridders 1982), each value with an error that holds its distance
to its neighbours and the measured noise of f. A step is trusted only if every finer one agrees with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

EPS = 2.0**-52
RATIO = 8
"""Between the steps."""
COLUMNS = 5
"""Of the extrapolation."""
FEWEST = 4
"""Steps below which nothing is said."""
TINY = 1e-300
TINY_LENGTH, LARGE_LENGTH = 1e-150, 1e150
"""Outside, squares underflow or overflow."""
SEVERITY = ("ok", "inconclusive", "wrong")
"""The verdicts, the worst last."""


class Line:
    """A function on a line through the point, and what is claimed of it.

    value          t -> f(t), flat; None where f has no value
    start          f(0), flat
    claimed        the claimed derivative at 0, flat
    noise          how much f(0) changes when the point is disturbed by a few units in the last place
    claimed_noise  the same of the claim
    far_noise      the same of f at the first step: at X = 0 nothing is disturbed
    far            the length of f there: at a zero of f every change is large against it
    size           the length of the point and of the direction
    """

    __slots__ = ("claimed", "claimed_noise", "far", "far_noise", "noise", "size", "start", "value")

    def __init__(
        self,
        value: Callable[[float], Array | None],
        start: Array,
        claimed: Array,
        *,
        noise: float,
        claimed_noise: float,
        size: float,
        far_noise: float = 0.0,
    ) -> None:
        self.value = value
        self.start = start
        self.claimed = claimed
        self.noise = max(noise, EPS * length(start))
        self.claimed_noise = claimed_noise
        self.far_noise = far_noise
        self.far = 0.0
        self.size = size

    @property
    def first_step(self) -> float:
        """5 percent of the point."""
        return 0.05 * max(1.0, 1 / (self.size or 1.0))

    @property
    def condition(self) -> float:
        """How much f amplifies a relative change of the point."""
        return self.noise / max(EPS * max(length(self.start), self.far), TINY) if self.noise else 1.0

    @property
    def claimed_condition(self) -> float:
        """The larger of that of f and that of the claim."""
        scale = max(length(self.claimed), 1e-6 * length(self.start), TINY)
        return max(self.condition, self.claimed_noise / (EPS * scale))


class Finding:
    """The finding of one comparison.

    difference   relative, between what is claimed and the derivative
    uncertainty  of the difference, None where it is but rounding
    claimed, derivative  flat, row by row, of a matrix of `shape`
    """

    __slots__ = ("claimed", "derivative", "difference", "reason", "shape", "uncertainty", "verdict")

    def __init__(
        self,
        verdict: str,
        *,
        difference: float | None = None,
        uncertainty: float | None = None,
        claimed: Array | None = None,
        derivative: Array | None = None,
        reason: str = "",
    ) -> None:
        self.verdict = verdict
        self.difference = difference
        self.uncertainty = uncertainty
        self.claimed = claimed
        self.derivative = derivative
        self.reason = reason
        self.shape: tuple[int, ...] = (1, 1)

    def largest(self) -> tuple[int, int, float, float]:
        """The entry that differs most where a claim was compared: its row and column from 1, the claim, the derivative."""
        assert self.claimed is not None
        assert self.derivative is not None
        place = first_largest(self.claimed - self.derivative)
        row, column = divmod(place, self.shape[1])
        return row + 1, column + 1, float(self.claimed[place]), float(self.derivative[place])


def first_largest(apart: Array) -> int:
    """The first place of what is largest but for rounding, which tells X[1,3] from X[3,1] otherwise on another processor."""
    import numpy as np

    found = np.abs(apart)
    return int(np.argmax(found >= found.max() * (1 - 1e-9) if np.isfinite(found).all() else found))


class Rungs:
    """f at +t and -t for each step t, the coarse ones first; `noise` is that of a value at each."""

    __slots__ = ("backward", "central", "forward", "noise", "steps")

    def __init__(self, steps: Array, forward: Array, backward: Array, noise: Array) -> None:
        import numpy as np

        self.steps = steps
        self.forward = forward
        self.backward = backward
        self.central: Array = (forward - backward) / (2 * steps[:, None])
        largest = np.maximum(np.linalg.norm(forward, axis=1), np.linalg.norm(backward, axis=1))
        self.noise: Array = np.maximum(noise, 2 * EPS * largest)


class Cell:
    """An extrapolated derivative, how wrong it may be, and the finest step in it."""

    __slots__ = ("error", "rung", "value")

    def __init__(self, value: Array, error: float, rung: int) -> None:
        self.value = value
        self.error = error
        self.rung = rung


def length(x: Array) -> float:
    """The 2-norm of all entries, of those too whose squares are no doubles."""
    import numpy as np

    with np.errstate(over="ignore"):
        found = float(np.linalg.norm(x))
    if TINY_LENGTH < found < LARGE_LENGTH or not x.size:
        return found
    largest = float(np.max(np.abs(x)))
    return largest * float(np.linalg.norm(x / largest)) if 0 < largest < inf else largest


def noise(value: Array, others: Sequence[Array | None]) -> float:
    """Half the largest change among the values at jittered points; all of the value where one of them has none."""
    return max((length(value) if other is None else length(other - value) / 2 for other in others), default=0.0)


def climb(line: Line) -> Finding:
    """The verdict on the claim along one line."""
    rungs = _rungs(line)
    if rungs is None:
        return Finding("inconclusive", reason="the function has no finite value near the point")
    if _kinked(line, rungs):
        return Finding("inconclusive", reason="the slope jumps here")
    cells = list(_trusted(line, rungs))
    if not cells:
        return Finding("inconclusive", reason=f"the differences do not settle (condition {line.claimed_condition:.0e})")
    if _vanishes(line, rungs, min(cells, key=lambda cell: cell.error)):
        return Finding("ok", difference=0.0, uncertainty=0.0)
    return _judged(line, min(cells, key=lambda cell: cell.error / _scale(line, cell)))


def _steps(line: Line) -> list[float]:
    """From 5 percent of the point down to where rounding drowns everything."""
    steps = [line.first_step]
    finest = min(3e-9, 0.01 / line.condition)
    while steps[-1] / RATIO >= finest * 0.99:
        steps.append(steps[-1] / RATIO)
    return steps


def _rungs(line: Line) -> Rungs | None:
    """The steps below the last one that leaves the domain; None if they are too few."""
    import numpy as np

    kept: list[tuple[float, Array, Array]] = []
    for t in _steps(line):
        pair = line.value(t), line.value(-t)
        if all(v is not None and bool(np.all(np.isfinite(v))) for v in pair):
            kept.append((t, *pair))  # type: ignore[arg-type]
        else:
            kept.clear()
    if len(kept) < FEWEST:
        return None
    steps, forward, backward = zip(*kept, strict=True)
    noise = np.maximum(line.noise, line.far_noise * np.array(steps) / line.first_step)
    return Rungs(np.array(steps), np.array(forward), np.array(backward), noise)


def _tableau(rungs: Rungs) -> Iterator[Cell]:
    """Every value with its distance to those that it comes from; a central difference, to the one before it."""
    floor = rungs.noise / rungs.steps
    column = rungs.central
    for i in range(1, len(column)):
        yield Cell(column[i], max(length(column[i] - column[i - 1]), float(floor[i])), i)
    for order in range(1, min(COLUMNS, len(floor))):
        factor = float(RATIO ** (2 * order))
        coarse, fine = column[:-1], column[1:]
        column = (factor * fine - coarse) / (factor - 1)
        for rung, (value, *parts) in enumerate(zip(column, coarse, fine, strict=True), start=order):
            yield Cell(value, max(float(floor[rung]), *[length(value - part) for part in parts]), rung)


def _trusted(line: Line, rungs: Rungs) -> Iterator[Cell]:
    """The values that every finer step agrees with, from steps that the conditioning allows."""
    import numpy as np

    spread = 30 * rungs.noise / rungs.steps
    condition = line.claimed_condition
    for cell in _tableau(rungs):
        finer = slice(cell.rung + 1, None)
        apart = np.linalg.norm(rungs.central[finer] - cell.value, axis=1)
        allowed = condition <= 1e4 or rungs.steps[cell.rung] <= 3 / condition
        if allowed and np.all(apart <= spread[finer] + 10 * cell.error):
            yield cell


def _vanishes(line: Line, rungs: Rungs, cell: Cell) -> bool:
    """The derivative and the claim are both zero as far as anyone can see, against f or, where f is 0, its slopes."""
    claimed = length(line.claimed)
    both = max(length(cell.value), claimed)
    # A claim that is tiny but well determined may be wrong: differences cannot see it.
    zero = claimed == 0 or line.claimed_noise > 0.01 * claimed
    around = max(map(length, rungs.central)) if length(line.start) == 0 else 0.0
    small = cell.error <= 1e-7 * max(length(line.start), around)
    return both == 0 or (zero and both <= 10 * cell.error and small)


def _kinked(line: Line, rungs: Rungs) -> bool:
    """|f(t) - 2 f(0) + f(-t)|/t stays level: the slopes on the two sides differ."""
    import numpy as np

    jump = np.linalg.norm(rungs.forward - 2 * line.start + rungs.backward, axis=1) / rungs.steps
    last, noise = jump[-3:], (rungs.noise / rungs.steps)[-3:]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = last[1:] / last[:-1]
    level = bool(np.all((ratios > 0.5) & (ratios < 2)))
    return level and bool(np.all((last > 50 * noise) & (last > 1e-6 * length(rungs.central[-1]))))


def _scale(line: Line, cell: Cell) -> float:
    """The scale of an error: the derivative or, at a zero of it, the claim."""
    return max(length(cell.value), length(line.claimed), TINY)


def _judged(line: Line, best: Cell) -> Finding:
    scale = _scale(line, best)
    difference = length(best.value - line.claimed) / scale
    uncertainty = (best.error + line.claimed_noise) / scale
    verdict, reason = "inconclusive", f"rounding hides errors below {100 * uncertainty:.0e}"
    if uncertainty <= 1e-6 and difference <= max(1e-9, 10 * uncertainty):
        verdict, reason = "ok", ""
    elif uncertainty <= 1e-2 and difference > max(1e-8, 100 * uncertainty):
        verdict, reason = "wrong", ""
    return Finding(
        verdict, difference=difference, uncertainty=uncertainty, claimed=line.claimed, derivative=best.value,
        reason=reason,
    )  # fmt: skip


def worst(findings: Sequence[Finding]) -> Finding:
    """Wrong before inconclusive before ok; of one verdict the finding with the largest difference."""
    return max(findings, key=lambda f: (SEVERITY.index(f.verdict), f.difference or 0.0))
