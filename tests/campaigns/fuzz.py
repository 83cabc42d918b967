"""Random programs through matcalc on all processors, every answer verified; failures are shrunk to commands.

PYTHONPATH=. python tests/campaigns/fuzz.py COUNT [SEED] [--functions "exp inv"] [--seconds 600]
"""

from __future__ import annotations

import argparse
import gc
import math
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

from matcalc_cli.cli.main import MANY_OBJECTS
from tests.oracles.raw import Raw, program
from tests.oracles.rest import MATRIX_FUNCTIONS
from tests.oracles.trial import Finding, random_program, smallest, trial

BATCH = 500
"""Programs that a process tries before it says what it found."""
SHOWN = 5
"""Failures of one kind that are shrunk and printed."""
SLOW = 2.0
"""Seconds of processor time from which on a program is printed as slow."""


PARTS = {
    "families": {"member"}, "sums and products": {"summation", "production"}, "entries and slices": {"index", "unit"},
    "blocks": {"rows", "columns", "blkdiag", "diagonal"}, "conditions": {"==", "!=", "<=", "<", ">=", ">"},
    "functions without a formula": {"unknown", "along"}, "matrix functions and factorizations": {*MATRIX_FUNCTIONS},
}  # fmt: skip
"""Parts of the language, by the operations that are of them; the functions along an axis end in its number."""


class Tally:
    """What a range of seeds showed: how often each word and each kind of finding, the seeds of failures, slow ones.

    `parts` counts the words of the programs that have a part of the language or a kind of name.
    """

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.parts: dict[str, Counter[str]] = {}
        self.bad: dict[str, list[int]] = {}
        self.slow: list[int] = []

    def add(self, seed: int, raw: Raw, found: Finding, seconds: float) -> None:
        """One program."""
        kind = _kind(found)
        for part in parts_of(raw):
            self.parts.setdefault(part, Counter())[found.word] += 1
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
        for part, words in other.parts.items():
            self.parts.setdefault(part, Counter()).update(words)
        for kind, seeds in other.bad.items():
            self.bad.setdefault(kind, []).extend(seeds)


def main() -> None:
    """Run the programs of COUNT seeds, or as many as the seconds allow."""
    asked = arguments()
    began = time.perf_counter()
    total = Tally()
    end = asked.seed + asked.count
    ranges = [range(s, min(s + BATCH, end)) for s in range(asked.seed, end, BATCH)]
    # As rarely as in the command: programs leave hardly any cycles, and looking for them is a seventh of the time.
    with multiprocessing.Pool(None, gc.set_threshold, (MANY_OBJECTS,), maxtasksperchild=20) as pool:
        for tally in pool.imap(partial(tried, asked.functions), ranges):
            total.join(tally)
            if time.perf_counter() - began > asked.seconds:
                print(f"time is up: seeds from {asked.seed + total.words.total()} on were not tried")
                break
    seconds = time.perf_counter() - began
    for line in report(total, asked.functions):
        print(line, flush=True)
    print(f"{dict(total.words)}, {total.words.total() / seconds:.0f} a second")
    sys.exit(bool(total.bad))


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("--functions", default="", help="the functions that programs may call")
    parser.add_argument("--seconds", type=float, default=math.inf, help="when to stop")
    return parser.parse_args()


def drawn(seed: int, functions: str) -> Raw:
    """The program of a seed; every third one may have sums over members of families, every other one all kinds and functions."""
    return random_program(seed, functions, families=seed % 3 == 0, unspecified=seed % 5 == 0, whole=seed % 2 == 0)


def tried(functions: str, seeds: range) -> Tally:
    """The programs of these seeds."""
    tally = Tally()
    for seed in seeds:
        start = time.process_time()
        raw = drawn(seed, functions)
        found = trial(raw, seed=seed)
        tally.add(seed, raw, found, time.process_time() - start)
    return tally


def parts_of(raw: Raw) -> set[str]:
    """The parts of the language and the kinds of names that a program has."""
    operations = {r.op for r in raw.walk()}
    found = {part for part, names in PARTS.items() if not names.isdisjoint(operations)}
    along = {"axes"} if any(op.endswith(("_1", "_2")) for op in operations) else set()
    return found | along | {s.kind for s in raw.symbols().values()}


def report(total: Tally, functions: str) -> Iterator[str]:
    """The first failures of each kind at their smallest, with what repeats them, slow programs, and how often what."""
    for part, words in sorted(total.parts.items()):
        asked = words["ok"] + words["undecided"] + sum(words[word] for word in ("wrong", "differs", "error"))
        yield f"{asked:8} {part}, {100 * words['ok'] / max(asked, 1):.0f} % decided"
    for seed in total.slow[:SHOWN]:
        yield f"seed {seed} is slow: {program(drawn(seed, functions))}"
    for kind, n in total.kinds.most_common():
        yield f"{n:8} {kind}"
        for seed in total.bad.get(kind, [])[:SHOWN]:
            raw = drawn(seed, functions)
            small = smallest(raw, trial(raw, seed=seed), seed=seed)
            chosen = f' --functions "{functions}"' if functions else ""
            again = f"PYTHONPATH=. python tests/campaigns/fuzz.py 1 {seed}{chosen}"
            yield f'seed {seed}: {again}\n    matcalc diff "{program(small)}"\n    {trial(small, seed=seed).detail}'


def _kind(found: Finding) -> str:
    """The words of a finding that do not depend on the expression."""
    detail = found.detail.split(": ", 1)[-1] if found.word == "undecided" else found.detail.split(":")[0]
    return f"{found.word} {detail if found.word in {'undecided', 'error'} else detail.split(' ')[0]}"


if __name__ == "__main__":
    main()
