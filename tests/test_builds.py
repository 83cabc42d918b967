"""The comparison of two builds: tests/benchmarks/builds.py."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.benchmarks import builds
from tests.benchmarks.builds import Row, compared, least, main
from tests.benchmarks.measures import ROOT, Build, CannotRunError, unpacked


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there is no other build without git")
def test_a_row_is_measured_in_both_builds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["HEAD", "--rows", "answers: A^3", "--rounds", "1", "--most", "1000"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    name, there, unit, here, _, ratio = row.rsplit(maxsplit=5)
    assert name == "answers: A^3"
    assert unit == "ms"
    assert float(ratio) == pytest.approx(float(here) / float(there), abs=0.01)
    assert head.split()[:2] == ["there", "here"]


@pytest.mark.parametrize(("failing", "most", "wanted"), [(False, "1.4", 1), (False, "1.6", 0), (True, "9", 1)])
def test_a_row_above_the_limit_or_that_runs_there_only_is_an_exit_code(
    failing: bool, most: str, wanted: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(build: Build) -> float:
        if build.folder != ROOT:
            return 2.0
        if failing:
            raise CannotRunError("no such option: --new")
        return 3.0

    monkeypatch.setattr(builds, "unpacked", lambda *_: ROOT.parent)
    monkeypatch.setattr(builds, "rows", lambda: [Row("group", "work", "s", measure, "0.5")])
    assert main(["HEAD", "--most", most]) == wanted
    said = "here cannot: no such option: --new" if failing else "2 s          3 s    1.50"
    assert f"{said}  (aim 0.5)" in capsys.readouterr().out


def test_what_the_other_build_cannot_do_is_said_and_is_no_failure(tmp_path: Path) -> None:
    package = tmp_path / "matcalc_cli"
    package.mkdir()
    (package / "__main__.py").write_text("import sys\nsys.exit('error: there is no command tell')\n")
    assert unpacked(str(tmp_path), tmp_path / "new") == tmp_path
    row = Row("group", "work", "s", lambda build: build.matcalc("tell") if build.folder == tmp_path else 1.0)
    found = least(row, {"there": Build(tmp_path, tmp_path / "cache"), "here": Build(ROOT, tmp_path)}, 2)
    assert found == {"there": "cannot: there is no command tell", "here": 1.0}
    text, ratio = compared(row, found)
    assert ratio == 0
    assert text.endswith("there cannot: there is no command tell")
    assert compared(row, {"there": 1.0, "here": "cannot: it"})[1] == math.inf
