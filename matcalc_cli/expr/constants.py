"""The numbers 0 and 1, the matrices that have names: zeros, ones, identities, their columns, commutations; what a node is."""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, Member, Node, number, postorder, raw_apply
from matcalc_cli.expr.operations import (
    ATMOST,
    BLOCK,
    COMMUTATION,
    EQUAL,
    IDENTITY,
    ONES,
    PRODUCTION,
    RELATIONS,
    SUMMATION,
    TRANSPOSE,
    UNEQUAL,
    UNIT,
    ZEROS,
)
from matcalc_cli.expr.shapes.dimensions import Shape, Size, product_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Cells: TypeAlias = list[list[Node]]

SERIES = SUMMATION.mark | PRODUCTION.mark
"""The marks of what is over an index."""
RELATED = EQUAL.mark | UNEQUAL.mark | ATMOST.mark
"""Those of relations of integers."""
ZERO = number(0)
ONE = number(1)
MINUS_ONE = number(-1)


def identity(size: Size) -> Node:
    """I(size)."""
    return ONE if size == 1 else raw_apply(IDENTITY, (), (size,), (size, size))


def ones(rows: Size, cols: Size) -> Node:
    """The rows x cols matrix of ones."""
    return ONE if rows == 1 and cols == 1 else raw_apply(ONES, (), (rows, cols), (rows, cols))


def zeros(shape: Shape) -> Node:
    """The zero of that shape."""
    return ZERO if shape == (1, 1) else raw_apply(ZEROS, (), shape, shape)


def commutation(rows: Size, cols: Size) -> Node:
    """K with vec(A') = K vec(A) for A rows x cols; the identity where A is a vector."""
    size = product_of(rows, cols)
    return identity(size) if 1 in (rows, cols) else raw_apply(COMMUTATION, (), (rows, cols), (size, size))


def is_zero(node: Node) -> bool:
    """True of 0 and zeros(m,n)."""
    return node is ZERO or node.function is ZEROS


def is_identity(node: Node) -> bool:
    """True of I(n)."""
    return node.function is IDENTITY


def is_ones(node: Node) -> bool:
    """True of ones(m,n)."""
    return node.function is ONES


def is_unit(node: Node) -> bool:
    """True of columns of I(n): unit(n,i), I(n)[:,a:b]."""
    return node.function is UNIT


def is_turned_unit(node: Node) -> bool:
    """True of E'."""
    return node.function is TRANSPOSE and node.children[0].function is UNIT


def is_block(node: Node) -> bool:
    """True of [A, B; C, D]."""
    return node.function is BLOCK


def arranged(args: Sequence[Node], count: Size) -> Cells:
    """Blocks that are given in one row, as so many rows of so many."""
    assert isinstance(count, int)
    return [list(args[i : i + count]) for i in range(0, len(args), count)]


def cells_of(node: Node) -> Cells | None:
    """The blocks of a block matrix; None of any other matrix."""
    return arranged(node.args, node.sizes[0]) if isinstance(node, Apply) and node.function is BLOCK else None


def is_relation(node: Node) -> bool:
    """Whether an expression is 0 or 1 as two integers relate."""
    return isinstance(node, Apply) and node.function in RELATIONS


def has_member(index: Node, body: Node) -> bool:
    """Whether an index chooses a member of a family in an expression."""
    below = postorder(body, until=lambda node: index not in node.symbols)  # an inner sum may bind an index of that name
    return any(isinstance(n, Member) for n in below)
