"""Whether two sets of names differ in what their dimensions are called at most."""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, Node, postorder
from matcalc_cli.expr.operations import SIZE
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, operands_of_minimum, substitute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Protocol
else:
    Protocol = object


class Named(Protocol):
    """A symbol, as far as its dimensions go."""

    name: str
    kind: str

    @property
    def shape(self) -> Shape:
        """(rows, cols)."""


def same_but_for_names(ones: Collection[Named], others: Collection[Named]) -> bool:
    """Whether two sets of symbols are the same but for dimensions, the others' being the ones' or more special.

    `2*A'` is read as A of any shape, where it was the gradient of tr(A^2).
    """
    shapes = {s.name: (s.kind, s.shape) for s in others}
    renamed: dict[str, Size] = {}
    if {s.name for s in ones} != shapes.keys():
        return False
    for one in ones:
        kind, shape = shapes[one.name]
        if kind != one.kind or not all([_renames(a, b, renamed) for a, b in zip(one.shape, shape, strict=True)]):
            return False
    return True


def named_sizes(root: Node) -> set[str]:
    """The names of dimensions that stand in an expression as numbers."""
    sizes = [node.sizes[0] for node in postorder(root) if isinstance(node, Apply) and node.function is SIZE]
    return {name for size in sizes if isinstance(size, Dim) for name in size.names}


def _renames(size: Size, other: Size, renamed: dict[str, Size]) -> bool:
    if isinstance(size, Dim) and size.is_name and operands_of_minimum(str(size)) is None:
        return isinstance(other, Dim) and other.is_name and renamed.setdefault(str(size), other) is other
    return substitute(size, renamed) == other
