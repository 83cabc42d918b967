"""Sensitivities of a differential equation against differences of a solver with fixed steps, and the adjoint against them.

With fixed steps of Runge and Kutta the solution is a smooth function of what it depends on, so difference quotients of it show
eight digits. The sensitivity equation, solved with those steps, has their derivative; the adjoint equation differs by O(h^4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import inf, isfinite, log2
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.doubles.kinds import draw
from matcalc_cli.check.doubles.moving.flow import LAST, MOST_STEPS, Solver, Way
from matcalc_cli.check.doubles.sample import points, sizes_for
from matcalc_cli.check.written_out import has_families
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import size_of
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.inputs.fixed import Given

    Array = NDArray[Any]

MOVE = 1e-3
SEEN = 1e-6
ROUNDING, SMALL = 1e-9, 1e-3
"""The relative error that rounding hides, and the error that the order of the steps removes."""
ATTEMPTS = 20
LARGEST = 1e6
"""A solution that is larger is taken for one that has no end."""
FINER = (1, 16)
"""So many times the usual steps are tried, the second where the equation may be stiff."""
TIER = "fixed steps of Runge and Kutta"

Verdict = tuple[str, str, float]
"""A word, what is said of it, the relative error."""


def report(way: Way, given: Given, last: float = LAST) -> CheckReport:
    """The verdict, up to the time `last`. Raises MatcalcError where something moves along no lines, or is a family."""
    bent = [p for p, _ in way.moving if not KINDS[p.kind].moves_straight]
    if bent:
        raise MatcalcError(
            "unsupported", f"{bent[0].spelling} is {KINDS[bent[0].kind].adjective}, which this check cannot move"
        )
    if has_families(*way.nodes):
        raise MatcalcError(
            "unsupported",
            "there is a family in the equation, and this check draws none",
            hint="matcalc ode verifies it by rules",
        )
    sizes = sizes_for(way.nodes, dimension_names(way.nodes), [], given.sizes)
    solver = Solver(way, sizes, last)
    for finer in FINER:
        solver.count = min(MOST_STEPS, solver.count * finer)
        found = _found(solver, given)
        if found is not None:
            verdict, said, error = found
            shapes = {p.name: size_of(p.shape, sizes) for p, _ in way.moving}
            return CheckReport(
                verdict, relative_error=error, resolution=SEEN, sizes=shapes, seed=given.seed, directions=given.trials * len(way.moving) + (way.by_end is not None),
                evaluations=solver.evaluations, tier=TIER, reason=said,
            )  # fmt: skip
    return CheckReport(
        "inconclusive", relative_error=None, resolution=None, sizes={}, seed=given.seed, tier=TIER,
        reason=f"with {solver.count} steps up to {last:g} no solution stays finite: an earlier end is --at {way.end.name}={last / 10:g}",
    )  # fmt: skip


def _found(solver: Solver, given: Given) -> Verdict | None:
    """The verdict at the first point where everything stays finite."""
    import numpy as np

    way, rng = solver.way, np.random.default_rng(given.seed)
    moves = {d for _, d in way.moving}
    for _, point in zip(range(ATTEMPTS), points(way.rates[0][0], way.symbols, solver.sizes, rng), strict=False):
        still = {name: np.zeros_like(x) if any(d.name == name for d in moves) else x for name, x in point.items()}
        with np.errstate(all="ignore"):
            found = _if_finite(partial(_compared, solver, still | given.point, rng, given.trials))
        if found is not None:
            return found
    return None


def _if_finite(compared: Callable[[], Verdict]) -> Verdict | None:
    """The verdict; None where a solution, a sensitivity or an adjoint on the way has no value or is not finite."""
    from numpy.linalg import LinAlgError

    try:
        found = compared()
    except (ArithmeticError, LinAlgError):  # as of the singular values of what is not finite
        return None
    return found if isfinite(found[2]) else None


def _compared(solver: Solver, point: Mapping[str, Array], rng: Any, trials: int) -> Verdict:
    """The verdict at a point; its error is not finite where the solution does not stay finite."""
    import numpy as np

    way = solver.way
    if not np.all(np.abs(solver.outcome(point, solver.count)) < LARGEST):  # which no nan is
        return "inconclusive", "", inf
    lossy = bool(way.losses and way.moving)
    gradients = [solver.backward(point, count) for count in (solver.count, 2 * solver.count)] if lossy else []
    worst, off, end = 0.0, [0.0, 0.0], _off_at_the_end(solver, point)
    if not isfinite(end):
        return "inconclusive", "", inf
    if end > SMALL:
        return "wrong", f"by the last time {end:.1e} off differences of the solver", end
    for k, (p, d) in enumerate(way.moving):
        for _ in range(trials):
            e = draw(d.kind, rng, *point[p.name].shape)
            towards = dict(point) | {d.name: e}
            forward = [solver.forward(towards, count) for count in (solver.count, 2 * solver.count)]
            difference = central(lambda at: solver.outcome(at, solver.count), point, p.name, e)
            scale = max(float(np.max(np.abs(difference))), 1e-3 * float(np.max(np.abs(e))))
            errors = [float(np.max(np.abs(forward[0] - difference)))]
            errors += [abs(float(np.sum(found[k] * e)) - forward[i].item()) for i, found in enumerate(gradients)]
            if not all(map(isfinite, errors)):  # of which max() may take the other
                return "inconclusive", "", inf
            worst = max(worst, errors[0] / scale)
            off = [max(was, error / scale) for was, error in zip(off, errors[1:], strict=False)] or off
    return _judged(worst, off, solver.count, adjoint=bool(gradients))


def _off_at_the_end(solver: Solver, point: Mapping[str, Array]) -> float:
    """How far the derivative by the last time is off its difference quotient."""
    if solver.way.by_end is None:
        return 0.0
    claimed, difference = solver.by_end(point)
    return abs(claimed - difference) / max(abs(difference), abs(claimed), 1e-3)


def central(outcome: Callable[[Mapping[str, Array]], Array], point: Mapping[str, Array], name: str, e: Array) -> Array:
    """The central difference quotient of an outcome where a name moves along e, extrapolated once."""
    found = []
    for move in (MOVE, MOVE / 2):
        one, other = (outcome({**point, name: point[name] + s * move * e}) for s in (1, -1))
        found.append((one - other) / (2 * move))
    value: Array = (4 * found[1] - found[0]) / 3
    return value


def _judged(worst: float, off: Sequence[float], steps: int, *, adjoint: bool) -> Verdict:
    said = f"forward {worst:.1e} off differences of the solver"
    order = log2(off[0] / off[1]) if off[1] > ROUNDING and off[0] else 4.0
    if adjoint:
        shown = f": order {order:.1f}" if off[1] > ROUNDING else ""
        said += f", backward {off[0]:.1e} off forward with {steps} steps, {off[1]:.1e} with {2 * steps}{shown}"
    least = 2.5
    if worst < SEEN and (not adjoint or (off[1] < SMALL and order > least)):
        return "ok", said, worst
    if worst > SMALL or (adjoint and off[1] > SMALL and order < 1):
        return "wrong", said, max(worst, off[1])
    return "inconclusive", said, max(worst, off[1])
