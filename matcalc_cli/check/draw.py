"""Drawing a world: sizes for every dimension, points for every symbol, and the curve X + e E of the variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from random import Random
from typing import TYPE_CHECKING

from matcalc_cli.check import structure
from matcalc_cli.check.exact import World
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER, SUMMATION
from matcalc_cli.expr.shape import Dim

if TYPE_CHECKING:
    from matcalc_cli.check.dual import Matrix

SMALLEST = 3
ORDERS = 6
"""How many orders of the dimensions are tried."""


class Setting:
    """What the expressions of one verification are made of: symbols, dimension names, and where integers stand."""

    __slots__ = ("names", "symbols", "whole")

    def __init__(self, roots: Sequence[Node]) -> None:
        nodes = list(postorder(*roots))
        self.symbols = sorted((n for n in nodes if isinstance(n, Symbol) and n.kind != "index"), key=lambda s: s.key)
        sizes = [size for n in nodes for size in (*n.shape, *getattr(n, "sizes", ()))]
        self.names = sorted({name for size in sizes if isinstance(size, Dim) for name in size.names})
        self.whole = frozenset().union(*(part.symbols for n in nodes for part in _integers(n)))

    def sizes(self) -> Iterator[dict[str, int]]:
        """Distinct sizes from three on, ascending, descending, and in other orders."""
        values = range(SMALLEST, SMALLEST + len(self.names))
        orders = [tuple(values), tuple(reversed(values))]
        for order in permutations(values):
            if len(orders) >= ORDERS:
                break
            if order not in orders:
                orders.append(order)
        for order in dict.fromkeys(orders):
            yield dict(zip(self.names, order, strict=True))


def _integers(node: Node) -> Sequence[Node]:
    """The parts of a node whose value must be a small integer."""
    match node:
        case Apply(function=function, args=args) if function in (POWER, ELEMENTWISE_POWER):
            return args[1:]
        case Apply(function=function, args=args) if function is SUMMATION:
            return args[1:3]
    return ()


class Draw:
    """A world in which each of `variables` moves along a random direction.

    `directions` are unrestricted; the symbols d<variable> have the direction projected on what the variable's kind
    allows, which is also how the variable moves.
    """

    __slots__ = ("directions", "world")

    def __init__(
        self,
        setting: Setting,
        variables: Sequence[Symbol],
        sizes: Mapping[str, int],
        *,
        seed: int,
        order: int = 1,
        positive: bool = False,
    ) -> None:
        random = Random(seed)  # noqa: S311 a reproducible draw, no secret
        self.world = world = World(sizes, {}, order=order, seed=seed)
        self.directions: dict[str, Matrix] = {}
        moving = {v.name: v for v in variables}
        for symbol in [*variables, *(s for s in setting.symbols if s not in variables)]:
            rows, cols = world.size(symbol.rows), world.size(symbol.cols)
            x = _point(random, symbol, rows, cols, whole=symbol in setting.whole, positive=positive)
            if symbol in variables:
                e = structure.general(random, rows, cols)
                self.directions[symbol.name] = e
                x = structure.curve(symbol.kind, x, structure.projected(symbol.kind, x, e), order)
            world.values[symbol] = x
        for symbol in setting.symbols:
            variable = moving.get(symbol.differential_of or "")
            if variable is not None:
                x = [[entry & structure.NUMBER for entry in row] for row in world.values[variable]]
                world.values[symbol] = structure.projected(variable.kind, x, self.directions[variable.name])


def _point(random: Random, symbol: Symbol, rows: int, cols: int, *, whole: bool, positive: bool) -> Matrix:
    if whole:
        return structure.whole(random, rows, cols)
    if positive and symbol.kind in {"scalar", "vector", "matrix"}:
        return structure.positive(random, rows, cols)
    return structure.point(random, symbol.kind, rows, cols)
