"""Claims about one number at somebody's large matrices, all of them along one line: what they share is computed once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from matcalc_cli.check.claims.judgement import Judgement, take_back_unseen
from matcalc_cli.check.doubles.compiled import together
from matcalc_cli.check.doubles.ladder import Finding, by_few, first_of_few, worst
from matcalc_cli.check.doubles.line import Line, first_step, length
from matcalc_cli.check.doubles.sample import TooLargeError, shape_of
from matcalc_cli.check.doubles.slope import Slope
from matcalc_cli.check.doubles.straight import Split, Straight
from matcalc_cli.check.exact.verify import Verdict
from matcalc_cli.differential import direction
from matcalc_cli.expr.node import Member
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.random import Generator

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.expr.node import Node
    from matcalc_cli.inputs.fixed import Given


MANY = 10_000
"""Entries that move, from which on f costs more than what is found out about its expression."""


def at_once(questions: Sequence[Question], given: Given) -> dict[Question, Judgement]:
    """The judgements on claims about one f: "ok" where few values of it show that they are right, "inconclusive" where they do not.

    Nothing where f or what is given is of another kind.
    """
    try:
        slopes = [Slope(question, given, 0) for question in questions] if given.point else []
    except TooLargeError:
        return {}
    if not slopes or not all(map(_is_plain, slopes)):
        return {}
    try:
        return dict(zip(questions, _along_lines(slopes), strict=True))
    except (ArithmeticError, ValueError, ModuleNotFoundError):  # LinAlgError is a ValueError
        return {}


def right_or(known: Judgement | None, judge: Callable[[], Judgement]) -> Judgement:
    """The judgement that is known where the claim is right by it, else that of somebody who judges, with all values of f counted."""
    if known is not None and known.verdict == "ok":
        return known
    found = judge()
    if known is not None and known.slope is not None and found.slope is not None:
        found.slope.value.calls += known.slope.value.calls
    return found


def _is_plain(slope: Slope) -> bool:
    """Whether f is a number that has a value wherever its code has, and many entries move straight, all of them given."""
    straight = all(KINDS[v.kind].moves_straight and v.place is None for v in slope.free)
    known = slope.all_given() and not any(isinstance(s, Member) for s in slope.function.symbols)
    simple = slope.function.is_scalar and slope.function is slope.claim.f
    many = sum(rows * cols for rows, cols in (shape_of(v, slope.sizes) for v in slope.free)) >= MANY
    return many and straight and known and simple and not slope.value.slow and not slope.value.is_bounded


def _along_lines(slopes: Sequence[Slope]) -> list[Judgement]:
    """The judgements on claims about one f, by its values along as many lines as directions are tried."""
    import numpy as np

    slope, rng = slopes[0], np.random.default_rng([slopes[0].given.seed, 0])
    point = next(slope.points(rng))
    claims = list(dict.fromkeys(one.linear for one in slopes))
    split = Split(slope.function, {v: direction(v, slope.function.symbols) for v in slope.free}, slope.sizes)
    findings: dict[Node, list[Finding]] = {claim: [] for claim in claims}
    for _ in range(slope.trials):
        there = slope.directed(point, rng)
        for claim, line in zip(claims, _lines(slope, claims, split, there, rng), strict=True):
            findings[claim].append(by_few(line) or Finding("inconclusive"))
        slope.given.progress()
    return [_judgement(one, worst(findings[one.linear]), there) for one in slopes]


def _judgement(slope: Slope, finding: Finding, there: Point) -> Judgement:
    found = Judgement(finding.verdict, "ladder", Verdict("undecided"))
    found.slope, found.point, found.finding = slope, there, finding
    if not slope.own:
        take_back_unseen(found)
    return found


def _lines(slope: Slope, claims: Sequence[Node], split: Split, there: Point, rng: Generator) -> list[Line]:
    """The line of f through a point with each of the claims.

    One disturbed point tells the noise, which is enough where it is far below what has to be seen. A value further on, which
    shares nothing with others, tells whether those that do are what they should be.
    """
    f, size = slope.function, sum(length(there[v.name]) ** 2 for v in slope.free) ** 0.5
    step, disturbed = first_of_few(size), slope.jittered(there, rng)
    near, *claimed_near = together([f, *claims], slope.sizes, disturbed)
    far = slope.along(disturbed, step)
    del disturbed
    start, *found = together([f, *claims, *split.nodes], slope.sizes, there)
    value = cache(Straight(split, there, found[len(claims) :], slope.sizes, slope.value))
    first = value(step)
    if first is None or far is None:
        raise ValueError
    slope.value.calls += 2
    return [
        Line(
            value, start.ravel(), claimed.ravel(), noise=length(start - near), claimed_noise=length(claimed - other),
            size=size, far_noise=length(far - first) * first_step(size) / step,
        )
        for claimed, other in zip(found, claimed_near, strict=False)
    ]  # fmt: skip
