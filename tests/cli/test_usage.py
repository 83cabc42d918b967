from __future__ import annotations

import json
from typing import Any

import pytest

MISTAKES = {
    "grd A": "did you mean grad?",
    "A^3": 'matcalc diff "A^3"',
    "diff A --formt latex": "did you mean --format?",
    "diff A --format ltex": "did you mean latex?",
    "diff A --order 12": "8 or 9",
    "diff A --wrt": "needs a value",
    "diff": 'matcalc diff "A^3"',
    "diff A --file x": "both EXPR and --file",
    "diff --file /nonexistent": "cannot read /nonexistent",
    "functions trcae": "did you mean tr",
    "functions A B": "unexpected extra argument",
    "completions csh": "SHELL cannot be csh",
    "-x": "there is no option -x",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_told_in_one_diagnostic(matcalc: Any, line: str) -> None:
    result = matcalc(*line.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")
    assert MISTAKES[line] in result.err
    assert "help: " in result.err or line.startswith("diff --file")
    assert "Traceback" not in result.err


def test_an_option_that_has_to_be_there(matcalc: Any) -> None:
    result = matcalc("implicit", "A*x - b")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: solve is missing")


def test_the_mistaken_word_is_underlined(matcalc: Any) -> None:
    _, line, marks, _ = matcalc("diff", "A^3", "--formt", "latex").err.splitlines()
    assert line[marks.index("^") : marks.rindex("^") + 1] == "--formt"


@pytest.mark.parametrize(
    "words", [["diff", "-f", "json"], ["grd", "-f", "json"], ["diff", "--format=json", "A", "--x"]]
)
def test_with_json_the_mistake_is_the_answer(matcalc: Any, words: list[str]) -> None:
    result = matcalc(*words)
    document = json.loads(result.out)
    assert (result.code, result.err) == (2, "")
    assert (document["schema"], document["error"]["kind"]) == (1, "usage")
    assert 0 <= document["error"]["start"] <= document["error"]["end"] <= len(document["input"])


def test_words_that_are_files_hint_at_the_shell(matcalc: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("notes.txt", "paper.tex"):
        (tmp_path / name).touch()
    assert "double quotes" in matcalc("diff", "A", "notes.txt", "paper.tex").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x'*A*x", "-q"], "there is no option -q"),
        (["x'*A*x", "--claim", "A"], "matcalc check has --claim"),
        (["x'*A*x", "-form", "json"], "did you mean --format?"),
        (["A*x", "-fjson"], "write -f json"),
        (["A", "-B"], "double quotes"),
        (["tr(X)", "tr(A*X)"], "tr(X) and tr(A*X) are two expressions"),
        (["-q", "A*x"], "-q and A*x are two expressions"),
        (["A*x", "2"], "A*x and 2 are two expressions"),
    ],
)
def test_what_is_no_part_of_the_expression(matcalc: Any, words: list[str], said: str) -> None:
    result = matcalc("simplify", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["A", "+", "B"], "A + B"),
        (["A", "-", "B"], "A - B"),
        (["A", "x"], "A*x"),
        (["x.T", "A", "x"], "x'*A*x"),
        (["A*x", "- b"], "A*x - b"),
        (["x'*S*x", "where", "S:", "symmetric(n)"], "x'*S*x where S: symmetric(n)"),
    ],
)
def test_words_without_quotes_are_joined_with_a_note(matcalc: Any, words: list[str], printed: str) -> None:
    result = matcalc("simplify", *words)
    assert (result.code, result.out) == (0, f"{printed}\n")
    assert result.err == f"note: the words are read as one expression: {' '.join(words)}\n"


def test_a_first_word_with_a_minus_sign_is_the_expression(matcalc: Any) -> None:
    assert matcalc("simplify", "-A") == (0, "-A\n", "")
    assert matcalc("simplify", "--", "-A", "-B").out == "-A - B\n"
