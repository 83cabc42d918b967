"""What one notation means and another reads as something else: read rightly, refused with both readings, or noted."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text

MEANINGS = {
    # A coefficient, and whatever stands side by side, binds tighter than / and ^ in Julia: its manual's "numeric
    # literal coefficients", and 1/2π == 1/(2π).
    ("julia", "α/2β"): "alpha/(2*beta)",
    ("julia", "2^2α"): "2^(2*alpha)",
    ("julia", "2^-3α"): "2^(-3*alpha)",
    ("julia", "α^2β^2"): "alpha^(2*beta^2)",
    ("julia", "1/2x'x"): "1/(2*x'*x)",
    ("julia", "1/2(x'x)"): "1/(2*x'*x)",
    ("julia", "1/2tr(A)"): "1/(2*tr(A))",
    ("julia", "sum(abs2, A*x - b)/2m where A: matrix(m,n)"): "sum((A*x - b).^2)/(2*m) where A: matrix(m,n)",
    ("julia", "(α + 1)β/γ"): "(alpha + 1)*beta/gamma",
    ("julia", "f = 2x\nf'f - 3α"): "f = 2*x; f'*f - 3*alpha",
    ("julia", "norm(2A - 3B)/4α"): "norm(2*A - 3*B)/(4*alpha)",
    ("julia", "||2x||/2α"): "norm(2*x)/(2*alpha)",
    ("julia", "Diagonal(A)"): "diag(diag(A))",
    ("julia", "Diagonal(x)*A"): "diag(x)*A",
    ("julia", "diagm(x)"): "diag(x)",
    ("julia", "x' ⋅ y'"): "inner(x', y')",
    ("julia", "2^(x ⋅ x)"): "2^(x'*x)",
    ("julia", "w/√(w ⋅ w) + α^(x⋅y)*x/(1 + x⋅y)"): "w/sqrt(w'*w) + alpha^(x'*y)*x/(1 + x'*y)",
    ("julia", "λ/(2α ⋅ β)"): "lambda/(2*alpha*beta)",
    ("julia", "tanh.(A) + exp(A)"): "tanh.(A) + expm(A)",
    ("julia", "tanh(x'y)"): "tanh(x'*y)",
    ("matlab", "vecnorm(A)*vecnorm(B, 2)' + vecnorm(A, 2, 1)*x"): "norms(A, 1)*norms(B, 1)' + norms(A, 1)*x",
    ("matlab", "norm(x,1) + norm1(A)"): "norm1(x) + norm1(A)",
    ("matlab", "norm(A,1) + norm(A,Inf)"): "opnorm(A,1) + opnorm(A,Inf)",
    ("numpy", "np.linalg.norm(A, 1) + np.linalg.norm(x, np.inf)"): "opnorm(A,1) + norm(x,Inf)",
    ("numpy", "cp.quad_form(x, P)"): "x'*P*x",
    ("numpy", "A + x[:, None] - y"): "A .+ x .- y'",
    ("matlab", "dot(A*x, y)"): "inner(A*x, y)",
    # An array with one axis is a row beside one with two: numpy.kron's and scipy.linalg.block_diag's own broadcasting.
    ("numpy", "np.kron(x, y[:, None])"): "kron(x', y)",
    ("numpy", "np.kron(x[None, :], y)"): "kron(x', y')",
    ("numpy", "np.kron(x, y)"): "kron(x, y)",
    ("numpy", "sum(j, 1, k, 1) where k: integer"): "k where k: integer",
    ("numpy", "np.sum(np.maximum(A, B), 1)"): "rowsum(maximum(A, B))",
    ("numpy", "scipy.linalg.block_diag(x, y)"): "blkdiag(x', y')",
    ("numpy", "torch.block_diag(A, x, B)"): "blkdiag(A, x', B)",
    ("numpy", "scipy.linalg.block_diag(x[:, None], A)"): "blkdiag(x, A)",
    ("latex", r"Y \odot \begin{bmatrix} U & w \end{bmatrix} + Z"): "Y.*[U, w] + Z",
    ("latex", r"Y \odot \begin{bmatrix} U & w \end{bmatrix} V - Z"): "Y.*([U, w]*V) - Z",
    ("latex", r"Y \odot V \begin{bmatrix} U & w \end{bmatrix} - Z"): "Y.*(V*[U, w]) - Z",
    ("latex", r"A \odot B_{1:2,1:2} - C"): "A.*B[1:2,1:2] - C",
    ("matlab", "alpha^-2*beta^2 - (alpha^2)^3"): "alpha^-2*beta^2 - (alpha^2)^3",
    ("matlab", "alpha^(-beta^2)"): "alpha^(-beta^2)",
    ("numpy", "torch.norm(A, 2)"): "norm(A)",
    ("numpy", "torch.norm(A, p=1)"): "norm1(vec(A))",
    ("numpy", "torch.norm(A, 'nuc') + torch.norm(A)"): "nucnorm(A) + norm(A)",
    ("numpy", "torch.linalg.norm(A, 2)"): "specnorm(A)",
    ("numpy", "torch.matrix_exp(A)"): "expm(A)",
    ("sympy", "A.norm(2) + (A*x).norm(2) + A.norm()"): "specnorm(A) + norm(A*x) + norm(A)",
    ("sympy", "A.norm(1) + (A*x).norm(1)"): "opnorm(A, 1) + norm1(A*x)",
    ("numpy", "A.norm(2) + x.norm(1)"): "norm(A) + norm1(vec(x))",
    ("numpy", "torch.neg(x) + y.neg()"): "-x - y",
    ("numpy", "cp.neg(x)"): "relu(-x)",
    ("numpy", "torch.max(A, 1)[0]"): "max(A, 2)",
    ("numpy", "torch.min(A, 0).values"): "min(A, 1)'",
    ("numpy", "np.max(A, 1)[0]"): "max(A, 2)[1]",
    ("numpy", "scipy.special.log_softmax(x) + log_softmax(y)"): "log(softmax(x)) + log(softmax(y, 1))",
    ("numpy", "F.kl_div(x, y, reduction='batchmean') where x: vector(n)"): "sum(y.*(log(y) - x))/sum(vec(ones(n))) where x: vector(n)",
    ("numpy", "jax.scipy.linalg.cholesky(S) where S: spd(n)"): "chol(S)' where S: spd(n)",
    ("numpy", "jnp.linalg.cholesky(S) where S: spd(n)"): "chol(S) where S: spd(n)",
    ("numpy", "np.linalg.cholesky(S, upper=True) where S: spd(n)"): "chol(S)' where S: spd(n)",
    ("numpy", "cholesky(S, lower=True) where S: spd(n)"): "chol(S) where S: spd(n)",
    ("numpy", "cp.sum(cp.logistic(A @ x))"): "sum(softplus(A*x))",
    ("numpy", "cp.norm(X) + cp.norm(x) + cp.norm(X, 'fro')"): "specnorm(X) + norm(x) + norm(X)",
    ("numpy", "cp.sum_squares(A*x - b) + cp.sum(cp.square(x))"): "sum((A*x - b).^2) + sum(x.^2)",
    ("numpy", "cvxpy.trace(A * X)"): "tr(A*X)",
    ("numpy", "cp.linalg.norm(X)"): "norm(X)",
    ("numpy", "cp.sum(x * y)"): "sum(x.*y)",
    ("numpy", "cp.norm(X, 1) + cp.norm(X, np.inf)"): "opnorm(X, 1) + opnorm(X, Inf)",
    ("numpy", "scipy.linalg.solve_sylvester(A, B, Q)"): "sylvester(A, B, Q)",
    ("numpy", "scipy.linalg.solve_discrete_lyapunov(A, Q)"): "stein(A, Q)",
    ("julia", "sylvester(A, B, C)"): "-sylvester(A, B, C)",
    ("matlab", "sylvester(A, B, C) + lyap(A, Q)"): "sylvester(A, B, C) + lyap(A, Q)",
    ("latex", r"\max_x a^\top x"): "a'*x",
    ("numpy", "A.std(axis=1)"): "std(A, 2)",
    ("numpy", "A.var(dim=1, unbiased=False)"): "var(A, 2)",
    ("numpy", "F.normalize(A)"): "A./norms(A, 2)",
    ("numpy", "sp.linalg.inv(A) @ sp.special.expit(x)"): "inv(A)*sigmoid(x)",
    ("numpy", "A ** k.T"): "A.^k",
    ("numpy", "A ** -k.T + B.T"): "A.^(-k) + B'",
    ("numpy", "x ** k where k: vector"): "exp(k.*log(x)) where k: vector",
    ("numpy", "2**k * A**k"): "2^k*A.^k",
    ("numpy", "alpha ** beta"): "alpha^beta",
    ("latex", r"1^\top x"): "sum(x)",
    ("latex", r"1_n^\top A x"): "ones(n)'*A*x",
    ("latex", r"\sqrt[3]{\alpha} + \sqrt[k]{\alpha}"): "alpha^(1/3) + alpha^(1/k)",
    ("latex", r"\mathcal{X}^\top X_1"): "X'*X_1",
    ("latex", r"A \circ X^\top X - B \odot C"): "A.*(X'*X) - B.*C",
    ("latex", r"-y \odot Xw"): "-(y.*(X*w))",
    ("latex", r"A \odot B \odot C^{-1} D"): "A.*B.*(inv(C)*D)",
    ("latex", r"A \odot (B C) D"): "A.*(B*C*D)",
    ("latex", r"A \odot \lVert x \rVert B + D"): "A.*(norm(x)*B) + D",
    ("latex", r"\|A \odot B C\|_F^2"): "norm(A.*(B*C))^2",
    ("latex", r"\lVert D - A \odot B \lVert x\rVert C\rVert"): "norm(D - A.*(B*norm(x)*C))",
    ("latex", r"\operatorname{tr}(\exp(A)) + \operatorname{tr}(X \log X)"): "tr(expm(A)) + tr(X*logm(X))",
    ("latex", r"\sqrt{A} A"): "sqrtm(A)*A",
    ("latex", r"y^\top \log(1 + \exp(-Xw))"): "y'*log(1 + exp(-X*w))",
    ("latex", r"r^\top r,\quad r = Ax - b"): "r = A*x - b; r'*r",
    ("latex", r"\mathbf{x}^\top x"): "x'*x",
    ("latex", r"\vec{x}^\top A \vec y"): "x'*A*y",
    ("latex", r"\vec{\beta}^\top x + \vec \beta^\top y"): "beta'*x + beta'*y where beta: vector",
    ("latex", r"\vec(A)"): "vec(A)",
    ("latex", r"\vec\left(A + B\right)"): "vec(A + B)",
    ("latex", r"\vec{AC}"): "vec(A*C)",
    ("julia", "sum(2 .^ x) + x'y"): "sum(exp(log(2)*x)) + x'*y",
    ("matlab", "sum(2.^x) + sum(x.^k)"): "sum(exp(log(2)*x)) + sum(x.^k)",
    ("julia", "2^x"): "2^x",
    ("julia", "x[begin]*x[begin+1:end]"): "x[1]*x[2:end]",
    ("julia", "1f0*x - 2.5f-1y"): "1.0*x - 0.25*y",
    # Entries of a matrix that is declared, though it stands nowhere else.
    ("latex", r"\sum_{j=1}^m \frac{1}{H_{j,j+1}} where H: matrix(m,m+1)"): "sum(j, 1, m, 1/H[j,j+1]) where H: matrix(m,m+1)",
    ("latex", r"\sum_{i=1}^m H_{i1} x_i where H: matrix(m,n), x: vector(m)"): "sum(i, 1, m, H[i,1]*x[i]) where H: matrix(m,n)",
    ("latex", r"A_{ij} + 1 where A: spd(n)"): "A[i,j] + 1 where A: spd(n)",
    # The identity times a vector is the vector, where * or . is the product of matrices.
    ("julia", "I(3)*x"): "x where x: vector(3)",
    ("julia", "norm(I(3)*x - y)^2"): "norm(x - y)^2 where x: vector(3), y: vector(3)",
    ("julia", "I*x + y"): "x + y",
    ("matlab", "eye(3)*x + y"): "x + y where x: vector(3), y: vector(3)",
    ("mathematica", "IdentityMatrix[3].x"): "x where x: vector(3)",
    ("mathematica", "x.IdentityMatrix[3].y"): "x'*y where x: vector(3), y: vector(3)",
}  # fmt: skip


@pytest.mark.parametrize(("notation", "text"), MEANINGS)
def test_read_as_it_is_meant(notation: str, text: str) -> None:
    found, meant = (read(t)[1].expression for t in (Written(text, notation), MEANINGS[notation, text]))
    assert (program_text(found), found.shape) == (program_text(meant), meant.shape)


def test_a_method_with_a_dim_is_pytorchs() -> None:
    found, meant = (read(Written(t, "numpy"))[1].expression for t in ("A.var(dim=0)", "torch.var(A, dim=0)"))
    assert program_text(found) == program_text(meant) != program_text(read("var(A, 1)'")[1].expression)


REFUSED = {
    ("julia", "A^2'"): ("'", "(A^2)'"),
    ("latex", r"\|x\|_0"): ("0", r"\|x\|_1"),
    ("julia", "‖W‖F^2"): ("F", "||W||_F is a norm"),
    ("matcalc", "||x||2"): ("2", "norm(x)*2"),
    ("numpy", "True * x"): ("True", "1 for true"),
    ("mathematica", r"x \[CenterDot] y"): (r"\[CenterDot]", "letter"),
    ("sympy", "A*x*oo"): ("oo", "no finite number"),
    ("sympy", "x.norm(oo)"): ("oo", "no finite number"),
    ("matlab", "vecnorm(A, 1)"): ("vecnorm(A, 1)", "norms(A, 2)"),
    ("matlab", "vecnorm(A, 1, 2)"): ("vecnorm(A, 1, 2)", "norms(A, 2)"),
    ("julia", "x + 0x1F*y"): ("0x1F", "31"),
    ("numpy", "torch.max(A, 1)"): (", 1", "[0] takes the values"),
    ("numpy", "scipy.signal.correlate(x, y)"): ("scipy.signal.correlate(x, y)", "np.correlate"),
    ("julia", "[x for x in X]"): ("for", "a word of the language"),
    ("julia", "im*α + β"): ("im", "real"),
    ("julia", "Inf*x + norm(x, Inf)"): ("Inf", "finite"),
    ("matlab", "[x if y]"): ("if", "a word of the language"),
    ("matlab", "true*x"): ("true", "1 for true"),
    ("mathematica", "Infinity x + Norm[x, Infinity]"): ("Infinity", "finite"),
    ("numpy", "[x @ A @ x for x in X]"): ("for", "loop"),
    ("numpy", "np.array([x @ y for x in X])"): ("for", "of all rows at once"),
    ("numpy", "np.array([x if y else z])"): ("if", "a word of the language"),
    ("numpy", "np.array([x not in y])"): ("not", "a word of the language"),
    ("numpy", "np.array([x y])"): ("y", "a product is written @"),
    ("numpy", "np.stack([A, B])"): ("np.stack([A, B]", "three axes"),
    ("numpy", "torch.stack([A, B], dim=1)"): ("torch.stack([A, B]", "np.vstack"),
    ("numpy", "np.array([[A, B], [C, D]])"): ("np.array([[A, B], [C, D]]", "np.block"),
    ("numpy", "[A, B]"): ("[A, B]", "a list of matrices has three axes"),
    ("numpy", "np.sum(x // 2)"): ("// 2", "a rounded one is constant"),
    ("numpy", "np.floor(x)"): ("np.floor", "its derivative 0"),
    ("numpy", "np.linalg.matrix_rank(A)"): ("np.linalg.matrix_rank", "it jumps"),
    ("julia", "A × B"): ("×", "cross product"),
    ("julia", "f ∘ g"): ("∘", ".*"),
    ("julia", "cholesky(A*A' + I) \\ b"): ("cholesky", "S \\ b"),
    ("julia", "cholesky(S"): ("cholesky", "S \\ b"),
    ("julia", "I() + A"): ("I", "1 argument"),
    ("julia", "tanh(A)"): ("tanh", "tanh.(A)"),
    ("julia", "diagm(A)"): ("A", "Diagonal(A)"),
    ("julia", "A*B\nC*D"): ("C", "one expression"),
    ("numpy", "np.flip(x, -1)"): ("-1", "axis=0"),  # 1 of a matrix, and 0 of a vector
    ("mathematica", "Tr[A^T]"): ("T", "Transpose[A]"),
    ("mathematica", "Tr[A^(-T)]"): ("T", "Inverse[Transpose[A]]"),
    ("numpy", "np.trace(A**T)"): ("**T", "A.T"),
    ("sympy", "Trace(A**-T)"): ("**-T", "A.T"),
    ("matlab", "2^alpha^2"): ("^alpha^", "brackets"),
    ("matlab", "alpha.^-beta^2"): (".^-beta^", "brackets"),
    ("matlab", "1/2x"): ("x", "*"),
    ("matlab", "prod(A)"): ("prod", "prod(A(:))"),
    ("numpy", "cholesky(S) where S: spd(n)"): ("cholesky", "upper"),
    ("numpy", "la.cholesky(S) where S: spd(n)"): ("la.cholesky", "upper"),
    ("julia", "gelu.(x)"): ("gelu", "tanh"),
    ("mathematica", "Sinc[x]"): ("Sinc", "Sin[x]/x"),
    ("sympy", "sinc(x)"): ("sinc", "sin(x)/x"),
    ("sympy", "A.C"): ("C", "is not read"),
    ("numpy", "sp.exp(x)"): ("sp.exp", "sp.linalg"),
    ("numpy", "A^2"): ("^", "A**2"),
    ("numpy", "A'"): ("'", "A.T"),
    ("numpy", "A\\b"): ("\\", "np.linalg.solve"),
    ("numpy", "A @ B\nC @ D"): ("C", "one expression"),
    ("numpy", "(A)(x)"): ("(", "@"),
    ("numpy", "Z[np.arange(n), y - 1]"): ("y - 1", "np.sum(Z * Y, axis=1)"),
    ("numpy", "Z.gather(0, y)"): ("gather", "axis 1"),
    ("numpy", "x[x > 0]"): ("[x > 0]", "relu(x)"),
    ("numpy", "x[::2]"): ("[::2]", "every second row"),
    ("julia", "x[1:2:end]"): (":", "every second entry"),
    ("matlab", "x(mask)"): ("mask", "a mask"),
    ("matlab", "sum(x(x > 0))"): ("x > 0", "a mask"),
    ("matlab", "x = A*b; end"): ("end", "one expression"),
    ("julia", "sum(x[x .> 0])"): ("x .> 0", "a mask"),
    ("julia", "sum(x(x .> 0))"): (".>", "ifelse"),
    ("julia", "Flux.onehotbatch(y, 1:3)"): ("onehotbatch", "zeros and ones"),
    ("julia", "if a x else y end"): ("if", "one expression"),
    ("julia", "sum(A[i,1] for i in 1:size(A,1))"): ("size", "for i in 1:n"),
    ("latex", r"\Delta x^\top H \Delta x"): (r"\Delta x", r"x_\Delta"),
    ("latex", r"k(x,x')"): (",", "where k: scalar"),
    ("latex", r"\sum_{\mu\nu} A_{\mu\nu}"): (r"\sum", "Latin letter"),
    ("latex", r"\mathbf{E}[x x^\top]"): (r"\mathbf{E}", "mean"),
    ("mathematica", "x[[1;;-1;;2]]"): (";;-1;;", "every second entry"),
    ("numpy", "np.linalg.lstsq(A, b)"): (")", "[0]"),
    ("numpy", "a, b = A @ x"): ("a, b = ", "X.shape"),
    ("numpy", "x.clamp(low=0)"): ("low", "min, max"),
    ("latex", "x^* A x"): ("^*", "transpose"),
    ("latex", "1 x"): ("1", "\\mathbf{1}"),
    ("latex", r"x^\top 1"): ("1", "\\mathbf{1}"),
    ("latex", r"2^\top x"): ("2", "\\mathbf{1}"),
    ("latex", r"\varepsilon + \epsilon"): ("\\varepsilon", "another name"),
    ("latex", r"A \bullet B"): ("\\bullet", "inner"),
    ("latex", r"\tanh(X^\top X)"): ("\\tanh", "tanh.(A)"),
    ("latex", r"\sqrt[3] x"): ("\\sqrt", "cube root"),
    ("latex", r"\vec{A} x"): ("\\vec{A}", "\\operatorname{vec}(A)"),
    ("latex", r"\Gamma(\alpha)"): ("\\Gamma", "\\cdot"),
    ("latex", r"\|A\|_1"): ("A", "opnorm"),
    ("latex", r"A^* B"): ("^*", "\\top"),
    ("latex", r"x^{\star} - y"): ("^{\\star}", "\\top"),
    ("latex", r"\theta^{(t+1)} - \theta"): ("^{(t+1)}", "A^{k+1}"),
    ("latex", r"\max_i (a_i^\top x + b_i)"): ("\\max_i", "largest entry"),
    ("latex", r"\max_{i \neq j} |x_i - x_j|"): ("\\max_{i \\neq j}", "largest entry"),
    ("latex", r"\sum_{k} x_k^\top Q x_k + u_k^\top R u_k"): ("+", r"\sum_k ( … )"),
    ("latex", r"x_i I_{ij} y_j"): ("I_{ij}", "I_n"),
    ("latex", r"\mathbf{I}_{i,j} A"): ("\\mathbf{I}_{i,j}", "I_n"),
    ("latex", r"A_{ij} x_j y_i"): ("A_{ij}", r"\sum_{i,j}"),
    ("latex", r"\mathrm{Var}[A x]"): (r"\mathrm{Var}", r"\operatorname{var}(x)"),
    ("latex", r"\operatorname{Cov}(x, y)"): (r"\operatorname{Cov}", r"X^\top X"),
    ("latex", r"\Var(x)"): (r"\Var", r"\operatorname{var}(x)"),
    ("latex", r"\mathbb{V}[x]"): (r"\mathbb{V}", r"\operatorname{var}(x)"),
    ("latex", r"\mathrm{E}[x]"): (r"\mathrm{E}", r"\operatorname{mean}(x)"),
    ("latex", r"\mathrm{KL}(p \| q)"): ("KL}(", "written out"),
    ("latex", r"\mathcal{N}(x; \mu, \Sigma)"): (r"\mathcal{N}(x; \mu, \Sigma)", "logarithm of the normal"),
    ("latex", r"\mathbf{a}(\theta)^H w"): (r"\mathbf{a}", "looks like a function"),
    ("latex", r"\mathrm{loss}(x)"): (r"\mathrm{loss}", "where loss: scalar"),
    ("latex", r"I_{m \times n} A"): (r"I_{m \times n}", "square"),
    ("latex", r"\sin^{-1}\theta"): ("\\sin^{-1}", r"\arcsin(x) and 1/\sin(x)"),
}


@pytest.mark.parametrize(("notation", "text"), REFUSED)
def test_refused_with_what_to_write(notation: str, text: str) -> None:
    place, hint = REFUSED[notation, text]
    with pytest.raises(MatcalcError) as caught:
        read(Written(text, notation))
    assert text[caught.value.start : caught.value.end] == place or text[caught.value.start :].startswith(place)
    assert hint in f"{caught.value.message} {caught.value.hint}"


HOT = "y holds class labels: Y_hot"
NOTED = {
    ("sympy", "E*x"): ("E*x", "SymPy's E is exp(1)"),
    ("numpy", "Z[np.arange(n), y]"): ("rowsum(Z.*Y_hot)", HOT),
    ("numpy", "torch.log_softmax(Z, dim=1)[range(len(y)), y]"): ("rowsum(log(softmax(Z, 2)).*Y_hot)", HOT),
    ("numpy", "logits[jnp.arange(n), y]"): (
        "rowsum(logits.*Y_hot) where logits: matrix",
        "logits is taken as a matrix",
    ),
    ("numpy", "F.one_hot(y, num_classes=k).float() * Z"): ("Y_hot.*Z", HOT),
    ("numpy", "np.eye(k)[y] * Z + np.eye(k)[i]"): ("Y_hot.*Z .+ unit(k, i + 1)'", HOT),
    ("numpy", "torch.gather(Z, 1, y.view(-1, 1)).squeeze(1)"): ("rowsum(Z.*Y_hot)", HOT),
    ("numpy", "np.take_along_axis(Z, y[:, None], axis=1)"): ("rowsum(Z.*Y_hot)", HOT),
    ("numpy", "optax.softmax_cross_entropy_with_integer_labels(Z, y)"): ("-rowsum(Y_hot.*log(softmax(Z, 2)))", HOT),
    ("numpy", "F.nll_loss(L, y, reduction='sum')"): ("-inner(Y_hot, L)", HOT),
    ("numpy", "Z = X @ W + b\nF.cross_entropy(Z, y, reduction='sum')"): (
        "Z = X*W .+ b'; -inner(Y_hot, log(softmax(Z, 2)))",
        HOT,
    ),
    ("numpy", "F.cross_entropy(X @ W, y, reduction='sum')"): ("-inner(Y_hot, log(softmax(X*W, 2)))", HOT),
    ("numpy", "F.cross_entropy(z, y, reduction='sum')"): ("-inner(y, log(softmax(z, 1)))", "the probabilities"),
    ("numpy", "z[y]"): ("z[y+1]", "y is read as one place"),
    ("julia", "x[idx]"): ("x[idx]", "idx is read as one place"),
    ("julia", "A^T*x"): ("A'*x", "read as the transpose"),
    ("matlab", "A^-T*x"): ("inv(A)'*x", "read as the transpose"),
    ("latex", r"\||X|\|_F^2"): ("norm(det(X))^2", r"\operatorname{abs}(X) has the modulus"),
    ("latex", r"\| |X| - Y \|"): ("norm(det(X) - Y)", "|X| is read as a determinant"),
    ("latex", r"\sum_{i=1}^n \sum_{j=1}^n (A^{-1})_{ij} (B e^A)_{ji}"): (
        "sum(i, 1, n, sum(j, 1, n, inv(A)[i,j]*(B*expm(A))[j,i])) where A: matrix(n,n), B: matrix(n,n)",
        "A: matrix(n,n)",
    ),
    ("latex", r"\sum_{i,j} A_{ij} B_{ij} where A: matrix(m,n), B: matrix(m,n)"): (
        "sum(i, 1, m, sum(j, 1, n, A[i,j]*B[i,j])) where A: matrix(m,n), B: matrix(m,n)",
        "the j of B_{ij} goes from 1 to n",
    ),
    ("latex", r"\sum_{i,j} S_{ij} x_i x_j where S: spd(n), x: vector(n)"): (
        "sum(i, 1, n, sum(j, 1, n, S[i,j]*x[i]*x[j])) where S: spd(n), x: vector(n)",
        "goes from 1 to n",
    ),
    ("latex", r"\sum_i A_i where A: matrix(m,n), A_i: matrix(m,n)"): ("sum(i, 1, N, A_i)", "goes from 1 to N"),
    ("julia", "A + I(3)*s"): ("A + s*I(3) where s: scalar", "s is taken as a number"),
    ("julia", "x*I(3)"): ("x*I(3) where x: scalar", "where x: vector"),
    ("matlab", "A + eye(3)*s"): ("A + s*I(3) where s: scalar", "s is taken as a number"),
    ("matlab", "A'*A/n - eye(3)*s + x*y'"): (
        "A'*A/n - s*I(3) + x*y' where s: scalar, n: scalar",
        "s is taken as a number",
    ),
    ("matlab", "tanh(A) + eye(3)*s"): ("tanh(A) + s*I(3) where s: scalar", "s is taken as a number"),
    ("matlab", "inv(A) + eye(3)*s"): ("inv(A) + s*I(3) where s: scalar", "s is taken as a number"),
    ("mathematica", "IdentityMatrix[3] x"): ("x*I(3) where x: scalar", "where x: vector"),
    ("numpy", "sum(A) @ x"): ("rowsum(A')'*x", "Python's own"),
    ("numpy", "sum(sum((A @ B) ** 2))"): ("sum(rowsum(((A*B).^2)'))", "np.sum((A @ B) ** 2) is of all entries"),
    ("numpy", "np.sum((A @ x - b)**2) / n"): ("sum((A*x - b).^2)/n where n: scalar", "n is taken as a number"),
    ("numpy", "r = A @ x - b\nr @ r / (2*n)"): ("r = A*x - b; r'*r/(2*n) where n: scalar", "n is taken as a number"),
    ("latex", r"\mathcal{X}^\top X + \mathcal{X}^\top \mathcal{X}"): ("X_cal'*X + X_cal'*X_cal", "X_cal"),
    ("latex", r"\mathbf{x}^\top x"): ("x'*x", "read as one name"),
    ("latex", r"\alpha + w \cdot x"): ("alpha + w'*x", "\\cdot between two columns"),
    ("latex", r"2^{x \cdot y} + x \cdot A y \cdot \beta"): ("2^(x'*y) + (x'*A*y)*beta", "inner product"),
    ("latex", r"(A \cdot x) \cdot y + A \cdot x \cdot y"): ("2*(A*x)'*y", "inner product"),
    ("latex", r"(w \cdot x) y"): ("(w'*x)*y", "inner product"),
    ("latex", r"a \cdot (b \times c) + u \cdot A v \times w"): ("a'*cross(b, c) + u'*cross(A*v, w)", "cross product"),
    ("latex", r"\sum_{i \ne j} (I - 2 A^\top A)_{ij}"): (
        "sum(i, 1, N, sum(j in 1:N if i != j, (I(N) - 2*A'*A)[i,j])) where A: matrix(n,N)",
        "goes from 1 to N",
    ),
    ("latex", r"a \cdot (b \times c) \times d"): ("a'*cross(cross(b, c), d)", "cross product"),
    ("latex", r"(a \cdot b) c \times d"): ("a'*b*cross(c, d)", "cross product"),
    ("latex", r"\|\Delta x\|^2"): ("norm(Delta*x)^2", r"x_\Delta"),
    ("latex", r"\|P_\Omega(X - M)\|_F^2"): ("norm(P_Omega*(X - M))^2", "projection"),
    ("latex", r"E[x x^\top]"): ("E*x*x'", "expectation"),
    ("latex", r"\operatorname{Tr}(\rho H)"): ("tr(H)*rho", "leaves the trace"),
    ("latex", r"\langle a | H + V | b \rangle + \langle a | b \rangle"): ("a'*(H + V)*b + a'*b", "numbers are real"),
    ("latex", r"c^\top x - \mu \sum_{j=1}^n \ln x_j"): (
        "c'*x - mu*sum(j, 1, n, log(x[j]))",
        "x: vector(n)",
    ),
    ("numpy", "def loss(params):\n    W, b = params\n    return np.sum((W @ x + b)**2)"): (
        "sum((W*x + b).^2)",
        "W, b = params",
    ),
    ("numpy", "np.sum(p['W'] @ x)"): ("sum(W*x)", "p['W'] is the name W"),
    ("numpy", "A.std(dim=0) + A.std(0)"): (
        "sqrt(sum(vec(A[:,1].^0))./(sum(vec(A[:,1].^0)) - 1)).*std(A,1)'*2",
        "divide by",
    ),
    ("latex", r"A_{i1} x"): ("A_i1*x", "A_{i,1} is the entry"),
    ("latex", r"\sum_{i=1}^n A_{i1}^2 - \sum_{i=1}^n A_{1i}"): (
        "sum(i, 1, n, A_i1^2) - sum(i, 1, n, A_1i) where A_ij: scalar",
        "an entry of A",
    ),
    ("latex", r"\sum_{i=1}^n x_{2i}^2"): ("sum(i, 1, n, x_(2,i)^2)", "x_{2*i} is the one at 2 times i"),
    ("latex", r"\sum_{i=1}^m (Ax - b)_i^2"): ("sum(i, 1, m, (A*x - b)[i]^2)", "A has m rows"),
    ("latex", r"\frac{1}{m} \sum_i (Ax - b)_i^2"): ("sum(i, 1, m, (A*x - b)[i]^2)/m", "the i of (Ax - b)_i goes"),
    ("latex", r"A^t B"): ("A^t*B", "\\top is the transpose"),
    ("latex", r"A^{t} B"): ("A^t*B", "\\top is the transpose"),
    ("latex", r"\sqrt{A} A"): ("sqrtm(A)*A", "sqrtm, as papers mean it"),
    ("latex", r"A \odot B C"): ("A.*(B*C)", "the whole product"),
    ("latex", r"1/2\sigma^2"): ("sigma^2/2", "1/(2*x)"),
    ("latex", r"\exp(A)"): ("expm(A)", "as papers mean it"),
    ("latex", r"\exp_{\odot}(A)"): ("exp(A)", "is elementwise here"),
    ("latex", r"\tanh_\odot(A) A + \sqrt{A}"): ("tanh(A)*A + sqrtm(A)", "sqrtm, as papers mean it"),
    ("latex", r"\sin_{\circ}(A)^\top A"): ("sin(A)'*A", "is elementwise here"),
    ("latex", r"\exp(W X)"): ("exp(W*X)", "expm"),
    ("latex", r"\ln(-A) B"): ("logm(-A)*B", "as papers mean it"),
    ("latex", r"e^{A t}"): ("exp(A*t)", "where t: scalar"),
    ("latex", r"\kappa(A)"): ("kappa*A", "where kappa: scalar of matrix(m,n)"),
    ("latex", r"E(w) + 1"): ("E*w + 1", "where E: scalar of vector(n)"),
    ("latex", r"\alpha/\beta\gamma"): ("alpha/beta*gamma", "(a/b)*c"),
    ("latex", r"\lambda*A"): ("lambda*A", "a star is read as the product"),
    ("latex", r"A \ast B"): ("A*B", "a star is read as the product"),
    ("latex", r"\delta_{ij} x"): ("delta_ij*x", "1 where its indices are equal"),
    ("latex", r"\sum_{i=1}^n A_{ii}"): ("sum(i, 1, n, A_ii) where A_ii: scalar", "an entry of A"),
    ("latex", r"\sum_{i=1}^n A_{i,i+1}^2"): ("sum(i, 1, n, A_(i,i+1)^2) where A_ij: scalar", "an entry of A"),
    ("latex", r"\sum_{i=1}^n \prod_{j=1}^n \tilde{A}_{ij}"): (
        "sum(i, 1, n, prod(j, 1, n, A_tilde_ij)) where A_tilde_ij: scalar",
        "an entry of A_tilde",
    ),
    ("latex", r"\sum_{i,j} \mathcal{A}_{i,j} A_{i,j}"): (
        "sum(i, 1, N, sum(j, 1, M, A_cal_ij*A_ij)) where A_cal_ij: scalar, A_ij: scalar",
        "A_cal, beside A",
    ),
    ("latex", r"\sum_{i} A_{i,i}"): ("sum(i, 1, N, A_ii) where A_ii: scalar", "the i of A_ii goes"),
    ("latex", r"x \otimes y"): ("kron(x, y)", "outer product"),
    ("numpy", "x @ y.T"): ("x*y'", "outer product"),
    ("numpy", "cp.sum(x * y)"): ("sum(x.*y)", "CuPy"),
    ("julia", "max(x, y)"): ("maximum(x, y)", "without the dot Julia compares them as wholes"),
    ("julia", "min(A*x, y)'z"): ("minimum(A*x, y)'*z", "min of arrays is read entry by entry, as min.(x, y)"),
    ("julia", "Q = A*B; sum(max(Q, 0))"): ("Q = A*B; sum(maximum(Q, 0))", "max of arrays"),
}


@pytest.mark.parametrize(("notation", "text"), NOTED)
def test_noted(notation: str, text: str) -> None:
    meant, note = NOTED[notation, text]
    found = read(Written(text, notation))[1]
    assert program_text(found.expression) == program_text(read(meant)[1].expression)
    assert any(note in said for said in found.notes)


@pytest.mark.parametrize("text", ["x^T(y)", r"x^{\top}(y) + (x - y)^T(y)"])
def test_a_transpose_before_a_bracket_is_no_function(text: str) -> None:
    assert read(Written(text, "latex"))[1].notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "np.sum(x)/y",
        "1/n",
        "np.sum(x)/n + n @ x",
        "np.sum(x)/n where n: vector",
        "cp.sum(2 * x)",
        "x[k]",
        "x[idx] where idx: integer",
    ],
)
def test_what_needs_no_word_gets_none(text: str) -> None:
    assert read(Written(text, "numpy"))[1].notes == ()


@pytest.mark.parametrize("text", ["max.(x, y)", "sum(@. max(x, 0))", "max(α, β)*x", "max(norm(x), 1)", "maximum(x)"])
def test_what_julia_compares_entry_by_entry_gets_no_word(text: str) -> None:
    assert read(Written(text, "julia"))[1].notes == ()


@pytest.mark.parametrize(
    ("notation", "text", "warned"),
    [
        ("numpy", "np.var(x) + torch.std(x)", False),
        ("numpy", "np.var(x) + x.var()", True),
        ("julia", "var(x)", False),
        ("matlab", "std(x, 1)", False),
        ("latex", r"\operatorname{var}(x)", True),
    ],
)
def test_a_divisor_is_cautioned_about_where_a_text_does_not_tell_it(notation: str, text: str, *, warned: bool) -> None:
    assert any("divide by the number" in note for note in read(Written(text, notation))[1].notes) == warned
