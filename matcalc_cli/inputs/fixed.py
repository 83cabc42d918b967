"""The inputs of a check that are fixed, not drawn at random."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Symbol

TRIALS = 3


class Given:
    """The seed, sizes by dimension name, the user's matrices by name, how many directions are tried.

    `progress` is called after each direction; `seen` has what was found out of f along a line, for the next claim about f.
    """

    __slots__ = ("point", "progress", "seed", "seen", "sizes", "trials")

    def __init__(
        self,
        *,
        seed: int = 0,
        sizes: Mapping[str, int] | None = None,
        point: Mapping[str, NDArray[Any]] | None = None,
        trials: int = TRIALS,
        progress: Callable[[], None] | None = None,
    ) -> None:
        self.seed = seed
        self.sizes = dict(sizes or {})
        self.point = dict(point or {})
        self.trials = trials
        self.seen: dict[object, Any] = {}
        self.progress = progress or (lambda: None)

    def require(self, variables: Iterable[Symbol], further: str = "") -> None:
        """Refuse a variable without a value; `further` is a second hint. Raises MatcalcError."""
        missing = next((v.spelling for v in variables if v.name not in self.point), None)
        if missing is not None:
            hint = f"add --at {missing}=FILE, a number or [[...]]" + (f"; {further}" if further else "")
            raise MatcalcError("usage", f"{missing} has no value", hint=hint)
