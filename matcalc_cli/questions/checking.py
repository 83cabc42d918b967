"""Claims, the user's own matrices and the plot: what goes through the check besides matcalc's own answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.answers.needed import with_derivatives
from matcalc_cli.check.before_printing import as_typed
from matcalc_cli.check.claims.sizes import fitted
from matcalc_cli.elaborate.asked import chosen_variables, within
from matcalc_cli.errors import MatcalcError, NowhereError, UnknownRuleError
from matcalc_cli.pipeline import differentiate, read, simplified
from matcalc_cli.program import Written, written_like
from matcalc_cli.program.within import read_part, read_within
from matcalc_cli.readings.parts import with_directions, with_parts

if TYPE_CHECKING:
    from matcalc_cli.check.claims.claim import Claim
    from matcalc_cli.check.doubles.curves.curve import Curve as Curve  # noqa: PLC0414 the commands take it from here
    from matcalc_cli.check.evaluation import Values as Values  # noqa: PLC0414 same
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.language.tree import Program


def check_claim(
    text: str,
    claim: str,
    *,
    wrt: Sequence[str] = (),
    var: Sequence[str] = (),
    vec: str = "columns",
    **fixed: Any,
) -> Answer:
    """The verdict on somebody's derivative of a program, in the notation of that. Raises MatcalcError.

    `vec` says what the vec of a Jacobian or a Hessian stacks, "columns" or "rows"; `fixed` is as in `inputs.options.given`.
    """
    from matcalc_cli.check.claims.by_rows import answer_by_rows, to_columns
    from matcalc_cli.check.claims.claim import possible_shapes
    from matcalc_cli.check.claims.report import claimed, restrict
    from matcalc_cli.inputs.options import given

    claim = _claim_like(claim, text)
    program, elaborated = _read_for(claim, text, var)
    elaborated, wrt = with_parts(elaborated, wrt, read_part)
    variables = chosen_variables(elaborated, wrt)
    if not variables:
        raise MatcalcError("name", "there is no variable to differentiate with respect to")
    fixed_for = given(elaborated.expression, list(elaborated.variables.values()), **fixed)
    fit = fitted(claim, elaborated, possible_shapes(elaborated.expression, variables), fixed_for.sizes)
    f, names = fit.scope.expression, fit.scope.variables
    shown = [v for v in names.values() if v.place is None]
    about = [within(v, names) for v in variables]
    node = with_directions(fit.node, about)
    meant = to_columns(f, about, node) if vec == "rows" else node
    report = claimed(f, about, meant, fixed_for)
    if vec == "rows":
        answer_by_rows(report, f, claimed(f, about, node, fixed_for) if report.verdict == "wrong" else report)
    if fit.condition:
        restrict(report, fit.condition, elaborated.expression, variables)
    return Answer(program, f, shown, [], None, notes=(*elaborated.notes, *fit.notes), check=report)


def check_equality(text: str, claim: str, **fixed: Any) -> Answer:
    """The verdict on `text = claim`, an expression in the names and the notation of `text`. Raises MatcalcError.

    `fixed` is as in `inputs.options.given`.
    """
    from matcalc_cli.check.claims.equality import equal_as_fitted
    from matcalc_cli.inputs.options import given
    from matcalc_cli.validity import conditions

    program, elaborated = read(text)
    f, variables = elaborated.expression, list(elaborated.variables.values())
    fixed_for = given(f, variables, **fixed)
    fit = fitted(written_like(claim, text), elaborated, [f.shape], fixed_for.sizes)
    needed = conditions(elaborated.domain, (f, fit.node))
    report = equal_as_fitted(fit, fixed_for)
    return Answer(program, f, variables, [], None, notes=elaborated.notes, conditions=needed, check=report)


LEFT_SIDE = re.compile(
    r"""\s* (?: d\s*(?P<name>[^\W\d_]\w*) (?:\s*/\s*d\s*\w+)? | (?:grad|∇)(?:_\w+)? (?:\s*\(?\w+\)?)? | [JH](?:_\w+)? )
        \s* =(?!=) (?=[^=;]*$)""",
    re.VERBOSE,
)
"""The beginning of a claim in matcalc's own notation: df =, df/dx =, grad f =, grad_X f =, J_x =; the name is that of f."""


def _claim_like(claim: str, other: str) -> str:
    r"""A claim in the notation of another text, without what says of what it is the derivative: df =, \nabla f(x) =."""
    found = written_like(claim, other)
    if "=" not in claim:
        return found
    if not isinstance(found, Written):
        left = LEFT_SIDE.match(claim)
        taken = left and left["name"] and re.search(rf"\b{left['name']}\b", other)
        return claim[left.end() :] if left and not taken else claim
    from matcalc_cli.questions.derivations import formulas

    steps = formulas(found)
    return Written(steps[-1].formula, found.notation) if len(steps) in (1, 2) else found


def _read_for(claim: str, text: str, var: Sequence[str]) -> tuple[Program, Elaborated]:
    """The program that a claim is about: as a number if the claim fits no other reading, as grad reads -n/2*logdet(S)."""
    found = read(text, var)
    if found[1].expression.is_scalar:
        return found
    try:
        read_within(claim, found[1])
    except MatcalcError:
        number = read(text, var, scalar=True)
        with suppress(MatcalcError):
            read_within(claim, number[1])
            return number
    return found


def error_curve(
    text: str,
    claim: str | None = None,
    *,
    wrt: Sequence[str] = (),
    var: Sequence[str] = (),
    vec: str = "columns",
    stencils: Sequence[str] = (),
    **fixed: Any,
) -> Curve | None:
    """The errors of difference quotients against the step, for a claim or for the differential. Raises MatcalcError."""
    from matcalc_cli.check.doubles.curves.complex_step import way
    from matcalc_cli.check.doubles.curves.curve import curve
    from matcalc_cli.inputs.options import given

    answer = as_typed(differentiate(text, wrt=wrt, var=var, order=2))
    found = _plotted(answer, None if claim is None else (_claim_like(claim, text), read(text, var)[1]), vec)
    if found is None or found.twist:
        return None
    ways = [way(text) for text in dict.fromkeys(stencils)]
    return curve(found.question(answer.derivatives), given(found.f, answer.variables, **fixed), ways)


def _plotted(answer: Answer, claim: tuple[str, Elaborated] | None, vec: str) -> Claim | None:
    """The claim that is compared with the difference quotients: the user's, or the total differential."""
    from matcalc_cli.check.claims.by_rows import to_columns
    from matcalc_cli.check.claims.claim import Claim, claims, possible_shapes

    f, variables = answer.expression, [d.variable for d in answer.derivatives]
    if claim is None:
        return None if answer.total is None else Claim(f, variables, "differential", answer.total)
    text, scope = claim
    node = read_within(text, scope, possible_shapes(f, variables))
    return next(iter(claims(f, variables, to_columns(f, variables, node) if vec == "rows" else node)), None)


def save_plot(found: Curve, title: str, name: str) -> None:
    """Write an error curve as an image, by matplotlib. Raises MatcalcError (usage), OSError."""
    from matcalc_cli.check.doubles.curves.picture import save

    save(found, title, name)


def evaluate(
    text: str,
    *,
    wrt: Sequence[str] = (),
    var: Sequence[str] = (),
    nonfinite: bool = False,
    wanted: str = "all",
    **fixed: Any,
) -> Values:
    """The value and the derivatives at the user's matrices, or the `wanted` ones: "value", "derivatives".

    `fixed` is as in `inputs.options.given`.
    """
    from matcalc_cli.check.evaluation import values
    from matcalc_cli.inputs.options import given

    try:
        answer = with_what_is_known(as_typed(differentiate(text, wrt=wrt, var=var)))
    except NowhereError as nowhere:
        answer = simplified(text, var=var)
        answer = answer.but(notes=(*answer.notes, nowhere.message))
    answer = answer if wrt else without_members(answer, fixed.get("at", ()))
    point = given(answer.expression, answer.variables, nonfinite=nonfinite, **fixed)
    return values(answer, point, nonfinite=nonfinite, wanted=wanted)


def with_what_is_known(answer: Answer) -> Answer:
    """The answer without the derivatives for which there is no rule, and a note for each of them."""
    known: list[Derivative] = []
    notes: list[str] = []
    for found in answer.derivatives:
        try:
            _ = found.main  # which works it out
        except UnknownRuleError as unknown:
            notes.append(f"there is no derivative by {found.variable.spelling}: {unknown.message}")
        else:
            known.append(found)
    return answer if not notes else with_derivatives(answer, known).but(notes=(*answer.notes, *notes))


def without_members(answer: Answer, at: Sequence[str]) -> Answer:
    """The answer without derivatives by a member of which nobody says which, nobody having asked for it."""
    from matcalc_cli.inputs.data import names_at

    told = names_at(at) | {s.name for s in answer.expression.symbols}
    open_ones = {
        d.variable: [s.name for s in d.variable.symbols if s.span and s.name not in told] for d in answer.derivatives
    }
    missing = {name for names in open_ones.values() for name in names}
    if not missing:
        return answer
    kept = [d for d in answer.derivatives if not open_ones[d.variable]]
    notes = [
        f"the derivative by {v.spelling} is left out; --at {names[0]}=1 says which member"
        for v, names in open_ones.items() if names
    ]  # fmt: skip
    variables = tuple([v for v in answer.variables if v.name not in missing])
    return with_derivatives(answer, kept).but(variables=variables, notes=(*answer.notes, *notes))


def npy(matrix: Any) -> list[bytes | memoryview]:
    """A matrix as the content of a .npy file, in parts."""
    from matcalc_cli.inputs.files import npy

    return npy(matrix)
