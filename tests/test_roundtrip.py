"""parse(print(e)) = e for random programs in every format that is read; tests/campaigns/roundtrip.py runs 100,000 each."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.oracles.raw import program
from tests.oracles.roundtrip import FORMATS, outcome
from tests.oracles.trial import random_program

EACH = 125
STARTS = range(0, 5 * EACH, EACH)
OFTEN = {"unicode": 0.6, "latex": 0.65, "numpy": 0.4, "julia": 0.4, "matlab": 0.5}
"""How many of the programs come back whole, where not nearly all do: see `outcome`."""


@pytest.mark.parametrize("start", STARTS)
def test_what_is_written_is_read_as_the_same(start: int) -> None:
    words = {form: Counter[str]() for form in FORMATS}
    for seed in range(start, start + EACH):
        raw = random_program(seed)
        for form, found in words.items():
            found[word := outcome(raw, form)] += 1
            assert word != "lost", (form, program(raw))
    for form, found in words.items():
        assert found["same"] > OFTEN.get(form, 0.8) * EACH, form
