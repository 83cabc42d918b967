"""Right and mutated claims of random programs: PYTHONPATH=. python tests/campaigns/claims.py COUNT [SEED [FUNCTIONS]].

COUNT is how many claims are mutated, or for how many seconds: 1000, 200s.

The campaign has an opinion of its own on every mutated claim that is called ok: the values of both claims with sixty
digits at many points tell whether it is another form of the right answer. Exit code 1 if a right claim was called
wrong or a wrong one ok.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only get in each other's way

import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from matcalc_cli.answers.answer import Answer, CheckReport
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import is_zero
from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate
from matcalc_cli.questions.checking import check_claim
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from tests.oracles.equality import same
from tests.oracles.mutate import mutants
from tests.oracles.raw import program
from tests.oracles.trial import dimensions_known, random_program

SHOWN = 12
SMALL = 8
"""The most parts of a program."""


class Claim(NamedTuple):
    """What is claimed of a program, and what is right; `kind` is what was done to it, or "right"."""

    text: str
    variable: str
    kind: str
    node: Node
    right: Node

    @property
    def said(self) -> str:
        return plain(express(self.node))


def claims(seed: int, functions: str = "") -> Iterator[Claim]:
    """A right claim about the random program of a seed, and a mutated one."""
    raw = random_program(seed, functions, most=SMALL)
    text, random = program(raw), Random(seed)
    if not dimensions_known(raw):
        return
    try:
        answer = differentiate(text)
    except MatcalcError:
        return
    found = reading(answer, random)
    if found is None:
        return
    name, right = found
    yield Claim(text, name, "right", right, right)
    for kind, wrong in mutants(right, random):
        yield Claim(text, name, kind, wrong, right)
        return


def reading(answer: Answer, random: Random) -> tuple[str, Node] | None:
    """A variable and one of the readings of the derivative with respect to it, not zero."""
    if not answer.derivatives:
        return None
    d = random.choice(answer.derivatives)
    nodes = [d.differential, d.gradient or d.derivative or d.jacobian]
    nodes = [n for n in nodes if not is_zero(n)]
    return (d.variable.spelling, random.choice(nodes)) if nodes else None


def verdict(claim: Claim) -> tuple[str, CheckReport | None]:
    try:
        report = check_claim(claim.text, claim.said, wrt=[claim.variable]).check
    except MatcalcError as error:
        return f"error: {error.kind}", None
    assert report is not None
    return report.verdict, report


def opinion(claim: Claim, word: str) -> str:
    """The campaign's own word for a verdict."""
    if claim.kind == "right" or word != "ok":
        return word
    return {"equal": "ok: equal indeed", "undefined": "ok: undefined"}.get(same(claim.node, claim.right), "ok: MISSED")


class Tally:
    """What the claims of a run came to."""

    def __init__(self) -> None:
        self.words: dict[str, Counter[str]] = {"right": Counter(), "mutated": Counter()}
        self.tiers: Counter[str] = Counter()
        self.diagnoses: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.shown = 0

    def add(self, seed: int, claim: Claim) -> None:
        word, report = verdict(claim)
        word = opinion(claim, word)
        self.words["right" if claim.kind == "right" else "mutated"][word] += 1
        if report is not None:
            self.count(claim, report)
        usual = {"inconclusive", "ok: equal indeed", "ok" if claim.kind == "right" else "wrong"}
        if word not in usual and self.shown < SHOWN:
            self.shown += 1
            print(f"seed {seed}: {word}: {claim.kind}: {claim.text!r} {claim.variable} {claim.said!r}", flush=True)

    def count(self, claim: Claim, report: CheckReport) -> None:
        self.tiers[report.tier] += 1
        if report.verdict == "inconclusive":
            self.reasons[report.reason] += 1
        elif claim.kind != "right" and report.claim is not None:
            self.diagnoses["diagnosed" if report.claim.diagnosis else f"not diagnosed: {claim.kind}"] += 1

    @property
    def mutated(self) -> int:
        return sum(self.words["mutated"].values())

    @property
    def bad(self) -> int:
        mutated = self.words["mutated"]
        return self.words["right"]["wrong"] + mutated["ok: MISSED"] + mutated["ok: undefined"]


def main() -> int:
    most, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    functions = sys.argv[3] if len(sys.argv) > 3 else ""
    tally, began = Tally(), time.perf_counter()
    while (time.perf_counter() - began if most.endswith("s") else tally.mutated) < int(most.rstrip("s")):
        for claim in claims(seed, functions):
            tally.add(seed, claim)
        seed += 1
    spent = time.perf_counter() - began
    words = ", ".join(f"{name} {dict(counted)}" for name, counted in tally.words.items())
    print(f"{words} {dict(tally.tiers)} up to seed {seed}, {spent:.0f} s")
    for said, n in (*tally.diagnoses.most_common(), *tally.reasons.most_common(SHOWN)):
        print(f"{n:6} {said}")
    return int(tally.bad > 0)


if __name__ == "__main__":
    sys.exit(main())
