"""The verdict on a claim: exact arithmetic, then differences of doubles, then sixty digits."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.at_once import at_once, right_or
from matcalc_cli.check.claims.claim import flat
from matcalc_cli.check.claims.judgement import (
    ILL,
    ROUNDING,
    SINGULAR,
    Judgement,
    is_rounding,
    judge_at,
    take_back_unseen,
)
from matcalc_cli.check.claims.points.everywhere import SCALES, UNDEFINED, refuted
from matcalc_cli.check.claims.points.undefined import nowhere, small
from matcalc_cli.check.digits import precise
from matcalc_cli.check.doubles.ladder import Finding
from matcalc_cli.check.doubles.sample import TooLargeError, has_a_domain
from matcalc_cli.check.doubles.slope import NO_POINT, NOT_REAL, REGULAR, Slope
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.exact.verify import Verdict, verify
from matcalc_cli.expr.node import Apply, Symbol, postorder
from matcalc_cli.inputs.fixed import Given

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Claim, Question
    from matcalc_cli.check.doubles.sample import Point

    Array = NDArray[Any]
    Pair = tuple[Array, Array]

POINTS, DRAWS = 2, 3
"""Random points where differences must agree, and how many more are tried where they are inconclusive."""
SIGNED_DRAWS = 12
"""Draws where signs are random: any one may happen to agree."""
PLACES = (0.0, 1.0, 0.5)
"""Where in its range the index of a member is."""
SECONDS = 2.0
"""For exact arithmetic, after which differences decide."""
SEVERAL_SIZES = (3, 5, 3, 5, 4)
TOO_LARGE = "its matrices are too large or its sums too long for numbers to be tried"


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
    """The verdict on a claim; of a member of a family that is right at the ends of its range too."""
    exact = Verdict("undecided") if given.point else exactly(question.claim, given)
    spanned = any(s.span for v in question.claim.variables for s in v.symbols)
    found = [judged(*flat(question, given, place), exact) for place in (PLACES if spanned else (0.5,))]
    return next((one for one in found if one.verdict == "wrong"), found[-1])


def judged(question: Question, given: Given, exact: Verdict) -> Judgement:
    """The verdict on a claim without families.

    At the user's matrices only differences count: what is right in general may have no value there.
    """
    undecided = exact.word == "undecided" and (exact.aside or given.point)
    reason = _why_nowhere(question.claim, given) if undecided else ""
    if reason:
        return _undefined(exact, reason)
    if exact.word == "wrong":
        with _quiet():
            return _located(Judgement("wrong", "exact", exact), question, given)
    found = by_differences(question, given, exact)
    if found.verdict == "inconclusive" and exact.word != "ok" and found.point is not None:
        with _quiet():
            _with_sixty_digits(found)
    if found.finding.reason == NO_POINT and has_a_domain(question.claim.f):
        found.finding.reason = NOT_REAL
    elif exact.word == "ok" and found.verdict == "inconclusive":
        found.verdict, found.tier = "ok", "exact"
    return found


def of_several(questions: Iterable[Question], given: Given) -> dict[Question, Judgement]:
    """The judgements on what matcalc says of a derivative at large matrices, as far as few values of f make them."""
    found: dict[Question, Judgement] = {}
    groups: dict[tuple[Symbol, ...], list[Question]] = {}
    for question in questions:
        if given.point and question.claim.reading != "hessian" and not _why_nowhere(question.claim, given):
            groups.setdefault(question.claim.variables, []).append(question)
    with _quiet():
        for group in groups.values():
            found |= at_once(group, given)
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Without warnings of values that are not finite, which is seen by itself."""
    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _why_nowhere(claim: Claim, given: Given) -> str:
    """Why the expression or the claimed answer has a value at no matrices; nothing if they have one at some."""
    return nowhere(claim.f, given) or nowhere(claim.node, given).replace("the expression", "the answer", 1)


def _undefined(exact: Verdict, reason: str) -> Judgement:
    found = Judgement("inconclusive", "exact", exact)
    found.finding.reason = reason
    return found


def by_differences(question: Question, given: Given, exact: Verdict) -> Judgement:
    """The verdict of doubles on a claim without families: where it is not matcalc's answer, then at several points."""
    with _quiet():
        known = None if question.own else at_once([question], given).get(question)
        found = Judgement("inconclusive", "ladder", exact)
        return right_or(known, lambda: _by_differences(found, question, given))


def _by_differences(found: Judgement, question: Question, given: Given) -> Judgement:
    exact = found.exact.word == "ok"
    if not given.point and refuted(found, question, given):
        return found
    wanted = 1 if exact or question.own else SIGNED_DRAWS if signed(question.claim) else POINTS
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
    ill = given.point and found.slope is not None and found.point is not None and found.verdict == "wrong"
    if ill and found.slope.condition(found.point) > ILL:  # type: ignore[union-attr, arg-type]
        found.verdict, found.finding.reason = "inconclusive", "the matrices are ill-conditioned"
    if given.point and found.verdict == "wrong" and _is_right_in_general(found, question, given):
        found.verdict, found.finding = "inconclusive", Finding("inconclusive", reason=ROUNDING)
    return found


def _is_right_in_general(found: Judgement, question: Question, given: Given) -> bool:
    """Whether a claim that differences of doubles contradict at somebody's matrices is right by exact arithmetic, and so here.

    Of log(det(I + X'*X)) at small X all differences are rounding, and it is not seen that they are.
    """
    if found.slope is None or found.point is None or not is_rounding(found.finding, found.slope, found.point):
        return False
    claim = question.claim
    sizes = small([claim.f, claim.node, *claim.variables], given.sizes)
    return exactly(claim, Given(seed=given.seed, sizes=sizes)).word == "ok"


def _look(found: Judgement, slope: Slope, draw: int) -> None:
    """Differences of doubles at one point."""
    import numpy as np

    rng = np.random.default_rng([slope.given.seed, draw])
    point = slope.point(rng)
    if point is not None:
        judge_at(found, slope, point, rng)
        return
    found.slope, found.point = slope, None
    found.finding = Finding("inconclusive", reason=_why_no_point(slope, rng))
    found.verdict = "wrong" if slope.undefined >= UNDEFINED and not slope.given.point else "inconclusive"


def _why_no_point(slope: Slope, rng: Generator) -> str:
    if not slope.all_given():
        return NO_POINT
    return next(slope.missing(slope.directed(point, rng)) for point in slope.points(rng))


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
        take_back_unseen(found)
    elif "jumps" in finding.reason:
        found.finding = finding


def _located(found: Judgement, question: Question, given: Given) -> Judgement:
    """The judgement of a wrong claim, with a point where it and the right answer have values, and differ if that is seen."""
    places = list(located(question, given))
    apart = next((place for place in places if place[0].differs(place[1])), None)
    if places and apart is None:
        apart = _on_another_side(places[0][0]) or places[0]
    found.slope, found.point = apart or (None, None)
    return found


def _on_another_side(slope: Slope) -> tuple[Slope, Point] | None:
    """A point where a claim differs that is right at the usual ones, as one of another branch does."""
    import numpy as np

    rng = np.random.default_rng([slope.given.seed, DRAWS])
    return next(((slope, slope.directed(p, rng)) for p in slope.apart(SCALES, rng)), None)


def located(
    question: Question, given: Given, draws: int = DRAWS, rounding: float = REGULAR
) -> Iterator[tuple[Slope, Point]]:
    """Slopes of different sizes with points where f, the claim and the right answer have values that are not rounding.

    At most so much of them is `rounding`.
    """
    import numpy as np

    for draw in range(draws):
        try:
            slope = Slope(question, given, draw)
        except TooLargeError:
            return
        rng = np.random.default_rng([given.seed, draw])
        for point in slope.points(rng):
            there = slope.directed(point, rng)
            if slope.moves_at(there) and slope.pair(there) is not None and slope.regular(there, rounding):
                yield slope, there
                break
