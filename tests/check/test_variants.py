"""Other readings are verified as themselves: what is printed for --inner, --along, --vech, second and mixed derivatives."""

from __future__ import annotations

from typing import Any

import pytest

from matcalc_cli import pipeline, variants
from matcalc_cli.answers.answer import Answer
from matcalc_cli.budget import Budget
from matcalc_cli.check.before_printing import EXACTLY, UNDECIDED, MismatchError, verified
from matcalc_cli.check.variants.equation_points import precisely
from matcalc_cli.check.variants.other_readings import equations
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.node import Node, number
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.simplify import simplify

Options = dict[str, Any]

VARIED: list[tuple[str, Options, str]] = [
    ("x'*A*x", {"wrt": ["x"], "inner": "W"}, "grad"),
    ("tr(X'*A*X)", {"wrt": ["X"], "inner": "W"}, "grad"),
    ("tr(X'*A*X)", {"wrt": ["X"], "inner": "A'*A"}, "diff"),
    ("sum(exp(A*x))", {"wrt": ["x"], "inner": "W"}, "grad"),
    ("inv(A)", {"along": ["V"]}, "differential"),
    ("inv(A)", {"along": ["A^2"]}, "diff"),
    ("norm(A*x - b)^2", {"along": ["V", "w", "2*b"]}, "differential"),
    ("logdet(S) where S: symmetric(n)", {"along": ["V"]}, "differential"),
    ("tr(expm(A))", {"along": ["V"]}, "differential"),
    ("inv(A)", {"times": 2}, "differential"),
    ("inv(A)", {"times": 2, "along": ["V"]}, "differential"),
    ("x'*A*x", {"times": 2}, "differential"),
    ("x'*A*x", {"times": 2, "along": ["V", "w"]}, "differential"),
    ("logdet(S) where S: symmetric(n)", {"vech": True, "order": 2}, "grad"),
    ("logdet(S) where S: symmetric(n)", {"vech": True, "order": 2}, "hessian"),
    ("S*B*S where S: symmetric(n)", {"wrt": ["S"], "vech": True}, "jacobian"),
    ("sin(x'*A*b)*(x'*b)", {"wrt": ["x", "b"], "order": 2}, "hessian"),
    ("x'*S*y where S: symmetric(n)", {"wrt": ["x", "S", "y"], "order": 2}, "hessian"),
    ("alpha^2*(x'*x)", {"wrt": ["alpha", "x"], "order": 2}, "hessian"),
]
each = pytest.mark.parametrize(("text", "options", "command"), VARIED, ids=str)


def varied(text: str, options: Options) -> Answer:
    return pipeline.varied(text, **options, budget=Budget(0.0))


@each
def test_it_is_verified_exactly(text: str, options: Options, command: str) -> None:
    assert verified(varied(text, options), command, 5.0) == EXACTLY
    assert verified(varied(text, options), "json", 5.0) == EXACTLY


@each
def test_a_wrong_factor_is_caught(text: str, options: Options, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "simplify", lambda node: simplify(multiply(number(2), node)))
    with pytest.raises(MismatchError):
        verified(varied(text, options), command, 5.0)


def test_a_wrong_weight_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "instantiate", lambda _, nodes, __: multiply(nodes["W"], nodes["G"]))
    with pytest.raises(MismatchError):
        verified(varied("x'*A*x", {"wrt": ["x"], "inner": "W"}), "grad", 5.0)


def test_the_pipeline_gives_no_wrong_answer_to_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "instantiate", lambda _, nodes, __: multiply(nodes["W"], nodes["G"]))
    with pytest.raises(MismatchError):
        pipeline.varied("x'*A*x", wrt=["x"], inner="W")


def test_a_mixed_hessian_of_the_other_order_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "matrix_of", lambda node, moving: _crossed(matrix_of(node, moving)))
    with pytest.raises(MismatchError):
        verified(varied("(x'*A*b)*(x'*b)", {"wrt": ["x", "b"], "order": 2}), "hessian", 5.0)


def _crossed(node: Node) -> Node:
    return transpose(node)


def test_a_wrong_second_derivative_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the second pass does to the first differential: here it forgets a product's second factor."""
    forgetful = variants.differential

    def differential(node: Node, moved: Any) -> Node:
        first = next(iter(moved))
        return forgetful(node, {first: moved[first]})

    monkeypatch.setattr(variants, "differential", differential)
    with pytest.raises(MismatchError):
        verified(varied("x'*A*x", {"times": 2}), "differential", 5.0)


def test_the_plain_derivative_is_verified_where_the_reading_cannot_be() -> None:
    """B is no direction in which a symmetric matrix may move."""
    found = varied("tr(S*B) where S: symmetric(n), B: matrix(n,n)", {"wrt": ["S"], "along": ["B"]})
    assert (
        verified(found, "differential", 5.0)
        == f"{UNDECIDED}: the derivative before it was transformed is verified exactly"
    )


UNDECIDED_EXACTLY = ["sum(log(A*x))", "sum(exp(x).*dx)", "sum(log(exp(x) + dx)) where dx: vector(n)"]
"""Of which modulo p a wrong gradient is one that may differ; in two of them dx is a constant of the program."""


@pytest.mark.parametrize("text", UNDECIDED_EXACTLY)
def test_sixty_digits_know_right_from_wrong(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"wrt": ["x"], "inner": "W"}
    assert {precisely(equation, 0) for equation in equations(varied(text, options), "grad")} == {"ok"}
    monkeypatch.setattr(variants, "simplify", lambda node: simplify(multiply(number(2), node)))
    assert {precisely(equation, 0) for equation in equations(varied(text, options), "grad")} == {"wrong"}
    with pytest.raises(MismatchError):
        verified(varied(text, options), "grad", 5.0)


def test_where_no_point_has_a_value_nothing_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "simplify", lambda node: simplify(multiply(number(2), node)))
    how = verified(varied("sum(log(x.*y - x.^2 - y.^2))", {"wrt": ["x"], "inner": "W"}), "grad", 5.0)
    assert how.startswith(UNDECIDED)


@pytest.mark.parametrize("along", ["expm(Y')", "inv(Y)", "Y*Y'"])
def test_a_direction_of_another_shape_is_refused(along: str) -> None:
    with pytest.raises(MatcalcError, match="does not have the shape of A"):
        pipeline.varied("A where A: matrix(m,n)", along=[along])
