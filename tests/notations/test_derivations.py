"""A derivation in LaTeX, checked line by line: which formula is the first wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcalc_cli.cli.main import main

GAUSS = r"""% a log-likelihood
\begin{align*}
\ell(\mu, \Sigma) &= -\frac{1}{2}\log|\Sigma| - \frac12 (x-\mu)^\top\Sigma^{-1}(x-\mu) \label{ll}\\
\frac{\partial \ell}{\partial \mu} &= \Sigma^{-1}(x-\mu) \\
d\ell &= (x-\mu)^\top \Sigma^{-1} d\mu
\end{align*}"""
LEAST_SQUARES = r"""\begin{align}
f(x) &= \|Ax-b\|^2 \\ &= (Ax-b)^\top(Ax-b) \\
\nabla f(x) &= 2A^\top(Ax-b) \\ &= 2A^\top A x
  - 2A^\top b && \text{done}\end{align}"""
PARTS = r"""r &= Ax-b \\ f &= r^\top r \\ df &= 2 r^\top dr \\ &= 2r^\top A\,dx \\ \implies \frac{\partial f}{\partial x} &= 2A^\top r
\\ \frac{\partial^2 f}{\partial x \partial x^\top} &= 2A^\top A"""
FOUND = [
    (LEAST_SQUARES, "question ok ok ok", None),
    (LEAST_SQUARES.replace("- 2A", "+ 2A"), "question ok ok wrong", 4),
    (LEAST_SQUARES.replace("&= (Ax-b)^", "&= (Ax+b)^"), "question wrong ok ok", 2),
    (GAUSS, "question ok ok", None),
    (GAUSS.replace("x-\\mu)^\\top \\Sigma^{-1} d", "\\mu-x)^\\top \\Sigma^{-1} d"), "question ok wrong", 3),
    (PARTS, "question question ok ok ok ok", None),
    (PARTS.replace("2A^\\top A", "A^\\top A"), "question question ok ok ok wrong", 6),
    (PARTS.replace("2 r^\\top dr", "r^\\top dr"), "question question wrong ok ok ok", 3),
    (r"\nabla_x \|Ax-b\|^2 = \nabla_x (Ax-b)^\top(Ax-b) = 2A^\top (Ax-b).", "question ok ok", None),
    (r"\frac{\partial}{\partial X} \operatorname{tr}(AX) = A", "question wrong", 2),
    (r"\frac{\partial \operatorname{tr}(AX)}{\partial X} = A^\top", "question ok", None),
    (r"f(x) = x^\top A x, \quad \nabla f(x) = 2Ax", "question wrong", 2),
    (r"f(x) = x^\top A x, \quad \nabla f(x) = A + A^\top", "question wrong", 2),
    (r"d(X^{-1}) = 7 X^{-1} dX", "question wrong", 2),
    (r"d(AXB) = A\,dX\,B", "question ok", None),
    (r"d\log\det X = \operatorname{tr}(X^{-1} dX)", "question ok", None),
    (r"d(x, y) = x^\top y = y^\top x", "question ok", None),
    (r"f(x) = x^T x \implies \nabla f(x) = 3x \Rightarrow \nabla^2 f(x) = 2I", "question wrong ok", 2),
    (r"f = x^T x, f' = 2x, f'' = 2I", "question ok ok", None),
    (r"\frac{dx^Tx}{dx} = 3x", "question wrong", 2),
    (r"\frac{\partial}{\partial w}\sum_i (y_i - w^Tx_i)^2 = -2\sum_i (y_i-w^Tx_i)x_i", "question ok", None),
    (r"L(w) = \sum_{i=1}^N \log(1 + e^{-y_i w^Tx_i}), \quad \nabla L = -\sum_{i=1}^N \frac{x_i}{1 + e^{y_i w^T x_i}}", "question wrong", 2),
    (r"\operatorname{tr}(AB) = \operatorname{tr}(BA) = \operatorname{tr}(A^\top B)", "question ok wrong", 3),
    (r"f(x) = \sum_{i=1}^{n} e^{x_i} = \mathbf{1}^\top \exp(x) + \foo", "question inconclusive", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdicts", "first"), FOUND)
def test_each_line_is_checked(text: str, verdicts: str, first: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "-i", "latex", "-f", "json", "--var", "Sigma: spd(n)", text]) if "Sigma" in text else main(
        ["check", "-i", "latex", "-f", "json", text]
    )  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    assert [line["verdict"] for line in found["lines"]] == verdicts.split()
    assert found["first_wrong"] == first
    assert code == {"ok": 0, "wrong": 1, "inconclusive": 3}[found["verdict"]]


def test_a_file_and_the_first_wrong_line_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path := tmp_path / "derivation.tex").write_text(LEAST_SQUARES.replace("- 2A", "+ 2A"))
    assert main(["check", "-i", "latex", "--file", str(path)]) == 1
    out = capsys.readouterr().out
    assert "line 4" in out and "wrong sign" in out
    assert out.endswith("line 4 is the first wrong one\n")


def test_a_formula_alone_is_checked_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-i", "latex", r"f(x) = x^\top A x"]) == 0
    assert "line" not in capsys.readouterr().out
