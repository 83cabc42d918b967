"""An answer is about what was typed: the normal form of f is held against it before anything is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from matcalc_cli import pipeline
from matcalc_cli.check.before_printing import (
    EXACTLY,
    NUMERICALLY,
    MismatchError,
    in_normal_form,
    of_what_was_typed,
    typed,
)
from matcalc_cli.check.digits.equal import equal
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import ONE, add, multiply
from matcalc_cli.expr.node import Node, number
from matcalc_cli.expr.node import Symbol as Name
from matcalc_cli.pipeline import differentiate, implicit, simplified, verified
from matcalc_cli.questions import checking, modules, solving, tracing, varying


def plus_a_number(node: Node) -> Node:
    """A rule that is wrong of numbers, and of derivatives of no order above the first."""
    return add(node, number(3)) if node.is_scalar else node


QUESTIONS: list[tuple[str, str, Callable[[], Any]]] = [
    ("pipeline", "grad", lambda: verified(differentiate("tr(A'*A) + tr(B)"), "grad")),
    ("pipeline", "diff", lambda: verified(differentiate("tr(A'*A) + tr(B)"), "diff")),
    ("pipeline", "simplify", lambda: simplified("tr(A'*A)")),
    ("pipeline", "entries", lambda: pipeline.entries("x'*A*x")),
    ("equations.reading", "implicit", lambda: implicit("x'*A*x + alpha^3 - 1 where x: vector(n)", solve="alpha")),
    ("equations.reading", "newton", lambda: solving.newton("alpha^3 + x'*x", solve=["alpha"], wrt=[])),
    ("equations.optimality.stationary", "stationary", lambda: solving.stationary("norm(A*x - b)^2", wrt=["x"])),
    ("equations.time.functional", "functional", lambda: varying.functional(
        "u(t)^2*alpha where u: scalar of scalar", functions=["u"], of="t")),
    ("equations.volume.determinant", "volume", lambda: varying.volume("exp(alpha)", wrt=["alpha"])),
    ("questions.tracing", "graph", lambda: tracing.graph("y = A*x; y'*y")),
    ("pipeline", "code", lambda: modules.code("x'*A*x")),
    ("pipeline", "plan", lambda: modules.code_plan("x'*A*x")),
    ("pipeline", "explain", lambda: pipeline.explain("x'*A*x")),
    ("equations.reading", "explain implicit", lambda: pipeline.explain_implicit(
        "x'*A*x + alpha^3 - 1 where x: vector(n)", solve=["alpha"])),
    ("pipeline", "vjp", lambda: pipeline.vjp("x'*A*x")),
    ("pipeline", "along", lambda: pipeline.varied("x'*A*x", wrt=["x"], along=["A*x"])),
    ("pipeline", "eval", lambda: checking.evaluate("x'*A*x", at=["x=[1,2,3]", "A=[1,2,3;4,5,6;7,8,10]"])),
    ("pipeline", "plot", lambda: checking.error_curve("x'*A*x")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "ask"), [(w, ask) for w, _, ask in QUESTIONS], ids=[what for _, what, _ in QUESTIONS]
)
def test_a_wrong_normal_form_is_never_answered(
    where: str, ask: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    place = __import__(f"matcalc_cli.{where}", fromlist=["simplify"])
    right = place.simplify
    monkeypatch.setattr(place, "simplify", lambda node: plus_a_number(right(node)))
    with pytest.raises(MismatchError):
        ask()


def test_a_wrong_normal_form_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipeline.check(differentiate("x'*A*x")).verdict == "ok"
    right = pipeline.simplify
    monkeypatch.setattr(pipeline, "simplify", lambda node: plus_a_number(right(node)))
    found = pipeline.check(differentiate("x'*A*x"))
    assert (found.verdict, found.reason) == ("wrong", "the normal form is not equal to what was typed")


@pytest.mark.parametrize(
    "text",
    [
        "cos(arccos(y)) where y: scalar", "logdet(expm(A))", "tan(arctan(alpha))", "sum(i, 1, N, cos(arccos(x_i'*w)))",
    ],
)  # fmt: skip
def test_where_exact_arithmetic_takes_another_branch_digits_decide(text: str) -> None:
    answer = simplified(text)
    assert typed(answer) is not answer.expression
    assert in_normal_form(typed(answer), answer.expression, 1.0) == NUMERICALLY
    assert verified(differentiate(text), "diff").verified == NUMERICALLY
    with pytest.raises(MismatchError):
        in_normal_form(typed(answer), multiply(number(2), answer.expression), 1.0)


def formula(text: str, **names: Node) -> Node:
    return instantiate(text, names, {})


def test_two_values_that_cancel_are_one() -> None:
    alpha = next(s for s in differentiate("alpha^2").variables)
    zero = formula("sqrt(2)*sqrt(A) - sqrt(2*A)", A=alpha)
    assert equal(zero, number(0)) == "ok"
    assert equal(zero, formula("A/10^20", A=alpha)) == "wrong"


def test_what_is_right_on_one_side_is_wrong() -> None:
    alpha: Name = differentiate("alpha^2").variables[0]
    assert equal(formula("sqrt(A^2)", A=alpha), alpha) == "wrong"
    assert equal(formula("arcsin(sin(A))", A=alpha), alpha) == "wrong"
    assert equal(formula("log(-1 - A^2)", A=alpha), ONE) == "undecided"


def test_what_is_as_it_was_typed_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    answer = differentiate("x'*A*x")
    assert typed(answer) is answer.expression
    monkeypatch.setattr("matcalc_cli.check.before_printing.verify", never)
    assert of_what_was_typed(answer, EXACTLY, 1.0) == EXACTLY
