from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
needs_full_device = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full, a disk that is full")


@pytest.mark.parametrize("words", ["--version", "diff 'A^3' -f json", "diff 'A*' -f json", "completions zsh"])
def test_a_closed_standard_output_is_an_error(shell: Any, words: str) -> None:
    result = shell(f"matcalc {words} >&-")
    assert result.code == 4
    assert result.err.startswith("error: cannot write to standard output")
    assert len(result.err.splitlines()) == 1


@needs_full_device
@pytest.mark.parametrize("words", ["--help", "grad 'tr(A)'", "grad 'tr(A)' -o /dev/full"])
def test_a_full_disk_is_an_error(shell: Any, words: str) -> None:
    result = shell(f"matcalc {words} > /dev/full")
    assert result.code == 4
    assert "No space left on device" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(("program", "words"), [("tr(A)", "grad -"), ("tr(A*", "grad - -f json")])
def test_a_reader_that_went_away_is_quiet_and_the_end(shell: Any, program: str, words: str) -> None:
    result = shell(f"yes '{program}' | {{ matcalc {words}; echo $? >&2; }} | head -1")
    assert len(result.out.splitlines()) == 1
    assert result.err == "0\n"


def test_a_closed_standard_error_changes_nothing(shell: Any) -> None:
    result = shell("matcalc diff 'A*' 2>&-")
    assert (result.code, result.out) == (2, "")


def test_a_closed_standard_input_is_reported(shell: Any) -> None:
    result = shell("matcalc diff - <&-")
    assert (result.code, result.out) == (2, "")
    assert "standard input is closed" in result.err


def test_an_interrupt_is_one_word(tmp_path: Path) -> None:
    target = tmp_path / "answers"
    command = [sys.executable, "-m", "matcalc_cli", "diff", "-", "-o", str(target)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"A^3\nA*\n")
        process.stdin.flush()
        assert process.stderr.readline().startswith(b"error: ")  # it has read the first two lines and waits
        process.send_signal(signal.SIGINT)
        assert process.stderr.read().endswith(b"interrupted\n")
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_pretty_falls_back_to_ascii(shell: Any, encoding: str) -> None:
    result = shell("matcalc diff 'kron(A, B)' -f pretty", PYTHONIOENCODING=encoding, LC_ALL="C")
    assert result.code == 0
    assert result.out.isascii()


def test_pretty_is_unicode_where_it_can_be(shell: Any) -> None:
    assert "⊗" in shell("matcalc diff 'kron(A, B)' -f pretty", PYTHONIOENCODING="utf-8").out


def test_bytes_that_are_no_text_are_pointed_at(shell: Any) -> None:
    result = shell("printf 'A*\\377\\n' | matcalc diff -")
    assert (result.code, result.out) == (2, "")
    assert "line 1" in result.err


def test_an_internal_error_asks_for_a_report(matcalc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("matcalc_cli.pipeline.read", broken)
    result = matcalc("diff", "A^3")
    assert (result.code, result.out) == (70, "")
    assert "ZeroDivisionError: division by zero" in result.err
    assert "please report it" in result.err
    assert len(result.err.splitlines()) == 1
    monkeypatch.setenv("MATCALC_DEBUG", "1")
    assert "Traceback" in matcalc("diff", "A^3").err


def test_notes_go_to_standard_error_once(matcalc: Any) -> None:
    result = matcalc("grad", "-", stdin="tr(exp(A))\nsum(exp(B)) where B: matrix(n,n)\n")
    assert result.code == 0
    assert len(result.out.splitlines()) == 2
    assert result.err.count("expm") == 1


def test_json_is_one_object_on_one_line(matcalc: Any) -> None:
    result = matcalc("diff", "A^3", "-f", "json")
    assert result.out.count("\n") == 1
    assert json.loads(result.out)["input"] == "A^3"
