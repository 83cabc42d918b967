"""How a matrix product is bracketed: trees over its links, and what each operation costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from matcalc_cli.codegen.arithmetic.links import Link, turned_key
from matcalc_cli.expr.node import Node, Sum
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.walk import children_first

Keys = tuple[tuple[str, Node], ...]
ENTRY = 3
"""The weight of an operation on every entry, in multiplications: it waits for memory, a product does not."""


class Tree:
    """A part of a product.

    kind   "link": one factor; "times": the product of two trees; "turned": the transpose of a tree; "sum": one tree for
           each of `terms`, which have its scalars (None: it has none)
    keys   the links that it is the product of, or what else tells what is computed
    one    the kind of the one link that it is; "" of what is made of others
    """

    __slots__ = ("children", "cols", "keys", "kind", "link", "one", "rows", "terms", "turned")

    def __init__(
        self, kind: str, shape: tuple[Size, Size], keys: Keys, *children: Tree, link: Link | None = None,
        terms: Sequence[Node | None] = (),
    ) -> None:  # fmt: skip
        self.kind = kind
        self.rows, self.cols = shape
        self.keys = keys
        self.children = children
        self.link = link
        self.terms = tuple(terms)
        self.one = link.kind if link is not None and kind == "link" else ""
        self.turned: Keys | None = None


def leaf(link: Link) -> Tree:
    """One factor."""
    return Tree("link", (link.rows, link.cols), (link.key,), link=link)


def times(left: Tree, right: Tree) -> Tree:
    """The product of two parts."""
    return Tree("times", (left.rows, right.cols), left.keys + right.keys, left, right)


def turned(tree: Tree, keys: Keys) -> Tree:
    """The transpose, the product of `keys`."""
    return Tree("turned", (tree.cols, tree.rows), keys, tree)


def turned_keys(tree: Tree) -> Keys:
    """The links of the transpose, of a product of links; worked out once for every tree."""
    if tree.turned is None:
        tree.turned = tuple([turned_key(kind, node) for kind, node in reversed(tree.keys)])
    return tree.turned


def is_symmetric(tree: Tree) -> bool:
    """Whether the transpose of a product has the same links, in the same order; most have another one first."""
    return all(key == turned_key(*other) for key, other in zip(tree.keys, reversed(tree.keys), strict=True))


def is_sum(tree: Tree) -> bool:
    """Whether it is one factor that is a sum."""
    return tree.one == "matrix" and tree.link is not None and isinstance(tree.link.node, Sum)


def is_matrix(tree: Tree) -> bool:
    """Whether it is one factor, neither a sum nor one that only scales or exchanges."""
    return tree.one == "matrix" and not is_sum(tree)


def bracketed(
    parts: Sequence[Tree], rank: Callable[[Tree, Tree], tuple[int, ...]], product: Callable[[Tree, Tree], Tree]
) -> Tree:
    """The product of parts, of which the neighbours of the lowest rank are multiplied last; of equal ones the last."""
    done = [parts[0]]
    cuts: list[tuple[int, ...]] = [(-1,)]
    for i, part in enumerate(parts[1:]):
        cut = rank(parts[i], part)
        while cuts[-1] >= cut:
            cuts.pop()
            done[-2:] = [product(*done[-2:])]
        cuts.append(cut)
        done.append(part)
    while len(done) > 1:
        done[-2:] = [product(*done[-2:])]
    return done[0]


def below(*roots: Tree) -> Iterator[Tree]:
    """Every distinct tree, children first."""
    return children_first(roots)


class Costs:
    """Multiplications of the operations in a product, at the sizes that are given."""

    __slots__ = ("formed", "forming", "weight")

    def __init__(self, weight: Callable[[Size], int]) -> None:
        """`weight` is the number that a dimension counts for."""
        self.weight = weight
        self.forming: dict[Node, float] = {}  # what it costs to compute a node, its operands given
        self.formed: set[Node] = set()  # matrices whose inverse is needed as such

    def value(self, tree: Tree) -> float:
        """The cost of one link as an operand that must be there as a matrix."""
        link = tree.link
        if link is None or not tree.one:
            return 0
        n = self.weight(link.rows)
        match tree.one:
            case "inverse":
                return 0 if link.node in self.formed else 4 * n**3 / 3
            case "diagonal" | "exchange":
                return ENTRY * n * n
        return self.forming.get(link.node, 0)

    def times(self, left: Tree, right: Tree) -> float:
        """The product of two trees, beyond what they cost themselves."""
        r, k, c = self.weight(left.rows), self.weight(left.cols), self.weight(right.cols)
        before, behind = left.one, right.one
        if not (before or behind):
            return r * k * c
        if before == "inverse":
            return self._solve(left, c) + self.value(right)
        if behind == "inverse":
            return self._solve(right, r) + self.value(left)
        if before in _SCALING or before == "diagonal_rows":
            return ENTRY * r * c + self.value(right)
        if behind in _SCALING:
            return ENTRY * r * c + self.value(left)
        return self.value(left) + self.value(right) + _product(before, behind, (r, k, c))

    def are_even(self, parts: Sequence[Tree]) -> bool:
        """Whether every order of these takes as many multiplications: all sizes alike, no two diagonals beside each other."""
        sizes = {self.weight(size) for part in parts for size in (part.rows, part.cols)}
        kinds = [part.one for part in parts]
        pairs = {*pairwise(kinds)}
        return len(sizes) == 1 and {*kinds} <= {"matrix", "diagonal"} and ("diagonal", "diagonal") not in pairs

    def _solve(self, tree: Tree, columns: int) -> float:
        n = self.weight(tree.rows)
        link = tree.link
        factoring = 0 if link is None or link.node in self.formed else n**3 / 3
        return factoring + n * n * columns


_SCALING = ("diagonal", "exchange")
"""Factors that scale or exchange the rows of what is behind them, the columns of what is before them."""


def _product(before: str, behind: str, sizes: tuple[int, int, int]) -> float:
    r, k, c = sizes
    if before == "ones":
        return ENTRY * (c if k == 1 else k * c)
    if behind == "ones":
        return ENTRY * (r if k == 1 else r * k)
    return r * k * c
