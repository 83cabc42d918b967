"""Differences that would cancel, as the functions that they are: 1 - sigmoid(x) is sigmoid(-x).

The shortest form of a derivative is for the reader; sigmoid(40) - 1 is 0 in doubles, and sigmoid(-40) is not. What
`codegen.accuracy.cancelling` does not see in a sum is here: k.*softplus(x) - k.*x = k.*softplus(-x).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from matcalc_cli.codegen.accuracy.cancelling import entrywise_parts, entrywise_product, settled
from matcalc_cli.codegen.accuracy.exponentials import without_overflow
from matcalc_cli.codegen.accuracy.lengths import root_as_length, without_powers
from matcalc_cli.codegen.accuracy.levelled import levelled
from matcalc_cli.codegen.accuracy.logarithms import near_one, times_logarithm
from matcalc_cli.codegen.accuracy.scaled import within_range
from matcalc_cli.expr.build import add, apply, multiply, rebuild
from matcalc_cli.expr.node import Apply, Node, Sum, number, postorder
from matcalc_cli.functions import FUNCTIONS

REMEMBERED = 4096
"""Nodes whose stable forms are kept."""
MOST_TERMS = 50
"""Terms of a sum in which cancelling ones are looked for."""


def stable(roots: Sequence[Node]) -> list[Node]:
    """Expressions of the values of these without differences that cancel, and without squares that leave the range of numbers."""
    done: dict[Node, Node] = {}
    for node in postorder(*roots):
        done[node] = _settled(node, tuple([done[child] for child in node.children]))
    return within_range([done[root] for root in roots])


@lru_cache(maxsize=REMEMBERED)
def _settled(node: Node, children: tuple[Node, ...]) -> Node:
    """The node as it is computed of its parts, once for all functions of a module: they have most of these in common."""
    node = node if children == node.children else rebuild(node, children)
    if not isinstance(node, Sum):
        for change in (without_overflow, near_one, times_logarithm, root_as_length, without_powers):
            node = change(node)
        return node
    if len(node.terms) > MOST_TERMS:
        return node
    found = levelled(_without_arguments(node))
    return settled(found) if isinstance(found, Sum) else found


def _without_arguments(node: Sum) -> Node:
    """k.*softplus(x) - k.*x as k.*softplus(-x)."""
    terms = list(node.terms)
    for term in node.terms:
        parts = entrywise_parts(term)
        for i, part in enumerate(parts):
            if isinstance(part, Apply) and part.function is FUNCTIONS["softplus"]:
                (argument,) = part.args
                partner = multiply(number(-1), entrywise_product([*parts[:i], argument, *parts[i + 1 :]], node))
                if partner in terms and term in terms:
                    mirrored = apply(part.function, (multiply(number(-1), argument),))
                    terms.remove(term)
                    terms.remove(partner)
                    terms.append(entrywise_product([*parts[:i], mirrored, *parts[i + 1 :]], node))
    return node if tuple(terms) == node.terms else add(*terms)
