"""Normal forms of random expressions, long: PYTHONPATH=. python tests/campaigns/expr.py COUNT [SEED [FUNCTIONS]]."""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

from tests.oracles.generate import Generator
from tests.oracles.normal import trouble
from tests.oracles.raw import program
from tests.oracles.shrink import shrink


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    functions = sys.argv[3].split() if len(sys.argv) > 3 else ()
    kinds: Counter[str] = Counter()
    for i in range(count):
        random = Random(seed + i)
        raw = Generator(random, functions).expression(random.randint(2, 14))
        found = trouble(raw)
        if found:
            word = found.split()[0] + found[-25:] if "raised" in found else " ".join(found.split()[:1] + found.split()[-3:])
            kinds[word] += 1
            if kinds[word] <= 6:
                small = shrink(raw, lambda r: bool(trouble(r)))
                print(f"seed {seed + i}: {program(small)}\n    {trouble(small)}", flush=True)
    print(kinds)


if __name__ == "__main__":
    main()
