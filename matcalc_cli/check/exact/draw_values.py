"""One draw: the size of every dimension, the value of every symbol, and what has been evaluated with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf
from typing import TYPE_CHECKING

from matcalc_cli.check.exact.entrywise import Arithmetic
from matcalc_cli.check.exact.field import Jets, NoValueError, P
from matcalc_cli.check.exact.oracle import Oracles
from matcalc_cli.expr.shape import Dim, operands_of_minimum

if TYPE_CHECKING:
    from matcalc_cli.check.exact.matrices import Matrix
    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.shape import Size


class Drawn:
    """The members of a family, each drawn when it is first asked for; `moved` are those that move."""

    __slots__ = ("_draw", "_known", "_moved")

    def __init__(self, draw: Callable[[], Matrix]) -> None:
        self._draw = draw
        self._known: dict[tuple[int, ...], Matrix] = {}
        self._moved: dict[tuple[int, ...], Matrix] = {}

    def at(self, place: tuple[int, ...]) -> Matrix:
        """The member at these indices."""
        if place in self._moved:
            return self._moved[place]
        if place not in self._known:
            self._known[place] = self._draw()
        return self._known[place]

    def but(self, place: tuple[int, ...], value: Matrix) -> Drawn:
        """The same members, but another one at a place."""
        other = Drawn(self._draw)
        other._known, other._moved = self._known, {**self._moved, place: value}
        return other


class World:
    """A draw in which expressions have values, matrices of jets; `known` remembers them.

    `bound` has the indices of the sums around with their values, and `remembered` the values inside of sums, by those of
    the indices that they depend on: inv(S_k) is worked out once for each k, however many sums stand around.
    """

    __slots__ = ("arithmetic", "bound", "deadline", "families", "known", "remembered", "ring", "sizes", "values")

    def __init__(
        self,
        sizes: Mapping[str, int],
        values: Mapping[Node, Matrix],
        oracles: Oracles,
        *,
        order: int = 1,
        deadline: float = inf,
    ) -> None:
        self.sizes = dict(sizes)
        self.values = dict(values)
        self.families: dict[Node, Drawn] = {}
        self.ring = Jets(order)
        self.arithmetic = Arithmetic(self.ring, oracles)
        self.deadline = deadline
        self.known: dict[Node, Matrix] = {}
        self.bound: dict[Node, int] = {}
        self.remembered: dict[tuple[object, ...], Matrix] = {}

    def size(self, size: Size) -> int:
        """The value of a dimension."""
        if isinstance(size, int):
            return size
        total = 0
        for monomial, coefficient in size.terms:
            term = coefficient
            for name in monomial:
                term = term * self._named(name)
            total = total + term  # type: ignore[assignment]
        if total < 0:
            raise NoValueError("a size below zero")
        return int(total)

    def _named(self, name: str) -> int:
        smaller = operands_of_minimum(name)
        return self.sizes[name] if smaller is None else min(map(self.size, smaller))

    def recalled(self, node: Node) -> bool:
        """Whether a value is known, if need be from another term of a sum around."""
        if node in self.known:
            return True
        value = self.remembered.get(self._key(node)) if len(self.bound) > 1 else None
        if value is None:
            return False
        self.known[node] = value
        return True

    def remember(self, node: Node, value: Matrix) -> None:
        """Keep a value."""
        self.known[node] = value
        if len(self.bound) > 1:
            self.remembered[self._key(node)] = value

    def _key(self, node: Node) -> tuple[object, ...]:
        return (node, *[(index, value) for index, value in self.bound.items() if index in node.symbols])

    def inside(self, index: Node, value: int) -> World:
        """The same draw with the index of a sum bound."""
        values = {**self.values, index: [[value % P]]}
        inner = World(self.sizes, values, self.arithmetic.oracles, order=self.ring.order, deadline=self.deadline)
        inner.families = self.families
        inner.bound, inner.remembered = {**self.bound, index: value}, self.remembered
        inner.known = {node: v for node, v in self.known.items() if index not in node.symbols}
        return inner


def names_of(sizes: Iterable[Size]) -> Iterator[str]:
    """The names of dimensions that have a size of their own: m and n, not min(m,n)."""
    for size in sizes:
        if isinstance(size, Dim):
            yield from size.names
