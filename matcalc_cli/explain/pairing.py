"""A number's df with every differential at the end of its term, L dx or tr(L dX), where gradients are read off."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.answers.derivation import Line
from matcalc_cli.explain.context import Context, alike
from matcalc_cli.explain.trees import (
    Term,
    expressed,
    factors_of,
    name_of,
    names_in,
    product,
    prose,
    put_in,
    signed,
    terms_of,
    total,
)
from matcalc_cli.expr.build import ONE, identity, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number, symbol
from matcalc_cli.expr.operations import DIAG, HADAMARD, SUM, SUMMATION, TRACE
from matcalc_cli.language.tree import Call, Operation, Tree
from matcalc_cli.readings.adjoint import adjoint
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.simplify import simplify

PLACE = symbol("~", ONE.shape, "scalar")
"""Stands for the factor with the differential while the numbers around it are written."""


def pairing_line(context: Context, df: Tree) -> list[Line]:
    """The line that turns df into L dx and tr(L dX); none if it is written so, or does not fall into such terms."""
    terms: list[Term] = []
    reasons: dict[str, None] = {}
    for sign, term in terms_of(df):
        moving = [d for d in context.directions.values() if d.name in names_in(term)]
        if len(moving) != 1:
            return []
        if moving[0].is_scalar or _is_read_off(term, moving[0]):
            terms.append((sign, term))
            continue
        passed: list[Node] = []
        gradient = adjoint(context.built(term), moving[0], ONE, passed)
        terms.append(signed((sign, _paired(simplify(gradient), moving[0]))))
        reasons.update(dict.fromkeys(_reasons(passed, moving[0])))
    line = total(terms)
    return [] if alike(df, line) else [Line(None, line, prose(", ".join(reasons)), context.df)]


def _is_read_off(term: Tree, moving: Symbol) -> bool:
    """Whether the term is L dx, tr(L dX), or such a one with a number around it."""
    factors = factors_of(term.operands[0] if _is_quotient(term) else term)  # type: ignore[attr-defined]
    last = factors[-1]
    if moving.cols == 1:
        return _is(last, moving)
    return isinstance(last, Call) and last.function == "tr" and _is(factors_of(last.arguments[0])[-1], moving)


def _is_quotient(term: Tree) -> bool:
    return isinstance(term, Operation) and term.operator == "divide"


def _is(tree: Tree, moving: Symbol) -> bool:
    return getattr(tree, "name", None) == moving.name


def _paired(gradient: Node, moving: Symbol) -> Tree:
    """L dx or tr(L dX) with L as it is, the numbers in front."""
    front, factors = _numbers_out(gradient)
    rows = [_turned(factor) for factor in reversed(factors)]
    sign, pair = signed((1, product([*rows, name_of(moving)])))
    pair = pair if moving.cols == 1 else call("tr", pair)
    pair = put_in(expressed(multiply(front, PLACE)), {PLACE.name: pair})
    return operation("negate", pair) if sign < 0 else pair


def _numbers_out(gradient: Node) -> tuple[Node, tuple[Node, ...]]:
    """The numbers in front of a product, and its factors; the identity is no factor."""
    if not isinstance(gradient, Product):
        return ONE, (gradient,) if gradient is not identity(gradient.rows) else ()
    return multiply(number(gradient.coefficient), *gradient.scalars), tuple(
        factor for factor in gradient.factors if factor is not identity(factor.rows)
    )


def _turned(factor: Node) -> Tree:
    """A factor transposed; of a sum or an elementwise product as a whole."""
    if isinstance(factor, Sum) or (isinstance(factor, Apply) and factor.function is HADAMARD):
        return operation("transpose", expressed(factor))
    return expressed(transpose(factor))


def _reasons(passed: Sequence[Node], moving: Symbol) -> list[str]:
    """Which rules bring the differential to the end, by what the adjoint goes back through."""
    applied = [node for node in passed if isinstance(node, Apply)]
    heads = {node.function for node in applied}
    column = all(node.cols == 1 for node in applied if node.function is HADAMARD)
    found = [f.moved["inner" if column else "trace"] for f in (HADAMARD, SUM) if f in heads]
    found = found[-1:] if not column else found
    if SUMMATION in heads:
        found.insert(0, "what does not depend on the index out of the sum")
    if moving.cols != 1 and heads.isdisjoint((TRACE, SUM)):
        found.append("a number is its own trace")
    if {DIAG, TRACE} <= heads:
        found.append("`tr(U*diag(v))` = `diag(U)'*v`")
    if moving.cols != 1:
        found.append("`tr(U*V)` = `tr(V*U)`")
    return found or ["a number is its own transpose"]
