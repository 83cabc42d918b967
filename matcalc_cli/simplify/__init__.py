"""Simplification: the equations of functions, then common factors taken out."""

from __future__ import annotations

from matcalc_cli.expr.node import Node
from matcalc_cli.simplify.engine import rewrite
from matcalc_cli.simplify.factor import condensed


def simplify(node: Node) -> Node:
    """An equal expression that is shorter to read."""
    return rewrite(condensed(rewrite(node)))
