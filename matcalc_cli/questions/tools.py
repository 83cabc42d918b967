"""matcalc for other programs, as functions from texts to documents: what the MCP server and the notebook call.

Every function raises MatcalcError for what cannot be answered; its str() has the place and what to try.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from typing import Any

from matcalc_cli import pipeline
from matcalc_cli.answers.readings import PRINTED_BY, READINGS
from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import checking
from matcalc_cli.questions.numbered import with_numbers
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.json import answers, derivation_document, expression
from matcalc_cli.render.reports.conditions import texts
from matcalc_cli.render.reports.names import as_typed
from matcalc_cli.render.reports.steps import steps
from matcalc_cli.render.writing.sharing import written

Document = dict[str, Any]
LITERAL = re.compile(r"\s*\w+\s*=[-+\d.eE,;\s\[\]]+")
"""A name and numbers: whoever calls from another program names no files of this machine."""
ANSWERS = ("main", *[record.name for record in PRINTED_BY.values()])
"""The parts of a derivative to ask for; the main one is the gradient of a number, else the Jacobian."""


def differentiated(
    program: str, wrt: Sequence[str] = (), answer: str = "main", declare: Sequence[str] = ()
) -> Document:
    """The derivatives of a program, verified: for each variable its reading, the formula, the shape, and where it is valid."""
    if answer not in ANSWERS:
        raise MatcalcError("usage", f"there is no answer {answer}", hint=f"one of {', '.join(ANSWERS)}")
    order = 2 if answer == "hessian" else 1
    found = pipeline.verified(pipeline.differentiate(program, wrt=wrt, var=declare, order=order), "json")
    records: list[Document] = []
    for d in found.derivatives:
        reading = d.main if answer == "main" else answer
        node = getattr(d, reading)
        if node is None:
            hint = "ask for the jacobian" if not found.expression.is_scalar else "ask for the derivative"
            raise MatcalcError("shape", f"there is no {READINGS[reading].noun} by {d.variable.spelling}", hint=hint)
        (record,) = answers(found, [(d.variable, node)])
        records.append({**record, "reading": reading, "shape": [str(size) for size in node.shape]})
    kinds = [f"{v.spelling}: {v.kind} {'x'.join(str(size) for size in v.shape)}" for v in found.variables]
    return {
        "answers": records, "names": kinds, "conditions": texts(found.conditions), "notes": list(found.notes),
        "verified": found.verified,
    }  # fmt: skip


def claim_checked(program: str, claim: str, wrt: Sequence[str] = (), declare: Sequence[str] = ()) -> Document:
    """The verdict on a claimed gradient, Jacobian, differential or Hessian: ok, wrong or inconclusive, why, and what is right."""
    found = checking.check_claim(program, claim, wrt=wrt, var=declare)
    report = found.check
    assert report is not None
    assert report.claim is not None
    right = expression(written(report.claim.right), ())
    return {
        "verdict": report.verdict, "reading": report.claim.reading, "wrt": [as_typed(v) for v in report.claim.variables],
        "diagnosis": report.claim.diagnosis, "reason": report.reason, "right": right["plain"], "right_latex": right["latex"],
        "exact": report.exact, "notes": list(found.notes),
    }  # fmt: skip


def explained(program: str, wrt: Sequence[str] = (), declare: Sequence[str] = ()) -> Document:
    """The derivation, line by line, every line verified; `text` is the whole of it to be read."""
    found = pipeline.explain(program, wrt=wrt, var=declare)
    document = derivation_document(found)
    lines = [
        {
            "left": "" if line["left"] is None else line["left"]["plain"],
            "right": line["right"]["plain"],
            "reason": line["reason"],
        }
        for section in document["steps"]
        for line in section["lines"]
    ]
    return {"lines": lines, "text": plain_text(steps(found, unicode=False)), "verified": document["verified"]}


def evaluated(program: str, at: Sequence[str], wrt: Sequence[str] = (), declare: Sequence[str] = ()) -> Document:
    """The value and the derivatives at numbers, `at` like ["A=[[1, 2], [3, 4]]", "x=[1, 2]"]; what is no number is text."""
    for given in at:
        if not LITERAL.fullmatch(given):
            hint = 'for example: "A=[[1, 2], [3, 4]]"'
            raise MatcalcError("usage", f"{given} is no name with a number or rows in brackets", hint=hint)
    found = with_numbers(checking.evaluate, program, wrt=wrt, var=declare, at=at)
    derivatives = [
        {"wrt": v.spelling, "reading": reading, "rows": rows(value)}
        for v, reading, value in found.derivatives
        if value is not None
    ]
    missing = {v.spelling: texts(conditions) for v, conditions in found.missing.items()}
    return {
        "value": rows(found.value),
        "derivatives": derivatives,
        "missing": missing,
        "notes": list(found.answer.notes),
    }


def rows(matrix: Any) -> list[list[float | str]]:
    """A matrix as lists; NaN and the infinities, which JSON has not, as text."""
    return [[x if isfinite(x) else str(x) for x in map(float, row)] for row in matrix.tolist()]
