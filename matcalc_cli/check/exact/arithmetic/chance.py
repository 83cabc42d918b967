"""Numbers that look unrelated and are the same in every run: Python's own, without the module, which is slow to load."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random
    from typing import TypeVar

    T = TypeVar("T")
else:
    from _random import Random


class Chance(Random):
    """A sequence of numbers by its seed."""

    def below(self, bound: int) -> int:
        """A number from 0 on."""
        bits = bound.bit_length()
        while (found := self.getrandbits(bits)) >= bound:
            pass
        return found

    def one_of(self, values: Sequence[T]) -> T:
        """One of several values."""
        return values[self.below(len(values))]
