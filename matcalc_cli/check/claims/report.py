"""The report on a claim: what it is taken for, whether it is right, and if not what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.answer import CheckReport, ClaimReport
from matcalc_cli.answers.readings import READINGS
from matcalc_cli.check.claims.claim import Claim, claims, flat, moves, twisted
from matcalc_cli.check.claims.diagnose import diagnosis
from matcalc_cli.check.claims.equality import unless
from matcalc_cli.check.claims.judge import judge, judged
from matcalc_cli.check.claims.points.undefined import small
from matcalc_cli.check.doubles.ladder import SEVERITY
from matcalc_cli.check.exact.verify import Verdict
from matcalc_cli.expr.shapes.dimensions import shape_text
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.readings.derive import derivative, with_stacked_hessian

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Derivative
    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.expr.node import Node, Symbol


TWISTS = {
    ("transposed", "gradient"): "is the transpose of the gradient (the layout ∂f/∂Xᵀ)",
    ("transposed", "jacobian"): "is the transposed Jacobian (the layout of ∂fᵀ/∂x)",
    ("transposed", "hessian"): "is the Hessians of the entries side by side; here they are below each other",
    ("stacked", "gradient"): "is the gradient with its columns stacked, vec(∇f)",
}
"""The words about a claim that is right when its shape is put right."""
UNTWISTED = {
    "transposed": "has the shape of the transpose, and is not right when transposed either",
    "stacked": "has the shape of the stacked columns, and is not right when they are put side by side either",
}
"""The words about a claim that is not right in any shape."""
FAR = ("is right only", *UNTWISTED.values())
"""How it begins what is said of claims that are nearly nothing."""


def claimed(f: Node, variables: Sequence[Symbol], node: Node, given: Given, order: int | None = None) -> CheckReport:
    """The check of a claim about the derivative of f, of an order if one is said.

    Of several things that it could be it is the one that is right.
    """
    candidates = claims(f, variables, node, order)
    highest = max((READINGS[claim.reading].order for claim in candidates), default=1)
    derivatives = [_derivative(f, v, highest) for v in variables]
    if not candidates:
        return _misshapen(f, derivatives, node, given)
    best = _likeliest([_report(claim.question(derivatives), given) for claim in candidates])
    if best.verdict != "wrong" or len(variables) == 1 or moves(f, variables, node):
        return best
    tried = {claim.twist for claim in candidates}
    others = [claim for v in variables for claim in twisted(f, v, node) if claim.twist not in tried]
    return _likeliest([best, *[_report(claim.question(derivatives), given) for claim in others]])


def _likeliest(reports: Sequence[CheckReport]) -> CheckReport:
    """The one that is right, else one that is nearly so: a multiple, a transpose, one with a term too much."""

    def rank(report: CheckReport) -> tuple[int, bool]:
        said = report.claim.diagnosis if report.claim else ""
        return SEVERITY.index(report.verdict), not said or said.startswith(FAR)

    return min(reports, key=rank)


def _derivative(f: Node, variable: Symbol, order: int) -> Derivative:
    found = derivative(f, variable, order)
    return found if order == 1 or f.is_scalar or variable.is_scalar else with_stacked_hessian(f, found)


def restrict(report: CheckReport, condition: str, f: Node, variables: Sequence[Symbol]) -> None:
    """Make it wrong that fits together under a condition only, `m = n`, and say so; f is what it should be about."""
    found = report.claim
    assert found is not None
    usual = f"is not the {found.noun}"
    found.diagnosis = unless(condition, report.verdict, found.diagnosis or usual)
    report.verdict, report.relative_error, report.resolution = "wrong", None, None
    moving = [v for v in variables if v.name in {w.name for w in found.variables}]
    question = Claim(f, moving, found.reading, f).question(
        [_derivative(f, v, READINGS[found.reading].order) for v in moving]
    )
    found.right = question.right


def _report(question: Question, given: Given) -> CheckReport:
    claim = question.claim
    report = judge(question, given).report(given)
    report.claim = ClaimReport(claim.reading, claim.variables, question.right)
    if claim.twist:
        _untwist(report, claim)
    elif report.verdict == "wrong":
        report.claim.diagnosis = _at_an_end(question, given) or _mistake(*flat(question, given))
    return report


def _mistake(question: Question, given: Given) -> str:
    """The words about what is wrong in a claim, at random matrices; at small ones of the order of the user's own."""
    nodes = [question.claim.f, question.claim.node, question.right]
    sizes = small(nodes, given.sizes) if given.point else given.sizes
    return diagnosis(question, Given(seed=given.seed, sizes=sizes))


def _untwist(report: CheckReport, claim: Claim) -> None:
    """A claim of another shape than the reading it comes nearest to is not that reading."""
    assert report.claim is not None
    if report.verdict == "ok":
        usual = f"is the transpose of the {READINGS[claim.reading].noun}"
        report.claim.diagnosis = TWISTS.get((claim.twist, claim.reading), usual)
    elif report.verdict == "wrong":
        report.claim.diagnosis = UNTWISTED[claim.twist]
    if report.verdict != "inconclusive":
        report.verdict, report.relative_error, report.resolution = "wrong", None, None


def _misshapen(f: Node, derivatives: Sequence[Derivative], node: Node, given: Given) -> CheckReport:
    """A claim that has the shape of nothing."""
    variables = [d.variable for d in derivatives]
    if moves(f, variables, node):
        claim = Claim(f, variables, "differential", node)
    else:
        reading = next(name for name, of in READINGS.items() if of.shape(f, variables[0]) is not None)
        claim = Claim(f, variables[:1], reading, node)
    right = claim.question(derivatives).right
    wanted = f"the {READINGS[claim.reading].noun} is {_shape(right)}"
    report = CheckReport("wrong", relative_error=None, resolution=None, sizes={}, seed=given.seed, tier="shapes")
    said = f"is {_shape(node)}, and {wanted}"
    report.claim = ClaimReport(claim.reading, claim.variables, right, said)
    return report


def _shape(node: Node) -> str:
    """`m×n`, `m^2 × n*p`."""
    simple = all(isinstance(size, int) or size.is_name for size in node.shape)
    return shape_text(node.shape, "×" if simple else " × ")


def _at_an_end(question: Question, given: Given) -> str:
    """The words about a wrong claim about a member of a family that is right inside of its range."""
    spanned = sorted(s.spelling for v in question.claim.variables for s in v.symbols if s.span)
    inside = spanned and judged(*flat(question, given, 0.5), Verdict("undecided")).verdict == "ok"
    return f"is right only where {' and '.join(spanned)} is at no end of its range" if inside else ""
