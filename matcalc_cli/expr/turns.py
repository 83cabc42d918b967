"""Powers and their transposes, which factors of a product they combine with, and what is symmetric beside the inverse of a sum: S inv(I + A S) with symmetric S and A."""

from __future__ import annotations

from matcalc_cli.expr.build import MINUS_ONE, ONE, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, raw_product
from matcalc_cli.expr.normal_forms.coefficients import content_of
from matcalc_cli.expr.operations import IDENTITY, POWER, TRANSPOSE, UNIT, ZEROS
from matcalc_cli.kinds import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMBINING = {IDENTITY.name, UNIT.name, ZEROS.name}
"""The heads of factors that combine with others than powers of the same; the rules of products add theirs."""


def base_exponent_turn(node: Node) -> tuple[Node, Node, bool]:
    """(A^k)' as (A, k, True), A as (A, 1, False)."""
    turned = isinstance(node, Apply) and node.function is TRANSPOSE
    inner = node.children[0] if turned else node
    if isinstance(inner, Apply) and inner.function is POWER:
        return inner.args[0], inner.args[1], turned
    return inner, ONE, turned


def are_apart(left: Node, right: Node) -> bool:
    """Whether two neighbours surely do not combine, though they may end a word that does: most do not, and it is seen at once."""
    here = core(left)
    return bool(here) and here != core(right) != 0


def core(node: Node) -> int:
    """The id of what a factor is a power of, one more where it is turned: it combines with factors of the same core only.

    0 where rules, brackets or a number in front may say otherwise; an id, since a node that held itself would never go.
    """
    if node.core is None:
        node.core = _core(node)
    return node.core


def _core(node: Node) -> int:
    if isinstance(node, Sum):
        return id(node) if not node.is_scalar and content_of(node)[0] == 1 else 0
    if node.is_scalar or isinstance(node, Product) or node.head in COMBINING:
        return 0
    if node.head == POWER.name:
        return 0 if node.children[0].head in ("+", POWER.name) else core(node.children[0])
    if node.head == TRANSPOSE.name:
        inner = core(node.children[0])
        return inner and inner + 1
    return 0 if isinstance(node, Symbol) and KINDS[node.kind].orthonormal else id(node)


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
