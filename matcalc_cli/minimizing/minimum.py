"""The result of a descent: the best point, whether it is a minimum, and if not, what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import KINDS
from matcalc_cli.minimizing.charts import flat_chart
from matcalc_cli.minimizing.curvature import Curvature, curvature, falls_where_flat
from matcalc_cli.minimizing.descent import Descent, asked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.minimizing.descent import Watch
    from matcalc_cli.minimizing.objective import Objective, Place

    Array = NDArray[Any]

POLISH = 2
"""Newton steps at the end, each one evaluation."""
ENOUGH = 0.1
"""Another one follows where the gradient has become so much shorter."""
ROUNDED = 1e-12
"""A value may rise by so much, relatively, when only its digits change."""
ALONG = 10.0
"""A curvature is so many times the gradient, against the coordinates, where f is the same along a curved way."""
LONG = 0.01
"""A step that is longer than that, against the coordinates, is no last one."""
ROUNDING = 1e-8
"""A gradient that is so small against the one at the start is 0, even where a small tolerance asks for less."""
DISTANT = 1e8
"""A point that is so much larger than the one at the start, and without curvature, tends to no minimum."""
STEEPER = 1e8
"""A gradient that has become so much longer has a pole or a cusp near it."""
ON = (1e-3, 1e-6)
"""Steps along the gradient, against the coordinates, that tell a smooth fall from a kink: at one of them f falls as it should."""
AS_EXPECTED = 0.5
EDGE = 1e-4
"""A positive definite value that has become so small, its gradient staying, tends to a singular one."""
REASONS = {
    "gradient": "the gradient is 0 to the tolerance",
    "bound": "the gradient is 0 to the tolerance, but where a bound holds",
    "saddle": "a saddle: the gradient is 0, and f falls in both directions along the smallest curvature",
    "maximum": "a maximum: the gradient is 0, and all curvatures are negative",
    "falling": "no minimum: the gradient is 0, and f falls along a direction of negative curvature",
    "flat": "no minimum: the gradient is 0, and f falls along a direction without curvature",
    "distant": "the gradient is 0 only as far out as this: there may be no minimum",
    "steps": "the largest number of steps, which --steps sets",
    "interrupted": "interrupted",
    "time": "the time limit, which --time-limit sets",
    "drifting": "the gradient is 0 to the tolerance, but Newton's next step is long: there may be no minimum",
    "endless": "f falls without end, it has no minimum",
    "boundary": "f has no value on the other side",
    "edge": "a positive value tends to 0, or a positive definite one to a singular one",
    "kink": "f may be smallest at this kink, but has no gradient here",
    "stalled": "no smaller value is found, though the gradient is not 0: f may have a kink here",
    "steep": "no smaller value is found where the gradient has grown so large: f may fall without end, or have a cusp here",
    "unfinished": "the method finds no further step, though f still falls against its gradient: another --method may go on",
}  # fmt: skip
CONVERGED = ("gradient", "bound")
OF_GRADIENTS = (
    *CONVERGED,
    "saddle",
    "maximum",
    "falling",
    "flat",
    "distant",
    "drifting",
    "stalled",
    "steep",
    "unfinished",
)
"""The verdicts about the gradient at the best point, which are not said where there is none."""
GAVE_UP = ("interrupted", "time")


class Minimum:
    """The best point of a descent, the gradient there, the smallest curvature (None: not known), and why it stopped."""

    def __init__(self, descent: Descent, found: Curvature | None, stopped: str) -> None:
        objective = descent.objective
        assert objective.best is not None
        self.method = descent.method
        self.steps = descent.steps
        self.value = objective.best.value
        self.point = objective.values(objective.best.x)
        self.gradient_norm = float(np.linalg.norm(_free_gradient(objective)))
        self.curvature = None if found is None else found.smallest
        self.stopped = stopped
        self.beyond = objective.beyond

    @property
    def converged(self) -> bool:
        """Whether it is a minimum, as far as first and second derivatives tell."""
        return self.stopped in CONVERGED

    @property
    def reason(self) -> str:
        """Why the descent stopped, in words."""
        return REASONS[self.stopped]


def descended(
    objective: Objective, method: str, most: int, tolerance: float, watch: Watch, ends: dict[type[BaseException], str],
    over: Callable[[], None],
) -> Minimum:  # fmt: skip
    """One descent from where the objective begins, and what it came to. Raises MatcalcError where there is no value."""
    import warnings

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _descended(Descent(objective, method, most, tolerance, watch), ends, over)


def _descended(descent: Descent, ends: dict[type[BaseException], str], over: Callable[[], None]) -> Minimum:
    objective, tolerance = descent.objective, descent.tolerance
    objective(objective.start)
    began, values = objective.best, objective.values(objective.start)
    if began is None:
        raise MatcalcError("usage", "the expression has no value, or no gradient, where it begins", hint="another --at")
    descent.run(ends)
    if descent.stopped in GAVE_UP:
        over()
    small, bounded = _is_small(objective, tolerance, began), objective.beyond is not None and not objective.goes_on()
    objective.recenter(flat_chart)
    if descent.stopped != "optimizer":
        return Minimum(descent, None, descent.stopped)
    found = _curved(objective)
    small = small or _is_small(objective, tolerance, began)
    if _at_the_edge(objective, values, began):
        return Minimum(descent, found, "edge")
    if small and found is not None and found.smallest == 0 and _is_distant(objective, values):
        return Minimum(descent, found, "distant")
    why = _what_it_is(objective, found) if small else "boundary" if bounded else _why_not(objective, began)
    return Minimum(descent, found, why)


def _is_small(objective: Objective, tolerance: float, began: Place) -> bool:
    """Whether the gradient at the best place is as small as asked, or 0 but for rounding."""
    assert objective.best is not None
    rest, first = _largest(_free_gradient(objective)), _largest(began.gradient)
    return rest <= max(asked(tolerance, objective.best.value), ROUNDING * first)


def _largest(x: Array) -> float:
    return float(abs(x).max(initial=0.0))


def _why_not(objective: Objective, began: Place) -> str:
    """Why an optimizer ended where the gradient is not 0."""
    if _largest(_free_gradient(objective)) > STEEPER * max(1.0, _largest(began.gradient)):
        return "steep"
    return "unfinished" if _falls_on(objective) else "stalled"


def _falls_on(objective: Objective) -> bool:
    """Whether f falls against the gradient as the gradient says, at a distance where a kink would show."""
    best, against = objective.best, -_free_gradient(objective)
    assert best is not None
    length = float(np.linalg.norm(against))
    scale = max(1.0, _largest(best.x))
    steps = [t * scale / length * against for t in ON]
    falls = [best.value - objective(best.x + step)[0] if objective.has(best.x + step) else 0.0 for step in steps]
    objective.best = best
    expected = [t * scale * length for t in ON]
    return any(
        fall > max(AS_EXPECTED * due, ROUNDED * abs(best.value)) for fall, due in zip(falls, expected, strict=True)
    )


def _what_it_is(objective: Objective, found: Curvature | None) -> str:
    if found is not None and found.smallest < -_unsure(objective) and _is_open(objective, found):
        return _of_falling(objective, found)
    if found is not None and _is_drifting(objective, found):
        return "drifting"
    if found is not None and falls_where_flat(objective, found):
        return "flat"
    bent = found is not None and found.smallest < 0
    return "gradient" if _free(objective).all() and not bent else "bound"


def _held(objective: Objective) -> Array:
    """Which coordinates are at their bounds at the best place."""
    assert objective.best is not None
    x = objective.best.x
    found: Array = np.zeros(len(x), dtype=bool) if objective.lower is None else x <= objective.lower
    return found


def _is_open(objective: Objective, found: Curvature) -> bool:
    """Whether the bounds let the best place move along a direction of negative curvature, perhaps along one coordinate."""
    held = _held(objective)
    ways = [way[held] for way in found.directions[:, found.values < 0].T]
    alone = (found.directions**2 @ found.values)[held]
    return bool((alone < 0).any()) or any((way >= 0).all() or (way <= 0).all() for way in ways)


def _of_falling(objective: Objective, found: Curvature) -> str:
    """The verdict about a point from which f falls: no maximum where a direction is flat, is not known, or is held by a bound."""
    if _held(objective).any():
        return "falling"
    if found.largest > 0:
        return "saddle"
    return "maximum" if found.largest < 0 and found.complete else "falling"


def _is_drifting(objective: Objective, found: Curvature) -> bool:
    """Whether Newton's step is long where the gradient is 0 to the tolerance, as that of exp(x) is far to the left."""
    assert objective.best is not None
    step = found.newton_step(_free_gradient(objective))
    return found.complete and _largest(step) > LONG * max(1.0, _largest(objective.best.x))


def _curved(objective: Objective) -> Curvature | None:
    """The curvature at the best place, which moves by Newton's last steps where all curvatures are known and none is negative."""
    assert objective.best is not None
    free = _free(objective)
    found = curvature(objective, objective.best.x, free)
    if found is None or not found.complete or found.smallest < -_unsure(objective):
        return found
    began = objective.best
    for _ in range(POLISH):
        before = objective.best
        there = before.x + found.newton_step(before.gradient * free, _unsure(objective) if found.smallest < 0 else 0.0)
        if not objective.has(there):
            break
        value, gradient = objective(there)
        fell = float(np.linalg.norm(gradient * free) / (np.linalg.norm(before.gradient * free) or np.inf))
        if fell >= 1 or value > before.value + ROUNDED * abs(before.value):
            break
        objective.accept(there)
        if fell > ENOUGH:
            break
    return curvature(objective, objective.best.x, free) if found.smallest < 0 and objective.best is not began else found


def _unsure(objective: Objective) -> float:
    """The curvature that a way has where f is the same all along it, as W H is for W c and H/c, and the gradient is not yet 0."""
    assert objective.best is not None
    return ALONG * float(np.linalg.norm(_free_gradient(objective))) / max(1.0, float(np.linalg.norm(objective.best.x)))


def _free(objective: Objective) -> Array:
    """Which coordinates may move both ways at the best place: not those that a bound holds."""
    assert objective.best is not None
    best = objective.best
    if objective.lower is None:
        return np.ones(len(best.x), dtype=bool)
    free: Array = ~((best.x <= objective.lower) & (best.gradient > 0))
    return free


def _free_gradient(objective: Objective) -> Array:
    """The gradient at the best place, 0 where a bound holds."""
    assert objective.best is not None
    found: Array = objective.best.gradient * _free(objective)
    return found


def _at_the_edge(objective: Objective, values: Sequence[Array], began: Place) -> bool:
    """Whether a definite variable has become tiny although the gradient by it is not 0."""
    assert objective.best is not None
    now = zip(objective.variables, objective.values(objective.best.x), objective.best.gradients, strict=True)
    return any(
        KINDS[variable.kind].definite
        and _least(value) < EDGE * _least(before)
        and float(np.linalg.norm(gradient)) > EDGE * float(np.linalg.norm(steep))
        for (variable, value, gradient), before, steep in zip(now, values, began.gradients, strict=True)
    )


def _is_distant(objective: Objective, values: Sequence[Array]) -> bool:
    """Whether a variable has become so much larger than it began."""
    assert objective.best is not None
    pairs = zip(objective.values(objective.best.x), values, strict=True)
    return any(_largest(now) > DISTANT * max(1.0, _largest(before)) for now, before in pairs)


def _least(value: Array) -> float:
    return float(np.linalg.eigvalsh(value)[0])


def other_start(objective: Objective, seed: int, start: Mapping[str, Array]) -> list[Array]:
    """Values of the variables at random coordinates about those of a start, as far away as these are large."""
    objective.begin([start[v.name] for v in objective.variables])
    x = objective.start
    scale = max(1.0, float(np.sqrt(np.mean(x * x))) if x.size else 1.0)
    there = x + scale * np.random.default_rng(seed).standard_normal(len(x))
    if objective.lower is not None:
        there = np.where(np.isfinite(objective.lower), np.abs(there), there)
    return objective.values(there)
