"""All readings of an answer in one draw: right ones agree, and each wrong one is seen by its name."""

from __future__ import annotations

import pytest

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.joint import Joint
from matcalc_cli.check.exact.verify import decide
from matcalc_cli.expr.build import add, multiply, transpose
from matcalc_cli.expr.node import Node, number
from matcalc_cli.pipeline import differentiate

TEXT = "x'*A*x*alpha + y'*y where A: matrix(n,n), x: vector(n), y: vector(m), alpha: scalar"


def wrong(answer: Answer, command: str = "json") -> list[str]:
    """The readings that are not the derivative."""
    joint = Joint(answer, command)
    roots = [answer.expression, *joint.claims]

    def word(name: str) -> str:
        compare = dict(joint.comparisons(lambda world: evaluate(answer.expression, world)))[name]
        return decide(roots, joint.variables, compare).word

    names = [name for name, _ in joint.comparisons(lambda world: evaluate(answer.expression, world))]
    return [name for name in names if word(name) != "ok"]


def changed(answer: Answer, one: Derivative, /, **readings: Node) -> Answer:
    """The answer with other readings of one derivative."""
    return answer.but(derivatives=tuple([d.but(**readings) if d is one else d for d in answer.derivatives]))


def test_all_readings_of_all_variables_are_compared() -> None:
    joint = Joint(differentiate(TEXT, order=2), "json")
    names = [name for name, _ in joint.comparisons(lambda world: [[world.ring.order]])]
    assert len(joint.columns) == 4
    assert [name for name in names if "hessian" in name] == [f"hessian by {v.name}" for v in joint.variables]
    assert not wrong(differentiate(TEXT, order=2))


@pytest.mark.parametrize("reading", ["differential", "gradient", "jacobian", "derivative"])
def test_one_wrong_reading_of_one_variable_is_found(reading: str) -> None:
    answer = differentiate(TEXT, order=2)
    last = next(d for d in reversed(answer.derivatives) if getattr(d, reading) is not None)
    found = wrong(changed(answer, last, **{reading: multiply(number(2), getattr(last, reading))}))
    assert found
    assert all(f"{reading} by {last.variable.name}" in names for names in found)


def test_a_hessian_with_the_right_quadratic_form_must_be_symmetric() -> None:
    answer = differentiate("x'*A*x", order=2)
    x = next(d for d in answer.derivatives if d.variable.name == "x")
    a = next(v for v in answer.variables if v.name == "A")
    assert x.hessian is not None
    other = add(x.hessian, a, multiply(number(-1), transpose(a)))
    assert wrong(changed(answer, x, hessian=other)) == ["hessian by x"]


def test_a_total_nobody_prints_is_not_worked_out() -> None:
    answer = differentiate(TEXT)
    answer = answer.but(total=lambda: pytest.fail("the total differential was worked out"))
    assert not wrong(answer, "json")
    assert not wrong(answer, "grad")
