"""The check of matcalc's own answer: exact arithmetic, differences of doubles, sixty digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from matcalc_cli.answer import CheckReport
from matcalc_cli.check.claim import Claim
from matcalc_cli.check.judge import Judgement, judge
from matcalc_cli.check.printed import EXACTLY, MAIN, MismatchError, verified
from matcalc_cli.check.verdict import numeric

if TYPE_CHECKING:
    from matcalc_cli.answer import Answer
    from matcalc_cli.check.slope import Given
    from matcalc_cli.expr.node import Node

SECONDS = 2.0
SEVERITY = ("ok", "inconclusive", "wrong")


def checked(answer: Answer, given: Given, progress: Callable[[], None] = lambda: None) -> CheckReport:
    """The verdict on an answer; at the user's matrices only differences count."""
    if given.point:
        return _by_digits(answer, given, progress)
    try:
        exact = verified(answer, "json", SECONDS, seed=given.seed) == EXACTLY
    except MismatchError as mismatch:
        return CheckReport(
            "wrong", relative_error=None, resolution=None, sizes={}, seed=given.seed, tier="exact", reason=str(mismatch)
        )
    report = numeric(answer, seed=given.seed, sizes=given.sizes, trials=given.trials, progress=progress)
    report.exact = exact
    if exact and report.verdict != "ok":
        return CheckReport(
            "ok", relative_error=None, resolution=None, sizes=report.sizes, seed=given.seed, tier="exact", exact=True
        )
    if report.verdict == "inconclusive" and "jumps" not in report.reason:
        precise = _by_digits(answer, given, progress)
        return report if precise.verdict == "inconclusive" else precise
    return report


def _by_digits(answer: Answer, given: Given, progress: Callable[[], None]) -> CheckReport:
    """The worst of the verdicts on everything that the answer says."""
    worst: Judgement | None = None
    for claim, right, differential in _claims(answer):
        found = judge(claim, right, differential, given, progress)
        if worst is None or SEVERITY.index(found.verdict) > SEVERITY.index(worst.verdict):
            worst = found
    if worst is None:
        return CheckReport("ok", relative_error=0.0, resolution=None, sizes={}, seed=given.seed)
    return worst.report(given)


def _claims(answer: Answer) -> Iterator[tuple[Claim, Node, Node]]:
    """The total differential, then what a report shows of every variable."""
    f = answer.expression
    if answer.total is not None:
        yield Claim(f, [d.variable for d in answer.derivatives], "differential", answer.total), answer.total, answer.total
    for derivative in answer.derivatives:
        name = next(n for n in MAIN if getattr(derivative, n) is not None)
        node: Node = getattr(derivative, name)
        yield Claim(f, [derivative.variable], name, node), node, derivative.differential
