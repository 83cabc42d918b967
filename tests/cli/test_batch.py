from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from matcalc_cli.cli import jobs
from matcalc_cli.cli.answering import Output, Session
from matcalc_cli.cli.output.sink import StandardOutput
from matcalc_cli.errors import SEVERITY, MatcalcError, worst

LINES = "tr(A^2)\n\n# a comment\ntr(A*\r\nlogdet(A)\n  # another\n\ufefftr(B)"


def test_every_good_line_is_answered_and_every_bad_one_numbered(matcalc: Any) -> None:
    result = matcalc("grad", "-", stdin=LINES)
    singles = [matcalc("grad", text).out for text in ("tr(A^2)", "logdet(A)", "tr(B)")]
    assert result.code == 2
    assert result.out == "".join(singles)
    assert "line 4" in result.err
    assert result.err.count("error: ") == 1


def test_a_convention_is_said_once_in_a_document(matcalc: Any) -> None:
    programs = "norm(x)^2\ntr(A*X)\nA*X\ntr(expm(A)*B)\ntr(expm(A)*C)\nB*x\n"
    said = ("has the shape of the variable", "vec stacks columns", "integral")
    for form in ("plain", "pretty", "markdown", "html"):
        out = matcalc("diff", "-", "-f", form, stdin=programs).out
        assert [out.count(part) for part in said] == [1, 1, 1], form


@pytest.mark.parametrize("options", [("--no-notes",), ("-f", "json")])
def test_several_processes_write_what_one_does(matcalc: Any, options: tuple[str, ...]) -> None:
    lines = "".join(f"sum(exp(A{i}*x)) + c\n" for i in range(3)) + LINES
    one, three = (matcalc("diff", "-", *options, "--jobs", n, stdin=lines) for n in ("1", "3"))
    assert three == one
    assert one.code == 2


def test_what_a_process_hands_back(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(text: str) -> Output:
        if text == "1 +":
            raise MatcalcError("syntax", "an operand is missing")
        return Output(text, data=[b"data"], parts=iter(("a", "b")))

    monkeypatch.setattr(jobs, "SESSION", [Session(answer, ["-"], "plain", StandardOutput(), 0, None)])
    found, failed = jobs.answered("x", 1), jobs.answered("1 +", 2)
    assert isinstance(found, Output)
    assert (found.text, found.data, found.parts) == ("x", [b"data"], ["a", "b"])
    assert isinstance(failed, jobs.Failed)
    assert (failed.code, failed.answer, "an operand is missing" in failed.said) == (2, "", True)
    assert capsys.readouterr() == ("", "")


def test_with_json_an_error_names_its_line(matcalc: Any) -> None:
    result = matcalc("grad", "-", "-f", "json", stdin="tr(A)\n\n# a comment\ntr(A*\n")
    answer, error = (json.loads(line) for line in result.out.splitlines())
    assert "error" not in answer
    assert error["error"]["line"] == 4
    assert "line" not in json.loads(matcalc("grad", "tr(A*", "-f", "json").out)["error"]


def test_with_json_every_program_has_its_object(matcalc: Any) -> None:
    result = matcalc("grad", "-", "-f", "json", stdin=LINES)
    documents = [json.loads(line) for line in result.out.splitlines()]
    assert [d["input"] for d in documents] == ["tr(A^2)", "tr(A*", "logdet(A)", "tr(B)"]
    assert ["error" in d for d in documents] == [False, True, False, False]
    assert (result.code, result.err) == (2, "")


def test_a_crash_in_one_line_leaves_the_others(matcalc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from matcalc_cli import pipeline

    real = pipeline.read

    def fragile(text: str, *options: Any, **asked: Any) -> Any:
        if text == "crash":
            raise RuntimeError("a bug")
        return real(text, *options, **asked)

    monkeypatch.setattr(pipeline, "read", fragile)
    result = matcalc("grad", "-", stdin="tr(A)\ncrash\ntr(B)\n*\n")
    assert result.code == 70
    assert len(result.out.splitlines()) == 2
    assert "internal error in line 2" in result.err


def test_reports_stand_apart_and_single_answers_do_not(matcalc: Any) -> None:
    reports = [matcalc("diff", "--no-verify", "--no-notes", text).out for text in ("tr(A)", "tr(B)")]
    assert matcalc("diff", "--no-verify", "--no-notes", "-", stdin="tr(A)\ntr(B)\n").out == "\n".join(reports)
    assert "\n\n" not in matcalc("grad", "-", stdin="x'*y\nx'*y\n").out


def test_nothing_to_answer_is_no_error(matcalc: Any) -> None:
    assert matcalc("grad", "-", stdin="\n# nothing\n") == (0, "", "")


def test_one_command_feeds_the_next(matcalc: Any) -> None:
    gradient = matcalc("grad", "norm(A*x - b)^2", "--wrt", "x").out
    assert matcalc("jacobian", "-", "--wrt", "x", stdin=gradient).out == "2*A'*A\n"


def test_answers_for_several_variables_feed_the_next(matcalc: Any) -> None:
    gradients = matcalc("grad", "x'*A*x").out
    assert [line.partition("# ")[2] for line in gradients.splitlines()] == ["wrt x", "wrt A"]
    assert matcalc("simplify", "-", stdin=gradients).code == 0


@pytest.mark.parametrize("codes", list(permutations(SEVERITY, 2)))
def test_the_worst_exit_code_stands_for_all(codes: tuple[int, int]) -> None:
    assert worst(*codes) == min(codes, key=[130, 70, 4, 2, 1, 3, 0].index)


def test_a_file_is_one_program_of_many_lines(matcalc: Any, tmp_path: Any) -> None:
    program = tmp_path / "least-squares"
    program.write_text("r = A*x - b;   # the residual\nr'*r\n")
    assert matcalc("grad", "--file", str(program), "--wrt", "x").out == "r = A*x - b; 2*A'*r\n"


def test_standard_input_can_be_one_program(matcalc: Any) -> None:
    assert matcalc("grad", "--file", "-", "--wrt", "x", stdin="r = A*x;\nr'*r").code == 0
