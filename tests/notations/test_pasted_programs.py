"""Julia, MATLAB and Python as people paste them: calls, modules, functions around an expression."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.simplify import simplify

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
    ("numpy", "loss = np.sum(x ** 2)", "sum(x.^2)"),
    ("numpy", "r = A @ x - b; r @ r", "r = A*x - b; r'*r"),
    ("numpy", "r = A @ x - b\n-r @ r", "r = A*x - b; (-r)'*r"),
    ("numpy", "import numpy as np\nfrom torch import nn\nnp.trace(A)", "tr(A)"),
    ("numpy", 'def f(x):\n    """A form."""\n    return x @ A @ x', "x'*A*x"),
    (
        "numpy",
        "def sigmoid(t):\n    return 1 / (1 + np.exp(-t))\n\ndef f(w):\n    p = sigmoid(X @ w)\n    return -np.sum(np.log(p))",
        "-sum(log(1./(1 + exp(-(X*w)))))",
    ),
    (
        "numpy",
        "def soft(a, t=1):\n    e = np.exp(a / t)\n    return e / np.sum(e)\n\nsoft(A @ x, t=2)",
        "softmax((A*x)/2)",
    ),
    ("numpy", "sign, logdet = np.linalg.slogdet(X.T @ X)\nlogdet / 2", "logdet(X'*X)/2"),
    ("numpy", "mean = X.mean(axis=0)\nX - mean", "X .- mean(X, 1)"),
    (
        "numpy",
        "n, d = X.shape\n(X.T @ X + lam * np.eye(d)) / n",
        "(X'*X + lam*I(d))/m where X: matrix(m,d), lam: scalar",
    ),
    (
        "numpy",
        "H = np.eye(len(X)) - np.ones((len(X), len(X))) / len(X)\nH @ X",
        "(I(m) - ones(m)*ones(m)'/m)*X where X: matrix(m,n)",
    ),
    ("numpy", "np.hstack([np.ones((X.shape[0], 1)), X]) @ w", "[ones(m), X]*w where X: matrix(m,n)"),
    ("numpy", "np.array([x[0] * x[1], x[2]])", "[x[1]*x[2]; x[3]]"),
    ("numpy", "F.smooth_l1_loss(A @ x, b, reduction='sum', beta=0.5)", "2*sum(huber(A*x - b, 1/2))"),
    ("numpy", "X @ x / X.shape[-1]", "X*x/n where X: matrix(m,n)"),
    ("numpy", "(torch.softmax(x, 0) * y).std()", "std(softmax(x).*y)*sqrt(n/(n - 1)) where x: vector(n)"),
    ("numpy", "X.T @ (X @ w - y) / n", "X'*(X*w - y)/n where n: scalar"),
    ("numpy", "1 / (2*N) * np.sum((X @ w - y)**2)", "1/(2*N)*sum((X*w - y).^2) where N: scalar"),
    ("numpy", "F.softmax(Q @ K.T / math.sqrt(d_k), dim=-1) @ V", "softmax(Q*K'/sqrt(d_k), 2)*V where d_k: scalar"),
    ("numpy", "np.linalg.eigh(S)[0] where S: spd(n)", "eigvals(S) where S: spd(n)"),
    ("numpy", "np.linalg.svd(A, full_matrices=False)[1].sum()", "sum(svdvals(A))"),
    ("numpy", "np.linalg.cond(A)", "specnorm(A)*specnorm(inv(A))"),
    ("numpy", "np.linalg.norm(X - X.mean(axis=0))", "norm(X .- mean(X, 1))"),
    (
        "numpy",
        "np.where(np.abs(x) <= 1, 0.5 * x**2, np.abs(x) - 0.5)",
        "step(1 - abs(x)).*(x.^2/2) + (1 - step(1 - abs(x))).*(abs(x) - 1/2)",
    ),
    ("numpy", "np.where(x < y, x, 2 * y)", "step(y - x).*x + (1 - step(y - x)).*(2*y)"),
    ("numpy", "R = np.array([[1, -2], [3, 4]])\nR @ x", "[1, -2; 3, 4]*x"),
    (
        "numpy",
        "np.exp(-cdist(X, Y, 'sqeuclidean') / (2 * ell**2))",
        "exp(-(sum(X.^2, 2) .+ sum(Y.^2, 2)' - 2*X*Y')/(2*ell^2)) where ell: scalar",
    ),
    (
        "numpy",
        "def soft(z):\n    e = np.exp(z)\n    return e / e.sum(axis=1, keepdims=True)\nsoft(X @ W)",
        "softmax(X*W, 2)",
    ),
    ("numpy", "np.linalg.cholesky(K + noise * np.eye(n))", "chol(K + noise*I(n)) where K: spd(n), noise: scalar"),
    ("numpy", "np.linalg.norm(X, axis=-1) + np.linalg.norm(A.sum(axis=-1))", "norms(X, 2) + norm(sum(A, 2))"),
    ("numpy", "np.dot(w, mu) / 2", "w'*mu/2 where mu: vector"),
    ("julia", "f(x) = x'A*x", "x'*A*x"),
    ("julia", "prod(abs2, x) + maximum(abs2, y)", "prod(x.^2) + max(y.^2)"),
    ("julia", "loss(w::Vector, b) = sum(abs2, X*w .+ b)", "sum((X*w + b).^2)"),
    ("julia", "sum(t -> log(1 + exp(t)), A*x)", "sum(log(1 + exp(A*x)))"),
    ("julia", "sum(x^2 for x in v) + maximum(abs, v)", "sum(v.^2) + max(abs(v))"),
    ("julia", "map(x -> α*x^2, v)", "alpha*v.^2"),
    ("julia", "sum((y[i] - w'X[i,:])^2 for i in 1:n)", "sum(i, 1, n, (y[i] - w'*X[i,:]')^2)"),
    ("julia", "f(z) = 1 / (1 + exp(-z))\nsum(f.(X*w))", "sum(1./(1 + exp(-(X*w))))"),
    ("julia", "W₂*tanh.(W₁*x)", "W_2*tanh(W_1*x)"),
    ("julia", "const λ = 2\nλ*x'x", "2*x'*x"),
    ("julia", "begin\n  r = A*x - b\n  r'r\nend", "r = A*x - b; r'*r"),
    ("julia", "r = A*x - b\nloss = r'r", "r = A*x - b; r'*r"),
    ("julia", "f(x) = begin\n  r = A*x - b\n  r'r end", "r = A*x - b; r'*r"),
    ("julia", "let r = A*x - b; r'r end", "r = A*x - b; r'*r"),
    ("julia", "return x'x", "x'*x"),
    ("julia", "sum(A[i,j]*x[i] for i=1:m, j in 1:n)", "sum(i, 1, m, sum(j, 1, n, A[i,j]*x[i]))"),
    ("julia", "sum(x[i]^2 for i=1:n)", "sum(i, 1, n, x[i]^2)"),
    ("matlab", "function y = f(x), y = x'*x; end", "x'*x"),
    ("matlab", "J = 0.5*norm(A*x - b)^2;", "0.5*norm(A*x - b)^2"),
    ("matlab", "X - repmat(mean(X),size(X,1),1)", "X .- mean(X, 1)"),
    ("matlab", "[ones(size(X,1),1) X]*w", "[ones(m), X]*w where X: matrix(m,n)"),
    ("matlab", "sigmoid = @(t) 1./(1+exp(-t));\nsum(sigmoid(X*w))", "sum(1./(1 + exp(-X*w)))"),
    ("matlab", "triu(A,1) + zeros(size(A,1),size(A,2))", "triu(A) - diag(diag(A))"),
    ("julia", "[ones(size(X,1)) X] * w", "[ones(m), X]*w where X: matrix(m,n)"),
]
REFUSED = [
    ("julia", "@time x"),
    ("julia", "2^1//2"),
    ("julia", "1//2alpha"),
    ("julia", "x'x//2"),
    ("julia", "1//"),
    ("julia", "√"),
    ("julia", "sum(foo, x)"),
    ("julia", "sum(x -> w'x, X)"),
    ("julia", "sum(x -> a*x, v)"),
    ("julia", "eigvals(A)[1]"),
    ("numpy", "np.where((x > 0) & (y > 0), x, y)"),
    ("numpy", "cdist(X, Y, 'cosine')"),
    ("numpy", "x.sum(axis=1)"),
    ("numpy", "x.pow"),
    ("numpy", "np.sum(A, axis=0, dtype=B)"),
    ("numpy", "np.convolve(x, y, 'same')"),
    ("numpy", "np.linalg.eigh(S)"),
    ("numpy", "np.sort(x)"),
]


@pytest.mark.parametrize(("notation", "text", "meant"), READ)
def test_it_is_read_as_it_is_meant(notation: str, text: str, meant: str) -> None:
    found, wanted = (read(t)[1].expression for t in (Written(text, notation), meant))
    assert found.shape == wanted.shape
    assert program_text(simplify(found)) == program_text(simplify(wanted))


@pytest.mark.parametrize(("notation", "text"), REFUSED)
def test_what_is_not_read_is_refused(notation: str, text: str) -> None:
    with pytest.raises(MatcalcError):
        read(Written(text, notation))


def test_functions_that_double_a_part_again_and_again_end() -> None:
    lines = "".join([f"    a{i} = a{i - 1} + a{i - 1}\n" for i in range(1, 40)])
    with pytest.raises(MatcalcError, match="longer than"):
        read(Written(f"def f(a0):\n{lines}    return a39\nf(x)", "numpy"))
