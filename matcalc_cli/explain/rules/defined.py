"""Where the rule of a function comes from that its record defines by an equation: differentiated, and solved."""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.answers.derivation import Line, Prose
from matcalc_cli.equations.defined import Defined
from matcalc_cli.explain.equations.sides import sides, taken_apart
from matcalc_cli.explain.trees import expressed, formula, moved, name_of
from matcalc_cli.expr.function import Function
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.sharing import shared


def by_equation(function: Function) -> list[Line]:
    """The lines about a function that an equation defines."""
    return [Line(line.left, line.right, line.reason) for line in _lines(Defined(function))]


def _lines(found: Defined) -> Iterator[Line]:
    question, x = found.question, found.unknown
    for k, text in enumerate(found.function.equation):
        left, _, right = text.partition(" = ")
        yield Line(formula(left), formula(right), _said(found) if k == 0 else [])
    for g, moving in sides(question):
        yield Line(expressed(g), expressed(moving), ["both sides differentiated"])
    yield from taken_apart(question)
    step = question.solved.moves[x]
    yield Line(
        name_of(question.directions[x]), shared(expressed(step)), [question.solution.words or "the equation solved"]
    )
    yield Line(moved(formula(found.function.call)), shared(expressed(found.differential(x))), ["put in"])


def _said(found: Defined) -> Prose:
    """The words about the unknowns: `L` is chol(S)."""
    pieces: list[str | Tree] = []
    for declaration, value in found.function.unknowns.items():
        name, _, kind = declaration.partition(": ")
        record = KINDS[kind.partition("(")[0]]
        pieces += ["; " if pieces else "", formula(name), " is ", formula(value)]
        pieces += [f", {record.adjective}"] if record.is_structured else []
    return pieces
