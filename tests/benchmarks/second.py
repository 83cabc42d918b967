"""Emitted Hessians and Jacobians beside NumPy by hand at its best, in time and memory: python tests/benchmarks/second.py [NAME...]

Both are called in turn in one process with one thread; the ratio is that of the fastest calls, the peak that of all
arrays as a multiple of the result.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from systems import best, ours
from systems.second import LARGE, SECOND, USUAL

SECONDS = 2.0


def seconds(function: Any, inputs: dict[str, Any]) -> float:
    start = time.perf_counter()
    function(**inputs)
    return time.perf_counter() - start


def peak(function: Any, inputs: dict[str, Any]) -> float:
    """The most memory at once, in results."""
    tracemalloc.start()
    result = function(**inputs)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return float(most / result.nbytes)


def main(*names: str) -> None:
    """Print the table."""
    ratios = []
    for name, case in SECOND.items():
        if names and not any(part in name for part in names):
            continue
        n = LARGE.get(name, USUAL)
        inputs, both = case.inputs(n), [ours.function(case), best.function(case)]
        np.testing.assert_allclose(both[0](**inputs), both[1](**inputs), rtol=1e-8, atol=1e-8)
        start, times = time.perf_counter(), []
        while len(times) < 3 or time.perf_counter() - start < SECONDS:
            times.append([seconds(function, inputs) for function in both])
        mine, theirs = map(min, zip(*times, strict=True))
        ratios.append(mine / theirs)
        peaks = " and ".join(f"{peak(function, inputs):.2f}" for function in both)
        print(f"{name:34} n = {n:4} {1e3 * mine:9.3f} ms, x{mine / theirs:5.2f} of the best; peaks {peaks}")
    print(f"median {statistics.median(ratios):.2f}, worst {max(ratios):.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
