"""The emitted derivatives of the steps of a recurrence against differences of the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.check.doubles.kinds import draw
from matcalc_cli.check.doubles.moving.flow_check import LARGEST, SEEN, central
from matcalc_cli.check.doubles.sample import points, sizes_for
from matcalc_cli.check.written_out import has_families
from matcalc_cli.codegen.dimensions import undetermined
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import size_of
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.codegen.moving.writer import Equation
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.inputs.fixed import Given

    Array = NDArray[Any]

COUNT = 4
"""So many steps are taken, unless another number is given."""
ATTEMPTS = 40
WRONG = 1e-3


def report(about: Equation, module: str, given: Given, count: int) -> CheckReport:
    """The verdict. Raises MatcalcError where something moves along no lines, or is a family."""
    import numpy as np

    nodes = [n for values in about.functions.values() for n in values]
    names = [*about.unknown_begins, *about.parameters, *about.given]
    moving = [*about.wrt, *about.moved]
    bent = [p for p in moving if not KINDS[p.kind].moves_straight]
    if bent or has_families(*nodes):
        what = f"{bent[0].spelling} is {KINDS[bent[0].kind].adjective}" if bent else "there is a family in it"
        raise MatcalcError("unsupported", f"{what}, which this check cannot move")
    dims = dimension_names([*nodes, *names])
    sizes = sizes_for([*nodes, *names], dims, [], given.sizes)
    rng = np.random.default_rng(given.seed)
    steps = _Steps(about, module, count, {d: sizes[d] for d in undetermined(names, dims)})
    for _, point in zip(range(ATTEMPTS), points(about.functions["rate"][0], names, sizes, rng), strict=False):
        whole = dict(point | given.point)
        whole |= {
            y.name: np.stack([draw(y.kind, rng, *size_of(y.shape, sizes)) for _ in range(count)]) for y in about.given
        }
        with np.errstate(all="ignore"):
            error = steps.compared(whole, moving, rng, given.trials)
        if error is not None:
            verdict = "ok" if error < SEEN else "wrong" if error > WRONG else "inconclusive"
            return CheckReport(
                verdict, relative_error=error, resolution=SEEN, sizes={p.name: size_of(p.shape, sizes) for p in moving}, seed=given.seed,
                directions=given.trials * len(moving), evaluations=steps.evaluations, tier=f"{count} steps, finite differences",
            )  # fmt: skip
    return CheckReport(
        "inconclusive", relative_error=None, resolution=None, sizes={}, seed=given.seed, reason="no steps stay finite"
    )


class _Steps:
    """The module, at numbers."""

    def __init__(self, about: Equation, module: str, count: int, dims: Mapping[str, int]) -> None:
        self.about, self.count, self.dims = about, count, dims
        self.functions: dict[str, Callable[..., Any]] = load(module)
        self.evaluations = 0

    def _values(self, point: Mapping[str, Array], names: list[Symbol]) -> Iterator[Any]:
        yield self.count
        for s in (*self.about.unknown_begins, *self.about.parameters):
            yield point[s.name].item() if s.is_scalar else point[s.name]
        yield from self.dims.values()
        for s in names:
            yield [x.item() if s.is_scalar else x for x in point[s.name]]

    def call(self, name: str, point: Mapping[str, Array]) -> Any:
        """The value of a function of the module at a point."""
        self.evaluations += 1
        lossy = name in ("loss", "gradient")
        return self.functions[name](*self._values(point, list(self.about.given if lossy else self.about.inputs)))

    def outcome(self, point: Mapping[str, Array]) -> Array:
        """The loss, or the last states as a column."""
        import numpy as np

        if "loss" in self.functions:
            return np.array([self.call("loss", point)])
        return np.concatenate([np.ravel(x, order="F") for x in self.call("steps", point)[-1]])

    def compared(self, point: Mapping[str, Array], moving: list[Symbol], rng: Any, trials: int) -> float | None:
        """The largest relative difference; None where something is not finite."""
        import numpy as np

        first = self.outcome(point)
        if not np.all(np.abs(first) < LARGEST):  # which no nan is
            return None
        worst = 0.0
        found = self.call("gradient", point) if "gradient" in self.functions else {}
        for p in moving:
            for _ in range(trials):
                e = (
                    np.array([draw(p.kind, rng, *x.shape) for x in point[p.name]])
                    if p in self.about.moved
                    else draw(p.kind, rng, *point[p.name].shape)
                )
                difference = central(self.outcome, point, p.name, e)
                claimed = self._claimed(point, p, e, found)
                scale = max(float(np.max(np.abs(difference))), 1e-3 * float(np.max(np.abs(e))))
                worst = max(worst, float(np.max(np.abs(claimed - difference))) / scale)
        return worst if np.isfinite(worst) else None

    def _claimed(self, point: Mapping[str, Array], p: Symbol, e: Array, found: Mapping[str, Any]) -> Array:
        """The change along e by the gradient, or by the derivative of the states."""
        import numpy as np

        if found:
            return np.array([np.sum(np.asarray(found[p.spelling]) * e)])
        if p not in self.about.sensitive:
            return np.zeros(1)
        moved = self.call(self._sensitivity(p), point)
        several = moved if len(self.about.states) > 1 else [moved]
        return np.concatenate([np.ravel(np.atleast_2d(m) @ np.reshape(e, (-1, 1), order="F")) for m in several])

    def _sensitivity(self, p: Symbol) -> str:
        """The function of the module for a parameter; they stand in the order of these."""
        names = [n for n in self.functions if n.startswith("sensitivity_")]
        return names[list(self.about.sensitive).index(p)]
