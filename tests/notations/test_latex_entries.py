r"""Entries in LaTeX: x_2, e_i and K_{i,j} by declaration and by use, and what is printed for them read again."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import simplified
from matcalc_cli.program import Written


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        ("x_1^2 x_2", "x[1]^2*x[2]"),
        ("2 x_{i} e_{i} + x", "2*x[i]*unit(n, i) + x"),
        ("2 x_{i} e_{i}", "2*x[i]*e_i"),
        ("w_{n-1} x", "w[n-1]*x"),
        ("x_{n-1} + x_1", "x[1] + x[n-1]"),
        ("x_1 + x_2 where x: vector(n)", "x[1] + x[2]"),
        (r"\|x - x_1\|^2", "norm(x - x_1)^2"),
        (r"x_1^\top A x_2", "x_1'*A*x_2"),
        ("A x + A_{i,j} e_{i}", "A*x + A[i,j]*unit(m, i)"),
        ("A x + A_{i,j} e_1 where e_1: vector(m)", "A*x + A[i,j]*e_1"),
        ("K_{i,j}", "K[i,j]"),
        ("{K}_{2,1}", "K[2,1]"),
        (r"\sum_{j=1}^{m} \sin_{\odot}(W_{:,j})", "sum(j, 1, m, sin(W[:,j]))"),
        (r"\mathbf{e}_{i;n}^\top A \mathbf{e}_{2;m}", "A[i,2]"),
        (r"\mathbf{e}_{i+n;n^{2}+m n}", "unit(m*n + n^2, i + n)"),
        (r"\sum_{i=1}^{n} i \mathbf{e}_{i;n}", "sum(j, 1, n, j*unit(n, j))"),
        (r"\mathbf{e}_{i}^\top A", "e_i'*A"),
        ("K_{2,1:m}", "K[2,1:m]"),
        ("B a_1 where a: vector(n)", "a[1]*B"),
        (r"\begin{bmatrix} A \\ B \end{bmatrix}_{i,:}", "[A; B][i,:]"),
        ("x_{i+1} - x_{i} where x: vector(n)", "x[i+1] - x[i]"),
        ("x_{k+1} - A x_k", "x_(k+1) - A*x_k"),
        (r"K_{m,n} \operatorname{vec}(A)", "vec(A')"),
        (r"\sum_{i=k_{0}}^{N_{0}-1} x_i^\top x_i", "sum(j, k_0, N_0-1, x_j'*x_j)"),
        (r"\sum_{i=1}^{N} e^{x_i^\top x_k} x_i", "sum(j, 1, N, exp(x_j'*x_k)*x_j)"),
        (r"\sum_{i=1}^{N} \exp(-\|x_i - m\|^2) (x_i - m)", "-sum(j, 1, N, exp(-norm(m - x_j)^2)*(m - x_j))"),
        (r"\sum_{i=1}^{N} (y_i - w^\top x_i)^2", "sum(j, 1, N, (w'*x_j - y_j)^2)"),
    ],
)
def test_an_index_says_an_entry_or_a_name(latex: str, plain: str) -> None:
    assert repr(simplified(Written(latex, "latex")).expression) == plain


@pytest.mark.parametrize("text", ["x_i y_i", "x_1^2 + x_2 where x_2: vector(n)"])
def test_several_readings_are_an_error(text: str) -> None:
    with pytest.raises(MatcalcError):
        simplified(Written(text, "latex"))


@pytest.mark.parametrize(
    ("latex", "part", "answer"), [("x_1^2 x_2", "x_1", "2*x[1]*x[2]"), ("x_i^3", "x_i", "3*x[i]^2")]
)
def test_derivatives_by_an_entry_as_papers_write_it(
    latex: str, part: str, answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grad", latex, "-i", "latex", "--wrt", part, "-f", "plain"]) == 0
    assert capsys.readouterr().out.strip() == answer


@pytest.mark.parametrize(
    "program",
    [
        "grad x[2]^2*x[3]",
        "grad x'*A*x*x[1]",
        "simplify A[i,j]*x[i] + y[2:n]'*x[1:n-1]",
        "simplify x[n-1]^2",
        "simplify K[i,j]",
        "simplify unit(n,i)*x'",
        "simplify unit(m*n,3)*x'",
    ],
)
def test_what_is_printed_for_entries_is_read_again(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, text = program.partition(" ")
    main([command, text, "--wrt", "x", "-f", "latex"] if command == "grad" else [command, text, "-f", "latex"])
    latex = capsys.readouterr().out.strip()
    main([command, text, "--wrt", "x", "-f", "plain"] if command == "grad" else [command, text, "-f", "plain"])
    plain = capsys.readouterr().out.strip()
    assert main(["simplify", latex, "-i", "latex", "-f", "plain"]) == 0
    assert capsys.readouterr().out.strip() == plain
