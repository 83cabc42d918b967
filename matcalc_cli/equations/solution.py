"""The solution of the linear equation L(dx) = -M(dp) that a system gives where it is differentiated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.factors import factors
from matcalc_cli.equations.factors.parts import Factors
from matcalc_cli.equations.operation import Operation
from matcalc_cli.equations.operations import operation
from matcalc_cli.equations.system import Move, System
from matcalc_cli.equations.terms import added
from matcalc_cli.expr.build import add, multiply, scalars_and_rest, substitute, transpose
from matcalc_cli.expr.node import Node, Sum, Symbol, number, symbol
from matcalc_cli.expr.normal_forms.grid import below, block
from matcalc_cli.expr.selections.units import columns_after
from matcalc_cli.expr.shapes.positions import offsets
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.readings.structure import free_entries
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition


class Solution:
    """How the unknowns of a system move: `of` gives every dX where variables move, linear in their directions.

    matrix  the one that must have an inverse: the Jacobian of the equations by the unknowns, free entries by free entries
    needed  what must hold for that
    """

    __slots__ = ("_apart", "_matrix", "_operation", "factors", "system")

    def __init__(self, system: System) -> None:
        self.system = system
        self._matrix: Node | None = None
        self._operation = self._single()
        self.factors: Factors | None = factors(system)
        self._apart = None if self.factors else _apart(system)

    def of(self, variables: Sequence[Symbol]) -> dict[Symbol, Node]:
        """dX by the unknown, where these variables move along their dX."""
        return self.from_right(self.right(variables))

    def right(self, variables: Sequence[Symbol]) -> list[Node]:
        """-M(dp) of every equation."""
        return [self._moved(g, variables) for g in self.system.equations]

    def from_right(self, right: Sequence[Node]) -> dict[Symbol, Node]:
        """dX by the unknown, with L(dX) = R for these right sides."""
        if self._apart is not None:
            return self._apart.from_right(right)
        if self._operation is not None:
            steps = [self._operation(right[0])]
        elif self.factors is not None:
            found = self.factors(right)
            steps = [found[move.step] for move in self.system.moves]
        else:
            steps = self._stacked(right)
        every = zip(self.system.unknowns, self.system.moves, steps, strict=True)
        return {x: simplify(substitute(move.along, {move.step: step})) for x, move, step in every}

    @property
    def matrix(self) -> Node:
        """The Jacobian of the equations by the unknowns."""
        if self._matrix is None:
            self._matrix = _matrix(self.system)
        return self._matrix

    @property
    def needed(self) -> tuple[Condition, ...]:
        """The condition that the linear equation has one solution; an operation says itself what it needs."""
        way = self.way or self._apart
        return (Condition("invertible", self.matrix),) if way is None else way.needed

    @property
    def way(self) -> Operation | Factors | None:
        """The operation that solves it, or how it is taken apart."""
        return self._operation or self.factors

    @property
    def is_stacked(self) -> bool:
        """Whether it is solved with all free entries in one column."""
        return self.way is None and self._apart is None

    @property
    def words(self) -> str:
        """The way of solving, in words; nothing where that is plain."""
        return "" if self.way is None else self.way.words

    def _moved(self, g: Node, variables: Sequence[Symbol]) -> Node:
        """-M(dp)."""
        moves = {v: direction(v, self.system.taken) for v in variables}
        return simplify(multiply(number(-1), differential(g, moves)))

    def _single(self) -> Operation | None:
        """One operation, where there is one equation of matrices that has it."""
        if len(self.system.unknowns) != 1 or len(self.system.equations) != 1:
            return None
        (((linear, step),),) = self.system.columns
        return None if step.cols == 1 and linear.cols == 1 else operation(linear, step)

    def _stacked(self, right: Sequence[Node]) -> list[Node]:
        """All free entries at once: inv(J)*r, taken apart again."""
        rows = [
            _selected(kind, g, vec(r))
            for kind, g, r in zip(self.system.kinds, self.system.equations, right, strict=True)
        ]
        whole = multiply(instantiate("A^-1", {"A": self.matrix}, {}), below(rows))
        counts = [move.count for move in self.system.moves]
        found = []
        for move, start, count in zip(self.system.moves, offsets(counts), counts, strict=False):
            part = multiply(transpose(columns_after(whole.rows, start, count)), whole)
            found.append(simplify(_shaped(part, move)))
        return found


class _Apart:
    """An equation that determines one unknown by itself, and the rest, where that one has moved."""

    __slots__ = ("first", "needed", "place", "rest", "system")

    def __init__(self, system: System, place: tuple[int, int]) -> None:
        i, k = self.place = place
        rows, cols = ([j for j in range(len(system.unknowns)) if j != own] for own in place)
        self.system = system
        self.first, self.rest = Solution(system.part([i], [k])), Solution(system.part(rows, cols))
        self.needed = (*self.first.needed, *self.rest.needed)

    def from_right(self, right: Sequence[Node]) -> dict[Symbol, Node]:
        """The steps of all, in the order of the unknowns."""
        i, k = self.place
        found = self.first.from_right([right[i]])
        x = self.system.unknowns[k]
        others = [
            simplify(add(r, multiply(number(-1), differential(g, {x: found[x]}))))
            for j, (g, r) in enumerate(zip(self.system.equations, right, strict=True))
            if j != i
        ]
        found |= self.rest.from_right(others)
        return {y: found[y] for y in self.system.unknowns}


def _apart(system: System) -> _Apart | None:
    place = system.alone() if len(system.equations) == len(system.unknowns) else None
    return None if place is None else _Apart(system, place)


def _shaped(part: Node, move: Move) -> Node:
    """The step with these free entries; a diagonal one as diag of the column it is made of."""
    if move.basis is None:
        return unstacked(part, move.step.shape)
    column = symbol("x~", part.shape, "vector")
    return substitute(simplify(unstacked(multiply(move.basis, column), move.step.shape)), {column: part})


def _selected(kind: str, g: Node, node: Node) -> Node:
    """D' times what has a row for every entry of g, D the basis of the kind of g: as many rows as there are equations."""
    basis = free_entries(symbol("g~", g.shape, kind))
    return node if basis is None else multiply(transpose(basis), node)


def _matrix(system: System) -> Node:
    """The Jacobian of the equations by the unknowns, free entries by free entries."""
    cells = [[_cell(system, i, k) for k in range(len(system.unknowns))] for i in range(len(system.equations))]
    return simplify(cells[0][0] if len(cells) == len(cells[0]) == 1 else block(cells))


def _cell(system: System, i: int, k: int) -> Node:
    linear, step = system.columns[k][i]
    jacobian = _selected(system.kinds[i], linear, simplify(matrix_of(linear, step)))
    basis = system.moves[k].basis
    scalars, rest = scalars_and_rest(simplify(jacobian if basis is None else multiply(jacobian, basis)))
    return multiply(*scalars, added(rest.terms) if isinstance(rest, Sum) else rest)


def second(found: Mapping[Symbol, Node], variables: Sequence[Symbol], taken: frozenset[Symbol]) -> dict[Symbol, Node]:
    """d2X of every unknown: dX differentiated once more, where the unknowns move by dX and the variables by theirs."""
    return further(found, found, variables, taken)


def further(
    form: Mapping[Symbol, Node], found: Mapping[Symbol, Node], variables: Sequence[Symbol], taken: frozenset[Symbol]
) -> dict[Symbol, Node]:
    """A differential of every unknown differentiated once more, where the unknowns move by dX and the variables by theirs."""
    moves = {**{v: direction(v, taken) for v in variables}, **found}
    return {x: simplify(differential(node, moves)) for x, node in form.items()}


def total(g: Node, found: Mapping[Symbol, Node], variables: Sequence[Symbol], taken: frozenset[Symbol]) -> Node:
    """dg of an expression of unknowns and variables, where the unknowns move with the variables."""
    moves: dict[Symbol, Node] = {v: direction(v, taken) for v in variables}
    return simplify(differential(g, {**moves, **found}))
