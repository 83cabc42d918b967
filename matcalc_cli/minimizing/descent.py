"""One descent: SciPy's optimizer on an objective, begun again where coordinates end, stopped by whoever stops it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.minimizing.objective import Objective, Place

    Array = NDArray[Any]
    Watch = Callable[[int, Place], None]
    """Told the number of the step, and the best place after it."""

METHODS = {
    "bfgs": "BFGS",
    "l-bfgs-b": "L-BFGS-B",
    "newton-cg": "Newton-CG",
    "trust-ncg": "trust-ncg",
    "trust-exact": "trust-exact",
}
"""SciPy's names of its methods, by ours."""
NEWTON = ("newton-cg", "trust-ncg", "trust-exact")
"""The methods that take the Hessian."""
FEW = 500
"""With so many coordinates BFGS keeps a dense matrix; L-BFGS-B is for more."""
FAR = 1.0
"""Orthonormal variables begin new coordinates when the old ones are so far out."""
ROUNDS = 100
FINEST = 1e-13
"""A value that falls by no more than that, relatively, falls by rounding: line searches find nothing any more."""
FINE, ENDING_BY_FALL = 2.2e-9, ("l-bfgs-b", "newton-cg")
"""Of these methods SciPy ends so short a fall, or step, wherever it is, and so far from a minimum too; we ask for a small gradient."""
STEEPEST = 1e200
ENDLESS = 1e12
"""A value that has fallen by so much, against how large it was at the start, has no lower bound that would be met."""


def require_scipy() -> None:
    """Raise MatcalcError (usage) where SciPy is missing."""
    if find_spec("scipy") is None:
        raise MatcalcError(
            "usage", "matcalc minimize needs SciPy, which is not installed", hint="pip install 'matcalc-cli[scipy]'"
        )


def asked(tolerance: float, value: float) -> float:
    """How small the entries of a gradient are to be: of a large value differences are rounding before 1e-5 is reached."""
    return tolerance * max(1.0, abs(value))


def usual_method(objective: Objective) -> str:
    """SciPy's own choice, and L-BFGS-B for many coordinates."""
    return "l-bfgs-b" if objective.lower is not None or len(objective.start) > FEW else "bfgs"


class Descent:
    """The end of a run: how many steps, and why it stopped: "optimizer", "steps", "interrupted", "time", "endless"."""

    def __init__(self, objective: Objective, method: str, most: int, tolerance: float, watch: Watch) -> None:
        self.objective = objective
        self.method = method
        self.tolerance = tolerance
        self.steps = 0
        self.stopped = "optimizer"
        self._most = most
        self._watch = watch
        self._first = self._before = 0.0

    def run(self, ends: dict[type[BaseException], str]) -> None:
        """Go down until something stops it; `ends` says by what name an exception does. The objective knows the best place."""
        value, _ = self.objective(self.objective.start)
        self._first, self._before = abs(value), value
        try:
            for _ in range(ROUNDS):
                before = self.steps
                if not self._round() or self.steps == before:
                    break
        except tuple(ends) as ended:
            self.stopped = next(word for kind, word in ends.items() if isinstance(ended, kind))
        if self.stopped == "optimizer" and self._is_endless():  # seen by a line search that took no step
            self.stopped = "endless"

    def _round(self) -> bool:
        """One call of SciPy; whether another one is to follow, in new coordinates."""
        from scipy.optimize import Bounds, minimize

        objective = self.objective
        lower = objective.lower
        keywords: dict[str, Any] = {} if lower is None else {"bounds": Bounds(lower)}
        if self.method == "trust-exact":
            keywords["hess"] = self._hessian
        elif self.method in NEWTON:
            keywords["hessp"] = objective.product
        try:
            minimize(
                objective, objective.start, method=METHODS[self.method], jac=True, callback=self._after_a_step,
                options=self._options(), **keywords,
            )  # fmt: skip
        except (ArithmeticError, ValueError, UnboundLocalError):  # of SciPy's own numbers, which overflow near a pole
            return False
        return self._is_to_go_on()

    def _hessian(self, x: Array) -> Array:
        """So steep where it has no value that no step is taken: SciPy's factorizations refuse nan."""
        found = self.objective.hessian(x)
        return found if np.isfinite(found).all() else STEEPEST * np.eye(len(x))

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {"maxiter": max(self._most - self.steps, 1)}
        if self.method == "l-bfgs-b":
            options |= {"maxfun": 10 * self._most, "ftol": FINEST}
        if self.method == "newton-cg":
            options["xtol"] = FINEST
        else:
            options["gtol"] = self.tolerance
        return options

    def _after_a_step(self, intermediate_result: Any) -> None:
        """Count it, and stop SciPy where the coordinates end or the value has no end."""
        self.steps += 1
        best = self.objective.best
        assert best is not None
        self._watch(self.steps, best)
        if self._is_endless():
            self.stopped = "endless"
        elif self.steps >= self._most:
            self.stopped = "steps"
        small = self._before - best.value <= self._least_fall(best.value) and self._is_small()
        self._before = best.value
        if self.stopped != "optimizer" or small or self._is_far(intermediate_result.x):
            raise StopIteration

    def _is_endless(self) -> bool:
        best = self.objective.best
        return best is not None and best.value < -ENDLESS * max(self._first, 1.0)

    def _is_small(self) -> bool:
        """Whether the gradient at the best place is as small as asked."""
        best = self.objective.best
        return best is not None and float(np.abs(best.gradient).max()) <= asked(self.tolerance, best.value)

    def _least_fall(self, value: float) -> float:
        """A step that falls by less is the last one where the gradient is small: SciPy's two methods that end by it do so anywhere."""
        return FINE * max(1.0, abs(value)) if self.method in ENDING_BY_FALL else FINEST * abs(value)

    def _is_far(self, x: Array) -> bool:
        return not self.objective.bends and float(np.abs(x - self.objective.start).max()) > FAR

    def _is_to_go_on(self) -> bool:
        """Whether it stopped only since the coordinates of an orthonormal variable end, or the gradient is small in these alone."""
        best = self.objective.best
        if best is None or self.stopped != "optimizer" or self.objective.bends:
            return False
        far = self._is_far(best.x)
        self.objective.recenter()
        return far or not self._is_small()
