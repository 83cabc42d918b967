"""One point and one direction: f against its differential, and the differential against what is read off it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.emitted import noise
from matcalc_cli.check.doubles.ladder import EPS, Finding, Line, climb, length
from matcalc_cli.check.doubles.sample import fits

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.answers.answer import Derivative
    from matcalc_cli.check.doubles.emitted import Emitted
    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.expr.node import Node

    Array = NDArray[Any]
    Directions = Mapping[str, Array]

NEGLIGIBLE = 1e-9
"""A derivative this small against f drowns in its rounding."""
NO_VALUE = "the derivative has no finite value at the point"


class Comparison:
    """A point, a direction for each variable of a group that moves, and the point disturbed by rounding."""

    __slots__ = ("_directions", "_emitted", "_group", "_jittered", "_point")

    def __init__(
        self, emitted: Emitted, group: Sequence[Derivative], point: Point, directions: Directions, rng: Generator
    ) -> None:
        self._emitted = emitted
        self._group = group
        self._point = point
        self._directions = directions
        self._jittered = emitted.jittered(point, rng)

    def findings(self, sizes: Mapping[str, int]) -> Iterator[Finding]:
        """Everything that there is to compare and that memory allows."""
        yield self.slope()
        for derivative in self._group:
            if _fits(derivative.jacobian, sizes):
                yield self.reading("jacobian", derivative, lambda j, e: j @ e)
            if derivative.gradient is not None:
                yield self.reading("gradient", derivative, lambda g, e: _stacked(g).T @ e)
            if _fits(derivative.hessian, sizes):
                yield self.curvature(derivative)

    def slope(self) -> Finding:
        """The differences of f against the differential."""
        group, directions = self._group, self._directions
        return self._climbed(
            lambda at, _: self._emitted.value(at), lambda at: self._emitted.differential(group, at, directions),
            f"the differential with respect to {' and '.join(d.variable.spelling for d in group)}",
        )  # fmt: skip

    def curvature(self, derivative: Derivative) -> Finding:
        """The differences of the differential against the Hessian."""
        e = _stacked(self._directions[derivative.variable.name])

        def claim(at: Point) -> Array | None:
            hessian = self._emitted.reading("hessian", derivative, at)
            return None if hessian is None else e.T @ hessian @ e

        return self._climbed(
            lambda at, velocity: self._emitted.differential([derivative], at, velocity), claim,
            f"the Hessian with respect to {derivative.variable.spelling}",
            {derivative.variable.name: self._directions[derivative.variable.name]},
        )  # fmt: skip

    def _climbed(
        self,
        value: Callable[[Point, Directions], Array | None],
        claim: Callable[[Point], Array | None],
        name: str,
        directions: Directions | None = None,
    ) -> Finding:
        moving = self._directions if directions is None else directions
        start, claimed = value(self._point, moving), claim(self._point)
        if start is None or claimed is None:
            return Finding("inconclusive", reason=NO_VALUE)

        def along(t: float) -> Array | None:
            there = value(*self._emitted.moved(self._point, moving, t))
            return None if there is None else there.ravel()

        line = Line(
            along, start.ravel(), claimed.ravel(),
            noise=noise(start, [value(p, moving) for p in self._jittered]),
            claimed_noise=noise(claimed, [claim(p) for p in self._jittered]),
            size=sum(length(self._point[v]) ** 2 for v in moving) ** 0.5,
        )  # fmt: skip
        return _named(climb(line), name, start.shape)

    def reading(self, name: str, derivative: Derivative, applied: Callable[[Array, Array], Array]) -> Finding:
        """A reading applied to the direction against the differential: the same but for rounding."""
        e = self._directions[derivative.variable.name]

        def both(at: Point) -> tuple[Array, Array] | None:
            matrix = self._emitted.reading(name, derivative, at)
            df = self._emitted.reading("differential", derivative, at, e)
            return None if matrix is None or df is None else (applied(matrix, _stacked(e)), _stacked(df))

        here, others = both(self._point), [both(at) for at in self._jittered]
        if here is None:
            return Finding("inconclusive", reason=NO_VALUE)
        rounding = sum(noise(part, [o and o[i] for o in others]) for i, part in enumerate(here))
        title = f"the {name} with respect to {derivative.variable.spelling}"
        f = self._emitted.value(self._point)
        size = 0.0 if f is None else length(f)
        return _named(_same(*here, rounding, size), title, (len(here[0]), 1))


def _fits(node: Node | None, sizes: Mapping[str, int]) -> bool:
    return node is not None and fits([node], sizes)


def _stacked(a: Array) -> Array:
    return a.reshape(-1, 1, order="F")


def _same(claimed: Array, df: Array, rounding: float, size: float) -> Finding:
    """Whether two values agree to rounding; two that are nothing against f, of length `size`, are judged against it."""
    scale = max(length(claimed), length(df)) or 1.0
    apart = length(claimed - df)
    if scale < NEGLIGIBLE * size:
        scale = size
    rounding += 100 * EPS * scale
    verdict = "ok" if apart <= max(1e-9 * scale, 10 * rounding) else "inconclusive"
    if apart > max(1e-8 * scale, 100 * rounding):
        verdict = "wrong"
    return Finding(verdict, difference=apart / scale, claimed=claimed.ravel(), derivative=df.ravel())


def _named(finding: Finding, name: str, shape: tuple[int, ...]) -> Finding:
    """The finding with what was looked at."""
    finding.shape = shape
    if finding.verdict == "wrong":
        finding.reason = f"{name} is wrong"
    return finding
