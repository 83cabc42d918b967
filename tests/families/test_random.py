"""Random programs with sums and products over families; many more: tests/campaigns/fuzz.py."""

from __future__ import annotations

from random import Random

import pytest

from tests.oracles.generate import Generator
from tests.oracles.normal import trouble
from tests.oracles.raw import Raw, program
from tests.oracles.roundtrip import outcome
from tests.oracles.trial import random_program, trial

BATCH = 120


def programs(batch: int) -> list[tuple[int, Raw]]:
    found = [(seed, random_program(seed, families=True)) for seed in range(batch * BATCH, (batch + 1) * BATCH)]
    return [(seed, raw) for seed, raw in found if any(r.op == "member" for r in raw.walk())]


@pytest.mark.parametrize("batch", range(3))
def test_every_answer_is_right(batch: int) -> None:
    words = []
    for seed, raw in programs(batch):
        found = trial(raw, seed=seed)
        assert not found.bad, f"{program(raw)}\n{found.detail}"
        words += [found.word] * (found.word not in ("skipped", "unsupported"))
    assert words.count("ok") >= 0.8 * len(words) > 0


@pytest.mark.parametrize("form", ["plain", "latex"])
def test_what_is_printed_reads_back(form: str) -> None:
    # What \\max{...} is of is not read in LaTeX, of families or not.
    outcomes = [(outcome(raw, form), raw) for _, raw in programs(5) if "max" not in program(raw)]
    assert [program(raw) for word, raw in outcomes if word == "lost"] == []
    assert any(word == "same" for word, _ in outcomes)


def test_normal_forms() -> None:
    seen = 0
    for seed in range(400):
        random = Random(seed)
        raw = Generator(random, families=True).expression(random.randint(2, 12))
        if any(r.op == "member" for r in raw.walk()):
            seen += 1
            assert not trouble(raw), program(raw)
    assert seen > 20
