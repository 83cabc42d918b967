"""diag(x, k): a column on the k-th diagonal above the main one, below it for a negative k; or that diagonal of a matrix."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import apply, multiply, transpose
from matcalc_cli.expr.operations import DIAG
from matcalc_cli.expr.shapes.dimensions import Shape, Size, is_at_most, minus, scaled
from matcalc_cli.functions import find
from matcalc_cli.language.tree import Call, Tree
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.elaborate import indexing
    from matcalc_cli.elaborate.shapes.state import State
    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.selections import units
else:
    units = Later("matcalc_cli.expr.selections.units")
    indexing = Later("matcalc_cli.elaborate.indexing")


def is_one(tree: Tree) -> bool:
    """Whether a call is diag with a diagonal's number."""
    return isinstance(tree, Call) and len(tree.arguments) == 2 and find(tree.function) is DIAG


def _offset(tree: Call) -> tuple[Size, int]:
    """How far from the main diagonal, and on which side: 1 above, -1 below. Raises MatcalcError."""
    place = tree.arguments[1]
    try:
        k = indexing.position(place, 0, lambda _: "")
    except TypeError:
        k = None
    if k is not None and is_at_most(0, k):
        return k, 1
    if k is not None and is_at_most(k, 0):
        return scaled(k, -1, 1), -1
    raise MatcalcError(
        "unsupported", "the number of a diagonal is an integer or a dimension", [Label(place.start, place.end)],
        hint="diag(x, 1) has x above the main diagonal, diag(x, -1) below it",
    )  # fmt: skip


def shape(inference: State, tree: Call) -> Shape:
    """The shape of diag(x, k)."""
    rows, cols = inference.shape(tree.arguments[0])
    k, _ = _offset(tree)
    if cols == 1 and rows != 1:
        return (rows + k, rows + k)
    if not inference.unifier.unify(rows, cols):
        raise inference.complaints.square(tree.arguments[0], "diag takes a column or a square matrix")
    return (minus(inference.unifier.resolve(rows), k), 1)


def node(tree: Call, argument: Node) -> Node:
    """diag(x, k) by the main diagonal: between zeros, or of a part of the matrix."""
    k, side = _offset(tree)
    if argument.cols == 1:
        size = argument.rows + k
        first, last = units.columns_after(size, 0, argument.rows), units.columns_after(size, k, argument.rows)
        left, right = (first, last) if side > 0 else (last, first)
        return multiply(left, apply(DIAG, (argument,)), transpose(right))
    count = minus(argument.rows, k)
    first, last = units.columns_after(argument.rows, 0, count), units.columns_after(argument.rows, k, count)
    left, right = (first, last) if side > 0 else (last, first)
    return apply(DIAG, (multiply(transpose(left), argument, right),))
