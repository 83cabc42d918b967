"""The choice of the steps: every product of the expressions in its cheapest order, before any code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from matcalc_cli.codegen.arithmetic.collect import collected
from matcalc_cli.codegen.arithmetic.links import Link, is_orthogonal, links, oriented
from matcalc_cli.codegen.arithmetic.order import Found, Order
from matcalc_cli.codegen.arithmetic.tree import ENTRY, Costs, Tree, below, turned, turned_keys
from matcalc_cli.expr.build import ones
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder
from matcalc_cli.expr.operations import DIAG, POWER, SUM, TRACE
from matcalc_cli.expr.shapes.dimensions import Size, substitute
from matcalc_cli.expr.turns import base_exponent_turn
from matcalc_cli.functions.determinant import DET, LOGDET
from matcalc_cli.walk import children_first

USUAL = 1000
"""The size of a dimension in counts when nobody gives it: all are taken to be large and alike."""
FACTORED = (DET, LOGDET)
"""Functions of a matrix that its factors give."""
MOST_SPLITS = 6
"""Factors of a trace's argument up to which it is cut at two places, and not at one."""


class Arrangement:
    """The orders of all products below some roots.

    trees   for a product its tree; for the trace, the diagonal and the sum of a product one tree, or two of which
            only the entries that are needed are multiplied with each other
    needed  the nodes to compute, each behind those it is computed from
    solved  how often the inverse, the determinant or a solution is asked of each matrix
    """

    __slots__ = ("_order", "needed", "solved", "trees")

    def __init__(self, roots: Sequence[Node], sizes: Mapping[str, int]) -> None:
        costs = Costs(weighing(sizes))
        self._order = Order(costs)
        self.trees: dict[Node, tuple[Tree, ...]] = {}
        self._weigh(roots, costs)
        needs = self._decide(roots)
        self.needed = list(children_first(roots, needs.__getitem__))
        self.solved = Counter(self._asked())

    def _weigh(self, roots: Sequence[Node], costs: Costs) -> None:
        """The cost of each node, shared among the nodes that need it; and the inverses that are needed as matrices."""
        uses: Counter[Node] = Counter()
        order = list(postorder(*roots))
        for node in order:
            uses.update(node.children)
            if isinstance(node, Product):
                self._order.expect(links(node.factors))
            else:
                costs.formed.update(base for child in node.children for base in _inverted(child))
        costs.formed.update(base for root in roots for base in _inverted(root))
        for node in order:
            if isinstance(node, Sum | Product):
                costs.forming[node] = self._forming(node, costs) / max(uses[node], 1)

    def _forming(self, node: Sum | Product, costs: Costs) -> float:
        if isinstance(node, Product):
            return self._order.weight(links(node.factors)) if node.factors else 0
        entries = costs.weight(node.rows) * costs.weight(node.cols)
        return sum(costs.forming.get(t, 0) for t in node.terms) + ENTRY * entries * (len(node.terms) - 1)

    def _decide(self, roots: Sequence[Node]) -> dict[Node, list[Node]]:
        """The order of every product that is needed, from the roots down; what each node is computed from."""
        needs: dict[Node, list[Node]] = {}
        todo = list(reversed(roots))
        while todo:
            node = todo.pop()
            if node not in needs:
                needs[node] = list(self._operands(node))
                self._order.is_there(node)
                todo.extend(reversed(needs[node]))
        return needs

    def _operands(self, node: Node) -> Iterator[Node]:
        """The nodes that `node` is computed from, its order decided now."""
        found = self._arranged(node)
        if found is None:
            yield from node.children
            return
        self.trees[node] = found
        for tree in found:
            self._order.remember(tree)
        yield from node.scalars if isinstance(node, Product) else ()
        for tree in below(*found):
            yield from _leaves(tree)

    def _arranged(self, node: Node) -> tuple[Tree, ...] | None:
        match node:
            case Product(factors=(_, *_)):
                return (self._order.best(links(node.factors))[1],)
            case Sum():
                tree = collected(self._order, node)
                return None if tree is None else (tree,)
            case Apply(function=function, args=(Product(coefficient=1, scalars=(), factors=factors),)):
                split = _SPLITS.get(function.name)
                return split(self._order, links(factors)) if split and not _is_exceptional(node) else None
        return None

    def _asked(self) -> Iterator[Node]:
        """Each matrix as often as its factors would be of use: in a product with its inverse, in its determinant."""
        products = {t for trees in self.trees.values() for t in below(*trees) if t.kind == "times"}
        for tree in products:
            yield from [oriented(c.link.node)[0] for c in tree.children if c.link and c.one == "inverse"]
        for node in self.needed:
            if isinstance(node, Apply) and node.function in FACTORED and not node.args[0].is_scalar:
                yield oriented(node.args[0])[0]
            yield from [oriented(base)[0] for base in _inverted(node)]


def weighing(sizes: Mapping[str, int]) -> Callable[[Size], int]:
    """The number that a dimension counts for."""

    @cache
    def weight(size: Size) -> int:
        if isinstance(size, int):
            return size
        found = substitute(size, {name: sizes.get(name, USUAL) for name in size.names})
        assert isinstance(found, int)
        return found

    return weight


def _is_exceptional(node: Apply) -> bool:
    """The function of a number, or a column as a diagonal matrix."""
    return node.args[0].is_scalar or (node.function is DIAG and node.args[0].cols == 1)


def _inverted(node: Node) -> Iterator[Node]:
    match node:
        case Apply(function=function, args=(base, Number(value=-1))) if function is POWER and not is_orthogonal(base):
            yield base


def _leaves(tree: Tree) -> Iterator[Node]:
    """The nodes that a tree refers to: the node of a link; the scalars of the terms of a sum."""
    link = tree.link
    for term in tree.terms:
        yield from term.scalars if isinstance(term, Product) else ()
    if link is not None:
        yield oriented(link.node)[0] if link.kind == "inverse" else link.node


def _trace(order: Order, factors: Sequence[Link]) -> tuple[Tree, ...]:
    """tr(P Q) = sum(P' .* Q) for the best two parts of the cycle."""
    n = len(factors)
    circle = [*factors, *factors]
    starts = range(n if n <= MOST_SPLITS else 1)
    pairs = [(circle[s : s + i], circle[s + i : s + n]) for s in starts for i in range(1, n)]
    return _cheapest(order, factors, pairs)


def _diagonal(order: Order, factors: Sequence[Link]) -> tuple[Tree, ...]:
    """diag(P Q) = (P .* Q') 1."""
    return _cheapest(order, factors, [(factors[:i], factors[i:]) for i in range(1, len(factors))])


def _cheapest(
    order: Order, factors: Sequence[Link], pairs: Sequence[tuple[Sequence[Link], Sequence[Link]]]
) -> tuple[Tree, ...]:
    cost, tree = order.best(factors)
    found: tuple[float, tuple[Tree, ...]] = (cost, (tree,))
    for left, right in pairs:
        cost, trees = _pair(order, order.best(left), right)
        if cost < found[0]:
            found = cost, trees
    return found[1]


def _pair(order: Order, left: Found, links: Sequence[Link]) -> tuple[float, tuple[Tree, ...]]:
    keys = tuple([link.key for link in links])
    right = (0.0, turned(left[1], keys)) if turned_keys(left[1]) == keys else order.best(links)
    weight = order.costs.weight
    entries = weight(left[1].rows) * weight(left[1].cols)
    turning = 0 if _is_turned(left[1]) else entries  # memory is read across
    return left[0] + right[0] + ENTRY * entries + turning, (left[1], right[1])


def _is_turned(tree: Tree) -> bool:
    """True of what is the transpose of something that is there."""
    link = tree.link
    return tree.kind == "turned" or (link is not None and tree.one == "matrix" and base_exponent_turn(link.node)[2])


def _sum(order: Order, factors: Sequence[Link]) -> tuple[Tree, ...]:
    """The sum of all entries of A B C as 1'A B C 1."""
    row, column = ones(1, factors[0].rows), ones(factors[-1].cols, 1)
    around = [[] if node.is_scalar else [Link("ones", node, node.shape)] for node in (row, column)]
    return (order.best([*around[0], *factors, *around[1]])[1],)


_SPLITS: dict[str, Callable[[Order, Sequence[Link]], tuple[Tree, ...]]] = {
    TRACE.name: _trace,
    DIAG.name: _diagonal,
    SUM.name: _sum,
}
