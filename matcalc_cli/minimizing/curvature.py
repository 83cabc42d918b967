"""How a function curves at a place: the smallest and the largest curvature by Lanczos's method, and Newton's last step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.minimizing.objective import Objective

    Array = NDArray[Any]

STEPS = 60
"""Products with the Hessian at most; with no more coordinates than these all curvatures are found."""
EXHAUSTED = 1e-10
"""A next direction that is so short, against the curvatures, is rounding: there are no more of them."""
FLAT = 1e-9
"""A curvature that is so small against the largest one is 0."""

MOST_FLAT = 8
"""So many directions without curvature are gone along."""
NEAR, AHEAD, GROWING = 1e-3, 1e-2, 50.0
"""A fall from the third order on grows so much between two steps; one by rounding, or along a rest of the gradient, does not."""


class Curvature:
    """The Hessian on the directions that were tried: its eigenvalues, ascending, with the directions as columns.

    Eigenvalues that are no more than rounding are 0. `complete` says that no direction in which something moves is missing.
    """

    def __init__(self, values: Array, directions: Array, *, complete: bool) -> None:
        self.values = np.where(np.abs(values) <= FLAT * np.abs(values).max(), 0.0, values)
        self.directions = directions
        self.complete = complete

    @property
    def smallest(self) -> float:
        """The smallest curvature."""
        return float(self.values[0])

    @property
    def largest(self) -> float:
        """The largest curvature."""
        return float(self.values[-1])

    @property
    def flat(self) -> Array:
        """The directions without curvature."""
        found: Array = self.directions[:, self.values == 0]
        return found

    def newton_step(self, gradient: Array, above: float = 0.0) -> Array:
        """The step to where the gradient is 0, in the directions that are curved upwards by more than `above`."""
        curved = self.values > above
        along = self.directions[:, curved]
        found: Array = -along @ ((along.T @ gradient) / self.values[curved])
        return found


def curvature(objective: Objective, x: Array, free: Array) -> Curvature | None:
    """The curvatures among the free coordinates at x; None where the Hessian is not known or has no value."""
    if not free.any() or not (objective.has_hessian or objective.has_product):
        return None
    if objective.has_hessian:
        return _of_matrix(objective.hessian(x), free)
    start = np.random.default_rng(0).standard_normal(len(x))
    return _lanczos(lambda v: objective.product(x, v) * free, objective.moving(start) * free)


def _of_matrix(hessian: Array, free: Array) -> Curvature | None:
    if not np.isfinite(hessian).all():
        return None
    values, vectors = np.linalg.eigh((hessian + hessian.T)[np.ix_(free, free)] / 2)
    return Curvature(values, np.eye(len(free))[:, free] @ vectors, complete=True)


def _lanczos(apply: Callable[[Array], Array], start: Array) -> Curvature | None:
    """Lanczos's method with every direction made orthogonal to all before it. Source: Golub & Van Loan 10.1."""
    basis = [start / np.linalg.norm(start)] if start.any() else []
    images: list[Array] = []
    complete = False
    while basis and len(images) < STEPS and not complete:
        image = apply(basis[-1])
        if not np.isfinite(image).all():
            return None
        images.append(image)
        known = np.column_stack(basis)
        rest = image - known @ (known.T @ image)
        rest -= known @ (known.T @ rest)
        size = float(np.linalg.norm(rest))
        complete = size <= EXHAUSTED * max(float(np.linalg.norm(i)) for i in images)
        basis.append(rest / size if size else rest)
    if not images:
        return None
    known = np.column_stack(basis[: len(images)])
    inside = known.T @ np.column_stack(images)
    values, vectors = np.linalg.eigh((inside + inside.T) / 2)
    return Curvature(values, known @ vectors, complete=complete)


def falls_where_flat(objective: Objective, found: Curvature) -> bool:
    """Whether f falls along a direction without curvature from the best place, as alpha^3 does at 0."""
    ways = found.flat.T[:MOST_FLAT]
    return any(_falls(objective, sign * way) for way in ways for sign in (1.0, -1.0))


def _falls(objective: Objective, way: Array) -> bool:
    best = objective.best
    assert best is not None
    scale = max(1.0, float(abs(best.x).max()))
    if not objective.has(best.x + AHEAD * scale * way):
        return False
    near, ahead = (best.value - objective(best.x + t * scale * way)[0] for t in (NEAR, AHEAD))
    objective.best = best
    return 0 < GROWING * near <= ahead
