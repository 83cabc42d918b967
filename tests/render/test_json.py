"""The JSON documents of SPEC section 3."""

from __future__ import annotations

import json

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.render.json import document, entries_document, error_document, line


def test_answer() -> None:
    found = document(pipeline.differentiate("tr(S*Σ)*σ where S: spd(n)", wrt=["S", "σ"], order=2))
    assert json.loads(line(found)) == found
    assert list(found) == [
        "schema",
        "input",
        "shape",
        "variables",
        "derivatives",
        "conditions",
        "notes",
        "verified",
        "check",
    ]
    assert found["schema"] == 1
    assert found["input"] == "tr(S*Σ)*σ where S: spd(n)"
    assert found["shape"] == [1, 1]
    assert found["variables"] == {
        "S": {"kind": "spd", "shape": ["n", "n"]},
        "Σ": {"kind": "matrix", "shape": ["n", "n"]},
        "σ": {"kind": "scalar", "shape": [1, 1]},
    }
    assert list(found["derivatives"]) == ["S", "σ"]
    of_scalar = found["derivatives"]["σ"]
    assert of_scalar["derivative"]["plain"] == of_scalar["gradient"]["plain"]
    assert of_scalar["derivative"]["plain"].startswith("tr(")
    assert found["derivatives"]["S"]["derivative"] is None
    assert "where" not in found["derivatives"]["S"]["gradient"]["plain"]
    assert found["check"] is None


def test_matrix_valued() -> None:
    found = document(pipeline.differentiate("kron(A, x)*3"))
    assert found["shape"] == ["m*p", "n"]
    assert found["derivatives"]["A"]["gradient"] is None
    assert found["derivatives"]["A"]["hessian"] is None
    assert found["derivatives"]["x"]["differential"] == {
        "plain": "3*kron(A, dx)", "latex": r"3 (A \otimes \mathrm{d}x)",
    }  # fmt: skip


def test_check_has_no_nan() -> None:
    answer = pipeline.differentiate("A*x")
    report = CheckReport(
        "wrong", relative_error=float("inf"), resolution=1e-8, sizes={"A": (4, 3)}, seed=3, tier="ladder",
        largest=(1, 2, float("nan"), 2.5),
    )  # fmt: skip
    check = json.loads(line(document(answer.but(check=report))))["check"]
    assert check["verdict"] == "wrong"
    assert check["relative_error"] is None
    assert check["sizes"] == {"A": [4, 3]}
    assert check["largest"] == {"row": 1, "column": 2, "claim": None, "derivative": 2.5}


def test_one_line_of_ascii() -> None:
    text = line(document(pipeline.differentiate("σ*A\n*x")))
    assert text.isascii()
    assert text.count("\n") == 1


def test_expressions_alone() -> None:
    answer = pipeline.differentiate("A*A")
    assert entries_document("A*A", [(None, answer.expression)]) == {
        "schema": 1, "input": "A*A", "expression": {"plain": "A^2", "latex": "A^{2}"}, "conditions": [], "notes": [],
    }  # fmt: skip


def test_errors() -> None:
    error = MatcalcError("shape", "no", [Label(2, 4), Label(5, 6)], hint="try")
    assert json.loads(error_document(error, "A*B")) == {
        "schema": 1,
        "input": "A*B",
        "error": {"kind": "shape", "message": "no", "start": 2, "end": 4, "hint": "try"},
    }
    without_place = json.loads(error_document(MatcalcError("file", "gone"), "A*B"))["error"]
    assert without_place == {"kind": "file", "message": "gone", "start": 0, "end": 3, "hint": None}


def test_a_derivative_is_found_by_the_name_that_was_typed() -> None:
    assert list(document(pipeline.differentiate("alpha*x'*y*β"))["derivatives"]) == ["alpha", "x", "y", "β"]
