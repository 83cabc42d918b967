"""Drawing a world: sizes for every dimension, points for every symbol, and the curve X + e E of the variables."""

from __future__ import annotations

from itertools import chain, cycle, islice, permutations
from math import inf

from matcalc_cli.budget import seconds
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact import kinds
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.chance import Chance
from matcalc_cli.check.exact.arithmetic.field import NoValueError, P
from matcalc_cli.check.exact.draw_values import Drawn, World, names_of, whole
from matcalc_cli.check.exact.oracle import Manner, Oracles
from matcalc_cli.check.exact.plain import KNOWN
from matcalc_cli.check.exact.room import indices, limits, roomy
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.expr.node import Apply, Member, Node, Number, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER, RELATIONS
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.kinds import KINDS
from matcalc_cli.later import Later, lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matcalc_cli.check.exact import functions
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
else:
    functions = Later("matcalc_cli.check.exact.functions")

SMALLEST = 3
_REAL_EVERYWHERE = {"real", "nonzero"}
"""Domains of functions that ask for no logarithm and no root."""
PLACES = {
    0: (((),), ((),)),
    1: (((0.0,), (1.0,)), ((0.5,),)),
    2: (((0.0, 0.0), (1.0, 0.5), (0.5, 1.0)), ((0.0, 1.0), (0.5, 0.5), (1.0, 1.0))),
}
"""By the number of indices of members: where in their ranges they are at one set of sizes and at the next, at the ends, apart
and together."""
ORDERS = 6
"""How many orders of the dimensions are tried."""
MOST_ORDERS = 800
"""How many are looked at, for those at which every symbol has values."""


class Setting:
    """The names in the expressions of one verification.

    own       symbols of the first expression, which is the function: a dX in it is a constant and no direction
    names     of dimensions
    indices   integers whose range is known, the indices of members that are asked for
    whole     symbols that stand for integers
    spectral  eigenvalues or singular values must be in the field
    negative  a logarithm or a root is taken of many computed entries, some of which will be "negative"
    signed    signs are asked
    nodes     all expressions in them, of which the first ones are `roots`
    limits    what must be 1 or more for slices and differences of sizes to exist
    """

    __slots__ = (
        "indices", "limits", "names", "negative", "nodes", "own", "roots", "signed", "spectral", "symbols", "whole",
    )  # fmt: skip

    def __init__(self, roots: Sequence[Node]) -> None:
        nodes = _with_meanings([*roots, *_ends(roots)])
        self.roots = tuple(roots)
        self.own = roots[0].symbols
        self.limits = limits(nodes)
        self.nodes = nodes
        self.symbols = sorted(
            (n for n in nodes if isinstance(n, Symbol) and n.kind != "index" and not isinstance(n, Member)),
            key=lambda s: s.key,
        )
        self.indices = [s for s in self.symbols if s.span is not None]
        sizes = [size for n in nodes for size in (*n.shape, *getattr(n, "sizes", ()))]
        self.names = sorted(set(names_of(sizes)))
        used = {n.function for n in nodes if isinstance(n, Apply)}
        others = {f.name for f in used} - KNOWN
        self.spectral = bool(others) and not functions.SPECTRAL.isdisjoint(others)
        self.signed = any(f.piecewise for f in used)
        self.negative = any(map(_takes_many_roots, nodes))
        self.whole = frozenset().union(*(part.symbols for n in nodes for part in _integers(n)))

    def places(self, done: int) -> Sequence[Sequence[float]]:
        """Where the indices of members are to be at a set of sizes after so many others."""
        return PLACES[min(len(self.indices), 2)][done % 2]

    def sizes(self) -> Iterator[dict[str, int]]:
        """Distinct sizes from three on: ascending, descending and one larger, and in other orders."""
        if self.limits:
            yield from roomy(self.names, self.limits, {}, ORDERS)
            return
        values = range(SMALLEST, SMALLEST + len(self.names))
        first = [tuple(values), tuple([v + 1 for v in reversed(values)]), *mixed(values)]
        orders = chain(first, permutations(values))
        found = (dict(zip(self.names, order, strict=True)) for order in dict.fromkeys(islice(orders, MOST_ORDERS)))
        yield from islice(filter(self.exist, found), ORDERS)

    def exist(self, sizes: Mapping[str, int]) -> bool:
        """Whether every symbol has values of these sizes."""
        return all([_exists(symbol, sizes) for symbol in self.symbols])

    @staticmethod
    def deadline(budget: float | None) -> float:
        """When a budget of work, in the seconds that work is counted in, has been used up."""
        return inf if budget is None else seconds() + budget


def mixed(values: Sequence[int]) -> list[tuple[int, ...]]:
    """Two orders of ascending numbers: beside ascending and descending ones they make, of two matrices with sizes of
    their own, one tall and the other wide, as inv(A'*A) and inv(B*B') need it.
    """
    return [(*values[-1:], *values[:-1]), (*values[:1], *values[:0:-1])]


def _exists(symbol: Symbol, sizes: Mapping[str, int]) -> bool:
    kind = KINDS[symbol.kind]
    if not kind.orthonormal:
        return True
    rows, cols = (substitute(size, sizes) for size in symbol.shape)
    return not (isinstance(rows, int) and isinstance(cols, int)) or kind.exists(rows, cols)


@lru_cache(maxsize=64)
def setting_of(*roots: Node) -> Setting:
    """The setting of these expressions; the choice of sizes and the draws ask for the same one."""
    return Setting(roots)


def _with_meanings(roots: Sequence[Node]) -> list[Node]:
    """The nodes of expressions, and of those that stand for functions without an exact meaning of their own."""
    nodes = dict.fromkeys(postorder(*roots))
    new = list(nodes)
    while new:
        spelled = [spelled_out(n) for n in new if isinstance(n, Apply) and not _is_known(n.function.name)]
        new = [n for n in postorder(*filter(None, spelled)) if n not in nodes]
        nodes.update(dict.fromkeys(new))
    return list(nodes)


def _is_known(name: str) -> bool:
    return name in KNOWN or name in functions.MEANING


def _ends(roots: Sequence[Node]) -> list[Node]:
    """The ends of the ranges of the indices in some expressions."""
    symbols = frozenset[Symbol]().union(*[root.symbols for root in roots])
    return [end for s in sorted(symbols, key=lambda s: s.key) if s.span for end in s.span]


def _takes_many_roots(node: Node) -> bool:
    match node:
        case Apply(function=function, args=(Node() as inner, *rest)) if not node.is_scalar and inner.children:
            fraction = any(isinstance(k, Number) and k.value.denominator != 1 for k in rest)
            return (function.elementwise and not {*function.domain.values()} <= _REAL_EVERYWHERE) or (
                function is ELEMENTWISE_POWER and fraction
            )
    return False


def _integers(node: Node) -> Sequence[Node]:
    """The parts of a node whose value must be a small integer."""
    match node:
        case Apply(function=function, args=args) if function in (POWER, ELEMENTWISE_POWER):
            return args[1:]
        case Apply(function=function, args=args) if function.binds:
            return args[1:3]
        case Apply(function=function, args=args) if function in RELATIONS:
            return args
        case Member(indices=indices):
            return indices
    return ()


class Draw:
    """A draw in which each of `variables` moves along a random direction.

    moving      the world of X + e E, where f is evaluated
    still       the same at e = 0, where claims are; the symbols d<variable> have the direction projected on what the
                variable's kind allows, which is also how the variable moves
    directions  the directions before that, by the name of the variable

    `places` say where in its range each index of a member is, from 0 to 1.
    """

    __slots__ = ("directions", "moving", "still")

    def __init__(
        self,
        setting: Setting,
        variables: Sequence[Symbol],
        sizes: Mapping[str, int],
        manner: Manner,
        *,
        seed: int,
        order: int = 1,
        deadline: float = inf,
        places: Sequence[float] = (0.5,),
    ) -> None:
        random = Chance(seed)
        oracles = Oracles(seed, manner)
        self.still = World(sizes, {}, oracles, order=0, deadline=deadline)
        self.moving = World(sizes, {}, oracles, order=order, deadline=deadline)
        self.directions: dict[str, Matrix] = {}
        chosen = indices(setting.roots, self.still.size, random)
        for symbol in setting.symbols:
            if symbol.axes:
                self.still.families[symbol] = _family(random.getrandbits(60), symbol, self.still)
            elif symbol.name in chosen and KINDS[symbol.kind].whole:
                self.still.values[symbol] = [[chosen[symbol.name]]]
            elif symbol.span is None:
                self.still.values[symbol] = _point(random, symbol, self.still, whole=symbol in setting.whole)
        for symbol, place in zip(setting.indices, cycle(places)):  # behind the numbers that their ranges are made of
            if symbol.name not in chosen:
                self.still.values[symbol] = _within(symbol, place, self.still)
        for symbol in setting.symbols:
            if symbol.place is not None and symbol.differential_of is None:
                self.still.values[symbol] = evaluate(symbol.place, self.still)
        self.moving.values.update(self.still.values)
        self.moving.families.update(self.still.families)
        moves = {variable: self._direction(random, variable) for variable in variables}
        moved(self.moving, self.still, moves)
        along = {variable.name: e for variable, e in moves.items()}
        for symbol in setting.symbols:
            if symbol.differential_of in along and symbol not in setting.own:
                self.still.values[symbol] = along[symbol.differential_of]

    def _direction(self, random: Chance, variable: Symbol) -> Matrix:
        x = self.still.symbol(variable)
        e = self.directions[variable.name] = kinds.general(random, len(x), len(x[0]))
        return kinds.projected(variable.kind, x, e)

    def alone(self, variable: Symbol) -> World:
        """The world in which only this variable moves, as it does in `moving`, to second order."""
        still = self.still
        world = World(still.sizes, still.values, still.arithmetic.oracles, order=2, deadline=still.deadline)
        world.families.update(still.families)
        along = kinds.projected(variable.kind, still.symbol(variable), self.directions[variable.name])
        moved(world, still, {variable: along})
        return world


def moved(world: World, still: World, moves: Mapping[Symbol, Matrix]) -> None:
    """Let names and members of families move from their values in `still`, along directions that their kinds allow.

    Members at one place, x_k and x_l at k = l, are one and move along the sum of their directions.
    """
    together: dict[object, tuple[Symbol, Matrix]] = {}
    for x, e in moves.items():
        place = (x.family, still.place(x)) if isinstance(x, Member) else x
        known = together.get(place)
        together[place] = (x, e if known is None else matrices.plus(kinds.FIELD, known[1], e))
    for x, e in together.values():
        world.put(x, kinds.curve(x.kind, still.symbol(x), e, world.ring.order))


def _family(seed: int, family: Symbol, world: World) -> Drawn:
    """Members drawn one after another."""
    random = Chance(seed)
    return Drawn(lambda: _point(random, family, world, whole=False))


def _within(index: Symbol, place: float, world: World) -> Matrix:
    """An integer of its range."""
    assert index.span is not None
    low, high = (whole(evaluate(end, world)) for end in index.span)
    return [[(low + round(place * (high - low))) % P]]


def _point(random: Chance, symbol: Symbol, world: World, *, whole: bool) -> Matrix:
    rows, cols = world.size(symbol.rows), world.size(symbol.cols)
    if not rows * cols:
        raise NoValueError("a matrix without entries")
    if whole:
        return kinds.whole(random, rows, cols)
    manner = world.arithmetic.oracles.manner
    if manner.positive and not KINDS[symbol.kind].is_structured:
        return kinds.positive(random, rows, cols)
    return kinds.point(random, symbol.kind, rows, cols, spectral=manner.spectral)
