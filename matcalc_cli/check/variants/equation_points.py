"""The places where an equation is looked at: modulo p, and where that does not decide with sixty digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from matcalc_cli.budget import seconds
from matcalc_cli.check.evaluate import UnknownError, evaluate
from matcalc_cli.check.exact import kinds
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import HALF, MINUS, monomial
from matcalc_cli.check.exact.draw import moved
from matcalc_cli.check.exact.draw_values import World
from matcalc_cli.check.exact.kinds import FIELD
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.exact.verify import decide

if TYPE_CHECKING:
    from matcalc_cli.check.digits.matrices import Rows
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.draw import Draw
    from matcalc_cli.check.exact.verify import Verdict
    from matcalc_cli.check.variants.equation import Equation
    from matcalc_cli.expr.node import Node, Symbol

    Moves = Mapping[Symbol, Matrix]

DIGITS, STEP = 80, "1e-20"
"""Differences of second order lose twice the digits of the step and are wrong by its square."""
OK, WRONG = 1e-15, 1e-12
POINTS, SECONDS = 12, 5.0


class Exact:
    """A place modulo p; the methods are those of `equation.Place`."""

    __slots__ = ("draw",)

    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def value(self, node: Node) -> Matrix:
        """The value of an expression."""
        return evaluate(node, self.draw.still)

    def free(self, x: Symbol) -> Matrix:
        """E, any matrix of the shape of x."""
        return self.draw.directions[x.name]

    def tangent(self, x: Symbol) -> Matrix:
        """The direction nearest to E in which x may move."""
        return kinds.projected(x.kind, self.draw.still.symbol(x), self.free(x))

    def slope(self, f: Node, moves: Moves) -> Matrix:
        """The derivative of f along the moves."""
        return matrices.part(self._jet(f, moves, 1), 1)

    def bend(self, f: Node, one: Moves, other: Moves) -> Matrix:
        """The second derivative by 2 B(E, F) = Q(E + F) - Q(E) - Q(F) for the quadratic form Q, twice the second jet."""
        if one is other:
            return matrices.times(FIELD, 2, matrices.part(self._jet(f, one, 2), 2))
        both = {**one, **{x: matrices.plus(FIELD, e, one[x]) if x in one else e for x, e in other.items()}}
        whole, first, second = (matrices.part(self._jet(f, moves, 2), 2) for moves in (both, one, other))
        return matrices.minus(FIELD, matrices.minus(FIELD, whole, first), second)

    def bend_along(self, f: Node, moves: Moves, curves: Mapping[Symbol, tuple[Matrix, Matrix]]) -> Matrix:
        """Twice the second jet of f where some names move along lines and others bend."""
        bent: dict[Node, Matrix] = {x: self._bent(x, *parts) for x, parts in curves.items()}
        return matrices.times(FIELD, 2, matrices.part(self._jet(f, moves, 2, bent), 2))

    def product(self, a: Matrix, b: Matrix) -> Matrix:
        """The matrix product."""
        return matrices.product(FIELD, a, b)

    def negative(self, a: Matrix) -> Matrix:
        """Minus a matrix."""
        return matrices.times(FIELD, MINUS, a)

    def _bent(self, x: Symbol, first: Matrix, second: Matrix) -> Matrix:
        """X + e V + e^2 W/2."""
        halves, at = matrices.times(FIELD, HALF, second), self.draw.still.symbol(x)
        return [
            [a + monomial(b, 1) + monomial(c, 2) for a, b, c in zip(*rows, strict=True)]
            for rows in zip(at, first, halves, strict=True)
        ]

    def _jet(self, f: Node, moves: Moves, order: int, bent: Mapping[Node, Matrix] | None = None) -> Matrix:
        still = self.draw.still
        world = World(still.sizes, still.values, still.arithmetic.oracles, order=order, deadline=still.deadline)
        world.families.update(still.families)
        for x, e in moves.items():
            if kinds.projected(x.kind, still.symbol(x), e) != e:
                raise UnknownError(f"the direction is none in which {x.spelling} may move")
        moved(world, still, moves)
        world.values.update(bent or {})
        return evaluate(f, world)


class Precise:
    """A place with sixty digits, where derivatives are differences; the methods are those of `equation.Place`."""

    __slots__ = ("deadline", "directions", "point", "sizes", "tangents")

    def __init__(self, point: Mapping[str, Rows], directions: Mapping[Symbol, Rows], sizes: Mapping[str, int]) -> None:
        from matcalc_cli.check.digits.kinds import tangent

        self.point = dict(point)
        self.directions = dict(directions)
        self.sizes = sizes
        self.deadline = seconds() + SECONDS
        self.tangents = {x: tangent(x.kind, point[x.name], e) for x, e in directions.items()}

    def value(self, node: Node) -> Rows:
        """The value of an expression."""
        return self._at(node, {})

    def free(self, x: Symbol) -> Rows:
        """E, any matrix of the shape of x."""
        return self.directions[x]

    def tangent(self, x: Symbol) -> Rows:
        """The direction nearest to E in which x may move."""
        return self.tangents[x]

    def slope(self, f: Node, moves: Mapping[Symbol, Rows]) -> Rows:
        """The derivative of f along the moves."""
        ahead, behind = (self._along(f, [(sign, moves)]) for sign in (1, -1))
        return _quotient([(1, ahead), (-1, behind)], 2, 1)

    def bend(self, f: Node, one: Mapping[Symbol, Rows], other: Mapping[Symbol, Rows]) -> Rows:
        """The second derivative of f along two moves, from four corners."""
        corners = [(s * t, self._along(f, [(s, one), (t, other)])) for s in (1, -1) for t in (1, -1)]
        return _quotient(corners, 4, 2)

    def bend_along(self, f: Node, moves: Mapping[Symbol, Rows], curves: Mapping[Symbol, tuple[Rows, Rows]]) -> Rows:
        """The second difference of f where some names move along lines and others bend."""
        from mpmath import mpf

        from matcalc_cli.check.digits.kinds import moved

        def there(t: Any) -> Rows:
            lines = {x.name: moved(x.kind, self.point[x.name], _multiple(e, t)) for x, e in moves.items()}
            bent = {
                x.name: _total(self.point[x.name], _multiple(v, t), _multiple(w, t * t / 2))
                for x, (v, w) in curves.items()
            }
            return self._at(f, {**lines, **bent})

        step = mpf(STEP)
        return _quotient([(1, there(step)), (-2, there(0 * step)), (1, there(-step))], 1, 2)

    def negative(self, a: Rows) -> Rows:
        """Minus a matrix."""
        return _multiple(a, -1)

    def product(self, a: Rows, b: Rows) -> Rows:
        """The matrix product."""
        from matcalc_cli.check.digits.matrices import product

        return product(a, b)

    def _along(self, f: Node, moves: list[tuple[int, Mapping[Symbol, Rows]]]) -> Rows:
        from mpmath import mpf

        from matcalc_cli.check.digits.kinds import moved

        steps: dict[Symbol, Rows] = {}
        for sign, directions in moves:
            for x, e in directions.items():
                start = steps.get(x) or [[0] * len(row) for row in e]
                steps[x] = [
                    [a + sign * mpf(STEP) * b for a, b in zip(r, s, strict=True)] for r, s in zip(start, e, strict=True)
                ]
        return self._at(f, {x.name: moved(x.kind, self.point[x.name], step) for x, step in steps.items()})

    def _at(self, node: Node, moved: Mapping[str, Rows]) -> Rows:
        """The value where some names have moved; a dX that the point has is a constant of the program's own."""
        from matcalc_cli.check.digits.evaluate import Digits

        named = {x.name: e for x, e in self.tangents.items()}
        held = {s.name: named[str(s.differential_of)] for s in node.symbols if s.differential_of in named}
        return evaluate(node, Digits({**held, **self.point, **moved}, self.sizes, self.deadline))


def _multiple(a: Rows, factor: Any) -> Rows:
    return [[factor * x for x in row] for row in a]


def _total(*parts: Rows) -> Rows:
    return [[sum(xs) for xs in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]


def _quotient(signed: list[tuple[int, Rows]], divisor: int, order: int) -> Rows:
    from mpmath import mpf

    below = divisor * mpf(STEP) ** order
    rows, cols = len(signed[0][1]), len(signed[0][1][0])
    return [[sum(sign * a[i][j] for sign, a in signed) / below for j in range(cols)] for i in range(rows)]


def exactly(equation: Equation, seed: int, budget: float) -> Verdict:
    """The verdict of exact arithmetic on an equation."""
    roots = [*equation.roots, *equation.variables]
    return decide(
        equation.roots, equation.variables, lambda draw: equation.sides(Exact(draw)), order=equation.order,
        sizes=size_sets(roots), seed=seed, budget=budget,
    )  # fmt: skip


def precisely(equation: Equation, seed: int) -> str:
    """Whether it holds, "ok", "wrong" or "undecided", by differences with sixty digits at the first point where there are values."""
    import mpmath

    from matcalc_cli.check.digits.evaluate import TooSlowError

    with mpmath.workdps(DIGITS):
        for place in _precise_places(equation, seed):
            try:
                left, right = equation.sides(place)
            except (ArithmeticError, ValueError, TooSlowError, mpmath.libmp.NoConvergence):
                continue
            return judged(left, right)
    return "undecided"


def _precise_places(equation: Equation, seed: int) -> Iterator[Precise]:
    import numpy as np

    from matcalc_cli.check.digits.kinds import refined
    from matcalc_cli.check.doubles.sample import points, shape_of

    rng = np.random.default_rng(seed)
    symbols = sorted({s for root in equation.roots for s in root.symbols} | {*equation.variables}, key=lambda s: s.name)
    own, moving = equation.roots[0].symbols, {v.name for v in equation.variables}
    known = [s for s in symbols if s.kind != "index" and (s in own or s.differential_of not in moving)]
    for sizes in size_sets([*equation.roots, *equation.variables])[:2]:
        for point in islice(points(equation.roots[0], known, sizes, rng), POINTS):
            drawn = {x.name: rng.standard_normal(shape_of(x, sizes)) for x in equation.variables}
            free = refined(drawn, [])
            yield Precise(refined(point, known), {x: free[x.name] for x in equation.variables}, sizes)


def judged(left: Any, right: Any) -> str:
    """Whether two matrices of sixty digits are equal: "ok", "wrong" or "undecided"."""
    pairs = [(a, b) for r, s in zip(left, right, strict=True) for a, b in zip(r, s, strict=True)]
    size = max((max(abs(a), abs(b)) for a, b in pairs), default=0)
    apart = max((abs(a - b) for a, b in pairs), default=0)
    return "ok" if apart <= OK * size else "wrong" if apart > WRONG * max(size, WRONG) else "undecided"
