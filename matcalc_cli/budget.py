"""How long the verification of answers may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from matcalc_cli.effort import seconds


class Budget:
    """Work in seconds of a usual processor: `each` seconds an answer (0: none at all); what one leaves the next ones have, up to `most`."""

    __slots__ = ("each", "left", "most")

    def __init__(self, each: float, most: float = 0.0) -> None:
        self.each = each
        self.most = max(each, most)
        self.left = 0.0

    @contextmanager
    def spent(self) -> Iterator[float]:
        """The seconds that there are for one more answer; what is used of them while this is open is gone."""
        self.left = min(self.left + self.each, self.most)
        began = seconds()
        try:
            yield self.left
        finally:
            self.left = max(self.left - (seconds() - began), 0.0)
