"""Points where a claim may be wrong: where it is not matcalc's answer, and on every side of roots and moduli."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from matcalc_cli.check.claims.judgement import has_derivative, judge_at
from matcalc_cli.check.doubles.coverage import Coverage
from matcalc_cli.check.doubles.ladder import Finding
from matcalc_cli.check.doubles.sample import TooLargeError
from matcalc_cli.check.doubles.slope import Slope
from matcalc_cli.check.sides import sides
from matcalc_cli.expr.build import at_place

if TYPE_CHECKING:
    from numpy.random import Generator

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.claims.judgement import Judgement
    from matcalc_cli.inputs.fixed import Given

DRAWS = 2
UNDEFINED = 5
"""Random points where f has a derivative and a claim no value, which make it wrong."""
WITHOUT, MODERATE = 3, 3.0
"""Points without a value of the claim that are enough where an expression has sides, of matrices so large at most."""
APART = 3
"""Points where the claim is not matcalc's answer that are looked at."""
SCALES = (1.0, 3.0, 0.01, 1.0, 10.0, 1e-3, 2.0, 0.1, 1.0, 30.0, 5.0, 1.0, 0.3, 100.0)
"""How large the matrices are in these: step(x + 1) and step(x + 2) differ where x is -1.5."""


MOST = 10
"""Points on sides of their own that are looked at."""


def refuted(found: Judgement, question: Question, given: Given) -> bool:
    """Whether f itself contradicts a claim at a point where the two of them may differ.

    Of a claim that is right modulo p, or that matcalc makes itself, only the sides are left to see, if there are any.
    """
    import numpy as np

    equal = question.own or found.exact.word == "ok"
    sided = bool(sides(question.claim.f, question.claim.node))
    if equal and not sided:
        return False
    for draw in range(1 if equal else DRAWS):
        try:
            slope = Slope(question, given, draw)
        except TooLargeError:
            return False
        if slope.value.slow:
            return False
        rng = np.random.default_rng([given.seed, draw, DRAWS])
        if (not equal and _wrong_where_apart(found, slope, rng)) or (sided and _wrong_on_a_side(found, slope, rng)):
            return True
    return False


def _wrong_where_apart(found: Judgement, slope: Slope, rng: Generator) -> bool:
    """Whether f contradicts the claim at a point where the claim differs from matcalc's answer.

    step(x + 1) and step(x + 2) differ for few x, and saturated functions have no slope at most points.
    """
    for point in islice(slope.apart(SCALES, rng), APART):
        judge_at(found, slope, point, rng)
        if found.verdict == "wrong":
            return True
    return False


def _wrong_on_a_side(found: Judgement, slope: Slope, rng: Generator) -> bool:
    """Whether f contradicts the claim at a point on a side where none was, or where it differs from matcalc's answer.

    A claim without a value where f has a derivative is wrong there too.
    """
    coverage = Coverage([at_place(slope.claim.f), at_place(slope.claim.node)], slope.sizes)
    apart = fresh = without = 0
    for point, size in coverage.everywhere(partial(slope.scaled, rng), partial(slope.moves, rng)):
        there = slope.directed(point, rng)
        if slope.pair(there) is None:
            without += 0 < size <= MODERATE and has_derivative(slope, there)
            if without == WITHOUT:
                found.slope, found.point, found.finding, found.verdict = slope, there, Finding("wrong"), "wrong"
                return True
            continue
        new, differs = fresh < MOST and coverage.is_new(point), apart < APART and slope.differs(there)
        if new or differs:
            judge_at(found, slope, point, rng)
            if found.verdict == "wrong":
                return True
            fresh, apart = fresh + new, apart + differs
    return False
