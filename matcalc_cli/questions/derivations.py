"""A derivation in another notation, checked line by line: each further formula against the question it is of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.answers.derivation_check import DerivationReport, LineVerdict
from matcalc_cli.answers.readings import READINGS
from matcalc_cli.check.claims.by_rows import to_columns
from matcalc_cli.check.claims.claim import possible_shapes
from matcalc_cli.check.claims.equality import equal_as_fitted
from matcalc_cli.check.claims.report import claimed, restrict
from matcalc_cli.check.claims.sizes import Fitted, fitted
from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.elaborate.asked import chosen_variables, within
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import ZERO, zeros
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.inputs.options import given
from matcalc_cli.notations import load, parse_foreign
from matcalc_cli.notations.derivation import Step
from matcalc_cli.program import Written, read
from matcalc_cli.readings.derive import derivative
from matcalc_cli.readings.parts import with_directions

ORDERS = {"first": 1, "second": 2}
NOUNS = {"first": "derivative", "second": "second derivative", "differential": "differential"}

ASIDE = "aside"
"""The kind of a formula that is no claim about a function."""

NUMBERS = ("first", "second", "mixed")
"""The derivatives that most derivations have of a number."""


def formulas(text: str) -> list[Step]:
    """The formulas of a text; none of a text in a notation without derivations."""
    steps = load(text.notation).steps if isinstance(text, Written) else None
    return steps(text) if steps else []


def steps_of(text: str) -> list[Step]:
    """The formulas of a derivation; none of a text that is none."""
    found = formulas(text)
    return found if any(step.kind not in ("question", ASIDE) for step in found) else []


def alone(text: str) -> tuple[str, list[str]]:
    """A formula without the equations and conditions that stand behind it, and the notes that say so."""
    found = formulas(text)
    asides = [step.said for step in found if step.kind == ASIDE]
    if not isinstance(text, Written) or not asides or len(found) != len(asides) + 1:
        return text, []
    return Written(found[0].text, text.notation), asides


def check_steps(
    text: Written,
    steps: Sequence[Step],
    *,
    wrt: Sequence[str] = (),
    var: Sequence[str] = (),
    vec: str = "columns",
    **fixed: Any,
) -> DerivationReport:
    """The verdicts on a derivation, whose vec stacks columns or rows. Raises MatcalcError where a question cannot be read."""
    checker = _Checker(text.notation, wrt, var, fixed)
    checker.by_rows = vec == "rows"
    checker.numbers = {id(step.question) for step in steps if step.kind in NUMBERS}
    lines = [checker.verdict(step) for step in steps if step.kind != ASIDE]
    conditions = [line for line in lines if line.step.said and line.verdict == "wrong"]
    said = [*[line.step.said for line in conditions], *[step.said for step in steps if step.kind == ASIDE]]
    return DerivationReport([line for line in lines if line not in conditions], [*checker.notes, *said])


class _Checker:
    """The questions that have been read so far."""

    def __init__(self, notation: str, wrt: Sequence[str], var: Sequence[str], fixed: dict[str, Any]) -> None:
        self.notation = notation
        self.wrt = wrt
        self.var = var
        self.fixed = fixed
        self.by_rows = False
        self.notes: list[str] = []
        self.numbers: Collection[int] = ()  # the questions that have a gradient or a Hessian, and should be numbers
        self.read: dict[tuple[int, tuple[str, ...]], Elaborated] = {}

    def verdict(self, step: Step) -> LineVerdict:
        """The verdict on a formula of a derivation."""
        if step.kind == "question":
            self.scope(step)
            return LineVerdict(step, "question")
        assert step.question is not None
        try:
            return self.judged(step, self.scope(step.question, self.moving(step)))
        except MatcalcError as error:
            return LineVerdict(step, "inconclusive", f"it is not read: {error.message}")

    def moving(self, step: Step) -> tuple[str, ...]:
        """The parts whose differentials a formula has, dr of r = Ax - b: they are variables to it."""
        assert step.question is not None
        found = {word.text for word in load(self.notation).answer(step.formula, ())[0]}
        return tuple(part.function for part in step.question.parts if f"d{self.name(part.function)}" in found)

    def scope(self, question: Step, free: tuple[str, ...] = ()) -> Elaborated:
        """The program that a question is, behind the parts that it names but for those that are `free`."""
        if (id(question), free) not in self.read:
            parts = [part for part in question.parts if part.function not in free]
            own = [question] if question.named else []
            before = "".join(f"{part.function} = {part.formula}; " for part in [*parts, *own])
            typed = before + (question.function if question.named else question.formula)
            try:
                text = Written(typed, self.notation)
                found = self.of_arguments(text, question, read(text, self.var, scalar=id(question) in self.numbers)[1])
            except MatcalcError as error:
                error.source = typed
                error.note = error.note or f"in line {question.line} of the derivation"
                raise
            self.notes += found.notes
            self.read[id(question), free] = found
        return self.read[id(question), free]

    def of_arguments(self, text: Written, question: Step, found: Elaborated) -> Elaborated:
        """The program with entries x_i of an argument of f(x), where they were read as members of a family."""
        families = [name for by in question.by if (v := found.variables.get(name := self.name(by))) and v.axes == 1]
        said = [f"{name}: vector({question.bound})" for name in families if question.bound]
        if not said:
            return found
        try:
            return read(text, [*self.var, *said], scalar=True)[1]
        except MatcalcError:
            return found

    def judged(self, step: Step, scope: Elaborated) -> LineVerdict:
        """The verdict on a formula that is not the question."""
        f, is_value = scope.expression, step.kind in ("value", "second differential")
        variables: Sequence[Symbol] = [] if step.kind == "value" else self.variables(step, scope)
        about = given(f, list(scope.variables.values()), **self.fixed)
        of = _slope if _is_twice(step, variables) else _itself
        shapes = [f.shape] if is_value else possible_shapes(*of(f, variables))
        fit = fitted(Written(step.formula, self.notation), scope, shapes, about.sizes)
        self.notes += fit.notes
        if is_value:
            return self.equal(step, fit, about, variables)
        every = variables
        if step.kind == "differential":
            variables = self.moving_in(fit, variables)
        moved = [within(v, fit.scope.variables) for v in variables]
        kind = "first" if of is _slope else step.kind
        if not variables:
            raise MatcalcError("check", "nothing is left to differentiate by, for its variables have values")
        question, claim = of(fit.scope.expression, moved), with_directions(fit.node, moved)
        claim = _spread(claim, kind, *question)
        report = claimed(*question, to_columns(*question, claim) if self.by_rows else claim, about, ORDERS.get(kind))
        if fit.condition:
            restrict(report, fit.condition, *of(f, variables))
        assert report.claim is not None
        if report.verdict == "ok" and kind not in READINGS[report.claim.reading].said:
            report.verdict, report.claim.diagnosis = "wrong", f"is the {report.claim.reading}, not the {NOUNS[kind]}"
        fixed = [v.spelling for v in every if v not in variables]
        if report.verdict == "ok" and fixed:
            report.reason = f"with {' and '.join(fixed)} held fixed"
        return _line(step, report, report.claim.diagnosis)

    def equal(self, step: Step, fit: Fitted, about: Given, variables: Sequence[Symbol]) -> LineVerdict:
        """Whether a formula has the value of f, or of its second differential by some variables."""
        f, moving = fit.scope.expression, self.moving_in(fit, variables)
        report = equal_as_fitted(fit, about, second_differential(f, moving) if variables else None)
        return _line(step, report, report.reason)

    def moving_in(self, fit: Fitted, variables: Sequence[Symbol]) -> Sequence[Symbol]:
        """The variables whose differentials a formula has, where nobody says by which; else all that are said."""
        moving = {s.differential_of for s in fit.node.symbols}
        return variables if self.wrt else [v for v in variables if v.name in moving] or variables

    def variables(self, step: Step, scope: Elaborated) -> list[Symbol]:
        """By what a formula is said to be the derivative."""
        names = self.wrt or [name for by in step.by if (name := self.name(by)) in scope.variables]
        return chosen_variables(scope, names)

    def name(self, typed: str) -> str:
        """A name of the language by one of the notation; nothing of what is no name."""
        try:
            return str(getattr(parse_foreign(typed, self.notation, []).body, "name", ""))
        except MatcalcError:
            return ""


def second_differential(f: Node, variables: Sequence[Symbol]) -> Node:
    """The change of df where the variables move on by their differentials, which do not change."""
    moving = {v: direction(v, f.symbols) for v in variables}
    return differential(differential(f, moving), moving)


def _is_twice(step: Step, variables: Sequence[Symbol]) -> bool:
    """Whether a second derivative is one by two variables, or by a number: the derivative of a derivative."""
    return step.kind == "mixed" or (step.kind == "second" and [v.is_scalar for v in variables] == [True])


def _itself(f: Node, variables: Sequence[Symbol]) -> tuple[Node, Sequence[Symbol]]:
    return f, variables


def _slope(f: Node, variables: Sequence[Symbol]) -> tuple[Node, Sequence[Symbol]]:
    """The first derivative of f by the first of some variables, and the variable that it is differentiated by once more."""
    found = derivative(f, variables[0])
    return getattr(found, found.main), variables[-1:]


def _spread(claim: Node, kind: str, f: Node, variables: Sequence[Symbol]) -> Node:
    """A claim that a derivative is 0, with as many zeros as the derivative has entries."""
    if claim is not ZERO or len(variables) != 1:
        return claim
    said = [reading for reading in READINGS.values() if kind in reading.said]
    return zeros(next((shape for reading in said if (shape := reading.shape(f, variables[0]))), SCALAR))


def _line(step: Step, report: CheckReport, wrong: str) -> LineVerdict:
    """A verdict, and below it a clause about a formula that is wrong, else why nothing is known."""
    said = f"it {wrong}" if wrong else ""
    return LineVerdict(step, report.verdict, said if report.verdict == "wrong" else report.reason)
