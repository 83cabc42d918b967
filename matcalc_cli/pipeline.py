"""From text to answer: the only module that knows every stage."""

from __future__ import annotations

from matcalc_cli import program
from matcalc_cli.answers.answer import Answer, CheckReport
from matcalc_cli.answers.needed import of_derivatives
from matcalc_cli.answers.typed import Typed
from matcalc_cli.budget import Budget
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.elaborate.asked import by_free_entries, chosen_variables, said_by
from matcalc_cli.elaborate.doubts.undefined import defined
from matcalc_cli.errors import MatcalcError, NowhereError
from matcalc_cli.expr.build import add, at_place
from matcalc_cli.expr.node import Node, Sum, Symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.later import Later
from matcalc_cli.readings.derive import cotangent, derivative, new_symbol
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.words import in_words
from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import PAIRED, WITH_SIGN, Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from matcalc_cli import higher, variants
    from matcalc_cli.answers.derivation import Derivation
    from matcalc_cli.answers.entries import Entries
    from matcalc_cli.check import before_printing
    from matcalc_cli.explain.rules import proofs as proofs  # noqa: PLC0414 commands take it from here
    from matcalc_cli.expr.shapes import spans
    from matcalc_cli.language.tree import Program
    from matcalc_cli.program import within
    from matcalc_cli.readings import parts as asked_parts
    from matcalc_cli.simplify.named import NamedParts
else:
    before_printing = Later("matcalc_cli.check.before_printing")
    proofs = Later("matcalc_cli.explain.rules.proofs")
    within = Later("matcalc_cli.program.within")
    higher = Later("matcalc_cli.higher")
    variants = Later("matcalc_cli.variants")
    asked_parts = Later("matcalc_cli.readings.parts")
    spans = Later("matcalc_cli.expr.shapes.spans")


read = program.read
read_program = program.read_program


def differentiate(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), order: int = 1) -> Answer:
    """The derivatives of a program with respect to `wrt` (default: every variable). Raises MatcalcError."""
    program, elaborated = read(text, var)
    return _differentiated(program, elaborated, wrt, order)


def _differentiated(program: Program, elaborated: Elaborated, wrt: Sequence[str], order: int) -> Answer:
    wrt = wrt or said_by(program.by, elaborated, order)
    if wrt:
        elaborated, wrt = asked_parts.with_parts(elaborated, wrt, within.read_part)
    expression = defined(simplify(elaborated.expression))
    variables = chosen_variables(elaborated, wrt)
    derivatives = [derivative(expression, v, order) for v in variables]
    whole = None if all(v.place is None for v in variables) else simplify(at_place(expression))
    domain, words = _somewhere(_domain(elaborated), variables), in_words(program, elaborated)
    return Answer(
        program,
        expression,
        [v for v in elaborated.variables.values() if v.place is None],
        derivatives,
        (lambda: simplify(add(*[d.differential for d in derivatives]))) if derivatives else None,
        notes=elaborated.notes,
        conditions=lambda: of_derivatives(domain, whole or expression, derivatives),
        domain=domain,
        whole=whole,
        letters=_as_typed(elaborated, lambda: (words or elaborated.typed).sums, words),
        words=words.used_in if words else None,
    )


def _as_typed(
    elaborated: Elaborated, sums: Callable[[], Mapping[Sum, Sequence[Node]]], words: NamedParts | None = None
) -> Typed:
    typed, said = elaborated.typed, words or elaborated.typed
    known = (typed.numbers, said.solved, elaborated.variables, elaborated.expression)
    return Typed(elaborated.letters, sums, *known, lambda: said.turned)


def _domain(elaborated: Elaborated) -> tuple[Condition, ...]:
    """The conditions of the program as it was typed, on expressions in normal form: those of an answer may be among them."""
    found = elaborated.domain
    return tuple([c if c.predicate in PAIRED else Condition(c.predicate, simplify(c.node)) for c in found])


def _somewhere(domain: tuple[Condition, ...], moving: Sequence[Symbol]) -> tuple[Condition, ...]:
    """The conditions. Raises MatcalcError (usage) if they hold at single points at most of what moves: no derivative is there."""
    if any(c.predicate in WITH_SIGN for c in domain):
        from matcalc_cli.render.reports.conditions import texts
        from matcalc_cli.validity.contradictions import never

        found = never(domain)
        if any(not c.node.symbols.isdisjoint(moving) for c in found):
            raise NowhereError(" and ".join(texts(found)))
    return domain


def varied(
    text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), order: int = 1, inner: str = "",
    along: Sequence[str] = (), vech: bool | None = False, times: int = 1, scalar: bool = False,
    prints: str = "json", budget: Budget | None = None,
) -> Answer:  # fmt: skip
    """The derivatives as other readings have them, verified. Raises MatcalcError.

    inner   gradients for <x, y> = x'Wy, W a name or an expression
    along   the directional derivative, one direction a variable
    vech    as `wrt` says by vech(S), derivatives with respect to the free entries of symmetric variables; None: if all variables are such
    order   up to which one all derivatives are there
    times   which differential the total one is; the second one is bilinear if there are directions
    scalar  the program should be read as a number, if it can
    prints  the command that prints the answer; "json" prints every reading
    budget  how long the verification may take
    """
    program, elaborated = read(text, var, scalar=scalar)
    halves = by_free_entries(wrt)
    wrt, vech = halves or wrt, bool(halves) or vech
    answer = _differentiated(program, elaborated, wrt, order)
    if vech is None:
        vech = all(bool(KINDS[d.variable.kind].free) for d in answer.derivatives)
    several = order > 1 and len(answer.derivatives) > 1 and answer.expression.is_scalar
    bent = order > 1 and prints in ("hessian", "json") and scalar and not answer.expression.is_scalar
    later = order if order > 2 or not (bent or times > 1 or answer.expression.is_scalar) else 1
    if inner:
        answer = variants.in_inner_product(answer, inner, elaborated)
    if several and (wrt or program.by):
        answer = variants.with_mixed(answer)
    if order == 2 and prints in ("hessian", "json"):
        answer = variants.of_one_member(answer, elaborated)
    if vech:
        answer = variants.by_free_entries(answer)
    if bent:
        answer = variants.stacked_hessians(answer)
    if times > 2:
        answer = higher.higher_differential(answer, times, along, elaborated)
    elif times > 1:
        answer = variants.second_differential(answer, along, elaborated)
    elif along:
        answer = variants.along(answer, along, elaborated)
    if later > 1:
        answer = higher.with_higher(answer, later, along, elaborated)
    return verified(answer, prints, budget)


def gradients(program: Program, elaborated: Elaborated, wrt: Sequence[str], budget: Budget | None = None) -> Answer:
    """The derivatives of a program that has been read, the gradients verified. Raises MatcalcError."""
    return verified(_differentiated(program, elaborated, wrt, order=1), "grad", budget)


def implicit(
    text: str, *, solve: str | Sequence[str], wrt: Sequence[str] = (), var: Sequence[str] = (), loss: str = "", order: int = 1,
    prints: str = "json", budget: Budget | None = None,
) -> Answer:  # fmt: skip
    """How the unknowns of g = 0 move with the rest, or the gradients of a loss of them; verified. Raises MatcalcError."""
    from matcalc_cli.equations.answering import of_a_loss, of_unknowns, question
    from matcalc_cli.explain.equations.sides import defined

    asked = question(text, [solve] if isinstance(solve, str) else solve, wrt, var, loss)
    before_printing.hold(asked.system.forms)
    found = of_unknowns(asked, order) if asked.loss is None else of_a_loss(asked, asked.loss, order)
    return verified(found.but(notes=(*found.notes, *defined(asked))), prints, budget)


def explain(
    text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), style: str = "", mode: str = "",
    sizes: Mapping[str, int] | None = None,
) -> Derivation:  # fmt: skip
    """The derivation of an answer, every line of it verified. Raises MatcalcError; see `explain.explain`."""
    from matcalc_cli.check.lines import verify
    from matcalc_cli.explain import explain
    from matcalc_cli.explain.ending import closing, wholes
    from matcalc_cli.explain.letters import apart, as_asked
    from matcalc_cli.explain.words.typed import in_words as said

    program, elaborated = read(text, var)
    asked = before_printing.as_typed(_differentiated(program, elaborated, wrt, order=1))
    in_parts = any(d.variable.place is not None for d in asked.derivatives)
    names, called = apart(elaborated, wholes(asked))
    answer = _differentiated(program, elaborated, names, order=1) if in_parts or called else asked
    parts = {name: simplify(value) for name, value in elaborated.parts.items()}
    steps = _typed(program, elaborated, var) if parts else ()
    derivation = explain(answer, elaborated.expression, parts, style=style, mode=mode, sizes=sizes, steps=steps)
    named = in_words(program, elaborated)
    shorthands = {called: simplify(part) for called, part in named.shorthands.items()} if named else {}
    derivation.sections = said(derivation.sections, asked.letters, shorthands, derivation.scope)
    if in_parts:
        derivation.sections = (*derivation.sections, closing(asked, derivation.scope))
    return as_asked(verify(derivation), called, answer if in_parts else asked)


def _typed(program: Program, elaborated: Elaborated, var: Sequence[str]) -> Sequence[tuple[Symbol, Node]]:
    """The parts of a program, each in terms of those before it, and the expression; nothing where they mean nothing alone."""
    from matcalc_cli.program.keeping import typed_steps

    try:
        return list(typed_steps(program, elaborated, var))
    except MatcalcError:
        return ()


def explain_implicit(
    text: str, *, solve: Sequence[str], wrt: Sequence[str] = (), var: Sequence[str] = (), loss: str = ""
) -> Derivation:
    """The derivation of what equations define, verified line by line and where they hold. Raises MatcalcError."""
    from matcalc_cli.check.lines import verify
    from matcalc_cli.equations.answering import of_a_loss, of_unknowns, question
    from matcalc_cli.explain.equations.implicit import explain

    asked = question(text, solve, wrt, var, loss)
    before_printing.hold(asked.system.forms)
    answer = of_unknowns(asked) if asked.loss is None else of_a_loss(asked, asked.loss)
    return verify(explain(asked, verified(answer, "grad" if loss else "differential")))


def entries(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), size: int = 2) -> Entries:
    """Everything written out entry by entry where every dimension is `size`. Raises MatcalcError; imports SymPy."""
    from matcalc_cli.check.written_out import without_families
    from matcalc_cli.interop.entries import entries

    return entries(without_families(before_printing.as_typed(differentiate(text, wrt=wrt, var=var)), size), size)


def sympy_script(named: Mapping[str, Node]) -> str:
    """A Python script that builds the expressions in SymPy. Raises MatcalcError (unsupported); imports SymPy."""
    from matcalc_cli.interop.script import script

    return script(named)


def simplified(text: str, *, var: Sequence[str] = ()) -> Answer:
    """The expression itself in normal form, equal to what was typed, without derivatives. Raises MatcalcError."""
    program, elaborated = read(text, var)
    expression, variables = defined(simplify(elaborated.expression)), list(elaborated.variables.values())
    domain = _domain(elaborated)
    answer = Answer(
        program, expression, variables, [], None, notes=elaborated.notes, conditions=conditions(domain, ()), domain=domain,
        letters=_as_typed(elaborated, lambda: {total: total.terms for total in elaborated.typed.sums}),
    )  # fmt: skip
    return before_printing.as_typed(answer)


def vjp(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), budget: Budget | None = None) -> Answer:
    """J*[Y] for every variable asked for, Y a new name of the shape of f; verified. Raises MatcalcError."""
    answer = differentiate(text, wrt=wrt, var=var)
    seed = new_symbol(answer, "Y", answer.expression.shape)
    derivatives = tuple([d.but(vjp=cotangent(answer.expression, d, seed)) for d in answer.derivatives])
    return verified(answer.but(derivatives=derivatives), "vjp", budget)


def verified(answer: Answer, prints: str, budget: Budget | None = None) -> Answer:
    """The answer, what a command prints of it verified if the budget has anything at all. Raises MismatchError: a bug."""
    budget = budget or Budget(before_printing.SECONDS)
    if not (budget.each and answer.derivatives):
        return answer
    with budget.spent() as seconds:
        how = before_printing.verified(answer, prints, seconds, known=budget.known)
        each = prints == "json"
        others = [d.but(verified=before_printing.verified(d, prints, seconds) if each else how) for d in answer.others]
    return answer.but(verified=how, others=tuple(others))


def check(answer: Answer, **fixed: Any) -> CheckReport:
    """The verdict on an answer; imports NumPy. `fixed` is as in `inputs.options.given`. Raises MatcalcError."""
    from matcalc_cli.check.answer_check import checked
    from matcalc_cli.inputs.options import given

    return checked(answer, given(answer.expression, answer.variables, **fixed))


def reads_back(text: str, expression: Node) -> bool:
    """Whether a printed program is read as that very expression, in another form or with other names of its dimensions at most."""
    from matcalc_cli.render.reports.reading_back import is_read_as

    try:
        found = read(text)[1].expression
    except MatcalcError:
        return False
    return is_read_as(found, spans.loosened(expression), simplify)
