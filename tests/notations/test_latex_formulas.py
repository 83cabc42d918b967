r"""LaTeX as formulas in papers have it: \sin^2\theta, \max_i |x_i|, [1 - y w^\top x]_+, \frac{1}{N} \sum_i, \log a \cdot b."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text

READ = [
    (r"\sin^2\theta", "sin(theta)^2"),
    (r"\pi^2 A^2", "pi^2*A^2"),
    (r"2\sin^2\theta\cos\theta", "2*cos(theta)*sin(theta)^2"),
    (r"\tanh^2(Wx)", "tanh(W*x).^2"),
    (r"\log^2\det X", "log(det(X))^2"),
    (r"\det^{-1/2}(2\pi\Sigma)", "1/sqrt(det(2*pi*Sigma))"),
    (r"\tan^2\frac{\theta}{2}", "tan(theta/2)^2"),
    (r"\ln^2 \|x\|", "log(norm(x))^2"),
    (r"\operatorname{vec}^\top(X) A \operatorname{vec}(X)", "vec(X)'*A*vec(X)"),
    (r"\log\alpha \cdot \beta", "beta*log(alpha)"),
    (r"\log 2\pi \times \beta", "beta*log(2*pi)"),
    (r"\ln\det(X) \operatorname{tr}(A)", "tr(A)*log(det(X))"),
    (r"\log\det\left(\sin(\alpha) I + X\right) \cdot \beta", "beta*log(det(X + sin(alpha)*I(n)))"),
    (r"\log \operatorname{tr}(A)^2", "log(tr(A)^2)"),
    (r"\lVert 1 \oslash \sqrt{y}\rVert", "norm(1./sqrt(y))"),
    (r"\sum_i (Ax-b)_i^2", "sum((A*x - b).^2)"),
    (r"\sum_{i,j} \left|(A - BC)_{ij}\right| + \sum_i (X X^\top)_{ii}", "sum(abs(A - B*C)) + tr(X*X')"),
    (r"\sum_i \log (Ax)_i - \sum_i e^{(Ax)_i}", "sum(log(A*x)) - sum(exp(A*x))"),
    (r"\prod_i (Ax)_i", "prod(j, 1, N, A[j,:]*x) where A: matrix(N,n)"),
    (r"\sum_{i=1}^m \sum_{j=1}^n \tanh\left((A^\top B)_{ij}\right)", "sum(i, 1, m, sum(j, 1, n, tanh(A[:,i]'*B[:,j]))) where A: matrix(p,m), B: matrix(p,n)"),
    (r"\mathbb{1}[x > 0]", "step(x)"),
    (r"\sum_{i=1}^n \sum_{j=1}^n \mathbb{1}\{i \neq j\} x_i^\top x_j", "sum(i, 1, n, sum(j in 1:n if i != j, x_i'*x_j))"),
    (r"\max_i x_i", "max(x)"),
    (r"\min_{1 \le k \le n} z_k", "min(z)"),
    (r"1 + \max_{i \in [n]} \left|x_i - y_i\right|", "1 + max(abs(x - y))"),
    (r"\underset{i}{\max} x_i", "max(x)"),
    (r"\left(1 - w^\top x\right)_+^2", "relu(1 - w'*x)^2"),
    (r"\|[x]_{+}\|^2", "norm(relu(x))^2"),
    (r"\sum_i [1 - y_i w^\top x_i]_+", "sum(j, 1, N, relu(1 - y_j*w'*x_j)) where y_i: scalar"),
    (r"\log\sum_i e^{x_i}", "log(sum(j, 1, N, exp(x_j))) where x_i: scalar"),
    (r"\sum_i \alpha_i x_i", "sum(j, 1, N, alpha_j*x_j)"),
    (r"-\sum_{i=1}^{K} y_i\log \hat{y}_i", "-sum(j, 1, K, y_j*log(y_hat_j)) where y_i: scalar, y_hat_i: scalar"),
    (r"\frac1N\sum_i \tanh(W x_i)", "sum(j, 1, N, tanh(W*x_j))/N"),
    (r"\frac{1}{N}\sum_i \frac{1}{K} \sum_j \|x_i - c_j\|^2", "sum(i, 1, N, sum(j, 1, K, norm(c_j - x_i)^2))/(K*N)"),
    (r"x^\top A x - \frac{n}{2}\log 2\pi", "(2*x'*A*x - n*log(2*pi))/2 where n: scalar"),
    (r"\frac{1}{N^2}\sum_{i,j} x_i^\top x_j", "sum(i, 1, N, sum(j, 1, N, x_i'*x_j))/N^2"),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "meant"), READ)
def test_a_formula_is_read(latex: str, meant: str) -> None:
    assert program_text(read(Written(latex, "latex"))[1].expression) == meant
