"""The findings about a claim, and the finding of differences at one point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.doubles.ladder import Finding, worst
from matcalc_cli.check.doubles.line import first_largest, length
from matcalc_cli.check.doubles.sample import shape_of
from matcalc_cli.check.doubles.slope import UNDERFLOW, Slope
from matcalc_cli.check.existence import broken
from matcalc_cli.check.sides import sides
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.validity import conditions

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.check.exact.verify import Verdict

    Array = NDArray[Any]
    Pair = tuple[Array, Array]

FINEST = 1e-8
"""The smallest relative error that differences of doubles claim to see."""
ILL = 1e6
"""The condition from which on differences of doubles at somebody's matrices are no evidence against a claim."""
SINGULAR = 1e14
"""Above this condition matrices are singular to double precision."""
BRANCH = 1e-3
"""How much a claim differs from the derivative at least where it is right modulo p and of another branch than f."""
NO_DERIVATIVE = "the expression has no derivative at the point"
ROUNDING = "rounding is larger here than was measured"
UNSEEN = "the derivative is nothing against the function"


class Judgement:
    """The findings of the tiers about a claim, and where: the slope and the point where numbers were tried, if any."""

    __slots__ = ("exact", "finding", "point", "slope", "tier", "verdict")

    def __init__(self, verdict: str, tier: str, exact: Verdict) -> None:
        self.verdict = verdict
        self.tier = tier
        self.exact = exact
        self.finding = Finding(verdict)
        self.slope: Slope | None = None
        self.point: Point | None = None

    @property
    def unseen(self) -> bool:
        """Whether the claim is not matcalc's answer where differences see nothing of either."""
        return self.finding.reason == UNSEEN

    def values(self) -> Pair | None:
        """The claim and the right answer at the point, where both have a value."""
        return self.slope.pair(self.point) if self.slope and self.point else None

    def report(self, given: Given) -> CheckReport:
        """The findings as the check of an answer, which printers take."""
        finding, slope = self.finding, self.slope
        decided = self.verdict != "inconclusive" and finding.verdict == self.verdict
        shapes = {v.spelling: shape_of(v, slope.sizes) for v in slope.variables} if slope else {}
        uncertainty = finding.uncertainty if decided else None
        floor = 0.0 if self.tier == "precise" else FINEST
        return CheckReport(
            self.verdict, relative_error=finding.difference if decided else None,
            resolution=None if uncertainty is None else max(floor, 100 * uncertainty),
            sizes={name: shape for name, shape in shapes.items() if shape != (1, 1)}, seed=given.seed,
            directions=slope.trials if decided and slope else 0, evaluations=slope.value.calls if slope else 0,
            tier=self.tier, reason=finding.reason if self.verdict == "inconclusive" else "",
            largest=self._largest() if self.verdict == "wrong" else None, exact=self.exact.word == "ok", somewhere=bool(given.point),
        )  # fmt: skip

    def _largest(self) -> tuple[int, int, float, float] | None:
        import numpy as np

        if self.slope and self.slope.own:  # nothing else to hold it against than the differences
            return self.finding.largest() if self.finding.claimed is not None else None
        pair = self.values()
        if pair is None:
            return None
        row, column = np.unravel_index(first_largest(pair[0] - pair[1]), pair[0].shape)
        return int(row) + 1, int(column) + 1, float(pair[0][row, column]), float(pair[1][row, column])


def judge_at(found: Judgement, slope: Slope, point: Point, rng: Generator) -> None:
    """Set what differences of doubles at a point say of a claim."""
    found.slope, found.point = slope, slope.directed(point, rng)
    found.finding = worst(list(slope.findings(found.point, rng)))
    if found.finding.verdict == "wrong" and _underflows(found.finding):
        found.finding = Finding("inconclusive", reason="the derivative is too small for doubles")
    if found.finding.verdict == "wrong" and slope.condition(found.point) > SINGULAR:
        found.finding = Finding("inconclusive", reason="the matrices are singular to double precision")
    if found.finding.verdict == "wrong" and found.exact.word == "ok" and is_rounding(found.finding, slope, found.point):
        found.finding = Finding("inconclusive", reason=ROUNDING)
    if found.finding.verdict == "wrong" and not has_derivative(slope, found.point):
        found.finding = Finding("inconclusive", reason=NO_DERIVATIVE)
    found.verdict = found.finding.verdict
    if found.verdict == "ok" and slope.claim.reading == "hessian" and not _symmetric(slope, found.point):
        found.verdict, found.finding = "wrong", Finding("wrong")
    take_back_unseen(found)


def has_derivative(slope: Slope, there: Point) -> bool:
    """Whether what f and its derivative need holds at a point: doubles give atan2(0, 0) a value, and abs(0) a slope."""
    needed = conditions((), [slope.claim.f], slope.claim.variables)
    return not broken(needed, Given(sizes=slope.sizes, point=there))


def _underflows(finding: Finding) -> bool:
    """Whether the claim and the derivative along the line are so small that their digits are lost."""
    both = [x for x in (finding.claimed, finding.derivative) if x is not None]
    return bool(both) and max(map(length, both)) < UNDERFLOW


def is_rounding(finding: Finding, slope: Slope, point: Point) -> bool:
    """Whether a difference from f is no evidence against a claim that is right modulo p: small, or one from matcalc's answer too.

    Where 1 - sigmoid(z) has few digits left, or log(1 + exp(-700)) does not move, doubles contradict every right answer.
    matcalc's own is right of one branch at least: where there is no other, doubles are wrong.
    """
    excused = not sides(slope.claim.f) if slope.own else not slope.differs(point)
    return (finding.difference or 1.0) < BRANCH or excused


def take_back_unseen(found: Judgement) -> None:
    """Take back an ok where f hides the derivative, if the claim is not matcalc's answer: 1 + exp(x)/10^20 has not 0."""
    if found.verdict == "ok" and found.slope and found.point and found.slope.differs(found.point):
        found.verdict, found.finding = "inconclusive", Finding("inconclusive", reason=UNSEEN)


def _symmetric(slope: Slope, point: Point) -> bool:
    """A Hessian is symmetric, that of each entry of f: differences along a line see its symmetric part only."""
    pair = slope.pair(point)
    if pair is None:
        return True
    hessians = stack(pair[0])
    return length(hessians - hessians.swapaxes(1, 2)) <= 1e-9 * length(hessians) or not slope.regular(point)


def stack(hessians: Array) -> Array:
    """Hessians below each other as an array of them."""
    side = hessians.shape[1]
    return hessians.reshape(-1, side, side)
