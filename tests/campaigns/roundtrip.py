"""Random programs written in every format that is read, and read again.

PYTHONPATH=. python tests/campaigns/roundtrip.py COUNT [SEED [FORMAT ...]]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.oracles.raw import Raw, program
from tests.oracles.roundtrip import FORMATS, outcome
from tests.oracles.shrink import shrink
from tests.oracles.trial import random_program

SHOWN = 5
OFTEN = 10_000
"""After how many programs the figures are told."""

Words = dict[str, Counter[str]]


def smallest(raw: Raw, form: str) -> Raw:
    """A small program that is lost in that format."""
    return shrink(raw, lambda r: outcome(r, form) == "lost", budget=300)


def tell(words: Words, began: float) -> None:
    """How many came back, format by format."""
    seconds = time.perf_counter() - began
    for form, found in words.items():
        print(f"{form}: {found.total()} round trips, {dict(sorted(found.items()))}", flush=True)
    print(f"{seconds:.0f} seconds", flush=True)


def try_one(seed: int, forms: Sequence[str], words: Words) -> None:
    """One program in every format, which share its normal form."""
    raw = random_program(seed)
    for form in forms:
        word = outcome(raw, form)
        words[form][word] += 1
        if word == "lost" and words[form][word] <= SHOWN:
            print(f'seed {seed}: {form}: matcalc simplify "{program(smallest(raw, form))}"', flush=True)


def main() -> None:
    """Count what does not come back, format by format; print the first ones, shrunk."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    forms = sys.argv[3:] or FORMATS
    words, began = {form: Counter[str]() for form in forms}, time.perf_counter()
    for number in range(count):
        try_one(seed + number, forms, words)
        if (number + 1) % OFTEN == 0 or number + 1 == count:
            tell(words, began)
    sys.exit(any(found["lost"] for found in words.values()))


if __name__ == "__main__":
    main()
