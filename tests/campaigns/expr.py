"""Normal forms of random expressions, at length.

PYTHONPATH=. python tests/campaigns/expr.py COUNT [SEED [FUNCTIONS]]
"""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

from tests.oracles.generate import Generator
from tests.oracles.normal import trouble
from tests.oracles.raw import program
from tests.oracles.shrink import shrink

SHOWN = 6
"""Failures of one kind that are shrunk and printed."""


def main() -> None:
    """Print the first failures of every kind, shrunk, and how many there were."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    functions = sys.argv[3].split() if len(sys.argv) > 3 else ()
    kinds: Counter[str] = Counter()
    for s in range(seed, seed + count):
        random = Random(s)
        raw = Generator(random, functions).expression(random.randint(2, 14))
        found = trouble(raw)
        if found:
            kinds[_kind(found)] += 1
            if kinds[_kind(found)] <= SHOWN:
                small = shrink(raw, lambda r: bool(trouble(r)))
                sys.stdout.write(f"seed {s}: {program(small)}\n    {trouble(small)}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{count} expressions, {sum(kinds.values())} in trouble: {dict(kinds)}\n")


def _kind(trouble: str) -> str:
    """The words of a message that do not depend on the expression."""
    return trouble if "raised" in trouble else " ".join(trouble.split()[:2])


if __name__ == "__main__":
    main()
