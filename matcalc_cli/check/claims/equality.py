"""Whether two expressions are equal: whether one is the derivative of t times the other with respect to a number t."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.claims.claim import Claim, Question, flat
from matcalc_cli.check.claims.diagnose import diagnosis
from matcalc_cli.check.claims.judge import judge
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.check.claims.sizes import Fitted
    from matcalc_cli.inputs.fixed import Given


def equal(f: Node, node: Node, given: Given) -> CheckReport:
    """The verdict on `f = node`; of a wrong one the reason says where it holds, if that is known."""
    if f.shape != node.shape:
        return CheckReport(
            "wrong", relative_error=None, resolution=None, sizes={}, seed=given.seed, tier="shapes", reason="has another shape"
        )  # fmt: skip
    t = _number(f, node)
    value = simplify(f)
    claim = Claim(multiply(t, f), [t], "derivative", node)
    question = Question(claim, value, multiply(value, _direction(t)))
    report = judge(question, given).report(given)
    if report.verdict == "wrong":
        report.reason = diagnosis(*flat(question, given)).replace("the derivative", "the other side")
    return report


def equal_as_fitted(fit: Fitted, given: Given, other: Node | None = None) -> CheckReport:
    """The verdict on `f = node` at the sizes of a claim, or on `other = node`.

    What fits together for equal sizes alone is wrong, and says so.
    """
    report = equal(fit.scope.expression if other is None else other, fit.node, given)
    if fit.condition:
        report.reason = unless(fit.condition, report.verdict, report.reason or "is wrong too")
        report.verdict, report.relative_error, report.resolution = "wrong", None, None
    return report


def unless(condition: str, verdict: str, otherwise: str) -> str:
    """A clause about what fits together under a condition only, `m = n`, by the verdict on it there."""
    said = {"ok": "is right", "inconclusive": "may be right"}.get(verdict, otherwise)
    return f"does not fit together unless {condition}, and then it {said}"


def _number(f: Node, node: Node) -> Symbol:
    """A number with a name that neither of the two has."""
    taken = {s.name for s in (*f.symbols, *node.symbols)}
    names = ("t", *map("t_{}".format, range(len(taken) + 1)))
    return symbol(next(name for name in names if name not in taken), SCALAR, "scalar")


def _direction(t: Symbol) -> Symbol:
    return symbol(f"d{t.name}", SCALAR, "scalar", differential_of=t.name)
