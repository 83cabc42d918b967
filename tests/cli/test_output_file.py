from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from matcalc_cli.cli.output.sink import OutputFile


def test_the_file_holds_the_answer_and_standard_output_nothing(matcalc: Any, tmp_path: Path) -> None:
    target = tmp_path / "answer.tex"
    result = matcalc("grad", "tr(A*X)", "--wrt", "X", "-f", "latex", "-o", str(target))
    assert result == (0, "", "")
    assert target.read_text() == matcalc("grad", "tr(A*X)", "--wrt", "X", "-f", "latex").out
    assert os.listdir(tmp_path) == ["answer.tex"]


def test_a_name_with_a_control_character_is_shown_escaped(matcalc: Any, tmp_path: Path) -> None:
    result = matcalc("grad", "tr(A)", "-o", str(tmp_path / "no" / "a\x1bb"))
    assert result.code == 4
    assert "a\\x1bb: No such file" in result.err
    assert "\x1b" not in result.err


def test_an_error_leaves_the_old_file(matcalc: Any, tmp_path: Path) -> None:
    target = tmp_path / "answer"
    target.write_text("old")
    assert matcalc("grad", "tr(A*", "-o", str(target)).code == 2
    assert target.read_text() == "old"


def test_a_batch_keeps_the_answers_it_has(matcalc: Any, tmp_path: Path) -> None:
    target = tmp_path / "answers"
    assert matcalc("grad", "-", "-o", str(target), stdin="tr(A)\ntr(A*\ntr(A')\n").code == 2
    assert len(target.read_text().splitlines()) == 2


def test_a_folder_that_is_not_there_is_named(matcalc: Any, tmp_path: Path) -> None:
    target = tmp_path / "missing" / "answer"
    result = matcalc("grad", "tr(A)", "-o", str(target))
    assert result == (4, "", f"error: cannot write {target}: No such file or directory\n")


def test_links_and_modes_survive(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.touch(mode=0o600)
    link.symlink_to(target)
    written(link, "new")
    assert link.is_symlink()
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    written(tmp_path / "new", "text")
    (tmp_path / "plain").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_pipe_is_written_to(shell: Any) -> None:
    assert shell("matcalc grad 'tr(A)' -o /dev/stdout | cat").out == shell("matcalc grad 'tr(A)'").out != ""


def written(path: Path, text: str) -> None:
    sink = OutputFile(str(path))
    sink.write(text)
    sink.commit()
