"""LaTeX as people paste it: every way in which something is spelled reads as what it is spelled for."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.answers import program_text

SPELLED = {
    r"\|x\|^2_2": "norm(x)^2",
    r"\|X\|^2_F": "norm(X)^2",
    r"\|X\|_\text{F}^2": "norm(X)^2",
    r"\|X\|_\mathrm{F}^2": "norm(X)^2",
    r"\left\|X\right\|^2_{\mathrm{Fro}}": "norm(X)^2",
    r"\|X\|_{\rm op}": "specnorm(X)",
    r"\|x\|_3": "norm(x, 3)",
    r"\|x\|_p": "norm(x, p)",
    r"||x||_1 + ||y||^2": "norm1(x) + norm(y)^2",
    r"||x|| ||y||": "norm(x)*norm(y)",
    r"\| \|x\| y \|": "norm(norm(x)*y)",
    r"\vert\vert Y - X\vert\vert_F^2": "norm(Y - X)^2",
    r"\norm{A x}_2^2": "norm(A*x)^2",
    r"\norm{\norm{x} y}": "norm(norm(x)*y)",
    r"|A| |B|": "det(A)*det(B)",
    r"|A||B|": "det(A)*det(B)",
    r"2|A|^{-1/2}": "2*det(A)^(-1/2)",
    r"\left|{X}\right|": "det(X)",
    r"\lvert A \rvert + \left\vert \alpha \right\vert": "det(A) + abs(alpha)",
    r"|x^\top y|": "abs(x'*y)",
    r"\log{\left(\left|{X}\right| \right)}": "log(det(X))",
    r"\log\left\lvert A\right\rvert": "logdet(A)",
    r"W^\top_1 W_1": "W_1'*W_1",
    r"x^T_1 y_1": "x_1'*y_1",
    r"\theta^2_1": "theta_1^2",
    r"\Sigma^{-1}_k": "inv(Sigma_k)",
    r"\mbox{tr}\left\{A B\right\}": "tr(A*B)",
    r"{\rm tr}(A)": "tr(A)",
    r"\mathop{\mathrm{tr}}(A)": "tr(A)",
    r"\textup{tr}(A)": "tr(A)",
    r"tr \big[ A B \big]": "tr(A*B)",
    r"Tr\{A B\}": "tr(A*B)",
    r"\text{Tr(A}^T\text{SA})": "tr(A'*S*A)",
    r"\operatorname{tr} A^\top B + 1": "tr(A'*B) + 1",
    r"\langle A, B\rangle + \left\langle x, y\right\rangle_F": "inner(A, B) + inner(x, y)",
    r"\frac\alpha2 x": "alpha/2*x",
    r"\frac12 x": "x/2",
    r"\frac{1}2 \frac 3{\alpha}": "3/(2*alpha)",
    r"\nicefrac{1}{2}\alpha + \cfrac{1}{1 + \frac1\alpha}": "alpha/2 + 1/(1 + 1/alpha)",
    r"{\alpha \over {\beta \over 2}} x": "alpha/(beta/2)*x",
    r"\log 2\pi": "log(2*pi)",
    r"\log\frac{\alpha}{\beta} + 1": "log(alpha/beta) + 1",
    r"\log\|x\|^2": "log(norm(x)^2)",
    r"\log 2\pi\sigma^2": "log(2*pi*sigma^2)",
    r"{\bf A} x": "A*x",
    r"\hat{\mathbf{x}} + \mathbf{\hat{x}} + \hat x": "3*x_hat",
    r"\hat{\boldsymbol\beta}^\top x": "beta_hat'*x where beta_hat: vector(n)",
    r"x^{\mathsf T} y + x^{\mathrm{T}} y + x^{\rm T} y + x^\mathit{T}y": "4*x'*y",
    r"\max(0, 1 - \alpha)": "maximum(0, 1 - alpha)",
    r"\max\{0, x\}": "maximum(0, x)",
    r"\min\left(x, y\right)": "minimum(x, y)",
    r"\max(x)": "max(x)",
    r"\max(\max(x), \alpha)": "maximum(max(x), alpha)",
    r"x^\top y \label{eq:f} \tag{1} \nonumber": "x'*y",
    r"\begin{gather*} x^\top y \end{gather*}": "x'*y",
    r"\begin{cases} x^\top y \end{cases}": "x'*y",
    r"\mathbb{1}^\top x": "sum(x)",
}


@pytest.mark.parametrize("text", SPELLED)
def test_a_spelling_is_read_as_what_it_is_spelled_for(text: str) -> None:
    found, meant = (read(t)[1].expression for t in (Written(text, "latex"), SPELLED[text]))
    assert (program_text(found), found.shape) == (program_text(meant), meant.shape)
