"""Simplifications of the expression before it is differentiated, and the equations that they use."""

from __future__ import annotations

from matcalc_cli.answers.derivation import Line, Prose, Section
from matcalc_cli.explain.context import Context, dimensions
from matcalc_cli.explain.trees import expressed, named, prose, value
from matcalc_cli.expr.node import Node
from matcalc_cli.language.tree import Call, Tree
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.fold import post_order
from matcalc_cli.simplify.engine import equations_used

MOST = 3
"""More equations than this are not listed."""
LONGEST = 60
"""An expression of more operations is not written without the names that the user gave to its parts: they may double with each."""


def rewritten(context: Context, original: Node) -> list[Section]:
    """f before and after simplification, and by which equations; nothing where the two are alike."""
    if context.parts and original.cost > LONGEST:
        return []
    if not set(dimensions(original)) <= set(context.full.dims):
        return []  # mean(ones(m, n)) is 1, and nothing has the sizes m and n any more
    used = equations_used(original)
    f = context.answer.expression
    if used:
        reason = prose(", ".join(map(_equation, used))) if len(used) <= MOST else ["simplified"]
        return [_section(context, expressed(original), expressed(f), reason)]
    typed = context.answer.program.body
    if not _traces(context, typed) - _traces(context, expressed(original)):
        return []
    if not value(typed, context.full).symbols <= original.symbols:
        return []  # a free index that is called as an index of the lines has another name in them
    return [_section(context, typed, expressed(f), prose("`tr(U*V)` = `tr(V*U)`"))]


def _section(context: Context, before: Tree, after: Tree, reason: Prose) -> Section:
    f = context.answer.expression
    return Section(["the expression"], [Line(named(context.letter), before, (), f), Line(None, after, reason, f)])


def _equation(text: str) -> str:
    """A rule's text as prose."""
    left, _, right = text.partition(" where ")[0].partition(" = ")
    return f"`{left}` = `{right}`"


def _traces(context: Context, tree: Tree) -> set[str]:
    """The arguments of traces, as the engine writes them."""
    if any("I" in (getattr(t, "name", ""), getattr(t, "function", "")) for t in post_order(tree)):
        return set()  # an identity without a size, which only the program as a whole tells
    arguments = [t.arguments[0] for t in post_order(tree) if isinstance(t, Call) and t.function == "tr"]
    return {plain(expressed(value(argument, context.full))) for argument in arguments}
