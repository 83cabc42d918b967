from __future__ import annotations

import pytest

from tests.oracles.raw import program
from tests.oracles.trial import random_program, smallest, trial

BATCHES, BATCH = 20, 50
MOST = 5
"""Operations of an expression; tests/campaigns/fuzz.py takes larger ones, and 100,000 of them."""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_answer_of_random_programs_is_right(batch: int) -> None:
    """Differential, derivative, gradient, Jacobian and Hessian by every variable, against exact arithmetic."""
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        raw = random_program(seed, most=MOST)
        found = trial(raw)
        if found.word in {"wrong", "error"}:
            small = smallest(raw, found)
            pytest.fail(f"seed {seed}\nmatcalc diff '{program(small)}'\n{trial(small).detail}")


def test_most_answers_are_decided() -> None:
    words = [trial(random_program(seed, most=4)).word for seed in range(300)]
    assert words.count("ok") > 270
    assert words.count("differs") <= 3
