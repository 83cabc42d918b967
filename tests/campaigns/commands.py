"""Every command with every style, mode, format and target on random programs, in process: no internal error.

PYTHONPATH=. python tests/campaigns/commands.py COUNT [SEED] [--command NAME]
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from typing import NamedTuple

from matcalc_cli.errors import ExitCode
from tests.oracles.lines import ASKING, Line, Result, about, random_line, run
from tests.oracles.shrink import shrink

BATCH = 50
"""Lines that a process tries before it says what it found."""
RENEWED = 40
"""So many batches have the same processes, which keep what they learned. `max_tasks_per_child` waits for ever in 3.11."""
SHOWN = 2
"""Failures of one kind that are shrunk and printed."""
BUDGET = 60
"""Smaller programs that are tried for one failure."""
ENDS = {ExitCode.OK, ExitCode.WRONG, ExitCode.BAD_INPUT, ExitCode.INCONCLUSIVE, ExitCode.NOT_WRITTEN}
PLACE = re.compile(r'File ".*/(matcalc_cli/\S+)", line (\d+)')


class Outcome(NamedTuple):
    """A word for how a line ended, and whether it should not have ended so."""

    word: str
    bad: bool = False


def outcome(line: Line) -> Outcome:
    """Run a line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return judged(run([*line.words, line.said], line.stdin))
    except BaseException as error:  # noqa: BLE001 main() lets nothing through, so anything is a finding
        return Outcome(f"through main(): {type(error).__name__}: {error}"[:200], bad=True)


def judged(result: Result) -> Outcome:
    """The exit code as a word, an internal error by its place."""
    if result.code in ENDS:
        slow = result.code == ExitCode.BAD_INPUT and "--time-limit" in result.err
        return Outcome("out of time" if slow else f"exit code {result.code}")
    last = next((word for word in result.err.splitlines() if word.startswith("internal error")), result.err[-200:])
    error = last.split(": ")[1] if ": " in last else last
    return Outcome(f"{error} at {' < '.join(':'.join(p) for p in PLACE.findall(result.err)[:-3:-1])}", bad=True)


def tried(command: str, seeds: range) -> list[tuple[int, Outcome]]:
    """The lines of these seeds."""
    return [(seed, outcome(random_line(seed, command))) for seed in seeds]


def smallest(line: Line, word: str) -> Line:
    """The line about a smaller program that ends in the same way."""
    if line.raw is None or line.stdin:
        return line

    def other(raw: object) -> Line:
        changed = line._replace(raw=raw)  # type: ignore[arg-type]
        return changed._replace(said=about(changed))

    return other(shrink(line.raw, lambda raw: outcome(other(raw)).word == word, budget=BUDGET))


def main() -> None:
    """Count the outcomes; show the first bad ones of each kind at their smallest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("--command", default="", choices=["", *ASKING])
    parser.add_argument("--processes", type=int)
    asked = parser.parse_args()
    words: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    began = time.perf_counter()
    end = asked.seed + asked.count
    ranges = [range(s, min(s + BATCH, end)) for s in range(asked.seed, end, BATCH)]
    # A child that is forked while a thread of the pool holds a lock waits for it for ever; one of a Pool may have none itself.
    spawn = multiprocessing.get_context("spawn")
    for some in (ranges[i : i + RENEWED] for i in range(0, len(ranges), RENEWED)):
        with ProcessPoolExecutor(asked.processes, mp_context=spawn) as pool:
            for seed, (word, is_bad) in chain.from_iterable(pool.map(partial(tried, asked.command), some)):
                words[word] += not is_bad
                bad[word] += is_bad
                if is_bad and bad[word] <= SHOWN:
                    print(f"seed {seed}: {word}\n    {smallest(random_line(seed, asked.command), word)}", flush=True)
    for word, n in bad.most_common():
        print(f"{n:6} {word}")
    rate = asked.count / (time.perf_counter() - began)
    print(
        f"{asked.count} lines, seed {asked.seed}: {dict(sorted((+words).items()))}, {bad.total()} bad, {rate:.0f} a second"
    )
    sys.exit(bad.total() > 0)


if __name__ == "__main__":
    main()
