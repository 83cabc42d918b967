"""The values of a claim and of the right answer at points of different sizes, and how they compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain, islice
from math import ceil
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.judge import located
from matcalc_cli.check.claims.judgement import stack
from matcalc_cli.check.doubles.coverage import Coverage
from matcalc_cli.check.doubles.kinds import projected
from matcalc_cli.check.doubles.line import length
from matcalc_cli.check.doubles.sample import shape_of
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.sides import entries
from matcalc_cli.inputs.fixed import Given

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.check.doubles.slope import Slope

    Array = NDArray[Any]

CLOSE = 1e-9
"""How far apart equal values may be."""
ROUNDING = CLOSE / 10
"""How much of a value that is evidence may be rounding: the inverse of a root of a singular matrix is mostly that."""
SMALLEST = (3, 4, 5)
POINTS = len(SMALLEST)
OTHER_SIDES = 6
SURELY, SMALL = 0.1, 1e-6
"""How far apart values are at a point that contradicts another, and how small those are that underflow may have made."""
SCALES, EACH = (5.0, 30.0), 3
"""How large matrices are whose entries may turn, and points of each."""

LARGEST_DENOMINATOR = 1000


class Evidence:
    """The claim and the right answer at one point."""

    __slots__ = ("claimed", "point", "right", "sizes", "slope")

    def __init__(self, slope: Slope, point: Point, claimed: Array, right: Array) -> None:
        self.slope = slope
        self.point = point
        self.sizes = slope.sizes
        self.claimed = claimed
        self.right = right

    def projects(self) -> bool:
        """Whether the claim is right along the directions in which the variable may move."""
        claim = self.slope.claim
        variable = claim.variables[0]
        x, e = self.point[variable.name], self.point[self.slope.free[variable].name]
        inside = projected(variable.kind, x, e)
        if claim.reading == "gradient":
            return abs(float((self.claimed * inside).sum() - (self.right * e).sum())) <= CLOSE * length(self.right)
        flat, free = inside.reshape(-1, 1, order="F"), e.reshape(-1, 1, order="F")
        if claim.reading == "hessian":
            return close(flat.T @ stack(self.claimed) @ flat, free.T @ stack(self.right) @ free)
        return close(self.claimed @ flat, self.right @ free)

    def by_rows(self, reading: str) -> Array:
        """A right Jacobian or Hessian with rows stacked in place of columns."""
        variable = self.slope.claim.variables[0]
        columns = _by_rows(*self.point[variable.name].shape)
        rows = _by_rows(*shape_of(self.slope.claim.f, self.sizes))
        if reading == "hessian":
            hessians: Array = stack(self.right)[rows][:, columns][:, :, columns]
            return hessians.reshape(self.right.shape)
        found: Array = self.right[rows][:, columns]
        return found

    def by_variables(self) -> Array:
        """The derivative of vec(J), where J is the Jacobian and its transpose has a right stack of Hessians for its own."""
        found: Array = stack(self.right).swapaxes(0, 1).reshape(self.right.shape)
        return found


def _by_rows(rows: int, cols: int) -> Array:
    """Where the entries of vec(A'), in order, stand in vec(A)."""
    import numpy as np

    return np.arange(rows * cols).reshape((rows, cols), order="F").ravel()


def sets_of_sizes(question: Question, given: Given) -> list[dict[str, int]]:
    """A few sets of sizes, in both orders."""
    roots = [question.claim.f, question.claim.node, question.right]
    return list(size_sets(roots, given.sizes, smallest=SMALLEST))


def evidence(question: Question, given: Given) -> Iterator[Evidence]:
    """The values at a few random points, the sizes in both orders, then on other sides of roots and moduli."""
    sets = sets_of_sizes(question, given)
    # Scalars have one set of no sizes, and at a single point every number is some multiple of the derivative.
    first = list(islice(_evidence(question, given, sets * ceil(POINTS / len(sets))), POINTS))
    yield from first
    if first:
        yield from _on_other_sides(first[0], given)


def _evidence(question: Question, given: Given, sets: Sequence[Mapping[str, int]]) -> Iterator[Evidence]:
    """The points at all of these sizes, but not where there is nothing but zeros."""
    for draw, sizes in enumerate(sets):
        for slope, point in located(question, Given(seed=given.seed + draw, sizes=sizes), 1, ROUNDING):
            found = _at(slope, point)
            if found is not None:
                yield found


def _at(slope: Slope, point: Point) -> Evidence | None:
    pair = slope.pair(point)
    return None if pair is None or not (pair[0].any() or pair[1].any()) else Evidence(slope, point, *pair)


def _on_other_sides(known: Evidence, given: Given) -> Iterator[Evidence]:
    """A point on every side where the one that is known is not."""
    import numpy as np

    slope, rng = known.slope, np.random.default_rng([given.seed, POINTS])
    roots = [slope.claim.f, slope.claim.node]
    coverage = Coverage(roots, slope.sizes)
    points: Iterator[Point] = iter(())
    if coverage.parts:
        coverage.is_new(known.point)
        found = coverage.everywhere(partial(slope.scaled, rng), partial(slope.moves, rng))
        points = (point for point, size in found if size and coverage.is_new(point))
    elif entries(*roots):
        points = chain.from_iterable(islice(slope.scaled(rng, scale), EACH) for scale in SCALES)
    there = (slope.directed(point, rng) for point in points)
    seen = filter(None, (_at(slope, point) for point in there if slope.regular(point, ROUNDING)))
    yield from islice((e for e in seen if coverage.parts or _contradicts(e, known)), OTHER_SIDES)


def _contradicts(other: Evidence, known: Evidence) -> bool:
    """Whether a multiple of the derivative at one point is surely not that at another, where sigmoids may have few digits."""
    c = ratio(known.claimed, known.right)
    if c is None or max(length(other.claimed), length(other.right)) < SMALL * length(known.claimed):
        return False
    return length(other.claimed - c * other.right) > SURELY * length(other.claimed)


def close(a: Array, b: Array) -> bool:
    """Whether two matrices agree but for rounding."""
    return a.shape == b.shape and length(a - b) <= CLOSE * max(length(a), length(b))


def ratio(a: Array, b: Array) -> float | None:
    """The c with a = c b, if there is one but 0."""
    size = float((b * b).sum())
    if a.shape != b.shape or size == 0:
        return None
    c = float((a * b).sum()) / size
    return c if c and close(a, c * b) else None


def factor(value: float) -> str:
    """A factor that a claim has too much: a fraction if it is a simple one, with more digits where six would hide what it is not."""
    fraction = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    if abs(float(fraction) - value) <= CLOSE * abs(value):
        return str(fraction) if fraction.denominator <= 20 else f"{value:.6g}"
    said = f"{value:.6g}"
    return said if said != f"{value:.5g}" else f"{value:.10g}"
