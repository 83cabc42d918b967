"""Nothing wrong is printed: every answer is verified first, and a wrong one is an internal error."""

from __future__ import annotations

import pytest

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.check.before_printing import BUDGET, EXACTLY, MismatchError, verified
from matcalc_cli.expr.build import add, multiply
from matcalc_cli.expr.node import Node, number
from matcalc_cli.pipeline import differentiate, vjp

TEXTS = """
    A^3
    x'*A*x
    alpha*A*x
    alpha^2*beta
    logdet(S) + tr(inv(S)*X) where S: spd(n), X: spd(n)
    inv(X'*X)*X'*b
    det(X*X')
    K*x where K: skew(n)
    sum(sin(x).*cos(y))
    softmax(A*x)
    Q'*A*Q where Q: orthogonal(n)
    0*x
"""


@pytest.mark.parametrize("text", [line.strip() for line in TEXTS.strip().splitlines()])
@pytest.mark.parametrize("command", ["diff", "differential", "jacobian", "json"])
def test_answers_are_verified_exactly(text: str, command: str) -> None:
    assert verified(differentiate(text, order=2), command, 5.0) == EXACTLY


@pytest.mark.parametrize("text", ["A*X*B", "x'*A*x", "inv(A)", "0*x", "K*x where K: skew(n)"])
def test_adjoints_are_verified(text: str) -> None:
    assert verified(vjp(text), "vjp", 5.0) == EXACTLY
    answer = vjp(text)
    others = [d.but(vjp=add(d.vjp, multiply(number(3), d.vjp))) for d in answer.derivatives]
    if text != "0*x":
        with pytest.raises(MismatchError):
            verified(answer.but(derivatives=tuple(others)), "vjp", 5.0)


def broken(text: str, reading: str) -> Answer:
    """The answer with one reading of its last derivative doubled."""
    answer = differentiate(text, order=2)
    *others, last = answer.derivatives
    parts: dict[str, Node | None] = {
        name: getattr(last, name) for name in ("differential", "jacobian", "gradient", "derivative", "hessian")
    }
    value = parts[reading]
    assert value is not None
    parts[reading] = multiply(number(2), value)
    differential, jacobian = parts.pop("differential"), parts.pop("jacobian")
    assert differential is not None
    assert jacobian is not None
    wrong = Derivative(last.variable, differential, jacobian, **parts)
    total = answer.total if reading != "differential" else multiply(number(2), differential)
    return Answer(answer.program, answer.expression, answer.variables, [*others, wrong], total)


@pytest.mark.parametrize(
    ("text", "reading", "command"),
    [
        ("x'*A*x", "gradient", "diff"), ("x'*A*x", "gradient", "grad"), ("x'*A*x", "jacobian", "jacobian"),
        ("x'*x", "hessian", "hessian"), ("x'*x", "hessian", "json"), ("A^3", "differential", "differential"),
        ("A^3", "jacobian", "diff"), ("alpha^2", "derivative", "diff"), ("A^3", "differential", "json"),
        ("logdet(X)", "gradient", "diff"), ("sum(exp(x))", "gradient", "grad"), ("norm(x)", "gradient", "diff"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_not_printed(text: str, reading: str, command: str) -> None:
    with pytest.raises(MismatchError):
        verified(broken(text, reading), command, 5.0)


def test_what_is_not_printed_costs_nothing() -> None:
    assert verified(broken("x'*A*x", "jacobian"), "diff", 5.0) == EXACTLY
    assert verified(broken("x'*A*x", "hessian"), "grad", 5.0) == EXACTLY


def test_a_budget_ends_it() -> None:
    assert verified(differentiate("logdet(X'*A*X)"), "diff", 1e-5) == BUDGET


def test_what_exact_arithmetic_cannot_decide_is_said() -> None:
    assert verified(differentiate("tr(A^k)*frechet(expm, A, B)", wrt=["B"]), "diff", 5.0)
    singular = differentiate("tr(inv(x*y')) where x: vector(n), y: vector(n)", wrt=["x"])
    assert verified(singular, "diff", 5.0).startswith("not decided: ")
