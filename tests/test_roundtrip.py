"""parse(print(e)) = e for random programs in every format that is read; tests/campaigns/roundtrip.py runs 100,000 each."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.oracles.raw import program
from tests.oracles.roundtrip import FORMATS, outcome
from tests.oracles.trial import random_program

EACH = 250
STARTS = range(0, 4 * EACH, EACH)
OFTEN = {"unicode": 0.7, "latex": 0.7}
"""How many of the programs come back whole, where not nearly all do: see `outcome`."""


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_is_read_as_the_same(form: str, start: int) -> None:
    words = Counter()
    for seed in range(start, start + EACH):
        raw = random_program(seed)
        words[word := outcome(raw, form)] += 1
        assert word != "lost", program(raw)
    assert words["same"] > OFTEN.get(form, 0.85) * EACH
