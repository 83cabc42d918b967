"""Implicit functions are verified by the equation that gives them, whose solution nobody writes down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer
from matcalc_cli.check.before_printing import MismatchError, verified
from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.node import Node, number

SYSTEMS = [
    ("A*x - b", "x"),
    ("x.^3 + A*x - alpha*b", "x"),
    ("S*x - alpha*b where S: spd(n)", "x"),
    ("X*A*X - B where X: matrix(n,n)", "X"),
    ("A*X + X*B - C", "X"),
    ("beta^3 + alpha*beta - x'*x", "beta"),
    ("A*x - dA*b where A: matrix(n,n), dA: matrix(n,n)", "x"),
]


def solved(text: str, unknown: str, loss: str = "") -> Answer:
    return pipeline.implicit(text, solve=unknown, loss=loss)


@pytest.mark.parametrize(("text", "unknown"), SYSTEMS)
@pytest.mark.parametrize("command", ["differential", "json"])
def test_what_is_printed_is_verified(text: str, unknown: str, command: str) -> None:
    assert verified(solved(text, unknown), command, 2.0) == "exactly"


@pytest.mark.parametrize(("text", "unknown"), SYSTEMS)
def test_gradients_of_a_loss_are_verified(text: str, unknown: str) -> None:
    loss = {"x": "norm(x)^2 + b'*x", "X": "tr(X'*A*X) + tr(A)", "beta": "beta^2*alpha"}[unknown]
    for command in ("grad", "json"):
        assert verified(solved(text, unknown, loss), command, 2.0) == "exactly"


def test_elementwise_functions_are_verified_too() -> None:
    assert verified(solved("tanh(x) + A*x - b", "x"), "differential", 2.0) == "exactly"


def test_no_more_points_are_looked_for_than_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is a Newton iteration with differences, hundreds of logarithms long."""
    from matcalc_cli.check.solutions import doubles, verify

    asked: list[dict[str, int]] = []

    def places(equations: Any, unknowns: Any, symbols: Any, sizes: dict[str, int], *rest: int) -> Iterator[Any]:
        asked.append(sizes)
        return real(equations, unknowns, symbols, sizes, *rest)

    real = doubles.places
    monkeypatch.setattr(doubles, "places", places)
    monkeypatch.setattr(verify, "_at", lambda *_: "ok")
    assert verified(solved("logm(B*X) - A", "X"), "differential", 2.0) == "numerically"
    assert asked == asked[:1] * len(asked)  # two points of one set of sizes have agreed


def doubled(node: Node) -> Node:
    return multiply(number(2), node)


def test_a_wrong_solution_is_noticed() -> None:
    answer = solved("A*x - b", "x")
    assert answer.variant is not None
    assert answer.variant.solved is not None
    solved_wrongly = answer.variant.solved
    moves = {x: doubled(dx) for x, dx in solved_wrongly.moves.items()}
    answer = answer.but(variant=answer.variant.but(solved=solved_wrongly.but(moves=moves)))
    with pytest.raises(MismatchError):
        verified(answer, "differential", 2.0)


def test_a_wrong_gradient_is_noticed() -> None:
    answer = solved("A*X + X*A - C", "X", "tr(X*X*A)")
    found = next(d for d in answer.derivatives if d.variable.name == "A")
    assert found.gradient is not None
    changed = found.but(gradient=transpose(found.gradient))
    with pytest.raises(MismatchError):
        verified(answer.but(derivatives=(changed,)), "grad", 2.0)


@pytest.mark.parametrize("reading", ["jacobian", "derivative"])
def test_a_wrong_reading_is_noticed(reading: str) -> None:
    answer = solved("A*x - alpha*b", "x")
    found = next(d for d in answer.derivatives if d.variable.name == "alpha")
    changed = found.but(**{reading: doubled(getattr(found, reading))})
    answer = answer.but(derivatives=tuple([changed if d is found else d for d in answer.derivatives]))
    assert verified(answer, "differential", 2.0) == "exactly"
    with pytest.raises(MismatchError):
        verified(answer, "json", 2.0)


@pytest.mark.parametrize(
    "text", ["svdvmax(cbrt(W)) - x where W: matrix(m,n)", "eigvecmax(cbrt(W + W')) - x where W: matrix(n,n)"]
)
def test_digits_know_the_inverse_of_a_matrix_without_full_rank(text: str) -> None:
    """pinv(sigma^2*I - A'*A) has a singular argument, which digits once inverted."""
    answer = pipeline.implicit(text, solve="x", prints="implicit")
    assert answer.verified == "numerically"
