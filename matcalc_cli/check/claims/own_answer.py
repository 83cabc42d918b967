"""matcalc's own answer: each thing that it says of the derivative is a question, judged as anybody's claim is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.answers.readings import FIRST, READINGS
from matcalc_cli.check.claims.at_once import right_or
from matcalc_cli.check.claims.claim import Claim, Question, along, flat
from matcalc_cli.check.claims.judge import by_differences, judged, of_several
from matcalc_cli.check.doubles.ladder import SEVERITY
from matcalc_cli.check.doubles.sample import TooLargeError, even_sizes, fits, sizes_for
from matcalc_cli.check.exact.verify import Verdict
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.differential import direction
from matcalc_cli.expr.build import add
from matcalc_cli.inputs.fixed import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.check.claims.judgement import Judgement
    from matcalc_cli.expr.node import Node

    Tier = Callable[[Question, Given], Judgement]

GROUPS = 4
"""Variables move one at a time up to so many, otherwise several together."""
DIFFERENTIAL = "differential"


def numeric(answer: Answer, *, seed: int = 0, sizes: Mapping[str, int] | None = None) -> CheckReport:
    """The verdict of differences of doubles on an answer; `sizes` fixes dimensions by name."""
    undecided = Verdict("undecided")
    return _worst(answer, Given(seed=seed, sizes=sizes), lambda q, given: by_differences(q, given, undecided))


def of_answer(answer: Answer, given: Given, exact: Verdict) -> CheckReport:
    """The verdict on an answer of which exact arithmetic says so much."""
    return _worst(answer, given, lambda q, fixed: judged(q, fixed, exact))


def _worst(answer: Answer, given: Given, tier: Tier) -> CheckReport:
    """The worst verdict on all that an answer says, with the largest error and all evaluations of those that have it."""
    found = []
    questions = list(_questions(answer, _sizes(answer, given)))
    known = of_several([question for _, question in questions], given)
    for name, question in questions:
        report = right_or(known.get(question), partial(tier, *flat(question, given))).report(given)
        if report.verdict == "wrong":
            report.reason = f"the {name} is wrong"
        found.append(report)
    # The differential comes first: where it is wrong, what is read off it is too.
    worst = max(found, key=lambda report: SEVERITY.index(report.verdict), default=None)
    if worst is None:
        return CheckReport("ok", relative_error=0.0, resolution=None, sizes={}, seed=given.seed)
    seen = [r for r in found if r.verdict == worst.verdict == "ok" and r.relative_error is not None and r.resolution]
    if seen:
        worst = max(seen, key=lambda report: report.relative_error or 0.0)
        worst.resolution = max(report.resolution or 0.0 for report in seen)
    worst.evaluations = sum(report.evaluations for report in found)
    order = [v.spelling for v in answer.variables]
    worst.sizes = dict(
        sorted(worst.sizes.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    )
    return worst


def _sizes(answer: Answer, given: Given) -> Mapping[str, int]:
    """The sizes at which an answer is tried first; those given where it is too large for any others."""
    nodes = [answer.expression, *answer.variables]
    try:
        return sizes_for(nodes, dimension_names(nodes), even_sizes(answer.variables), given.sizes)
    except TooLargeError:
        return given.sizes


def _questions(answer: Answer, sizes: Mapping[str, int]) -> Iterator[tuple[str, Question]]:
    """The differentials of variables that move together and what is read off these, then each Hessian; with their names."""
    f, derivatives = answer.expression, answer.derivatives
    together = -(-len(derivatives) // GROUPS) or 1
    for group in (derivatives[i : i + together] for i in range(0, len(derivatives), together)):
        for name in FIRST:
            if any(_has(derivative, name, sizes) for derivative in group):
                yield _named(name, group), _first_order(f, group, name, sizes)
    for derivative in derivatives:
        hessian = derivative.hessian
        if hessian is not None and fits([hessian], sizes):
            claim = Claim(f, [derivative.variable], "hessian", hessian)
            yield _named("hessian", [derivative]), Question(claim, hessian, derivative.differential, own=True)


def _named(name: str, group: Sequence[Derivative]) -> str:
    return f"{READINGS[name].noun} with respect to {' and '.join(d.variable.spelling for d in group)}"


def _first_order(f: Node, group: Sequence[Derivative], name: str, sizes: Mapping[str, int]) -> Question:
    """That f changes by what the readings of a group say of it; the right answer is what its differentials say."""
    total = add(*[d.differential for d in group])
    parts = [_along(f, d, name) if _has(d, name, sizes) else d.differential for d in group]
    return Question(Claim(f, [d.variable for d in group], DIFFERENTIAL, add(*parts)), total, total, own=True)


def _along(f: Node, derivative: Derivative, name: str) -> Node:
    variable = derivative.variable
    return along(Claim(f, [variable], name, getattr(derivative, name)), direction(variable, f.symbols))


def _has(derivative: Derivative, name: str, sizes: Mapping[str, int]) -> bool:
    """Whether there is such a reading that memory allows."""
    node = getattr(derivative, name)
    return node is not None and (name == DIFFERENTIAL or fits([node], sizes))
