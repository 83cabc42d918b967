"""Sums over members of families as matrix products: of vectors x_i, the rows of X, and of numbers, a column or a matrix.

What depends on the index is computed for all members at once: the sum of s_i x_i y_i' is X' diag(s) Y, the sum of
s_ij u_i v_j' is U' S V. A sum that has no such form stays, with the sums inside of it as products.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.families.axes import Axis, NoBatchError, axis_of, bounded
from matcalc_cli.codegen.families.outer import of_matrices
from matcalc_cli.codegen.families.sums import Values, product, total
from matcalc_cli.expr.build import rebuild
from matcalc_cli.expr.node import Apply, Node, postorder
from matcalc_cli.expr.operations import SUMMATION


def batched(roots: Sequence[Node]) -> list[Node]:
    """The expressions with the sums over members that have such a form as products, the outermost first."""
    done: dict[Node, Node] = {}
    above = _with_sums(roots)
    stack = list(roots)
    while stack:
        node = stack[-1]
        if node in done or node not in above:
            done.setdefault(node, node)
            stack.pop()
            continue
        if isinstance(node, Apply) and node.function.binds and (whole := _at_once(node)) is not None:
            done[node] = whole
            stack.pop()
            continue
        waiting = [child for child in node.children if child not in done]
        if waiting:
            stack += waiting
            continue
        children = tuple([done[c] for c in node.children])
        done[node] = node if children == node.children else rebuild(node, children)
        stack.pop()
    return [done[root] for root in roots]


def _axis(index: Node, low: Node, high: Node, body: Node) -> tuple[Axis, Node]:
    """The axis of a sum, and what is summed along it: where its length is not known, over all members, 0 of the others."""
    try:
        return axis_of(index, low, high, body), body
    except NoBatchError:
        return bounded(index, low, high, body)


def _with_sums(roots: Sequence[Node]) -> set[Node]:
    """The parts of expressions that have a sum over an index inside."""
    found: set[Node] = set()
    for node in postorder(*roots):
        if (isinstance(node, Apply) and node.function.binds) or not found.isdisjoint(node.children):
            found.add(node)
    return found


def _at_once(node: Apply) -> Node | None:
    """A sum as a product of matrices, a product as that of the entries of a column; None where it has no such form."""
    index, low, high, *condition, body = node.args
    try:
        axis, body = _axis(index, low, high, body)
        values = Values([axis], batched)
        if 1 not in body.shape:
            return of_matrices(values, axis, body)
        if node.function is SUMMATION:
            return total(values, axis, body).alone()
        return product(values, condition[0], body)
    except NoBatchError:
        return None
