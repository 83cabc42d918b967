"""The verdict on matcalc's own derivative, from what several directions at a random point show."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.doubles.comparison import Comparison
from matcalc_cli.check.doubles.coverage import Coverage
from matcalc_cli.check.doubles.emitted import Emitted
from matcalc_cli.check.doubles.kinds import direction
from matcalc_cli.check.doubles.ladder import length
from matcalc_cli.check.doubles.sample import (
    SCALED,
    TooLargeError,
    even_sizes,
    points,
    scaled,
    shape_of,
    sizes_for,
    with_parts,
)
from matcalc_cli.check.doubles.slope import NO_POINT
from matcalc_cli.check.written_out import without_families
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.expr.build import is_zero
from matcalc_cli.inputs.given import Given

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.check.doubles.ladder import Finding
    from matcalc_cli.check.doubles.sample import Point

    Group = Sequence[Derivative]

GROUPS = 8
"""Variables move one at a time up to so many, otherwise several together."""
DRAWS = 3
"""Points tried while the verdict is inconclusive."""
OTHER_SIDES = 6
"""Points on other sides of roots and moduli that are looked at."""
FINEST = 1e-8
"""The smallest relative error that a check claims to see."""
NEGLIGIBLE = 1e-9
"""A differential this small against f drowns in its rounding: a saturated point."""
UNDERFLOW, OVERFLOW = 1e-100, 1e100
"""A differential outside says nothing: A^1000 of a small or a large A."""
_SEVERITY = ("ok", "inconclusive", "wrong")


def numeric(answer: Answer, *, seed: int = 0, sizes: Mapping[str, int] | None = None) -> CheckReport:
    """Whether the differentials of an answer are the derivative of f, by differences at a random point.

    `sizes` fixes dimensions by name. Jacobians, gradients and Hessians are compared with the differentials.
    """
    return by_differences(answer, Given(seed=seed, sizes=sizes))


def by_differences(answer: Answer, given: Given) -> CheckReport:
    """The same with everything else that may be fixed."""
    import numpy as np

    answer, given = without_families(answer, given)

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for draw in range(DRAWS):
            report = _report(answer, given, draw)
            if report.verdict != "inconclusive":
                break
    return report


def _report(answer: Answer, given: Given, draw: int) -> CheckReport:
    """The verdict at one random point; every other draw orders the sizes the other way round (X'*X needs a tall X)."""
    nodes = [answer.expression, *[d.differential for d in answer.derivatives]]
    readings = [r for d in answer.derivatives for r in (d.jacobian, d.hessian) if r is not None]
    names = dimension_names([*nodes, *readings, *answer.variables])
    try:
        sizes = sizes_for(nodes, names[::-1] if draw % 2 else names, even_sizes(answer.variables), given.sizes)
    except TooLargeError:
        reason = "its matrices are too large or its sums too long for numbers to be tried"
        return CheckReport(
            "inconclusive", relative_error=None, resolution=None, sizes={}, seed=given.seed, reason=reason
        )
    return Check(answer, sizes, given).report(draw)


class Check:
    """The check of one answer at chosen sizes."""

    __slots__ = ("_answer", "_emitted", "_given", "_groups", "_parts", "_seed", "_sizes", "_trials")

    def __init__(self, answer: Answer, sizes: Mapping[str, int], given: Given) -> None:
        self._given = given
        self._trials = given.trials
        self._seed = given.seed
        self._answer = answer
        self._sizes = sizes
        self._emitted = Emitted(answer, sizes)
        self._parts = [v for v in answer.moving if v.place is not None]
        together = -(-len(answer.derivatives) // GROUPS) or 1
        starts = range(0, len(answer.derivatives), together)
        self._groups = [answer.derivatives[i : i + together] for i in starts]

    def report(self, draw: int) -> CheckReport:
        """The verdict at one random point: wrong if anything is wrong, ok if everything is."""
        import numpy as np

        rng = np.random.default_rng([self._seed, draw])
        point = self._point(rng)
        if point is None:
            return self._report("inconclusive", [], NO_POINT)
        findings = [f for group in self._groups for _ in range(self._trials) for f in self._along(group, point, rng)]
        findings += [f for f in self._on_other_sides(point, draw) if f.verdict == "wrong"]
        verdict = max((f.verdict for f in findings), key=_SEVERITY.index, default="ok")
        # The differential comes first: where it is wrong, what is read off it differs from it too.
        reason = next((f.reason for f in findings if f.verdict == verdict), "")
        return self._report(verdict, [f for f in findings if (f.verdict, f.reason) == (verdict, reason)], reason)

    def _on_other_sides(self, here: Point, draw: int) -> Iterator[Finding]:
        """What one direction shows at a point on every side of the roots and moduli where the first one is not."""
        import numpy as np

        rng = np.random.default_rng([self._seed, draw, OTHER_SIDES])
        coverage = Coverage([self._answer.shown], self._sizes)
        coverage.is_new(here)
        for point, _ in islice(self._met(coverage, rng), OTHER_SIDES):
            for group in self._groups:
                yield from self._along(group, with_parts(self._parts, self._sizes, point), rng)

    def _met(self, coverage: Coverage, rng: Generator) -> Iterator[tuple[Point, float]]:
        """Points on sides where none was, and where f and its derivatives have moderate values."""
        f, variables = self._answer.expression, [v for v in self._answer.variables if v.kind != "index"]

        def drawn(scale: float) -> Iterator[Point]:
            for point in islice(points(f, variables, self._sizes, rng), SCALED):
                yield scaled(point, variables, scale)

        def moves(point: Point) -> bool:
            placed = with_parts(self._parts, self._sizes, point)
            return all(self._slope(group, placed, rng) is not None for group in self._groups)

        if coverage.parts:
            yield from (found for found in coverage.everywhere(drawn, moves) if coverage.is_new(found[0]))

    def _point(self, rng: Generator) -> Point | None:
        """The first random point where f and df have moderate values, df not zero; else the first where it is zero."""
        variables = [v for v in self._answer.moving if v.kind != "index"]
        still: Point | None = None
        for point in points(self._answer.expression, variables, self._sizes, rng):
            value = self._emitted.value(point)
            if value is None or length(value) > OVERFLOW:
                continue
            slopes = [self._slope(group, point, rng) for group in self._groups]
            if all(slope is not None for slope in slopes):
                if all(slopes):
                    return point
                still = still or point
        return still

    def _slope(self, group: Group, point: Point, rng: Generator) -> bool | None:
        """Whether f moves in a random direction; True of what cannot move; None if df has no finite value."""
        df = self._emitted.differential(group, point, _directions(group, point, rng))
        if all(is_zero(d.differential) for d in group):
            return True
        f = self._emitted.value(point)
        if df is None or f is None or length(df) > OVERFLOW:
            return None
        return length(df) > max(UNDERFLOW, NEGLIGIBLE * length(f))

    def _along(self, group: Group, point: Point, rng: Generator) -> list[Finding]:
        """What one random direction shows."""
        self._given.progress()
        directions = _directions(group, point, rng)
        return list(Comparison(self._emitted, group, point, directions, rng).findings(self._sizes))

    def _report(self, verdict: str, deciding: Sequence[Finding], reason: str) -> CheckReport:
        worst = max(deciding, key=lambda f: f.difference or 0.0, default=None)
        uncertain = [f.uncertainty for f in deciding if f.uncertainty is not None]
        shapes = {v.spelling: shape_of(v, self._sizes) for v in self._answer.variables if v.kind != "index"}
        return CheckReport(
            verdict, relative_error=worst.difference if worst else None,
            resolution=max(FINEST, 100 * max(uncertain)) if uncertain else None,
            sizes={name: shape for name, shape in shapes.items() if shape != (1, 1)}, seed=self._seed,
            directions=self._trials, evaluations=self._emitted.evaluations, reason=reason,
            largest=worst.largest() if worst and verdict == "wrong" else None,
        )  # fmt: skip


def _directions(group: Group, point: Point, rng: Generator) -> dict[str, NDArray[Any]]:
    return {d.variable.name: direction(d.variable.kind, point[d.variable.name], rng) for d in group}
