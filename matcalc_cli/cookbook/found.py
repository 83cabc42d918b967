"""The findings of the engine about an identity: the answer, the verdict on the source's form, the derivation."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from matcalc_cli import pipeline
from matcalc_cli.answers.derivation import Heading, Line, Section
from matcalc_cli.answers.readings import READINGS
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Name
from matcalc_cli.program.within import read_within, tree_within
from matcalc_cli.questions import checking
from matcalc_cli.render.reports.conditions import prose
from matcalc_cli.render.reports.names import function_letter, taken_names
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.sharing import written
from matcalc_cli.render.writing.trees import call
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.engine import equations_used

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.answers.answer import Answer, CheckReport, ClaimReport
    from matcalc_cli.answers.derivation import Prose
    from matcalc_cli.cookbook.identity import Identity
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.language.tree import Tree

MOST_EQUATIONS = 3
"""More equations than this are not listed as a reason."""


class Found:
    """An identity with what the engine says of it.

    left, claim  the question and the source's form, as they are written
    letter       what the question is called
    """

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        program, self._scope = pipeline.read(identity.question)
        self.left = program.body
        self.claim = tree_within(identity.claim, self._scope)

    @cached_property
    def checked(self) -> Answer:
        """The check of the source's form."""
        known = self.identity
        if known.is_equation:
            return checking.check_equality(known.question, known.claim)
        return checking.check_claim(known.question, known.claim, wrt=known.wrt)

    @property
    def report(self) -> CheckReport:
        """The verdict on the source's form."""
        assert self.checked.check is not None
        return self.checked.check

    @property
    def claimed(self) -> ClaimReport:
        """The report about the source's form as a claim, and the right answer."""
        assert self.report.claim is not None
        return self.report.claim

    @property
    def diagnosis(self) -> str:
        """The mistake in the source's form; nothing where it is right."""
        if self.report.verdict == "ok":
            return ""
        said = self.report.reason if self.report.claim is None else self.claimed.diagnosis
        return said or "is not equal to it in general"

    @cached_property
    def answer(self) -> Answer:
        """The derivatives of the question, of the order that is asked for; of an equation its sides."""
        if self.identity.is_equation:
            return self.checked
        order = READINGS[self.claimed.reading].order
        return pipeline.differentiate(self.identity.question, wrt=self.identity.wrt, order=order)

    @property
    def letter(self) -> str:
        """The letter of the question."""
        return function_letter(taken_names(self.answer))

    @property
    def known(self) -> frozenset[str]:
        """The names of differentials."""
        return frozenset(f"d{v.name}" for v in self._scope.variables.values())

    @property
    def right(self) -> Tree:
        """The engine's answer; of an equation the other side, where that is right."""
        if self.identity.is_equation:
            return self.claim
        return written(self.claimed.right, letters=self._scope.letters)

    @property
    def heading(self) -> tuple[Tree, Tree]:
        """`f(X) = logdet(X)`."""
        names = [express(v) for v in (() if self.identity.is_equation else self.claimed.variables)]
        return (call(self.letter, *names) if names else Name(self.letter, self.letter, 0, 0)), self.left

    @property
    def answered(self) -> Tree | Heading:
        """The left side of the answer: df, the gradient, the Jacobian."""
        if self.identity.is_equation:
            return self.left
        if self.claimed.reading == "differential":
            return Name(f"d{self.letter}", f"d{self.letter}", 0, 0)
        return Heading(self.claimed.reading, self.claimed.variables[0], several=len(self._scope.variables) > 1)

    @property
    def structured(self) -> list[Symbol]:
        """The names that are of some structure, in order."""
        return [v for v in self._scope.variables.values() if KINDS[v.kind].is_structured]

    @property
    def conditions(self) -> Sequence[str | Tree]:
        """The conditions under which the identity is valid."""
        return prose(self.answer.conditions)

    @cached_property
    def sections(self) -> list[Section]:
        """The derivation, every line verified."""
        if self.identity.is_equation:
            return self._sides()
        found = pipeline.explain(self.identity.question, wrt=self.identity.wrt)
        return [*found.sections, *self._second()]

    def _second(self) -> list[Section]:
        """Of a Hessian how the gradient is differentiated."""
        if self.claimed.reading != "hessian":
            return []
        return [Section(["the Hessian is the Jacobian of the gradient"], [Line(self.answered, self.right)])]

    def _sides(self) -> list[Section]:
        """Both sides of an equation in normal form."""
        claim = read_within(self.identity.claim, self._scope, [self._scope.expression.shape])
        sides = [(self.left, self._scope.expression), (self.claim, claim)]
        lines = [Line(tree, express(simplify(node)), _reason(node)) for tree, node in sides]
        same = simplify(self._scope.expression) is simplify(claim)
        return [Section(["both sides in normal form"], lines if same else [])]


def _reason(node: Node) -> Prose:
    """The equations that rewrite a side."""
    used = equations_used(node)
    if not used or len(used) > MOST_EQUATIONS:
        return []
    return [", ".join(text.partition(" where ")[0] for text in used)]
