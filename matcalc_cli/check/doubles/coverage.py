"""Points on every side of an expression: where its parts are positive and negative, zero, and beyond the first branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import pi
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Several
from matcalc_cli.check.doubles.line import length
from matcalc_cli.check.sides import sides
from matcalc_cli.expr.build import ZERO
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.expr.node import Node, Symbol

    Array = NDArray[Any]
    Key = tuple[int, tuple[float, bool]]

LARGEST = 1e30
"""The largest value of a part at a point that is looked at."""
SCALES = (1.0, 3.0, 0.3, 30.0)
"""How large the matrices are; what these do not reach is looked for."""
BASES = 2
"""Points from which it is."""
PARTS = 8
"""The most parts that are looked at."""
FAR = tuple(sign * 10.0**k for k in range(1, 7) for sign in (1, -1))
"""How far along a variable the other sign of a part is looked for, against where the variable is."""
HALVINGS = 25
RARE = 3
"""A sign is looked for that fewer points have than this."""
NEAR = (0.5, 1.5, 0.7, 1.3, 0.99, 1.01)
"""Where on both sides of a change of sign a point is taken."""
ROTATION = 5.0
"""The length of the skew part of a matrix whose eigenvalues are far beyond pi i."""


class Coverage:
    """The parts of some expressions that may turn, and on which sides of them points have been."""

    __slots__ = ("_seen", "_values", "parts", "symbols")

    def __init__(self, roots: Sequence[Node], sizes: Mapping[str, int]) -> None:
        self.parts = sides(*roots)[:PARTS]
        self.symbols: list[Symbol] = sorted(
            {
                s
                for part in self.parts
                for s in part.symbols
                if KINDS[s.kind].moves_straight and not KINDS[s.kind].definite
            },
            key=lambda s: s.name,
        )
        try:
            self._values = Several((*self.parts, ZERO), sizes) if self.parts else None
        except ModuleNotFoundError:
            self._values = None
        self._seen: Counter[Key] = Counter()

    def values(self, point: Point) -> list[Array]:
        """The values of the parts, finite or not; none where one cannot be computed."""
        try:
            return self._values(point)[: len(self.parts)] if self._values else []
        except (ArithmeticError, ValueError, IndexError):  # LinAlgError is a ValueError
            return []

    def keys(self, point: Point) -> set[Key]:
        """On which side of every part that has a value a point is."""
        import numpy as np

        return {(i, side(value)) for i, value in enumerate(self.values(point)) if np.all(np.isfinite(value))}

    def is_moderate(self, point: Point) -> bool:
        """Whether no part overflows, of which singular values would be asked, or underflows, of which roots would be 0."""
        import numpy as np

        sizes = [abs(value) for value in self.values(point)]
        return not any(np.any(size > LARGEST) or np.any((size > 0) & (size < 1 / LARGEST)) for size in sizes)

    def is_new(self, point: Point) -> bool:
        """Whether a point is on a side of some part where none was before; it is remembered."""
        keys = self.keys(point)
        new = not keys <= self._seen.keys()
        self._seen.update(keys)
        return new

    def everywhere(
        self, scaled: Callable[[float], Iterable[Point]], moves: Callable[[Point], bool]
    ) -> Iterator[tuple[Point, float]]:
        """Random points of many sizes where something `moves`, then those on sides that were not met.

        With their sizes; where a variable is zero 0 is the size.
        """
        first: list[Point] = []
        for scale in SCALES:
            for point in scaled(scale):
                if self.is_moderate(point) and moves(point):
                    first.append(point)
                    yield point, scale
        for point in self.beyond(first[:BASES]):
            if self.is_moderate(point) and moves(point):
                yield point, float(all(x.any() for x in point.values()))

    def beyond(self, points: Sequence[Point]) -> Iterator[Point]:
        """Points that are turned round, at zero, and across where the sign of a part changes."""
        for point in points:
            yield from chain.from_iterable(turned(point, symbol) for symbol in self.symbols)
        yield from chain.from_iterable(self._across(points[0], i) for i in range(len(self.parts) if points else 0))

    def _across(self, point: Point, i: int) -> Iterator[Point]:
        """Points on both sides of a change of sign of a scalar that has been of one sign almost everywhere."""
        (sign,) = {key[1][0] for key in self.keys(point) if key[0] == i} or {0.0}
        if self.parts[i].is_scalar and sign and min(self._met(i, 1.0), self._met(i, -1.0)) < RARE:
            ways = (self._along(point, symbol, i, sign) for symbol in self.symbols if symbol in self.parts[i].symbols)
            yield from next(filter(None, map(list, ways)), [])

    def _met(self, i: int, sign: float) -> int:
        """How many points have been where a part has a sign."""
        return sum(count for (j, (of, _)), count in self._seen.items() if (j, of) == (i, sign))

    def _along(self, point: Point, symbol: Symbol, i: int, sign: float) -> Iterator[Point]:
        def moved(t: float) -> Point:
            return point | {symbol.name: t * point[symbol.name]}

        def opposite(t: float) -> bool:
            return (i, -sign) in {(j, key[0]) for j, key in self.keys(moved(t))}

        there = next(filter(opposite, FAR), None)
        if there is None:
            return
        here = 1.0
        for _ in range(HALVINGS):
            middle = (here + there) / 2
            here, there = (here, middle) if opposite(middle) else (middle, there)
        yield from (moved(there * near) for near in NEAR)


def side(value: Array) -> tuple[float, bool]:
    """The sign of a number and whether it is beyond pi; of a matrix where its eigenvalues are."""
    import numpy as np

    if value.size == 1:
        number = value.item()
        return float(np.sign(number)), abs(number) > pi
    eigenvalues = np.linalg.eigvals(value)
    return float(np.sign(eigenvalues.real.min())), bool(abs(eigenvalues.imag).max() > pi)


def turned(point: Point, symbol: Symbol) -> Iterator[Point]:
    """A variable with its sign changed, at zero, and with eigenvalues of both signs, of one sign and beyond pi i."""
    x = point[symbol.name]
    changed = [-x, 0 * x]
    if symbol.kind == "matrix" and x.shape[0] == x.shape[1] > 1:
        changed += _with_other_spectrum(x)
    yield from (point | {symbol.name: y} for y in changed)


def _with_other_spectrum(x: Array) -> list[Array]:
    import numpy as np

    definite = 0.4 * x + 1.5 * np.eye(len(x))
    skew = (x - x.T) / 2
    rotating = 0.2 * x + np.eye(len(x)) + ROTATION / (length(skew) or 1.0) * skew
    return [-definite, rotating]
