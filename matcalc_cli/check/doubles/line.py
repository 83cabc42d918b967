"""A function on a line through a point, what is claimed of it there, and how large arrays are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

EPS = 2.0**-52
TINY = 1e-300
TINY_LENGTH, LARGE_LENGTH = 1e-150, 1e150
"""Outside, squares underflow or overflow."""


class Line:
    """A function on a line through the point, and what is claimed of it.

    value          t -> f(t), flat; None where f has no value
    start          f(0), flat
    claimed        the claimed derivative at 0, flat
    noise          how much f(0) changes when the point is disturbed by a few units in the last place
    claimed_noise  the same of the claim
    far_noise      the same of f at the first step: at X = 0 nothing is disturbed
    far            the length of f there: at a zero of f every change is large against it
    size           the length of the point and of the direction
    """

    __slots__ = ("claimed", "claimed_noise", "far", "far_noise", "noise", "size", "start", "value")

    def __init__(
        self,
        value: Callable[[float], Array | None],
        start: Array,
        claimed: Array,
        *,
        noise: float,
        claimed_noise: float,
        size: float,
        far_noise: float = 0.0,
    ) -> None:
        self.value = value
        self.start = start
        self.claimed = claimed
        self.noise = max(noise, EPS * length(start))
        self.claimed_noise = claimed_noise
        self.far_noise = far_noise
        self.far = 0.0
        self.size = size

    @property
    def first_step(self) -> float:
        """5 percent of the point."""
        return first_step(self.size)

    @property
    def condition(self) -> float:
        """How much f amplifies a relative change of the point."""
        return self.noise / max(EPS * max(length(self.start), self.far), TINY) if self.noise else 1.0

    @property
    def claimed_condition(self) -> float:
        """The larger of that of f and that of the claim."""
        scale = max(length(self.claimed), 1e-6 * length(self.start), TINY)
        return max(self.condition, self.claimed_noise / (EPS * scale))


def first_step(size: float) -> float:
    """The coarsest step at a point of so great a length: 5 percent of it, along a direction that is as long."""
    return 0.05 * max(1.0, 1 / (size or 1.0))


def first_largest(apart: Array) -> int:
    """The first place of what is largest but for rounding, which tells X[1,3] from X[3,1] otherwise on another processor."""
    import numpy as np

    found = np.abs(apart)
    return int(np.argmax(found >= found.max() * (1 - 1e-9) if np.isfinite(found).all() else found))


def length(x: Array) -> float:
    """The 2-norm of all entries, of those too whose squares are no doubles."""
    import numpy as np

    with np.errstate(over="ignore"):
        found = float(np.linalg.norm(x))
    if TINY_LENGTH < found < LARGE_LENGTH or not x.size:
        return found
    largest = float(np.max(np.abs(x)))
    return largest * float(np.linalg.norm(x / largest)) if 0 < largest < inf else largest


def noise(value: Array, others: Sequence[Array | None]) -> float:
    """Half the largest change among the values at jittered points; all of the value where one of them has none."""
    return max((length(value) if other is None else length(other - value) / 2 for other in others), default=0.0)
