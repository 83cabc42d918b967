"""A matrix that stands alone in the argument of a function, where nothing says that it is not square: exp(-2*X')."""

from __future__ import annotations

from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Call, Name, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

OF_ONE_MATRIX = ("multiply", "divide", "negate", "plus", "transpose")
"""Operations on a matrix that stands alone in the argument of a function."""


def letters_alone(argument: Tree) -> Sequence[str]:
    """The kinds of the names in an argument by their letters, if one is a matrix and what is done keeps it alone; else none."""
    kinds, stack = [], [argument]
    while stack:
        tree = stack.pop()
        if isinstance(tree, Call) or getattr(tree, "operator", "multiply") not in OF_ONE_MATRIX:
            return ()
        if isinstance(tree, Name):
            kinds.append(kind_by_convention(tree.name))
        stack += tree.children
    return kinds if kinds.count("matrix") == 1 else ()
