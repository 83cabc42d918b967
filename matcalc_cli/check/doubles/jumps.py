"""Whether f has a derivative at a point where the formula of it has no value: differences from both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.check.doubles.kinds import projected
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.inputs.fixed import Given

    Array = NDArray[Any]

STEPS = (1e-4, 1e-6)
"""The two steps: a difference shrinks in their ratio where there is a derivative, and not where there is none."""
SHRUNK, STAYED = 0.2, 0.5
NOISE = 1e-11
"""Of differences of values of the size of 1."""
PAIRS = 3
"""Of random directions, whose sum is the third that is tried."""


def exists(f: Node, variable: Symbol, given: Given) -> bool | None:
    """Whether f surely has a derivative there by a variable, or surely has none; None if differences do not tell."""
    import numpy as np

    kind = KINDS[variable.kind]
    if kind.orthonormal or kind.whole or variable.name not in given.point:
        return None
    x, rng = given.point[variable.name], np.random.default_rng(given.seed)
    sides = _Sides(Compiled(f, given.sizes), given.point, variable.name)
    found = []
    for _ in range(PAIRS):
        one, other = (projected(variable.kind, x, rng.standard_normal(x.shape)) for _ in range(2))
        found += [sides.gap(one), sides.gap(other), sides.sum_gap(one, other)]
    if any(gap is not None and gap.stays for gap in found):
        return False
    return True if all(gap is not None and gap.shrinks for gap in found) else None


class _Gap(NamedTuple):
    """A number that should be 0 in the limit, for a larger and a smaller step, and its rounding error there."""

    large: float
    small: float
    noise: float

    @property
    def shrinks(self) -> bool:
        return self.small <= max(SHRUNK * self.large, self.noise)

    @property
    def stays(self) -> bool:
        return self.small > max(STAYED * self.large, 100 * self.noise)


class _Sides:
    """The slopes of f at a point to both sides."""

    def __init__(self, f: Compiled, point: dict[str, Array], name: str) -> None:
        self.f = f
        self.point = point
        self.name = name
        self.here = f(point)

    def slope(self, e: Array, h: float) -> Array | None:
        """The difference quotient of a step along E."""
        there = self.f(self.point | {self.name: self.point[self.name] + h * e})
        return None if self.here is None or there is None else (there - self.here) / h

    def gap(self, e: Array) -> _Gap | None:
        """How much the slopes to both sides differ; to the one side of a root that has no other, how much it grows."""
        sides = [(self.slope(e, h), self.slope(e, -h)) for h in STEPS]
        if any((one is None) != (other is None) for one, other in sides):
            return self.growth([one if one is not None else other for one, other in sides])
        return self._gap([None if a is None or b is None else a - b for a, b in sides])

    def growth(self, slopes: Sequence[Array | None]) -> _Gap | None:
        """Where f has values on one side only nothing tells but a slope without a bound."""
        large, small = slopes
        if large is None or small is None or abs(small).max() < 5 * abs(large).max():
            return None
        return self._gap(slopes)

    def sum_gap(self, one: Array, other: Array) -> _Gap | None:
        """How much the slope along a sum differs from the sum of the slopes."""
        slopes = [[self.slope(e, h) for e in (one, other, one + other)] for h in STEPS]
        return self._gap([None if a is None or b is None or c is None else c - a - b for a, b, c in slopes])

    def _gap(self, differences: Sequence[Array | None]) -> _Gap | None:
        large, small = differences
        if large is None or small is None or self.here is None:
            return None
        noise = NOISE * max(1.0, abs(self.here).max()) / STEPS[1]
        return _Gap(float(abs(large).max()), float(abs(small).max()), float(noise))
