"""Sums over families in LaTeX: read as papers write them, and read back as they are printed."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.writing.scope import full_clause
from matcalc_cli.render.writing.sharing import written


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\sum_{i=1}^{N} \lVert x_i - c \rVert^2", "sum(i, 1, N, norm(x_i - c)^2)"),
        (r"\sum^N_{i=1} x_i^\top A x_i", "sum(i, 1, N, x_i'*A*x_i)"),
        (r"\sum_{i=1}^{N-1} \lVert x_{i+1} - x_i \rVert^2", "sum(i, 1, N-1, norm(x_(i+1) - x_i)^2)"),
        (r"\sum_{i=1}^{M} \sum_{j=1}^{N} u_i^\top A_{ij} v_j", "sum(i, 1, M, sum(j, 1, N, u_i'*A_ij*v_j))"),
        (r"\sum_{i=1}^{M} \sum_{j=1}^{N} u_i^\top A_{i,j} v_j", "sum(i, 1, M, sum(j, 1, N, u_i'*A_ij*v_j))"),
        (r"\prod_{i=1}^{N} w^\top x_i", "prod(i, 1, N, w'*x_i)"),
        (r"\sum_{j=1}^{N} \sum_{\substack{i=1 \\ i \neq j}}^{N} x_i^\top x_j", "sum(j, 1, N, sum(i in 1:N if i != j, x_i'*x_j))"),
        (r"\sum_{i=1}^{n} \sum_{j=1, j \ne i}^{n} x_i^\top x_j", "sum(i, 1, n, sum(j in 1:n if j != i, x_i'*x_j))"),
        (r"\sum_{i=1}^{n} |y_i - a^\top x_i|", "sum(i, 1, n, abs(y_i - a'*x_i)) where y_i: scalar"),
        (r"\operatorname{softmax}(\frac{Q K^\top}{\sqrt{d}}) V", "softmax(Q*K'/sqrt(d), 2)*V where d: scalar"),
        (r"\sum_{j=1}^{N} \operatorname{sqrt}(A_{j}) B where A_i: matrix(p,n)", "sum(j, 1, N, sqrt(A_j)*B) where A_i: matrix(p,n)"),
        (r"\operatorname{softmax}(Q K^\top x) + b", "softmax(Q*K'*x) + b"),
        (r"\sum_i (y_i - w^\top x_i)^2", "sum(i, 1, N, (y_i - w'*x_i)^2) where y_i: scalar"),
        (r"\sum_{ij} (y_{ij} - u_i^\top v_j)^2", "sum(i, 1, N, sum(j, 1, M, (y_ij - u_i'*v_j)^2)) where y_ij: scalar"),
        (r"\sum_{i<j} \|x_i - x_j\|^2", "sum(i, 1, N, sum(j in 1:N if i < j, norm(x_i - x_j)^2))"),
        (r"\sum_{i=1}^n x_i + \sum_{j \neq i} \|x_i - x_j\|^2 x_i", "sum(i, 1, n, x_i) + sum(j in 1:n if j != i, norm(x_i - x_j)^2*x_i)"),
        (r"\sum_{1 \le i < j \le n} \|x_i - x_j\|^2", "sum(i, 1, n, sum(j in 1:n if i < j, norm(x_i - x_j)^2))"),
        (r"\sum_{t}^{T} \log \prod_k w_k^\top x_t", "sum(t, 1, T, log(prod(k, 1, K, w_k'*x_t)))"),
        (r"\sum_{i \in [n]} x_i", "sum(i, 1, n, x_i)"),
        (r"\sum_{\substack{i=1 \\ i \neq j,\ i \neq k}}^{n} x_i", "sum(i in 1:n if i != j and i != k, x_i)"),
        (r"x_{k+1}^\top x_k", "x_(k+1)'*x_k"),
        (r"[2 \leq k] \sum_{i=1}^{N} x_i", "[2 <= k]*sum(i, 1, N, x_i)"),
    ],
)  # fmt: skip
def test_latex_is_read(text: str, same: str) -> None:
    declared = " where A_ij: matrix(m,n)" if "A_{ij" in text or "A_{i,j" in text else ""
    assert read(Written(text + declared, "latex"))[1].expression is read(same + declared)[1].expression


@pytest.mark.parametrize(
    "text",
    [
        "sum(i, 1, N, norm(x_i - c)^2)",
        "sum(i, 1, N-1, norm(x_(i+1) - x_i)^2)",
        "sum(i in 1:N if i != k, x_i'*x_k)",
        "sum(i in 1:N if i < k, x_i'*x_k)",
        "prod(i in 1:N if i != 2, x_i'*w)",
        "sum(i, 1, M, sum(j, 1, N, u_i'*A_(i,j+1)*v_j))",
        "[k != j]*[k < N]*sum(i, 1, N, x_i)",
    ],
)
def test_latex_reads_back(text: str) -> None:
    node = read(text)[1].expression
    tree = written(node)
    assert read(Written(latex(tree) + full_clause(node, tree), "latex"))[1].expression is node
