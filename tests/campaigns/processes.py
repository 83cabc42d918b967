"""Hostile words and texts as real processes: each ends in time, with a documented exit code and a clean output.

PYTHONPATH=. python tests/campaigns/processes.py COUNT [SEED]

The commands and their options are asked of the program itself, so that a new one is tried without a change here.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import NamedTuple

import click

from matcalc_cli.cli.words.group import COMMANDS, matcalc
from matcalc_cli.errors import ExitCode
from tests.campaigns.texts import random_text
from tests.oracles.raw import program
from tests.oracles.trial import random_program

ROOT = Path(__file__).parents[2]
SECONDS = 20
"""For one process, among others; an answer is asked for in two."""
SHOWN = 8
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
CONTROL = bytes(set(range(32)) - set(b"\t\n")) + b"\x7f"
"""Bytes that no pipe is sent."""
ENDS = {ExitCode.OK, ExitCode.WRONG, ExitCode.BAD_INPUT, ExitCode.INCONCLUSIVE, ExitCode.NOT_WRITTEN}
FINAL = {"help", "version"}
"""Options that end the run at once: drawn seldom."""


class Run(NamedTuple):
    """The words behind `matcalc`, and what stands on standard input."""

    words: list[bytes]
    stdin: bytes

    def __str__(self) -> str:
        words = shlex.join(os.fsdecode(word) for word in self.words)
        return f"printf %s {self.stdin!r} | matcalc {words!r}"


def expression(random: Random) -> bytes:
    """A good program, or whatever else can be typed: no word of a command line holds a NUL."""
    seed = random.randrange(10**9)
    text = program(random_program(seed, most=5)) if random.random() < 0.6 else random_text(seed)
    return os.fsencode(text)


def value(option: click.Parameter, random: Random) -> bytes:
    """What may stand behind an option: one of its choices, something of the kind, or anything."""
    choices = list(getattr(option.type, "choices", ()))
    if choices and random.random() < 0.8:
        return str(random.choice(choices)).encode()
    known = {
        "wrt": b"AXx", "at": b"A=[[1,2],[3,4]] x=1 A=/dev/null A=[[", "sizes": b"n=2 m=3,n=4 n=0 n=99999999999", "claim": b"A' 2*x",
        "var": b"A:matrix(n,n) S:spd x:", "output": b"out out.npy /dev/full /nowhere/x", "file": b"program - /nowhere .",
    }.get(str(option.name), b"0 1 2 -1 99999999999999999999 1e9 nan")  # fmt: skip
    return random.choice(known.split()) if random.random() < 0.8 else expression(random)


def options(command: click.Command, random: Random) -> list[bytes]:
    """Up to three options with their values."""
    offered = [p for p in command.params if isinstance(p, click.Option) and p.name not in FINAL]
    words: list[bytes] = []
    for option in random.sample(offered, min(len(offered), random.choice((0, 0, 1, 1, 2, 3)))):
        words.append(random.choice([*option.opts, *option.secondary_opts]).encode())
        if not option.is_flag:
            words.append(value(option, random))
    return words


def random_run(seed: int) -> Run:
    """The run of a seed."""
    random = Random(seed)
    name = random.choice(COMMANDS)
    command = matcalc.get_command(click.Context(matcalc), name)
    assert command is not None
    given = options(command, random)
    if random.random() < 0.3:
        stdin, words = b"\n".join(expression(random) for _ in range(random.randint(0, 3))), [b"-"]
    else:
        stdin, words = (
            b"",
            [expression(random).replace(b"\0", b"\xff") for _ in range(random.choice((1, 1, 1, 1, 0, 2)))],
        )
    limit = [b"--time-limit", b"2"] if any(p.name == "time_limit" for p in command.params) else []
    line = [name.encode(), *given, *limit, *words]  # the last limit is the one that holds
    if random.random() < 0.05:
        line = [random.choice([*given, b"--version", b"--help", b"-h", random.randbytes(3)]), *line]
    return Run([word.replace(b"\0", b"\xff") for word in line], stdin)


def outcome(run: Run, folder: str) -> str:
    """The exit code as a word, or what is wrong with the run."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            [os.fsencode(sys.executable), b"-m", b"matcalc_cli", *run.words], input=run.stdin, cwd=folder,
            env=environment, capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "BAD: no end"
    if done.returncode not in ENDS:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        return f"BAD: exit code {done.returncode}: {last[:200]!a}"
    if b"Traceback" in done.stderr or b"Warning" in done.stderr:
        return "BAD: traceback or warning"
    shown = COLOUR.sub(b"", done.stdout + done.stderr) if b"always" in run.words else done.stdout + done.stderr
    if shown.translate(None, CONTROL) != shown:
        return "BAD: control characters"
    if done.returncode == ExitCode.BAD_INPUT and not (done.stderr or done.stdout or is_written(run)):
        return "BAD: refused without a word"
    return f"exit code {done.returncode}"


def is_written(run: Run) -> bool:
    """Whether an error may be an answer in a file: JSON."""
    return b"json" in run.words and not {b"-o", b"--output"}.isdisjoint(run.words)


def main() -> None:
    """Count the outcomes; print the first bad ones."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    words: Counter[str] = Counter()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        Path(folder, "program").write_text("r = A*x - b;\nr'*r\n")
        for s, word in enumerate(pool.map(lambda s: outcome(random_run(s), folder), range(seed, seed + count)), seed):
            words[word] += 1
            if word.startswith("BAD") and words[word] <= SHOWN:
                print(f"seed {s}: {word}: {random_run(s)}", flush=True)
    bad = sum(n for word, n in words.items() if word.startswith("BAD"))
    rate = count / (time.perf_counter() - began)
    print(f"{count} processes, seed {seed}: {dict(sorted(words.items()))}, {bad} bad, {rate:.0f} a second")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
