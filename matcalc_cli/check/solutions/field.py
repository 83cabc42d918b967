"""A random point modulo p, moved to where equations hold.

Entries in which the equations are affine are solved for: b of A*x - b, one entry of A of det(A - lambda*I). Of a number
that is a quadratic in what is left, q'*q - 1, a root is taken. Nothing is believed: the equations are evaluated again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact import kinds
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.chance import Chance
from matcalc_cli.check.exact.arithmetic.field import HALF, NoValueError, P, SingularError, square_root
from matcalc_cli.check.exact.draw_values import World
from matcalc_cli.expr.node import Member
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import ties

if TYPE_CHECKING:
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.draw import Draw, Setting
    from matcalc_cli.expr.node import Node, Symbol

    Coordinate = tuple[Symbol, Matrix]

MOST = 40
"""The largest number of entries that are solved for."""
FEW_OR_MANY = (3, 7)
"""The values of every dimension in turn, so that of two matrices beside each other, [A, B], each may be wide, and both together tall."""
MOST_SIZES = 64
"""The largest number of choices of these."""
SEEDS = 8
"""So many draws are looked at for one in which the equations have values: one may lack a root."""


class NoPointError(NoValueError):
    """No point was found where the equations hold."""


class UndeterminedError(SingularError):
    """Where the equations hold they do not determine how the unknowns move."""


def meet(draw: Draw, equations: Sequence[Node], unknowns: Sequence[Symbol], freed: Mapping[Symbol, Symbol]) -> bool:
    """Change the point of a draw so that the equations hold and determine how the unknowns move.

    Unknowns that were freed of a kind begin with a value of it, and so fulfil the equation which says that.
    True if there is a real point of the kind: linear equations have been solved, and no root taken. Raises NoPointError, and UndeterminedError where they hold and do not.
    """
    point = _Point(draw)
    point.put({x: point.inside(x, declared.kind) for x, declared in freed.items()})
    free = {s for g in equations for s in g.symbols if _is_free(s)} | {x for x in unknowns if isinstance(x, Member)}
    own = sorted(free, key=lambda s: (s in unknowns, s.key))
    start, met = {s: draw.still.symbol(s) for s in own}, False
    for found in _choices(point, equations, own):
        if point.solve(equations, found):
            met = True
            if determine(draw, equations, unknowns):
                return True
            point.put(start)
    roots: list[Node] = []
    if not met and _one_by_one(point, equations, own, roots):
        met = True
        if determine(draw, equations, unknowns):
            return not roots
    raise UndeterminedError(UNDETERMINED) if met else NoPointError("no point with g = 0 was found")


UNDETERMINED = "g = 0 does not determine how it moves"


def _one_by_one(point: _Point, equations: Sequence[Node], own: Sequence[Symbol], roots: list[Node]) -> bool:
    """Meet the equations one after the other, by names that are in none before; `roots` gets those of which one is taken."""
    fixed: set[Symbol] = set()
    for g in sorted(equations, key=lambda g: len(g.symbols)):
        left = [s for s in own if s in g.symbols and s not in fixed]
        if not any(point.solve([g], found) for found in _choices(point, [g], left)):
            if not point.root(g, left):
                return False
            roots.append(g)
        fixed |= g.symbols
    return point.holds(equations)


def determine(draw: Draw, equations: Sequence[Node], unknowns: Sequence[Symbol]) -> bool:
    """Whether the equations are linearly independent in the moves of the unknowns."""
    from matcalc_cli.check.variants.equation_points import Exact

    place = Exact(draw)
    columns = []
    for x in unknowns:
        for e in basis(x.kind, draw.still.symbol(x)):
            slopes = [matrices.stacked(place.slope(g, {x: e})) for g in equations]
            columns.append([entry for slope in slopes for (entry,) in slope])
    return len(reduced(matrices.transposed(columns), len(columns))) == len(columns)


def are_singular_everywhere(equations: Sequence[Node], unknowns: Sequence[Symbol]) -> bool:
    """Whether at no point that is drawn, of whatever sizes, the equations determine the moves of the unknowns."""
    from matcalc_cli.check.exact.draw import setting_of
    from matcalc_cli.check.exact.verify import decide

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        return [[int(determine(draw, equations, unknowns))]], [[0]]

    found = False
    every = [*[[sizes] for sizes in _few_or_many(setting_of(*equations, *unknowns), unknowns)], *[[]] * SEEDS]
    for seed, sizes in enumerate(every):
        word = decide(equations, unknowns, compare, sizes=sizes, seed=seed).word
        if word == "wrong":
            return False
        found = found or word == "ok"
    return found


def _few_or_many(setting: Setting, unknowns: Sequence[Symbol]) -> Iterator[dict[str, int]]:
    """Every dimension small or large, where the unknowns have few entries."""
    choices = () if setting.limits else product(FEW_OR_MANY, repeat=len(setting.names))
    for chosen in islice(choices, MOST_SIZES):
        sizes = dict(zip(setting.names, chosen, strict=True))
        shapes = [[substitute(size, sizes) for size in x.shape] for x in unknowns]
        entries = sum(prod(n for n in shape if isinstance(n, int)) for shape in shapes)
        if setting.exist(sizes) and entries <= MOST:
            yield sizes


def _is_free(symbol: Symbol) -> bool:
    kind = KINDS[symbol.kind]
    return kind.moves_straight and not symbol.axes and symbol.place is None and not isinstance(symbol, Member)


def _choices(point: _Point, equations: Sequence[Node], symbols: Sequence[Symbol]) -> Iterator[list[Coordinate]]:
    """Entries that equations may be affine in: of one name, one entry for one equation, of all names but the unknowns."""
    of_each = [point.coordinates(s) for s in symbols]
    yield from (found for found in of_each if len(found) <= MOST)
    if all(g.is_scalar for g in equations) and len(equations) == 1:
        yield from (found[-1:] for found in of_each if len(found) > 1)


class _Point:
    """The values of a draw, to be changed."""

    __slots__ = ("draw",)

    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def inside(self, symbol: Symbol, kind: str) -> Matrix:
        """A value of a kind that is as large as the value of a name."""
        value = self.draw.still.values[symbol]
        return kinds.point(Chance(value[0][0]), kind, len(value), len(value[0]))

    def coordinates(self, symbol: Symbol) -> list[Coordinate]:
        """The directions of the free entries of a name."""
        return [(symbol, e) for e in basis(symbol.kind, self.draw.still.symbol(symbol))]

    def values(self, equations: Sequence[Node]) -> list[int]:
        """The values of the equations, all entries in a row."""
        still = self.draw.still
        world = World(still.sizes, still.values, still.arithmetic.oracles, order=0, deadline=still.deadline)
        world.families = still.families
        return [x for g in equations for (x,) in matrices.stacked(evaluate(g, world))]

    def holds(self, equations: Sequence[Node]) -> bool:
        """Whether the equations hold."""
        try:
            return not any(self.values(equations))
        except NoValueError:
            return False

    def put(self, values: Mapping[Symbol, Matrix]) -> None:
        """Give names other values."""
        for world in (self.draw.still, self.draw.moving):
            for symbol, value in values.items():
                world.put(symbol, value)
            world.known.clear()

    def move(self, coordinate: Coordinate, by: int) -> None:
        """Move along a direction."""
        symbol, e = coordinate
        step = matrices.times(kinds.FIELD, by % P, e)
        self.put({symbol: matrices.plus(kinds.FIELD, self.draw.still.symbol(symbol), step)})

    def solve(self, equations: Sequence[Node], found: Sequence[Coordinate]) -> bool:
        """Move along some directions to where the equations hold, if they are affine there."""
        before = {s: self.draw.still.symbol(s) for s, _ in found}
        try:
            start = self.values(equations)
            columns = []
            for coordinate in found:
                self.move(coordinate, 1)
                columns.append([x - y for x, y in zip(self.values(equations), start, strict=True)])
                self.move(coordinate, -1)
            steps = solved(matrices.transposed(columns), [-x for x in start]) if columns else None
            for coordinate, step in zip(found, steps or (), strict=False):
                self.move(coordinate, step)
            if steps is not None and self.holds(equations):
                return True
        except NoValueError:
            pass
        self.put(before)
        return False

    def root(self, g: Node, symbols: Sequence[Symbol]) -> bool:
        """Move one name along a line to a root of a number that is quadratic there."""
        return g.is_scalar and any(self._root(g, s) for s in symbols)

    def _root(self, g: Node, symbol: Symbol) -> bool:
        line = (symbol, self.draw.still.symbol(symbol))
        c, one, two = (self._ahead(g, line, t) for t in (0, 1, 2))
        a = (two - 2 * one + c) * HALF % P
        b = (one - c - a) % P
        if a and not (square := (b * b - 4 * a * c) % P):
            return False
        try:
            step = (square_root(square) - b) * pow(2 * a, -1, P) if a else -c * pow(b, -1, P)
        except (ValueError, NoValueError):
            return False
        if a and square_root(square) >= P:
            return False
        self.move(line, step)
        if self.holds([g]):
            return True
        self.put({symbol: line[1]})
        return False

    def _ahead(self, g: Node, line: Coordinate, by: int) -> int:
        symbol, start = line
        self.move(line, by)
        value = self.values([g])[0]
        self.put({symbol: start})
        return value


def basis(kind: str, x: Matrix) -> list[Matrix]:
    """The directions of the free entries of a name of a kind at x; along X W for skew W where X'X = I and X is square."""
    rows, cols = len(x), len(x[0])
    record = KINDS[kind]
    if record.step:
        return [matrices.product(kinds.FIELD, x, w) for w in basis(record.step, x)]
    if record.entry is not None:
        return [_filled(rows, cols, tied) for tied in ties(record, rows)]
    return [_filled(rows, cols, ((1, i, j),)) for j in range(cols) for i in range(rows)]


def _filled(rows: int, cols: int, tied: Sequence[tuple[int, int, int]]) -> Matrix:
    found = matrices.filled(rows, cols, 0)
    for sign, i, j in tied:
        found[i][j] = sign % P
    return found


def solved(a: Matrix, b: Sequence[int]) -> list[int] | None:
    """A solution x of A x = b modulo p, whatever the shape of A; None where there is none."""
    work = [[x % P for x in (*row, right)] for row, right in zip(a, b, strict=True)]
    pivots = reduced(work, len(a[0]))
    if any(row[-1] for row in work[len(pivots) :]):
        return None
    found = [0] * len(a[0])
    for row, column in zip(work, pivots, strict=False):
        found[column] = row[-1]
    return found


def reduced(work: Matrix, width: int) -> list[int]:
    """The columns of the pivots among the first `width` ones, of rows that are brought to reduced echelon form."""
    pivots: list[int] = []
    for column in range(width):
        top = len(pivots)
        pivot = next((k for k in range(top, len(work)) if work[k][column]), None)
        if pivot is None:
            continue
        work[top], work[pivot] = work[pivot], work[top]
        scale = pow(work[top][column], -1, P)
        work[top] = [x * scale % P for x in work[top]]
        for k, row in enumerate(work):
            if k != top and row[column]:
                factor = row[column]
                work[k] = [(x - factor * y) % P for x, y in zip(row, work[top], strict=True)]
        pivots.append(column)
    return pivots
