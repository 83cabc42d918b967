"""`eval` on large files: the memory of the inputs and of the result and not of one matrix more, and a bar where it takes long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from matcalc_cli.cli.output import progress

ROOT = Path(__file__).parents[2]
N = 600
MEBIBYTES = N * N * 8 / 2**20
"""One matrix."""
MEASURED = """
import sys
import tracemalloc
tracemalloc.start()
from matcalc_cli.cli.main import main
code = main()
print(tracemalloc.get_traced_memory()[1] / 2**20, file=sys.stderr)
sys.exit(code)
"""
"""NumPy's arrays are counted as they are asked for, whatever the allocator and the BLAS keep for themselves."""


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def peak(words: Sequence[str], folder: Path) -> tuple[float, str]:
    """Mebibytes at most in use, and the output."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "eval", *words], cwd=folder, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return float(done.stderr.splitlines()[-1]), done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("large")
    (found / "small").mkdir()
    rng = np.random.default_rng(0)
    for name in ("A", "B"):
        np.save(found / f"{name}.npy", rng.standard_normal((N, N)))
        np.save(found / "small" / f"{name}.npy", np.eye(2))
    return found


def matrices(folder: Path, *words: str) -> tuple[float, str]:
    """How many large matrices' memory more than for small ones is in use at most, and the output."""
    used, text = peak(words, folder)
    return (used - peak(words, folder / "small")[0]) / MEBIBYTES, text


@pytest.mark.parametrize("result", ["r.npy", "r.csv"])
def test_files_take_the_memory_of_their_matrices(folder: Path, result: str) -> None:
    assert matrices(folder, "A*B", "--at", "A=A.npy", "--at", "B=B.npy", "-o", result)[0] < 4
    a, b = np.load(folder / "A.npy"), np.load(folder / "B.npy")
    found = np.load(folder / result) if result == "r.npy" else np.loadtxt(folder / result, delimiter=",")
    np.testing.assert_allclose(found, a @ b, rtol=1e-9, atol=1e-9)


def test_a_derivative_goes_into_a_file_without_the_value(folder: Path) -> None:
    words = ["sum(A.*A.*B)", "--at", "A=A.npy", "--at", "B=B.npy", "--wrt", "B", "-o", "g.npy"]
    assert matrices(folder, *words)[0] < 4
    np.testing.assert_allclose(np.load(folder / "g.npy"), np.load(folder / "A.npy") ** 2)


@pytest.mark.parametrize("form", ["plain", "json"])
def test_large_texts_are_written_row_by_row(folder: Path, form: str) -> None:
    used, text = matrices(folder, "2*A where A: matrix(m,n)", "--at", "A=A.npy", "-f", form)
    assert len(text) > 2 * MEBIBYTES * 2**20  # the text alone is twice as long as the matrix
    assert used < 3
    first = text.split("]", 1)[0].split("[[")[1].split(", ")
    np.testing.assert_array_equal([float(x) for x in first], 2 * np.load(folder / "A.npy")[0])
    if form == "json":
        assert json.loads(text)["derivatives"] == {"A": {"jacobian": None}}


def test_what_takes_long_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "SECONDS", 0.0)
    drawn = Event()
    monkeypatch.setattr(screen, "flush", drawn.set)
    with progress.Progress(2, "evaluating") as bar:
        assert drawn.wait()  # the first drawing is a timer's
        assert "evaluating" in screen.getvalue()
        assert "0/2" in screen.getvalue()
        bar()
        assert "1/2" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "SECONDS", 1e6)
    with progress.Progress(2, "evaluating") as bar:
        bar()
    assert screen.getvalue() == ""


def test_value_and_derivatives_together_are_what_they_are_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from matcalc_cli.check import evaluation
    from matcalc_cli.questions import checking

    a = np.array([[3.0, 1.0], [0.5, 2.0]])
    found = checking.evaluate("logdet(A) + sum(inv(A))", at=["A=[[3, 1], [0.5, 2]]"])
    monkeypatch.setattr(evaluation, "_together", lambda *_, **__: {})
    again = checking.evaluate("logdet(A) + sum(inv(A))", at=["A=[[3, 1], [0.5, 2]]"])
    assert found.value is not None
    np.testing.assert_allclose(found.value, np.linalg.slogdet(a)[1] + np.linalg.inv(a).sum())
    np.testing.assert_allclose(found.derivatives[0][2], again.derivatives[0][2], rtol=1e-12)
