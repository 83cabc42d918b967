"""Work as time: what a verification has done, counted in the seconds that a usual processor takes for it.

A clock would make an answer depend on the machine and on what else it does: here the same question ends in the same way
everywhere.
"""

from __future__ import annotations

_spent = 0.0


def seconds() -> float:
    """The work done so far; two of these are an amount of work apart."""
    return _spent


def spend(amount: float) -> None:
    """Count work."""
    global _spent  # noqa: PLW0603 one count, as there is one clock
    _spent += amount
