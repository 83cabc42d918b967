"""How the cost of an answer grows: the exponent of time against distinct nodes, for families that grow.

    python tests/benchmarks/scaling.py

Each point is the best of three; the exponent is the slope of a line through (log nodes, log time) of the larger half.
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Callable

from matcalc_cli.expr.node import postorder
from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.reports.answers import program_text

Family = tuple[Callable[[int], str], str, tuple[int, ...]]


def squarings(k: int) -> str:
    """A^(2^k) through bindings."""
    return "B0 = A; " + "".join(f"B{i + 1} = B{i}*B{i}; " for i in range(k)) + f"B{k}"


def twice(rule: str) -> Callable[[int], str]:
    """Bindings that use the previous one twice; `{0}` in the rule is the previous one."""

    def program(k: int) -> str:
        return "r0 = x; " + "".join(f"r{i + 1} = {rule.format(f'r{i}')}; " for i in range(k)) + f"r{k}"

    return program


FAMILIES: dict[str, Family] = {
    "A*A*...*A, k copies": (lambda k: "*".join(["A"] * k), "A", (100, 250, 500, 1000)),
    "A^(2^k) by squaring": (squarings, "A", (15, 30, 45, 60)),
    "tanh(W*tanh(W*...x)), depth k": (lambda k: "tanh(W*" * k + "x" + ")" * k, "x", (125, 250, 500, 1000)),
    "gradient of sum(tanh(W*...x))": (
        lambda k: "sum(" + "tanh(W*" * k + "x" + ")" * k + ")",
        "x",
        (125, 250, 500, 1000),
    ),
    "a1'*x + ... + ak'*x": (lambda k: " + ".join(f"a{i}'*x" for i in range(k)), "x", (1250, 2500, 5000, 10000)),
    "r = sin(r) + r": (twice("sin({0}) + {0}"), "x", (25, 50, 100, 200)),
    "r = sin(r).*r": (twice("sin({0}).*{0}"), "x", (25, 50, 100, 200)),
}


def seconds(text: str, variable: str) -> tuple[float, int]:
    """The time from text to the plain answer, and how many distinct nodes it has."""
    best, nodes = math.inf, 0
    for _ in range(3):
        elapsed, nodes = once(text, variable)
        best = min(best, elapsed)
        gc.collect()  # the expressions of one round are gone before the next, or they would only be looked up
    return best, nodes


def once(text: str, variable: str) -> tuple[float, int]:
    """One round."""
    gc.disable()
    start = time.perf_counter()
    found = differentiate(text, wrt=(variable,)).derivatives[0]
    program_text(found.gradient or found.jacobian)
    elapsed = time.perf_counter() - start
    gc.enable()
    return elapsed, sum(1 for _ in postorder(found.differential, found.jacobian))


def exponent(times: list[float], sizes: tuple[int, ...]) -> float:
    """The slope of log time against log size over the larger half."""
    pairs = [(math.log(n), math.log(t)) for n, t in zip(sizes, times, strict=True)][len(sizes) // 2 - 1 :]
    x, y = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    return sum((a - x) * (b - y) for a, b in pairs) / sum((a - x) ** 2 for a, _ in pairs)


def main() -> None:
    """Print the table."""
    write = sys.stdout.write
    write(f"{'family':34} {'k':>6} {'nodes':>7} {'ms':>9}   exponent\n")
    for name, (program, variable, sizes) in FAMILIES.items():
        times: list[float] = []
        for k in sizes:
            elapsed, nodes = seconds(program(k), variable)
            times.append(elapsed)
            write(f"{name:34} {k:6} {nodes:7} {1e3 * elapsed:9.1f}\n")
        write(f"{name:34} {'':6} {'':7} {'':9}   {exponent(times, sizes):.2f}\n")


if __name__ == "__main__":
    main()
