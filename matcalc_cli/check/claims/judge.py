"""The verdict on a claim: exact arithmetic, then differences of doubles, then sixty digits."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.claims.undefined import nowhere
from matcalc_cli.check.digits import precise
from matcalc_cli.check.doubles.ladder import Finding, length
from matcalc_cli.check.doubles.sample import TooLargeError, has_a_domain, shape_of
from matcalc_cli.check.doubles.slope import NO_POINT, NOT_REAL, Slope, worst
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.exact.verify import Verdict, verify
from matcalc_cli.expr.node import Apply, postorder

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Claim, Question
    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.inputs.given import Given

    Array = NDArray[Any]
    Pair = tuple[Array, Array]

POINTS, DRAWS = 2, 3
"""Random points where differences must agree, and how many more are tried where they are inconclusive."""
FINEST = 1e-8
"""The smallest relative error that differences of doubles claim to see."""
APART = 3
"""Points where the claim is not matcalc's answer that are looked at."""
UNDEFINED = 5
"""Random points where f has a derivative and a claim no value, which make it wrong."""
SINGULAR = 1e14
"""Above this condition matrices are singular to double precision."""
SIGNED_DRAWS = 12
"""Draws where signs are random: any one may happen to agree."""
SCALES = (1.0, 3.0, 0.01, 1.0, 10.0, 1e-3, 2.0, 0.1, 1.0, 30.0, 5.0, 1.0, 0.3, 100.0)
"""How large the matrices are in these: step(x + 1) and step(x + 2) differ where x is -1.5."""
SECONDS = 2.0
"""For exact arithmetic, after which differences decide."""
SEVERAL_SIZES = (3, 5, 3, 5, 4)
UNSEEN = "the derivative is nothing against the function"
TOO_LARGE = "its matrices are too large or its sums too long for numbers to be tried"


class Judgement:
    """What the tiers say of a claim, and where: the slope and the point where numbers were tried, if any."""

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
        """The same as the answer's check."""
        finding, slope = self.finding, self.slope
        decided = self.verdict != "inconclusive" and finding.verdict == self.verdict
        shapes = {v.spelling: shape_of(v, slope.sizes) for v in slope.variables} if slope else {}
        uncertainty = finding.uncertainty if decided else None
        floor = 0.0 if self.tier == "precise" else FINEST
        return CheckReport(
            self.verdict, relative_error=finding.difference if decided else None,
            resolution=None if uncertainty is None else max(floor, 100 * uncertainty),
            sizes={name: shape for name, shape in shapes.items() if shape != (1, 1)}, seed=given.seed,
            directions=given.trials if decided and slope else 0, evaluations=slope.value.calls if slope else 0,
            tier=self.tier, reason=finding.reason if self.verdict == "inconclusive" else "",
            largest=self._largest() if self.verdict == "wrong" else None, exact=self.exact.word == "ok",
        )  # fmt: skip

    def _largest(self) -> tuple[int, int, float, float] | None:
        import numpy as np

        pair = self.values()
        if pair is None:
            return None
        apart = np.abs(pair[0] - pair[1])
        row, column = np.unravel_index(int(np.argmax(apart)), apart.shape)
        return int(row) + 1, int(column) + 1, float(pair[0][row, column]), float(pair[1][row, column])


def signed(claim: Claim) -> bool:
    """Whether f or the claim depends on signs."""
    return any(isinstance(n, Apply) and n.function.piecewise for n in postorder(claim.f, claim.node))


def exactly(claim: Claim, given: Given) -> Verdict:
    """The verdict of exact arithmetic."""
    sizes = size_sets([claim.f, claim.node, *claim.variables], given.sizes, smallest=SEVERAL_SIZES)
    verdict = Verdict("undecided")
    for draw in range(SIGNED_DRAWS if signed(claim) else 1):
        verdict = verify(
            claim.f, claim.variables, claim.node, reading=claim.reading, sizes=sizes, seed=given.seed + 7919 * draw,
            budget=SECONDS,
        )  # fmt: skip
        if verdict.word != "ok":
            break
    return verdict


def judge(question: Question, given: Given) -> Judgement:
    """The verdict on a claim.

    At the user's matrices only differences count: what is right in general may have no value there.
    """
    import numpy as np

    exact = Verdict("undecided") if given.point else exactly(question.claim, given)
    undecided = exact.word == "undecided" and (exact.aside or given.point)
    reason = _why_nowhere(question.claim, given) if undecided else ""
    if reason:
        return _undefined(exact, reason)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if exact.word == "wrong":
            return _located(Judgement("wrong", "exact", exact), question, given)
        found = _by_numbers(Judgement("inconclusive", "ladder", exact), question, given)
    if found.finding.reason == NO_POINT and has_a_domain(question.claim.f):
        found.finding.reason = NOT_REAL
    elif exact.word == "ok" and found.verdict != "ok":
        found.verdict, found.tier = "ok", "exact"
    return found


def _why_nowhere(claim: Claim, given: Given) -> str:
    """Why there is nothing to compare at any matrices, if so."""
    return nowhere(claim.f, given) or nowhere(claim.node, given).replace("the expression", "the answer", 1)


def _undefined(exact: Verdict, reason: str) -> Judgement:
    found = Judgement("inconclusive", "exact", exact)
    found.finding.reason = reason
    return found


def _by_numbers(found: Judgement, question: Question, given: Given) -> Judgement:
    """Differences of doubles where the claim is not matcalc's answer, then at several points; then sixty digits."""
    exact = found.exact.word == "ok"
    if not exact and not given.point and _refuted(found, question, given):
        return found
    wanted = 1 if exact else SIGNED_DRAWS if signed(question.claim) else POINTS
    agreed: list[tuple[Slope, Point | None, Finding]] = []
    for draw in range(wanted + DRAWS - 1):
        try:
            slope = Slope(question, given, draw, SCALES[draw % len(SCALES)] if wanted == SIGNED_DRAWS else 1.0)
        except TooLargeError:
            found.finding = Finding("inconclusive", reason=TOO_LARGE)
            return found
        if exact and slope.value.slow:
            return found
        _look(found, slope, draw)
        agreed += [(slope, found.point, found.finding)] * (found.verdict == "ok")
        if found.verdict == "wrong" or len(agreed) == wanted or slope.all_given() or found.unseen:
            break
    if found.verdict == "inconclusive" and 2 * len(agreed) >= wanted and not found.unseen:
        found.verdict = "ok"
        found.slope, found.point, found.finding = agreed[-1]
    if found.verdict == "inconclusive" and not exact and found.point is not None:
        _with_sixty_digits(found)
    return found


def _refuted(found: Judgement, question: Question, given: Given) -> bool:
    """Whether f itself contradicts the claim at a point where the claim differs from matcalc's answer.

    step(x + 1) and step(x + 2) differ for few x, and saturated functions have no slope at most points.
    """
    import numpy as np

    for draw in range(DRAWS - 1):
        try:
            slope = Slope(question, given, draw)
        except TooLargeError:
            return False
        if slope.value.slow:
            return False
        rng = np.random.default_rng([given.seed, draw, DRAWS])
        for point in islice(slope.apart(SCALES, rng), APART):
            _judge_at(found, slope, point, rng)
            if found.verdict == "wrong":
                return True
    return False


def _look(found: Judgement, slope: Slope, draw: int) -> None:
    """Differences of doubles at one point."""
    import numpy as np

    rng = np.random.default_rng([slope.given.seed, draw])
    point = slope.point(rng)
    if point is not None:
        _judge_at(found, slope, point, rng)
        return
    found.slope, found.point = slope, None
    found.finding = Finding("inconclusive", reason=_why_no_point(slope, rng))
    found.verdict = "wrong" if slope.undefined >= UNDEFINED and not slope.given.point else "inconclusive"


def _judge_at(found: Judgement, slope: Slope, point: Point, rng: Generator) -> None:
    found.slope, found.point = slope, slope.directed(point, rng)
    found.finding = worst(list(slope.findings(found.point, rng)))
    if found.finding.verdict == "wrong" and slope.condition(found.point) > SINGULAR:
        found.finding = Finding("inconclusive", reason="the matrices are singular to double precision")
    found.verdict = found.finding.verdict
    if found.verdict == "ok" and slope.claim.reading == "hessian" and not _symmetric(slope, found.point):
        found.verdict, found.finding = "wrong", Finding("wrong")
    _take_back_unseen(found)


def _take_back_unseen(found: Judgement) -> None:
    """Take back an ok where f hides the derivative, if the claim is not matcalc's answer: 1 + exp(x)/10^20 has not 0."""
    if found.verdict == "ok" and found.slope and found.point and found.slope.differs(found.point):
        found.verdict, found.finding = "inconclusive", Finding("inconclusive", reason=UNSEEN)


def _why_no_point(slope: Slope, rng: Generator) -> str:
    if not slope.all_given():
        return NO_POINT
    return next(slope.missing(slope.directed(point, rng)) for point in slope.points(rng))


def _symmetric(slope: Slope, point: Point) -> bool:
    """A Hessian is symmetric: differences along a line see its symmetric part only."""
    pair = slope.pair(point)
    return pair is None or length(pair[0] - pair[0].T) <= 1e-9 * length(pair[0]) or not slope.regular(point)


def _with_sixty_digits(found: Judgement) -> None:
    """Decide what doubles cannot, if that is rounding's fault and mpmath is there."""
    slope, point, ladder = found.slope, found.point, found.finding
    assert slope is not None
    assert point is not None
    if "jumps" in ladder.reason or "singular" in ladder.reason:
        return
    if not precise.available():
        ladder.reason += "; sixty digits might tell, with mpmath installed: pip install 'matcalc-cli[check]'"
        return
    if slope.given.point and slope.condition(point) > SINGULAR:
        ladder.reason = f"the matrices are singular to double precision ({ladder.reason})"
        return
    finding = precise.compare(slope, point)
    if finding.verdict != "inconclusive":
        found.finding, found.verdict, found.tier = finding, finding.verdict, "precise"
        _take_back_unseen(found)
    elif "jumps" in finding.reason:
        found.finding = finding


def _located(found: Judgement, question: Question, given: Given) -> Judgement:
    """The same with a point where the claim and the right answer have values."""
    found.slope, found.point = next(located(question, given), (None, None))
    return found


def located(question: Question, given: Given, draws: int = DRAWS) -> Iterator[tuple[Slope, Point]]:
    """Slopes of different sizes with points where the claim and the right answer have values."""
    import numpy as np

    for draw in range(draws):
        try:
            slope = Slope(question, given, draw)
        except TooLargeError:
            return
        rng = np.random.default_rng([given.seed, draw])
        for point in slope.points(rng):
            there = slope.directed(point, rng)
            if slope.pair(there) is not None:
                yield slope, there
                break
