"""Where a number is stationary, as lines: the equations, and their solution."""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Line, Section
from matcalc_cli.equations.optimality.stationary import Stationary
from matcalc_cli.equations.optimality.ways import EVEN_ROOT
from matcalc_cli.explain.context import scope_of
from matcalc_cli.explain.trees import ZERO, expressed, name_of
from matcalc_cli.expr.node import Member, Symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Tree
from matcalc_cli.readings.derive import derivative
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.names import function_letter, taken_names
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.validity import conditions

OTHER_SIGN = ", and its negative another one, which gives another point"
NOT_SOLVED = (
    "not solved: the equation is not linear in the unknown; matcalc newton EXPR --wrt X --at ... runs to a solution"
)
OF_PIECES = (
    "not solved: {0} is made of pieces, and the equation is not linear in the unknown; solve it on each piece, and look at the "
    "places between them too, where the gradient may jump"
)
EVERYWHERE = "nothing to solve: the expression is the same wherever {0} may be, and every such {0} is stationary"
FIXED = "not solved: the gradient by {0} does not move with the unknowns: there is no stationary point unless it is 0 anyway"
UNDETERMINED = (
    "not solved: the equation is linear, and singular whatever the names stand for: it has many solutions or none; add to "
    "the number what determines {0}, such as a multiple of a norm squared, or a constraint by --subject-to"
)
UNKNOWN = (
    "not solved: the equation is linear, and there is no formula here for its solution where {0} moves {1}; matcalc minimize "
    "EXPR --wrt {0} --at ... finds a minimum"
)
OUTSIDE = "there is no stationary point: what the equation gives for {0} is where the expression has no value, or not of the kind of {0}"
OF_MEMBERS = (
    "not solved: that is done where the equation is linear in one member of a family and has the others in no sum"
)


def explain(found: Stationary) -> Derivation:
    """The lines."""
    variables = [v for v in found.elaborated.variables.values() if v.place is None]
    derivatives = [derivative(found.number, x) for x in found.unknowns]
    needed = conditions(
        [*found.elaborated.domain, *found.needed],
        [found.number, *found.equations, *found.solution.values()],
        found.unknowns,
    )
    notes = (*found.elaborated.notes, *([] if found.solution or found.eigen else [_why_not(found)]))
    answer = Answer(found.program, found.number, variables, derivatives, None, notes=notes, conditions=needed)
    scope = scope_of((*variables, *found.every), (found.number, *found.equations, *found.solution.values()))
    equations = list(_equations(found))
    solved = list(_solved(found))
    sections = [Section(["where the gradient is 0"], equations)]
    if solved:
        sections.append(Section(["that is"], solved))
    return Derivation(answer, sections, scope, function_letter(taken_names(answer)))


def _why_not(found: Stationary) -> str:
    """Why there is no solution, or why it is not known."""
    if found.everywhere:
        return EVERYWHERE.format(" and ".join(x.spelling for x in found.unknowns))
    if found.fixed:
        return FIXED.format(" and ".join(x.spelling for x in found.fixed))
    if found.undetermined:
        return UNDETERMINED.format(" and ".join(x.spelling for x in found.unknowns))
    if found.unknown:
        x = next((x for x in found.unknowns if KINDS[x.kind].moves), found.unknowns[0])
        return UNKNOWN.format(x.spelling, KINDS[x.kind].moves or "so")
    if found.outside:
        return OUTSIDE.format(" and ".join(x.spelling for x in found.unknowns))
    if any(isinstance(x, Member) for x in found.unknowns):
        return OF_MEMBERS
    return OF_PIECES.format(plain(express(found.pieces[0]))) if found.pieces else NOT_SOLVED


def _equations(found: Stationary) -> Iterator[Line]:
    of = "the gradient of the Lagrangian" if found.constraints else "the gradient"
    for x, g in zip(found.unknowns, found.equations, strict=False):
        yield Line(expressed(g), ZERO, [f"{of} by ", name_of(x)])
    for g in found.constraints:
        yield Line(expressed(g), ZERO, ["the constraint"])


def _solved(found: Stationary) -> Iterator[Line]:
    if found.eigen is not None:
        left, right = found.eigen
        (x,) = found.unknowns
        yield Line(expressed(left), expressed(right), ["an eigenvalue equation for ", name_of(x)])
    for x, node in found.solution.items():
        yield Line(name_of(x), shared(expressed(node)), _how(found, x), node)


def _how(found: Stationary, x: Symbol) -> list[str | Tree]:
    if x not in found.unknowns:
        return [f"the multiplier{OTHER_SIGN if found.how.get(x) == EVEN_ROOT else ''}"]
    before, _, after = found.how[x].partition("{0}")
    return [part for part in (before, name_of(x), after) if part]
