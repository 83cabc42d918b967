"""Entries, slices and matrices of blocks as NumPy, Julia, MATLAB and LaTeX write them."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import simplified
from matcalc_cli.program import Written

READ = {
    "numpy": {
        "A[i, :] @ x": "A[i+1,:]*x", "A[0, 1:k] @ y": "A[1,2:k]*y", "x[-1]*x[0]": "x[1]*x[n]", "A[i] @ x": "A[i+1,:]*x", "A[:k] @ x": "A[1:k,:]*x",
        "np.block([[A, B], [C, D]])": "[A, B; C, D]", "np.hstack([A, B])": "[A, B]", "np.vstack((A, B))": "[A; B]",
        "np.concatenate([x, y])": "[x; y]", "np.array([alpha, beta])": "[alpha; beta]", "np.array([[1, 2], [3, 4]]) @ x": "[1, 2; 3, 4]*x",
        "x[:, None] @ y[None, :]": "x*y'", "A[1:-1, :].T": "A[2:m-1,:]'", "x[1:] @ y[:-1]": "x[2:end]'*y[1:n-1]", "A[:, j] @ A[:, i]": "A[:,i+1]'*A[:,j+1]",
        "np.linalg.inv(A)[0, 0]": "inv(A)[1,1]", "A[-2:, :]": "A[m-1:end,:]",
    },
    "julia": {
        "A[i,:]⋅x": "A[i,:]*x", "[a, b]": "[a; b]", "[x; y]": "[x; y]", "hcat(A, B)*x": "[A, B]*x", "vcat(A, B)": "[A; B]", "[1 2; 3 4]": "[1, 2; 3, 4]",
        "A[1:k,end]": "A[1:k,n]", "2A[i,j]": "2*A[i,j]", "[2x; -x]": "[2*x; -x]", "inv(A)[1,2]": "inv(A)[1,2]", "A[i:i,:]": "A[i,:]",
    },
    "matlab": {
        "A(i,:)*x": "A[i,:]*x", "x(end)": "x[n]", "[A B; C D]": "[A, B; C, D]", "horzcat(A, B)": "[A, B]", "vertcat(A, B)": "[A; B]", "A(:)": "vec(A)",
        "A(1:k,2)": "A[1:k,2]", "inv(A)*x(2)": "x[2]*inv(A)", "[1 -2]": "[1, -2]", "A(end,1)": "A[m,1]",
    },
    "latex": {
        r"A_{i,j}": "A[i,j]", r"A_{1:k,:} x": "A[1:k,:]*x", r"[A]_{ij}": "A[i,j]", r"(A^{-1})_{k,l}": "inv(A)[k,l]", r"[x]_{i}": "x[i]",
        r"\begin{bmatrix} A & b \\ c^T & 1 \end{bmatrix} x": "[A, b; c', 1]*x", r"x_{1:k}^\top y": "x[1:k]'*y", r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}": "a*d - b*c",
        r"\log\det\begin{pmatrix} A & B \\ B^\top & D \end{pmatrix}": "logdet([A, B; B', D])", r"A_{2,1:3}": "A[2,1:3]", r"x_{1,2}": "x_1_2",
    },
}  # fmt: skip


@pytest.mark.parametrize(("notation", "text"), [(n, t) for n, texts in READ.items() for t in texts])
def test_entries_and_blocks_of_other_notations(notation: str, text: str) -> None:
    assert str(simplified(Written(text, notation)).expression) == READ[notation][text]


@pytest.mark.parametrize(
    ("notation", "text", "said"),
    [
        ("numpy", "A[::2]", "a slice with a step is not read"),
        ("numpy", "A[1, 2, 3]", "entries and slices of one or two places are read"),
        ("numpy", "A[..., 1]", "entries and slices of one or two places are read"),
        ("numpy", "x[None, :, None]", "this index is not read"),
        ("numpy", "A[:, None]", "a matrix with a new axis has three axes"),
        ("numpy", "A.unsqueeze(0)", "a matrix with a new axis has three axes"),
        ("numpy", "np.expand_dims(A + B, 0)", "a matrix with a new axis has three axes"),
        ("numpy", "(A @ B)[np.newaxis]", "a matrix with a new axis has three axes"),
        ("latex", r"\alpha^12 + x_10", "behind ^ and _ LaTeX takes one digit alone"),
        ("mathematica", "ArcTan[x, y]", "ArcTan takes 1 argument here, not 2"),
        ("numpy", "np.vstack(A)", "vstack is read of a list: vstack([A, B])"),
        ("latex", r"A_{i,", "this { is not closed"),
        ("latex", r"1.5e-3 x^\top x", "a number with an e for a power of ten is none in LaTeX"),
        ("latex", r"\mathbf{a} \mathbf{b}", "the inner dimensions of a product differ"),
        ("numpy", "np.cov(A, B)", "the covariance of two arrays is not read"),
        ("numpy", "scipy.linalg.polar(A)", "polar gives several values, and an expression has one"),
    ],
)
def test_what_is_not_read_of_them(notation: str, text: str, said: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        simplified(Written(text, notation))
    assert caught.value.message == said
