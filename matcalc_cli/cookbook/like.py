"""Whether two expressions are one up to what their names and dimensions are called, and to transposed matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, permutations, product
from typing import TYPE_CHECKING

from matcalc_cli.expr.build import substitute, transpose
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder, symbol
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import Dim, Size, dim
from matcalc_cli.expr.shapes.resize import resized
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.kinds import KINDS, of_shape

if TYPE_CHECKING:
    from matcalc_cli.expr.shapes.dimensions import Shape

MOST = 4000
"""Ways to name the matrices of an expression anew that are tried."""
NEW = "`"
"""Begins the new names, which no program has."""


def fingerprint(node: Node) -> tuple[object, ...]:
    """The common features of expressions that are alike: their functions, and how many names of each class."""
    functions = sorted({_function(n) for n in postorder(node) if isinstance(n, Apply)} - {TRANSPOSE.name})
    classes = sorted(_class(s) for s in node.symbols)
    return (node.is_scalar, tuple(functions), tuple(classes))


def _function(node: Apply) -> str:
    return "unknown" if isinstance(node.function, Unknown) else node.function.name


def alike(one: Node, other: Node) -> bool:
    """Whether `one` is `other`, or its transpose, under other names."""
    if fingerprint(one) != fingerprint(other):
        return False
    wanted = renamed(one, _in_order(one), frozenset())
    targets = {wanted, renamed(transpose(one), _in_order(one), frozenset())} if not one.is_scalar else {wanted}
    return any(candidate in targets for candidate in islice(_renamings(other), MOST))


def _in_order(node: Node) -> list[Symbol]:
    return sorted(node.symbols, key=lambda s: (_class(s), s.name))


def _renamings(node: Node) -> Iterator[Node]:
    """The expression with its names exchanged among themselves, matrices transposed or not."""
    names = _in_order(node)
    groups = [[s for s in names if _class(s) == kind] for kind in sorted({_class(s) for s in names})]
    matrices = [s for s in names if s.rows != 1 and s.cols != 1]
    for flips in product((False, True), repeat=len(matrices)):
        turned = frozenset(s for s, flip in zip(matrices, flips, strict=True) if flip)
        for order in product(*[permutations(group) for group in groups]):
            yield renamed(node, [s for group in order for s in group], turned)


def renamed(node: Node, order: Sequence[Symbol], turned: frozenset[Symbol]) -> Node:
    """The expression with names, kinds and dimensions of its own, those in `turned` transposed."""
    sizes = _sizes(order, turned)
    small = resized(node, sizes)
    values: dict[Node, Node] = {}
    for i, old in enumerate(order):
        here = resized(old, sizes)
        rows, cols = here.shape
        if old in turned:
            values[here] = transpose(_fresh(old, i, (cols, rows)))
        else:
            values[here] = _fresh(old, i, (rows, cols))
    return substitute(small, values)


def _fresh(old: Symbol, place: int, shape: Shape) -> Symbol:
    return symbol(f"{NEW}{place}", shape, _class(old), axes=old.axes)


def _class(s: Symbol) -> str:
    """The class of a name, whatever structure it has."""
    if KINDS[s.kind].whole:
        return s.kind
    return of_shape(s.shape)


def _sizes(order: Sequence[Symbol], turned: frozenset[Symbol]) -> Mapping[str, Size]:
    """The dimensions called by the order in which the names have them."""
    found: dict[str, Size] = {}
    for s in order:
        for size in reversed(s.shape) if s in turned else s.shape:
            for name in sorted(size.names) if isinstance(size, Dim) else ():
                found.setdefault(name, dim(f"{NEW}{len(found)}"))
    return found
