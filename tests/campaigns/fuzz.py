"""Random programs through matcalc, every answer verified: PYTHONPATH=. python tests/campaigns/fuzz.py COUNT [SEED [FUNCTIONS]]."""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.oracles.raw import program
from tests.oracles.shrink import shrink
from tests.oracles.trial import random_program, trial

SHOWN = 5
"""Failures of one kind that are shrunk and printed."""
SLOW = 1.0


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    functions = sys.argv[3] if len(sys.argv) > 3 else ""
    words: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    began = time.perf_counter()
    for s in range(seed, seed + count):
        raw = random_program(s, functions)
        start = time.perf_counter()
        found = trial(raw)
        took = time.perf_counter() - start
        words[found.word] += 1
        if took > SLOW:
            print(f"seed {s}: {took:.1f} s: {program(raw)}", flush=True)
        if found.word == "undecided":
            kinds["undecided " + found.detail.split(": ", 1)[1]] += 1
        if found.bad:
            kind = f"{found.word} {found.detail.split(':')[0] if found.word == 'error' else found.detail.split()[0]}"
            kinds[kind] += 1
            if kinds[kind] <= SHOWN:
                small = shrink(raw, lambda r, w=found.word: trial(r).word == w, budget=400)
                again = trial(small)
                print(f"seed {s}: {program(small)}\n    {again.word}: {again.detail}", flush=True)
    print(dict(words), f"{count / (time.perf_counter() - began):.0f} a second")
    for kind, n in kinds.most_common():
        print(f"{n:6} {kind}")


if __name__ == "__main__":
    main()
