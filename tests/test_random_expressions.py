"""Random programs, every answer against exact arithmetic; tests/campaigns/fuzz.py takes 100,000 of them."""

from __future__ import annotations

import pytest

from tests.oracles.bugs import BUGS, exposing
from tests.oracles.raw import program
from tests.oracles.trial import random_program, smallest, trial

BATCHES, BATCH = 20, 50
FIRST = 10_000_000
"""Seeds that CI's campaign does not try."""
RARE = "the gradient of a symmetric matrix is not projected"
"""Most programs have no symmetric variable: here all square ones are of some kind."""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_answer_of_random_programs_is_right(batch: int) -> None:
    """Differential, derivative, gradient, Jacobian and Hessian by every variable, against exact arithmetic."""
    for seed in range(FIRST + batch * BATCH, FIRST + (batch + 1) * BATCH):
        raw = random_program(seed)
        found = trial(raw, seed=seed)
        if found.bad:
            small = smallest(raw, found, seed=seed)
            pytest.fail(f"seed {seed}\nmatcalc diff '{program(small)}'\n{trial(small, seed=seed).detail}")


def test_most_answers_are_decided() -> None:
    words = [trial(random_program(seed), seed=seed).word for seed in range(300)]
    assert words.count("ok") > 260


@pytest.mark.parametrize("name", BUGS)
def test_a_bug_is_found(name: str) -> None:
    """As many programs as it took at most in ten tries: tests/campaigns/bugs.py."""
    assert exposing(BUGS[name], 0, 400, structured=1.0 if name == RARE else 0.25)


def test_a_failure_is_shrunk_to_a_program_that_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS["a Hadamard factor is held constant"](monkeypatch)
    seed = next(s for s in range(400) if trial(random_program(s), seed=s).bad)
    raw = random_program(seed)
    small = smallest(raw, trial(raw, seed=seed), seed=seed)
    assert trial(small, seed=seed).word == "wrong"
    assert len(list(small.walk())) < min(10, len(list(raw.walk())))
