"""The check of matcalc's own answer: exact arithmetic, differences of doubles, sixty digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.before_printing import DONE, EXACTLY, UNDECIDED, MismatchError, verified
from matcalc_cli.check.claims.own_answer import of_answer
from matcalc_cli.check.claims.points.undefined import nowhere
from matcalc_cli.check.doubles.slope import NOT_REAL
from matcalc_cli.check.exact.verify import Verdict

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.inputs.fixed import Given

SECONDS = 2.0


def checked(answer: Answer, given: Given) -> CheckReport:
    """The verdict on an answer; at the user's matrices only differences count."""
    if given.point:
        return of_answer(answer, given, Verdict("undecided"))
    try:
        how = verified(answer, "json", SECONDS, seed=given.seed)
    except MismatchError as mismatch:
        return _decided("wrong", given, str(mismatch))
    if answer.variant is not None:
        return _transformed(checked(answer.variant.base, given), how, given)
    reason = _why_nowhere(answer, given) if how.startswith(UNDECIDED) else ""
    if reason:
        return _decided("inconclusive", given, reason)
    report = of_answer(answer, given, Verdict("ok" if how == EXACTLY else "undecided"))
    return _decided("inconclusive", given, NOT_REAL) if report.reason == NOT_REAL else report


def _transformed(report: CheckReport, how: str, given: Given) -> CheckReport:
    """The verdict on a derivative in another layout, from that on the plain one, whose differences can be taken."""
    if report.verdict == "ok" and how not in DONE:
        return _decided("inconclusive", given, how.removeprefix(f"{UNDECIDED}: "))
    report.exact = report.exact and how == EXACTLY
    return report


def _why_nowhere(answer: Answer, given: Given) -> str:
    """Why the expression or a derivative has a value at no matrices; nothing if they have one at some."""
    reason = nowhere(answer.expression, given)
    derivatives = (nowhere(d.differential, given) for d in answer.derivatives)
    return reason or next(filter(None, derivatives), "").replace("the expression", "the derivative", 1)


def _decided(verdict: str, given: Given, reason: str) -> CheckReport:
    """A verdict of exact arithmetic."""
    return CheckReport(
        verdict, relative_error=None, resolution=None, sizes={}, seed=given.seed, tier="exact", reason=reason
    )
