"""Random programs through matcalc on all processors, every answer verified; failures are shrunk to commands.

PYTHONPATH=. python tests/campaigns/fuzz.py COUNT [SEED [FUNCTIONS]]
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

from tests.oracles.raw import program
from tests.oracles.trial import Finding, random_program, smallest, trial

BATCH = 500
"""Programs that a process tries before it says what it found."""
SHOWN = 5
"""Failures of one kind that are shrunk and printed."""
SLOW = 2.0
"""Seconds of processor time from which on a program is printed as slow."""


class Tally:
    """What a range of seeds showed: how often each word and each kind of finding, the seeds of failures, slow ones."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.bad: dict[str, list[int]] = {}
        self.slow: list[int] = []

    def add(self, seed: int, found: Finding, seconds: float) -> None:
        """One program."""
        kind = _kind(found)
        self.words[found.word] += 1
        self.kinds[kind] += 1
        if found.bad:
            self.bad.setdefault(kind, []).append(seed)
        if seconds > SLOW:
            self.slow.append(seed)

    def join(self, other: Tally) -> None:
        """Another range."""
        self.words += other.words
        self.kinds += other.kinds
        self.slow += other.slow
        for kind, seeds in other.bad.items():
            self.bad.setdefault(kind, []).extend(seeds)


def main() -> None:
    """Run the programs of COUNT seeds."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    functions = sys.argv[3] if len(sys.argv) > 3 else ""
    began = time.perf_counter()
    total = Tally()
    ranges = [range(s, min(s + BATCH, seed + count)) for s in range(seed, seed + count, BATCH)]
    with multiprocessing.Pool(maxtasksperchild=20) as pool:
        for tally in pool.imap(partial(tried, functions), ranges):
            total.join(tally)
    for line in report(total, functions):
        print(line, flush=True)
    print(f"{dict(total.words)}, {count / (time.perf_counter() - began):.0f} a second")
    sys.exit(bool(total.bad))


def tried(functions: str, seeds: range) -> Tally:
    """The programs of these seeds."""
    tally = Tally()
    for seed in seeds:
        start = time.process_time()
        found = trial(random_program(seed, functions), seed=seed)
        tally.add(seed, found, time.process_time() - start)
    return tally


def report(total: Tally, functions: str) -> Iterator[str]:
    """The first failures of each kind at their smallest, with what repeats them, slow programs, and how often what."""
    for seed in total.slow[:SHOWN]:
        yield f"seed {seed} is slow: {program(random_program(seed, functions))}"
    for kind, n in total.kinds.most_common():
        yield f"{n:8} {kind}"
        for seed in total.bad.get(kind, [])[:SHOWN]:
            raw = random_program(seed, functions)
            small = smallest(raw, trial(raw, seed=seed), seed=seed)
            again = f"PYTHONPATH=. python tests/campaigns/fuzz.py 1 {seed} {functions}".rstrip()
            yield f'seed {seed}: {again}\n    matcalc diff "{program(small)}"\n    {trial(small, seed=seed).detail}'


def _kind(found: Finding) -> str:
    """The words of a finding that do not depend on the expression."""
    detail = found.detail.split(": ", 1)[-1] if found.word == "undecided" else found.detail.split(":")[0]
    return f"{found.word} {detail if found.word in {'undecided', 'error'} else detail.split(' ')[0]}"


if __name__ == "__main__":
    main()
