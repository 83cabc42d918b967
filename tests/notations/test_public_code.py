"""Programs in the manner of public code, papers and answers on the web: each is read as what its library computes, or refused."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.simplify import simplify

PYTHON = [
    ("X = X - X.mean(axis=0)\nX.T @ X", "X_1 = X .- mean(X, 1); X_1'*X_1"),
    ("h = W @ x + b\nh = np.tanh(h)\nh @ h", "tanh(W*x + b)'*tanh(W*x + b)"),
    ("f = x @ x\nf += b @ x", "x'*x + b'*x"),
    ("def g(z):\n    z -= z.max()\n    return np.exp(z)\ng(A @ x)", "exp(A*x - max(A*x))"),
    ("def scaled(x, mean, var):\n    return (x - mean) / np.sqrt(var)\nscaled(A @ x, m, s)", "(A*x - m)./sqrt(s)"),
    ("class Loss(nn.Module):\n    def __init__(self):\n        super().__init__()\n\n    def forward(self, p, t):\n        return ((p - t) ** 2).sum()", "sum((p - t).^2)"),
    ("class Ridge:\n    def __init__(self, X):\n        self.X = X\n\n    def r(self, w):\n        return self.X @ w - self.y\n\n    def loss(self, w):\n        return self.r(w) @ self.r(w)", "(X*w - y)'*(X*w - y)"),
    ("def f(x, y):\n    z = np.concatenate([x, y])\n    return z @ z\nf(x, y)", "x'*x + y'*y"),
    ("L = np.vstack([A, B])", "[A; B]"),
    ("@jax.jit\ndef loss(w):\n    return jnp.sum((X @ w - y) ** 2)", "sum((X*w - y).^2)"),
    ("jax.grad(lambda w: jnp.sum((X @ w - y)**2))(w)", "sum((X*w - y).^2)"),
    ("def loss(w, X):\n    return jnp.sum((X @ w) ** 2)\n\njax.grad(loss, argnums=0)(w, X)", "sum((X*w).^2)"),
    ("r: np.ndarray = A @ x - b\nr @ r", "(A*x - b)'*(A*x - b)"),
    ("(r := A @ x - b) @ r", "(A*x - b)'*(A*x - b)"),
    ("sum(x[i]**2 for i in range(len(x)))", "sum(x.^2)"),
    ("sum((yi - w @ xi)**2 for xi, yi in zip(X, y))", "sum((y - X*w).^2)"),
    ("sum([max(0, 1 - y[i] * np.dot(w, X[i])) for i in range(X.shape[0])])", "sum(relu(1 - y.*(X*w)))"),
    ("def f(x):\n    assert x.ndim == 1\n    return float(x @ x)", "x'*x"),
    ("torch.log_softmax(W @ x, -1)[0]", "log(softmax(W*x)[1])"),
    ("A.sum(axis=-1)[0]", "(A*ones(n))[1] where A: matrix(m,n)"),
    ("x.view(-1, 1).mm(y.view(1, -1))", "x*y'"),
    ("A.norm(2) + A.norm(p='fro') + w.norm(p=1)", "2*norm(A) + norm1(w)"),
    ("A.norm(p=2, dim=0).sum()", "sum(norms(A, 1))"),
    ("np.sum(A, axis=(0, 1)) + A.mean(axis=None)", "sum(A) + mean(A)"),
    ("np.tensordot(A, B) + np.tensordot(A, B, axes=([0, 1], [0, 1]))", "2*tr(A'*B)"),
    ("np.tensordot(A, B, axes=([0], [0])) + np.tensordot(A.T, B, axes=(1, 0))", "2*A'*B"),
    ("torch.t(A) @ x + np.rot90(A, -1)[:, 0]", "A'*x + (flip(A)')[:,1]"),
    ("np.inner(A, B)", "A*B'"),
    ("np.expand_dims(x, 1) @ np.expand_dims(y, 0)", "x*y'"),
    ("F.layer_norm(X, X.shape[-1:], weight=g)", "((X .- mean(X, 2))./(sqrt(var(X, 2) + 1/100000)*ones(1, n))).*(ones(m)*g') where X: matrix(m,n)"),
    ("F.margin_ranking_loss(a, b, y, margin=0.5, reduction='sum')", "sum(relu(1/2 - y.*(a - b)))"),
    ("norm.logpdf(x, mu, sigma).sum()", "sum(-(x - mu).^2/(2*sigma^2) - log(sigma) - log(2*pi)/2)"),
    ("scipy.stats.multivariate_normal.logpdf(x, m, S)", "-(x - m)'*inv(S)*(x - m)/2 - logdet(2*pi*S)/2"),
    ("cp.Minimize(cp.tv(x) + cp.norm_inf(x))", "sum(abs(x[2:end] - x[1:end-1])) + max(abs(x))"),
    ("cp.geo_mean(x)", "exp(log(prod(x))/n) where x: vector(n)"),
    ("cp.sum(cp.huber(A @ x - b, 2))", "2*sum(huber(A*x - b, 2))"),
    ("scipy.linalg.solve(A, b, assume_a='pos')", "inv(A)*b"),
    ("torch.sum(1 + logvar - mu.pow(2) - logvar.exp())", "sum(1 + logvar - mu.^2 - exp(logvar)) where mu: vector"),
    ("(x @ A)[-1] + (x @ A @ B)[0]", "x'*A[:,end] + x'*A*B[:,1]"),
    ("y = x @ A\ny[0]", "x'*A[:,1]"),
    ("np.exp2(x) + np.float64(2) * np.diagflat(x) @ torch.tensor([1.0, 2.0])", "exp(log(2)*x) + 2*diag(x)*[1; 2]"),
    ("np.average(x, weights=w)", "x'*w/sum(w)"),
    ("np.average(x) * np.average(A, axis=0)", "mean(x)*mean(A, 1)'"),
]  # fmt: skip
JULIA = [
    ("A*x |> norm", "norm(A*x)"),
    ("x .|> sin |> sum", "sum(sin(x))"),
    ("ŷ = W*x\nsum(abs2, ŷ - y)", "sum((W*x - y).^2)"),
    ("var(x) + std(x; corrected=false)", "n/(n - 1)*var(x) + std(x) where x: vector(n)"),
    ("ifelse.(x .> 0, x, 2 .* x)", "2*x - relu(x)"),
    ("map(sin, x) ⋅ y", "sin(x)'*y"),
    ("sum(w[i]*x[i] for i in eachindex(x))", "w'*x"),
    ("sum(x[i] + α for i in eachindex(x))", "sum(x .+ alpha)"),
    ("ForwardDiff.gradient(x -> x'A*x, x)", "x'*A*x"),
    ("(x - μ)' * (Σ \\ (x - μ))", "(x - mu)'*inv(Sigma)*(x - mu) where mu: vector"),
    ("prod(x)^(1/length(x))", "prod(x)^(1/n) where x: vector(n)"),
    ("x'A*x + c", "x'*A*x + c where c: scalar"),
]
MATLAB = [
    ("var(x) + std(x,1)", "n/(n - 1)*var(x) + std(x) where x: vector(n)"),
    ("std(A,1)", "std(A, 1)"),
    ("sumsqr(x) + norm(A,'inf')", "sum(x.^2) + opnorm(A, Inf)"),
    ("circshift(x,1)", "[x[end]; x[1:end-1]]"),
    ("dot(A,B)", "sum(A.*B, 1)"),
    ("L = [A; B];", "[A; B]"),
    ("(x-mu)'*(Sigma\\(x-mu))", "(x - mu)'*inv(Sigma)*(x - mu) where mu: vector"),
]
MATHEMATICA = [
    ("With[{r = A.x - b}, r.r + Total[Abs[x]]]", "(A*x - b)'*(A*x - b) + sum(abs(x))"),
    ("f[x_] := Module[{r}, r = A.x - b; r.r]", "(A*x - b)'*(A*x - b)"),
]
LATEX = [
    (r"\tanh(\mathbf{W}_{hh}\,\mathbf{h}_{t-1}+\mathbf{W}_{xh}\,\mathbf{x}_t)", "tanh(W_hh*h_(t-1) + W_xh*x_t)"),
    (r"A x_{k-1} + B u_k", "A*x_(k-1) + B*u_k"),
    (r"(I - K_k H_k) P_{k|k-1}", "(I - K_k*H_k)*P_k_km1"),
    (r"\sigma(z) \odot (1-\sigma(z))", "sigmoid(z).*(1 - sigmoid(z))"),
    (r"D_{KL}(p\|q) = p^\top \log p", "p'*log(p)"),
    (r"\|A\|_F = \sqrt{\operatorname{tr}(A^\top A)}", "sqrt(tr(A'*A))"),
    (r"\|X W\|_{2,1}", "sum(norms(X*W, 1))"),
    (r"\|X\|_{1,1} + \|A_{2,1}\|", "sum(abs(X)) + norm(A[2,1])"),
    (r"\begin{cases} x & \text{if } x > 0, \\ 0 & \text{otherwise.} \end{cases}", "relu(x)"),
    (r"L(a) = \begin{cases} \frac{1}{2}a^2 & \text{for } |a| \le \delta, \\ \delta (|a| - \frac{1}{2}\delta) & \text{otherwise} \end{cases} where a: scalar", "step(delta - abs(a))*a^2/2 + (1 - step(delta - abs(a)))*delta*(abs(a) - delta/2) where a: scalar"),
    (r"\begin{cases} -1 & \theta < -1 \\ \theta & -1 \le \theta \le 1 \\ 1 & \theta > 1 \end{cases}", "step(theta - 1) - step(-1 - theta) + (1 - step(theta - 1) - step(-1 - theta))*theta"),
]  # fmt: skip
OTHERS = [("matcalc", "2^sum(x) + 2^(x'*x)", "2^sum(x) + 2^(x'*x) where x: vector")]
READ = [
    *[("numpy", *row) for row in PYTHON],
    *[("julia", *row) for row in JULIA],
    *[("matlab", *row) for row in MATLAB],
    *[("mathematica", *row) for row in MATHEMATICA],
    *[("latex", *row) for row in LATEX],
    *OTHERS,
]
REFUSED = [
    ("numpy", "np.roll(A, 1)", "row after row"),
    ("numpy", "for i in range(3):\n    x = x + 1\nx", "a loop"),
    ("numpy", "if x > 0:\n    x", "a condition"),
    ("numpy", "sum(x[i]*y for i in range(len(x)))", "a sum in a loop"),
    ("numpy", "sum(1 for i in range(len(x)))", "a sum in a loop"),
    ("numpy", "sum(np.linalg.norm(X[i]) for i in range(len(X)))", "a sum in a loop"),
    ("numpy", "sum(W @ X[i] for i in range(len(X)))", "a sum in a loop"),
    ("numpy", "sum(x[i]*x[i+1] for i in range(len(x)-1))", "a sum in a loop"),
    ("numpy", "sum(a for a, b in zip(x, y, z))", "a sum in a loop"),
    ("numpy", "F.triplet_margin_loss(A, P, N, p=1)", "with p=2"),
    ("numpy", "cp.tv(X)", "of a vector"),
    ("numpy", "F.soft_margin_loss(x, y, reduction='max')", "this reduction"),
    ("numpy", "np.tensordot(A, B, 0)", "these axes"),
    ("numpy", "np.rot90(A, 2)", "this turn"),
    ("numpy", "F.layer_norm(X, (m, n))", "several axes"),
    ("numpy", "np.expand_dims(x, 2)", "this axis"),
    ("numpy", "np.average(A, axis=0, weights=w)", "without an axis"),
    ("julia", "sum(w[i]*x for i in eachindex(w))", "x in what is done with each"),
    ("julia", "sum(2 for i in eachindex(x))", "i is not in what"),
    ("julia", "var(x; foo=1)", "stands inside"),
    ("matlab", "circshift(x,0)", "no function"),
    ("matlab", "var(x,w)", "takes 1 argument"),
    ("latex", r"\begin{cases} 1 & x = 0 \\ 0 & \text{otherwise} \end{cases}", "this condition"),
    ("latex", r"\begin{cases} x & > 0 \\ 0 & \text{otherwise} \end{cases}", "this condition"),
    ("latex", r"\begin{cases} 1 & x < y \\ 0 & x < z \end{cases}", "by these cases"),
    ("latex", r"\begin{cases} f = x \\ g = y \end{cases}", "behind a &"),
    ("latex", r"\|X\|_{2,\infty}", "of a norm"),
]


@pytest.mark.parametrize(("notation", "text", "meant"), READ)
def test_it_is_read_as_it_is_meant(notation: str, text: str, meant: str) -> None:
    found, wanted = (read(t)[1].expression for t in (Written(text, notation), meant))
    assert found.shape == wanted.shape
    assert program_text(simplify(found)) == program_text(simplify(wanted))


@pytest.mark.parametrize(("notation", "text", "said"), REFUSED)
def test_what_is_not_read_is_refused(notation: str, text: str, said: str) -> None:
    with pytest.raises(MatcalcError, match=said):
        read(Written(text, notation))


def test_a_new_value_is_told() -> None:
    program = read(Written("x = 2 * x\nx @ x", "numpy"))[0]
    assert program.notes == ["x has a new value from here on, which is called x_1"]
