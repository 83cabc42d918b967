"""Newton's iteration in doubles, with the emitted code of the step; and the check of the step itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Several
from matcalc_cli.check.doubles.kinds import moved, projected
from matcalc_cli.check.variants.equation import Equation
from matcalc_cli.check.variants.equation_points import exactly, precisely
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.variants.equation import Place
    from matcalc_cli.expr.node import Node, Symbol

    Array = NDArray[Any]

SECONDS = 5.0
ROUNDING = 4e-16
"""A step that is so small, relative to the unknown, changes nothing any more."""
STALLED = 3
"""After so many steps without a smaller residual, below `SMALL`, rounding is all that is left."""
SMALL = 1e-8
FALLING = 0.8
"""How much smaller a residual is than the one before where an order of convergence is seen."""
AGREEING = 0.5
"""Orders that are no further apart are one order."""
LEAST = 0.9
"""Convergence has an order of 1 or more; of the residuals of a slow one it comes out a little less."""
REASONS = {
    "rounding": "the step is as small as rounding", "zero": "the residual is 0", "stalled": "rounding is all that is left of the residual",
    "singular": "the step has no value here", "outside": "the step leads to where the equation has no value", "steps": "the largest number of steps",
}  # fmt: skip
CONVERGED = ("rounding", "zero", "stalled")


class Line:
    """One step: where the iteration is, how large g is there, how large the step from there, and the order seen so far."""

    __slots__ = ("order", "point", "residual", "step")

    def __init__(self, point: Mapping[str, Array], residual: float, step: float | None, order: float | None) -> None:
        self.point = dict(point)
        self.residual = residual
        self.step = step
        self.order = order


class Run:
    """The lines of an iteration, and why it stopped: a key of REASONS."""

    __slots__ = ("lines", "stopped")

    def __init__(self, lines: Sequence[Line], stopped: str) -> None:
        self.lines = tuple(lines)
        self.stopped = stopped

    @property
    def converged(self) -> bool:
        """Whether the equations hold at the end, as far as doubles tell."""
        return self.stopped in CONVERGED

    @property
    def order(self) -> float | None:
        """The last order of convergence that two steps in a row agree on: one alone may be rounding, or chance."""
        orders = [line.order for line in self.lines]
        pairs = [(a, b) for a, b in pairwise(orders) if a is not None and b is not None]
        return next((b for a, b in reversed(pairs) if abs(a - b) <= AGREEING), None)

    @property
    def reason(self) -> str:
        """Why the iteration stopped, in words."""
        return REASONS[self.stopped]


def iterated(
    equations: Sequence[Node],
    steps: Mapping[Symbol, Node],
    sizes: Mapping[str, int],
    point: Mapping[str, Array],
    most: int,
) -> Run:
    """Newton's iteration from a point. Raises MatcalcError where the equations have no value there."""
    import numpy as np

    g, step = (Several([*nodes, nodes[0]], sizes) for nodes in ([*equations], [*steps.values()]))
    lines: list[Line] = []
    here = dict(point)
    with np.errstate(all="ignore"):
        for _ in range(most + 1):
            residual = _norm(_values(g, here))
            if not np.isfinite(residual):
                break
            along = _values(step, here) if residual else None
            size = None if along is None else _norm(along)
            missing = along is None or size is None or not np.isfinite(size)
            lines.append(Line(here, residual, None if missing else size, None))
            stopped = _stopped(lines, steps, missing=missing)
            lines[-1].order = None if stopped in ("rounding", "stalled") else _order(lines, steps)
            if stopped:
                return Run(lines, stopped)
            assert along is not None
            here = {
                **here,
                **{x.name: _stepped(x.kind, here[x.name], e) for x, e in zip(steps, along, strict=True)},
            }
    if not lines:
        raise MatcalcError("usage", "the equation has no value where the iteration begins", hint="another --at")
    return Run(lines, "steps" if len(lines) > most else "outside")


def _stepped(kind: str, x: Array, e: Array) -> Array:
    """X + E inside of its kind, which E leaves by rounding."""
    return moved(kind, x, projected(kind, x, e), 1.0)[0]


def _values(of: Several, point: Mapping[str, Array]) -> list[Array] | None:
    try:
        return of(point)[:-1]
    except (ArithmeticError, ValueError):
        return None


def _norm(values: Sequence[Array] | None) -> float:
    import numpy as np

    return float("nan") if values is None else float(np.sqrt(sum(np.sum(v * v) for v in values)))


def _stopped(lines: Sequence[Line], steps: Mapping[Symbol, Node], *, missing: bool) -> str:
    """Why to stop at the last line; nothing to go on."""
    last = lines[-1]
    if last.residual == 0:
        return "zero"
    if missing:
        return "singular"
    assert last.step is not None
    if last.step <= ROUNDING * max(_size(last, steps), 1e-300):
        return "rounding"
    best = min(line.residual for line in lines[:-STALLED]) if len(lines) > STALLED else None
    first = lines[0].residual
    late = [line.residual for line in lines[-STALLED:]]
    return "stalled" if best is not None and min(late) >= best and best <= SMALL * max(first, 1.0) else ""


def _size(line: Line, steps: Mapping[Symbol, Node]) -> float:
    """The length of the vector of all unknowns."""
    found: float = sum(float((line.point[x.name] ** 2).sum()) for x in steps) ** 0.5
    return found


def _order(lines: Sequence[Line], steps: Mapping[Symbol, Node]) -> float | None:
    """The order p with r3/r2 = (r2/r1)^p of the last three residuals; None where they do not fall as they do near a solution.

    What is below 1 is no order, and what is no more than rounding moves an equation by tells none.
    """
    if len(lines) < 3:
        return None
    first, second, third = (line.residual for line in lines[-3:])
    if not (0 < third < second < FALLING * first):
        return None
    before = lines[-2]
    if not before.step or third <= ROUNDING * _size(before, steps) * second / before.step:
        return None
    found = log(third / second) / log(second / first)
    return found if found >= LEAST else None


def checked(equations: Sequence[Node], steps: Mapping[Symbol, Node]) -> str:
    """Whether g + L(dX) is 0 at random points: "exactly", "numerically", "wrong", or why nobody knows."""
    equation = Equation([*equations, *steps.values()], [], 1, lambda at: _sides(at, equations, steps))
    found = exactly(equation, 0, SECONDS)
    if found.word != "undecided":
        return "exactly" if found.word == "ok" else "wrong"
    word = precisely(equation, 0)
    return {"ok": "numerically", "wrong": "wrong"}.get(word, found.reason)


def _sides(at: Place, equations: Sequence[Node], steps: Mapping[Symbol, Node]) -> tuple[Matrix, Matrix]:
    moves = {x: at.value(step) for x, step in steps.items()}
    left = [row for g in equations for row in _rows(at.slope(g, moves))]
    return left, [row for g in equations for row in _rows(at.negative(at.value(g)))]


def _rows(a: Matrix) -> Iterator[list[Any]]:
    for column in zip(*a, strict=True):
        yield from ([x] for x in column)
