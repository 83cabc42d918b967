"""The shortest form of an expression: factors taken out as it stands, and where it is first written out."""

from __future__ import annotations

from matcalc_cli.expr.build import rebuild, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, postorder, raw_sum
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.later import attrgetter
from matcalc_cli.simplify.distribute import cleared, distributed
from matcalc_cli.simplify.engine import rewrite
from matcalc_cli.simplify.factor import factored
from matcalc_cli.simplify.term import takes


def condensed(root: Node) -> Node:
    """Every sum of an expression with its common factors taken out, innermost first; done once for each node."""
    if root.condensed is not None:
        return root.condensed
    for node in postorder(root, until=_CONDENSED):
        if not (node.head or node.children):  # a name or a number
            node.condensed = node
            continue
        children = tuple([c.condensed or c for c in node.children])
        node.condensed = _shortest(node if children == node.children else rebuild(node, children))
    return root.condensed or root


_CONDENSED = attrgetter("condensed")


def _shortest(node: Node) -> Node:
    """The shorter of a node with its factors taken out as it is and when it is first written out."""
    here = _factored_either_way(cleared(node) or node)
    expanded = distributed(node)
    if expanded is None:
        return here
    expanded = rewrite(expanded)
    if takes(here.cost, expanded):
        return here
    there = _factored_either_way(expanded)
    return there if there.cost < here.cost else here


def _factored_either_way(node: Node) -> Node:
    if not (isinstance(node, Apply) and node.function is TRANSPOSE and isinstance(node.args[0], Sum)):
        return factored(node, tidied=rewrite)
    inside = transpose(factored(node.args[0], tidied=rewrite))
    # Commutations stand on the left, so what the transposed terms have in common may not show inside.
    outside = factored(raw_sum(tuple([transpose(t) for t in node.args[0].terms])), tidied=rewrite)
    return outside if isinstance(outside, Product) and outside.cost < inside.cost else inside
