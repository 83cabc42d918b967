"""Running matcalc in this process, which is fast, and as a process, where streams and signals are real."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.config import SETTINGS, variable

ROOT = Path(__file__).parents[2]


class Result(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "MATCALC_DEBUG", "_MATCALC_COMPLETE", *map(variable, SETTINGS)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")


@pytest.fixture
def matcalc(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run matcalc in this process with `stdin` as its standard input."""

    def run(*words: str, stdin: str | bytes = "") -> Result:
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        capsys.readouterr()
        return Result(main(words), *capsys.readouterr())

    return run


@pytest.fixture
def shell() -> Run:
    """Run a line of sh in which `matcalc` is this checkout's, in its own process."""

    def run(line: str, **environment: str) -> Result:
        script = f'matcalc() {{ "{sys.executable}" -m matcalc_cli "$@"; }}\n{line}'
        done = subprocess.run(
            ["/bin/sh", "-c", script],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    return run
