"""Every line of a derivation held against what the engine says it is equal to, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.check.verify import equal
from matcalc_cli.derivation import Derivation, Line
from matcalc_cli.elaborate.builder import build


class UnequalLineError(AssertionError):
    """A line that is not equal to the one before: a bug, never shown to anybody."""


def verdicts(derivation: Derivation) -> Iterator[tuple[Line, str]]:
    """Every line that claims something with "ok", "wrong" or "undecided"."""
    for line in derivation.lines:
        if line.claim is not None:
            node = build(line.right, derivation.scope)  # type: ignore[arg-type]
            yield line, "ok" if node is line.claim else equal(node, line.claim).word


def verify(derivation: Derivation) -> None:
    """Set the derivation's verdict. Raises UnequalLineError if a line is wrong."""
    words = []
    for line, word in verdicts(derivation):
        if word == "wrong":
            raise UnequalLineError(f"{line.right!r} is not what it should be")
        words.append(word)
    undecided = words.count("undecided")
    derivation.verdict = f"{undecided} of {len(words)} lines not decided exactly" if undecided else "exact"
