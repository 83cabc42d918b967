"""Simplification: the equations of functions, then common factors taken out."""

from __future__ import annotations

from matcalc_cli.expr.node import Node
from matcalc_cli.simplify.condense import condensed
from matcalc_cli.simplify.engine import rewrite

MOST_ROUNDS = 4
"""Taking factors out can make room for an equation, and that for other factors; two rounds nearly always end it."""


def simplify(node: Node) -> Node:
    """An equal expression that is shorter to read; simplifying it again changes nothing."""
    if node.shortest is None:
        new = node
        for _ in range(MOST_ROUNDS):
            before, new = new, rewrite(condensed(rewrite(new)))
            if new is before:
                break
        node.shortest = new.shortest = new
    return node.shortest
