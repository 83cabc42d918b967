"""The gradient of an integral by a function against that of its sum on a grid, on one grid and on one twice as fine.

The function is a polynomial whose derivatives at one place are drawn. Around it the integral is a sum over the nodes t + j*h, v', v'', ...
are central differences of the values, and the sum is differentiated by the value in the middle, numerically. What is found
differs from the gradient by O(h^2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import factorial, log2
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.check.doubles.curves.stencils import coefficients
from matcalc_cli.check.doubles.sample import points, sizes_for
from matcalc_cli.codegen.text.module import dimension_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Node, Symbol

    Array = NDArray[Any]

STEPS = (0.1, 0.3, 0.03, 0.01, 0.003)
"""Widths of the coarser grid, tried until the order of the error shows; of high derivatives narrow ones have rounding only."""
MOVE = 1e-4
"""How far the highest difference is moved."""
SEEN, ROUNDING = 1e-3, 1e-6
"""Relative errors: of the two grids extrapolated, and of what is not seen for rounding."""
FURTHER = 3
"""Derivatives of the function beyond those in the gradient that are not 0."""
ATTEMPTS = 20


class Discrete:
    """A sum on a grid in place of the integral of an expression.

    integrand  in terms of `time` and of the names of each function and its derivatives
    places     for each function the names of it and of its derivatives, up to those in the gradient
    gradients  for each function
    orders     for each function the order of its highest derivative in the integrand
    """

    def __init__(
        self, integrand: Node, time: Symbol, places: Sequence[Sequence[Symbol]], gradients: Sequence[Node],
        orders: Sequence[int],
    ) -> None:  # fmt: skip
        self.places, self.gradients, self.orders, self.time = places, gradients, orders, time
        own = {p for names in places for p in names}
        rest = {s for node in (integrand, *gradients) for s in node.symbols if s.kind != "index"}
        self.symbols = sorted({*own, *rest, time}, key=lambda s: s.name)
        self.integrand = integrand
        self.evaluations = 0

    def report(self, given: Mapping[str, int], seed: int, trials: int) -> CheckReport:
        """The verdict."""
        import numpy as np

        sizes = sizes_for([self.integrand, *self.symbols], dimension_names([self.integrand, *self.symbols]), [], given)
        compiled = Compiled(self.integrand, sizes)
        claims = [Compiled(g, sizes) for g in self.gradients]
        rng = np.random.default_rng(seed)
        found = "no point where the integrand has a value was found"
        for _, point in zip(range(ATTEMPTS), points(self.integrand, self.symbols, sizes, rng), strict=False):
            values = [claim(point) for claim in claims]
            if compiled(point) is None or any(value is None for value in values):
                continue
            curves = [_Curve([point[p.name] for p in names], rng) for names in self.places]
            worst = self._compared(compiled, point, curves, [v for v in values if v is not None], rng, trials)
            shapes = {s.name: point[s.name].shape for s in self.symbols if "__" not in s.name and s is not self.time}
            if worst is None:
                continue
            verdict, said, error = worst
            return CheckReport(
                verdict, relative_error=error, resolution=SEEN, sizes=shapes, seed=seed, directions=trials,
                evaluations=self.evaluations, tier="differences on two grids", reason=said,
            )  # fmt: skip
        return CheckReport("inconclusive", relative_error=None, resolution=None, sizes={}, seed=seed, reason=found)

    def _compared(
        self, f: Compiled, point: Mapping[str, Array], curves: Sequence[_Curve], claims: Sequence[Array], rng: Any, trials: int
    ) -> tuple[str, str, float] | None:  # fmt: skip
        """The verdict along random directions, of all functions the worst."""
        import numpy as np

        directions = [(k, rng.standard_normal(claims[k].shape)) for k in range(len(curves)) for _ in range(trials)]
        found = None
        for h in STEPS:
            sides = []
            for k, e in directions:
                pair = [self._slope(f, point, curves, k, e, step) for step in (h, h / 2)]
                if any(s is None or not np.isfinite(s) for s in pair):
                    return None
                sides.append((float(np.sum(claims[k] * e)), pair[0], pair[1]))
            found = _judged(h, np.array(sides))
            if found[0] == "ok":
                return found
        return found

    def _slope(
        self, f: Compiled, point: Mapping[str, Array], curves: Sequence[_Curve], k: int, e: Array, h: float
    ) -> float | None:  # fmt: skip
        """The sum differentiated by the value in the middle of function k along e, divided by h."""
        move = MOVE * h ** self.orders[k]
        ends = [self._sum(f, point, curves, k, sign * move * e, h) for sign in (1, -1)]
        return None if ends[0] is None or ends[1] is None else (ends[0] - ends[1]) / (2 * move)

    def _sum(
        self, f: Compiled, point: Mapping[str, Array], curves: Sequence[_Curve], k: int, change: Array, h: float
    ) -> float | None:  # fmt: skip
        """The integrand at every node that the value in the middle has to do with, added."""
        reach = max(1, self.orders[k])
        total = 0.0
        for j in range(-reach, reach + 1):
            here = dict(point) | {self.time.name: point[self.time.name] + j * h}
            for i, (names, curve) in enumerate(zip(self.places, curves, strict=True)):
                for order, name in enumerate(names[: self.orders[i] + 1]):
                    here[name.name] = curve.difference(order, j, h, change if i == k else 0)
            self.evaluations += 1
            value = f(here)
            if value is None:
                return None
            total += float(value.item())
        return total


class _Curve:
    """A polynomial by its derivatives at 0, and its differences on a grid where one value is changed."""

    def __init__(self, derivatives: Sequence[Array], rng: Any) -> None:
        more = [rng.standard_normal(derivatives[0].shape) for _ in range(FURTHER)]
        self.derivatives = [*derivatives, *more]

    def at(self, s: float) -> Array:
        """The value at s."""
        value: Array = sum(d * s**k / factorial(k) for k, d in enumerate(self.derivatives))
        return value

    def difference(self, order: int, j: int, h: float, change: Any) -> Array:
        """The central difference of that order at node j, divided by h^order; the value at node 0 is changed."""
        import numpy as np

        stencil = _central(order)
        reach = len(stencil) // 2
        values = [self.at((j + l) * h) + (change if j + l == 0 else 0) for l in range(-reach, reach + 1)]
        difference: Array = np.tensordot(stencil, values, 1) / h**order
        return difference


@cache
def _central(order: int) -> list[float]:
    """The coefficients of the central difference of an order on as few nodes as it needs."""
    reach = (order + 1) // 2
    return [float(c) for c in coefficients([Fraction(l) for l in range(-reach, reach + 1)], order)]


def _judged(h: float, sides: Array) -> tuple[str, str, float]:
    """The verdict from the claim and the slopes on both grids, along every direction."""
    import numpy as np

    claim, coarse, fine = sides.T
    scale = max(float(np.max(np.abs(fine))), float(np.max(np.abs(claim))), 1e-300)
    errors = [float(np.max(np.abs(side - claim))) / scale for side in (coarse, fine)]
    extrapolated = float(np.max(np.abs((4 * fine - coarse) / 3 - claim))) / scale
    if errors[0] < ROUNDING and errors[1] < ROUNDING:
        return "ok", "the gradient of the sum on a grid is the one", errors[1]
    order = log2(errors[0] / errors[1]) if errors[1] else 2.0
    said = f"the gradient of the sum on a grid is {errors[0]:.1e} off at h = {h:g}, {errors[1]:.1e} at h = {h / 2:g}"
    if 1.5 < order < 2.5 and extrapolated < SEEN:
        return "ok", f"{said}: order {order:.1f}", extrapolated
    if abs(order) < 0.3 and errors[1] > SEEN:  # what grows on the finer grid is rounding
        return "wrong", said, errors[1]
    return "inconclusive", said, errors[1]
