"""The emitted module of an answer as something to evaluate at points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import arguments
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.check.doubles.kinds import jittered, moved
from matcalc_cli.check.doubles.ladder import EPS, length
from matcalc_cli.check.doubles.unspecified import callables
from matcalc_cli.codegen.text.module import module, module_functions, module_parameters, suffix
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.check.doubles.sample import Point

    Array = NDArray[Any]
    Directions = Mapping[str, Array]

JITTERS = 2


class Emitted:
    """f and its derivatives at points, from the code that `matcalc code` prints; counts the evaluations of f."""

    __slots__ = ("_answer", "_functions", "_kinds", "_rest", "evaluations")

    def __init__(self, answer: Answer, sizes: Mapping[str, int]) -> None:
        self._answer = answer
        self._functions = load(module(answer, parts=True, checks=False))
        variables, dimensions = module_parameters(answer, parts=True)
        self._kinds = {v.name: v.kind for v in variables}
        self._rest = [*[sizes[d] for d in dimensions], *callables(module_functions(answer), sizes)]
        self.evaluations = 0

    def value(self, point: Point) -> Array | None:
        """The value of f with two axes; None where it has no finite value."""
        self.evaluations += 1
        return self._call("f", point)

    def differential(self, group: Sequence[Derivative], point: Point, directions: Directions) -> Array | None:
        """The differential for all variables of a group moving together."""
        parts = [self.reading("differential", d, point, directions[d.variable.name]) for d in group]
        known = [part for part in parts if part is not None]
        return sum(known[1:], start=known[0]) if len(known) == len(parts) else None

    def reading(self, name: str, derivative: Derivative, point: Point, *moving: Array) -> Array | None:
        """The differential, gradient, jacobian or hessian for one variable."""
        return self._call(name + suffix(self._answer, derivative), point, *moving)

    def moved(self, point: Point, directions: Directions, t: float) -> tuple[Point, Directions]:
        """The point at t on its way, and its velocity there."""
        ways = {name: moved(self._kinds[name], point[name], e, t) for name, e in directions.items()}
        return {**point, **{name: x for name, (x, _) in ways.items()}}, {name: v for name, (_, v) in ways.items()}

    def jittered(self, point: Point, rng: Generator) -> list[Point]:
        """The point with every number changed by a few units in its last place, in a few ways."""
        return [
            {name: x if KINDS[self._kinds[name]].whole else jittered(x, rng, 4 * EPS) for name, x in point.items()}
            for _ in range(JITTERS)
        ]

    def _call(self, name: str, point: Point, *moving: Array) -> Array | None:
        import numpy as np

        values = arguments(self._kinds.items(), point)
        directions = [e.item() if e.size == 1 else e for e in moving]
        try:
            value = self._functions[name](*values, *self._rest, *directions)
        except (ArithmeticError, ValueError, IndexError):  # LinAlgError is a ValueError; an index beyond the last entry
            return None
        array: Array = np.atleast_2d(np.asarray(value, dtype=float))
        return array if bool(np.all(np.isfinite(array))) else None


def noise(value: Array, others: Sequence[Array | None]) -> float:
    """Half the largest change among the values at jittered points; all of the value where one of them has none."""
    return max((length(value) if other is None else length(other - value) / 2 for other in others), default=0.0)
