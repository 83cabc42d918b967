"""A derivation in another notation, checked line by line: each further formula against the question it is of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from matcalc_cli.answers.derivation_check import DerivationReport, LineVerdict
from matcalc_cli.answers.readings import READINGS
from matcalc_cli.check.claims.claim import possible_shapes
from matcalc_cli.check.claims.equality import equal
from matcalc_cli.check.claims.report import claimed
from matcalc_cli.check.claims.sizes import fitted
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.elaborate.asked import chosen_variables
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.inputs.options import given
from matcalc_cli.notations import load, parse_foreign
from matcalc_cli.notations.derivation import Step
from matcalc_cli.program import Written, read
from matcalc_cli.readings.parts import with_directions

NOUNS = {"first": "derivative", "second": "second derivative", "differential": "differential", "value": "value"}

NUMBERS = ("first", "second")
"""The derivatives that most derivations have of a number."""


def steps_of(text: str) -> list[Step]:
    """The formulas of a derivation; none of a text that is none, or in a notation without derivations."""
    steps = load(text.notation).steps if isinstance(text, Written) else None
    found = steps(text) if steps else []
    return found if any(step.kind != "question" for step in found) else []


def check_steps(
    text: Written, steps: Sequence[Step], *, wrt: Sequence[str] = (), var: Sequence[str] = (), **fixed: Any
) -> DerivationReport:
    """The verdicts on a derivation. Raises MatcalcError where a question cannot be read."""
    checker = _Checker(text.notation, wrt, var, fixed)
    checker.numbers = {id(step.question) for step in steps if step.kind in NUMBERS}
    return DerivationReport([checker.verdict(step) for step in steps], checker.notes)


class _Checker:
    """The questions that have been read so far."""

    def __init__(self, notation: str, wrt: Sequence[str], var: Sequence[str], fixed: dict[str, Any]) -> None:
        self.notation = notation
        self.wrt = wrt
        self.var = var
        self.fixed = fixed
        self.notes: list[str] = []
        self.numbers: Collection[int] = ()  # the questions that have a gradient or a Hessian, and should be numbers
        self.read: dict[tuple[int, tuple[str, ...]], Elaborated] = {}

    def verdict(self, step: Step) -> LineVerdict:
        """What was found of one formula."""
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
        found = {word.text for word in load(self.notation).read(step.text, ())[0]}
        return tuple(part.function for part in step.question.parts if f"d{self.name(part.function)}" in found)

    def scope(self, question: Step, free: tuple[str, ...] = ()) -> Elaborated:
        """The program that a question is, behind the parts that it names but for those that are `free`."""
        if (id(question), free) not in self.read:
            parts = [part for part in question.parts if part.function not in free]
            before = "".join(f"{part.function} = {part.formula}; " for part in parts)
            try:
                text = Written(before + question.formula, self.notation)
                _, found = read(text, self.var, scalar=id(question) in self.numbers)
            except MatcalcError as error:
                error.source = before + question.formula
                error.note = error.note or f"in line {question.line} of the derivation"
                raise
            self.notes += found.notes
            self.read[id(question), free] = found
        return self.read[id(question), free]

    def judged(self, step: Step, scope: Elaborated) -> LineVerdict:
        """The verdict on a formula that is not the question."""
        f = scope.expression
        variables = [] if step.kind == "value" else self.variables(step, scope)
        about = given(f, list(scope.variables.values()), **self.fixed)
        shapes = [f.shape] if step.kind == "value" else possible_shapes(f, variables)
        fit = fitted(Written(step.text, self.notation), scope, shapes, about.sizes)
        if fit.sizes:
            return LineVerdict(step, "wrong", f"it does not fit together unless {fit.condition or 'sizes are fixed'}")
        if step.kind == "value":
            return self.equal(step, f, fit.node, about)
        if step.kind == "differential" and not self.wrt:
            moving = {s.differential_of for s in fit.node.symbols}
            variables = [v for v in variables if v.name in moving] or variables
        report = claimed(f, variables, with_directions(fit.node, variables), about)
        assert report.claim is not None
        if report.verdict == "inconclusive":
            return LineVerdict(step, report.verdict, report.reason)
        if report.verdict == "ok" and step.kind not in READINGS[report.claim.reading].said:
            return LineVerdict(step, "wrong", f"it is the {report.claim.reading}, not the {NOUNS[step.kind]}")
        return LineVerdict(step, report.verdict, f"it {report.claim.diagnosis}" if report.claim.diagnosis else "")

    def equal(self, step: Step, f: Node, node: Node, about: Any) -> LineVerdict:
        """Whether a formula has the value of f."""
        if node.shape != f.shape:
            return LineVerdict(step, "wrong", "it has another shape")
        report = equal(f, node, about)
        return LineVerdict(step, report.verdict, "" if report.verdict == "wrong" else report.reason)

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
