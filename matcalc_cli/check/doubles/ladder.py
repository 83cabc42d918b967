"""A directional derivative from differences at many steps, with the noise measured: is a claimed one right?

Central differences on a ladder of steps, extrapolated (Ridders 1982), each value with an error that holds its distance
to its neighbours and the measured noise of f. A step is trusted only if every finer one agrees with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.line import EPS, TINY, Line, first_largest, first_step, length

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

RATIO = 8
"""Between the steps."""
SURE, ENOUGH = 1e-8, 1e-7
"""The uncertainties up to which a claim that is right by few steps needs no others, and where finer ones see less."""
FIRST_OF_FEW, RATIO_OF_FEW, LEAST, MOST = 0.25, 2, 3, 5
"""Of few steps: the first, in parts of the first of all, the ratio between them, and how many there are."""
COLUMNS = 5
"""Of the extrapolation."""
KINK = 50
"""So many times the noise is a jump of the slope."""
FEWEST = 4
"""Steps below which nothing is said."""
SEVERITY = ("ok", "inconclusive", "wrong")
"""The verdicts, the worst last."""


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


def climb(line: Line, *, few: bool = False) -> Finding:
    """The verdict on the claim along one line; where f costs much, a `few` steps are enough if it is right by them."""
    return (few and by_few(line)) or _climbed(line, _steps(line))


def by_few(line: Line) -> Finding | None:
    """That the claim is right, where few steps show it; else nothing."""
    steps = [first_of_few(line.size) / RATIO_OF_FEW**i for i in range(MOST)]
    known: list[tuple[float, Array, Array]] = []
    for t in steps:
        forward, backward = line.value(t), line.value(-t)
        if forward is None or backward is None:
            return None
        known.append((t, forward, backward))
        if len(known) < LEAST:
            continue
        rungs = _of_known(line, known)
        if _may_be_kinked(line, rungs):
            return None
        found = _of_few(line, rungs)
        if found is not None:
            return found if found.verdict == "ok" else None
    return None


def first_of_few(size: float) -> float:
    """The first of few steps at a point of so great a length."""
    return FIRST_OF_FEW * first_step(size)


def _of_few(line: Line, rungs: Rungs) -> Finding | None:
    """The finding of few steps; nothing where others see more."""
    best = min(_trusted(line, rungs), key=lambda cell: cell.error, default=None)
    if best is None:
        return None
    found = _judged(line, best)
    rounding = best.error <= 4 * rungs.noise[best.rung] / rungs.steps[best.rung]
    enough = (found.uncertainty or 0.0) <= (ENOUGH if rounding else SURE)
    return found if enough or found.verdict == "wrong" else None


def _may_be_kinked(line: Line, rungs: Rungs) -> bool:
    """Whether |f(t) - 2 f(0) + f(-t)|/t, of which a smooth f has the odd powers of t only, is not 0 at 0."""
    import numpy as np

    last, steps = slice(-LEAST, None), rungs.steps[-LEAST:]
    jumps = (rungs.forward - 2 * line.start + rungs.backward)[last] / steps[:, None]
    scaled = steps / steps[-1]
    weights = np.linalg.inv(np.column_stack([scaled**k for k in (0, 1, 3)]))[0]
    noise = float(np.abs(weights) @ (rungs.noise[last] / steps))
    return not length(weights @ jumps) <= max(KINK * noise, 1e-6 * length(rungs.central[-1]))


def _climbed(line: Line, steps: Sequence[float]) -> Finding:
    rungs = _rungs(line, steps)
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


def _rungs(line: Line, steps: Sequence[float]) -> Rungs | None:
    """The steps below the last one that leaves the domain; None if they are too few."""
    import numpy as np

    kept: list[tuple[float, Array, Array]] = []
    for t in steps:
        pair = line.value(t), line.value(-t)
        if all(v is not None and bool(np.all(np.isfinite(v))) for v in pair):
            kept.append((t, *pair))  # type: ignore[arg-type]
        else:
            kept.clear()
    if len(kept) < FEWEST:
        return None
    return _of_known(line, kept)


def _of_known(line: Line, known: Sequence[tuple[float, Array, Array]]) -> Rungs:
    """The rungs of steps with the values of f there."""
    import numpy as np

    at, forward, backward = zip(*known, strict=True)
    noise = np.maximum(line.noise, line.far_noise * np.array(at) / line.first_step)
    return Rungs(np.array(at), np.array(forward), np.array(backward), noise)


def _tableau(rungs: Rungs) -> Iterator[Cell]:
    """Every value with its distance to those that it comes from; a central difference, to the one before it."""
    floor = rungs.noise / rungs.steps
    column, ratio = rungs.central, rungs.steps[0] / rungs.steps[1]
    for i in range(1, len(column)):
        yield Cell(column[i], max(length(column[i] - column[i - 1]), float(floor[i])), i)
    for order in range(1, min(COLUMNS, len(floor))):
        factor = float(ratio ** (2 * order))
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
    return level and bool(np.all((last > KINK * noise) & (last > 1e-6 * length(rungs.central[-1]))))


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
