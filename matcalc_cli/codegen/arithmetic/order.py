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
from matcalc_cli.codegen.arithmetic.tree import (
    ENTRY,
    Costs,
    Keys,
    Tree,
    bracketed,
    is_matrix,
    is_sum,
    leaf,
    times,
    turned,
    turned_keys,
)
from matcalc_cli.expr.build import is_identity
from matcalc_cli.expr.node import Node, Sum
from matcalc_cli.expr.words import mark_of
from matcalc_cli.walk import children_first

LONGEST = 24
"""Factors of a product whose best order is sought; a longer one is multiplied from its thin end, or as `_shared` cuts it."""
LONGEST_OF_SQUARES = 8
"""Factors of a product of which every order takes as many multiplications, up to which the best one is sought."""
MOST_TERMS = 12
"""Terms of a sum that may be multiplied out."""
DEEPEST = 3
"""Sums inside sums that may be."""

Found = tuple[float, Tree]
Neighbours = tuple[tuple[str, Node], tuple[str, Node]]


class Order:
    """The orders chosen so far, so that later ones can use the parts of earlier ones."""

    __slots__ = (
        "_begun", "_common", "_depth", "_leaves", "_meeting", "_products", "_ranks", "_taken_apart", "_there", "_tried", "costs", "known",
    )  # fmt: skip

    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        self.known: dict[Keys, Tree] = {}
        # The first link and the number of links of every known product, and of its transpose.
        self._begun: set[tuple[tuple[str, Node], int]] = set()
        self._meeting: set[Neighbours] = set()  # where the two parts of a known product meet, and of its transpose
        self._depth = 0
        self._leaves: dict[tuple[str, Node], Tree] = {}
        self._common: Counter[Neighbours] = Counter()  # in how many long products they are
        self._ranks: dict[Neighbours, tuple[int, int, int]] = {}
        self._products: dict[tuple[Tree, Tree], Tree] = {}
        self._there: set[Tree] = set()  # what was remembered, with all that is below it
        self._taken_apart: dict[Node, list[Tree]] = {}
        self._tried: dict[tuple[int, ...], Found] = {}  # by the depth and the parts, as long as nothing more is known

    def expect(self, links: Sequence[Link]) -> None:
        """A product will be asked for: what long ones have in common is computed once, whatever comes first."""
        if len(links) > LONGEST_OF_SQUARES:
            for pair in {(left.key, right.key) for left, right in pairwise(links)}:
                self._common[pair] += 1

    def best(self, links: Sequence[Link]) -> Found:
        """The cost of the product of links, and its order."""
        return self._best([self._leaf(link) for link in links])

    def weight(self, links: Sequence[Link]) -> float:
        """The cost of a product as long as nothing is known."""
        parts = [self._leaf(link) for link in links]
        if not self._is_long_and_even(parts):
            return self._best(parts)[0]
        n = self.costs.weight(parts[0].rows)
        matrices = [part for part in parts if part.one == "matrix"]
        scaling = ENTRY * n * n * (len(parts) - len(matrices))
        return n**3 * (len(matrices) - 1) + scaling + sum(map(self.costs.value, matrices))

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
        found.known, found._begun, found._meeting = dict(self.known), set(self._begun), set(self._meeting)
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
                if part.kind == "times":
                    pair = (part.children[0].keys[-1], part.children[1].keys[0])
                    self._meeting.update((pair, _turned(pair)))

    def is_there(self, node: Node) -> None:
        """The node will be computed: as an operand it costs nothing from now on."""
        if self.costs.forming.pop(node, None):
            self._tried = {}

    def _best(self, parts: Sequence[Tree]) -> Found:
        """The order of some parts; what the terms of a sum between others ask for again and again is tried once."""
        if len(parts) == 1:
            return self.costs.value(parts[0]), parts[0]
        key = (self._depth, *map(id, parts))
        found = self._tried.get(key)
        if found is None:
            folds = len(parts) > LONGEST or self._is_long_and_even(parts)
            found = self._tried[key] = self._folded(parts) if folds else self._tabled(parts)
        return found

    def _tabled(self, parts: Sequence[Tree]) -> Found:
        table: dict[tuple[int, int], Found] = {(i, i): (0, part) for i, part in enumerate(parts)}
        for length in range(2, len(parts) + 1):
            for i in range(len(parts) - length + 1):
                j = i + length - 1
                table[i, j] = self._interval(parts, table, i, j)
        return table[0, len(parts) - 1]

    def _is_long_and_even(self, parts: Sequence[Tree]) -> bool:
        return len(parts) > LONGEST_OF_SQUARES and not any(map(is_sum, parts)) and self.costs.are_even(parts)

    def _interval(self, parts: Sequence[Tree], table: dict[tuple[int, int], Found], i: int, j: int) -> Found:
        """The order of the parts from i to j."""
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
        besides, least = limits
        entries = self.costs.weight(left.rows) * self.costs.weight(right.cols)
        cost: float = ENTRY * entries * (len(node.terms) - 1)
        terms = [self._leaves_of(term) for term in node.terms]
        trees: list[Tree] = []
        self._depth += 1
        if besides + cost + self._at_least(left, right, total, terms) < least:
            for inner in terms:
                more, tree = self._best([*inner, right] if total is left else [left, *inner])
                cost += more
                trees.append(tree)
                if besides + cost >= least:
                    break
        self._depth -= 1
        if len(trees) < len(terms) or besides + cost >= least:
            return None
        return cost, Tree("sum", (left.rows, right.cols), left.keys + right.keys, *trees, terms=node.terms)

    def _at_least(self, left: Tree, right: Tree, total: Tree, terms: Sequence[Sequence[Tree]]) -> float:
        """The least that the terms of a sum cost which is multiplied out: no less than by themselves, if it is not with a thin
        matrix, and one product more, unless what comes together was computed before or none has more than a diagonal to multiply.
        """
        outer, inner = (right.cols, right.rows) if total is left else (left.rows, left.cols)
        if self.costs.weight(outer) < self.costs.weight(inner):
            return 0
        others = [part for part in terms if part]  # an identity has no factors
        meeting = [
            (part[-1].keys[-1], right.keys[0]) if total is left else (left.keys[-1], part[0].keys[0]) for part in others
        ]
        if not self._meeting.isdisjoint(meeting):
            return 0
        alone = sum([self._best(parts)[0] for parts in others])
        spreads = is_sum(right if total is left else left)  # another sum, whose terms may cost less
        whole = not spreads and any([self.costs.are_even(parts) and any(map(is_matrix, parts)) for parts in others])
        return alone + (self.costs.times(left, right) - self.costs.value(total) if whole else 0)

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
        cost = 0.0

        def product(left: Tree, right: Tree) -> Tree:
            nonlocal cost
            more, total = self._times(left, right)
            cost += more
            return total

        total = bracketed(parts, self._rank, product)
        return cost, total

    def _rank(self, left: Tree, right: Tree) -> tuple[int, ...]:
        """How late two neighbours are multiplied, the lowest last: the size between them, how many products have them, any order of the rest."""
        pair = (left.keys[-1], right.keys[0])
        found = self._ranks.get(pair)
        if found is None:
            both = (pair, _turned(pair))
            mark = min([hash((mark_of(one[1]), mark_of(other[1]))) for one, other in both])
            found = self._ranks[pair] = (self.costs.weight(left.cols), sum([self._common[p] for p in {*both}]), mark)
        return found

    def _times(self, left: Tree, right: Tree) -> Found:
        """The product of two parts, one tree for the same two, or what was computed before."""
        if (left.keys[0], len(left.keys) + len(right.keys)) in self._begun:
            known = self._known((left, right))
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
