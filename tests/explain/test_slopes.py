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
