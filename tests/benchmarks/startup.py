"""How long a command takes, as a ratio to `python -c pass` in the same run: python tests/benchmarks/startup.py.

Every round times each command once, so that whatever slows the machine slows all of them; the ratios are medians.
Bytecode is cached in a folder of the run's own, whatever the environment says: that is how an installed matcalc runs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
MATCALC = [
    sys.executable,
    "-c",
    "import sys; from matcalc_cli.cli.main import process; sys.exit(process())",
]  # as pip does
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "matcalc --version": [*MATCALC, "--version"],
    "matcalc --help": [*MATCALC, "--help"],
    'matcalc diff "A^3"': [*MATCALC, "diff", "A^3"],
    'matcalc diff "A^3" -f json': [*MATCALC, "diff", "A^3", "-f", "json"],
    'matcalc grad "norm(A*x - b)^2"': [*MATCALC, "grad", "norm(A*x - b)^2", "--wrt", "x"],
    'matcalc diff "A^3" --check': [*MATCALC, "diff", "A^3", "--check"],
}


def environment(cache: str) -> dict[str, str]:
    """This process's environment, with this checkout and its own cache of bytecode."""
    ours = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **ours}


def seconds(command: list[str], variables: dict[str, str]) -> float:
    """The wall time of one run, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=variables)
    return time.perf_counter() - start


def measure(rounds: int) -> list[dict[str, float]]:
    """The seconds of every command, round by round, after one that fills the caches."""
    with tempfile.TemporaryDirectory() as cache:
        variables = environment(cache)
        times = [{n: seconds(command, variables) for n, command in COMMANDS.items()} for _ in range(rounds + 1)]
    return times[1:]


def main(rounds: int = 15) -> None:
    """Print the table."""
    times = measure(rounds)
    print(f"{'':34}{'ratio':>7}{'ms':>8}")
    for name in COMMANDS:
        ratio = statistics.median(row[name] / row["python -c pass"] for row in times)
        print(f"{name:34}{ratio:7.1f}{1000 * statistics.median(row[name] for row in times):8.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
