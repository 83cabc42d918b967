"""A dX that the program itself has is a constant, and X moves along dX_1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.check.exact.verify import verify
from matcalc_cli.cli.main import main
from matcalc_cli.expr.build import multiply
from matcalc_cli.pipeline import differentiate

if TYPE_CHECKING:
    import pytest


def test_it_is_a_constant_in_the_differential() -> None:
    answer = differentiate("X*dX", wrt=["X"])
    (derivative,) = answer.derivatives
    (own,) = answer.expression.symbols - {derivative.variable}
    (moving,) = derivative.differential.symbols - {own}
    assert own.name == "dX" and moving.name == "dX_1"
    f, x = answer.expression, derivative.variable
    assert verify(f, x, derivative.differential).word == "ok"
    assert verify(f, x, multiply(own, moving)).word == "wrong"
    assert verify(f, x, multiply(own, own)).word == "wrong"


def test_the_report_says_which_is_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "X*dX", "--wrt", "X"]) == 0
    said = capsys.readouterr().out
    assert "df = dX_1*dX\n" in said
    assert "vec(df) = kron(dX', I(n))*vec(dX_1)\n" in said
    assert "verified exactly" in said
