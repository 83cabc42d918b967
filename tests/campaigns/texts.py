"""Byte strings and mutated programs through parse -> answer: every outcome is an answer or a MatcalcError.

PYTHONPATH=. python tests/campaigns/texts.py COUNT [SEED] [--processes]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import traceback
from collections import Counter
from random import Random

from matcalc_cli.cli.deadline import within
from matcalc_cli.errors import KINDS, ExitCode, MatcalcError
from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.diagnostic import MAXIMUM_BYTES, diagnostic
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from tests.language.test_fuzz import WORDS
from tests.oracles.raw import program
from tests.oracles.trial import random_program

SECONDS = 5
"""For one text, on a machine that does other things too."""
SHOWN = 5


def random_text(seed: int) -> str:
    """The text of a seed: bytes, words of the language, or a good program with slips in it."""
    random = Random(seed)
    match random.randrange(10):
        case 0:
            return random.randbytes(random.randrange(40)).decode("utf-8", "surrogateescape")
        case 1:
            return random.randbytes(random.randrange(40)).decode("latin-1")
        case 2 | 3 | 4:
            return "".join(random.choices(WORDS, k=random.randrange(1, 12)))
    return slipped(program(random_program(seed, most=6)), random)


def slipped(good: str, random: Random) -> str:
    """Some words put in, left out, doubled or taken from elsewhere in the text."""
    for _ in range(random.randint(1, 3)):
        start = random.randrange(len(good) + 1)
        stop = min(len(good), start + random.randrange(4))
        other = random.randrange(len(good) + 1)
        put = random.choice(["", random.choice(WORDS), good[other : other + random.randrange(12)]])
        good = good[:start] + put + good[stop:]
    return good


def outcome(text: str) -> str:
    """ "answer" or the kind of the error. Raises AssertionError, or whatever else is a finding."""
    try:
        answer = within(SECONDS, lambda: differentiate(text))
        for derivative in answer.derivatives:
            assert plain(express(derivative.differential)).isascii()
    except MatcalcError as error:
        assert error.kind in KINDS
        assert all(0 <= label.start <= label.end <= len(error.source or text) for label in error.labels)
        said = diagnostic(error, text)
        assert len(said.encode("utf-8", "surrogatepass")) < MAXIMUM_BYTES
        assert said.replace("\n", "").isprintable()
        return "too slow" if "--time-limit" in (error.hint or "") else error.kind
    return "answer"


def in_a_process(text: str) -> str:
    """The same of the command, by its exit code."""
    words = [sys.executable, "-m", "matcalc_cli", "diff", "--no-verify", "-"]
    done = subprocess.run(
        words, input=os.fsencode(text.replace("\r", " ").replace("\n", " ")), capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in {ExitCode.OK, ExitCode.BAD_INPUT}, done.stderr
    return "answer" if done.returncode == ExitCode.OK else "error"


def main() -> None:
    """Count the outcomes; show what is none, with its seed."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count, seed = numbers[0], numbers[1] if len(numbers) > 1 else 0
    ask = in_a_process if "--processes" in sys.argv else outcome
    words: Counter[str] = Counter()
    began = time.perf_counter()
    slowest = (0.0, "")
    for s in range(seed, seed + count):
        text, start = random_text(s), time.perf_counter()
        try:
            word = ask(text)
        except Exception:  # noqa: BLE001 anything is a finding
            word = "traceback"
            traceback.print_exc(limit=-3)
        words[word] += 1
        if word in {"traceback", "too slow"} and words[word] <= SHOWN:
            print(f"seed {s}: {word}: {text!r}", flush=True)
        slowest = max(slowest, (time.perf_counter() - start, text))
    spent = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} texts, seed {seed}: {dict(words)}, {count / spent:.0f} a second, {memory} MB")
    print(f"slowest {slowest[0]:.2f} s: {slowest[1]!r}")
    sys.exit(words["traceback"] > 0)


if __name__ == "__main__":
    main()
