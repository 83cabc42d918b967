"""The fault table: real processes in surroundings where something is missing, full, read-only, or ends too soon."""

from __future__ import annotations

import json
import os
import pty
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcalc_cli.inputs.files import npy

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "matcalc_cli"]
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "OPENBLAS_NUM_THREADS": "1"}
not_for_root = pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody else may")


def matcalc(words: Sequence[str], **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """One process, its environment as bare as `env -i` but for the paths."""
    environment = settings.pop("env", {})
    return subprocess.run(
        [*COMMAND, *words],
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        timeout=120,
        check=False,
        **settings,
    )


def test_nothing_in_the_environment_is_needed(tmp_path: Path) -> None:
    for home in ({}, {"HOME": "/nonexistent"}, {"HOME": "/dev/null"}, {"HOME": "", "TMPDIR": "/nonexistent"}):
        result = matcalc(["diff", "x'*A*x", "--check"], env=home, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, b"")
    assert list(tmp_path.iterdir()) == []  # nothing is written unless asked


@not_for_root
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert matcalc(["diff", "A^3"], cwd=tmp_path).returncode == 0
    result = matcalc(["grad", "tr(A)", "-o", "answer"], cwd=tmp_path)
    assert (result.returncode, result.stdout) == (4, b"")
    assert result.stderr == b"error: cannot write answer: Permission denied\n"


def test_a_place_that_takes_no_files() -> None:
    result = matcalc(["grad", "tr(A)", "-o", "/proc/self/answer"])
    assert (result.returncode, result.stdout) == (4, b"")
    assert result.stderr.startswith(b"error: cannot write /proc/self/answer: ")


def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    line = f'cd "{folder}" && rmdir "{folder}" && exec "$@"'
    done = subprocess.run(
        ["sh", "-c", line, "sh", *COMMAND, "grad", "tr(A)"],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, b"I(n)\n")


@pytest.mark.parametrize("form", ["pretty", "plain", "latex", "json", "html", "typst"])
@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}],
)
def test_an_ascii_locale_loses_nothing(form: str, locale: dict[str, str]) -> None:
    words = ["diff", "norm(σ*kron(A, B))^2", "-f", form]
    result = matcalc(words, env=locale)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.isascii()
    for name in (b"A", b"B", b"sigma" if form in {"pretty", "plain"} else b"g"):
        assert name in result.stdout


@pytest.mark.parametrize("columns", ["0", "1", "20", "79", "1000", "-5", "many"])
def test_no_width_loses_anything(columns: str) -> None:
    """On a terminal of any width the same words stand; in a pipe no width wraps."""
    words = ["grad", "norm(A*x - b)^2 + norm(A*x - c)^2", "--wrt", "x"]
    shown = on_a_terminal(words, {"COLUMNS": columns, "TERM": "dumb"})
    assert shown.split() == on_a_terminal(words, {"COLUMNS": "200", "TERM": "dumb"}).split()
    assert matcalc(words, env={"COLUMNS": columns}).stdout.count(b"\n") == 1


def on_a_terminal(words: Sequence[str], environment: dict[str, str]) -> str:
    """What a terminal is sent."""
    leader, follower = pty.openpty()
    with subprocess.Popen([*COMMAND, *words], env={**ENVIRONMENT, **environment}, stdin=follower, stdout=follower):
        os.close(follower)
        shown = b""
        try:
            while piece := os.read(leader, 65_536):
                shown += piece
        except OSError:  # the other end is closed
            pass
    os.close(leader)
    return shown.decode()


def test_parallel_runs_leave_a_whole_file(tmp_path: Path) -> None:
    """32 at once: at every moment the file is one of their answers, at the end too, and nothing else is left."""
    target = tmp_path / "answers"
    lines = {k: f"A^{k}\n" * 40 for k in range(2, 34)}
    whole = {matcalc(["grad", "-", "--no-verify"], input=lines[2].replace("A^2", "tr(A^2)").encode()).stdout}
    running = []
    for k in lines:
        words = [*COMMAND, "grad", "-", "--no-verify", "-o", str(target)]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=ENVIRONMENT)
        running.append((k, process))
        assert process.stdin is not None
        process.stdin.write(f"tr(A^{k})\n".encode() * 40)
        process.stdin.close()
    seen = set()
    while any(process.poll() is None for _, process in running):
        if target.exists():
            seen.add(target.read_bytes())
        time.sleep(0.005)
    assert [process.returncode for _, process in running] == [0] * 32
    for content in {*seen, target.read_bytes(), *whole}:
        assert len(set(content.splitlines())) == 1
        assert content.count(b"\n") == 40
    assert os.listdir(tmp_path) == ["answers"]


INTERRUPTED = """
import signal
import sys
from matcalc_cli.cli.main import process
left = int(sys.argv.pop(1))
def profile(*_):
    global left
    left -= 1
    if not left:
        signal.raise_signal(signal.SIGINT)
sys.setprofile(profile)
process()
"""
"""The command behind the number of calls and returns after which somebody presses Ctrl-C."""


@pytest.mark.parametrize(
    "words", [["diff", "-"], ["check", "A^3"], ["eval", "kron(A, A)", "--at", "A=[[1, 2], [3, 4]]"]]
)
def test_an_interrupt_at_any_time_is_one_word(words: list[str], tmp_path: Path) -> None:
    source = tmp_path / "programs"
    source.write_text("x'*A*x\n" * 40)
    target = tmp_path / "answer"
    moments = random.Random(3)
    codes = []
    for most in (100, 1_000, 10_000, 30_000, 30_000, 100_000):
        with source.open("rb") as stdin:
            done = subprocess.run(
                [sys.executable, "-c", INTERRUPTED, str(moments.randint(1, most)), *words, "-o", str(target)],
                stdin=stdin, capture_output=True, env=ENVIRONMENT, check=False,
            )  # fmt: skip
        codes.append(done.returncode)
        assert (done.returncode, done.stderr) in {(0, b""), (130, b"interrupted\n")}
        assert {name.name for name in tmp_path.iterdir()} <= {"programs", "answer"}
        target.unlink(missing_ok=True)
    assert codes[:3] == [130] * 3


def test_a_small_stack_and_little_memory_suffice() -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_STACK, (2**19, 2**19))
        resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))

    for text in (
        "(" * 201 + "A" + ")" * 201,
        "-" * 20_000 + "A",
        "A" + "'" * 20_000,
        "A+" * 5_000 + "A",
        "A*" * 3_000 + "A",
    ):
        result = matcalc(["diff", "--no-verify", "-f", "json", "-"], input=text.encode(), preexec_fn=limited)
        assert (result.returncode, result.stderr) == (0, b"")
        assert json.loads(result.stdout)["schema"] == 1


@pytest.mark.parametrize("name", ["a.npy", "a.csv", "a.json", "a.txt"])
def test_hostile_files_execute_nothing_and_allocate_little(name: str, tmp_path: Path) -> None:
    """A pickle, a bomb of gzip, noise, a header that promises terabytes, in 512 MB of memory."""
    import gzip
    import pickle

    class Payload:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(tmp_path / "executed"),)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))

    liar = b"".join(npy(np.array([[1.0, 2.0]]))).replace(b"(1, 2)", b"(9999999, 9999999)")[:128] + b"\0" * 64
    contents = [pickle.dumps(Payload()), gzip.compress(b"1 " * 2**22), random.Random(1).randbytes(4096), liar]
    for content in contents:
        (tmp_path / name).write_bytes(content)
        result = matcalc(["eval", "A", "--at", f"A={tmp_path / name}"], preexec_fn=limited)
        assert (result.returncode, result.stdout) == (2, b"")
        assert result.stderr.startswith(b"error: ")
        assert b"Traceback" not in result.stderr
    assert not (tmp_path / "executed").exists()
