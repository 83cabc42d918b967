"""Right and mutated claims of random programs: PYTHONPATH=. python tests/campaigns/claims.py COUNT [SEED [FUNCTIONS]]."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from matcalc_cli.answer import Answer, CheckReport
from matcalc_cli.checking import check_claim
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import is_zero
from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.express import express
from matcalc_cli.render.text import plain
from tests.oracles.mutate import mutants
from tests.oracles.raw import program
from tests.oracles.trial import dimensions_known, random_program

SHOWN = 10
SMALL = 8
"""The most parts of a program."""
Claim = tuple[str, str, str, str]
"""The program, the variable, the claim, and what was done to it ("right" or the name of a mutation)."""


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
    name, node = found
    yield text, name, plain(express(node)), "right"
    for kind, wrong in mutants(node, random):
        yield text, name, plain(express(wrong)), kind
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
    text, name, said, _ = claim
    try:
        report = check_claim(text, said, wrt=[name]).check
    except MatcalcError as error:
        return f"error: {error.kind}", None
    assert report is not None
    return report.verdict, report


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    functions = sys.argv[3] if len(sys.argv) > 3 else ""
    words: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    tiers: Counter[str] = Counter()
    diagnoses: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    shown = 0
    began = time.perf_counter()
    while sum(words[False].values()) < count:
        for claim in claims(seed, functions):
            right = claim[3] == "right"
            word, report = verdict(claim)
            words[right][word] += 1
            if report is not None:
                tiers[report.tier] += 1
                if not right and report.claim is not None:
                    diagnoses["diagnosed" if report.claim.diagnosis else f"not diagnosed: {claim[3]}"] += 1
            expected = "ok" if right else "wrong"
            if word == "inconclusive" and report is not None:
                reasons[report.reason] += 1
            if word not in (expected, "inconclusive") and shown < SHOWN:
                shown += 1
                reason = report.reason if report else ""
                print(f"seed {seed}: {word}: {claim} {reason}", flush=True)
        seed += 1
    spent = time.perf_counter() - began
    print("right", dict(words[True]), "mutated", dict(words[False]), dict(tiers), f"{spent:.0f} s")
    for said, n in (*diagnoses.most_common(), *reasons.most_common(SHOWN)):
        print(f"{n:6} {said}")


if __name__ == "__main__":
    main()
