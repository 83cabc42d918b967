"""What this build takes beside another one, row by row of what must not become slower, in one run and in turn.

    python tests/benchmarks/builds.py REVISION_OR_FOLDER [--rows growth,batch] [--rounds 3] [--most 1.2]

The other build is what git has of the revision, or a folder. Every row is measured in both in every round, in processes of
their own with bytecode in a folder of the run's own; the least of the rounds counts, the first of which writes the bytecode.
The exit code is 1 if the ratio of some row, here to there, is above --most, or a row runs there and not here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.answers import VARIABLES
from tests.benchmarks.measures import ROOT, Build, CannotRunError, unpacked
from tests.test_growth import PROGRAMS

PATIENT = ("--time-limit", "0")
"""On a loaded machine the limit of a command is reached by others' work."""
SLOW = 10.0
"""What takes so many seconds is measured in one round: noise is little beside it."""


class Row(NamedTuple):
    """A piece of work: its group, its name, what it is measured in and how, and what is aimed at."""

    group: str
    name: str
    unit: str
    measure: Callable[[Build], float]
    aim: str = ""
    is_steady: bool = False


class Growth(NamedTuple):
    """A program of so many parts, and the aim: the time as a part of what it was when the issue was written."""

    command: str
    program: str
    size: int
    aim: str

    def measure(self, build: Build) -> float:
        variable = "X" if self.program in {"terms", "traces"} else "x"
        return build.matcalc(self.command, PROGRAMS[self.program](self.size, variable), "--wrt", variable, *PATIENT)


GROWTH = (
    Growth("code", "layers", 64, "0.1"), Growth("code", "doubling", 32, "0.1"), Growth("code", "traces", 16, "0.1"),
    Growth("explain", "terms", 64, "0.05"), Growth("explain", "doubling", 32, "0.05"), Growth("explain", "layers", 64, "0.05"),
    Growth("hessian", "doubling", 16, "0.1"),
)  # fmt: skip
FORMS = (
    "tr(X'*A{i}*X)", "norm(A{i}*x - b)^2", "logdet(A{i}*X)", "x'*A{i}*x", "sum(exp(A{i}*X*B))", "logsumexp(A{i}*x)",
    "tr(inv(X)*C{i})", "norm(tanh(W*x) - b{i})^2", "inv(X)*A{i}", "A{i}*X^2",
)  # fmt: skip
NUMBERS = 8
"""The first forms are numbers, which have gradients and Hessians."""
LINES = 80
CHECKED = ("logdet(X) + tr(A*X)", "tr(X'*A*X)")
ANSWER = """
import sys, time
from matcalc_cli import differentiate
times = []
for _ in range(40):
    start = time.process_time()
    str(differentiate(sys.argv[1], wrt=sys.argv[2]))
    times.append(time.process_time() - start)
print(1e3 * min(times))
"""
TRIED = """
import sys, time
from tests.campaigns.fuzz import tried
first, last = map(int, sys.argv[1:])
tried("", range(first - 20, first))
start = time.process_time()
tried("", range(first, last))
print(1e3 * (time.process_time() - start) / (last - first))
"""


def started(build: Build) -> float:
    """A first derivative into a pipe, as a multiple of Python that does nothing."""
    bare = build.instructions(sys.executable, "-c", "pass")
    return build.instructions(sys.executable, "-m", "matcalc_cli", "diff", "A^3") / bare


def line(command: str, build: Build) -> float:
    """The milliseconds of a line of a batch, without those of the process."""
    forms = FORMS if command == "diff" else FORMS[:NUMBERS]
    lines = [forms[i % len(forms)].format(i=i) + "\n" for i in range(LINES)]
    whole, one = build.matcalc(command, "-", text="".join(lines)), build.matcalc(command, "-", text=lines[0])
    return 1e3 * (whole - one) / (LINES - 1)


def checked(text: str, n: int, build: Build) -> float:
    """A check on data of n x n, as a multiple of an evaluation."""
    import numpy as np

    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        given = []
        for name, shift in (("X", 2.0), ("A", 0.0)):
            path = Path(folder, f"{name}.npy")
            np.save(path, rng.standard_normal((n, n)) / np.sqrt(n) + shift * np.eye(n))
            given += ["--at", f"{name}={path}"]
        evaluated = build.matcalc("eval", text, "--wrt", "X", *given, *PATIENT, "-o", str(Path(folder, "gradient.npy")))
        return build.matcalc("check", text, "--wrt", "X", *given, *PATIENT) / evaluated


def rows() -> Iterator[Row]:
    yield Row("start", 'diff "A^3" / python -c pass', "x", started, "0.68", is_steady=True)
    for command in ("grad", "diff", "hessian"):
        yield Row("batch", f"a line of {command}", "ms", partial(line, command), "0.35")
    for growth in GROWTH:
        yield Row("growth", f"{growth.command} of {growth.size} {growth.program}", "s", growth.measure, growth.aim)
    for n in (300, 1000):
        for text in CHECKED:
            yield Row("check", f"{text}, n = {n}: check / eval", "x", partial(checked, text, n), "4 x here")
    for text, variable in VARIABLES.items():
        yield Row("answers", text, "ms", lambda build, t=text, v=variable: build.inside(ANSWER, t, v))
    yield Row("programs", "a random program", "ms", lambda build: build.inside(TRIED, "1000", "1100"), "0.25")


def least(row: Row, builds: dict[str, Build], rounds: int) -> dict[str, float | str]:
    """The least of all rounds by build, or why it cannot run."""
    found: dict[str, float | str] = {}
    for k in range(1 if row.is_steady else rounds):
        for name, build in builds.items():
            before = found.get(name)
            if isinstance(before, str) or (k and row.unit == "s" and before is not None and before > SLOW):
                continue
            try:
                value = row.measure(build)
                found[name] = value if before is None else min(before, value)
            except CannotRunError as error:
                found[name] = f"cannot: {error}"
    return found


def compared(row: Row, found: dict[str, float | str]) -> tuple[str, float]:
    """A line of the table, and the ratio: infinite of what runs there only, nothing of what does not run there."""
    there, here = found["there"], found["here"]
    name = f"{row.group}: {row.name}"
    told = [f"{x:.4g} {row.unit}" if isinstance(x, float) else "-" for x in (there, here)]
    if isinstance(there, float) and isinstance(here, float):
        ratio, says = here / there, f"{here / there:6.2f}"
    else:
        ratio = float("inf") if isinstance(there, float) else 0.0
        says = "; ".join(f"{side} {x}" for side, x in found.items() if isinstance(x, str))
    return f"{name:52} {told[0]:>12} {told[1]:>12}  {says}{f'  (aim {row.aim})' if row.aim else ''}", ratio


def arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("other", metavar="REVISION_OR_FOLDER")
    parser.add_argument(
        "--rows", default="", help="parts of names or groups: start, batch, growth, check, answers, programs"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=float("inf"), help="the ratio above which the exit code is 1")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Measure, print, and say whether a row is above what is allowed."""
    options = arguments(words)
    wanted = options.rows.split(",")
    print(f"{'':52} {'there':>12} {'here':>12}  here / there")
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        other = unpacked(options.other, Path(folder, "other"))
        builds = {"there": Build(other, Path(folder, "there")), "here": Build(ROOT, Path(folder, "here"))}
        for row in rows():
            if any(part in f"{row.group}: {row.name}" for part in wanted):
                text, ratio = compared(row, least(row, builds, options.rounds))
                worst = max(worst, ratio)
                print(text, flush=True)
    return int(worst > options.most)


if __name__ == "__main__":
    sys.exit(main())
