"""Powers and their transposes, and what is symmetric beside the inverse of a sum: S inv(I + A S) with symmetric S and A."""

from __future__ import annotations

from matcalc_cli.expr.build import MINUS_ONE, ONE, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Sum, raw_product
from matcalc_cli.expr.operations import POWER, TRANSPOSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def base_exponent_turn(node: Node) -> tuple[Node, Node, bool]:
    """(A^k)' as (A, k, True), A as (A, 1, False)."""
    turned = isinstance(node, Apply) and node.function is TRANSPOSE
    inner = node.children[0] if turned else node
    if isinstance(inner, Apply) and inner.function is POWER:
        return inner.args[0], inner.args[1], turned
    return inner, ONE, turned


def pushed_through(left: Node, right: Node) -> Node | None:
    """S inv(I + A S) for inv(I + S A) S with symmetric S and A, of which either is its own transpose."""
    if not (_inverted_terms(left) and is_symmetric_pair(left, right)):
        return None
    turned = transpose(left)
    return None if turned is left else raw_product(1, (), (right, turned))


def is_symmetric_pair(left: Node, right: Node) -> bool:
    """Whether S inv(Q) or inv(Q) S with a symmetric S is symmetric, because S Q or Q S is so, term by term."""
    for kept, power, front in ((left, right, True), (right, left, False)):
        terms = _inverted_terms(power)
        if terms and transpose(kept) is kept:
            sides = [multiply(*((kept, t) if front else (t, kept))) for t in terms]
            return all([transpose(side) is side for side in sides])
    return False


def _inverted_terms(node: Node) -> Sequence[Node]:
    """The terms of the sum whose inverse it is; none of anything else."""
    if not isinstance(node, Apply):
        return ()
    base, exponent, turned = base_exponent_turn(node)
    if not (exponent is MINUS_ONE and isinstance(base, Sum)):
        return ()
    return [transpose(t) for t in base.terms] if turned else base.terms
