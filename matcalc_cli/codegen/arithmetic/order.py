"""The cheapest order of a matrix product, by dynamic programming; what was computed before costs nothing.

Source: Cormen et al., Introduction to Algorithms, 15.2, for the products; that a sum between the factors may be
multiplied out, a factor be solved with or scale, and a part be the transpose of another is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from matcalc_cli.codegen.arithmetic.links import Link, links_of, turned_key
from matcalc_cli.codegen.arithmetic.tree import ENTRY, Costs, Keys, Tree, leaf, times, turned, turned_keys
from matcalc_cli.expr.build import is_identity
from matcalc_cli.expr.node import Node, Sum
from matcalc_cli.expr.words import mark_of
from matcalc_cli.walk import children_first

LONGEST = 24
"""Factors of a product whose best order is sought; a longer one is multiplied from its thin end, or as `_shared` cuts it."""
LONGEST_OF_SQUARES = 8
"""Square factors of a product whose best order is sought: every order takes as many multiplications."""
MOST_TERMS = 12
"""Terms of a sum that may be multiplied out."""
DEEPEST = 3
"""Sums inside sums that may be."""

Found = tuple[float, Tree]
Neighbours = tuple[tuple[str, Node], tuple[str, Node]]


class Order:
    """The orders chosen so far, so that later ones can use the parts of earlier ones."""

    __slots__ = (
        "_begun", "_common", "_depth", "_leaves", "_products", "_ranks", "_taken_apart", "_there", "_tried", "costs", "known",
    )  # fmt: skip

    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        self.known: dict[Keys, Tree] = {}
        # The first link and the number of links of every known product, and of its transpose.
        self._begun: set[tuple[tuple[str, Node], int]] = set()
        self._depth = 0
        self._leaves: dict[tuple[str, Node], Tree] = {}
        self._common: Counter[Neighbours] = Counter()  # of long products, and of their transposes
        self._ranks: dict[Neighbours, tuple[int, int, int]] = {}
        self._products: dict[tuple[Tree, Tree], Tree] = {}
        self._there: set[Tree] = set()  # what was remembered, with all that is below it
        self._taken_apart: dict[Node, list[Tree]] = {}
        self._tried: dict[tuple[int, ...], Found] = {}  # by the depth and the parts, as long as nothing more is known

    def expect(self, links: Sequence[Link]) -> None:
        """A product will be asked for: what long ones have in common is computed once, whatever comes first."""
        if len(links) > LONGEST_OF_SQUARES:
            pairs = {(left.key, right.key) for left, right in pairwise(links)}
            self._common.update(pairs)
            self._common.update([_turned(pair) for pair in pairs])

    def best(self, links: Sequence[Link]) -> Found:
        """The cost of the product of links, and its order."""
        return self._best([self._leaf(link) for link in links])

    def _leaf(self, link: Link) -> Tree:
        """The one leaf of a link, by which what was tried is found again."""
        found = self._leaves.get(link.key)
        if found is None:
            found = self._leaves[link.key] = leaf(link)
        return found

    def _leaves_of(self, term: Node) -> list[Tree]:
        """The factors of a term of a sum, taken apart once for all products that the sum is multiplied out in."""
        found = self._taken_apart.get(term)
        if found is None:
            found = [self._leaf(link) for link in links_of(term) if not is_identity(link.node)]
            self._taken_apart[term] = found
        return found

    def trial(self) -> Order:
        """An order that knows what this one does, and whose choices this one does not know; until then both try the same."""
        found = Order(self.costs)
        found.known, found._begun = dict(self.known), set(self._begun)
        found._leaves, found._taken_apart, found._tried = self._leaves, self._taken_apart, self._tried
        found._common, found._ranks, found._products = self._common, self._ranks, self._products
        found._there = set(self._there)
        return found

    def remember(self, tree: Tree) -> None:
        """The tree will be computed: its parts cost nothing from now on."""
        for part in children_first((tree,), skip=self._there.__contains__):
            self._there.add(part)
            if not part.one and part.keys not in self.known:
                self.known[part.keys] = part
                self._begun.update([(end, len(part.keys)) for end in (part.keys[0], turned_key(*part.keys[-1]))])
                self._tried = {}

    def is_there(self, node: Node) -> None:
        """The node will be computed: as an operand it costs nothing from now on."""
        if self.costs.forming.pop(node, None):
            self._tried = {}

    def _best(self, parts: Sequence[Tree]) -> Found:
        if len(parts) > LONGEST or (len(parts) > LONGEST_OF_SQUARES and self._is_even(parts)):
            return self._folded(parts)
        table: dict[tuple[int, int], Found] = {(i, i): (0, part) for i, part in enumerate(parts)}
        for length in range(2, len(parts) + 1):
            for i in range(len(parts) - length + 1):
                j = i + length - 1
                table[i, j] = self._interval(parts, table, i, j)
        cost, tree = table[0, len(parts) - 1]
        return cost + (self.costs.value(tree) if len(parts) == 1 else 0), tree

    def _is_even(self, parts: Sequence[Tree]) -> bool:
        """Whether every order of these takes as many multiplications: all sizes alike, no sums, no two diagonals beside each other."""
        sizes = {self.costs.weight(size) for part in parts for size in (part.rows, part.cols)}
        kinds = [part.one for part in parts]
        return (
            len(sizes) == 1
            and not any([part.link is not None and isinstance(part.link.node, Sum) for part in parts])
            and {*kinds} <= {"matrix", "diagonal"}
            and ("diagonal", "diagonal") not in pairwise(kinds)
        )

    def _interval(self, parts: Sequence[Tree], table: dict[tuple[int, int], Found], i: int, j: int) -> Found:
        """The order of the parts from i to j, which the terms of a sum between others ask for again and again."""
        key = (self._depth, *map(id, parts[i : j + 1]))
        if key not in self._tried:
            self._tried[key] = self._cut(parts, table, i, j)
        return self._tried[key]

    def _cut(self, parts: Sequence[Tree], table: dict[tuple[int, int], Found], i: int, j: int) -> Found:
        """The cheapest of the places to cut; the last one where there are several."""
        known = self._known(parts[i : j + 1]) if self.known else None
        if known is not None:
            return 0, known
        least, best = inf, j
        cheapest: Tree | None = None  # the sum of what comes of a sum that is multiplied out
        for k in reversed(range(i, j)):
            (before, left), (after, right) = table[i, k], table[k + 1, j]
            if before + after >= least:
                continue
            cost = before + after + self.costs.times(left, right)
            if cost < least:
                least, best, cheapest = cost, k, None
            for total in (left, right):
                spread = self._spread(left, right, total, (before + after, least)) if total.one == "matrix" else None
                if spread is not None:
                    least, best, cheapest = before + after + spread[0], k, spread[1]
        return least, cheapest or times(table[i, best][1], table[best + 1, j][1])

    def _known(self, parts: Sequence[Tree]) -> Tree | None:
        """The tree that was computed before, or whose transpose was."""
        if (parts[0].keys[0], sum([len(part.keys) for part in parts])) not in self._begun:
            return None
        keys: Keys = tuple([key for part in parts for key in part.keys])
        found = self.known.get(keys)
        if found is None:
            other = self.known.get(tuple([key for part in reversed(parts) for key in turned_keys(part)]))
            return None if other is None else turned(other, keys)
        return found

    def _spread(self, left: Tree, right: Tree, total: Tree, limits: tuple[float, float]) -> Found | None:
        """(P + Q) R as P R + Q R, or the same from the left; None where with what it needs besides it is no cheaper than the other way."""
        node = total.link.node if total.link else None
        if not isinstance(node, Sum) or len(node.terms) > MOST_TERMS or self._depth >= DEEPEST:
            return None
        if left.rows != 1 != right.cols and any([len(self._leaves_of(term)) > LONGEST for term in node.terms]):
            return None
        besides, least = limits
        entries = self.costs.weight(left.rows) * self.costs.weight(right.cols)
        adding = ENTRY * entries * (len(node.terms) - 1)
        cost: float = 0
        trees: list[Tree] = []
        self._depth += 1
        for term in node.terms:
            if besides + (cost + adding) >= least:
                break
            more, tree = self._best(self._around(term, left, right, total))
            cost += more
            trees.append(tree)
        self._depth -= 1
        if besides + (cost + adding) >= least:
            return None
        shape = (left.rows, right.cols)
        return cost + adding, Tree("sum", shape, left.keys + right.keys, *trees, terms=node.terms)

    def _around(self, term: Node, left: Tree, right: Tree, total: Tree) -> list[Tree]:
        inner = self._leaves_of(term)
        return [*inner, right] if total is left else [left, *inner]

    def _folded(self, parts: Sequence[Tree]) -> Found:
        """From the right before a column, from the left behind a row, in two behind a column, else as other products have it."""
        cut = next((i for i, part in enumerate(parts[:-1], 1) if part.cols == 1), None)
        if cut is not None:
            (before, left), (behind, right) = self._best(parts[:cut]), self._best(parts[cut:])
            cost, total = self._times(left, right)
            return before + behind + cost, total
        if parts[0].rows != 1 != parts[-1].cols:
            return self._shared(parts)
        thin = parts[0].rows != 1
        total, cost = (parts[-1], 0.0) if thin else (parts[0], 0.0)
        for part in reversed(parts[:-1]) if thin else parts[1:]:
            more, total = self._times(part, total) if thin else self._times(total, part)
            cost += more
        return cost, total

    def _shared(self, parts: Sequence[Tree]) -> Found:
        """Cut where the fewest long products have the same two neighbours: what they have in common is cut alike in all of them."""
        cost, done = 0.0, [parts[0]]
        cuts: list[tuple[int, ...]] = []
        for i, part in enumerate(parts[1:]):
            rank = self._rank(parts[i], part)
            while cuts and cuts[-1] >= rank:
                cost += self._closed(done, cuts)
            cuts.append(rank)
            done.append(part)
        while cuts:
            cost += self._closed(done, cuts)
        return cost, done[0]

    def _closed(self, done: list[Tree], cuts: list[tuple[int, ...]]) -> float:
        """The last two of what is done multiplied."""
        cuts.pop()
        right = done.pop()
        cost, done[-1] = self._times(done[-1], right)
        return cost

    def _rank(self, left: Tree, right: Tree) -> tuple[int, ...]:
        """How late two neighbours are multiplied, the lowest last: the size between them, how many products have them, any order of the rest."""
        pair = (left.keys[-1], right.keys[0])
        found = self._ranks.get(pair)
        if found is None:
            mark = min([hash((mark_of(one[1]), mark_of(other[1]))) for one, other in (pair, _turned(pair))])
            found = self._ranks[pair] = (self.costs.weight(left.cols), self._common[pair], mark)
        return found

    def _times(self, left: Tree, right: Tree) -> Found:
        """The product of two parts, one tree for the same two, or what was computed before."""
        known = self._known((left, right)) if self.known else None
        if known is not None:
            return 0, known
        found = self._products.get((left, right))
        if found is None:
            found = self._products[left, right] = times(left, right)
        return self.costs.times(left, right), found


def _turned(pair: Neighbours) -> Neighbours:
    """Two neighbours as they stand in the transpose of the product."""
    left, right = pair
    return turned_key(*right), turned_key(*left)
