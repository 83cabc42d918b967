"""The check of matcalc's own answer: exact arithmetic, differences of doubles, sixty digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.claims.claim import Claim, Question
from matcalc_cli.check.claims.judge import judge
from matcalc_cli.check.claims.judgement import BRANCH, Judgement
from matcalc_cli.check.claims.points.undefined import nowhere
from matcalc_cli.check.doubles.own_answer import by_differences
from matcalc_cli.check.doubles.sample import has_a_domain
from matcalc_cli.check.doubles.slope import NO_POINT, NOT_REAL
from matcalc_cli.check.printed import DONE, EXACTLY, UNDECIDED, MismatchError, verified
from matcalc_cli.check.sides import sides

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.expr.node import Node
    from matcalc_cli.inputs.given import Given

SECONDS = 2.0
SEVERITY = ("ok", "inconclusive", "wrong")


def checked(answer: Answer, given: Given) -> CheckReport:
    """The verdict on an answer; at the user's matrices only differences count."""
    if given.point:
        return _by_digits(answer, given)
    try:
        how = verified(answer, "json", SECONDS, seed=given.seed)
    except MismatchError as mismatch:
        return _decided("wrong", given, str(mismatch))
    if answer.variant is not None:
        return _transformed(checked(answer.variant.base, given), how, given)
    reason = _why_nowhere(answer, given) if how.startswith(UNDECIDED) else ""
    if reason:
        return _decided("inconclusive", given, reason)
    try:
        report = by_differences(answer, given)
    except ModuleNotFoundError:  # the emitted code asks for SciPy
        report = _decided("ok", given, exact=True) if how == EXACTLY else _by_digits(answer, given)
    report.exact = how == EXACTLY
    if report.reason == NO_POINT and has_a_domain(answer.expression):
        return _decided("inconclusive", given, NOT_REAL)
    branch = report.verdict == "wrong" and (report.relative_error or 1.0) >= BRANCH and sides(answer.expression)
    if report.exact and report.verdict != "ok" and not branch:
        return _decided("ok", given, sizes=report.sizes, exact=True)
    if report.verdict == "inconclusive" and "jumps" not in report.reason:
        precise = _by_digits(answer, given)
        return report if precise.verdict == "inconclusive" else precise
    return report


def _transformed(report: CheckReport, how: str, given: Given) -> CheckReport:
    """The verdict on a derivative in another layout, from that on the plain one, whose differences can be taken."""
    if report.verdict == "ok" and how not in DONE:
        return _decided("inconclusive", given, how.removeprefix(f"{UNDECIDED}: "))
    report.exact = report.exact and how == EXACTLY
    return report


def _why_nowhere(answer: Answer, given: Given) -> str:
    """Why the expression or a derivative has a value at no matrices, if so."""
    reason = nowhere(answer.expression, given)
    derivatives = (nowhere(d.differential, given) for d in answer.derivatives)
    return reason or next(filter(None, derivatives), "").replace("the expression", "the derivative", 1)


def _decided(
    verdict: str, given: Given, reason: str = "", *, sizes: Mapping[str, Sequence[int]] | None = None,
    exact: bool = False,
) -> CheckReport:  # fmt: skip
    """A verdict of exact arithmetic."""
    return CheckReport(
        verdict, relative_error=None, resolution=None, sizes=sizes or {}, seed=given.seed, tier="exact", reason=reason,
        exact=exact,
    )  # fmt: skip


def _by_digits(answer: Answer, given: Given) -> CheckReport:
    """The worst of the verdicts on everything that the answer says."""
    worst: Judgement | None = None
    for question in _questions(answer):
        found = judge(question, given)
        if worst is None or SEVERITY.index(found.verdict) > SEVERITY.index(worst.verdict):
            worst = found
    if worst is None:
        return CheckReport("ok", relative_error=0.0, resolution=None, sizes={}, seed=given.seed)
    return worst.report(given)


def _questions(answer: Answer) -> Iterator[Question]:
    """The total differential, then what a report shows of every variable."""
    f = answer.expression
    if answer.total is not None:
        variables = [d.variable for d in answer.derivatives]
        yield Question(Claim(f, variables, "differential", answer.total), answer.total, answer.total)
    for derivative in answer.derivatives:
        node: Node = getattr(derivative, derivative.main)
        yield Question(Claim(f, [derivative.variable], derivative.main, node), node, derivative.differential)
