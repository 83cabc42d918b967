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
    from matcalc_cli.inputs.given import Given


def equal(f: Node, node: Node, given: Given) -> CheckReport:
    """The verdict on `f = node`; of a wrong one the reason says where it holds, if that is known."""
    if f.shape != node.shape:
        return CheckReport("wrong", relative_error=None, resolution=None, sizes={}, seed=given.seed, tier="shapes")
    t = _number(f, node)
    value = simplify(f)
    claim = Claim(multiply(t, f), [t], "derivative", node)
    question = Question(claim, value, multiply(value, _direction(t)))
    report = judge(question, given).report(given)
    if report.verdict == "wrong":
        report.reason = diagnosis(*flat(question, given))
    return report


def _number(f: Node, node: Node) -> Symbol:
    """A number with a name that neither of the two has."""
    taken = {s.name for s in (*f.symbols, *node.symbols)}
    names = ("t", *map("t_{}".format, range(len(taken) + 1)))
    return symbol(next(name for name in names if name not in taken), SCALAR, "scalar")


def _direction(t: Symbol) -> Symbol:
    return symbol(f"d{t.name}", SCALAR, "scalar", differential_of=t.name)
