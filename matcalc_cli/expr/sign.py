"""Expressions that are greater than 0 wherever they have a value: numbers declared so, and what is made of such numbers."""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, SIZE


def is_positive(root: Node) -> bool:
    """Whether a scalar is surely positive; of nothing else that is said."""
    known: dict[Node, bool] = {}
    for node in postorder(root, until=_is_no_scalar):
        known[node] = _is_positive(node, known)
    return known.get(root, False)


def _is_no_scalar(node: Node) -> bool:
    return not node.is_scalar


def _is_positive(node: Node, known: dict[Node, bool]) -> bool:
    match node:
        case Symbol(kind=kind):
            return kind == "positive"
        case Number(value=value):
            return value > 0
        case Sum(terms=terms):
            return all([known[term] for term in terms])
        case Product(coefficient=c, scalars=scalars, factors=()):
            return c > 0 and all([known[s] for s in scalars])
        case Apply(function=function, args=(base, _)) if function is ELEMENTWISE_POWER:
            return known[base]
        case Apply(function=function) if function is SIZE:
            return True
    return False
