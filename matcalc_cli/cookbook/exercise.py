"""Exercises: derivatives of the cookbook to be worked out, the answer judged, hints from the derivation."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.cookbook.found import Found
from matcalc_cli.cookbook.identity import Identity, table
from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.mistakes.suggest import nearest
from matcalc_cli.program import Written
from matcalc_cli.questions import checking
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.headings import left_pieces, prose_pieces
from matcalc_cli.render.reports.names import spelled

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import CheckReport
    from matcalc_cli.answers.derivation import Line

LEVELS = (16, 34)
"""Characters of a question of level 1, and of level 2 at most."""
NOTATIONS = ("latex", "numpy", "julia", "matlab")
"""In which an answer is tried that is not read as it stands."""


def level(identity: Identity) -> int:
    """How hard it is: 1 to 3, by the length of the question."""
    length = len(identity.question.partition(" where ")[0])
    return 1 + sum(length > most for most in LEVELS)


def topics() -> list[str]:
    """The topics with derivatives."""
    return list(dict.fromkeys(identity.topic for identity in table().identities if not identity.is_equation))


def chosen(topic: str | None, wanted: int | None, seed: int, count: int = 1) -> list[Identity]:
    """So many exercises, each once. Raises MatcalcError for a topic without any."""
    if topic is not None and topic not in topics():
        near = nearest(topic, tuple(topics()))
        hint = f"did you mean {near}?" if near else f"the topics are {', '.join(topics())}"
        raise MatcalcError("name", f"there are no exercises about {topic}", hint=hint)
    some = [
        identity for identity in table().identities
        if identity.wrt and not identity.differs and topic in (None, identity.topic) and wanted in (None, level(identity))
    ]  # fmt: skip
    if not some:
        raise MatcalcError("name", f"there are no exercises of level {wanted} about {topic}", hint="leave --level out")
    return Random(seed).sample(some, min(count, len(some)))  # noqa: S311 exercises keep no secrets


def question(found: Found, *, unicode: bool) -> str:
    """`What is the gradient of tr(X' A X) by X?`"""
    noun = READINGS[found.claimed.reading].noun
    names = " and ".join(spelled(v, unicode=unicode) for v in found.claimed.variables)
    kinds = [f"{spelled(v, unicode=unicode)} {v.kind}" for v in found.structured]
    said = f" ({', '.join(kinds)})" if kinds else ""
    return f"What is the {noun} of {plain_text(pretty(found.left, unicode, found.known))} by {names}{said}?"


def judged(identity: Identity, answer: str) -> CheckReport:
    """The verdict on an answer, in the language or in another notation. Raises MatcalcError where it is not read."""
    try:
        return _checked(identity, answer)
    except MatcalcError as first:
        for notation in NOTATIONS:
            try:
                return _checked(identity, Written(answer, notation))
            except MatcalcError:
                continue
        first.source = first.source or answer
        raise


def _checked(identity: Identity, answer: str) -> CheckReport:
    report = checking.check_claim(identity.question, answer, wrt=identity.wrt).check
    assert report is not None
    return report


def said(found: Found, report: CheckReport) -> str:
    """The verdict in a sentence."""
    assert report.claim is not None
    wanted, given = found.claimed.reading, report.claim.reading
    if report.verdict == "ok":
        other = f"; it is the {READINGS[given].noun}, and the {READINGS[wanted].noun} was asked for"
        return "right" + (other if given != wanted else "")
    if report.verdict == "wrong":
        return f"wrong: it {report.claim.diagnosis or 'is not the ' + READINGS[given].noun}"
    return f"that cannot be decided: {report.reason}"


def hints(found: Found, *, unicode: bool) -> Iterator[str]:
    """The lines of the derivation one by one, the answer last."""
    for section in found.sections:
        for line in section.lines:
            yield _line(found, line, unicode)


def _line(found: Found, line: Line, unicode: bool) -> str:
    left = plain_text(left_pieces(line.left, found.letter, unicode, found.known))
    right = plain_text(pretty(line.right, unicode, found.known))
    reason = plain_text(prose_pieces(line.reason, unicode, found.known))
    return f"{left} = {right}".strip() + (f"    # {reason}" if reason else "")
