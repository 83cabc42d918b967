"""The linear equation for how unknowns move, with them on one side, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.answers.derivation import Line
from matcalc_cli.differential import differential
from matcalc_cli.equations.answering import Question
from matcalc_cli.equations.system import said
from matcalc_cli.explain.trees import expressed
from matcalc_cli.expr.build import is_identity, multiply
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.simplify import simplify


def sides(question: Question) -> list[tuple[Node, Node]]:
    """Both sides of every equation differentiated, what moves with the unknowns on the left."""
    moves: dict[Symbol, Node] = {x: question.directions[x] for x in question.system.unknowns}
    lefts = [simplify(differential(g, moves)) for g in question.system.equations]
    return list(zip(lefts, question.solution.right(question.variables), strict=True))


def defined(question: Question) -> list[str]:
    """By what equation a matrix moves, in words, where no operation is known that solves it but a Kronecker matrix."""
    solution, system = question.solution, question.system
    if not solution.is_stacked or len(system.unknowns) > 1 or {1, system.moves[0].count} & {*system.unknowns[0].shape}:
        return []  # a system of as many rows as a matrix, as of a diagonal, is none of a Kronecker matrix
    left, right = (plain(express(side)) for side in sides(question)[0])
    (step,) = (question.directions[x] for x in system.unknowns)
    rows = said(system.moves[0].count)
    kronecker = f"a Kronecker matrix, of {rows} rows and columns, which code fills and solves with"
    return [f"{step.spelling} is defined by {left} = {right}; no operation is known that solves this but {kronecker}"]


def taken_apart(question: Question) -> Iterator[Line]:
    """The equation multiplied so that its parts are told apart, where that is how it is solved."""
    way = question.solution.way
    if way is None or way.around is None:
        return
    before, behind = way.around
    left, right = (simplify(multiply(before, side, behind)) for side in sides(question)[way.main])
    reason: list[str | Tree] = []
    for node, side in ((before, "left"), (behind, "right")):
        if not is_identity(node):
            reason += [*([", "] if reason else []), expressed(node), f" from the {side}"]
    yield Line(expressed(left), expressed(right), reason, right)
