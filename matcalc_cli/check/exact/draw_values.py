"""One draw: the size of every dimension, the value of every symbol, and what has been evaluated with them."""

from __future__ import annotations

from math import inf

from matcalc_cli.check.evaluate import Algebra, evaluate
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import Jets, NoValueError, P, ratio
from matcalc_cli.check.exact.oracle import Arithmetic, Oracles
from matcalc_cli.check.exact.plain import PLAIN
from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.expr.node import Member
from matcalc_cli.expr.shapes.dimensions import Dim, operands_of_minimum
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import ClassVar

    from matcalc_cli.check.exact import functions
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.unspecified import Powers
    from matcalc_cli.check.meanings import MatrixOf
    from matcalc_cli.expr.node import Apply, Node, Symbol
    from matcalc_cli.expr.number import Rational
    from matcalc_cli.expr.shapes.dimensions import Size
else:
    functions = Later("matcalc_cli.check.exact.functions")


class OverBudgetError(ArithmeticError):
    """The time of a verification is used up."""


LOOP = 2000
"""The largest number of terms of a sum over an index."""
LARGEST = 4_000_000
"""Entries of the largest value of a function, a second's work: seven factors of a Kronecker product have billions."""


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
        """The members of the family with another one at a place."""
        other = Drawn(self._draw)
        other._known, other._moved = self._known, {**self._moved, place: value}
        return other


class World(Algebra):
    """A draw in which expressions have values, matrices of jets; `known` remembers them.

    `measured` has the values of dimensions, `bound` the indices of the sums around with their values, and `remembered` the
    values inside of sums, by those of the indices that they depend on: inv(S_k) is worked out once for each k, however many
    sums stand around.
    """

    __slots__ = ("arithmetic", "bound", "families", "measured", "remembered", "ring", "sizes", "values")
    step: ClassVar = 6e-6
    entry: ClassVar = 2e-7
    out_of_time: ClassVar = OverBudgetError("exact arithmetic took too long")

    def __init__(
        self,
        sizes: Mapping[str, int],
        values: Mapping[Node, Matrix],
        oracles: Oracles,
        *,
        order: int = 1,
        deadline: float = inf,
    ) -> None:
        super().__init__(deadline)
        self.sizes = dict(sizes)
        self.values = dict(values)
        self.families: dict[Node, Drawn] = {}
        self.ring = Jets(order)
        self.arithmetic = Arithmetic(self.ring, oracles)
        self.measured: dict[Dim, int] = {}
        self.bound: dict[Node, int] = {}
        self.remembered: dict[tuple[object, ...], Matrix] = {}

    def size(self, size: Size) -> int:
        """The value of a dimension."""
        if isinstance(size, int):
            return size
        if size not in self.measured:
            self.measured[size] = self._measured(size)
        return self.measured[size]

    def _measured(self, size: Dim) -> int:
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

    def symbol(self, symbol: Symbol) -> Matrix:
        """The value of a name or of a member of a family."""
        if isinstance(symbol, Member):
            return self.families[symbol.family].at(self.place(symbol))
        return self.values[symbol]

    def put(self, symbol: Symbol, value: Matrix) -> None:
        """Give a name or a member of a family another value."""
        if isinstance(symbol, Member):
            self.families[symbol.family] = self.families[symbol.family].but(self.place(symbol), value)
        else:
            self.values[symbol] = value

    def place(self, member: Member) -> tuple[int, ...]:
        """Where a member stands in its family."""
        return tuple([whole(evaluate(index, self)) for index in member.indices])

    def rational(self, value: Rational) -> int:
        """A rational number modulo p."""
        return ratio(value.numerator, value.denominator) if value.denominator != 1 else int(value) % P

    def whole(self, matrix: Matrix) -> int:
        """The integer of a 1x1 matrix, a small one."""
        return whole(matrix)

    def compared(self, matrix: Matrix) -> int:
        """An integer: numbers modulo p have no order."""
        return whole(matrix)

    def plus(self, a: Matrix, b: Matrix) -> Matrix:
        """The sum."""
        return matrices.plus(self.ring, a, b)

    def product(self, a: Matrix, b: Matrix) -> Matrix:
        """The matrix product."""
        return matrices.product(self.ring, a, b)

    def reduce(self, number: int) -> int:
        """The jet that a product of two is."""
        return self.ring.reduce(number)

    def times(self, scalar: int, a: Matrix) -> Matrix:
        """A multiple."""
        return matrices.times(self.ring, scalar, a)

    def function(self, node: Apply, values: Sequence[Matrix]) -> Matrix:
        """The value of a function, which has entries but not too many."""
        count = self.size(node.rows) * self.size(node.cols)
        if not count:
            raise NoValueError("a matrix without entries")
        if count > LARGEST:
            raise self.out_of_time
        return super().function(node, values)

    def stand_ins(self) -> Powers:
        """Powers of random linear forms."""
        from matcalc_cli.check.exact.unspecified import Powers

        return Powers(self.arithmetic)

    def meaning(self, name: str, values: Sequence[Matrix]) -> Matrix | None:
        """The exact meaning of a function."""
        found = PLAIN.get(name) or functions.MEANING.get(name)
        return None if found is None else found(self.arithmetic, *values)

    def operator(self, name: str) -> MatrixOf | None:
        """The product of the matrix that a function is with a column; None of functions that are no matrices of linear ones."""
        return None if name in PLAIN or name in CONSTANT else functions.operator(name)

    def before(self, terms: int = 1) -> None:
        """Look at the clock, and refuse a long sum."""
        super().before()
        if terms > LOOP:
            raise NoValueError("a long sum")

    def recalled(self, node: Node) -> bool:
        """Whether a value is known, if need be from another term of a sum around."""
        if node in self.known:
            return True
        value = self.remembered.get(self._key(node)) if self.bound else None
        if value is None:
            return False
        self.known[node] = value
        return True

    def remember(self, node: Node, value: Matrix) -> None:
        """Keep a value, and count what it took."""
        super().remember(node, value)
        if self.bound:
            self.remembered[self._key(node)] = value

    def _key(self, node: Node) -> tuple[object, ...]:
        return (node, *[(index, value) for index, value in self.bound.items() if index in node.symbols])

    def inside(self, index: Node, value: int) -> World:
        """The draw with the index of a sum bound."""
        values = {**self.values, index: [[value % P]]}
        inner = World(self.sizes, values, self.arithmetic.oracles, order=self.ring.order, deadline=self.deadline)
        inner.families = self.families
        inner.bound, inner.remembered, inner.measured = {**self.bound, index: value}, self.remembered, self.measured
        inner.known = {node: v for node, v in self.known.items() if index not in node.symbols}
        return inner


def whole(value: Matrix) -> int:
    """The integer that a number modulo p stands for: the one nearest to zero."""
    z = value[0][0]
    n = z if z <= P // 2 else z - P
    if z >= P or abs(n) > 2**40:
        raise NoValueError("a bound or an exponent that is not a small integer")
    return n


def names_of(sizes: Iterable[Size]) -> Iterator[str]:
    """The names of dimensions that have a size of their own: m and n, not min(m,n)."""
    for size in sizes:
        if isinstance(size, Dim):
            yield from size.names
