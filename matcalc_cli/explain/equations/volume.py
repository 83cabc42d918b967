"""How a map changes volumes, as lines: what moves, and the determinant between the free entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Line, Section
from matcalc_cli.equations.volume.determinant import Volume, entries_word, moves
from matcalc_cli.explain.context import scope_of
from matcalc_cli.explain.trees import expressed, name_of, named
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.reports.names import function_letter, taken_names
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.trees import call, rounded
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions

TANGENTS = ("W", "Z", "Y", *(f"W_{i}" for i in range(1, 99)))
"""The letters for Q'dQ."""


def explain(found: Volume) -> Derivation:
    """The lines."""
    variables = [v for v in found.elaborated.variables.values() if v.place is None]
    closed = [] if found.closed is None else [found.closed.node]
    needed = conditions(found.elaborated.domain, [found.expression, found.moved, *closed], found.variables)
    answer = Answer(
        found.program, found.expression, variables, [], None, notes=found.elaborated.notes, conditions=needed
    )
    letter = function_letter(taken_names(answer))
    steps = dict(tangents(found))
    moved = simplify(substitute(found.moved, dict(steps.items())))
    lines = [Line(named(f"d{letter}"), shared(expressed(moved)), list(_how(found, steps)), moved)]
    values = found.closed.eigenvalues if found.closed is not None else None
    scope = scope_of((*variables, *moved.symbols, *([] if values is None else [values])), [moved])
    sections = [Section(["how it moves"], lines), Section(["the volume"], list(_volume(found)))]
    derivation = Derivation(answer, sections, scope, letter)
    derivation.heading = (call(letter, *map(name_of, found.variables)), found.program.body)
    return derivation


def tangents(found: Volume) -> Iterator[tuple[Symbol, Symbol]]:
    """The step of every orthogonal variable, and a name for it that can be read."""
    taken = {s.name for s in found.moved.symbols} | set(found.elaborated.variables)
    for _, move in moves(found):
        if move.along is not move.step:
            name = next(n for n in TANGENTS if n not in taken)
            taken.add(name)
            yield move.step, symbol(name, move.step.shape, move.step.kind)


def _how(found: Volume, steps: dict[Symbol, Symbol]) -> Iterator[str | Tree]:
    """The words about the steps, and about the number of free entries."""
    for x, move in moves(found):
        if move.step in steps:
            tangent = name_of(steps[move.step])
            yield from ("d", name_of(x), " = ", name_of(x), " ", tangent, " with a skew-symmetric ", tangent, "; ")
    for x in found.unit:
        yield from ("the diagonal of ", name_of(x), " is 1; ")
    yield size_tree(found.count)
    yield f" free {entries_word(found.count)} on both sides"


def _volume(found: Volume) -> Iterator[Line]:
    left = call("abs", call("det", named("J")))
    if found.closed is not None:
        reason: Sequence[str | Tree] = [found.closed.reason]
        yield Line(left, shared(expressed(simplify(found.closed.node))), reason)
        return
    yield Line(left, left, ["no closed form is known; --at gives the number"])


def at_numbers(value: float) -> Section:
    """The determinant at the values that were given."""
    return Section(
        ["at these numbers"],
        [Line(call("abs", call("det", named("J"))), rounded(value, 12), ["column by column from the differential"])],
    )
