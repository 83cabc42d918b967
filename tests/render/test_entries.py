"""Entries, slices and blocks in every format, and read back from those that are read."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import read, reads_back, simplified
from matcalc_cli.program import Written
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.mathml import mathml
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.typst import typst
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.scope import full_clause

FORMS = {
    "A[i,j]": ("A[i,j]", "A_{i,j}", "A_(i,j)"),
    "inv(A)[2,:]": ("(A⁻¹)[2,:]", "(A^{-1})_{2,:}", "(A^(-1))_(2,:)"),
    "A[1:k,end]": ("A[1:k,n]", "A_{1:k,n}", "A_(1:k,n)"),
    "A[2:end,:]": ("A[2:end,:]", "A_{2:end,:}", 'A_(2:"end",:)'),
    "x_1[i+1]": ("x_1[i+1]", "{x_{1}}_{i+1}", "x_(1)_(i+1)"),
    "dA[i,j]": ("dA[i,j]", r"\mathrm{d}A_{i,j}", "dif A_(i,j)"),
    "[A, b; c', 1]": ("[A, b; cᵀ, 1]", r"\begin{bmatrix} A & b \\ c^{\mathsf{T}} & 1 \end{bmatrix}", 'mat(delim: "[", A, b; c^sans(T), 1)'),
    "blkdiag(A, B)": ("[A, 0; 0, B]", r"\begin{bmatrix} A & 0 \\ 0 & B \end{bmatrix}", 'mat(delim: "[", A, 0; 0, B)'),
    "[x; zeros(2)]": ("[x; 0]", r"\begin{bmatrix} x \\ 0_{2} \end{bmatrix}", 'mat(delim: "[", x; 0_(2))'),
    "unit(n,i)*x'": ("unit(n, i) xᵀ", r"\mathbf{e}_{i;n} x^{\mathsf{T}}", "e_(i) x^sans(T)"),
    "A[1:2,:]'*x": ("A[1:2,:]ᵀ x", r"A_{1:2,:}^{\mathsf{T}} x", "A_(1:2,:)^sans(T) x"),
    "I(n)[i,j]": ("[i = j]", "[i = j]", "[i = j]"),
    "I(n)[1,n]": ("I[1,n]", "(I_{n})_{1,n}", "(I_(n))_(1,n)"),
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_how_entries_slices_and_blocks_are_written(text: str) -> None:
    tree = express(simplified(text).expression)
    shown, in_latex, in_typst = FORMS[text]
    assert plain_text(pretty(tree)).replace("Iₙ", "I") == shown
    assert latex(tree) == in_latex
    assert typst(tree).replace(" (", "(").replace("I_(n)", "I_(n)") == in_typst.replace(" (", "(")
    assert mathml(tree).count("<m") >= 2


READ_BACK = [
    "A[i,j]*x[2]*B[:,1:k]", "[A, B; C, D]*[x; y; z]", "[A, b; c', 1]*x[2:end]", "unit(n,2)*A[i,:] + unit(n,i)*b'", "x[n-i] where x: vector(n)",
    "A[1:k,2:4]'", "I(n)[:,2:3]*A", "[x; zeros(k)]", "diag(p,1) + diag(p,-1) + diag(d) where d: vector(n+1), p: vector(n)",
    "(A + B)[2,:]", "inv([A, B; B', D])[1:m,m+1:m+n] where A: symmetric(m), D: symmetric(n)", "sum(i, 1, n-1, (x[i+1] - x[i])^2) where x: vector(n)",
    "[A, 0; 0, B]", "-[x; -y]", "A[i,:]*[x; 1]", "kron(I(n)[:,1:2], x)", "blkdiag(A, B, C)", "x[2*i+1]", "A[end,end]", "[1, -2; 3, 4]*x",
    "eigvals(S)[k] where S: symmetric(n)", "exp(x[i])*unit(n, i) where x: vector(n)",
]  # fmt: skip


@pytest.mark.parametrize("text", READ_BACK)
def test_plain_reads_back(text: str) -> None:
    found = simplified(text).expression
    assert reads_back(program_text(found, reads_back), found)


@pytest.mark.parametrize(
    "text", ["A[i,j]", "A[1:k,:]*x", "[A, b; c', 1]", "inv(A)[2,1]", "[A, B; C, D]*[x; y; z]", "A[2:end,:]*x"]
)
def test_latex_reads_back(text: str) -> None:
    found = simplified(text).expression
    source = Written(latex(express(found)) + full_clause(found, express(found)), "latex")
    assert read(source)[1].expression is found


def test_a_zero_block_is_written_out_where_nothing_tells_its_size() -> None:
    assert str(simplified("[A; zeros(k,n)] where A: matrix(m,n)").expression) == "[A; zeros(k, n)]"
    assert (
        str(simplified("[A, zeros(m,k); zeros(k,n), B] where A: matrix(m,n), B: matrix(k,k)").expression)
        == "[A, 0; 0, B]"
    )
