"""`check` and `eval` on the command line: exit codes, words, files, the plot."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from matcalc_cli.check.before_printing import MismatchError
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["A^3"], 0),
        (["A^3", "--claim", "dA*A^2 + A*dA*A + A^2*dA"], 0),
        (["A^3", "--claim", "3*A^2*dA"], 1),
        (["A*x", "--claim", "x*x"], 2),
        (["A*x", "--sizes", "n=x"], 2),
        (["A*x", "--at", "A=missing.csv"], 2),
        (["norm1(x)", "--at", "x=[1, 0]"], 3),
        (["norm1(x)", "--claim", "2*sign(x)", "--at", "x=[1, 0]"], 3),
        (["inv(A)", "--at", "A=[[1, 2], [2, 4]]"], 3),
    ],
)
def test_exit_codes(matcalc: Run, words: list[str], code: int) -> None:
    assert matcalc("check", *words).code == code


def test_a_wrong_claim_is_told_what_is_wrong(matcalc: Run) -> None:
    lines = matcalc("check", "tr(inv(X)*B)", "--wrt", "X", "--claim", "-inv(X)*B*inv(X)").out.splitlines()
    assert lines[0] == "wrong          your answer is the transpose of the gradient (the layout df/dX')"
    assert lines[1].startswith("               largest difference at entry (")
    assert lines[3] == "the gradient   -(inv(X)*B*inv(X))'"


def test_json_says_the_same(matcalc: Run) -> None:
    found = json.loads(matcalc("check", "x'*A*x", "--wrt", "x", "--claim", "2*A*x", "-f", "json").out)["check"]
    assert (found["verdict"], found["seed"]) == ("wrong", 0)
    assert found["claim"]["reading"] == "gradient"
    assert found["claim"]["diagnosis"] == "is right only for symmetric A"
    assert found["claim"]["right"]["plain"] == "(A + A')*x"
    right = json.loads(matcalc("check", "x'*A*x", "-f", "json").out)["check"]
    assert right["verdict"] == "ok"
    assert right["exact"] is True
    assert right["relative_error"] < 1e-9


def test_saturated_points_are_not_wrong(matcalc: Run) -> None:
    text = "softmax(tr(B)*(A^k)*(y))"
    for words in ([text], [text, "--wrt", "A"]):
        found = json.loads(matcalc("check", *words, "-f", "json").out)["check"]
        assert found["verdict"] == "ok"
        assert found["relative_error"] < 1e-6


def test_the_report_says_how_it_was_verified(matcalc: Run) -> None:
    assert "verified exactly" in matcalc("diff", "A^3").out
    assert json.loads(matcalc("diff", "A^3", "-f", "json").out)["verified"] == "exactly"
    assert "verified" not in matcalc("diff", "A^3", "--no-verify").out
    assert json.loads(matcalc("grad", "tr(A)", "-f", "json", "--no-verify").out)["verified"] is None


@pytest.mark.parametrize("command", ["diff", "grad", "jacobian", "hessian", "differential", "vjp"])
def test_a_wrong_answer_is_an_internal_error(matcalc: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    def fails(*_: object, **__: object) -> str:
        raise MismatchError("the answer fails its own verification")

    monkeypatch.setattr("matcalc_cli.check.before_printing.verified", fails)
    done = matcalc(command, "x'*x")
    assert (done.code, done.out) == (70, "")
    assert "please report it" in done.err
    assert matcalc(command, "x'*x", "--no-verify").code == 0


def test_the_plot_has_the_slopes_of_the_course(matcalc: Run) -> None:
    text = matcalc("check", "A^3", "--plot").out
    assert "o forward differences, slope 1.0" in text
    assert "x central differences, slope 2.0" in text
    assert "rounding rises with slope -" in text
    assert text.isascii()
    assert max(map(len, text.splitlines())) < 80 + 80


def test_the_plot_of_something_that_is_zero_has_a_scale(matcalc: Run) -> None:
    result = matcalc("check", "0*K", "--plot")
    assert (result.code, result.err) == (0, "")
    assert " 1e-17 |* # #" in result.out


def test_the_plot_leaves_out_what_has_no_value(matcalc: Run) -> None:
    """log(x + t) has no value at the largest steps where t is negative, as here: nothing is drawn there; log(-x + t) has one."""
    for text, at, drawn in (("log(alpha)", "alpha=0.001", set()), ("log(-alpha)", "alpha=-0.001", {"o"})):
        lines = matcalc("check", text, "--at", at, "--plot").out.splitlines()
        fields = [line.split("|")[1] for line in lines if "|" in line]
        assert {field[:1] for field in fields} - {"", " "} == drawn


def test_the_plot_leaves_out_errors_that_are_no_doubles(matcalc: Run) -> None:
    """At -0.9 a step of -0.3 crosses the jump: the forward difference 10^308/0.3 is no double, the central one is."""
    text = matcalc("check", "10^308*step(-alpha - 1)", "--at", "alpha=-0.9", "--plot").out
    fields = [line.split("|")[1].rstrip() for line in text.splitlines() if "|" in line]
    assert (fields[0], fields[-1]) == ("# x", "    " + " ".join("*" + "#" * 28))


@pytest.mark.parametrize(
    ("text", "at"), [("log(alpha)", "alpha=5e-324"), ("log(x)", "x=[-1, 2]"), ("inv(A)", "A=[[1, 2], [2, 4]]")]
)
def test_where_no_difference_is_finite_there_is_nothing_to_plot(matcalc: Run, text: str, at: str) -> None:
    done = matcalc("check", text, "--at", at, "--plot")
    assert done.code == 3
    assert "there is nothing to plot" in done.err
    assert "relative error\n" not in done.out


def test_what_is_too_long_to_be_tried_has_no_plot(matcalc: Run) -> None:
    done = matcalc("check", "sum(j, 1, 1000000, alpha^j)", "--plot")
    assert done.code == 3
    assert "there is nothing to plot" in done.err


def test_eval_says_what_does_not_fit_into_memory(matcalc: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    for place in ("doubles.compiled.Compiled.raw", "evaluation.together"):
        monkeypatch.setattr(f"matcalc_cli.check.{place}", full)
    done = matcalc("eval", "2*A", "--at", "A=[[1]]", "--wrt", "A")
    assert (done.code, done.out) == (2, "")
    assert "does not fit into memory" in done.err


def test_eval_prints_value_and_derivative(matcalc: Run) -> None:
    words = ["eval", "norm(A*x)^2", "--at", "A=[[1, 2], [3, 4]]", "--at", "x=[5, 6]"]
    lines = matcalc(*words, "--wrt", "x").out.splitlines()
    assert lines[1] == "gradient x     [[268.0], [380.0]]"
    found = json.loads(matcalc(*words, "-f", "json").out)
    assert found["value"][0][0] == pytest.approx(1810)
    assert found["derivatives"]["A"]["gradient"][0] == pytest.approx([170, 204])


def test_eval_reads_and_writes_files(matcalc: Run, tmp_path: Path) -> None:
    a = np.array([[1.0, 2.0], [3.0, 5.0]])
    np.save(tmp_path / "a.npy", a)
    at = ["--at", f"A={tmp_path / 'a.npy'}"]
    assert matcalc("eval", "inv(A)", *at, "-o", str(tmp_path / "b.npy")).code == 0
    assert np.allclose(np.load(tmp_path / "b.npy"), np.linalg.inv(a))
    assert matcalc("eval", "inv(A)", "--at", f"A={tmp_path / 'b.npy'}", "-o", str(tmp_path / "c.csv")).code == 0
    assert np.allclose(np.loadtxt(tmp_path / "c.csv", delimiter=","), a)
    assert matcalc("eval", "logdet(A)", *at, "--wrt", "A", "-o", str(tmp_path / "g.csv")).code == 0
    assert np.allclose(np.loadtxt(tmp_path / "g.csv", delimiter=","), np.linalg.inv(a).T)


@pytest.mark.parametrize(
    "words",
    [
        ["A*x", "--at", "A=[[1, 2]]"],
        ["inv(A)", "--at", "A=[[1, 2], [2, 4]]"],
        ["log(x)", "--at", "x=[-1]"],
        ["x", "--at", "x=[nan]"],
        ["I(n)*tr(A)", "--at", "A=[[1]]"],
    ],
)
def test_eval_says_what_is_missing(matcalc: Run, words: list[str]) -> None:
    done = matcalc("eval", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")


def test_the_plot_as_an_image(matcalc: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    for name in ("errors.png", "errors.svg"):
        assert matcalc("check", "A^3", "--plot", str(tmp_path / name)).code == 0
    assert (tmp_path / "errors.png").read_bytes().startswith(b"\x89PNG")
    drawn = (tmp_path / "errors.svg").read_text(encoding="utf-8")
    assert "relative error" in drawn and "slope 2.0" in drawn and "rounding rises" in drawn
    assert matcalc("check", "A^3", "--claim", "2*dA", "--plot", str(tmp_path / "wrong.svg")).code == 1
    assert "rounding rises" not in (tmp_path / "wrong.svg").read_text(encoding="utf-8")
    done = matcalc("check", "A^3", f"--plot={tmp_path / 'errors.nonsense'}")
    assert done.code == 2
    assert "--plot: Format 'nonsense' is not supported" in done.err


def test_without_matplotlib_there_is_no_image(matcalc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcalc_cli.check.doubles.curves.picture.find_spec", lambda _: None)
    done = matcalc("check", "A^3", "--plot", str(tmp_path / "errors.png"))
    assert done.code == 2
    assert "pip install 'matcalc-cli[plot]'" in done.err
    assert not (tmp_path / "errors.png").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["tr(A^3)", "--along", "V"],
        ["tr(A^3)", "--along", "A*A", "--inner", "A'*A"],
        ["norm(A*x)^2", "--wrt", "x", "--inner", "W"],
        ["tr(S^3) where S: symmetric(n)", "--vech"],
        ["logdet(S) where S: spd(n)", "--vech", "--order", "2"],
    ],
)
def test_an_answer_in_another_layout_is_checked(matcalc: Run, words: list[str]) -> None:
    done = matcalc("diff", *words, "--check")
    assert (done.code, done.err) == (0, "")
    assert "check          ok, relative error" in done.out
    assert "also exact modulo" in done.out


def test_a_layout_that_is_not_verified_is_not_ok(matcalc: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from matcalc_cli.check import answer_check

    real = answer_check.verified
    monkeypatch.setattr(
        answer_check,
        "verified",
        lambda answer, *a, **o: "not decided: no value" if answer.variant else real(answer, *a, **o),
    )
    found = json.loads(matcalc("diff", "tr(A^3)", "--along", "V", "--check", "-f", "json").out)["check"]
    assert (found["verdict"], found["reason"]) == ("inconclusive", "no value")


def test_a_check_computes_in_one_thread(matcalc: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the libraries wait for each other at small matrices; what the user has set stays."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert matcalc("check", "A^2").code == 0
    assert (os.environ["OPENBLAS_NUM_THREADS"], os.environ["OMP_NUM_THREADS"]) == ("1", "3")
