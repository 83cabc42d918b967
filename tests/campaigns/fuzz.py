"""Random programs through matcalc, every answer verified; failures are shrunk and printed with their seed.

PYTHONPATH=. python tests/campaigns/fuzz.py COUNT [SEED [FUNCTIONS]]
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.oracles.raw import program
from tests.oracles.trial import Finding, random_program, smallest, trial

SHOWN = 5
"""Failures of one kind that are shrunk and printed."""
SLOW = 1.0
"""Seconds from which on a program is printed as slow."""


def main() -> None:
    """Run the programs of COUNT seeds."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    functions = sys.argv[3] if len(sys.argv) > 3 else ""
    words: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    began = time.perf_counter()
    for s in range(seed, seed + count):
        start = time.perf_counter()
        raw = random_program(s, functions)
        found = trial(raw)
        if time.perf_counter() - start > SLOW:
            say(f"seed {s}: {time.perf_counter() - start:.1f} s: {program(raw)}")
        words[found.word] += 1
        kinds[_kind(found)] += 1
        if found.bad and kinds[_kind(found)] <= SHOWN:
            small = smallest(raw, found)
            say(f'seed {s}: matcalc diff --check "{program(small)}"\n    {found.word}: {trial(small).detail}')
    say(f"{dict(words)}, {count / (time.perf_counter() - began):.0f} a second")
    for kind, n in kinds.most_common():
        say(f"{n:8} {kind}")
    sys.exit(words["wrong"] + words["error"] > 0)


def _kind(found: Finding) -> str:
    """The words of a finding that do not depend on the expression."""
    detail = found.detail.split(": ", 1)[-1] if found.word == "undecided" else found.detail.split(":")[0]
    return f"{found.word} {detail if found.word in {'undecided', 'error'} else detail.split(' ')[0]}"


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
