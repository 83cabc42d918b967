"""Julia, MATLAB and Python as people paste them: calls, modules, functions around an expression."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.answers import program_text

READ = [
    ("julia", "1//2*x", "1/2*x"),
    ("julia", "x'y*2//3", "2/3*x'*y"),
    ("julia", "√(x'x) + √2", "sqrt(x'*x) + sqrt(2)"),
    ("julia", "√α*x", "sqrt(alpha)*x"),
    ("julia", "b'/A", "b'*inv(A)"),
    ("julia", "sum(log, A*x)", "sum(log(A*x))"),
    ("julia", "sum(abs2, A*x - b)", "sum((A*x - b).^2)"),
    ("julia", "sum(abs2.(x .- y)) + 1", "sum((x - y).^2) + 1"),
    ("julia", "sum(log1pexp.(x)) + sum(logistic.(x))", "sum(softplus(x)) + sum(sigmoid(x))"),
    ("julia", "LinearAlgebra.tr(A) + LinearAlgebra.logdet(A)", "tr(A) + logdet(A)"),
    ("julia", "x -> x'A*x", "x'*A*x"),
    ("julia", "function f(x)\n  r = A*x - b\n  return r'r\nend", "r = A*x - b; r'*r"),
    ("matlab", "b'/A", "b'*inv(A)"),
    ("matlab", "(A + B)/C", "(A + B)*inv(C)"),
    ("matlab", "x/2 + y/n", "x/2 + y/n where n: scalar"),
    ("matlab", "f = @(x) x'*A*x", "x'*A*x"),
    ("numpy", "f = lambda x: x @ A @ x", "x'*A*x"),
    ("numpy", "F.softmax(x, dim=-1)", "softmax(x, 1)"),
    ("numpy", "torch.nn.functional.softmax(A, dim=-1)", "softmax(A, 2)"),
    ("numpy", "x.pow(2).pow(3).sum()", "sum((x.^2).^3)"),
    ("numpy", "torch.mm(A, B).mv(x)", "A*B*x"),
    ("numpy", "(A @ x).sigmoid().log().sum()", "sum(log(sigmoid(A*x)))"),
    ("numpy", "A.T.conj().detach() @ x", "A'*x"),
]
REFUSED = [
    ("julia", "@time x"),
    ("julia", "2^1//2"),
    ("julia", "1//"),
    ("julia", "√"),
    ("julia", "sum(foo, x)"),
    ("numpy", "x.sum(axis=1)"),
    ("numpy", "x.pow"),
    ("numpy", "np.sum(A, axis=0, dtype=B)"),
]


@pytest.mark.parametrize(("notation", "text", "meant"), READ)
def test_it_is_read_as_it_is_meant(notation: str, text: str, meant: str) -> None:
    found, wanted = (read(t)[1].expression for t in (Written(text, notation), meant))
    assert (program_text(found), found.shape) == (program_text(wanted), wanted.shape)


@pytest.mark.parametrize(("notation", "text"), REFUSED)
def test_what_is_not_read_is_refused(notation: str, text: str) -> None:
    with pytest.raises(MatcalcError):
        read(Written(text, notation))
