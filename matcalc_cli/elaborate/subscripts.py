"""The subscripts of `A[i,:]` and `x[k+1:n]`: positions and bounds, and their names."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.tree import Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 100
"""Numbers, names and operations of an index."""


def subscripts(tree: Operation) -> Iterator[tuple[Tree, bool]]:
    """The bounds and the positions in the brackets, and whether each is the bound of a slice."""
    for part in tree.operands[1:]:
        if isinstance(part, Operation) and part.operator == "range":
            yield from ((bound, True) for bound in part.operands)
        elif not (isinstance(part, Operation) and part.operator == "all"):
            yield part, False


def names_in(tree: Tree) -> Iterator[Name]:
    """The names of an index. Raises MatcalcError (limit) where it is too long."""
    stack, count = [tree], 0
    while stack:
        part = stack.pop()
        count += 1
        if count > LARGEST:
            message = f"an index has at most {LARGEST} numbers, names and operations"
            raise MatcalcError(
                "limit", message, [Label(tree.start, tree.end)], hint="a name stands for any index: x[i]"
            )
        stack.extend(part.children)
        if isinstance(part, Name):
            yield part
