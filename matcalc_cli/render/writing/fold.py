"""Bottom-up walks over a syntax tree without recursion: every distinct node once, its operands before it."""

from __future__ import annotations

from matcalc_cli.language.tree import Tree
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    Value = TypeVar("Value")


def post_order(tree: Tree) -> Iterator[Tree]:
    """Every distinct node of the tree (or directed acyclic graph), operands before operators."""
    return children_first([tree])


def fold(tree: Tree, combine: Callable[[Tree, list[Value]], Value]) -> Value:
    """The value of the root, where `combine` makes a node's value from the node and the values of its operands."""
    values: dict[int, Value] = {}
    for node in post_order(tree):
        values[id(node)] = combine(node, [values[id(child)] for child in node.children])
    return values[id(tree)]
