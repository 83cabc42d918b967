"""The equations that simplify functions, in matcalc's own language; each is used from left to right.

They are grouped by what the left side is: a function's name, `+` for a sum, `*` for a product. Names on the left
match any expression of their kind (A, X: any shape; x, y: columns; alpha, p: scalars), dimension names any dimension.
The rules of ENTRYWISE are also used with X a scalar. What is true of sums, products, powers, transposes and traces in
general is not here: expressions are built in that normal form (expr).
"""

from __future__ import annotations

from matcalc_cli.functions.matrix import DERIVATIVE

Groups = dict[str, tuple[str, ...]]

ENTRYWISE: Groups = {
    "log": (
        "log(exp(X)) = X",
        "log(ones(m,n)) = zeros(m,n)",
        "log(1) = 0",
        "log(1 + exp(X)) = softplus(X)",
        "log(sigmoid(X)) = -softplus(-X)",
        "log(1 - sigmoid(X)) = -softplus(X)",
    ),
    "exp": ("exp(log(X)) = X", "exp(zeros(m,n)) = ones(m,n)", "exp(0) = 1"),
    "sigmoid": ("sigmoid(-X) = 1 - sigmoid(X)", "sigmoid(0) = 1/2"),
    "softplus": ("softplus(-X) = softplus(X) - X",),
    "elementwise_power": (
        "exp(X).^p = exp(p*X)",
        "(1 + exp(X)).^-1 = sigmoid(-X)",
        "abs(X).^2 = X.^2",
        # Neither sign(X).^2 = 1 nor step(X).^2 = step(X): relu(y) is 0 not only at points.
        "(X.^2).^(1/2) = abs(X)",
    ),
    "hadamard": (
        "exp(X).*(1 - sigmoid(X)) = sigmoid(X)",
        "sin(X)./cos(X) = tan(X)",
        "sinh(X)./cosh(X) = tanh(X)",
        "sign(X).*abs(X) = X",
        "sign(X).*X = abs(X)",
        "step(X).*X = relu(X)",
        "step(X).*relu(X) = relu(X)",
    ),
    "+": ("sin(X).^2 + cos(X).^2 = 1 + 0*X",),
    "sin": ("sin(-X) = -sin(X)", "sin(zeros(m,n)) = zeros(m,n)", "sin(0) = 0"),
    "cos": ("cos(-X) = cos(X)", "cos(zeros(m,n)) = ones(m,n)", "cos(0) = 1"),
    "tan": ("tan(-X) = -tan(X)", "tan(zeros(m,n)) = zeros(m,n)", "tan(0) = 0"),
    "sinh": ("sinh(-X) = -sinh(X)", "sinh(zeros(m,n)) = zeros(m,n)", "sinh(0) = 0"),
    "cosh": ("cosh(-X) = cosh(X)", "cosh(zeros(m,n)) = ones(m,n)", "cosh(0) = 1"),
    "tanh": ("tanh(-X) = -tanh(X)", "tanh(zeros(m,n)) = zeros(m,n)", "tanh(0) = 0"),
    "arctan": ("arctan(-X) = -arctan(X)", "arctan(zeros(m,n)) = zeros(m,n)", "arctan(0) = 0"),
    "arcsin": ("arcsin(-X) = -arcsin(X)", "arcsin(zeros(m,n)) = zeros(m,n)", "arcsin(0) = 0"),
    "erf": ("erf(-X) = -erf(X)", "erf(zeros(m,n)) = zeros(m,n)", "erf(0) = 0"),
    "abs": ("abs(-X) = abs(X)", "abs(abs(X)) = abs(X)"),
    "sign": ("sign(-X) = -sign(X)",),
}

# L_f(A, E) = f'(A) E where E commutes with A, and tr L_f(A, E) = tr(f'(A) E) always.
_COMMUTING: Groups = {
    f"frechet_{f}": (
        f"frechet({f}, A, I(n)) = {d} where A: matrix(n,n)",
        f"frechet({f}, A, A) = A*{d} where A: matrix(n,n)",
        f"frechet({f}, alpha*A, A) = A*{d.replace('A', '(alpha*A)')} where A: matrix(n,n)",
    )
    for f, d in DERIVATIVE.items()
}

MATRIX: Groups = {
    **_COMMUTING,
    "expm": ("expm(logm(A)) = A",),
    "power": (
        "sqrtm(A)^2 = A",
        "expm(A)^k = expm(k*A) where k: scalar",
    ),
    "det": (
        "det(inv(X)) = 1/det(X)",
        "det(X^k) = det(X)^k where k: scalar",
        "det(alpha*X) = alpha^n*det(X) where X: matrix(n,n)",
        "det(I(n)) = 1",
        "det(expm(A)) = exp(tr(A))",
        "det(kron(A, B)) = det(A)^n*det(B)^m where A: matrix(m,m), B: matrix(n,n)",
    ),
    "adj": (
        "adj(I(n)) = I(n)",
        "adj(alpha*X) = alpha^(n-1)*adj(X) where X: matrix(n,n)",
        "adj(inv(X)) = X/det(X)",
        "adj(X^k) = adj(X)^k where k: scalar",
        "adj(A*B) = adj(B)*adj(A) where A: matrix(n,n), B: matrix(n,n)",
        "adj(A*B*C) = adj(C)*adj(B)*adj(A) where A: matrix(n,n), B: matrix(n,n), C: matrix(n,n)",
        "adj(Q) = det(Q)*inv(Q) where Q: orthogonal(n)",
    ),
    "logdet": (
        "logdet(X^k) = k*logdet(X) where k: scalar",
        "logdet(alpha*X) = n*log(abs(alpha)) + logdet(X) where X: matrix(n,n)",
        "logdet(diag(x)) = sum(log(abs(x)))",
        "logdet(I(n)) = 0",
        "logdet(expm(A)) = tr(A)",
    ),
    "log": (
        "log(det(X)) = logdet(X)",
        "log(abs(det(X))) = logdet(X)",
        "log(sum(exp(X))) = logsumexp(X)",
        "log(softmax(x)) = x - logsumexp(x)",
    ),
    "exp": (
        "exp(logsumexp(X)) = sum(exp(X))",
        "exp(x - logsumexp(x)) = softmax(x) where x: vector(n)",
    ),
    "norm": (
        "norm(-X) = norm(X)",
        "norm(alpha*X) = abs(alpha)*norm(X)",
        "norm(kron(A, B)) = norm(A)*norm(B)",
        "norm(vec(X)) = norm(X)",
        "norm(unvec(x, m, n)) = norm(x)",
    ),
    "specnorm": ("specnorm(x) = norm(x)", "specnorm(X) = norm(X) where X: matrix(1,n)"),
    "nucnorm": ("nucnorm(x) = norm(x)", "nucnorm(X) = norm(X) where X: matrix(1,n)"),
    "elementwise_power": (
        "sqrt(x'*x) = norm(x)",
        "sqrt(tr(X'*X)) = norm(X)",
    ),
    "tr": (
        "tr(kron(A, B)) = tr(A)*tr(B) where A: matrix(m,m), B: matrix(n,n)",
        "tr(diag(x)) = sum(x)",
        *[f"tr(frechet({f}, A, E)) = tr({d}*E)" for f, d in DERIVATIVE.items()],
    ),
    "sum": (
        "sum(kron(A, B)) = sum(A)*sum(B)",
        "sum(x*y') = sum(x)*sum(y)",
        "sum(ones(m,n)) = m*n",
        "sum(x.*y) = x'*y where x: vector(n), y: vector(n)",
        "sum(diag(x)) = sum(x) where x: vector(n)",
        "sum(vec(X)) = sum(X)",
        "sum(x*ones(1,m)) = m*sum(x) where x: vector(n)",
        "sum(unvec(x, m, n)) = sum(x)",
        "sum(softmax(x)) = 1",
    ),
    "*": (
        "x'*(y./x) = sum(y)",
        "adj(X)*X = det(X)*I(n) where X: matrix(n,n)",
        "X*adj(X) = det(X)*I(n) where X: matrix(n,n)",
        "adj(X)/det(X) = inv(X)",
        "adj(X)/det(X)^2 = inv(X)/det(X)",
        "adj(X)'/det(X) = inv(X)'",
        "adj(X)'/det(X)^2 = inv(X)'/det(X)",
        "exp(x)/sum(exp(x)) = softmax(x) where x: vector(n)",
        "kron(B, A)*vec(X) = vec(A*X*B') where A: matrix(m,n), B: matrix(p,q), X: matrix(n,q)",
        "commutation(m,n)*vec(X) = vec(X') where X: matrix(m,n)",
        "(I(n*n) + commutation(n,n))*duplication(n) = 2*duplication(n)",
        "duplication(n)'*(I(n*n) + commutation(n,n)) = 2*duplication(n)'",
        "chol(S)*chol(S)' = S where S: symmetric(n)",
        "eigvecs(S)*diag(exp(eigvals(S)))*eigvecs(S)' = expm(S) where S: symmetric(n)",
        "diagsel(n)*vec(A) = diag(A) where A: matrix(n,n)",
        "diagsel(n)*kron(x, I(n)) = diag(x) where x: vector(n)",
        "diagsel(n)*kron(I(n), x) = diag(x) where x: vector(n)",
        "kron(A, I(n))*diagsel(n)' = diag(A') where A: matrix(1,n)",
        "kron(I(n), A)*diagsel(n)' = diag(A') where A: matrix(1,n)",
    ),
    "hadamard": (
        "I(n).*A = diag(diag(A))",
        "diag(x).*A = diag(x.*diag(A))",
    ),
    "diag": (
        "diag(diag(x)) = x where x: vector(n)",
        "diag(x*y') = x.*y",
        "diag(ones(n)) = I(n)",
        "diag(ones(n,n)) = ones(n)",
        "diag(A') = diag(A) where A: matrix(n,n)",
        "diag(I(n)) = ones(n)",
        "diag(A.*B) = diag(A).*diag(B) where A: matrix(n,n), B: matrix(n,n)",
    ),
    "vec": (
        "vec(x*y') = kron(y, x)",
        "vec(unvec(x, m, n)) = x",
    ),
    "unvec": ("unvec(vec(A), m, n) = A where A: matrix(m,n)",),
    "tril": ("tril(tril(A)) = tril(A)",),
    "triu": ("triu(triu(A)) = triu(A)",),
}
