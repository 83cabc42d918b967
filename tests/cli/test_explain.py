"""`explain` and `entries` as commands, and documents of several programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcalc_cli.cli.expressions.explain import explain
from matcalc_cli.cli.words.commands import COMMANDS, program_command
from matcalc_cli.cli.words.options import EXPLAIN
from tests.cli.conftest import Run


def test_explain_ends_in_the_answer(matcalc: Run) -> None:
    result = matcalc("explain", "A^2")
    assert result.code == 0
    assert "vec(df)          = vec(A*dA*I(n)) + vec(I(n)*dA*A)" in result.out
    answer = matcalc("jacobian", "A^2").out.strip()
    rights = [
        line.partition("= ")[2].partition(" #")[0].strip() for line in result.out.splitlines() if line[:2] == "J "
    ]
    assert rights == [answer]


@pytest.mark.parametrize("form", ["plain", "pretty", "latex", "typst", "html", "markdown", "json"])
def test_every_format(matcalc: Run, form: str) -> None:
    result = matcalc("explain", "norm(A*x - b)^2", "--wrt", "x", "-f", form)
    assert result.code == 0
    assert len(result.out) > 200
    assert result.err == ""


def test_json_has_the_answer_and_the_steps(matcalc: Run) -> None:
    document = json.loads(matcalc("explain", "x'*A*x", "--wrt", "x", "-f", "json").out)
    last = document["steps"][-1]["lines"][-1]
    assert last["right"] == document["derivatives"]["x"]["gradient"]
    assert last["left"]["plain"] == "grad f"
    assert document["verified"] == "exact"
    assert all({"left", "right", "reason"} == set(line) for s in document["steps"] for line in s["lines"])


@pytest.mark.parametrize("command", ["explain", "diff", "grad"])
@pytest.mark.parametrize(
    ("options", "beginning", "end"),
    [
        (("-f", "latex", "--standalone"), "\\documentclass", "\\end{document}"),
        (("-f", "html"), "<!DOCTYPE html>", "</html>"),
        (("-f", "typst", "--standalone"), "#set page", None),
    ],
    ids=["latex", "html", "typst"],
)
def test_several_programs_are_one_document(
    matcalc: Run, command: str, options: tuple[str, ...], beginning: str, end: str | None
) -> None:
    result = matcalc(command, "-", *options, stdin="tr(A^2)\nlogdet(A)\n")
    assert result.code == 0
    assert result.out.startswith(beginning)
    assert result.out.count(beginning) == 1
    assert end is None or (result.out.count(end) == 1 and result.out.rstrip().endswith(end))


def test_nothing_is_written_where_nothing_was_understood(matcalc: Run) -> None:
    result = matcalc("explain", "tr(A*", "-f", "html")
    assert result.code == 2
    assert result.out == ""


def test_the_styles_and_modes(matcalc: Run) -> None:
    assert "product rule" in matcalc("explain", "x'*A*x", "--wrt", "x", "--style", "rules").out
    assert "cancels" in matcalc("explain", "x'*A*x", "--wrt", "x", "--style", "definition").out
    counted = matcalc(
        "explain", "norm(A*x - b)^2", "--wrt", "x", "--mode", "reverse", "--size", "m=7", "--size", "n=3"
    ).out
    assert "= 21" in counted
    assert "at m = 7, n = 3" in counted


def test_a_size_that_is_none(matcalc: Run) -> None:
    result = matcalc("explain", "A^2", "--mode", "forward", "--size", "n")
    assert result.code == 2
    assert "--size n=1000" in result.err


def test_entries(matcalc: Run) -> None:
    result = matcalc("entries", "A*x", "--wrt", "x", "-n", "3")
    assert result.code == 0
    assert "a_11  a_12  a_13" in result.out
    assert "prove J = A at size 3" in result.out
    assert json.loads(matcalc("entries", "A^2", "-f", "json").out)["proved"] == {"A": True}
    assert matcalc("entries", "expm(A)").code == 2


def test_entries_where_there_is_no_inverse(matcalc: Run) -> None:
    result = matcalc("entries", "(x*x')\\A", "--wrt", "A")
    assert (result.code, result.out) == (2, "")
    assert "a matrix in it has no inverse" in result.err


def test_a_constant_has_a_derivation_from_the_definition_too(matcalc: Run) -> None:
    result = matcalc("explain", "tr(A*B)^0", "--style", "definition")
    assert (result.code, result.err) == (0, "")
    assert "grad_B f = zeros(n, m)" in result.out


def test_the_rule_of_a_function_is_derived(matcalc: Run) -> None:
    result = matcalc("functions", "inv", "--explain")
    assert result.code == 0
    assert result.out.splitlines()[-1].startswith("d(inv(X))               = -inv(X)*dX*inv(X)")
    assert matcalc("functions", "adjmatrix", "--explain").code == 2


def test_a_script_for_sympy(matcalc: Run) -> None:
    result = matcalc("grad", "tr(X'*A*X)", "--wrt", "X", "-f", "sympy")
    assert result.out.startswith('import sympy\n\nm = sympy.Symbol("m", integer=True, positive=True)\n')
    assert result.out.endswith("grad = (A + A.T)*X\n")


def test_a_derivation_from_the_definition_that_cannot_be_is_said_not_to_be(matcalc: Run) -> None:
    asked = matcalc("explain", "inv(A)", "--style", "definition")
    assert asked.code == 0
    assert "derived by rules" in asked.err
    assert matcalc("explain", "A^2*B", "--style", "definition").err == ""
    assert matcalc("explain", "inv(A)").err == ""


def test_a_power_of_every_entry_by_its_exponent(matcalc: Run) -> None:
    result = matcalc("explain", "x.^alpha", "--wrt", "alpha")
    assert (result.code, result.err) == (0, "")
    assert "dalpha*(x.^alpha.*log(x))" in result.out
    assert "d(x^t) = dt*(x^t*log(x))" in result.out


DERIVED = {
    "implicit": ["A*x - b", "--solve", "x", "--wrt", "A"],
    "functional": ["v'^2 - v", "--function", "v", "--of", "t"],
    "ode": ["A*u", "--state", "u", "--loss", "norm(u)^2"],
    "recurrence": ["A*x", "--state", "x", "--loss", "norm(x)^2"],
}


@pytest.mark.parametrize("name", list(explain.leading))
def test_a_command_of_its_own_has_an_option_for_it(matcalc: Run, name: str) -> None:
    derived = matcalc("explain", name, *DERIVED[name])
    assert derived.code == 0
    assert matcalc(name, *DERIVED[name], "--explain") == derived
    assert matcalc(name, *DERIVED[name]).out != derived.out


def test_no_other_command_has_that_option() -> None:
    having = {name for name in COMMANDS if (c := program_command(name)) and EXPLAIN in c.options}
    assert having == {*explain.leading}


def test_an_option_that_no_derivation_takes_is_refused(matcalc: Run) -> None:
    result = matcalc("implicit", "A*x - b", "--solve", "x", "--order", "2", "--explain")
    assert result.code == 2
    assert "--explain takes no --order" in result.err


def test_a_program_in_a_file_is_derived_too(matcalc: Run, tmp_path: Path) -> None:
    file = tmp_path / "program.txt"
    file.write_text("A*x - b\n")
    asked = ["--file", str(file), "--solve", "x"]
    derived = matcalc("explain", "implicit", *asked)
    assert derived.code == 0
    assert "A*dx" in derived.out
    assert matcalc("implicit", *asked, "--explain") == derived


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["explain", "cookbook", "57"], "matcalc cookbook 57 --explain"),
        (["explain", "functions", "inv"], "matcalc functions inv --explain"),
        (["explain", "grad", "x'*x"], 'matcalc grad "x\'*x"'),
        (["check", "diff", "A^2"], 'matcalc diff "A^2" --check'),
        (["grad", "x'*x", "--explain"], "explain is a command by itself: matcalc explain EXPR"),
    ],
)  # fmt: skip
def test_another_command_is_told_by_name(matcalc: Run, words: list[str], hint: str) -> None:
    result = matcalc(*words)
    assert (result.code, result.out) == (2, "")
    assert hint in result.err


def test_a_name_that_a_command_has_too_may_stand_in_an_expression(matcalc: Run) -> None:
    assert matcalc("grad", "code'*code").out == "2*code\n"
