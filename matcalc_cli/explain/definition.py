"""The derivation from the definition: f(X + dX) - f(X) multiplied out, its linear part, and the reading of it."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.answers.derivation import Line, Prose, Section
from matcalc_cli.explain.context import Context, settled, unique
from matcalc_cli.explain.pairing import pairing_line
from matcalc_cli.explain.polynomial import Word, words_of
from matcalc_cli.explain.reading import reading
from matcalc_cli.explain.trees import expressed, name_of, prose, put_in, terms_of, total
from matcalc_cli.expr.build import add, apply, is_unit, multiply, substitute
from matcalc_cli.expr.node import Apply, Member, Number, Symbol, number, postorder
from matcalc_cli.expr.operations import POWER
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Literal, Tree
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.trees import call, operation

BEST = 8
"""Up to so many words the definition explains better than the rules."""


def expansion(context: Context) -> list[Word] | None:
    """f(X + dX) as words, where f is a polynomial in one variable; None where it is not."""
    if (
        len(context.variables) != 1
        or isinstance(context.variables[0], Member)
        or not KINDS[context.variables[0].kind].moves_straight
    ):
        return None
    (variable,) = context.variables
    if any(map(is_unit, postorder(context.answer.expression))):
        return None
    return words_of(context.answer.expression, variable, context.directions[variable])


def is_best(context: Context, words: Sequence[Word] | None) -> bool:
    """Whether the definition is the better explanation: of a short polynomial without names of its own."""
    if words is None or context.variables[0].is_scalar or context.answer.program.bindings:
        return False
    return len(words) <= BEST and any(w.degree > 1 for w in words)


def from_definition(context: Context, words: Sequence[Word]) -> list[Section]:
    """The difference, its linear part, and the answer."""
    (found,) = context.answer.derivatives
    linear = [w for w in words if w.degree == 1]
    d = f"`d{found.variable.name}`"
    df = total([w.term for w in linear])
    lines = [*_difference(context, words), Line(context.df_name, df, prose(f"keep what is linear in {d}"), context.df)]
    if context.answer.expression.cols == 1:
        lines += settled(context, df, context.df)
    if context.answer.expression.is_scalar:
        lines += pairing_line(context, lines[-1].right)
    node = context.built(lines[-1].right)
    terms = [context.built(total([term])) for term in terms_of(lines[-1].right)]
    return [Section(["from the definition"], unique([*lines, *reading(context, node, found, terms)]))]


def _difference(context: Context, words: Sequence[Word]) -> list[Line]:
    (variable,) = context.variables
    moving = context.directions[variable]
    f = context.answer.expression
    claim = add(substitute(f, {variable: add(variable, moving)}), multiply(number(-1), f))
    there = operation("add", name_of(variable), name_of(moving))
    letter = context.letter
    left = operation("subtract", call(letter, there), call(letter, name_of(variable)))
    here = expressed(f)
    before = [(-sign, term) for sign, term in terms_of(here)]

    def minus(terms: Sequence[tuple[int, Tree]]) -> Tree:
        return total([*terms, *before])

    lines = [Line(left, operation("subtract", put_in(here, {variable.name: there}), here), (), claim)]
    lines += [Line(None, minus(terms), [reason], claim) for terms, reason in _cube(context, there)]
    expanded = minus([w.term for w in words])
    why = "expand, keeping the order of the factors" if len(words) < 8 or len(lines) == 1 else "multiply out"
    if "norm(" in plain(here):
        norm = "`norm(v)^2` = `v'*v`" if variable.cols == 1 else "`norm(V)^2` = `tr(V'*V)`"
        why = f"{norm}, expanded"
    lines.append(Line(None, expanded, prose(why), claim))
    rest = total([w.term for w in words if w.degree])
    cancels: Prose = [here, " cancels"] if len(before) == 1 else ["what does not move cancels"]
    return [*lines, Line(None, rest, cancels, claim)]


def _cube(context: Context, there: Tree) -> list[tuple[list[tuple[int, Tree]], str]]:
    """The lines between (A + dA)^k and its words, k > 2: one factor split off, and multiplied out."""
    match context.answer.expression:
        case Apply(function=function, args=(Symbol() as base, Number(value=k))) if function is POWER and k > 2:
            moving = context.directions[base]
        case _:
            return []
    lower = there if k == 2 else operation("power", there, Literal(int(k) - 1, 1, 0, 0))
    inner = words_of_power(base, moving, int(k) - 1)
    a, da = name_of(base), name_of(moving)
    bracket = total([w.term for w in inner])
    return [
        ([(1, operation("multiply", lower, there))], "split one factor off"),
        ([(1, operation("multiply", lower, a)), (1, operation("multiply", lower, da))], "multiply out its bracket"),
        (
            [(1, operation("multiply", bracket, a)), (1, operation("multiply", bracket, da))],
            "expand, keeping the order of the factors",
        ),
    ]


def words_of_power(base: Symbol, moving: Symbol, k: int) -> list[Word]:
    """The words of (A + dA)^k."""
    words = words_of(apply(POWER, (base, number(k))), base, moving)
    assert words is not None
    return words
