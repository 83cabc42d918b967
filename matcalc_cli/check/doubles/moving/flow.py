"""A differential equation solved with fixed steps of Runge and Kutta: the solution, its sensitivities, its adjoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from matcalc_cli.check.doubles.compiled import Several
from matcalc_cli.check.doubles.sample import shape_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Node, Symbol

    Array = NDArray[Any]

LAST = 0.5
"""The last time, unless it is given."""
STEPS = 16
"""On the coarser grid, or of one as long as the usual one; a multiple of 4, where the times with data are."""
MOST_STEPS = 1024
NEAR = 1e-3
"""How far the last time is moved, of itself."""
DATA_AT = (0.25, 0.75)
"""Times with data, as parts of the whole."""


Place = TypeVar("Place", int, float)


class Way(NamedTuple):
    """An initial value problem, as expressions, over `time` up to the time that is called `end`.

    states      names of the solution, of their differentials and of the adjoints
    begins      where it begins, and how that moves
    rates       how it changes, and how that moves
    pulls       minus the rate of the adjoints, and what is integrated for the gradient by each of `moving`
    losses      by "end", "running", "data": the loss, its differential, its slopes by states and by `moving`
    started     what the gradients have of where it begins
    given       names that have a value for each time with data
    moving      by what is differentiated, with the differentials
    by_end      the derivative of the loss by the last time, where it is asked for, at the states there
    """

    time: Symbol
    end: Symbol
    states: Sequence[tuple[Symbol, Symbol, Symbol]]
    begins: Sequence[tuple[Node, Node]]
    rates: Sequence[tuple[Node, Node]]
    pulls: Sequence[Node]
    losses: Mapping[str, tuple[Node, Node, Sequence[Node]]]
    started: Sequence[Node]
    given: Sequence[Symbol]
    moving: Sequence[tuple[Symbol, Symbol]]
    by_end: Node | None = None

    @property
    def nodes(self) -> list[Node]:
        """All expressions of the equation: rates, adjoints, losses, and the names for them."""
        pairs = [n for pair in (*self.begins, *self.rates) for n in pair]
        lost = [n for loss, change, slopes in self.losses.values() for n in (loss, change, *slopes)]
        names = [s for triple in self.states for s in triple] + [s for pair in self.moving for s in pair]
        return [*pairs, *self.pulls, *lost, *self.started, *names, *self.given, self.time]

    @property
    def symbols(self) -> list[Symbol]:
        """All names in these expressions but indices."""
        return sorted({s for n in self.nodes for s in n.symbols if s.kind != "index"}, key=lambda s: s.name)

    @property
    def free(self) -> list[Symbol]:
        """The names that somebody may give a value: no states, no adjoints, no time, nothing that moves."""
        bound = {self.time, *[s for triple in self.states for s in triple], *[d for _, d in self.moving]}
        return [s for s in self.symbols if s not in bound]


class Solver:
    """The equation with numbers in it, up to the time `last`, in `count` steps on the coarser grid."""

    def __init__(self, way: Way, sizes: Mapping[str, int], last: float = LAST) -> None:
        self.way, self.sizes, self.last = way, sizes, last
        self.count = min(MOST_STEPS, STEPS * max(1, ceil(last / LAST)))
        self.evaluations = 0
        self.shapes = [shape_of(u, sizes) for u, _, _ in way.states]
        lost = way.losses
        self.formulas = {
            "begin": Several([b for b, _ in way.begins], sizes),
            "begin_moved": Several([d for _, d in way.begins], sizes),
            "rate": Several([*[f for f, _ in way.rates], *[lost[k][0] for k in lost if k == "running"]], sizes),
            "rate_moved": Several([*[d for _, d in way.rates], *[lost[k][1] for k in lost if k == "running"]], sizes),
            "pull": Several(way.pulls, sizes) if way.pulls else None,
            "started": Several(way.started, sizes) if way.started else None,
            "by_end": Several([way.by_end], sizes) if way.by_end is not None else None,
            **{k: Several([loss], sizes) for k, (loss, _, _) in lost.items()},
            **{f"{k}_moved": Several([change], sizes) for k, (_, change, _) in lost.items()},
            **{f"{k}_slope": Several(slopes, sizes) for k, (_, _, slopes) in lost.items()},
        }

    def values(self, name: str, point: Mapping[str, Array]) -> list[Array]:
        """The values of a formula at a point."""
        self.evaluations += 1
        formula = self.formulas[name]
        assert formula is not None
        return formula(point)

    def steps(
        self, names: Sequence[str], point: Mapping[str, Array], start: Sequence[Array], times: Sequence[float], rates: Sequence[str]
    ) -> Iterator[list[Array]]:  # fmt: skip
        """The values at the times, by Runge and Kutta's steps from each to the next; `names` are those of the first ones."""
        import numpy as np

        def rate(t: float, values: Sequence[Array]) -> list[Array]:
            here = dict(point) | dict(zip(names, values, strict=False)) | {self.way.time.name: np.full((1, 1), t)}
            return [x for name in rates for x in self.values(name, here)]

        now = list(start)
        yield now
        for t, following in pairwise(times):
            h = following - t
            now = _step(rate, (t, t + h / 2, following), h, now)
            yield now

    def start(self, point: Mapping[str, Array], *, moved: bool = False) -> list[Array]:
        """The values at 0, with an integral of the loss where it has one."""
        import numpy as np

        running = [np.zeros((1, 1))] if "running" in self.way.losses else []
        first = [*self.values("begin", point), *running]
        return [*first, *self.values("begin_moved", point), *running] if moved else first

    def by_end(self, point: Mapping[str, Array]) -> tuple[float, float]:
        """How the loss changes with the last time, by its formula and by differences; data are at times of their own."""
        assert self.way.by_end is not None
        found = self.solution(point, 2 * self.count)
        claimed = self.values("by_end", self.at(point, found[-1], self.last) | {self.way.end.name: _number(self.last)})
        last, values = self.last, []
        try:
            for moved in (1 + NEAR, 1 - NEAR, 1 + NEAR / 2, 1 - NEAR / 2):
                self.last = last * moved
                values.append(self.outcome(point, 2 * self.count, data=False).item())
        finally:  # a point without a value is followed by another
            self.last = last
        coarse, fine = (values[0] - values[1]) / (2 * NEAR * last), (values[2] - values[3]) / (NEAR * last)
        return claimed[0].item(), (4 * fine - coarse) / 3

    def order(self, count: int) -> list[float]:
        """The times of a grid."""
        return [self.last * k / count for k in range(count + 1)]

    def solution(self, point: Mapping[str, Array], count: int) -> list[list[Array]]:
        """At every time of a grid: the states, and the integral of the loss so far."""
        names = [u.name for u, _, _ in self.way.states]
        return list(self.steps(names, point, self.start(point), self.order(count), ["rate"]))

    def at(self, point: Mapping[str, Array], values: Sequence[Array], t: float, k: int = 0) -> dict[str, Array]:
        """The point with the states there, and the data of a time."""
        import numpy as np

        names = [u.name for u, _, _ in self.way.states]
        data = {y.name: point[y.name] * (1 + k) for y in self.way.given}
        return dict(point) | dict(zip(names, values, strict=False)) | {self.way.time.name: np.full((1, 1), t)} | data

    def outcome(self, point: Mapping[str, Array], count: int, *, data: bool = True) -> Array:
        """The loss, with or without that of the data, or the solution at the end as a column where there is none."""
        import numpy as np

        found = self.solution(point, count)
        if not self.way.losses:
            return np.concatenate([np.ravel(x) for x in found[-1]])
        total = found[-1][-1].item() if "running" in self.way.losses else 0.0
        if "end" in self.way.losses:
            total += self.values("end", self.at(point, found[-1], self.last))[0].item()
        for k, part in enumerate(DATA_AT if data and "data" in self.way.losses else ()):
            there = self.at(point, found[round(part * count)], part * self.last, k)
            total += self.values("data", there)[0].item()
        return np.array([total])

    def forward(self, point: Mapping[str, Array], count: int) -> Array:
        """How the outcome moves where the point has differentials: the sensitivity equation along them."""
        import numpy as np

        way = self.way
        running = ["~"] if "running" in way.losses else []
        names = [*[u.name for u, _, _ in way.states], *running, *[du.name for _, du, _ in way.states]]
        found = list(self.steps(names, point, self.start(point, moved=True), self.order(count), ["rate", "rate_moved"]))
        half = len(found[0]) // 2
        moves = [du.name for _, du, _ in way.states]
        if not way.losses:
            return np.concatenate([np.ravel(x) for x in found[-1][half:]])
        total = found[-1][-1].item() if running else 0.0
        for name, parts in (("end", (1.0,)), ("data", DATA_AT)):
            for k, part in enumerate(parts if name in way.losses else ()):
                values = found[round(part * count)]
                there = self.at(point, values, part * self.last, k) | dict(zip(moves, values[half:], strict=False))
                total += self.values(f"{name}_moved", there)[0].item()
        return np.array([total])

    def backward(self, point: Mapping[str, Array], count: int) -> list[Array]:
        """The gradients by `moving`, from the adjoint equation along a solution with half the steps."""
        import numpy as np

        way, found = self.way, self.solution(point, 2 * count)
        moving = [p for p, _ in way.moving]
        down = [np.zeros(s) for s in (*self.shapes, *[shape_of(p, self.sizes) for p in moving])]
        adjoints = [v.name for _, _, v in way.states]
        if "end" in way.losses:
            down = self.values("end_slope", self.at(point, found[-1], self.last))
        h = self.last / count

        def rate(place: int, values: Sequence[Array]) -> list[Array]:
            here = self.at(point, found[place], self.last * place / (2 * count)) | dict(
                zip(adjoints, values, strict=False)
            )
            return self.values("pull", here)

        for k in range(count, 0, -1):
            down = _step(rate, (2 * k, 2 * k - 1, 2 * k - 2), h, self._jumped(point, found, down, k, count))
        here = dict(point) | dict(zip(adjoints, down, strict=False))
        return [x + y for x, y in zip(down[len(adjoints) :], self.values("started", here), strict=True)]

    def _jumped(
        self, point: Mapping[str, Array], found: Sequence[list[Array]], down: list[Array], k: int, count: int
    ) -> list[Array]:  # fmt: skip
        if "data" not in self.way.losses:
            return down
        for i, part in enumerate(DATA_AT):
            if round(part * count) == k:
                slopes = self.values("data_slope", self.at(point, found[2 * k], part * self.last, i))
                down = [x + y for x, y in zip(down, slopes, strict=True)]
        return down


def _number(value: float) -> Array:
    import numpy as np

    return np.full((1, 1), value)


def _step(
    rate: Callable[[Place, Sequence[Array]], list[Array]], places: tuple[Place, Place, Place], h: float, values: Sequence[Array]
) -> list[Array]:  # fmt: skip
    """The values one step of length h later, by the rates at its beginning, its middle and its end (Runge and Kutta)."""
    begin, middle, end = places
    a = rate(begin, values)
    b = rate(middle, [x + h / 2 * k for x, k in zip(values, a, strict=True)])
    c = rate(middle, [x + h / 2 * k for x, k in zip(values, b, strict=True)])
    d = rate(end, [x + h * k for x, k in zip(values, c, strict=True)])
    slopes = zip(a, b, c, d, strict=True)
    return [x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4) for x, (k1, k2, k3, k4) in zip(values, slopes, strict=True)]
