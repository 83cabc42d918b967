"""One draw: the size of every dimension, the value of every symbol, and what has been evaluated with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


class World:
    """A draw in which expressions have values, matrices of jets; `known` remembers them."""

    __slots__ = ("arithmetic", "deadline", "known", "ring", "sizes", "values")

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
        self.ring = Jets(order)
        self.arithmetic = Arithmetic(self.ring, oracles)
        self.deadline = deadline
        self.known: dict[Node, Matrix] = {}

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

    def inside(self, index: Node, value: int) -> World:
        """The same draw with the index of a sum bound."""
        values = {**self.values, index: [[value % P]]}
        inner = World(self.sizes, values, self.arithmetic.oracles, order=self.ring.order, deadline=self.deadline)
        inner.known = {node: v for node, v in self.known.items() if index not in node.symbols}
        return inner


def names_of(sizes: Iterable[Size]) -> Iterator[str]:
    """The names of dimensions that have a size of their own: m and n, not min(m,n)."""
    for size in sizes:
        if isinstance(size, Dim):
            yield from size.names
