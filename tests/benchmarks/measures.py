"""What a build of matcalc takes for a piece of work, in processes of its own: processor time, or instructions where they are counted."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LONGEST = 300
"""Seconds after which a run is given up."""
DONE = (0, 1, 3)
"""Exit codes of work that was done, whatever it found."""
COUNTERS = (
    (["perf", "stat", "-x,", "-e", "instructions:u"], r"^(\d+),,instructions"),
    (["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"], r"Collected : (\d+)"),
)
"""What counts instructions, and where it says how many."""


class CannotRunError(Exception):
    """This build cannot do that, or not in time."""


class Ran(NamedTuple):
    """A process that has ended."""

    seconds: float
    output: str
    errors: str


class Build:
    """A folder with a version of matcalc, and a cache of bytecode for it."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        ours = {
            "PYTHONPATH": str(folder),
            "PYTHONPYCACHEPREFIX": str(cache),
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONHASHSEED": "0",
        }
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        self.variables = {**os.environ, **threads, **ours}

    def run(self, command: Sequence[str], text: str = "") -> Ran:
        """A command, with what it reads; processor time is its own and that of its children."""
        with (
            tempfile.TemporaryFile("w+") as given,
            tempfile.TemporaryFile("w+") as out,
            tempfile.TemporaryFile("w+") as err,
        ):
            given.write(text)
            given.seek(0)
            process = subprocess.Popen(
                command, stdin=given, stdout=out, stderr=err, env=self.variables, cwd=self.folder
            )
            late = Timer(LONGEST, process.kill)
            late.start()
            _, status, use = os.wait4(process.pid, 0)
            late.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            output, errors = (file.seek(0) or file.read() for file in (out, err))
        if process.returncode not in DONE:
            raise CannotRunError(reason(process.returncode, errors))
        return Ran(use.ru_utime + use.ru_stime, output, errors)

    def matcalc(self, *words: str, text: str = "") -> float:
        """The seconds of a command of matcalc."""
        return self.run([sys.executable, "-m", "matcalc_cli", *words], text).seconds

    def inside(self, script: str, *words: str) -> float:
        """The number that a script prints."""
        return float(self.run([sys.executable, "-c", script, *words]).output)

    def instructions(self, *command: str) -> float:
        """The instructions of a command, or its seconds where nothing counts them."""
        for counter, pattern in COUNTERS:
            if shutil.which(counter[0]):
                found = re.search(pattern, self.run([*counter, *command]).errors, re.MULTILINE)
                if found:
                    return float(found[1])
        return min(self.run(command).seconds for _ in range(20))


def reason(code: int, errors: str) -> str:
    """Why a process failed, in a line."""
    lines = [line for line in errors.splitlines() if line.strip()] or [f"exit code {code}"]
    told = [line for line in lines if line.startswith("error: ")] or lines[-1:]
    return f"more than {LONGEST} s" if code == -9 else told[0].removeprefix("error: ")


def unpacked(revision: str, folder: Path) -> Path:
    """A folder as it is, or what git has of a revision, in a new folder."""
    if Path(revision, "matcalc_cli").is_dir():
        return Path(revision).resolve()
    packed = subprocess.run(["git", "-C", str(ROOT), "archive", revision], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    return folder
