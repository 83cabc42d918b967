"""How long the verification of answers may take, in work as time: counted in the seconds that a usual processor takes.

A clock would make an answer depend on the machine and on what else it does: here the same question ends in the same way
everywhere.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

_spent = 0.0


def seconds() -> float:
    """The work done so far; two of these are an amount of work apart."""
    return _spent


def spend(amount: float) -> None:
    """Count work."""
    global _spent  # noqa: PLW0603 one count, as there is one clock
    _spent += amount


class Budget:
    """Work in seconds of a usual processor: `each` seconds an answer (0: none at all); what one leaves the next ones have, up to `most`.

    `known` is what was verified of the answers of a batch, which is verified once; None of a single answer.
    """

    __slots__ = ("each", "known", "left", "most")

    def __init__(self, each: float, most: float = 0.0, known: dict[Hashable, None] | None = None) -> None:
        self.known = known
        self.each = each
        self.most = max(each, most)
        self.left = 0.0

    def share(self) -> float:
        """The seconds that there are for one more answer; what it needs not of its share is left to the next ones."""
        self.left = min(self.left + self.each, self.most)
        return self.left

    def spent(self) -> Spending:
        """The seconds that there are for one more answer; what is used of them while this is open is gone."""
        return Spending(self)


class Spending:
    """An answer's share of a budget, while it is verified."""

    __slots__ = ("began", "budget")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def __enter__(self) -> float:
        self.began = seconds()
        return self.budget.share()

    def __exit__(self, *_: object) -> None:
        self.budget.left = max(self.budget.left - (seconds() - self.began), 0.0)
