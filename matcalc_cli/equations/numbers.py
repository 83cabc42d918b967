"""Inverses of larger matrices of numbers than are worked out everywhere: the solution of a system of numbers is numbers."""

from __future__ import annotations

from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Apply, Node, Product, number, postorder
from matcalc_cli.expr.normal_forms.grid import block
from matcalc_cli.expr.operations import POWER
from matcalc_cli.expr.selections.numbers import cells, entries, inverse
from matcalc_cli.simplify import simplify

MOST = 144
"""So many entries of a matrix are looked at."""


def worked_out(node: Node) -> Node:
    """The expression with the inverses in it that are of numbers alone as matrices of numbers, and itself as one if it is that."""
    found = {n: value for n in postorder(node) if _is_inverse(n) and (value := _inverted(n.children[0])) is not None}
    whole = simplify(substitute(node, found)) if found else node
    if not found and not (isinstance(node, Product) and len(node.factors) > 1):
        return node
    rows = entries(whole, MOST)
    return simplify(block(cells(rows))) if rows else whole


def _is_inverse(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is POWER and node.args[1] == number(-1) and not node.symbols


def _inverted(matrix: Node) -> Node | None:
    rows = inverse(entries(matrix, MOST))
    return block(cells(rows)) if rows else None
