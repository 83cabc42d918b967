"""How fast the emitted code is: gradients and Jacobian-vector products beside NumPy by hand, JAX, autograd and torch.

    python tests/benchmarks/speed.py [--sizes 100,500,1000] [--rounds 5] [--threads 1] [--cases logdet] [--write]

All systems take part in every round, each in a process of its own with the same number of threads, one at a time and
in turn; the ratios are medians over the rounds of (their time / ours), so that whatever slows the machine slows all.
All must agree on the result to 6 digits. A system that is not installed is named as missing. --write puts the table
into the manual between its markers.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from systems.cases import CASES, Case

HERE = Path(__file__).parent
MANUAL = HERE.parents[1] / "matcalc_cli" / "topics" / "manual.md"
MARKERS = "<!-- speed: written by tests/benchmarks/speed.py -->", "<!-- /speed -->"
SYSTEMS = {
    "textbook NumPy": ("textbook", "numpy"),
    "jax.grad": ("with_jax", "jax"),
    "autograd": ("with_autograd", "autograd"),
    "torch": ("with_torch", "torch"),
}
OURS = "matcalc"
KRONECKER = "Kronecker matrix"
SMALL = (10, 20, 40)
"""Sizes at which the n^2 x n^2 matrix is formed."""
DIGITS = 1e-6


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
    """The same number of threads for every library that has its own setting; the rest count the processors."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
    return {**os.environ, **dict.fromkeys(names, str(threads)), "PYTHONPATH": path, "JAX_PLATFORMS": "cpu"}


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
    """The slope of log time against log n."""
    pairs = [(math.log(r.n), math.log(r.seconds(OURS))) for r in rows]
    x, y = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    return sum((a - x) * (b - y) for a, b in pairs) / sum((a - x) ** 2 for a, _ in pairs)


def table(groups: Sequence[Sequence[Row]], systems: Sequence[str]) -> Iterator[str]:
    """Markdown: our milliseconds, the others' times as multiples of ours, and the growth of ours."""
    yield f"| | n | {OURS}, ms | {' | '.join(systems)} | growth |"
    yield "| --- " * (len(systems) + 4) + "|"
    for rows in groups:
        for row in rows:
            name = f"`{row.case.name}`" if row is rows[0] else ""
            ratios = [row.ratio(system) for system in systems]
            cells = ["–" if math.isnan(r) else f"{r:.3g}" if r < 100 else f"{r:.0f}" for r in ratios]
            growth = f"n^{exponent(rows):.1f}" if row is rows[0] and len(rows) > 1 else ""
            yield f"| {name} | {row.n} | {1e3 * row.seconds(OURS):.3g} | {' | '.join(cells)} | {growth} |"


def report(groups: Sequence[Sequence[Row]], systems: dict[str, str], options: argparse.Namespace) -> str:
    """The table with what it was measured on."""
    have = ", ".join(f"{name} {version}" for name, version in systems.items() if version)
    missing = [name for name, version in systems.items() if not version]
    said = f" Missing here: {', '.join(missing)}." if missing else ""
    columns = [name for name, version in systems.items() if version]
    about = (
        f"Times of the others are multiples of matcalc's (above 1: matcalc is faster), medians of {options.rounds} "
        f"paired rounds in float64 with {options.threads} thread{'s'[: options.threads > 1]} on Python "
        f"{sys.version.split()[0]}; {have}.{said}"
    )
    return "\n".join([about, "", *table(groups, columns)])


def version(package: str) -> str:
    return importlib.metadata.version(package)


def write(text: str) -> None:
    """Put the report between the markers of the manual."""
    manual = MANUAL.read_text(encoding="utf-8")
    before, rest = manual.split(MARKERS[0])
    after = rest.split(MARKERS[1])[1]
    MANUAL.write_text(f"{before}{MARKERS[0]}\n{text}\n{MARKERS[1]}{after}", encoding="utf-8")


def measured(workers: dict[str, Worker], case: Case, sizes: Sequence[int], options: argparse.Namespace) -> list[Row]:
    rows = [Row(case, n) for n in sizes]
    for row in rows:
        row.measure(workers, options.rounds, options.seconds)
        ratios = "  ".join(f"{name} {row.ratio(name):.2f}" for name in workers if name != OURS)
        print(f"{case.name:26} {row.n:5} {1e3 * row.seconds(OURS):9.3f} ms   {ratios}", file=sys.stderr, flush=True)
    return rows


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", default="100,500,1000", help="n, separated by commas (2000 takes minutes)")
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
    cases = [case for name, case in CASES.items() if options.cases in name]
    started = {name: Worker(module, options.threads) for name, (module, _) in {OURS: ("ours", ""), **SYSTEMS}.items()}
    workers = {name: worker for name, worker in started.items() if worker.present}
    systems = {name: version(package) if name in workers else "" for name, (_, package) in SYSTEMS.items()}
    groups = [measured(workers, case, sizes, options) for case in cases]
    text = report(groups, systems, options)
    products = [case for case in cases if case.product]
    if products:
        pair = {OURS: workers[OURS], KRONECKER: Worker("kronecker", options.threads)}
        small = [measured(pair, case, SMALL, options) for case in products]
        text = "\n".join(
            [text, "", "Against the n²×n² Jacobian, formed and multiplied:", "", *table(small, [KRONECKER])]
        )
    print(text)
    if options.write:
        write(text)
    for worker in started.values():
        worker.close()


if __name__ == "__main__":
    main()
