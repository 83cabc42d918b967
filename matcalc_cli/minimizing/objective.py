"""The number that is to be small as a function of coordinates: its value, gradient and product with the Hessian, counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from matcalc_cli.check.doubles.compiled import arguments, known_sizes
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.text.module import function, parameters
from matcalc_cli.differential import direction
from matcalc_cli.errors import UnknownRuleError
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.minimizing.charts import Chart, Entries, Tied, chart
from matcalc_cli.readings.derive import derivative, joint_hessian_product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.answers.answer import Answer

    Array = NDArray[Any]
    Point = Mapping[str, Array]

LARGE = 4_000_000
"""Entries of the largest arrays that glibc can be told of: 32 megabytes."""
DENSE = 500
"""The most coordinates of which a dense Hessian is formed."""
BEHIND = 1e-3
"""How much further than a trial point without a value it is looked for one, against the way to that point."""
STEEP = 10.0
"""A trial point without a value counts as higher than the best one by so many times the fall that was expected."""


class Emitted:
    """The code of several expressions as a function of a few of their names, all other names at fixed values."""

    def __init__(self, nodes: Sequence[Node], moving: Sequence[Symbol], point: Point, sizes: Mapping[str, int]) -> None:
        symbols, dimensions = parameters(*nodes)
        known = {s.name for s in moving}
        fixed = [s for s in symbols if s.name not in known]
        given = iter(arguments(fixed, point))
        self._given = [None if s.name in known else next(given) for s in symbols] + known_sizes(dimensions, sizes)
        places = {s.name: i for i, s in enumerate(symbols)}
        self._places = [(places.get(s.name), KINDS[s.kind].is_number) for s in moving]
        self._function: Callable[..., Any] = load(function(*nodes, sizes=sizes))["f"]

    def __call__(self, values: Sequence[Array]) -> Any:
        """The values of the function. Raises LinAlgError, ArithmeticError or ValueError where there is no value."""
        given = self._given.copy()
        for (place, is_number), value in zip(self._places, values, strict=True):
            if place is not None:
                given[place] = float(value[0, 0]) if is_number else value
        return self._function(*given)


class Place:
    """Coordinates with what is known there: the value, the gradient by the coordinates and those by the variables."""

    __slots__ = ("gradient", "gradients", "value", "x")

    def __init__(self, x: Array, value: float, gradient: Array, gradients: Sequence[Array]) -> None:
        self.x = x
        self.value = value
        self.gradient = gradient
        self.gradients = tuple(gradients)

    @property
    def length(self) -> float:
        """The length of the gradient by the coordinates."""
        return float(np.linalg.norm(self.gradient))


class Objective:
    """A scalar answer at data: the variables of its derivatives move, each in coordinates of its kind.

    Counts the evaluations, the products with the Hessian and the trial points without a value, and keeps the best place.
    """

    def __init__(self, answer: Answer, point: Point, sizes: Mapping[str, int], nonnegative: Sequence[str] = ()) -> None:
        self.expression = answer.expression
        self.variables = [d.variable for d in answer.derivatives]
        self.shapes = [point[v.name].shape for v in self.variables]
        self._data, self._sizes = point, sizes
        gradients = [d.gradient for d in answer.derivatives if d.gradient is not None]
        self._value = Emitted([answer.expression, *gradients], self.variables, point, sizes)
        _keep_freed_memory()
        self._nonnegative = set(nonnegative)
        self.evaluations = self.products = self.outside = 0
        self.beyond: list[Array] | None = None  # a trial point that had no value, the last one
        self._behind: Array | None = None  # a little further than that
        self.begin([point[v.name] for v in self.variables])

    def begin(self, values: Sequence[Array]) -> None:
        """Take these values as the place to begin at, and forget what was best."""
        self._center(values)
        self.best: Place | None = None
        self._last: Place | None = None

    def _center(self, values: Sequence[Array], make: Callable[[str, Array], Chart] = chart) -> None:
        self.charts: list[Chart] = [make(v.kind, x) for v, x in zip(self.variables, values, strict=True)]
        starts = [c.start for c in self.charts]
        ends = [int(n) for n in np.cumsum([len(s) for s in starts])]
        self._slices = [slice(end - len(s), end) for end, s in zip(ends, starts, strict=True)]
        self.start: Array = np.concatenate(starts)

    @property
    def bends(self) -> bool:
        """Whether the product with the Hessian is known everywhere, and not only where the coordinates begin."""
        return all(c.bends for c in self.charts)

    @property
    def lower(self) -> Array | None:
        """The lower bounds of the coordinates, where some have one."""
        if not self._nonnegative:
            return None
        parts = [
            np.full(len(c.start), 0.0 if v.name in self._nonnegative else -np.inf)
            for v, c in zip(self.variables, self.charts, strict=True)
        ]
        return np.concatenate(parts)

    def has(self, x: Array) -> bool:
        """Whether coordinates are within the bounds and stand for values of the kinds: flat ones may leave the definite ones."""
        within = self.lower is None or bool((x >= self.lower).all())
        definite = [value for v, value in zip(self.variables, self.values(x), strict=True) if KINDS[v.kind].definite]
        return within and all(float(np.linalg.eigvalsh(value)[0]) > 0 for value in definite)

    def values(self, x: Array) -> list[Array]:
        """The values of the variables at coordinates."""
        return [c.point(part) for c, part in zip(self.charts, self.parts(x), strict=True)]

    def recenter(self, make: Callable[[str, Array], Chart] = chart) -> None:
        """Let coordinates, the usual ones or those of `flat_chart`, begin at the best place. What is known there stays known."""
        assert self.best is not None
        self._center(self.values(self.best.x), make)
        self.best = self._last = self._place(self.start, self.best.value, self.best.gradients)

    def __call__(self, x: Array) -> tuple[float, Array]:
        """The value and the gradient; where there is none, what sends an optimizer back to the best place."""
        last = self._last
        if last is not None and _are_equal(last.x, x):
            return last.value, last.gradient
        self.evaluations += 1
        values = self.values(x)
        found = self._evaluated(x, values)
        if found is None:
            self.outside += 1
            self.beyond = values
            self._behind = None if self.best is None else x + BEHIND * (x - self.best.x)
            return self._sent_back(x)
        self._last = found
        if self.best is None or found.value < self.best.value:
            self.best = found
        return found.value, found.gradient

    def goes_on(self) -> bool:
        """Whether f has a value again behind the last trial point that had none, as at a pole."""
        there = self._behind
        return there is not None and self.has(there) and self._evaluated(there, self.values(there)) is not None

    def _place(self, x: Array, value: float, gradients: Sequence[Array]) -> Place:
        parts = [c.pull(p, g) for c, p, g in zip(self.charts, self.parts(x), gradients, strict=True)]
        return Place(x, value, parts[0] if len(parts) == 1 else np.concatenate(parts), gradients)

    def accept(self, x: Array) -> None:
        """Take the place that was evaluated last, x, for the best one."""
        assert self._last is not None
        assert self._last.x is x or (self._last.x == x).all()
        self.best = self._last

    def _evaluated(self, x: Array, values: Sequence[Array]) -> Place | None:
        """The value and the gradients at x, where the variables have these values; None where something is not finite."""
        try:
            value, *found = self._value(values)
        except (ArithmeticError, ValueError):  # LinAlgError is a ValueError
            return None
        gradients = [
            g if isinstance(g, np.ndarray) and g.shape == shape else np.reshape(g, shape)
            for g, shape in zip(found, self.shapes, strict=True)
        ]
        place = self._place(x.copy(), float(value), gradients)
        return place if isfinite(place.value) and isfinite(place.gradient.sum()) else None

    def _sent_back(self, x: Array) -> tuple[float, Array]:
        """A value above the best one, and a gradient that points away from it; infinite where nothing is known yet."""
        if self.best is None:
            return np.inf, np.zeros_like(x)
        step = x - self.best.x
        fall = abs(float(self.best.gradient @ step))
        rise = STEEP * (fall or abs(self.best.value) or 1.0)
        back: Array = 2 * rise * step / float(step @ step)
        return self.best.value + rise, back

    def gradients(self, x: Array) -> Sequence[Array]:
        """The gradients by the variables, each inside the subspace of its kind."""
        self(x)
        assert self._last is not None
        return self._last.gradients

    @cached_property
    def _product(self) -> Emitted | None:
        """The code of the joint product with the Hessian; None where the second derivative has no rule."""
        along = {v: direction(v, self.expression.symbols) for v in self.variables}
        try:
            nodes = [joint_hessian_product(self.expression, v, along) for v in self.variables]
        except UnknownRuleError:
            return None
        return Emitted([*nodes, nodes[0]], [*self.variables, *along.values()], self._data, self._sizes)

    @property
    def has_product(self) -> bool:
        """Whether there is a rule for the product with the Hessian."""
        return self._product is not None

    def product(self, x: Array, v: Array) -> Array:
        """The Hessian by the coordinates times v; not finite where there is no value."""
        assert self._product is not None
        self.products += 1
        gradients = self.gradients(x)
        places, ways = self.parts(x), self.parts(v)
        pushed = [c.push(p, w) for c, p, w in zip(self.charts, places, ways, strict=True)]
        try:
            *found, _ = self._product([*self.values(x), *pushed])
        except (ArithmeticError, ValueError):
            return np.full_like(x, np.nan)
        parts = [
            c.pull(p, np.reshape(h, shape)) + c.bend(p, w, g)
            for c, p, w, h, g, shape in zip(self.charts, places, ways, found, gradients, self.shapes, strict=True)
        ]
        return np.concatenate(parts)

    def hessian(self, x: Array) -> Array:
        """The Hessian by the coordinates: the emitted one where they are the entries, else column by column. nan where it has no value."""
        if not self.has_hessian:
            return np.column_stack([self.product(x, e) for e in np.eye(len(x))])
        assert self._hessian is not None
        self.products += 1
        try:
            found, _ = self._hessian(self.values(x))
        except (ArithmeticError, ValueError):
            return np.full((len(x), len(x)), np.nan)
        return np.atleast_2d(np.asarray(found, dtype=float))

    @property
    def has_hessian(self) -> bool:
        """Whether the Hessian is emitted as one expression, and is small enough to be formed."""
        only = len(self.charts) == 1 and isinstance(self.charts[0], Entries)
        return only and len(self.start) <= DENSE and self._hessian is not None

    @cached_property
    def _hessian(self) -> Emitted | None:
        try:
            node = derivative(self.expression, self.variables[0], 2).hessian
        except UnknownRuleError:
            return None
        return None if node is None else Emitted([node, node], self.variables, self._data, self._sizes)

    def moving(self, v: Array) -> Array:
        """The part of a direction that moves something where the coordinates begin."""
        return np.concatenate([c.moving(w) for c, w in zip(self.charts, self.parts(v), strict=True)])

    def parts(self, x: Array) -> list[Array]:
        """The coordinates of each variable."""
        return [x[part] for part in self._slices]


def _keep_freed_memory() -> None:
    """Free a large array that was never written to.

    Of glibc the next ones up to its size come from memory that is kept, and not from the system, which would clear them page
    by page at every evaluation: for megabytes that takes longer than the arithmetic.
    """
    np.empty(LARGE)


def _are_equal(x: Array, y: Array) -> bool:
    """Whether two places have the same coordinates; most differ in their first, and the others are not looked at."""
    return (not len(x) or bool(x[0] == y[0])) and np.array_equal(x, y)


def may_be_bounded(variable: Symbol, value: Array) -> bool:
    """Whether the free entries of a variable are entries that can be kept from being negative."""
    found = chart(variable.kind, value)
    return isinstance(found, Entries) or (isinstance(found, Tied) and bool((found.signs >= 0).all()))
