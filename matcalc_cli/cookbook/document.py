"""An identity as JSON, and as a page for documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.derivation import Line, Section
from matcalc_cli.cookbook.text import DIFFERS, verdict_words
from matcalc_cli.render.documents.pages import Page, capitalized
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.json import expression, section_document
from matcalc_cli.render.reports.conditions import texts
from matcalc_cli.render.reports.names import as_typed
from matcalc_cli.render.writing.express import express

if TYPE_CHECKING:
    from matcalc_cli.answers.derivation import Prose
    from matcalc_cli.cookbook.found import Found


def document(found: Found, *, explained: bool) -> dict[str, Any]:
    """All that is known of an identity."""
    identity, report = found.identity, found.report
    derivative = not identity.is_equation
    return {
        "number": identity.number,
        "topic": identity.topic,
        "name": identity.name,
        "sources": list(identity.sources),
        "question": {"plain": identity.question, "latex": expression(found.left, found.known)["latex"]},
        "wrt": [as_typed(v) for v in found.claimed.variables] if derivative else [],
        "reading": found.claimed.reading if derivative else "value",
        "answer": expression(found.right, found.known),
        "claim": {"plain": identity.claim, "latex": expression(found.claim, found.known)["latex"]},
        "kinds": {as_typed(v): v.kind for v in found.structured},
        "conditions": texts(found.answer.conditions),
        "verdict": report.verdict,
        "exact": report.exact,
        "differs": identity.differs or None,
        "diagnosis": found.diagnosis or None,
        **({"steps": [section_document(s, found.letter, found.known) for s in found.sections]} if explained else {}),
    }


def answer_lines(found: Found) -> list[Line]:
    """The answer, and the source's form where that is the same and looks otherwise."""
    if found.identity.is_equation:
        return [Line(found.left, found.right)] if found.report.verdict != "wrong" else []
    lines = [Line(found.answered, found.right)]
    looks = [plain_text(pretty(tree, True, found.known)) for tree in (found.right, found.claim)]
    if found.report.verdict == "ok" and looks[0] != looks[1]:
        lines.append(Line(None, found.claim, ["in the source's form"]))
    return lines


def remarks(found: Found) -> list[Prose]:
    """The conditions under which an identity is valid, and the verdict on it."""
    kinds = [part for v in found.structured for part in (", ", express(v), f" {v.kind}")]
    said: list[Prose] = [["with ", *kinds[1:]]] if kinds else []
    said += [["where ", *found.conditions]] if found.conditions else []
    if found.report.verdict == "ok":
        return [*said, [f"{capitalized(verdict_words(found))}."]]
    differs = DIFFERS.get(found.identity.differs, "not right")
    return [*said, ["The source has ", found.claim, f", {differs}: it {found.diagnosis}."]]


def caption(found: Found) -> str:
    """`57 log|det X| (Matrix Cookbook (57))`: which identity it is, and where it stands."""
    identity = found.identity
    return f"{identity.number} {identity.name} ({'; '.join(identity.sources)})"


def page(found: Found, caption: str = "") -> Page:
    """The page of an identity in a document: the question, the answer, the derivation, the verdict."""
    heading = None if found.identity.is_equation and found.report.verdict != "wrong" else found.heading
    sections = [Section([], answer_lines(found)), *found.sections]
    return Page(heading, sections, remarks(found), found.letter, found.known, caption)
