"""How long the verification of answers may take."""

from __future__ import annotations

from matcalc_cli.effort import seconds


class Budget:
    """Work in seconds of a usual processor: `each` seconds an answer (0: none at all); what one leaves the next ones have, up to `most`."""

    __slots__ = ("each", "left", "most")

    def __init__(self, each: float, most: float = 0.0) -> None:
        self.each = each
        self.most = max(each, most)
        self.left = 0.0

    def spent(self) -> Spending:
        """The seconds that there are for one more answer; what is used of them while this is open is gone."""
        return Spending(self)


class Spending:
    """An answer's share of a budget, while it is verified."""

    __slots__ = ("began", "budget")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def __enter__(self) -> float:
        budget = self.budget
        budget.left = min(budget.left + budget.each, budget.most)
        self.began = seconds()
        return budget.left

    def __exit__(self, *_: object) -> None:
        self.budget.left = max(self.budget.left - (seconds() - self.began), 0.0)
