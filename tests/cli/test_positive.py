"""Numbers that are declared positive: what is simpler of them, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.sign import is_positive
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express

SIMPLER = {
    "sqrt(sigma^2)": "sigma",
    "sqrt(sigma^2*alpha)": "sqrt(alpha)*sigma",
    "sqrt(4*sigma^2*tau^4*alpha*x'*y)": "2*sqrt(alpha*x'*y)*sigma*tau^2",
    "(sigma^2)^alpha": "sigma^(2*alpha)",
    "((2*sigma + tau)^2)^(1/2)": "2*sigma + tau",
    "abs(sigma)": "sigma",
    "abs(sigma*tau/3)": "sigma*tau/3",
    "sign(sigma^2)": "1",
    "step(sigma)": "1",
    "relu(sigma)": "sigma",
    "log(sigma^3)": "3*log(sigma)",
    "norm(sigma*x)": "sigma*norm(x)",
    # Of none of these the sign is known.
    "abs(sigma - tau)": "abs(sigma - tau)",
    "abs(-sigma*alpha)": "abs(alpha*sigma)",
    "sqrt(alpha^2)": "abs(alpha)",
    "abs(alpha*sigma)": "abs(alpha*sigma)",
    "abs(x'*y)": "abs(x'*y)",
    "abs(tr(A))": "abs(tr(A))",
}
WHERE = "sigma: positive, tau: positive"


def expression(text: str) -> Node:
    return differentiate(text, var=[d for d in WHERE.split(", ") if d[:3] in text]).expression


@pytest.mark.parametrize(("text", "simpler"), SIMPLER.items())
def test_what_is_simpler_of_a_positive_number(text: str, simpler: str) -> None:
    assert plain(express(expression(text))) == simpler


@pytest.mark.parametrize("text", ["x", "-sigma", "sigma*alpha", "0*sigma", "sigma*(x'*x)"])
def test_what_is_not_surely_positive(text: str) -> None:
    assert not is_positive(expression(text))


def test_its_differential_is_any_number() -> None:
    (found,) = differentiate("log(sigma) where sigma: positive").derivatives
    assert [s.kind for s in found.differential.symbols if s.differential_of] == ["scalar"]
    assert not differentiate("log(sigma) where sigma: positive").conditions


def test_the_answer_declares_it(matcalc: Any) -> None:
    assert matcalc("grad", "sigma^2*alpha", "--wrt", "sigma", "--var", "sigma: positive").out == (
        "2*alpha*sigma where sigma: positive\n"
    )
    found = json.loads(matcalc("grad", "sigma^2 where sigma: positive", "-f", "json").out)
    assert found["variables"]["sigma"]["kind"] == "positive"


def test_a_number_that_is_not_positive_is_refused(matcalc: Any) -> None:
    found = matcalc("eval", "log(sigma) where sigma: positive", "--at", "sigma=-1")
    assert (found.code, found.err) == (2, "error: sigma is a number > 0, and the number given for it is not\n")
    assert matcalc("eval", "log(sigma) where sigma: positive", "--at", "sigma=1").code == 0


def test_it_has_no_dimension_and_a_positive_definite_matrix_is_named() -> None:
    with pytest.raises(MatcalcError) as error:
        read("A where A: positive(n)")
    assert error.value.hint == "write A: positive; a positive definite matrix is spd(n)"


def test_a_variable_may_be_called_so() -> None:
    assert differentiate("2*positive").derivatives[0].variable.kind == "vector"


def test_the_claim_is_right_for_positive_numbers_alone(matcalc: Any) -> None:
    words = ("sqrt(sigma^2*beta^2)", "--wrt", "sigma", "--claim", "abs(beta)")
    assert matcalc("check", *words, "--var", "sigma: positive").code == 0
    assert matcalc("check", *words).code == 1
