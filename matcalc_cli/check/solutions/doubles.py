"""A random point in doubles, moved to where equations hold by Newton's iteration in all names, then to sixty digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Several
from matcalc_cli.check.doubles.kinds import moved
from matcalc_cli.check.doubles.sample import points
from matcalc_cli.check.solutions.field import basis
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.digits.matrices import Rows
    from matcalc_cli.expr.node import Node, Symbol

    Array = NDArray[Any]
    Point = dict[str, Array]

STEP = 1e-5
STEPS = 40
HUGE = 1e100
"""Slopes from here on lead to no point; LAPACK prints a line of its own about numbers whose squares are none."""
CLOSE = 1e-13
"""The largest residual of a point that counts as found, per unit of its size; a double root is then seen to be one."""
REGULAR = 1e-5
"""The least singular value, relative to the largest, of a Jacobian that has an inverse."""
CHORDS = 12
"""So many steps with one Jacobian, each of which gains ten digits, lead from doubles to sixty digits."""
DIGITS = 1e-55


class Found:
    """A point where the equations hold: in doubles, and whether they determine there how the unknowns move."""

    __slots__ = ("determined", "jacobian", "names", "point", "system")

    def __init__(self, system: _Equations, point: Point) -> None:
        self.system = system
        self.point = point
        self.jacobian = system.jacobian(point, system.names)
        self.determined = _is_regular(system.jacobian(point, system.unknowns))

    def refined(self, symbols: Sequence[Symbol]) -> dict[str, Rows] | None:
        """The point with sixty digits; None where steps with one Jacobian do not lead there."""
        import numpy as np
        from mpmath import mpf

        from matcalc_cli.check.digits.kinds import refined

        point = refined(self.point, symbols)
        inverse = np.linalg.pinv(self.jacobian, 1e-9)
        for _ in range(CHORDS):
            residual = self.system.precise(point)
            size = max((abs(r) for r in residual), default=mpf(0))
            if size < DIGITS:
                return point
            steps = -inverse @ np.array([float(r / size) for r in residual])
            point = refined_moves(point, self.system.moves(self.point, self.system.names), steps, size)
        return None


def refined_moves(
    point: Mapping[str, Rows], moves: Sequence[tuple[Symbol, Array]], steps: Array, size: Any
) -> dict[str, Rows]:
    """A point with sixty digits moved along directions by `size` times the steps."""
    from mpmath import mpf

    from matcalc_cli.check.digits.kinds import moved as moved_precisely
    from matcalc_cli.check.digits.kinds import refined_kind

    found = dict(point)
    along: dict[Symbol, Rows] = {}
    for (symbol, e), step in zip(moves, steps, strict=True):
        rows = [[mpf(float(step * x)) * size for x in row] for row in e]
        before = along.get(symbol)
        along[symbol] = (
            rows
            if before is None
            else [[a + b for a, b in zip(r, s, strict=True)] for r, s in zip(before, rows, strict=True)]
        )
    for symbol, rows in along.items():
        found[symbol.name] = refined_kind(symbol.kind, moved_precisely(symbol.kind, found[symbol.name], rows))
    return found


class _Equations:
    """Equations in doubles at given sizes."""

    __slots__ = ("_equations", "_several", "names", "sizes", "unknowns")

    def __init__(self, equations: Sequence[Node], unknowns: Sequence[Symbol], sizes: Mapping[str, int]) -> None:
        own = {s for g in equations for s in g.symbols}
        self.names = sorted((s for s in own if not KINDS[s.kind].whole and s.place is None), key=lambda s: s.name)
        self.unknowns = [*unknowns]
        self.sizes = dict(sizes)
        self._equations = [*equations]
        self._several = Several([*equations, *equations[:1]], sizes)

    def residual(self, point: Point) -> Array:
        """The values of all equations in a row."""
        import numpy as np

        with np.errstate(all="ignore"):
            return np.concatenate([v.ravel(order="F") for v in self._several(point)[:-1]])

    def precise(self, point: Mapping[str, Rows]) -> list[Any]:
        """The values with sixty digits."""
        from matcalc_cli.budget import seconds
        from matcalc_cli.check.digits.evaluate import Digits
        from matcalc_cli.check.evaluate import evaluate

        digits = Digits(point, self.sizes, seconds() + 5)
        return [x for g in self._equations for column in zip(*evaluate(g, digits), strict=True) for x in column]

    def moves(self, point: Point, names: Sequence[Symbol]) -> list[tuple[Symbol, Array]]:
        """The directions of the free entries of names."""
        import numpy as np

        return [(s, np.asarray(e, dtype=float)) for s in names for e in _basis(s, point[s.name])]

    def jacobian(self, point: Point, names: Sequence[Symbol]) -> Array:
        """The derivatives of the equations along the free entries of names, by differences."""
        import numpy as np

        columns = []
        for symbol, e in self.moves(point, names):
            ahead, behind = (
                self.residual({**point, symbol.name: moved(symbol.kind, point[symbol.name], e, t)[0]})
                for t in (STEP, -STEP)
            )
            columns.append((ahead - behind) / (2 * STEP))
        return np.array(columns).T

    def found(self, point: Point) -> Found | None:
        """The point near another one where the equations hold."""
        import numpy as np

        for _ in range(STEPS):
            residual = self.residual(point)
            size = max(1.0, *[float(np.max(np.abs(point[s.name]))) for s in self.names])
            if not np.all(np.isfinite(residual)) or size > 1e6:
                return None
            jacobian = self.jacobian(point, self.names)
            if not np.all(np.abs(jacobian) < HUGE):
                return None
            if float(np.max(np.abs(residual))) < CLOSE * size:
                return Found(self, point)
            steps = np.linalg.lstsq(jacobian, -residual, rcond=1e-9)[0]
            steps *= min(1.0, 1.0 / max(1e-300, float(np.max(np.abs(steps)))))
            point = self._moved(point, steps)
        return None

    def _moved(self, point: Point, steps: Array) -> Point:
        along: dict[Symbol, Array] = {}
        for (symbol, e), step in zip(self.moves(point, self.names), steps, strict=True):
            along[symbol] = along.get(symbol, 0) + step * e
        return {**point, **{s.name: moved(s.kind, point[s.name], e, 1.0)[0] for s, e in along.items()}}


def _basis(symbol: Symbol, x: Array) -> list[Any]:
    """The directions of the free entries: of an orthogonal X those along X W, of a curved X of another kind projections."""
    import numpy as np

    from matcalc_cli.check.doubles.kinds import projected

    kind = KINDS[symbol.kind]
    rows = [[0] * x.shape[1] for _ in range(x.shape[0])]
    if not kind.orthonormal:
        return [np.where(np.asarray(e, dtype=float) > 1, -1.0, e) for e in basis(symbol.kind, rows)]
    if kind.step:
        return [x @ np.where(np.asarray(w, dtype=float) > 1, -1.0, w) for w in basis(kind.step, rows)]
    return [projected(symbol.kind, x, np.asarray(e, dtype=float)) for e in basis("matrix", rows)]


def _is_regular(jacobian: Array) -> bool:
    import numpy as np

    values = np.linalg.svd(jacobian, compute_uv=False)
    return bool(len(jacobian) >= jacobian.shape[1] and values[-1] > REGULAR * max(1.0, values[0]))


def places(
    equations: Sequence[Node],
    unknowns: Sequence[Symbol],
    symbols: Sequence[Symbol],
    sizes: Mapping[str, int],
    seed: int,
    most: int,
) -> Iterator[Found]:
    """Points where the equations hold, found from random ones."""
    import numpy as np

    rng = np.random.default_rng(seed)
    system = _Equations(equations, unknowns, sizes)
    for _, point in zip(range(most), points(equations[0], symbols, sizes, rng), strict=False):
        try:
            found = system.found(point)
        except (ArithmeticError, ValueError):
            continue
        if found is not None:
            yield found
