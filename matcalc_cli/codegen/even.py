"""Even functions of a sum take it with the sign that it has elsewhere in the code: it is computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.expr.build import multiply, substitute
from matcalc_cli.expr.node import Apply, Node, Sum, number, postorder


def signed_alike(nodes: Sequence[Node]) -> list[Node]:
    """The expressions with norm(A - B) for norm(B - A) where A - B stands there too."""
    every = list(postorder(*nodes))
    present = frozenset(every)
    turned: Mapping[Node, Node] = {
        node.args[0]: negative
        for node in every
        if isinstance(node, Apply) and node.function.is_even and isinstance(node.args[0], Sum)
        and (negative := multiply(number(-1), node.args[0])) in present
        and _only_in_even(node.args[0], every)
    }  # fmt: skip
    return [substitute(node, turned) for node in nodes] if turned else [*nodes]


def _only_in_even(part: Node, every: Sequence[Node]) -> bool:
    """Whether nothing but even functions takes it with that sign."""
    return all(isinstance(n, Apply) and n.function.is_even for n in every if part in n.children)
