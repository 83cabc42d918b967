"""What was found of the lines of a derivation that somebody wrote."""

from __future__ import annotations

from collections.abc import Sequence


class LineVerdict:
    """A formula in a row of a derivation and what was found: "question", "ok", "wrong" or "inconclusive", and why.

    kind  what it is said to be: "question", "value", "first" and "second" derivative, "differential"
    """

    __slots__ = ("kind", "line", "reason", "text", "verdict")

    def __init__(self, line: int, text: str, kind: str, verdict: str, reason: str) -> None:
        self.line = line
        self.text = text
        self.kind = kind
        self.verdict = verdict
        self.reason = reason


class DerivationReport:
    """What was found of each formula, and the notes about the questions."""

    __slots__ = ("lines", "notes")

    def __init__(self, lines: Sequence[LineVerdict], notes: Sequence[str]) -> None:
        self.lines = tuple(lines)
        self.notes = tuple(dict.fromkeys(notes))

    @property
    def first_wrong(self) -> LineVerdict | None:
        """The first formula that is wrong."""
        return next((line for line in self.lines if line.verdict == "wrong"), None)

    @property
    def verdict(self) -> str:
        """That of the whole."""
        found = {line.verdict for line in self.lines}
        return next((word for word in ("wrong", "inconclusive") if word in found), "ok")
