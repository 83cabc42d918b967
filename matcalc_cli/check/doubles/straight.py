"""The values of a function along a straight line, with what is affine in the variables worked out once for the whole line.

A*(X + t*V) is A*X + t*(A*V): after two products, every further point of the line takes no product any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.check.doubles.sample import shape_of
from matcalc_cli.expr.build import add, multiply, rebuild, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.kinds import of_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.doubles.sample import Point

    Array = NDArray[Any]


class Split:
    """An expression with new names for what is affine in the variables and takes products.

    What has more entries than all that is given is left as it stands: of A*X'*X with few columns, A*X' is better not kept.

    rest   the expression in these names
    parts  by the new name: what it stands for, and how fast that moves where the variables move by their differentials
    """

    def __init__(self, root: Node, velocities: Mapping[Symbol, Symbol], sizes: Mapping[str, int]) -> None:
        self._moving, self._sizes = velocities, sizes
        self._most = sum(map(self._entries, {*root.symbols, *velocities.values()}))
        self._velocity: dict[Node, Node] = dict(velocities.items())
        self._done: dict[Node, Node] = {}
        self._taken = {s.name for s in (*root.symbols, *velocities.values())}
        self.parts: dict[Symbol, tuple[Node, Node]] = {}
        for node in postorder(root, until=lambda n: not self._moves(n)):
            self._visit(node)
        self.rest = self._named(root)

    @property
    def nodes(self) -> list[Node]:
        """The expressions to be worked out where a line begins: what a name stands for, how fast it moves, and so on."""
        return [node for pair in self.parts.values() for node in pair]

    def ends(self) -> list[tuple[Symbol, Symbol]]:
        """The variables that are left in the rest, and how fast they move."""
        return [(x, v) for x, v in self._moving.items() if x in self.rest.symbols]

    def _entries(self, node: Node) -> int:
        rows, cols = shape_of(node, self._sizes)
        return rows * cols

    def _moves(self, node: Node) -> bool:
        return any(s in self._moving for s in node.symbols)

    def _visit(self, node: Node) -> None:
        if node in self._velocity:
            return
        velocity = self._velocity_of(node)
        if velocity is not None:
            self._velocity[node] = velocity
        elif isinstance(node, Product):
            scalars = [self._named(s) for s in node.scalars]
            self._done[node] = multiply(number(node.coefficient), *scalars, *self._grouped(node.factors))
        elif isinstance(node, Apply) and node.function.binds:
            self._done[node] = node  # what is inside moves with the index too
        else:
            self._done[node] = rebuild(node, tuple([self._named(c) for c in node.children]))

    def _velocity_of(self, node: Node) -> Node | None:
        """How fast a node moves that is affine in the variables; None of any other."""
        moving = [c for c in node.children if self._moves(c)]
        if not moving or not all(c in self._velocity for c in moving) or self._entries(node) > self._most:
            return None
        if isinstance(node, Sum):
            return add(*[self._velocity[c] for c in moving])
        linear = isinstance(node, Product) or (
            isinstance(node, Apply) and node.function.is_linear and not node.function.binds
        )
        if not linear or len(moving) > 1:
            return None
        return rebuild(node, tuple([self._velocity[c] if c is moving[0] else c for c in node.children]))

    def _grouped(self, factors: Sequence[Node]) -> list[Node]:
        """The factors of a product, each that is affine with the constant ones beside it as one."""
        groups: list[Node] = []
        constant: list[Node] = []
        for factor in factors:
            if not self._moves(factor):
                constant.append(factor)
            elif factor in self._velocity and self._fits((*constant, factor)):
                groups.append(self._product((*constant, factor)))
                constant = []
            else:
                groups = [*self._behind(groups, constant), factor]
                constant = []
        return [self._named(group) for group in self._behind(groups, constant)]

    def _behind(self, groups: Sequence[Node], constant: Sequence[Node]) -> list[Node]:
        """The groups with constant factors behind them, in the last group if that is affine."""
        if constant and groups and groups[-1] in self._velocity and self._fits((groups[-1], *constant)):
            return [*groups[:-1], self._product((groups[-1], *constant))]
        return [*groups, *constant]

    def _fits(self, factors: Sequence[Node]) -> bool:
        """Whether a product has no more entries than all that is given."""
        return self._entries(multiply(*factors)) <= self._most

    def _product(self, factors: Sequence[Node]) -> Node:
        product = multiply(*factors)
        self._velocity[product] = multiply(*[self._velocity.get(f, f) for f in factors])
        return product

    def _named(self, node: Node) -> Node:
        """A node in the new names."""
        if node not in self._velocity:
            return self._done.get(node, node)
        if not any(isinstance(n, Product) and len(n.factors) > 1 and self._moves(n) for n in postorder(node)):
            return node
        for name, (part, _) in self.parts.items():
            if node in (part, transpose(part)):
                return name if node is part else transpose(name)
        return self._new(node)

    def _new(self, node: Node) -> Symbol:
        name = next(n for n in (f"L_{i}" for i in range(len(self._taken) + 1)) if n not in self._taken)
        self._taken.add(name)
        found = symbol(name, node.shape, of_shape(node.shape))
        self.parts[found] = (node, self._velocity[node])
        return found


class Straight:
    """The values of a function f along a line, in numbers, which count as calls of it.

    `values` are those of `split.nodes` where the line begins.
    """

    __slots__ = ("_f", "_lines", "_rest", "_there")

    def __init__(
        self, split: Split, there: Point, values: Sequence[Array], sizes: Mapping[str, int], f: Compiled
    ) -> None:
        import numpy as np

        self._rest, self._there, self._f = Compiled(split.rest, sizes), there, f
        lines = {s.name: (values[2 * i], values[2 * i + 1]) for i, s in enumerate(split.parts)}
        lines |= {x.name: (there[x.name], there[v.name]) for x, v in split.ends()}
        self._lines = [(name, x, v, np.empty_like(v)) for name, (x, v) in lines.items()]

    def __call__(self, t: float) -> Array | None:
        """The value at the start and t times the direction, flat; None where there is none."""
        import numpy as np

        self._f.calls += 1
        point = dict(self._there)
        for name, x, v, moved in self._lines:  # in the same memory each time
            np.multiply(v, t, out=moved)
            moved += x
            point[name] = moved
        value = self._rest(point)
        return None if value is None else value.ravel()
