"""Random programs written in every format that is read, and read again.

PYTHONPATH=. python tests/campaigns/roundtrip.py COUNT [SEED [FORMAT ...]]
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.oracles.raw import Raw, program
from tests.oracles.roundtrip import FORMATS, outcome
from tests.oracles.shrink import shrink
from tests.oracles.trial import random_program

SHOWN = 5


def smallest(raw: Raw, form: str) -> Raw:
    """A small program that is lost in that format."""
    return shrink(raw, lambda r: outcome(r, form) == "lost", budget=300)


def main() -> None:
    """Count what does not come back, format by format; print the first ones, shrunk."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    lost = 0
    for form in sys.argv[3:] or FORMATS:
        began, words = time.perf_counter(), Counter[str]()
        for s in range(seed, seed + count):
            raw = random_program(s)
            word = outcome(raw, form)
            words[word] += 1
            if word == "lost" and words[word] <= SHOWN:
                print(f'seed {s}: {form}: matcalc simplify "{program(smallest(raw, form))}"', flush=True)
        rate = count / (time.perf_counter() - began)
        print(f"{form}: {count} round trips, {dict(sorted(words.items()))}, {rate:.0f} a second", flush=True)
        lost += words["lost"]
    sys.exit(lost > 0)


if __name__ == "__main__":
    main()
