"""The README and the manual are run as in a terminal: every console block, command by command, with what it prints.

`python tests/test_readme.py` writes what they print now into them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcalc_cli.cli.reference.completions import SCRIPTS
from matcalc_cli.cli.words.commands import COMMANDS
from tests.terminal import ERASED

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
MANUAL = ROOT / "matcalc_cli" / "topics" / "manual.md"
TEXT = README.read_text(encoding="utf-8")
BOTH = TEXT + MANUAL.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
"""A line behind a `$`, and the lines it prints."""
ROUNDED = re.compile(r"(?<=relative error )[\d.e+-]+|(?<=errors above )[\d.e+-]+|\d+(?= evaluations)")
"""What rounding decides: another processor has other digits there, and another number of steps."""


def blocks(language: str) -> Iterator[str]:
    return (text for found, text in BLOCK.findall(BOTH) if found == language)


def transcripts() -> list[tuple[str, str]]:
    return [(match[1], match[2]) for block in blocks("console") for match in COMMAND.finditer(block)]


def printed(command: str, folder: str) -> str:
    """What a terminal of 100 columns without colour shows."""
    ours_are = f'matcalc() {{ "{sys.executable}" -m matcalc_cli "$@"; }}\npython() {{ "{sys.executable}" "$@"; }}\n'
    script = ours_are + command
    ours = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "100"}
    screen, terminal = os.openpty()
    with subprocess.Popen(
        ["/bin/sh", "-c", script], stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal,
        env={**os.environ, **ours}, cwd=folder,
    ):  # fmt: skip
        os.close(terminal)
        text = b"".join(iter(lambda: read(screen), b""))
    os.close(screen)
    shown = ERASED.sub("", text.decode())
    return "".join(f"{line.rstrip()}\n" for line in shown.rstrip().splitlines())


def exact(command: str, text: str) -> str:
    """What is printed, without what rounding decides; nor, of a pipeline, when its notes arrive, which do not pass through the pipe."""
    lines = ROUNDED.sub("...", text).splitlines(keepends=True)
    return "".join(sorted(lines, key=is_aside) if " | " in command else lines)


def is_aside(line: str) -> bool:
    """Whether a line went to standard error."""
    return line.startswith(("note: ", "error: "))


def read(screen: int) -> bytes:
    """What is on the screen; Linux says with an error that the last writer has gone."""
    try:
        return os.read(screen, 65536)
    except OSError:
        return b""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs pseudo-terminals")
@pytest.mark.parametrize(("command", "output"), transcripts(), ids=lambda value: value.partition("\n")[0])
def test_what_the_readme_shows_is_what_matcalc_prints(command: str, output: str, tmp_path: Path) -> None:
    assert exact(command, printed(command, str(tmp_path))) == exact(command, output.rstrip("\n") + "\n")


def test_when_a_note_arrives_beside_a_pipe_is_left_to_the_processor() -> None:
    late, early = "2*A'\ninv(A)'\nnote: det\n", "note: det\n2*A'\ninv(A)'\n"
    assert exact("matcalc grad - | cat", late) == exact("matcalc grad - | cat", early)
    assert exact("matcalc grad -", late) != exact("matcalc grad -", early)
    assert exact("matcalc grad - | cat", late) != exact("matcalc grad - | cat", "inv(A)'\n2*A'\nnote: det\n")


def test_the_first_two_blocks_are_the_two_commands() -> None:
    first, second = list(blocks("sh"))[:2]
    assert "pip install ." in first
    assert 'matcalc diff "A^3" --check' in first
    assert "pytest" in second


def test_there_are_transcripts_to_run() -> None:
    assert len(transcripts()) > 10


@pytest.mark.parametrize("word", [*COMMANDS, *SCRIPTS])
def test_the_readme_names_every_command_and_shell(word: str) -> None:
    assert word in TEXT


def rewritten(match: re.Match[str]) -> str:
    """A block with what its commands print now."""
    with tempfile.TemporaryDirectory() as folder:
        shown = (f"$ {found[1]}\n{current(found[1], found[2], folder)}" for found in COMMAND.finditer(match[0]))
        return "```console\n" + "\n".join(shown) + "```"


def current(command: str, before: str, folder: str) -> str:
    """What a command prints now; what it printed before where only rounding tells the two apart."""
    now = printed(command, folder)
    before = before.rstrip("\n") + "\n"
    return before if exact(command, now) == exact(command, before) else now


if __name__ == "__main__":
    for file in (README, MANUAL):
        before = file.read_text(encoding="utf-8")
        after = re.sub(r"^```console\n.*?^```$", rewritten, before, flags=re.MULTILINE | re.DOTALL)
        file.write_text(after, encoding="utf-8")
