"""One system in a process of its own: python -m systems.worker SYSTEM reads requests, a JSON object a line.

{"case": name, "n": size, "seconds": about how long} is answered by {"seconds": of one call, "norms": of the results}
or, where the system cannot do that, by {"error": why}.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from typing import Any

import numpy as np
from systems.cases import CASES
from systems.second import SECOND

LEAST = 2
"""Calls in a measurement."""


class System:
    """The functions and inputs of one system, prepared once."""

    def __init__(self, name: str) -> None:
        self.module = importlib.import_module(f"systems.{name}")
        self.ready: dict[tuple[str, int], tuple[Any, Any]] = {}

    def prepared(self, name: str, n: int) -> tuple[Any, Any]:
        """The function and its inputs, after a first call that compiles."""
        if (name, n) not in self.ready:
            self.ready.clear()
            case = (CASES | SECOND)[name]
            self.ready[name, n] = self.module.function(case), self.module.prepared(case.inputs(n))
            self.call(name, n)
        return self.ready[name, n]

    def call(self, name: str, n: int) -> Any:
        run, inputs = self.ready[name, n]
        return run(**inputs)

    def answer(self, case: str, n: int, seconds: float) -> dict[str, Any]:
        """The time of the fastest call, and numbers that tell whether the result is right."""
        run, inputs = self.prepared(case, n)
        times: list[float] = []
        while len(times) < LEAST or sum(times) < seconds:
            start = time.perf_counter()
            result = run(**inputs)
            times.append(time.perf_counter() - start)
        arranged = getattr(self.module, "arranged", None)
        same = arranged(case, inputs, result) if arranged and case in SECOND else result
        return {"seconds": min(times), "norms": fingerprint(same)}


def fingerprint(result: Any) -> list[float]:
    """Two numbers for each matrix of the result: products with fixed general weights."""
    results = result if isinstance(result, tuple | list) else [result]
    found = []
    for matrix in (np.asarray(r).ravel() for r in results):
        places = np.arange(matrix.size)
        found += [float(np.cos(places) @ matrix), float(np.sin(3 * places) @ matrix)]
    return found


def main(name: str) -> None:
    threads = int(os.environ["OMP_NUM_THREADS"])
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])  # JAX counts the processors
    system = System(name)
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        print(json.dumps(reply(system, json.loads(line))), flush=True)


def reply(system: System, request: dict[str, Any]) -> dict[str, Any]:
    """The answer; of what the system cannot do, why."""
    try:
        return system.answer(**request)
    except (ArithmeticError, MemoryError, NotImplementedError, RuntimeError, TypeError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main(sys.argv[1])
