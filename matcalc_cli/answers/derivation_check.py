"""The findings about the formulas of a derivation in another notation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcalc_cli.notations.derivation import Step


class LineVerdict:
    """A formula of a derivation and what was found: "question", "ok", "wrong" or "inconclusive", and why."""

    __slots__ = ("reason", "step", "verdict")

    def __init__(self, step: Step, verdict: str, reason: str = "") -> None:
        self.step = step
        self.verdict = verdict
        self.reason = reason


class DerivationReport:
    """The findings about each formula, and the notes about the questions."""

    def __init__(self, lines: Sequence[LineVerdict], notes: Sequence[str]) -> None:
        self.lines = tuple(lines)
        self.notes = tuple(dict.fromkeys(notes))

    @property
    def first_wrong(self) -> LineVerdict | None:
        """The first formula that is wrong."""
        return next((line for line in self.lines if line.verdict == "wrong"), None)

    @property
    def verdict(self) -> str:
        """The verdict on the whole derivation; nothing is known where no line is a claim."""
        found = {line.verdict for line in self.lines}
        return next((word for word in ("wrong", "inconclusive", "ok") if word in found), "inconclusive")
