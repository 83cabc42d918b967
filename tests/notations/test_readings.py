"""Programs in LaTeX, NumPy, Julia and MATLAB: what they mean, and where they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text

LATEX = {
    r"x^\top A x": "x'*A*x",
    r"\operatorname{tr}(X^{\mathsf{T}} A X)": "tr(X'*A*X)",
    r"\mathrm{tr}\left(X^{T} A X\right)": "tr(X'*A*X)",
    r"\lVert Ax-b \rVert^2 + \lambda\|x\|^2": "norm(A*x - b)^2 + lambda*norm(x)^2",
    r"\left\lVert x \right\rVert_2^2": "norm(x)^2",
    r"\|A\|_F^2": "norm(A)^2",
    r"\|A\|_{\mathrm{F}}": "norm(A)",
    r"\frac{1}{2} x^T A x": "1/2*(x'*A*x)",
    r"\frac12 \frac{x^Tx}{\mu}": "1/2*(x'*x)/mu",
    r"\tfrac{\|x\|^2}{2}": "norm(x)^2/2",
    r"A^{-1} \otimes B^{-\top}": "kron(inv(A), inv(B)')",
    r"A^{-\mathsf T} b": "inv(A)'*b",
    r"\log\det X": "log(det(X))",
    r"\log \det\left(X^\top X\right) + \alpha": "log(det(X'*X)) + alpha",
    r"A \odot \mathbf{B}": "A.*B",
    r"\boldsymbol{\Sigma}^{-1}\mu\mathbf{x}": "inv(Sigma)*mu*x",
    r"\operatorname{tr}(X^\top\,\mathrm{d}X)": "tr(X'*dX)",
    r"\operatorname{tr}(X^\top dX)": "tr(X'*dX)",
    r"\sum_{j=0}^{k} A^j B + C": "sum(j, 0, k, A^j*B) + C",
    r"\sum_{j=0}^{k} \lVert A^j + B \rVert + \lVert \sum_{j=1}^{3} A^j \rVert C": (
        "sum(j, 0, k, norm(A^j + B)) + norm(sum(j, 1, 3, A^j))*C"
    ),
    r"\operatorname{unvec}(\sum_{j=1}^{3} j x, n, 1)": "unvec(sum(j, 1, 3, j*x), n, 1)",
    r"x_1^\top x_{1}": "x_1'*x_1",
    r"\hat{x}^\top \bar y": "x_hat'*y_bar",
    r"\operatorname{vec}(A)^\top \operatorname{vec}(A)": "vec(A)'*vec(A)",
    r"\exp(x)^\top \operatorname{diag}(x) \ln(x)": "exp(x)'*diag(x)*log(x)",
    r"\(x^\top x\)": "x'*x",
    "x^\\top x  % as in eq_12": "x'*x",
    r"\begin{align} f &= x^\top x \\[2pt] \end{align}": "x'*x",
    r"\[ f(x) = (Ax-b)^\top(Ax-b) \]": "(A*x - b)'*(A*x - b)",
    r"$x^\top x$": "x'*x",
    r"x^\top \Sigma^{-1} x where \Sigma: spd(n)": "x'*inv(Sigma)*x where Sigma: spd(n)",
    r"\varphi(A x) where \varphi: scalar of vector(m)": "phi(A*x) where phi: scalar of vector(m)",
    r"\nabla \vartheta(x) where \vartheta: scalar of vector(n)": "grad(theta)(x) where theta: scalar of vector(n)",
    r"r = Ax - b; r^\top r": "r = A*x - b; r'*r",
    r"(A + B)^{2} C": "(A + B)^2*C",
    r"-x^\top(-A)x": "-x'*(-A)*x",
    r"\log|\Sigma| + \log\left|A B\right|": "logdet(Sigma) + logdet(A*B)",
    r"\|A\|_2^2 + \lVert Ax \rVert_2": "specnorm(A)^2 + norm(A*x)",
    r"\|x\|_1 + \|A\|_*": "norm1(x) + nucnorm(A)",
    r"X^\top X + \lambda I_n": "X'*X + lambda*I(n)",
    r"\mathbf{1}_n^\top x": "ones(n)'*x",
    r"\mathbf{1}^\top A \mathbf 1": "ones(m)'*A*ones(n)",
    r"\mathbf 1^\top A x where A: matrix(m,n)": "ones(m)'*A*x where A: matrix(m,n)",
    r"\mathbf{D}\mathbf{x} + \mathbf{d}": "D*x + d",
    r"\mathbf{g}^\top \mathbf{d}": "g'*d",
    r"\lambda_{\max}(X^\top X) + \sigma_\max(A)": "eigmax(X'*X) + specnorm(A)",
    r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V": "softmax(Q*K'/sqrt(d_k), 2)*V where d_k: scalar",
    r"\|Ax - \mathbf 1\|^2 where A: matrix(5,3)": "norm(A*x - ones(5))^2 where A: matrix(5,3)",
    r"\mathbf{X}\boldsymbol{\beta} - \mathbf{y}": "X*beta - y where beta: vector",
    r"\mathbf{AX} b": "A*X*b",
    r"\operatorname{tr} e^{A} + e^{-x^\top x} + e^\alpha": "tr(expm(A)) + exp(-x'*x) + exp(alpha)",
    r"e^\top x + e^{\top} y": "e'*x + e'*y",
    r"A^{H} B^{\!\top}": "A'*B'",
    r"\begin{align*} x^\top x. \end{align*}": "x'*x",
    r"$x^\top x,$": "x'*x",
    r"\operatorname{tr}\left\{ A B \right\}": "tr(A*B)",
    r"x^\top(\mathbf{I} - \frac{1}{n} \mathbf{1}_n\mathbf{1}_n^\top) x": "x'*(I - 1/n*ones(n)*ones(n)')*x",
    r"\mathbf{I}_3 x": "I(3)*x",
    r"\mathbf{0} + x": "0 + x",
    r"0_{m \times n p}": "zeros(m, n*p)",
    r"\mathbf{1}_{m p \times p^{2}}": "ones(m*p, p^2)",
    r"K_{m,n} \operatorname{vec}(A) where A: matrix(m,n)": "commutation(m,n)*vec(A) where A: matrix(m,n)",
    r"x_{1,\mathrm{new}}^T K_{\mathrm{old}} x": "x_1_new'*K_old*x",
    r"X^{\odot 2} \odot Y^{\odot (-1)}": "X.^2.*Y.^(-1)",
    r"(A B)^{+} \|x\|_2^{+}": "pinv(A*B)*pinv(norm(x))",
    r"\log\lvert\det X^{-1}\rvert + \log\left\lvert A\right\rvert": "logdet(inv(X)) + logdet(A)",
    r"\lVert A\rVert_{*}^{2}": "nucnorm(A)^2",
}
NUMPY = {
    "A @ B.T": "A*B'",
    "np.linalg.inv(A) @ b": "inv(A)*b",
    "np.trace(A @ X)": "tr(A*X)",
    "numpy.linalg.det(A)": "det(A)",
    "inv(A) @ B": "inv(A)*B",
    "0.5 * x.T @ A @ x": "1/2*(x'*A*x)",
    "A * B + 2 * A": "A.*B + 2*A",
    "A / B": "A./B",
    "x**2": "x.^2",
    "-x**-2": "-(x.^-2)",
    "np.linalg.matrix_power(A @ B, 3)": "(A*B)^3",
    "np.linalg.slogdet(X.T @ X)[1]": "logdet(X'*X)",
    "np.sum(np.exp(A @ x))": "sum(exp(A*x))",
    "A.T.sum()": "sum(A')",
    "(A @ B).trace()": "tr(A*B)",
    "A.dot(B).T": "(A*B)'",
    "x.T.dot(A).dot(x)": "x'*A*x",
    "np.ones((m, n)) * A": "ones(m,n).*A",
    "np.eye(3) + A": "I(3) + A",
    "np.linalg.norm(A @ x - b)**2": "norm(A*x - b)^2",
    "np.linalg.norm(A, 'fro')": "norm(A)",
    "np.linalg.norm(A, ord='fro')": "norm(A)",
    "np.linalg.solve(A, b)": "solve(A, b)",
    "np.kron(A, B) - np.outer(x, y)": "kron(A, B) - outer(x, y)",
    "scipy.linalg.expm(A)": "expm(A)",
    "np.exp(A)": "exp.(A)",
    "np.matmul(A, np.add(B, C))": "A*(B + C)",
    "np.multiply(A, B)": "A.*B",
    "2 * np.pi * x": "2*pi*x",
    "x.T @ S @ x where S: spd(n)": "x'*S*x where S: spd(n)",
    "A @ B  # the product": "A*B",
    "sum(i, 0, 2, (i*z.T)) @ z": "sum(i, 0, 2, (i*z'))*z",
    "np.diag(np.ones((n, 1))) @ U": "diag(ones(n, 1))*U",
    "unvec(b, 1, m) @ b": "unvec(b, 1, m)*b",
    "(rowsum(w.T) + P) @ U": "(rowsum(w') + P)*U",
    "F.T @ F.sum()": "F'*sum(F)",
    "np.ones((m*n, 2**2)) * F.softplus(A)": "ones(m*n, 4).*softplus(A)",
    "np.linalg.cholesky(S) where S: spd(n)": "chol(S) where S: spd(n)",
    "x @ A @ y": "x'*A*y",
    "np.ones(n) @ x": "ones(n)'*x",
    "A.t() @ A + x.norm()": "A'*A + norm(x)",
    "x @ A + b": "A'*x + b",
    "np.dot(x, y) + x.dot(A).dot(y)": "x'*y + x'*A*y",
    "x @ np.linalg.inv(A) @ x": "x'*inv(A)*x",
    "x @ np.diag(w) @ x": "x'*diag(w)*x",
    "x @ x.T + np.outer(x, x)": "2*x*x'",
    "2 * x @ (x + A.T @ y)": "2*x'*(x + A'*y)",
    "r = A @ x - b\nr @ r": "r = A*x - b; r'*r",
    "r = A @ x - b  # residual\n\nloss = 0.5 * (\n    r @ r\n)\nloss + lam @ x": "(A*x - b)'*(A*x - b)/2 + lam'*x",
    "A @ B\n + C": "A*B + C",
    "x @ B where B: matrix(1,n)": "x*B where B: matrix(1,n)",
    "np.maximum(A @ x, 0) + np.maximum(0.0, x)": "maximum(A*x, 0) + maximum(0, x)",
    "np.linalg.norm(x, 2)**2 + np.linalg.norm(x, ord=1)": "norm(x)^2 + norm1(x)",
    "np.linalg.norm(A, 2) + np.linalg.norm(A @ B, 'nuc')": "specnorm(A) + nucnorm(A*B)",
    "np.linalg.norm(\n    A @ (x - y),\n    ord=1,  # of all entries\n)": "norm1(A*(x - y))",
    "np.block([[A, B,], [C, D,],],)": "[A, B; C, D]",
}
JULIA = {
    "A' * x .+ α": "A'*x + alpha",
    "exp(A)": "expm(A)",
    "exp.(A)": "exp.(A)",
    "log(det(A))": "log(det(A))",
    "tr(sqrt(S)) where S: spd(n)": "tr(sqrtm(S)) where S: spd(n)",
    "σ.(W*x .+ b)": "sigmoid(W*x + b)",
    "cholesky(S).L where S: spd(n)": "chol(S) where S: spd(n)",
    "cholesky(S).U where S: spd(n)": "chol(S)' where S: spd(n)",
    "opnorm(A) + norm(A)": "specnorm(A) + norm(A)",
    "dot(x, y)": "x'*y",
    "A \\ b": "inv(A)*b",
    "w = A*B; tr(sin(w))": "w = A*B; tr(sinm(w))",
    "sum(i, 1, 3, exp(i*(x'*x)))": "sum(i, 1, 3, exp(i*(x'*x)))",
    "x'A*x + 2x'b": "x'*A*x + 2*x'*b",
    "Diagonal(x) * A": "diag(x)*A",
    "x ⋅ (A*y) + x'y": "x'*A*y + x'*y",
    "A ⋅ B": "inner(A, B)",
    "dot(x, A, y)": "x'*A*y",
    "sum(abs2, A*x - b) + norm(A, 1) + norm(x, 2)": "sum((A*x - b).^2) + norm1(A) + norm(x)",
    "r = A*x - b\nr'r": "r = A*x - b; r'*r",
    "x'A*x;": "x'*A*x",
}
MATLAB = {
    "A.' * x % comment": "A'*x",
    "norm(A)": "specnorm(A)",
    "norm(A*x - b)^2": "norm(A*x - b)^2",
    "norm(A,'fro')": "norm(A)",
    "norm(x, 1)": "norm1(x)",
    "norm(A*(B + C),'fro')^2 - norm((A)(:), 2)": "norm(A*(B + C))^2 - norm(vec(A))",
    "sum(j, 1, 2, 1)*norm(x, 1)": "2*norm1(x)",
    "w = A*B; norm(w)": "w = A*B; specnorm(w)",
    "w = A*x; norm(w) + sum(sum(exp(A), 2), 'all')": "w = A*x; norm(w) + sum(vec(rowsum(exp.(A))))",
    "sum(A)": "colsum(A)",
    "sum(x)": "sum(x)",
    "sum(sum(A))": "sum(colsum(A))",
    "sum(A,'all')": "sum(vec(A))",
    "sum(A(:))": "sum(vec(A))",
    "sum(A,2)": "rowsum(A)",
    "(A*B)(:)": "vec(A*B)",
    "chol(S) where S: spd(n)": "chol(S)' where S: spd(n)",
    "ones(n)*A": "ones(n,n)*A",
    "exp(A)": "exp.(A)",
    "A + eye(3)": "A + I(3)",
    "A ...\n + B": "A + B",
    "y = A ...\n + B;\ntr(y'*y);": "y = A + B; tr(y'*y)",
    "r = A*x - b\nr'*r % squared": "r = A*x - b; r'*r",
    "norm(x,2) + norm(A,2)": "norm(x) + specnorm(A)",
    "eig(S) where S: symmetric(n)": "eigvals(S) where S: symmetric(n)",
}
ALL = {"latex": LATEX, "numpy": NUMPY, "julia": JULIA, "matlab": MATLAB}


@pytest.mark.parametrize(("notation", "text"), [(notation, text) for notation in ALL for text in ALL[notation]])
def test_a_program_means_what_it_means_in_the_language(notation: str, text: str) -> None:
    found, meant = (read(t)[1].expression for t in (Written(text, notation), ALL[notation][text]))
    assert (program_text(found), found.shape) == (program_text(meant), meant.shape)


REFUSALS: dict[str, dict[str, tuple[str, str]]] = {
    "latex": {
        r"\foo A": ("\\foo", "syntax"),
        r"\operatorname{trcae}(A)": ("\\operatorname{trcae}", "name"),
        r"\operatorname{det} A B": ("\\operatorname{det}", "syntax"),
        r"\frac{1}": ("}", "syntax"),
        r"\frac": ("\\frac", "syntax"),
        r"x + } 2": ("}", "syntax"),
        r"\nabla f": ("\\nabla", "unsupported"),
        r"\begin{bmatrix}": ("", "syntax"),
        r"\|A\|_1": ("A", "unsupported"),
        r"\|x\|_{2,\infty}": ("2,\\infty", "unsupported"),
        r"\sum_{i=1}^n \mathbf{x}_{ij}": ("\\mathbf{x}_{ij}", "name"),
        r"\mathbb{E}[x]": ("\\mathbb{E}", "unsupported"),
        r"\text{of A} + x": ("\\text{of A}", "syntax"),
        r"\sigma(x + b)": ("\\sigma", "name"),
        r"2 f\left(x\right)": ("f", "name"),
        r"\frac{1}{2 x": ("{2", "syntax"),
        r"x \in A": ("\\in", "unsupported"),
        r"f'(x)": ("f", "name"),
        r"x_{}": ("_{}", "unsupported"),
        r"1 \over 2 x": ("\\over", "syntax"),
        r"|x|": ("x", "shape"),
        r"|A": ("|", "syntax"),
        r"A| + 1": ("| +", "syntax"),
        r"\log|A|^2": ("|^", "syntax"),
        r"A^{-1}_{11}": ("^{-1}_", "syntax"),
        r"\sum_j A": ("\\sum", "syntax"),
        r"A x + \mathbf{B} \mathbf{B} where B: matrix(2,3)": ("\\mathbf{B} \\mathbf{B}", "shape"),
        r"\mathbf{x} \mathbf{y}": ("\\mathbf{x}", "shape"),
    },
    "numpy": {
        "np.linalg.invv(A)": ("np.linalg.invv", "name"),
        "A.foo": ("foo", "unsupported"),
        "x.sum(axis=1)": ("x", "shape"),
        "np.trace(A, axis=0)": ("axis", "unsupported"),
        "x.exp": ("exp", "name"),
        "np.sum(A, where=B)": ("where", "unsupported"),
        "A // B": ("/", "syntax"),
        "x if x else y": ("if", "syntax"),
        "A @ np.exp()": ("np.exp", "usage"),
        "x @ np.linalg.solve(A)": ("np.linalg.solve", "usage"),
        "2x": ("x", "syntax"),
        "x @ A where x: vector(2), A: matrix(3,3)": ("x", "shape"),
        "B + (A @ C).sum() where A: matrix(2,3), C: matrix(2,2)": ("A", "shape"),
        "B @ C.sum() + A @ B.trace() where B: matrix(2,3)": ("B", "shape"),
        "np.linalg.slogdet(A)": (")", "unsupported"),
        "B + np.trace(A @ C) where A: matrix(2,3), C: matrix(2,2)": ("A", "shape"),
    },
    "julia": {
        "gelu.(x)": ("gelu", "unsupported"),
        "x * y": ("x", "shape"),
        "norm(A, 3)": ("A", "shape"),
        "r = A*x\ns = r*r\nsum(s)": ("r", "shape"),
    },
    "matlab": {
        "prod(A)": ("prod", "unsupported"),
        "A(1": ("", "syntax"),
        "B + X(:) where B: matrix(2,2), X: matrix(2,2)": ("B", "shape"),
        "tr(X(:)) where X: matrix(2,2)": ("X(:)", "shape"),
        "[1 2; 3]": ("1 2", "shape"),
    },
}


@pytest.mark.parametrize(
    ("notation", "text"), [(notation, text) for notation in REFUSALS for text in REFUSALS[notation]]
)
def test_an_error_is_at_its_place_in_the_text_as_typed(notation: str, text: str) -> None:
    place, kind = REFUSALS[notation][text]
    with pytest.raises(MatcalcError) as caught:
        read(Written(text, notation))
    assert caught.value.kind == kind
    assert caught.value.start is not None
    assert text[caught.value.start : caught.value.end].startswith(place) or text[caught.value.start :].startswith(place)


@pytest.mark.parametrize("notation", ALL)
def test_spans_are_in_the_original_text(notation: str) -> None:
    for text in ALL[notation]:
        program, _ = read(Written(text, notation))
        stack: list[Any] = [program.body]
        while stack:
            tree = stack.pop()
            assert 0 <= tree.start <= tree.end <= len(text)
            stack.extend(tree.children)


@pytest.mark.parametrize("notation", ALL)
def test_whatever_is_typed_there_is_an_answer_or_an_error(notation: str) -> None:
    pieces = [
        text[i:j] for text in ALL[notation] for i, j in ((0, len(text) // 2), (len(text) // 3, len(text)), (2, 3))
    ]
    pieces += [
        "",
        "(",
        ")",
        "\\",
        "{",
        "}",
        "^",
        "\\frac",
        "\\frac{",
        "np.",
        ".T",
        "A.",
        ") ]+ x.dot(A).dot()",
        "\\sum",
        "[",
        "'",
        '"',
        "\\mathrm{d}",
        "\x00",
    ]
    refuse(notation, [*pieces, *("".join(p) for p in zip(pieces, reversed(pieces), strict=True))])


def refuse(notation: str, pieces: list[str]) -> None:
    reading: Callable[[str], Any] = lambda text: read(Written(text, notation))  # noqa: E731
    for piece in pieces:
        try:
            reading(piece)
        except MatcalcError as error:
            assert error.start is None or error.end is None or 0 <= error.start <= error.end <= len(piece)
