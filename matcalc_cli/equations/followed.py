"""Unknowns as what they are functions of, for libraries that differentiate code: Newton steps from the solution.

At a solution a Newton step is 0, and its derivatives are those that the equations say: by the first alone after one step,
and where every further step begins at the one before, by twice as many and one more after each.
Source: Griewank & Walther, Evaluating Derivatives, 15.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import add, multiply, substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, number, postorder, symbol
from matcalc_cli.functions.determinant import DET
from matcalc_cli.kinds import KINDS
from matcalc_cli.readings.structure import projected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcalc_cli.equations.answering import Question

STEPS = 2
RIGHT = 3
"""So many steps are taken, and derivatives up to this one are right then."""
FOLLOWED = f"{STEPS} Newton steps from the solution that is given, which have the derivatives, up to the third, that the equations say"
assert RIGHT == 2**STEPS - 1


def followed(question: Question, expression: Node) -> Node:
    """An expression of the unknowns that moves with all other names as it does where the equations hold."""
    system = question.system
    rights = [symbol(f"r~{i}", g.shape, "matrix") for i, g in enumerate(system.equations)]
    steps = question.solution.from_right(rights)
    here: dict[Node, Node] = {x: x for x in system.unknowns}
    for _ in range(STEPS):
        put = dict(here)
        values = [multiply(number(-1), substitute(g, put)) for g in system.equations]
        known = put | dict(zip(rights, values, strict=True))
        here = {x: _moved(x, here[x], substitute(steps[x], known)) for x in system.unknowns}
    return substitute(_without_determinants(substitute(expression, here)), _anywhere(question))


def _without_determinants(node: Node) -> Node:
    """With tr(adj(M)*M)/n for det(M), which is 0 at a solution, where libraries differentiate it wrong."""
    found = [part for part in postorder(node) if isinstance(part, Apply) and part.function is DET]
    return substitute(
        node, {d: instantiate("tr(adj(M)*M)/tr(I(n))", {"M": d.args[0]}, {"n": d.args[0].rows}) for d in found}
    )


def _moved(x: Symbol, here: Node, step: Node) -> Node:
    """Where an unknown goes, back among orthonormal columns where it is such."""
    there = add(here, step)
    if not KINDS[x.kind].orthonormal:
        return there
    return instantiate("normalize(X)" if x.cols == 1 else "polar(X)", {"X": there}, {})


def _anywhere(question: Question) -> Mapping[Node, Node]:
    """The names of linear kinds as what they are of any matrix: derivatives stay within the kind then."""
    names = [s for s in question.elaborated.variables.values() if s not in question.system.unknowns]
    linear = [s for s in names if KINDS[s.kind].is_structured and not KINDS[s.kind].orthonormal]
    return {s: projected(symbol(s.name, s.shape, "matrix", spelling=s.spelling), s) for s in linear}
