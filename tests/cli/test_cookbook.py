"""`matcalc cookbook` in every format, and what it says of what is not there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcalc_cli.cookbook.identity import table


def test_the_formats(matcalc: Any) -> None:
    assert "inv(X)'" in matcalc("cookbook", "57").out
    assert "X⁻ᵀ" in matcalc("cookbook", "57", "-f", "pretty").out
    assert "df          dX*Y + X*dY" in matcalc("cookbook", "37").out
    for form, said in (
        ("latex", r"X^{-\mathsf{T}}"),
        ("typst", "X^(-sans(T))"),
        ("markdown", "# $f(X)"),
        ("html", '<details id="n57"'),
    ):
        out = matcalc("cookbook", "57", "-f", form).out
        assert said in out
        assert "Matrix Cookbook (57)" in out
    (identity,) = json.loads(matcalc("cookbook", "57", "-f", "json", "--explain").out)["identities"]
    assert (identity["answer"]["plain"], identity["verdict"], identity["exact"]) == ("inv(X)'", "ok", True)
    assert identity["steps"][-1]["lines"][-1]["right"]["plain"] == "inv(X)'"
    (identity,) = json.loads(matcalc("cookbook", "46b", "-f", "json").out)["identities"]
    assert identity["wrt"] == ["alpha"]


def test_the_topics_are_listed(matcalc: Any) -> None:
    listed = matcalc("cookbook").out
    assert all(topic in listed for topic in table().titles)
    assert str(len(table().identities)) in listed


def test_a_misprint_stands_apart_from_its_question(matcalc: Any) -> None:
    assert "$\n\nThe source has" in matcalc("cookbook", "524", "-f", "latex").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["determinnants"], "did you mean determinants?"), (["999"], "the nearest one is"), (["xyzzy"], "the topics are"),
        (["--like", "sum(gamma.(x))"], "matcalc diff"), (["--like", "tr(A*"], "ends"),
        (["det", "--like", "inv(A + b*c')"], "no identity of the cookbook about det has the shape"),
    ],
)  # fmt: skip
def test_what_is_not_there(matcalc: Any, words: list[str], said: str) -> None:
    result = matcalc("cookbook", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
