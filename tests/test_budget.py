"""What verification may take: a batch has it on average, a single answer for itself."""

from __future__ import annotations

from matcalc_cli import pipeline
from matcalc_cli.budget import Budget, seconds, spend
from matcalc_cli.check.before_printing import verified


def test_what_an_answer_leaves_the_next_ones_have() -> None:
    budget = Budget(1.0, 2.5)
    given = []
    for _ in range(4):
        with budget.spent() as seconds:
            given.append(seconds)
    assert given == [1.0, 2.0, 2.5, 2.5]


def test_what_is_used_is_gone_and_no_debt_is_left() -> None:
    budget = Budget(0.01)
    with budget.spent():
        spend(0.03)
    assert budget.left == 0.0
    with budget.spent() as seconds:
        assert seconds == 0.01


def test_the_same_answer_takes_the_same_work() -> None:
    """No clock is asked: what one machine verifies another one verifies."""
    spent = []
    for text in ("norm(A*x - b)^2", "norm(A*x - b)^2", "logdet(X'*X)*tr(X'*X)"):
        began = seconds()
        assert verified(pipeline.differentiate(text), "json", 10.0) == "exactly"
        spent.append(round(seconds() - began, 9))
    assert 0 < spent[0] == spent[1] != spent[2]
