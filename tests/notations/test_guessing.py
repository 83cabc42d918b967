"""-i auto: which notation a text is in, and what says two things."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.questions.guessing import guessed
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.simplify import simplify

FOUND = {
    "x'*A*x": "matcalc",
    r"\|Ax-b\|^2": "latex",
    "np.trace(A @ X)": "numpy",
    "x @ A @ x": "numpy",
    "Tr[A.X]": "mathematica",
    "x.A.x": "mathematica",
    "Trace(A*X)": "sympy",
    "A.' * x": "matlab",
    "sum(abs2, A*x)": "julia",
    "norm2(A*x-y)^2": "matrixcalculus",
    "tr(A*X) where A: matrix(m,n)": "matcalc",
}


@pytest.mark.parametrize("text", FOUND)
def test_the_notation_is_guessed(text: str) -> None:
    found = guessed(text)
    assert found.notation == FOUND[text]
    assert "-i says otherwise" in read(found)[1].notes[0]


@pytest.mark.parametrize("text", ["A*B", "exp(A)", "sum(A)", "A**2"])
def test_what_says_two_things_is_refused_with_both(text: str) -> None:
    with pytest.raises(MatcalcError, match="different things") as caught:
        guessed(text)
    assert (caught.value.hint or "").count("-i ") == 2 + (text == "sum(A)")  # Python's own sum adds rows


def test_an_error_is_that_of_the_likeliest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grad", "-i", "auto", "trcae(A)"]) == 2
    assert "did you mean tr" in capsys.readouterr().err


SYMPY = """from sympy import *
n, m = symbols('n m', integer=True)
A = MatrixSymbol('A', n, m)
x, b = MatrixSymbol('x', m, 1), MatrixSymbol('b', n, 1)
r = A*x - b
(r.T*r).diff(x)
"""
SREPR = (
    "MatMul(Transpose(MatrixSymbol(Str('x'), Symbol('n', integer=True), Integer(1))), "
    "Inverse(MatrixSymbol(Str('A'), Symbol('n', integer=True), Symbol('n', integer=True)), Integer(-1)), "
    "MatrixSymbol(Str('x'), Symbol('n', integer=True), Integer(1)))"
)
READ = [
    ("sympy", SYMPY, "(A*x - b)'*(A*x - b) where A: matrix(n,m)"),
    (
        "sympy",
        SREPR,
        "x'*inv(A)*x",
    ),
    ("sympy", "diff(log(det(X)), X)", "log(det(X))"),
    ("mathematica", "f[x_] := (* a loss *) x.x", "x'*x"),
    ("numpy", "r = A @ x - b\n(r @ r)", "r = A*x - b; r'*r"),
    ("mathematica", "D[Tr[A.X], X]", "tr(A*X)"),
    ("mathematica", "r = A.x - b; -r.r/2 + 2 \\[Lambda]", "r = A*x - b; -r'*r/2 + 2*lambda"),
    ("mathematica", "(x - \\[Mu]).Inverse[S].(x - \\[Mu])", "(x - mu)'*inv(S)*(x - mu) where mu: vector"),
    ("mathematica", "Max[x, y]", None),
    ("mathematica", "Eigenvalues[A]", None),
    ("matrixcalculus", "foo(x)", None),
    ("matlab", "hypo(x,y)", None),
    ("matlab", "bsxfun(@plus, A, x)", None),
    ("numpy", 'np.einsum("bij,bjk->bik", A, B)', None),
    ("numpy", "np.matmul(A, B, C)", None),
    ("numpy", "np.hstack([x, y]) @ np.stack([x, y], axis=1) @ b", None),
    ("numpy", "np.vstack([x, y]) @ A", "[x'; y']*A"),
    ("numpy", "x[:, None] - y", "x .- y'"),
    ("julia", "Symmetric(X'X + λ*I)", "X'*X + lambda*I"),
    ("latex", r"g_i(x) + 1", None),
    ("latex", r"\psi^\dagger H \psi", "psi'*H*psi where psi: vector"),
]  # fmt: skip


@pytest.mark.parametrize(("notation", "text", "meant"), READ)
def test_programs_in_other_notations(notation: str, text: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(MatcalcError):
            read(Written(text, notation))
        return
    found, wanted = (read(t)[1].expression for t in (Written(text, notation), meant))
    assert (program_text(simplify(found)), found.shape) == (program_text(simplify(wanted)), wanted.shape)
