"""One file a kind of mistake: the command (`<` before a line of standard input), what it says, its exit code.

`python tests/errors/test_errors.py` writes into the files what the commands say now: read the difference.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
from pathlib import Path

import pytest

from matcalc_cli.cli.main import main

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*.txt"))
FILES = {
    "notes.txt": "",
    "paper.tex": "",
    "unfinished.mc": "r = A*x - b;\nr'*(r\n",
    "garbage.npy": "not an array",
    "ragged.csv": "1,2\n3\n",
}
"""What lies in the folder where the commands run."""
VARIABLES = ("NO_COLOR", "FORCE_COLOR", "MATCALC_DEBUG", "_MATCALC_COMPLETE")


class Stream(io.TextIOWrapper):
    """A stream of UTF-8 that no terminal shows."""

    def __init__(self, text: str = "") -> None:
        super().__init__(io.BytesIO(text.encode()), "utf-8", write_through=True)

    @property
    def text(self) -> str:
        """What was written."""
        self.seek(0)
        return self.read()


def parts(path: Path) -> tuple[str, str, str]:
    """The command, its standard input, and what it is to say."""
    command, *lines = path.read_text(encoding="utf-8").splitlines()
    given = [line[2:] for line in lines if line.startswith("< ")]
    said = [line for line in lines if not line.startswith("< ")]
    return command.removeprefix("$ matcalc ").removeprefix("$ matcalc"), "\n".join(given), "\n".join(said)


def run(command: str, given: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command, in this process."""
    out, err, before = Stream(), Stream(), sys.stdin
    sys.stdin = Stream(given)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(shlex.split(command))
    finally:
        sys.stdin = before
    return code, out.text, err.text


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_said_about_a_mistake(path: Path) -> None:
    command, given, said = parts(path)
    code, out, err = run(command, given)
    assert f"{err}exit {code}" == said
    assert not out or given, "nothing is on standard output when the expression was not understood"
    assert len(err.encode()) < 4_000


def test_there_is_a_file_for_every_kind_of_mistake() -> None:
    assert len(CASES) >= 80
    assert len({parts(path)[0] + parts(path)[1] for path in CASES}) == len(CASES)


def rewrite() -> None:
    """Write down what the commands say now."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in FILES.items():
            Path(name).write_text(text)
        for path in CASES:
            command, given, _ = parts(path)
            code, _, err = run(command, given)
            kept = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(("$ ", "< "))]
            path.write_text("\n".join([*kept, f"{err}exit {code}\n"]), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
