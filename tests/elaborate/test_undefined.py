"""What has no value whatever its names stand for is refused, with the zero underlined."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.reports.conditions import text

NOTHING = """
    x/0                      | 0           | division by zero
    x./(y - y)               | y - y       | division by zero
    tr(A)/(tr(A) - tr(A'))   | tr(A) - tr(A') | division by zero
    0*A \\ b                 | 0*A         | division by zero
    A^-1*0^-2                | 0           | division by zero
    (x - x).^-1              | x - x       | division by zero
    inv(A - A)               | A - A       | no inverse
    log(0*x)                 | 0*x         | no logarithm
    logdet(zeros(3,3))       | zeros(3,3)  | no logarithm
    z = x - x; y./z          | z           | division by zero
"""


@pytest.mark.parametrize("line", [line.strip() for line in NOTHING.strip().splitlines()])
def test_zero_is_no_divisor(line: str) -> None:
    text, zero, said = (cell.strip() for cell in line.split("|"))
    with pytest.raises(MatcalcError, match=said) as caught:
        read(text)
    (label,) = caught.value.labels
    assert text[label.start : label.end] == zero
    assert (caught.value.hint is None) == (zero == "0")


@pytest.mark.parametrize(
    "text", ["0/alpha*x", "0^2*x", "x.^0", "A^0", "1/(tr(A) - tr(B))", "inv(A - A')", "0*log(alpha)"]
)
def test_what_may_have_a_value_is_not_refused(text: str) -> None:
    assert differentiate(text).derivatives


def test_zero_may_be_reached_inside_a_sum() -> None:
    with pytest.raises(MatcalcError, match="divides by zero"):
        differentiate("sum(j, -1, 4, X/j)")
    with pytest.raises(MatcalcError, match="0 has no logarithm"):
        differentiate("sum(j, 0, 2, log(j*X))")


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("log(-1)*x", "-1", "log(-1) is not a number"),
        ("sqrt(1 - 3)*x", "1 - 3", "sqrt(-2) is not a number"),
        ("(-2)^(1/2)*x", "-2", "-2 has no power 1/2"),
        ("(-2).^(-1/3)*x", "-2", "-2 has no power -1/3"),
        ("asin(2)*x", "2", "arcsin(2) is not a number"),
    ],
)
def test_numbers_are_real(text: str, number: str, said: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    (label,) = caught.value.labels
    assert (text[label.start : label.end], caught.value.message) == (number, said)


def test_an_interval_has_the_smaller_number_first() -> None:
    with pytest.raises(MatcalcError, match="2 is not below 1"):
        read("clip(x, 2, 1)")


def test_a_number_that_is_not_real_may_come_up_later() -> None:
    with pytest.raises(MatcalcError, match="this has no value"):
        differentiate("sum(j, -2, 1, sqrt(j^3))*alpha")
    with pytest.raises(MatcalcError, match=r"log\(-2\) is not a number"):
        differentiate("(tr(A) - tr(A') + log(tr(I(2))*alpha/(-alpha)))*x")


@pytest.mark.parametrize("text", ["log(2)*x", "(-2)^3*x", "2^(1/2)*x", "asin(1/2)*x", "sqrt(0)*x", "log(pi)*x"])
def test_real_numbers_are_fine_and_need_nothing(text: str) -> None:
    assert differentiate(text).conditions == ()


def test_a_derivative_that_is_nowhere_says_so() -> None:
    for program in ("(1 - 2)^alpha", "sum(0.^x)", "0^alpha*beta"):
        with pytest.raises(MatcalcError, match="no derivative with respect to its exponent"):
            differentiate(program).conditions  # noqa: B018 which works the derivatives out
    assert text(differentiate("(-2)^k*beta", wrt=["beta"]).conditions) == "k is an integer"
    assert (
        program_text(differentiate("sum(j, 0, n, beta^(n-j))", wrt=["beta"]).derivatives[0].derivative)
        == "-sum(j, 0, n-1, beta^(n-1-j)*(j - n))"
    )
    assert text(differentiate("sum(j, 0, n, beta^(2*n-2*j))", wrt=["beta"]).conditions) == "n >= -1"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("norm(x, 0)", "norm needs a p > 0, and here it is 0"),
        ("norm(x, -1)", "norm needs a p > 0, and here it is -1"),
        ("tr(sum(j, 0, Inf, A^j))", "there are no infinite sums in the language"),
    ],
)
def test_what_there_is_not(program: str, said: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(program)
    assert caught.value.message == said


def test_a_term_with_a_factor_0_is_left_out() -> None:
    """j*alpha^(j-1) at j = 0 and alpha = 0 would be 0/0."""
    assert str(differentiate("sum(j, 0, n, alpha^j)", wrt=["alpha"]).derivatives[0].gradient) == (
        "sum(j, 1, n, alpha^(j-1)*j)"
    )
