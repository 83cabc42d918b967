"""What was verified is not verified again under other names, and nothing else is taken for it."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations

import pytest

from matcalc_cli.budget import Budget, seconds
from matcalc_cli.check.before_printing import EXACTLY, MismatchError, typed, verified
from matcalc_cli.check.exact.joint import Joint
from matcalc_cli.check.named_alike import question
from matcalc_cli.pipeline import differentiate, varied
from tests.check.test_before_printing import broken

COMMANDS = ("diff", "grad", "hessian", "jacobian", "differential")


def asked(text: str, command: str = "diff") -> Hashable:
    answer = differentiate(text, order=2 if command == "hessian" else 1)
    return question(Joint(answer, command), typed(answer))


ALIKE = [
    ("tr(X'*A*X)", "tr(Y'*A7*Y)"),
    ("norm(A*x - b)^2", "norm(B2*u - c)^2"),
    ("tr(inv(X)*C)", "tr(inv(Z)*D)"),
    ("sum(exp(A*X*B))", "sum(exp(A3*X4*B5))"),
    ("alpha*x'*S*x where S: symmetric(n)", "beta*y'*T*y where T: symmetric(n)"),
]


@pytest.mark.parametrize("command", ["diff", "grad", "hessian"])
@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_other_names_are_one_question(one: str, other: str, command: str) -> None:
    assert asked(one, command) == asked(other, command)


DIFFERENT = """
    x'*A*x
    x'*A*y
    x'*S*x where S: symmetric(n)
    2*x'*A*x
    x'*A^2*x
    x'*A^3*x
    alpha*x'*x
    gamma*alpha*x'*x
    beta*x'*x where beta: positive
    x'*x
    y'*x
    x'*x where x: vector(3)
    sum(exp(x))
    sum(sin(x))
    sum(x.^3)
    sum(i, 1, n, x_i'*x_i)
    sum(i, 1, n, y_i'*y_i)
    sum(i, 1, n, x_i'*x_(i+1))
    A*x
    A'*x
    k*x'*x where k: integer
    norm(A*X - B)^2
    norm(A*X - A)^2
""".strip().splitlines()


def test_other_expressions_are_other_questions() -> None:
    found = {text.strip(): asked(text.strip()) for text in DIFFERENT}
    assert not [pair for pair in combinations(found, 2) if found[pair[0]] == found[pair[1]]]


def test_other_readings_are_other_questions() -> None:
    assert len({asked("x'*A*x", command) for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("reading", ["gradient", "hessian"])
def test_a_wrong_answer_is_none_that_was_right_in_other_names(reading: str) -> None:
    known: dict[Hashable, None] = {}
    assert verified(differentiate("norm(B*y)^2", order=2), "json", 5.0, known=known) == EXACTLY
    assert known
    with pytest.raises(MismatchError):
        verified(broken("norm(A*x)^2", reading), "json", 5.0, known=known)


@pytest.mark.parametrize("text", ["x{}'*A*x{}", "A{}*X*A{}", "logdet(X{})"])
def test_a_batch_verifies_one_expression_once(text: str) -> None:
    spent = []
    budget = Budget(1.0, 5.0, {})
    for number in range(4):
        began = seconds()
        found = varied(text.format(number, number), prints="diff", budget=budget)
        assert found.verified == EXACTLY
        spent.append(seconds() - began)
    assert spent[0] > 0
    assert spent[1:] == [0.0, 0.0, 0.0]


def test_what_reads_otherwise_is_verified_each_time() -> None:
    """A product J*[Y] is held against df by another way, which is not among what is remembered."""
    from matcalc_cli.pipeline import vjp

    spent = []
    budget = Budget(1.0, 5.0, {})
    for _ in range(2):
        began = seconds()
        vjp("A*x", budget=budget)
        spent.append(seconds() - began)
    assert min(spent) > 0


def test_no_more_than_so_many_questions_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcalc_cli.check.before_printing.REMEMBERED", 2)
    known: dict[Hashable, None] = {}
    for text in ("x'*x", "y'*A*y", "sum(sin(x))"):
        verified(differentiate(text), "grad", 5.0, known=known)
    assert list(known) == [asked("y'*A*y", "grad"), asked("sum(sin(x))", "grad")]
