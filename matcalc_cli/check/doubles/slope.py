"""A claim against differences of f in doubles: at random points, or at the user's own matrices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.claim import Claim, Question, along, free_direction
from matcalc_cli.check.doubles.compiled import Compiled, both
from matcalc_cli.check.doubles.inside import Inside
from matcalc_cli.check.doubles.kinds import jittered, moved, projected, short
from matcalc_cli.check.doubles.ladder import Finding, climb
from matcalc_cli.check.doubles.line import EPS, TINY, Line, length, noise
from matcalc_cli.check.doubles.sample import (
    LONGEST_SUM,
    SCALED,
    TooLargeError,
    additions,
    completed,
    even_sizes,
    is_summed_over_sizes,
    points,
    scaled,
    shape_of,
    sizes_for,
    with_parts,
)
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.expr.node import Symbol
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.inputs.fixed import Given

    Array = NDArray[Any]

NEGLIGIBLE = 1e-9
"""A derivative this small against f cannot be seen in differences; a point with a larger one is looked for."""
UNDERFLOW, OVERFLOW = 1e-100, 1e100
"""Values outside say nothing: A^1000 of a small or a large A."""
APART = 1e-6
"""How far two values are from being the same but for rounding."""
REGULAR = 1e-7
"""How much rounding may change a value that is compared with another."""
MANY = 100_000
"""Entries that move, of which one direction is enough."""
JITTERS = 2
"""Points that are disturbed by rounding."""
SMALLEST = 3
"""The first draws have sizes from here on; where sums end with sizes later ones have smaller ones."""
SHIFTS = (-1.0, 1.0, -2.0, 2.0, -5.0, 5.0)
NO_POINT = "no random point was found where everything has a finite value"
NOT_REAL = "no real matrices were found where the expression has a value: a logarithm or a root of negative numbers"
NO_VALUE = "{} has no finite value at the point: {}a singular matrix, or outside the domain"


class Slope:
    """One claim at chosen sizes: f and what is claimed of it, compiled.

    The right answer tells where the derivative is large enough to be seen.
    """

    __slots__ = (
        "_answers", "_claimed", "_expected", "_right", "_seen", "claim", "free", "function", "given", "is_large", "linear", "own", "scale",
        "sizes", "undefined", "value", "variables",
    )  # fmt: skip

    def __init__(self, question: Question, given: Given, draw: int, scale: float = 1.0) -> None:
        self.claim = claim = question.claim
        self.own = question.own
        right = self._right = question.right
        self.given, self.scale = given, scale
        self.undefined = 0  # points where the claim alone has no value
        # The differences of df give the second derivative.
        self.function = question.differential if claim.reading == "hessian" else claim.f
        nodes = [self.function, claim.node, right, claim.f]
        taken = frozenset(claim.variables).union(*[n.symbols for n in nodes])
        self.free = {v: free_direction(v, taken) for v in claim.variables}
        moving = {v.name for v in claim.variables}
        self.variables = sorted(
            (s for s in taken if s.kind != "index" and s.differential_of not in moving), key=lambda s: s.name
        )
        names = dimension_names([*nodes, *self.variables])
        least = max(1, SMALLEST - draw // 2) if is_summed_over_sizes(nodes) else SMALLEST
        self.sizes = sizes_for(
            nodes[:1], names[::-1] if draw % 2 else names, even_sizes(self.variables), given.sizes, least
        )
        if additions(nodes) > LONGEST_SUM:
            raise TooLargeError
        self.is_large = sum(rows * cols for rows, cols in (shape_of(v, self.sizes) for v in self.free)) > MANY
        e = self.free[claim.variables[0]]
        self.linear = along(claim, e)
        self.value = Inside(self.function, self.sizes, claim.f)
        self._claimed = Compiled(self.linear, self.sizes)
        self._answers = (Compiled(claim.node, self.sizes), Compiled(right, self.sizes))
        whole = claim.reading == "jacobian"  # every column of which costs what the change of f costs
        expected = question.differential if whole else along(Claim(claim.f, claim.variables, claim.reading, right), e)
        self._expected = Compiled(expected, self.sizes)
        self._seen = (self._claimed, self._expected) if whole else self._answers

    def all_given(self) -> bool:
        """Whether every matrix is the user's."""
        return all(v.name in self.given.point for v in self.variables)

    def pair(self, there: Point) -> tuple[Array, Array] | None:
        """The claim and the right answer at a point, where both have a value."""
        return both(self._answers, there)

    def seen(self, there: Point) -> tuple[Array, Array] | None:
        """The claim and the right answer where both have a value, of Jacobians the changes of f that they tell."""
        return both(self._seen, there)

    def differs(self, there: Point) -> bool:
        """Whether the claim differs from the right answer at a point by more than rounding."""
        pair = None if self.claim.node is self._right else self.seen(there)
        if pair is None or max(map(length, pair)) > OVERFLOW:
            return False
        return length(pair[0] - pair[1]) > APART * max(map(length, pair)) and self.regular(there)

    def condition(self, there: Point) -> float:
        """How much f amplifies a relative change of the point."""
        import numpy as np

        line = self.line(there, np.random.default_rng(self.given.seed))
        return inf if isinstance(line, str) else line.condition

    def regular(self, there: Point, most: float = REGULAR) -> bool:
        """Whether f, the claim and the right answer are more than rounding at a point: inv(X'*X) of a wide X is not.

        At `most` so much of each is.
        """
        import numpy as np

        rng = np.random.default_rng(self.given.seed)
        others = [self.jittered(there, rng) for _ in range(JITTERS)]
        known = [(answer(there), [answer(p) for p in others]) for answer in self._seen]
        if any(v is None or noise(v, near) > most * length(v) for v, near in known):
            return False
        f, df = self.value(there), self._expected(there)
        size = 0.0 if f is None or df is None else max(length(f), length(df))
        return f is not None and noise(f, [self.value(p) for p in others]) <= most * size

    def points(self, rng: Generator) -> Iterator[Point]:
        """Points, the user's own matrices in them; some so much larger or smaller, in case the others leave a domain."""
        if self.all_given():
            yield completed(self.claim.f, self.variables, self.sizes, rng, self.given.point)
            return
        drawn = points(self.claim.f, self.variables, self.sizes, rng)
        for point in islice(drawn, SCALED if self.scale != 1 else 0):
            yield scaled(point, self.variables, self.scale) | self.given.point
        for point in drawn:
            yield point | self.given.point

    def _shifted(self, point: Point, shift: float) -> Point:
        free = {v.name for v in self.variables if not ((k := KINDS[v.kind]).is_structured or k.whole or k.definite)}
        return {name: x + shift if name in free else x for name, x in point.items()}

    def scaled(self, rng: Generator, scale: float) -> Iterator[Point]:
        """Points of matrices so much larger or smaller."""
        for point in islice(points(self.claim.f, self.variables, self.sizes, rng), SCALED):
            yield scaled(point, self.variables, scale)

    def moves(self, rng: Generator, point: Point) -> bool:
        """Whether f and its derivative have values at a point."""
        return self.moves_at(self.directed(point, rng))

    def moves_at(self, there: Point) -> bool:
        """Whether f and its derivative have values at a point that has directions."""
        return self.value(there) is not None and self._expected(there) is not None

    def lacks_claim(self, there: Point) -> bool:
        """Whether the claim has no value at a point."""
        return self._seen[0](there) is None

    def apart(self, scales: Sequence[float], rng: Generator) -> Iterator[Point]:
        """Points where the claim and the right answer differ by more than rounding, of matrices of many sizes."""
        for scale, shift in (*((scale, 0.0) for scale in scales), *((0.3, shift) for shift in SHIFTS)):
            for point in self.scaled(rng, scale):
                shifted = self._shifted(point, shift)
                if self.differs(self.directed(shifted, rng)):
                    yield shifted

    def point(self, rng: Generator) -> Point | None:
        """The first point where everything has a value and f moves; else the first where everything has one."""
        still: Point | None = None
        for point in self.points(rng):
            there = self.directed(point, rng)
            f, df = self._values(there)
            if f is None or df is None or max(length(f), length(df)) > OVERFLOW:
                if self.all_given():
                    break
                continue
            if not self.all_given() and self._claimed(there) is None:
                self.undefined += 1
                continue
            if length(df) > max(UNDERFLOW, NEGLIGIBLE * length(f)) and f.any():
                return point
            still = still or point
        return still

    def _values(self, there: Point) -> tuple[Array | None, Array | None]:
        """f and its derivative along the direction, worked out once for all claims about them."""
        once = self._remembered(there)
        return once("start", lambda: self.value(there)), once(self._right, lambda: self._expected(there))

    def missing(self, there: Point) -> str:
        """The words for the expression, derivative or answer that has no value at a point."""
        if self.value(there) is None:
            return NO_VALUE.format("the expression", "")
        return NO_VALUE.format("its derivative" if self._expected(there) is None else "the answer", "a kink, ")

    def directed(self, point: Point, rng: Generator) -> Point:
        """The point with a random direction E for each variable, and dX, the nearest one that its kind allows."""
        found = dict(with_parts([v for v in self.variables if v.place is not None], self.sizes, point))
        for variable, free in self.free.items():
            x = found[variable.name]
            e = rng.standard_normal(x.shape)
            reach = length(x) if length(x) >= TINY else 1.0  # below, doubles have few digits
            e = short(e * (reach / (length(projected(variable.kind, x, e)) or 1.0)))
            found[free.name] = e
            found |= dict.fromkeys(self.differentials(variable), projected(variable.kind, x, e))
        return found

    def moving_name(self, variable: Symbol) -> str:
        """The name of the direction in which a variable moves."""
        return f"d{variable.name}"

    def differentials(self, variable: Symbol) -> set[str]:
        """The names of the differential of a variable in f's differential and in the claim."""
        nodes = (self.claim.node, self.claim.f)
        found = {s.name for node in nodes for s in node.symbols if s.differential_of == variable.name}
        return found | {f"d{variable.name}", f"d{variable.name}_1"}

    def line(self, there: Point, rng: Generator) -> Line | str:
        """f on the curve through the point, and what is claimed; or why there is none."""
        once = self._remembered(there)
        start, claimed = once("start", lambda: self.value(there)), self._claimed(there)
        if start is None or claimed is None:
            return self.missing(there)
        others = [self.jittered(there, rng) for _ in range(JITTERS)]
        line = Line(
            lambda t: once(t, lambda: self.along(there, t)), start.ravel(), claimed.ravel(),
            noise=once("noise", lambda: noise(start, [self.value(p) for p in others])),
            claimed_noise=noise(claimed, [self._claimed(p) for p in others]),
            size=sum(length(there[v.name]) ** 2 for v in self.free) ** 0.5,
        )  # fmt: skip
        far = line.value(line.first_step)
        near = once("near", lambda: [self.along(p, line.first_step) for p in others])
        if far is not None and all(p is not None for p in near):
            line.far, line.far_noise = length(far), noise(far, near)
        return line

    def _remembered(self, there: Point) -> Callable[[object, Callable[[], Any]], Any]:
        """The facts about f on the curve through a point by a name; of a number they are found once for all claims about it."""
        if not (self.function.is_scalar and self.all_given()):
            return lambda _, find: find()
        drawn = [(name, hash(x.tobytes())) for name, x in there.items() if name not in self.given.point]
        line, seen = (self.function, tuple(sorted(drawn))), self.given.seen

        def once(what: object, find: Callable[[], Any]) -> Any:
            if (line, what) not in seen:
                seen[line, what] = find()
            return seen[line, what]

        return once

    @property
    def trials(self) -> int:
        """So many directions are tried; one, as general as a thousand, where there are very many entries."""
        return 1 if self.is_large else self.given.trials

    def along(self, there: Point, t: float) -> Array | None:
        """f on the curve through the point, flat."""
        point = dict(there)
        for variable in self.free:
            names = self.differentials(variable)
            x, velocity = moved(variable.kind, there[variable.name], there[self.moving_name(variable)], t)
            point |= {variable.name: x, **dict.fromkeys(names, velocity)}
        value = self.value(point)
        return None if value is None else value.ravel()

    def jittered(self, there: Point, rng: Generator) -> Point:
        """The variables disturbed by rounding, the directions not."""
        names = {v.name for v in self.variables if not KINDS[v.kind].whole}
        return {name: jittered(x, rng, 4 * EPS) if name in names else x for name, x in there.items()}

    def findings(self, point: Point, rng: Generator) -> Iterator[Finding]:
        """The findings of differences along so many random directions."""
        for _ in range(self.trials):
            line = self.line(self.directed(point, rng), rng)
            found = Finding("inconclusive", reason=line) if isinstance(line, str) else climb(line, few=self.is_large)
            found.shape = shape_of(self.function, self.sizes)
            yield found
            self.given.progress()
