"""The JSON schema of what `-f json` prints, and the second form of it: names as values, sizes as text.

In schema 1 what belongs to a name stands under it, `"variables": {"A": ...}`, and a size is a number or a text. In schema 2 it is a
list of records with the name in them, and every size a text, so that a file of answers is a table.
"""

from __future__ import annotations

from typing import Any

from matcalc_cli.answers.readings import READINGS

Document = dict[str, Any]
NAMED = {
    "variables": "name", "functions": "name", "derivatives": "wrt", "mixed": "wrt", "unknowns": "name",
    "second_differentials": "name", "expressions": "wrt", "sizes": "name", "point": "name", "missing": "name",
}  # fmt: skip
"""The members that are objects by names in schema 1, and the key of the name in schema 2."""
SIZES = ("shape", "arguments")
"""Keys of sizes."""


def second(document: Any) -> Any:
    """A document of schema 1 in schema 2."""
    if isinstance(document, list):
        return [second(item) for item in document]
    if not isinstance(document, dict):
        return document
    found = {key: _second(key, value) for key, value in document.items()}
    return {**found, "schema": 2} if "schema" in found else found


def _second(key: str, value: Any) -> Any:
    if key in SIZES and isinstance(value, list):
        return _texts(value)
    if key in NAMED and isinstance(value, dict):
        return [{NAMED[key]: name, **_record(key, item)} for name, item in value.items()]
    return second(value)


def _record(key: str, item: Any) -> Document:
    if key == "sizes":
        return {"shape": _texts(item)}
    if key == "unknowns":
        return {"derivatives": _second("derivatives", item)}
    return second(item) if isinstance(item, dict) else {"value": item}


def _texts(value: Any) -> Any:
    return [_texts(item) for item in value] if isinstance(value, list) else str(value)


def schema(number: int) -> Document:
    """The JSON schema, draft 2020-12, of documents of schema 1 or 2."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What matcalc prints with -f json, schema {number}",
        "type": "object",
        "required": ["schema"],
        "properties": _properties(number),
        "additionalProperties": False,
        "$defs": _definitions(number),
    }


def _ref(name: str) -> Document:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(content: Document) -> Document:
    return {"anyOf": [content, {"type": "null"}]}


def _listed(content: Document) -> Document:
    return {"type": "array", "items": content}


def _object(required: dict[str, Document], **optional: Document) -> Document:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def _named(number: int, key: str, content: Document) -> Document:
    """The schema of contents by names: an object of schema 1, a list of schema 2."""
    if number == 1:
        return {"type": "object", "additionalProperties": content}
    return _listed({"type": "object", "required": [NAMED[key]], "properties": {NAMED[key]: {"type": "string"}}})


TEXT: Document = {"type": "string"}
NUMBER: Document = {"type": "number"}
WHOLE: Document = {"type": "integer"}
TRUTH: Document = {"type": "boolean"}
TEXTS = _listed(TEXT)
MATRIX = _listed(_listed(_or_null(NUMBER)))
ANY: Document = {}


def _definitions(number: int) -> Document:
    """The parts that occur in several places."""
    size: Document = {"type": ["integer", "string"]} if number == 1 else TEXT
    expression = _ref("expression")
    line = _object({"left": _or_null(expression), "right": expression, "reason": TEXT})
    return {
        "expression": _object({"plain": TEXT, "latex": TEXT}),
        "shape": _listed(size),
        "matrix": MATRIX,
        "variable": _object({"kind": TEXT, "shape": _ref("shape")}, indices=WHOLE),
        "derivative": {
            "type": "object",
            "properties": {name: {"anyOf": [expression, {"type": "null"}, MATRIX]} for name in READINGS},
            "additionalProperties": False,
        },
        "section": _object({"section": TEXT, "lines": _listed(line)}),
        "error": _object(
            {
                "kind": {"enum": ["syntax", "name", "shape", "usage", "limit", "unsupported", "file", "internal"]},
                "message": TEXT,
                "start": WHOLE,
                "end": WHOLE,
                "hint": _or_null(TEXT),
            },
            line=WHOLE,
        ),
        "check": _check(number),
    }


def _check(number: int) -> Document:
    entry = _object({"row": WHOLE, "column": WHOLE, "claim": _or_null(NUMBER), "derivative": _or_null(NUMBER)})
    claim = _object(
        {"reading": TEXT, "wrt": TEXTS, "diagnosis": _or_null(TEXT), "right": _ref("expression")},
    )
    return _object(
        {"verdict": {"enum": ["ok", "wrong", "inconclusive"]}},
        relative_error=_or_null(NUMBER), resolution=_or_null(NUMBER), sizes=_named(number, "sizes", _listed(WHOLE)), seed=WHOLE,
        directions=WHOLE, evaluations=WHOLE, tier=TEXT, exact=TRUTH, reason=TEXT, largest=_or_null(entry), claim=_or_null(claim),
    )  # fmt: skip


def _plot() -> Document:
    """The errors of differences against their steps."""
    slope = _or_null(NUMBER)
    points = _listed(_listed(NUMBER))
    one = _object({"name": TEXT, "said": TEXT, "slope": slope, "best_step": slope, "points": points})
    return _object({"rounding_slope": slope, "series": _listed(one)})


def _properties(number: int) -> Document:
    """Everything that a document may have; what is in one is what its command prints."""
    expression, derivative = _ref("expression"), _ref("derivative")
    derivatives = _named(number, "derivatives", derivative)
    answer = _object({"wrt": _or_null(TEXT), "plain": TEXT, "latex": TEXT})
    return {
        "schema": {"const": number},
        "input": {**TEXT, "description": "the program as it was given"},
        "error": _ref("error"),
        "answer": {**_listed(answer), "description": "what was asked for, in the order in which plain prints it"},
        "shape": _ref("shape"),
        "variables": _named(number, "variables", _ref("variable")),
        "functions": {"anyOf": [_named(number, "functions", ANY), _listed(ANY)]},
        "derivatives": derivatives,
        "mixed": _named(number, "mixed", expression),
        "higher": _listed(
            _object({"order": WHOLE, "differential": expression}, derivatives=_named(number, "derivatives", expression))
        ),
        "unknowns": _named(number, "unknowns", derivatives),
        "second_differentials": _named(number, "second_differentials", expression),
        "expression": expression,
        "expressions": _named(number, "expressions", expression),
        "conditions": TEXTS,
        "notes": TEXTS,
        "vec": {"enum": ["columns", "rows"]},
        "verified": _or_null(TEXT),
        "check": _or_null(_ref("check")),
        "plot": _plot(),
        "steps": {"anyOf": [_listed(_ref("section")), _listed(ANY), WHOLE]},
        **_numbers(number),
        **_others(),
    }


def _numbers(number: int) -> Document:
    """The fields of commands that compute at numbers."""
    return {
        "value": {"anyOf": [MATRIX, _or_null(NUMBER)]},
        "missing": _named(number, "missing", ANY),
        "point": _named(number, "point", MATRIX),
        "converged": TRUTH,
        "stopped": TEXT,
        "reason": TEXT,
        "order": _or_null(NUMBER),
        "gradient_norm": _or_null(NUMBER),
        "curvature": _or_null(NUMBER),
        "method": TEXT,
        "evaluations": WHOLE,
        "products": WHOLE,
        "outside": WHOLE,
        "starts": _listed(ANY),
    }


def _others() -> Document:
    """The fields that single commands have."""
    return {
        "target": TEXT,
        "code": TEXT,
        "plan": ANY,
        "size": WHOLE,
        "tables": _listed(ANY),
        "proofs": ANY,
        "jacobians": ANY,
        "proved": ANY,
        "first_wrong": ANY,
        "lines": _listed(ANY),
        "verdict": TEXT,
        "identities": _listed(ANY),
        "file": TEXT,
        "settings": {"type": "object"},
        "version": TEXT,
        "python": TEXT,
        "packages": {"type": "object"},
    }
