"""What explain says of derivatives of functions without a formula."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.main import main


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phi(A*x) where phi: scalar of vector(m)", r"\text{ is the gradient of }\phi \\"),
        (
            "f(x, A*x) where f: scalar of vector(n), vector(m)",
            r"\text{ is the gradient of }f\text{ by its second argument}",
        ),
    ],
)
def test_a_function_is_a_letter_in_latex(capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    assert main(["explain", text, "--wrt", "x", "-f", "latex"]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("f(x(t)) where f: scalar of vector(n), x: vector(n) of t", "dg/dt = D(x)'*grad(f)(x)"),
        ("F(A) where F: matrix(p,q) of matrix(n,n), A: matrix(n,n) of t", "df/dt = D(F)(A, D(A))"),
        ("f(A) where f: matrixfunction, A: matrix(n,n) of t", "dg/dt = D(f)(A, D(A))"),
    ],
)
def test_a_function_of_a_function_of_time_is_not_linear(
    capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert main(["explain", text]) == 0
    lines = capsys.readouterr().out
    assert said in lines
    assert "is linear" not in lines
