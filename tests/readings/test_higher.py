"""The derivatives of the second order and later in reports and of unknowns."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.main import main

REPORTED = {
    "sin(alpha)": ["d^2f/dalpha^2 = -sin(alpha)", "d^3f/dalpha^3 = -cos(alpha)"],
    "logdet(X)": ["d^3f = 2*tr(inv(X)*dX*inv(X)*dX*inv(X)*dX)"],
    "alpha^2*A": ["d^2f = 2*(2*alpha*dalpha*dA + dalpha^2*A)", "d^2f/dalpha^2 = 2*A", "d^3f = 6*dalpha^2*dA", "d^3f/dalpha^3 = zeros(m, n)"],
}  # fmt: skip


@pytest.mark.parametrize("program", REPORTED)
def test_a_report_has_every_order_that_was_asked_for(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", program, "--order", "3", "-f", "plain"]) == 0
    out = capsys.readouterr().out
    rows = [line[15:] for line in out.splitlines() if line[15:].startswith(("d^2", "d^3"))]
    assert rows == REPORTED[program]
    assert "verified exactly" in out


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("pretty", "d³f/dα³ = −cos(α)"),
        ("latex", r"\frac{\mathrm{d}^{3} f}{\mathrm{d}\alpha^{3}} &= -\cos(\alpha)"),
        ("typst", "frac(dif^(3) f, dif alpha^(3)) &= -cos (alpha)"),
        ("html", '<mrow><msup><mi mathvariant="normal">d</mi><mn>3</mn></msup><mi>f</mi></mrow>'),
    ],
)  # fmt: skip
def test_every_format_has_them(form: str, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "sin(alpha)", "--order", "3", "-f", form]) == 0
    assert written in capsys.readouterr().out


@pytest.mark.parametrize(
    ("form", "written"),
    [("latex", r"\mathrm{d}^{3} f &= 6"), ("typst", "dif^3 f &= 6"), ("html", "<mn>3</mn></msup><mi>f</mi></mrow>")],
)
def test_the_differential_of_a_later_order_has_it_as_an_exponent(
    form: str, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "tr(A^3)", "--order", "3", "-f", form]) == 0
    assert written in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["A*x - b", "--solve", "x", "--wrt", "A"], "-6*inv(A)*dA*inv(A)*dA*inv(A)*dA*x"),
        (["beta^2 - alpha", "--solve", "beta"], "3*dalpha^3/(8*beta^5)"),
    ],
)
def test_unknowns_have_differentials_of_every_order(
    arguments: list[str], answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["implicit", *arguments, "--order", "3", "-f", "plain"]) == 0
    assert capsys.readouterr().out.strip() == answer


def test_of_several_unknowns_each_has_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "implicit",
        "[beta^2 - alpha; gamma^2 - alpha*beta]",
        "--solve",
        "beta",
        "--solve",
        "gamma",
        "--order",
        "3",
    ]
    assert main([*asked, "-f", "markdown"]) == 0
    out = capsys.readouterr().out
    assert r"\mathrm{d}^{3} \beta &= " in out
    assert r"\mathrm{d}^{3} \gamma &= " in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["diff", "tr(Q) where Q: orthogonal(n)"], "Q moves on curves"),
        (["implicit", "A*x - b", "--solve", "x", "--loss", "norm(x)^2"], "--order 2 is the last one of a loss"),
    ],
)
def test_what_has_no_third_derivative_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--order", "3"]) == 2
    assert said in capsys.readouterr().err


def test_the_second_differential_on_curves_is_along_geodesics(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "Q*A where Q: orthogonal(n)", "--wrt", "Q", "--order", "2", "-f", "plain"]) == 0
    assert "d^2f = -Q*dQ'*dQ*A" in capsys.readouterr().out


@pytest.mark.parametrize(("program", "along", "found"), [
    ("x'*x", "x", "0"), ("(x'*x)^2", "x", "24*(x'*x)^2"), ("(x'*x)^2", "A*x", "24*(x'*A*x)*(x'*A'*A*x)"),
])  # fmt: skip
def test_a_direction_stays_what_it_is_at_the_point(
    program: str, along: str, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The way from 0 to x does not move with x."""
    assert main(["differential", "--order", "3", "--wrt", "x", "--along", along, program]) == 0
    assert capsys.readouterr().out.strip() == found
    assert main(["diff", "--order", "3", "--wrt", "x", "--along", along, program]) == 2
