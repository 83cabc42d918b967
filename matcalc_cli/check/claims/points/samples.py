"""Where a claim was seen to hold and where not: random points of several sizes, on every side of roots and moduli."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.points.evidence import close, sets_of_sizes
from matcalc_cli.check.doubles.coverage import Coverage
from matcalc_cli.check.doubles.sample import TooLargeError
from matcalc_cli.check.doubles.slope import Slope
from matcalc_cli.inputs.fixed import Given

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.doubles.sample import Point

    Array = NDArray[Any]

MOST, FEW = 60, 10
"""Points of the first set of sizes, and of every other."""


class Sample:
    """A point where f has a derivative, and whether the claim is that; a claim without a value is not."""

    __slots__ = ("holds", "point", "slope")

    def __init__(self, slope: Slope, point: Point, *, holds: bool) -> None:
        self.slope = slope
        self.point = point
        self.holds = holds


def samples(question: Question, given: Given) -> list[Sample]:
    """The points of every set of sizes."""
    sets = sets_of_sizes(question, given)
    found: list[Sample] = []
    for draw, sizes in enumerate(sets):
        found += at(question, Given(seed=given.seed + draw, sizes=sizes), FEW if draw else MOST)
    return found


def at(question: Question, given: Given, most: int = FEW) -> Iterator[Sample]:
    """The points of the sizes that are given."""
    import numpy as np

    try:
        slope = Slope(question, given, 0)
    except TooLargeError:
        return
    rng = np.random.default_rng([given.seed, 0])
    coverage = Coverage([question.claim.f, question.claim.node], slope.sizes)
    points = coverage.everywhere(partial(slope.scaled, rng), partial(slope.moves, rng))
    for point in islice((point for point, size in points if size), most):
        coverage.is_new(point)  # what is met so is not looked for
        there = slope.directed(point, rng)
        holds = held(slope, there)
        if holds is not None:
            yield Sample(slope, there, holds=holds)


def held(slope: Slope, there: Point) -> bool | None:
    """Whether the claim is right at a point; None where nobody can tell or both are zero."""
    pair = slope.seen(there)
    if pair is None:
        return False if slope.moves_at(there) and slope.lacks_claim(there) else None
    if not (pair[0].any() or pair[1].any()):
        return None
    return True if close(*pair) else False if slope.differs(there) else None
