"""The verdicts on the lines of a derivation, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.reports.verdict import MARKS

if TYPE_CHECKING:
    from matcalc_cli.answers.derivation_check import DerivationReport, LineVerdict

LONGEST = 60
"""Characters of a formula that are shown."""


def lines(found: DerivationReport, *, unicode: bool) -> Iterator[list[Piece]]:
    """A line for each formula, what is wrong with it below, and which is the first wrong one."""
    for line in found.lines:
        yield from _line(line, unicode=unicode)
    wrong = found.first_wrong
    if wrong is not None:
        yield [("wrong", f"line {wrong.step.line} is the first wrong one")]
    elif found.verdict == "ok":
        yield [("ok", "every line is right")]
    elif all(line.verdict == "question" for line in found.lines):
        yield [("note", "no line is a claim that is checked")]


def _line(line: LineVerdict, *, unicode: bool) -> Iterator[list[Piece]]:
    word = line.verdict
    mark = f"{MARKS.get(word, ' ')} " if unicode else ""
    kind = "label" if word == "question" else word
    yield [("label", f"line {line.step.line:<3}"), (kind, f"{mark}{word:<13}"), ("note", shown(line.step.text))]
    if line.reason:
        yield [("space", " " * 8), ("note", line.reason)]


def shown(text: str) -> str:
    """A formula on one line, its end left out where it is long."""
    found = " ".join(text.split())
    return found if len(found) <= LONGEST else f"{found[: LONGEST - 1]}…"


def document(text: str, found: DerivationReport) -> dict[str, Any]:
    """The verdicts as a JSON document."""
    wrong = found.first_wrong
    return {
        "schema": 1,
        "input": text,
        "lines": [
            {
                "line": line.step.line,
                "text": line.step.text,
                "is": line.step.kind,
                "verdict": line.verdict,
                "reason": line.reason,
            }
            for line in found.lines
        ],
        "first_wrong": None if wrong is None else wrong.step.line,
        "verdict": found.verdict,
        "notes": list(found.notes),
    }
