"""The README is run: every console block, command by command, with what it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcalc_cli.cli.completions import SCRIPTS
from matcalc_cli.cli.group import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def transcripts() -> Iterator[tuple[str, str]]:
    """Every command behind a `$` in a console block, with the lines it prints."""
    for language, text in BLOCK.findall(README):
        if language == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield command, output


@pytest.mark.parametrize(("command", "output"), list(transcripts()), ids=lambda value: value.partition("\n")[0])
def test_what_the_readme_shows_is_what_matcalc_prints(command: str, output: str, tmp_path: Path) -> None:
    script = f'matcalc() {{ "{sys.executable}" -m matcalc_cli "$@"; }}\n{command}'
    environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert tidy(done.stdout.decode()) == tidy(output)


def tidy(text: str) -> list[str]:
    """The lines without blanks at their ends, and without empty lines at the end."""
    return [line.rstrip() for line in text.rstrip().splitlines()]


def test_the_first_two_blocks_are_the_two_commands() -> None:
    first, second = [text for language, text in BLOCK.findall(README) if language == "sh"][:2]
    assert "pip install ." in first
    assert 'matcalc diff "A^3" --check' in first
    assert "pytest" in second


def test_there_are_transcripts_to_run() -> None:
    assert len(list(transcripts())) > 10


@pytest.mark.parametrize("word", [*COMMANDS, *SCRIPTS])
def test_the_readme_names_every_command_and_shell(word: str) -> None:
    assert word in README
