"""Derivations step by step, from the same differential as the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.answers.derivation import Derivation, Heading, Line, Prose, Section
from matcalc_cli.elaborate.builder import Scope
from matcalc_cli.explain.backward import Backward
from matcalc_cli.explain.context import Context
from matcalc_cli.explain.cost import costs
from matcalc_cli.explain.definition import expansion, from_definition, is_best
from matcalc_cli.explain.rules.byrules import by_rules
from matcalc_cli.explain.rules.proofs import proof_of_the_rule
from matcalc_cli.explain.rules.rewriting import rewritten
from matcalc_cli.explain.selecting import with_slices
from matcalc_cli.explain.trees import name_of
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.render.reports.names import function_letter, taken_names
from matcalc_cli.render.writing.sharing import shared

NO_POLYNOMIAL = "f(X + dX) - f(X) is no polynomial that can be multiplied out here: derived by rules"
LAYERS = 3
"""From so many parts on, a number's derivation goes backwards, part by part."""


def explain(
    answer: Answer, original: Node, bound: Mapping[str, Node], *, style: str = "", mode: str = "",
    sizes: Mapping[str, int] | None = None, steps: Sequence[tuple[Symbol, Node]] = (),
) -> Derivation:  # fmt: skip
    """The steps to the derivatives of an answer.

    `original` is the expression before it was simplified; `bound` are the values of the user's named parts; `style` is
    "definition" or "rules", `mode` "forward" or "reverse", "" for the better one; with a mode the operations are
    counted at `sizes`, and no part is lost: `steps` has the user's as typed.
    """
    letter = function_letter({*taken_names(answer), *bound})
    context = Context(answer, bound, letter, steps=steps)
    if style == "definition" and (mode or not _has_definition(answer, bound, letter)):
        answer = answer.but(notes=(*answer.notes, NO_POLYNOMIAL))
    start = rewritten(context, original)
    apart = not answer.expression.is_scalar or style == "definition"
    if apart and len(answer.derivatives) > 1 and not mode:
        return _one_by_one(answer, start, bound, letter, style)
    sections = [*start, *proof_of_the_rule(context), *_sections(context, style, mode)]
    if mode:
        sections = [*sections, *costs(context, sizes or {}, mode)]
    return Derivation(answer, with_slices(with_sharing(sections), context.full), context.full, letter)


def _has_definition(answer: Answer, bound: Mapping[str, Node], letter: str) -> bool:
    """Whether f(X + dX) - f(X) can be multiplied out, in one variable at least."""
    return any(expansion(Context(_only(answer, d), bound, letter)) is not None for d in answer.derivatives)


def _only(answer: Answer, found: Derivative) -> Answer:
    """The answer about one of its variables."""
    return Answer(
        answer.program, answer.expression, answer.variables, [found], found.differential, letters=answer.letters, words=answer.words,
    )  # fmt: skip


def _sections(context: Context, style: str, mode: str) -> list[Section]:
    words = expansion(context) if style != "rules" and not mode else None
    moves = any(w.degree == 1 for w in words or ())  # of a constant there is nothing to multiply out
    if words is not None and moves and (style == "definition" or is_best(context, words)):
        return from_definition(context, words)
    if context.answer.expression.is_scalar and (mode == "reverse" or (not mode and _is_deep(context))):
        return Backward(context).sections()
    ruled = by_rules(context, forward=mode == "forward")
    if mode != "reverse" or not context.parts:
        return ruled
    return [*Backward(context).sections(), *ruled[1:]]  # which has the parts first, too


def _is_deep(context: Context) -> bool:
    """Whether to go backwards: of a number that is made in layers."""
    nested = any(p.symbol in q.definition.symbols for p in context.parts for q in context.parts)
    return len(context.parts) >= LAYERS or (nested and len(context.variables) > 1)


def _one_by_one(
    answer: Answer, start: Sequence[Section], bound: Mapping[str, Node], letter: str, style: str
) -> Derivation:
    """Of something that is no number, a derivation for each variable, the others held fast."""
    sections = list(start)
    names: dict[str, Node] = {}
    for found in answer.derivatives:
        context = Context(_only(answer, found), bound, letter, several=True)
        inner = _sections(context, style, "")
        title: Prose = [", with respect to ", name_of(found.variable)]
        sections += [Section([*s.title, *title], s.lines, scope=context.full) for s in inner]
        names |= context.full.nodes
    scope = Scope(names, context.full.dims)
    return Derivation(answer, with_slices(with_sharing(sections), scope), scope, letter)


def with_sharing(sections: Sequence[Section]) -> list[Section]:
    """The answers with large repeated parts named once, as `grad` and `jacobian` print them."""
    return [Section(s.title, list(_shared(s.lines)), tally=s.tally, scope=s.scope) for s in sections]


def _shared(lines: Sequence[Line]) -> Iterator[Line]:
    answer = False
    for line in lines:
        answer = isinstance(line.left, Heading) or (answer and line.left is None)
        yield line.written(shared(line.right)) if answer else line
