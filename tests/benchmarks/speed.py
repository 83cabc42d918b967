"""How fast the emitted code is: gradients, Jacobian-vector products, Hessians and Jacobians beside what else there is.

    python tests/benchmarks/speed.py [--sizes 100,200,400] [--rounds 5] [--threads 1] [--cases logdet] [--write]

All systems take part in every round, each in a process of its own with the same number of threads, one at a time and
in turn; the ratios are medians over the rounds of (their time / ours), so that whatever slows the machine slows all.
All must agree on the result to 6 digits. A system that is not installed is named as missing. --write puts all of it into
`matcalc help speed`, and five rows into the README between its markers.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from systems.cases import CASES, Case
from systems.second import LARGE, SECOND, USUAL

HERE = Path(__file__).parent
TOPIC = HERE.parents[1] / "matcalc_cli" / "topics" / "speed.txt"
README = HERE.parents[1] / "README.md"
MARKERS = "<!-- speed: written by tests/benchmarks/speed.py -->", "<!-- /speed -->"
FIVE = ("tr(X'*A*X)", "logistic loss", "Gaussian log-likelihood", "Hessian of logistic loss", "Hessian of logdet(X)")
"""The rows of the README, at the largest size that was measured."""
SYSTEMS = {
    "textbook NumPy": ("textbook", "numpy"),
    "jax.grad": ("with_jax", "jax"),
    "autograd": ("with_autograd", "autograd"),
    "torch": ("with_torch", "torch"),
}
OURS = "matcalc"
KRONECKER = "Kronecker matrix"
AT_BEST = "NumPy at its best"
AUTOMATIC = "jax"
SMALL = (10, 20, 40)
"""Sizes at which the n^2 x n^2 matrix is formed."""
DIGITS = 1e-6
SECOND_TEXT = """
Hessians and Jacobians, n^2 x n^2 where the variable is a matrix, against NumPy
by hand at its best, in which every block is written where it belongs, once,
and against jax.hessian, jacfwd or jacrev under jit, whose order of axes is
left as it is. The factorization, the logistic loss and x'*A*x are experiments
of Laue, Mitterreiter and Giesen (NeurIPS 2018):
"""


class Worker:
    """A system in a process of its own."""

    def __init__(self, module: str, threads: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "systems.worker", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL, cwd=HERE, env=environment(threads),
        )  # fmt: skip
        self.present = bool(self.process.stdout and self.process.stdout.readline())

    def ask(self, **request: Any) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def environment(threads: int) -> dict[str, str]:
    """The same number of threads for every library that has its own setting; the rest count the processors.

    What glibc frees it keeps, in every system: else arrays beyond a size come from the kernel in each call, a page fault
    for every 4 kB, and the growth of times with n is that of the faults.
    """
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
    kept = dict.fromkeys(("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"), str(2**30))
    return {**os.environ, **dict.fromkeys(names, str(threads)), **kept, "PYTHONPATH": path, "JAX_PLATFORMS": "cpu"}


class Row:
    """One case at one size: seconds by system, round by round."""

    def __init__(self, case: Case, n: int) -> None:
        self.case = case
        self.n = n
        self.times: dict[str, list[float]] = {}

    def measure(self, workers: dict[str, Worker], rounds: int, seconds: float) -> None:
        """All systems in every round, each round beginning with another."""
        names = list(workers)
        for k in range(rounds):
            turn = k % len(names)
            found = {name: self._once(workers[name], seconds) for name in names[turn:] + names[:turn]}
            self._compare({name: answer["norms"] for name, answer in found.items() if "norms" in answer})
            for name, answer in found.items():
                self.times.setdefault(name, []).append(answer.get("seconds", math.nan))

    def _once(self, worker: Worker, seconds: float) -> dict[str, Any]:
        return worker.ask(case=self.case.name, n=self.n, seconds=seconds)

    def _compare(self, norms: dict[str, list[float]]) -> None:
        right = norms[OURS]
        for name, found in norms.items():
            error = max(abs(a - b) / (abs(a) + abs(b)) for a, b in zip(right, found, strict=True))
            assert error < DIGITS, f"{name} and {OURS} differ by {error:.1e} in {self.case.name} at n = {self.n}"

    def seconds(self, name: str) -> float:
        return statistics.median(self.times[name])

    def ratio(self, name: str) -> float:
        """nan of what the system cannot do."""
        return statistics.median(a / b for a, b in zip(self.times[name], self.times[OURS], strict=True))


def exponent(rows: Sequence[Row]) -> float:
    """The slope of log time against log n, of the fastest calls of all rounds: others on the machine slow the large n most."""
    pairs = [(math.log(r.n), math.log(min(r.times[OURS]))) for r in rows]
    x, y = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    return sum((a - x) * (b - y) for a, b in pairs) / sum((a - x) ** 2 for a, _ in pairs)


def cells(rows: Sequence[Row], systems: Sequence[str]) -> Iterator[list[str]]:
    """Our milliseconds, the others' times as multiples of ours, and the growth of ours, size by size."""
    for row in rows:
        ratios = [row.ratio(system) for system in systems]
        texts = ["-" if math.isnan(r) else f"{r:.3g}" if r < 100 else f"{r:.0f}" for r in ratios]
        growth = f"n^{exponent(rows):.1f}" if row is rows[0] and len(rows) > 1 else ""
        yield [row.case.name if row is rows[0] else "", str(row.n), f"{1e3 * row.seconds(OURS):.3g}", *texts, growth]


def table(groups: Sequence[Sequence[Row]], systems: Sequence[str]) -> str:
    """Lines with a blank one between the cases."""
    heads = [name.rpartition(" ")[2] if len(systems) > 2 else name for name in systems]
    lines = [["", "n", "ms", *heads, "growth"]]
    for rows in groups:
        lines += cells(rows, systems)
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    texts = [
        line[0].ljust(widths[0]) + "".join(f"  {t:>{w}}" for t, w in zip(line[1:], widths[1:], strict=True))
        for line in lines
    ]
    return "\n".join(map(str.rstrip, texts))


def five(groups: Sequence[Sequence[Row]]) -> str:
    """The rows of the README, in Markdown."""
    found = {rows[0].case.name: rows for rows in groups}
    lines = ["| | n | matcalc, ms | NumPy by hand | JAX | growth |", "| --- | --- | --- | --- | --- | --- |"]
    for rows in (found[name] for name in FIVE if name in found):
        times = rows[-1].times
        systems = [
            next(n for n in names if n in times) for names in (("textbook NumPy", AT_BEST), ("jax.grad", AUTOMATIC))
        ]
        _, n, ours, *others, _ = list(cells(rows, systems))[-1]
        lines.append(f"| `{rows[0].case.name}` | {n} | {ours} | {' | '.join(others)} | n^{exponent(rows):.1f} |")
    return "\n".join(lines)


def machine() -> str:
    """The processors, by their number and their kind."""
    given = Path("/proc/cpuinfo")
    lines = given.read_text(encoding="utf-8").splitlines() if given.exists() else []
    kinds = dict.fromkeys(line.partition(": ")[2].split(" @ ")[0] for line in lines if line.startswith("model name"))
    return f"{os.cpu_count()} cores of {', '.join(kinds) or platform.machine()}, shared with others"


def report(groups: Sequence[Sequence[Row]], systems: dict[str, str], options: argparse.Namespace) -> str:
    """The table with what it was measured on."""
    have = ", ".join(f"{name} {version}" for name, version in systems.items() if version)
    missing = [name for name, version in systems.items() if not version]
    about = (
        f"Times of the others are multiples of matcalc's (above 1: matcalc is faster), medians over {options.rounds} "
        f"rounds of the fastest calls in float64 with {options.threads} thread{'s'[: options.threads > 1]} on {machine()}, Python "
        f"{sys.version.split()[0]}; {have}.{f' Missing here: {chr(44).join(missing)}.' if missing else ''} The growth "
        "is the exponent of a line through the logarithms of size and of the fastest time in any round."
    )
    return "\n".join(
        [textwrap.fill(about, 78), "", table(groups, [name for name, version in systems.items() if version])]
    )


def version(package: str) -> str:
    return importlib.metadata.version(package)


def write(text: str, rows: str) -> None:
    """Put the report into the topic behind its first paragraphs, and the rows into the README between its markers."""
    before = TOPIC.read_text(encoding="utf-8").partition("\nTimes of the others")[0]
    TOPIC.write_text(f"{before}\n{text}\n", encoding="utf-8")
    before, rest = README.read_text(encoding="utf-8").split(MARKERS[0])
    README.write_text(f"{before}{MARKERS[0]}\n{rows}\n{MARKERS[1]}{rest.split(MARKERS[1])[1]}", encoding="utf-8")


def measured(workers: dict[str, Worker], case: Case, sizes: Sequence[int], options: argparse.Namespace) -> list[Row]:
    rows = [Row(case, n) for n in sizes]
    for row in rows:
        row.measure(workers, options.rounds, options.seconds)
        ratios = "  ".join(f"{name} {row.ratio(name):.2f}" for name in workers if name != OURS)
        print(f"{case.name:26} {row.n:5} {1e3 * row.seconds(OURS):9.3f} ms   {ratios}", file=sys.stderr, flush=True)
    return rows


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", default="100,200,400", help="n, separated by commas (2000 takes minutes)")
    parser.add_argument("--cases", default="", help="only cases that contain this text")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.05, help="how long each system is measured in a round")
    parser.add_argument("--threads", type=int, default=1, help="of every system, on as many processors")
    parser.add_argument("--write", action="store_true", help="put the table into the manual")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = arguments()
    sizes = [int(n) for n in options.sizes.split(",")]
    cases, seconds = ([case for name, case in every.items() if options.cases in name] for every in (CASES, SECOND))
    started = {name: Worker(module, options.threads) for name, (module, _) in {OURS: ("ours", ""), **SYSTEMS}.items()}
    workers = {name: worker for name, worker in started.items() if worker.present}
    systems = {name: version(package) if name in workers else "" for name, (_, package) in SYSTEMS.items()}
    groups = [measured(workers, case, sizes, options) for case in cases]
    parts = [report(groups, systems, options)]
    products = [case for case in cases if case.product]
    if products:
        pair = {OURS: workers[OURS], KRONECKER: Worker("kronecker", options.threads)}
        small = [measured(pair, case, SMALL, options) for case in products]
        parts += ["\nAgainst the n^2 x n^2 Jacobian, formed and multiplied:\n", table(small, [KRONECKER])]
    others = {OURS: workers[OURS], AT_BEST: Worker("best", options.threads)}
    others |= {AUTOMATIC: workers["jax.grad"]} if "jax.grad" in workers else {}
    large = {case: LARGE.get(case.name, USUAL) for case in seconds}
    matrices = [measured(others, case, [n // 4, n // 2, n], options) for case, n in large.items()]
    parts += [SECOND_TEXT, table(matrices, [name for name in others if name != OURS])]
    print(*parts, sep="\n")
    if options.write:
        write("\n".join(parts), five([*groups, *matrices]))
    for worker in started.values():
        worker.close()


if __name__ == "__main__":
    main()
