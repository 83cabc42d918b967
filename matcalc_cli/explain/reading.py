"""From a differential to the answer: what stands before dX is the gradient, vec makes a Jacobian of it."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.answers.answer import Derivative
from matcalc_cli.answers.derivation import Heading, Line, Prose
from matcalc_cli.explain.context import Context, tidied, unique
from matcalc_cli.explain.trees import expressed, name_of, prose, same, signed, terms_of, total
from matcalc_cli.explain.vectorize import vec_lines
from matcalc_cli.explain.words.written_out import put_back
from matcalc_cli.expr.build import ONE, substitute
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Tree
from matcalc_cli.readings.adjoint import adjoint
from matcalc_cli.readings.structure import projected
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.simplify import simplify


def reading(context: Context, linear: Node, found: Derivative, terms: Sequence[Node] = ()) -> list[Line]:
    """The lines from the part of df that belongs to a variable (in terms of the parts) to its answer.

    `terms` are the terms of it in the order of the line before, if that matters.
    """
    if found.derivative is not None:
        return _rate(context, linear, found)
    if found.gradient is not None:
        return _gradient(context, linear, found)
    return vec_lines(context, linear, found, heading(context, found, "jacobian"), terms)


def heading(context: Context, found: Derivative, kind: str) -> Heading:
    """The left side of an answer."""
    return Heading(kind, found.variable, several=context.several)


def _gradient(context: Context, linear: Node, found: Derivative) -> list[Line]:
    """df = <G, dX>, and G is the gradient."""
    moving = context.directions[found.variable]
    free = tidied(adjoint(linear, moving, ONE))
    assert found.gradient is not None
    lines: list[Line] = []
    pair = paired(free, moving)
    if (
        len(terms_of(expressed(linear))) > 1
        and len(context.variables) == 1
        and not same(pair, expressed(simplify(linear)))
    ):
        lines.append(Line(None, pair, prose(f"the sum before `d{found.variable.name}`"), context.df))
    left = heading(context, found, "gradient")
    claim = adjoint(context.by(context.df, found.variable), moving, ONE)
    lines.append(Line(left, expressed(free), _why_gradient(found.variable), claim, seen_by=found.variable))
    lines = projection_lines(found, free, lines)
    return unique([*lines, *put_back(context, lines[-1].right, found.gradient)])


def projection_lines(found: Derivative, free: Node, lines: Sequence[Line]) -> list[Line]:
    """The lines to the gradient of a structured variable: the free one, projected, if that changes anything."""
    variable = found.variable
    if not KINDS[variable.kind].is_structured:
        return list(lines)
    short = simplify(projected(free, variable))
    if short is simplify(free):
        last = lines[-1]
        reason = [*last.reason, f", and {KINDS[variable.kind].gradient}, as it has to be"]
        return [*lines[:-1], last.written(last.right, reason)]
    return [
        *lines,
        Line(None, expressed(short), prose(KINDS[variable.kind].reason.format(variable.name)), found.gradient),
    ]


def _why_gradient(variable: Symbol) -> Prose:
    if variable.is_scalar:
        return ()
    return prose(f"what stands before `d{variable.name}`, transposed")


def paired(gradient: Node, moving: Symbol) -> Tree:
    """<G, dX> as G'dx or tr(G' dX), with G as it is."""
    written = expressed(gradient)
    terms = [(sign, _turned(term)) for sign, term in terms_of(written)]
    turned = total(terms) if len(terms) == 1 else _turned(written)
    tree = operation("multiply", turned, name_of(moving))
    sign, tree = signed((1, tree))
    tree = tree if moving.cols == 1 else call("tr", tree)
    return operation("negate", tree) if sign < 0 else tree


def _turned(tree: Tree) -> Tree:
    """The transpose; of a transpose what stands in it."""
    return tree.children[0] if getattr(tree, "operator", "") == "transpose" else operation("transpose", tree)


def _rate(context: Context, linear: Node, found: Derivative) -> list[Line]:
    """df = (df/dalpha) dalpha."""
    moving = context.directions[found.variable]
    rate = simplify(substitute(linear, {moving: ONE}))
    assert found.derivative is not None
    line = Line(
        heading(context, found, "derivative"), expressed(rate),
        prose(f"what multiplies `d{found.variable.name}`"), found.derivative,
    )  # fmt: skip
    return unique([line, *put_back(context, line.right, found.derivative)])


def sentence(parts: Sequence[Prose]) -> Prose:
    """Reasons one after the other, the first three of them."""
    pieces: list[str | Tree] = []
    for part in parts[:3]:
        pieces += [*([", "] if pieces else []), *part]
    return pieces
