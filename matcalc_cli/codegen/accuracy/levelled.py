"""The logarithm of a softmax, of the argument less its largest entry: a difference of two large numbers would lose digits.

x - logsumexp(x) = z - logsumexp(z) with z = x - max(x), whose largest entry is 0
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import add, apply, multiply, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.functions import FUNCTIONS

if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

LEVELLED = Function("levelled", "X: m,n -> m,n", "X less its largest entry, as one thing", code="X - max(X)")
ROWS_LEVELLED = Function(
    "rows_levelled",
    "X: m,n -> m,n",
    "X less the largest entry of each row, as one thing",
    code="X - max(X, 2)*ones(1,n)",
)
WHOLE = "X - logsumexp(X)"
ROWS = "X - logsumexp(X, 2)*ones(1,n)"
"""The logarithms of the softmax of all entries, and of each row."""


def levelled(node: Node) -> Node:
    """The expression, with c*(z - logsumexp(z)) where it is a sum that has all terms of c*(x - logsumexp(x))."""
    for term in _terms(1, node):
        c, _ = split(term)
        for x, level, formula in _bounds(term):
            for turn in (_as_it_is, transpose):
                old, new = [
                    _terms(-c, turn(instantiate(formula, {"X": u}, {"n": u.cols}))) for u in (x, apply(level, (x,)))
                ]
                if term in old and all(part in _terms(1, node) for part in old):
                    return add(*[part for part in _terms(1, node) if part not in old], *new)
    return node


def _bounds(term: Node) -> Iterator[tuple[Node, Function, str]]:
    """The x of logsumexp(x) in a term, with what is made of it and what it is subtracted from; not where it is made already."""
    for part in (*term.scalars, *term.factors) if isinstance(term, Product) else (term,):
        match transpose(part) if isinstance(part, Apply) and part.function is TRANSPOSE else part:
            case Apply(args=(Apply(function=function),)) if function in {LEVELLED, ROWS_LEVELLED}:
                continue
            case Apply(function=function, args=(x,)) if function is FUNCTIONS["logsumexp"] and not x.is_scalar:
                yield x, LEVELLED, WHOLE
            case Apply(function=function, args=(x,)) if function is FUNCTIONS["logsumexp_2"]:
                yield x, ROWS_LEVELLED, ROWS


def _as_it_is(node: Node) -> Node:
    return node


def _terms(c: Rational, node: Node) -> list[Node]:
    """The terms of c times a sum."""
    return [multiply(number(c), part) for part in (node.terms if isinstance(node, Sum) else (node,))]
