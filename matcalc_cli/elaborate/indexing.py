"""Indices: what `A[i,:]`, `x[k+1:n]` and `A[end,1]` select, as shapes and as expressions.

An index is a polynomial of integers, dimension names and indices: the bound integer of a sum, or an undeclared
lowercase name, which stands for any integer. The bounds of a slice are dimensions, since they make its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matcalc_cli.elaborate.subscripts import names_in, subscripts
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import add, multiply, transpose
from matcalc_cli.expr.node import number
from matcalc_cli.expr.selections.units import columns
from matcalc_cli.expr.shapes.dimensions import (
    INDEX,
    SCALAR,
    Dim,
    Shape,
    Size,
    dim,
    is_at_most,
    minus,
    product_of,
    scaled,
)
from matcalc_cli.expr.shapes.positions import as_node
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Literal, Member, Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.elaborate.shapes.state import State
    from matcalc_cli.expr.node import Node

IndexOf = Callable[[Name], str]
"""A function that gives the name of the index that a name stands for; empty for the name of a dimension."""
HINT = "an index is a number, a name, end, or a sum, difference or product of them: x[i], x[k+1], A[end,:]"


def position(tree: Tree, extent: Size, index_of: IndexOf) -> Size:
    """An index as a dimension, `end` being the extent; an index i is called `#i`. Raises TypeError."""
    match tree:
        case Literal(numerator=n, denominator=1):
            return n
        case Name(name=name):
            index = index_of(tree)
            return dim(INDEX + index if index else name)
        case Operation(operator="end"):
            return extent
        case Operation(operator="negate" | "plus" as sign, operands=(a,)):
            return scaled(position(a, extent, index_of), -1 if sign == "negate" else 1, 1)
        case Operation(operator="add" | "subtract" | "multiply" as operator, operands=(a, b)):
            left, right = position(a, extent, index_of), position(b, extent, index_of)
            return _COMBINED[operator](left, right)
    raise TypeError("not an index")


_COMBINED: dict[str, Callable[[Size, Size], Size]] = {
    "add": lambda a, b: a + b, "subtract": minus, "multiply": product_of,
}  # fmt: skip


def expression(size: Size, indices: Callable[[str], Node]) -> Node:
    """A position as an expression; `indices` knows the index of each name."""
    if isinstance(size, int):
        return number(size)
    terms = []
    for monomial, c in size.terms:
        factors = [indices(n.removeprefix(INDEX)) if n.startswith(INDEX) else as_node(dim(n)) for n in monomial]
        terms.append(multiply(number(c), *factors))
    return add(*terms)


Slice = tuple[Size, Size]
"""The position of the first, and how many."""


def slices(tree: Operation, shape: Shape, index_of: IndexOf) -> tuple[Slice, Slice]:
    """The selections of rows and of columns. Raises MatcalcError for an index that is none."""
    rows, cols = shape
    parts = tree.operands[1:]
    if len(parts) == 1 and cols != 1 and rows != 1:
        raise _two_indices(tree)
    if len(parts) == 1:
        along = _slice(parts[0], rows if cols == 1 else cols, index_of)
        return (along, (1, 1)) if cols == 1 else ((1, 1), along)
    return _slice(parts[0], rows, index_of), _slice(parts[1], cols, index_of)


def _two_indices(tree: Operation) -> MatcalcError:
    message = "a matrix has two indices, and this is one"
    hint = "A[i,j] is an entry, A[i,:] a row, A[:,j] a column; x[i] is an entry of a vector"
    return MatcalcError("shape", message, [Label(tree.operands[1].start, tree.end)], hint=hint)


def _slice(part: Tree, extent: Size, index_of: IndexOf) -> Slice:
    match part:
        case Operation(operator="all"):
            return 1, extent
        case Operation(operator="range", operands=(low, high)):
            first, last = _position(low, extent, index_of), _position(high, extent, index_of)
            return first, _length(part, minus(last, first) + 1)
    return _position(part, extent, index_of), 1


def _length(part: Tree, length: Size) -> Size:
    if isinstance(length, Dim) and any(name.startswith(INDEX) for name in length.names):
        message = "the length of a slice depends on an index"
        hint = "sizes are dimensions: x[i:i+2] has three entries for every i, x[1:i] a different number for each"
        raise MatcalcError("unsupported", message, [Label(part.start, part.end)], hint=hint)
    if is_at_most(length, 0):
        raise MatcalcError("shape", "the slice is empty", [Label(part.start, part.end)], hint="A[1:k,:] ends at k")
    return length


def _position(tree: Tree, extent: Size, index_of: IndexOf) -> Size:
    place = [Label(tree.start, tree.end)]
    found = whole(tree, extent, index_of)
    if is_at_most(found, 0):
        raise MatcalcError("shape", "indices begin at 1", place, hint="the first entry is x[1], the last x[end]")
    if found != extent and is_at_most(extent + 1, found):
        last = "end" if str(extent).startswith("?") else str(extent)
        hint = f"the last entry is x[end], the last row A[end,:]; {HINT}"
        raise MatcalcError("shape", f"the index is larger than {last}, of which there are no more", place, hint=hint)
    return found


def whole(tree: Tree, extent: Size, index_of: IndexOf) -> Size:
    """An index as a dimension. Raises MatcalcError for what may be no integer, 1/2 and w'*x."""
    try:
        return position(tree, extent, index_of)
    except TypeError:
        place = [Label(tree.start, tree.end)]
        raise MatcalcError("unsupported", "this is no index", place, hint=HINT) from None


def shape(inference: State, tree: Operation) -> Shape:
    """The shape of an entry or a slice."""
    base = inference.shape(tree.operands[0])
    if base == SCALAR:
        message, place = "a number has no entries", [Label(tree.operands[0].start, tree.end)]
        raise MatcalcError("shape", message, place, hint="declare what has some: where x: vector(n)")
    for part, _ in subscripts(tree):
        inference.integers.update(_indices(inference, part))
    (_, height), (_, width) = slices(tree, base, inference.names.index_of)
    return (height, width)


def _indices(inference: State, part: Tree) -> Iterator[str]:
    """The indices of a subscript that are variables of the program; what cannot be one is refused."""
    for name in names_in(part):
        if not inference.names.index_of(name) or id(name) in inference.names.indices:
            continue
        known = inference.variables.get(name.name)
        whole = KINDS[inference.names.kind(name.name)].whole
        stated = name.name in inference.names.declared and not whole
        if name.name in inference.names.bound or known != SCALAR or stated:
            message = f"{name.spelling} is no index: it stands for something else"
            hint = "an index is an undeclared lowercase name, a dimension such as the n of vector(n), or a number"
            if isinstance(name, Member):  # [c_i], the class of a sample
                hint = f"{hint}; labels of classes are columns of zeros and a 1: y_i'*x in place of x[{name.spelling}]"
            raise MatcalcError("name", message, [Label(name.start, name.end)], hint=hint)
        yield name.name


def selected(base: Node, chosen: tuple[Slice, Slice], index: Callable[[str], Node]) -> Node:
    """The entry, row, column or block."""
    rows, cols = _units(base.shape, chosen, index)
    return multiply(transpose(rows), base, cols)


def units(tree: Operation, shape: Shape, index_of: IndexOf, index: Callable[[str], Node]) -> tuple[Node, Node]:
    """The columns of identities that select what an index of a matrix of that shape selects, of its rows and columns."""
    return _units(shape, slices(tree, shape, index_of), index)


def _units(shape: Shape, chosen: tuple[Slice, Slice], index: Callable[[str], Node]) -> tuple[Node, Node]:
    (first, height), (left, width) = chosen
    return columns(shape[0], expression(first, index), height), columns(shape[1], expression(left, index), width)
