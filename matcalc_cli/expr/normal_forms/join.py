"""The product of two neighbours: powers of one base, diagonals, Kronecker products, commutations."""

from __future__ import annotations

from itertools import product

from matcalc_cli.expr.build import ONE, add, apply, bare, commutation, identity, multiply, ones, size_number, transpose
from matcalc_cli.expr.constants import cells_of, is_turned_unit, is_unit
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.normal_forms.coefficients import content_of
from matcalc_cli.expr.operations import (
    BLOCK,
    COMMUTATION,
    DIAG,
    DUPLICATION,
    HADAMARD,
    IDENTITY,
    KRON,
    ONES,
    POWER,
    SUM,
    TRANSPOSE,
    UNIT,
    ZEROS,
)
from matcalc_cli.expr.turns import base_exponent_turn, pushed_through
from matcalc_cli.kinds import KINDS
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcalc_cli.expr.normal_forms import grid
    from matcalc_cli.expr.selections import columns as selection
else:
    selection = Later("matcalc_cli.expr.selections.columns")
    grid = Later("matcalc_cli.expr.normal_forms.grid")


SMALL_EXPONENT = 8
LONGEST_WORD = 8
"""A longer product keeps its brackets inside another, and is not compared with its inverse: so that what uses the
previous part twice, again and again, takes linear time."""
LARGEST_BLOCKS = 64
"""Block matrices with more products of blocks are not multiplied."""
LARGEST_MERGED = 64
"""A power of a power, or a product of powers, above this stays as it is: repeated squaring stays repeated squaring."""

Head = Function | str
COLUMN, ROW = "column", "row"
"""The marks of columns and rows in the rules of products, besides functions."""


def joined(before: Sequence[Node], factor: Node) -> tuple[int, Node] | None:
    """How `factor` combines with the end of `before`: (how many it replaces, by what), or None."""
    if not before or are_apart(before[-1], factor):
        return None
    left = before[-1]
    power = _power(left, factor)
    if power is not None:
        return 1, power
    inverse = _inverse_of_word(before, factor)
    if inverse is not None:
        return inverse
    combined = _orthonormal(left, factor) or pushed_through(left, factor) or _combined(left, factor)
    return None if combined is None else (1, combined)


def are_apart(left: Node, right: Node) -> bool:
    """Whether two neighbours surely stay as they are, whatever stands before them: most do, and it is seen at once."""
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
    if node.is_scalar or isinstance(node, Product) or node.head in _RULED:
        return 0
    if node.head == POWER.name:
        return 0 if node.children[0].head in ("+", POWER.name) else core(node.children[0])
    if node.head == TRANSPOSE.name:
        inner = core(node.children[0])
        return inner and inner + 1
    return 0 if isinstance(node, Symbol) and KINDS[node.kind].orthonormal else id(node)


def _orthonormal(left: Node, right: Node) -> Node | None:
    """Q'Q = I for a variable of orthonormal columns; a square one has its inverse for its transpose."""
    if isinstance(right, Symbol) and KINDS[right.kind].orthonormal and left is transpose(right):
        return identity(right.cols)
    return None


def _power(left: Node, right: Node) -> Node | None:
    """A^j A^k = A^(j+k); X X = X^2 for powers X that are too large to merge."""
    if left.rows is not right.cols and left.rows != right.cols:
        return None
    (a, j, s), (b, k, t) = base_exponent_turn(left), base_exponent_turn(right)
    if a is right and a is not left and not s:
        return _one_more(left)
    if a is b and s == t and a.rows == a.cols and may_merge(j, k, add(j, k)):
        merged = apply(POWER, (a, add(j, k)))
    elif left is right and j is not ONE:
        return bare(POWER, (left, number(2)))
    else:
        return None
    return transpose(merged) if s else merged


def may_merge(j: Node, k: Node, merged: Node) -> bool:
    """Whether A^j and A^k are written as one power of A."""
    values = [abs(int(e.value)) for e in (j, k, merged) if isinstance(e, Number)]
    return len(values) < 3 or min(values[:2]) <= SMALL_EXPONENT or values[2] <= LARGEST_MERGED


def _inverse_of_word(before: Sequence[Node], factor: Node) -> tuple[int, Node] | None:
    """(X'X)^k X'X and X'X (X'X)^k with k < 0, or the transpose of such a power: a word meets a negative power of itself."""
    word = _word_of_power(factor) if factor.head in _POWERED else ()
    if word and tuple(before[-len(word) :]) == word:
        return len(word), _one_more(factor)
    for back in range(len(before) - 1, max(-1, len(before) - LONGEST_WORD), -1):
        node = before[back]
        if node.head in _POWERED and (word := _word_of_power(node)):
            return (len(before) - back, _one_more(node)) if (*before[back + 1 :], factor) == word else None
    return None


_POWERED = (POWER.name, TRANSPOSE.name)
"""The heads of what may be a power, looked at before anything else: every factor of every product is asked."""


def _word_of_power(node: Node) -> tuple[Node, ...]:
    """The factors of A B in (A B)^k with k < 0, those of (A B)' in its transpose; none of anything else."""
    if POWER.name not in (node.head, node.children[0].head):  # the transpose of something else
        return ()
    base, exponent, turned = base_exponent_turn(node)
    if not (isinstance(base, Product) and _is_negative(exponent) and base.coefficient == 1 and not base.scalars):
        return ()
    return tuple([transpose(f) for f in reversed(base.factors)]) if turned else base.factors


def _one_more(power: Node) -> Node:
    """A^k A."""
    base, exponent, turned = base_exponent_turn(power)
    merged = apply(POWER, (base, add(exponent, ONE)))
    return transpose(merged) if turned else merged


def _is_negative(exponent: Node) -> bool:
    return isinstance(exponent, Number) and exponent.value < 0


def _combined(left: Node, right: Node) -> Node | None:
    if is_turned_unit(left) or is_unit(right):
        found = selection.selected(left, right)
        if found is not None:
            return found
    for heads in product(_heads(left), _heads(right)):
        rule = _RULES.get(heads)
        combined = rule(left, right) if rule else None
        if combined is not None:
            return combined
    return _into_kronecker(left, right)


def _into_kronecker(left: Node, right: Node) -> Node | None:
    """(x kron A) B = x kron AB and (A kron x) B = AB kron x for a column x; the transposes of both."""
    if left.head == KRON.name and left.cols != 1:
        return _beside_a_vector(left.children, lambda part: part.cols == 1, lambda rest: multiply(rest, right))
    if right.head == KRON.name and right.rows != 1:
        return _beside_a_vector(right.children, lambda part: part.rows == 1, lambda rest: multiply(left, rest))
    return None


def _beside_a_vector(
    parts: Sequence[Node], is_vector: Callable[[Node], bool], times: Callable[[Node], Node]
) -> Node | None:
    """The first or the last part kept where it is a vector, the product of the rest beside it."""
    if is_vector(parts[0]):
        return apply(KRON, (parts[0], times(apply(KRON, tuple(parts[1:])))))
    return apply(KRON, (times(apply(KRON, tuple(parts[:-1]))), parts[-1])) if is_vector(parts[-1]) else None


def _heads(node: Node) -> tuple[Head, ...]:
    """The marks by which the rules know a factor: its function, and that it is a column or a row."""
    shape = (COLUMN,) if node.cols == 1 else (ROW,) if node.rows == 1 else ()
    if not isinstance(node, Apply) or (node.function is DIAG and node.cols == 1):
        return shape
    return (node.function, *shape)


def _diagonal_times_column(left: Node, right: Node) -> Node:
    """diag(u) v = u .* v."""
    return apply(HADAMARD, (left.children[0], right))


def _diagonals(left: Node, right: Node) -> Node:
    """diag(u) diag(v) = diag(u .* v)."""
    return apply(DIAG, (apply(HADAMARD, (left.children[0], right.children[0])),))


def _row_times_diagonal(left: Node, right: Node) -> Node:
    """u' diag(v) = (u .* v)'."""
    return transpose(apply(HADAMARD, (transpose(left), right.children[0])))


def _kroneckers(left: Node, right: Node) -> Node | None:
    """(A kron B)(C kron D) = AC kron BD where the shapes fit."""
    if len(left.children) != len(right.children):
        return None
    pairs = list(zip(left.children, right.children, strict=True))
    if any(a.cols != c.rows for a, c in pairs):
        return None
    return apply(KRON, tuple([multiply(a, c) for a, c in pairs]))


def _commutations(left: Node, right: Node) -> Node | None:
    """K(m,n) K(n,m) = I."""
    assert isinstance(left, Apply) and isinstance(right, Apply)
    return identity(left.rows) if left.sizes == right.sizes[::-1] else None


def _kronecker_times_commutation(left: Node, right: Node) -> Node | None:
    """(P kron Q) K(q,n) = K(p,m) (Q kron P) for P p x q, Q m x n: commutations go to the left."""
    assert isinstance(right, Apply)
    if len(left.children) != 2:
        return None
    p, q = left.children
    if (p.cols, q.cols) != right.sizes:
        return None
    return multiply(commutation(p.rows, q.rows), apply(KRON, (q, p)))


def _commutation_times_duplication(left: Node, right: Node) -> Node | None:
    """K D = D: vec of a symmetric matrix is the vec of its transpose."""
    return right if isinstance(left, Apply) and left.sizes[0] == left.sizes[1] else None


def _ones_times_column(left: Node, right: Node) -> Node | None:
    """1'x = sum(x)."""
    return apply(SUM, (right,)) if left.rows == 1 else None


def _row_times_ones(left: Node, right: Node) -> Node | None:
    """x'1 = sum(x)."""
    return apply(SUM, (transpose(left),)) if left.rows == 1 and right.cols == 1 else None


def _blocks(left: Node, right: Node) -> Node | None:
    """[A, B; C, D] [x; y] = [A x + B y; C x + D y], where the blocks match."""
    rows, cols = cells_of(left), cells_of(right)
    assert rows is not None and cols is not None
    if [a.cols for a in rows[0]] != [row[0].rows for row in cols]:
        return None
    if len(rows) * len(cols) * len(cols[0]) > LARGEST_BLOCKS:
        return None
    columns = list(zip(*cols, strict=True))
    return grid.block([[add(*map(multiply, row, column)) for column in columns] for row in rows])


def _ones_times_ones(left: Node, right: Node) -> Node:
    """ones(m,n) ones(n,p) = n ones(m,p)."""
    return multiply(size_number(left.cols), ones(left.rows, right.cols))


_RULES: dict[tuple[Head, Head], Callable[[Node, Node], Node | None]] = {
    (DIAG, COLUMN): _diagonal_times_column,
    (DIAG, DIAG): _diagonals,
    (DIAG, ONES): lambda left, right: left.children[0] if right.cols == 1 else None,
    (ROW, DIAG): _row_times_diagonal,
    (ONES, DIAG): lambda left, right: transpose(right.children[0]) if left.rows == 1 else None,
    (KRON, KRON): _kroneckers,
    (COMMUTATION, COMMUTATION): _commutations,
    (COMMUTATION, DUPLICATION): _commutation_times_duplication,
    (KRON, COMMUTATION): _kronecker_times_commutation,
    (ONES, COLUMN): _ones_times_column,
    (ROW, ONES): _row_times_ones,
    (ONES, ONES): _ones_times_ones,
    (BLOCK, BLOCK): _blocks,
}

_RULED = {head.name for pair in _RULES for head in pair if isinstance(head, Function)} | {
    UNIT.name,
    IDENTITY.name,
    ZEROS.name,
}
"""The heads of factors that combine with others than powers of the same."""
