"""The variation of values at single places, as lines."""

from __future__ import annotations

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Line, Prose, Section
from matcalc_cli.equations.time.pointwise import Pointwise
from matcalc_cli.explain.context import scope_of
from matcalc_cli.explain.equations.functional import LETTERS
from matcalc_cli.explain.trees import expressed, named
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.validity import conditions


def explain(found: Pointwise) -> Derivation:
    """The first and the second variation, and what they are not."""
    taken = {*found.elaborated.variables, *found.elaborated.dimensions, *found.elaborated.functions}
    letter = next(n for n in LETTERS if n not in taken | {v.stem for v in found.variations})
    variables = [v for v in found.elaborated.variables.values() if v.place is None]
    nodes = [found.expression, found.moved, found.bent]
    needed = conditions(found.elaborated.domain, nodes, variables)
    notes = (
        *found.elaborated.notes,
        "what is taken at single places only is no integrand: it is differentiated itself",
    )
    answer = Answer(found.program, found.expression, variables, [], None, notes=notes, conditions=needed)
    sections = [
        Section(
            ["the first variation"],
            [Line(named(f"d{letter}"), shared(expressed(found.moved)), _moves(found), found.moved)],
        ),
        Section(["by the values"], [*_slopes(found, letter)]),
        Section(["the second variation"], [_second(found, letter)]),
    ]
    derivation = Derivation(answer, sections, scope_of(variables, nodes), letter)
    derivation.heading = (call(letter, *[named(f.stem) for f in found.functions]), expressed(found.expression))
    return derivation


def _moves(found: Pointwise) -> Prose:
    words: list[str | Tree] = []
    for f, h in zip(found.functions, found.variations, strict=True):
        words += [*[", "] * bool(words), named(f.stem), " moves by ", named(h.stem)]
    return words


def _slopes(found: Pointwise, letter: str) -> list[Line]:
    """The factors of the values of a variation: a delta function there has that factor."""
    said: Prose = [
        "the factor of a delta function there: no function has this integral with ", named(found.variations[0].stem),
        ", so there is no Euler-Lagrange equation",
    ]  # fmt: skip
    return [
        Line(
            operation("partial", named(letter), expressed(v.call)),
            shared(expressed(v.slope)),
            said if k == 0 else (),
            v.slope,
        )
        for k, v in enumerate(found.values)
    ]


def _second(found: Pointwise, letter: str) -> Line:
    return Line(operation("twice", named(letter)), shared(expressed(found.bent)), ["differentiated once more"])
