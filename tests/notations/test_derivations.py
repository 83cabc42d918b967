"""A derivation in LaTeX, checked line by line: which formula is the first wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.program import Written, read
from matcalc_cli.render.reports.answers import program_text

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
DIFFERENTIALS = (
    r"\mathrm{d}(X^{-1}) = -X^{-1}\,\mathrm{d}X\,X^{-1}", r"\mathrm d\log\det X = \operatorname{tr}(X^{-1}\mathrm dX)",
    r"{\rm d}\|x\|^2 = 2 x^\top {\rm d}x", r"\dd|X| = |X|\operatorname{tr}(X^{-1}\dd X)", r"\partial(X^{-1}) = -X^{-1}(\partial X)X^{-1}",
    r"\text{d}\left(x^\top x\right) = 2x^\top \text{d}x", r"dX^{-1} = -X^{-1} dX X^{-1}", r"d x^\top x = 2x^\top dx",
    r"\delta(X^{-1}) = -X^{-1}\,\delta X\,X^{-1}", r"d^2(x^\top A x) = 2 dx^\top A dx", r"d[x^\top x] = 2x^\top dx",
)  # fmt: skip
QUOTIENTS = (
    r"\frac{dx^\top x}{dx} = 2x", r"\frac{d\log\det X}{dX} = X^{-\top}", r"\frac{{\rm d}x^\top x}{{\rm d}x} = 2x",
    r"\frac{\mathrm d}{\mathrm d x} x^\top x = 2x", r"\partial_x x^\top x = 2x", r"\mathrm{D}_x x^\top x = 2x", r"D_x(x^\top x) = 2x",
    r"\dv{x^\top x}{x} = 2x", r"\pdv{x} x^\top x = 2x", r"\pdv[2]{x^\top A x}{x} = A + A^\top", r"\pdv{x^\top A y}{x}{y^\top} = A", r"\dv[2]{\alpha^3}{\alpha} = 6\alpha",
    r"\pdv{x^\top A y}{x,y} = A", r"\grad \qty(x^\top x) = 2\vb{x}", r"\frac{\partial x^\top A x}{\partial x\partial x^\top} = A + A^\top", r"\dd{x^\top x} = 2x^\top \dd{x}",
    r"\pdv{\alpha} \det \mqty(\alpha & 1 \\ 2 & 3) = 3",
    r"\frac{d^2}{d\alpha^2}\alpha^3 = 6\alpha", r"\frac{\partial^2 x^\top A y}{\partial x\,\partial y^\top} = A",
)  # fmt: skip
SECOND = (
    r"f(\alpha) = \alpha^3, \quad f'(\alpha) = 3\alpha^2, \quad f^{\prime\prime}(\alpha) = 6\alpha",
    r"f = x^\top A x \implies \mathrm{d}^2 f = 2\mathrm dx^\top A \mathrm dx \quad",
    r"f(x) = x^\top x \Rightarrow \nabla f(x) = 2x, \quad \nabla^2 f = 2I \quad",
)
PROSE = r"""\section{A loss} Let $f(x) = e^{a^\top x}$ for an $a \in \mathbb{R}^n$. % $f(x) = 1$
By the chain rule \(\nabla f(x) = f(x) a\), and $$ \nabla^2 f(x) = f(x) a a^\top. $$ So \begin{equation} df = f a^\top dx \end{equation} holds."""
LINES = """f(x) = \\|Ax - b\\|^2
     = (Ax-b)^\\top (Ax - b) -
       0
\\nabla f(x) = 2 A^\\top (Ax - b)
"""
FOUND = [
    (PROSE, "question ok ok ok", None),
    (PROSE.replace("a^\\top dx", "dx"), "question ok ok wrong", 4),
    (LINES, "question ok ok", None),
    ("f(X) = \\log\\det X\n\\nabla f = 2X^{-1}", "question wrong", 2),
    (r"f(x)=\frac{x^\top A x}{x^\top x}, \nabla f = \frac{1}{x^\top x}((A + A^\top) x - 2f(x) x)", "question ok", None),
    (r"r(x) = Ax-b, \quad f(x) = r(x)^\top r(x), \quad \nabla f(x) = 2A^\top r(x)", "question question ok", None),
    (r"\sigma(z) = \frac{1}{1+e^{-z}}, \quad \sigma'(z) = \sigma(z)(1-\sigma(z))", "question ok", None),
    (r"s = \operatorname{sigmoid}(w^\top x), \quad \nabla_x s = s(1-s) w = s(1+s) w", "question ok wrong", 2),
    (r"\delta = Wx - y, \quad L = \frac12\delta^\top\delta, \quad \frac{\partial L}{\partial W} = \delta x^\top", "question question ok", None),
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
    (r"\partial \operatorname{tr}(AX)/\partial X = A^\top", "question ok", None),
    (r"f(x) = x^\top A x, \partial f/\partial x = 2 A x", "question wrong", 2),
    (r"\[ f(X) = \log|\det X| \] \[ \frac{\partial f}{\partial X} = X^{-\top} \]", "question ok", None),
    (r"\phi(x) = \log\sum_{i=1}^{n} e^{x_i} \\ \nabla\phi(x) = \operatorname{softmax}(x) \\ = 2\operatorname{softmax}(x)", "question ok wrong", 3),
    (r"d(AXB) = A\,dX\,B", "question ok", None),
    (r"d\log\det X = \operatorname{tr}(X^{-1} dX)", "question ok", None),
    (r"d(x, y) = x^\top y = y^\top x", "question ok", None),
    *[(text, "question ok", None) for text in DIFFERENTIALS],
    *[(text.replace("= ", "= 3(", 1) + ")", "question wrong", 2) for text in DIFFERENTIALS],
    *[(text, "question ok", None) for text in QUOTIENTS],
    *[(text.replace("= ", "= 3(", 1) + ")", "question wrong", 2) for text in QUOTIENTS],
    *[(text, "question" + " ok" * text.count("\\quad"), None) for text in SECOND],
    (r"f = \alpha^3, f' = 3\alpha^2, f'' = 3\alpha^2", "question ok wrong", 3),
    (r"f(x) = Ax, \nabla^2 f = A", "question wrong", 2),
    (r"d(x^\top A x) = d(x^\top) A x + x^\top A\,dx", "question inconclusive", None),
    (r"\frac{\partial}{\partial w}\sum_i (y_i - w^\top x_i)^2 = -2\sum_i (y_i-w^\top x_i)x_i", "question ok", None),
    (r"\|x\|^2 = x^\top I_3 x", "question ok", None),
    (r"d(XY) = dX\,Y + X\,dY", "question ok", None),
    (r"f = x^\top A x \\ df = dx^\top(A + A^\top)x \\ df = dx^\top A x", "question ok wrong", 3),
    (r"d(X^{-1}) = d(X^{-1})", "question inconclusive", None),
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


ZERO = "= 0 is a condition, not checked"
F = r"f(x) = x^\top x, \quad \nabla f(x) = 2x"
LEFT_OUT = [
    (F + r" = 0 \iff x = 0", "question ok", [ZERO, "x = 0 is not checked: it is no formula of f or its derivatives"]),
    (F + r" = \mathbf{0} \text{ so } A x = b", "question ok", [ZERO, "A x = b is not checked: it is no formula of f or its derivatives"]),
    (F + r", \quad \nabla^2 f = 3I \quad \forall x", "question ok wrong", [r"\forall x is left out: conditions are not read"]),
    (F + r", \quad \|x\| = 1, \quad f(0) = 0", "question ok", [f"{left} is not checked: it is no formula of f or its derivatives" for left in (r"\|x\| = 1", "f(0) = 0")]),
    (r"f = \alpha^3, f' = 3\alpha^2, f'(1) = 3", "question ok", ["f'(1) = 3 is not checked: it is no formula of f or its derivatives"]),
    (r"f(x) = \sum_{i=1}^{n} e^{x_i}, \quad i = 1, \dots, n, \quad \nabla f(x) = \exp(x)", "question ok",
     [r"i = 1, \dots, n is left out: conditions are not read"]),
    (F + r", \quad x = 3", "question ok", ["x = 3 is not checked: it is no formula of f or its derivatives"]),
    (F + r", \quad 2x = 0", "question ok", ["2x = 0 is not checked: it is no formula of f or its derivatives"]),
    (F + r" \\ w^* = (X^\top X)^{-1} X^\top y", "question ok", [r"w^* = (X^\top X)^{-1} X^\top y is not checked: it is no formula of f or its derivatives"]),
    (F + r", \quad \beta = X^{-1} y", "question ok", [r"\beta = X^{-1} y is not checked: it is no formula of f or its derivatives"]),
    (F + r" \\ 0 = \nabla f(x), \nabla^2 f = 2I", "question ok ok", [r"0 = \nabla f(x) is not checked: it is no formula of f or its derivatives"]),
    (r"f(x) = \|Ax-b\|^2, \nabla f(x) = 2A^\top(Ax-b) = 0 \implies A^\top A x = A^\top b, \nabla^2 f = 2A^\top A", "question ok ok",
     [ZERO, r"A^\top A x = A^\top b is not checked: it is no formula of f or its derivatives"]),
    (r"f(x) = x^\top A x, \nabla f(x) = 2 A x \quad (\text{if } A = A^\top)", "question wrong",
     [r"(\text{if } A = A^\top) is left out: conditions are not read"]),
    (r"f(x) = x^\top x, \nabla f(x) = 0", "question", [ZERO]),
    (r"\nabla_x \|x\|^2 = 2x \overset{!}{=} 0 \Rightarrow \hat x = A^{-1} b", "question ok",
     [ZERO, r"\hat x = A^{-1} b is not checked: it is no formula of the function or its derivatives"]),
    (r"f(x) = a^\top x, \nabla f(x) = a, \nabla^2 f(x) = 0", "question ok ok", []),
    (r"f(x) = x^\top A x - x^\top A^\top x, \nabla f(x) = 0", "question ok", []),
    (r"f(x) = x^\top x, \nabla f(x) = 2x, \nabla^2 f(x) = 0", "question ok wrong", []),
    (r"f = x^\top x, \nabla f = 2x, x = 3", "question inconclusive question", []),
    (r"L(r) = r^\top r, \quad \nabla_x L = 2A^\top r, \quad \text{where } r = Ax-b", "question ok question", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdicts", "notes"), LEFT_OUT)
def test_what_is_no_claim_about_the_function_is_left_out_with_a_note(
    text: str, verdicts: str, notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", "-i", "latex", "-f", "json", text])
    found = json.loads(capsys.readouterr().out)
    assert [line["verdict"] for line in found["lines"]] == verdicts.split()
    assert found["notes"] == notes
    assert code == (1 if "wrong" in verdicts else 3 if "inconclusive" in verdicts or verdicts == "question" else 0)


def test_a_file_and_the_first_wrong_line_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path := tmp_path / "derivation.tex").write_text(LEAST_SQUARES.replace("- 2A", "+ 2A"))
    assert main(["check", "-i", "latex", "--file", str(path)]) == 1
    out = capsys.readouterr().out
    assert "line 4" in out and "wrong sign" in out
    assert out.endswith("line 4 is the first wrong one\n")


def test_a_formula_alone_is_checked_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-i", "latex", r"f(x) = x^\top A x"]) == 0
    assert "line" not in capsys.readouterr().out


@pytest.mark.parametrize("aside", [r", \quad x = 3", r", \quad 2x = 0", r" \quad \text{if } A = A^\top"])
def test_a_formula_is_checked_without_what_stands_behind_it(aside: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-i", "latex", "-f", "json", r"f(x) = x^\top A x" + aside]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["check"]["verdict"] == "ok" and [*found["variables"]] == ["x", "A"]
    assert "is not checked" in found["notes"][0] or "conditions are not read" in found["notes"][0]


def test_what_does_not_move_is_said_to_be_fixed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-i", "latex", r"d(XY) = dX\,Y"]) == 0
    assert "with Y held fixed" in capsys.readouterr().out


SIZES = {
    r"\det(AB) = \det(A)\det(B)": "it does not fit together unless m = n, and then it is right",
    r"\nabla_A \det(AB) = \det(A)\det(B) A^{-\top}": "it does not fit together unless m = n, and then it is right",
    r"\nabla_A \operatorname{tr}(AB) = B": "it is the transpose of the gradient (the layout ∂f/∂Xᵀ)",
    r"\operatorname{tr}(AB) = 2\operatorname{tr}(BA)": "it is 2 times the other side",
    r"(AB)^\top = A^\top B^\top": "and then it is right only when A and B commute: mind the order of the factors",
}


@pytest.mark.parametrize("text", SIZES)
def test_a_wrong_line_says_where_it_is_right(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-i", "latex", text]) == 1
    assert SIZES[text] in capsys.readouterr().out


@pytest.mark.parametrize("label", [r"df = ", r"\nabla f(x) = ", r"\frac{df}{dx} = ", r"\mathrm{d}(x^\top x) = ", ""])
def test_a_claim_may_say_what_it_is_of(label: str) -> None:
    claim = "2x^\\top dx" if "d" in label.replace("nabla", "").replace("frac{df}{dx}", "") else "2x"
    assert main(["check", "-i", "latex", r"x^\top x", "--claim", label + claim]) == 0


QUESTIONS = {
    r"dX^{-1}": "inv(X)", r"\mathrm{d}\log\det X": "log(det(X))", r"d(X^\top X)^{-1}": "inv(X'*X)", r"d\,\|x\|^2": "norm(x)^2",
    r"\partial_x \|x\|^2": "norm(x)^2", r"d\cdot x^\top x where d: scalar": "d*x'*x where d: scalar", r"d^\top x": "d'*x",
    r"dx^\top H dx": "dx'*H*dx", r"\frac{d}{2}x^\top x": "d/2*x'*x", r"d^2 x^\top x where d: scalar": "d^2*x'*x where d: scalar",
}  # fmt: skip


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_leading_d_is_left_out_of_a_question_and_another_one_is_a_letter(text: str) -> None:
    found, meant = read(Written(text, "latex"))[1], read(QUESTIONS[text])[1]
    assert program_text(found.expression) == program_text(meant.expression)
    assert any("left out" in note for note in found.notes) == ("det" in QUESTIONS[text] or "d" not in QUESTIONS[text])


@pytest.mark.parametrize("text", [r"d(x^\top A x) + y^\top x", r"d\log(2\pi) + \log|\Sigma|"])
def test_a_d_before_a_part_is_refused(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(Written(text, "latex"))
    assert "one of a part" in caught.value.message and "\\cdot" in caught.value.hint
