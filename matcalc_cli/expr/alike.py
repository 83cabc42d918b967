"""Expressions up to names: of their variables, and of dimensions."""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Symbol, postorder
from matcalc_cli.expr.operations import SIZE
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, operands_of_minimum, substitute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence
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


def without_names(roots: Sequence[Node]) -> Hashable:
    """The expressions with numbers for the names of their variables, in the order in which these appear.

    Members of families, indices and parts of matrices keep their names, and so do dimensions.
    """
    places: dict[Node, int] = {}
    names: dict[str, int] = {}
    found: list[Hashable] = []
    for node in postorder(*roots):
        found.append((_itself(node, names), *[places[child] for child in node.children]))
        places[node] = len(places)
    return (tuple(found), tuple([places[root] for root in roots]))


def named(roots: Sequence[Node]) -> list[Symbol]:
    """The variables for whose names numbers stand there, in the order in which they appear."""
    return [node for node in postorder(*roots) if isinstance(node, Symbol) and not _has_its_name(node)]


def _itself(node: Node, names: dict[str, int]) -> Hashable:
    """The facts of a node beside its children."""
    match node:
        case Symbol():
            return _renamed(node, names)
        case Number(value=value):
            return (Number, value)
        case Product(coefficient=coefficient, scalars=scalars):
            return (Product, coefficient, len(scalars))
        case Apply(function=function, sizes=sizes):
            return (Apply, function, sizes, node.shape)
    return (type(node),)


def _renamed(node: Symbol, names: dict[str, int]) -> Hashable:
    """A variable by the number of its name and of that whose differential it is; any other name as it stands."""
    if _has_its_name(node):
        return node
    base = node.differential_of
    numbers = [names.setdefault(name, len(names)) for name in (node.name, *([base] if base else []))]
    return (Symbol, node.kind, node.shape, *numbers)


def _has_its_name(node: Symbol) -> bool:
    """Whether a name stands for itself alone."""
    return isinstance(node, Member) or node.kind == "index" or bool(node.axes or node.span) or node.place is not None
