"""What verification may take: a batch has it on average, a single answer for itself."""

from __future__ import annotations

from time import process_time

from matcalc_cli.budget import Budget


def _work(seconds: float) -> None:
    stop = process_time() + seconds
    while process_time() < stop:
        pass


def test_what_an_answer_leaves_the_next_ones_have() -> None:
    budget = Budget(1.0, 2.5)
    given = []
    for _ in range(4):
        with budget.spent() as seconds:
            given.append(seconds)
    assert given[0] == 1.0
    assert given == sorted(given)
    assert 1.9 < given[1] <= 2.0
    assert 2.4 < given[2] <= given[3] <= 2.5


def test_what_is_used_is_gone_and_no_debt_is_left() -> None:
    budget = Budget(0.01)
    with budget.spent():
        _work(0.03)
    assert budget.left == 0.0
    with budget.spent() as seconds:
        assert seconds == 0.01
