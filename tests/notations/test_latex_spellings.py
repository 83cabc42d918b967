"""LaTeX as people paste it: every way in which something is spelled reads as what it is spelled for."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text

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
    r"tr AB + 1": "tr(A*B) + 1",
    r"log \beta + \log_2 \alpha + \log_{10}(\alpha)": "log(beta) + log2(alpha) + log10(alpha)",
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
    r"W^{(2)} x": "W_2*x",
    r"\mathbf{W}^{[k]} x": "W_k*x",
    r"W^{(2)\top} x + W^{(2)} y": "W_2'*x + W_2*y",
    r"A : B C - 2 X : X": "inner(A, B*C) - 2*inner(X, X)",
    r"A_{1:k,:} : B_{1:k,:}": "inner(A[1:k,:], B[1:k,:])",
    r"\begin{bmatrix} A & B \\ C & D \end{bmatrix} : E": "inner([A, B; C, D], E)",
    r"(A : B) C": "inner(A, B)*C",
    r"-\alpha A : (B + C)": "-inner(alpha*A, B + C)",
    r"\frac{1}{2N} \|x\|^2": "norm(x)^2/(2*N) where N: scalar",
    r"-\frac{N D}{2} \ln(2\pi) - \frac{N}{2}\ln|\Sigma|": "-N*D/2*log(2*pi) - N/2*logdet(Sigma) where N: scalar, D: scalar",
    r"x^\top \frac{M}{2} x": "x'*(M/2)*x",
    r"a^tXb": "a'*X*b",
    r"a^{t} X^t X a": "a'*X'*X*a",
    r"{}^tX X": "X'*X",
    r"x^HAx + y^\mathsf{H}Ay": "x'*A*x + y'*A*y",
    r"x_\theta^T A x_{\theta}": "x_theta'*A*x_theta",
    r"x_\mathrm{new}^\top \Sigma_\epsilon x_{\text{new}}": "x_new'*Sigma_epsilon*x_new",
    r"\sigma(W_2\sigma(W_1x))": "sigmoid(W_2*sigmoid(W_1*x))",
    r"\sigma(w^\top x)": "sigmoid(w'*x)",
    r"\mathrm{softmax}\!\left(Wx\right) + \log\det\mathbf{A}": "softmax(W*x) + log(det(A))",
    r"-y^\top\log\hat{y}": "-y'*log(y_hat)",
    r"C\sum_{i=1}^n \xi_i": "C*sum(i, 1, n, xi_i) where C: scalar",
    r"x^\top (A \odot \begin{bmatrix} B & C \end{bmatrix}) y": "x'*(A.*[B, C])*y",
}


@pytest.mark.parametrize("text", SPELLED)
def test_a_spelling_is_read_as_what_it_is_spelled_for(text: str) -> None:
    found, meant = (read(t)[1].expression for t in (Written(text, "latex"), SPELLED[text]))
    assert (program_text(found), found.shape) == (program_text(meant), meant.shape)


DISPLAYED = {
    r"f(x) = x^\top A x": ("x'*A*x", "f(x) ="),
    r"$$f(\mathbf{w}) := \|\mathbf{w}\|^2.$$": ("norm(w)^2", r"f(\mathbf{w}) :="),
    r"\mathcal{L}(\beta) = \|y - X\beta\|^2": ("norm(y - X*beta)^2 where beta: vector(n)", r"\mathcal{L}(\beta) ="),
    r"J_{\text{new}} \triangleq x^\top y": ("x'*y", r"J_{\text{new}} \triangleq"),
    r"\min_x \|x\|^2 \quad\text{s.t.}\quad Cx = d": ("norm(x)^2", r"\min_x"),
    r"\min_{w} \frac{1}{2}\|w\|^2": ("norm(w)^2/2", r"\min_{w}"),
    r"\underset{x}{\operatorname{argmin}}\ \|x\|": ("norm(x)", r"\underset{x}{\operatorname{argmin}}"),
    r"\hat{x} = \operatorname*{arg\,min}_{x} \|x\|": ("norm(x)", r"\operatorname*{arg\,min}_{x}"),
    r"\text{minimize } \|x\|^2 \text{ subject to } Ax = b": ("norm(x)^2", r"\text{minimize }"),
    r"\lVert Ax - b\rVert^2, \quad x \in \mathbb{R}^n": ("norm(A*x - b)^2", r"x \in \mathbb{R}^n"),
    r"\nabla_X \operatorname{tr}(A X)": ("tr(A*X)", r"\nabla_X"),
    r"\frac{\partial}{\partial X} \operatorname{tr}(A X)": ("tr(A*X)", r"\frac{\partial}{\partial X}"),
    r"\frac{\partial \operatorname{tr}(A X)}{\partial X} = A^T": ("tr(A*X)", "= A^T"),
    r"\frac{d}{dx} x^\top y": ("x'*y", r"\frac{d}{dx}"),
    r"\partial/\partial x\, x^\top y": ("x'*y", r"\partial/\partial x"),
    r"\begin{align*} f(x) &= x^\top A x \\ &= \operatorname{tr}(A x x^T) \end{align*}": ("x'*A*x", "f(x) ="),
    r"\begin{align} f &= x^\top x \\ g &= y^\top y \end{align}": ("x'*x", "g = y"),
    r"J = r^\top r,\quad r = Ax - b": ("r = A*x - b; r'*r", "J ="),
    r"\begin{equation}\label{e} \min_{w} w^\top w \end{equation}": ("w'*w", r"\min_{w}"),
}


@pytest.mark.parametrize("text", DISPLAYED)
def test_what_stands_around_a_formula_is_left_out_with_a_note(text: str) -> None:
    meant, note = DISPLAYED[text]
    program, found = read(Written(text, "latex"))
    assert program_text(found.expression) == program_text(read(meant)[1].expression)
    assert any(note in said for said in program.notes)


SAID_BY = {
    r"\frac{\partial x^T A x}{\partial x}": "x",
    r"\frac{dx^Tx}{dx}": "x",
    r"\frac{\partial^2}{\partial \alpha \partial \beta} \alpha^2\beta": "alpha beta",
    r"\nabla_{\mathbf{w}} \|Xw - y\|^2": "w",
    r"\nabla^2_x x^\top A x": "x x",
    r"\nabla \|x\|^2": "",
    r"\frac{\partial}{\partial X_{ij}} \operatorname{tr}(X)": "X_ij",
    r"\frac{d - 1}{2} x": "",
}


@pytest.mark.parametrize("text", SAID_BY)
def test_a_derivative_says_itself_by_what(text: str) -> None:
    assert " ".join(read(Written(text, "latex"))[0].by) == SAID_BY[text]


def test_by_what_it_says_is_what_is_answered() -> None:
    asked = [r"\frac{\partial x^T A x}{\partial x}", r"\frac{\partial}{\partial A_{ij}} x^T A x"]
    found = [differentiate(Written(text, "latex")).derivatives for text in asked]
    assert [[d.variable.name for d in derivatives] for derivatives in found] == [["x"], ["A[i,j]"]]
    for text in (r"\frac{\partial^2}{\partial x^2} x^TAx", r"\frac{\partial}{\partial z} x^TAx"):
        with pytest.raises(MatcalcError) as caught:
            differentiate(Written(text, "latex"))
        assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        r"\nabla f",
        r"h_\theta(x^{(i)})",
        r"\nabla f(x) = 2Ax",
        r"\frac{\partial f}{\partial x}",
        r"\frac{\partial \mathcal{L}(w)}{\partial w} = 2w",
        r"f(x) = \begin{cases} x & x > 0 \\ 0 \end{cases}",
        r"A x = b",
        r"\hat{x + y}",
        r"|A \| B|",
        r"\|x|",
        r"\rvert x",
        r"\|x\|_M",
        r"W^{(2)} W_2",
        r"f^{(2)} x",
        r"A : B : C",
        r": B",
    ],
)
def test_what_has_no_formula_is_refused(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(Written(text, "latex"))
    assert caught.value.hint or caught.value.kind == "syntax"


def test_a_function_that_is_declared_is_part_of_the_expression() -> None:
    found = read(Written(r"\nabla f(x)^\top x where f: scalar of vector(n)", "latex"))[1].expression
    assert program_text(found) == program_text(read("grad(f)(x)'*x where f: scalar of vector(n)")[1].expression)
