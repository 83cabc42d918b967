"""Random programs, every answer against exact arithmetic; tests/campaigns/fuzz.py takes 100,000 of them."""

from __future__ import annotations

import pytest

from matcalc_cli.expr.node import symbol
from matcalc_cli.expr.shapes.dimensions import dim
from matcalc_cli.pipeline import differentiate
from tests.campaigns.fuzz import drawn, report, tried
from tests.oracles.bugs import BUGS, exposing
from tests.oracles.raw import Raw, program
from tests.oracles.trial import Question, random_program, smallest, trial

BATCHES, BATCH = 8, 50
FIRST = 10_000_000
"""Seeds that CI's campaign does not try."""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_answer_of_random_programs_is_right(batch: int) -> None:
    """Differential, derivative, gradient, Jacobian and Hessian by every variable, against exact arithmetic."""
    decided, asked = 0, 0
    for seed in range(FIRST + batch * BATCH, FIRST + (batch + 1) * BATCH):
        raw = random_program(seed)
        found = trial(raw, seed=seed)
        decided += found.word == "ok"
        asked += found.word not in ("unsupported", "skipped")  # division by zero, above all
        if found.bad:
            small = smallest(raw, found, seed=seed)
            pytest.fail(f"seed {seed}\nmatcalc diff '{program(small)}'\n{trial(small, seed=seed).detail}")
    assert decided > 0.8 * asked
    assert asked > 0.7 * BATCH


@pytest.mark.parametrize("name", BUGS)
def test_a_bug_is_found(name: str) -> None:
    """As many programs as it took at most in ten tries: tests/campaigns/bugs.py."""
    assert exposing(name, 0, 800)


M, N = dim("m"), dim("n")


@pytest.mark.parametrize("seed", range(8))
def test_names_have_sizes_at_which_they_exist(seed: int) -> None:
    name = Raw("symbol", (M, N), payload=symbol("Q", (M, N), "stiefel"))
    turned = Raw("transpose", (N, M), (name,))
    assert trial(Raw("multiply", (M, M), (name, turned)), seed=seed).word == "ok"


def test_what_undoes_another_function_is_asked_in_numbers() -> None:
    x, y = (Raw("symbol", (M, 1), payload=symbol(name, (M, 1), "vector")) for name in "xy")
    raw = Raw("hadamard", (M, 1), (Raw("tan", (M, 1), (Raw("arctan", (M, 1), (x,)),)), y))
    answer, other = differentiate(program(raw)), differentiate("2*x.*y where x: vector(m), y: vector(m)")
    words = [Question(raw, a).finding(0).word for a in (answer, other, answer.but(derivatives=other.derivatives))]
    assert words == ["undecided", "differs", "differs"]


def test_a_failure_is_printed_as_its_smallest_program_and_what_repeats_it(monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS["a Hadamard factor is held constant"](monkeypatch)
    plain = (s for s in range(400) if s % 3 and s % 5)  # without members of families, which take a sum with them
    first = next(s for s in plain if trial(drawn(s, ""), seed=s).bad)
    lines = list(report(tried("", range(first, first + 1)), ""))
    (command, answer) = lines[-1].splitlines()[:2]
    assert command.endswith(f"python tests/campaigns/fuzz.py 1 {first}")
    raw = drawn(first, "")
    small = smallest(raw, trial(raw, seed=first), seed=first)
    assert answer == f'    matcalc diff "{program(small)}"'
    assert len(list(small.walk())) < min(12, len(list(raw.walk())))
    assert trial(small, seed=first).bad
