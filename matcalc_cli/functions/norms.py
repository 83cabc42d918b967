"""Norms and reductions of all entries to one number."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

NORM = Function(
    "norm", "X: m,n -> 1,1", "the 2-norm of a vector, the Frobenius norm of a matrix",
    differential={"X": "tr(X'*dX)/norm(X)"}, transposition="invariant", kinked=True,
    otherwise="at 0 it moves along E at the rate norm(E), and the subgradients are the G with norm(G) <= 1",
    sign="not negative", nonzero="{0} is not zero", latex=r"\left\lVert {0}\right\rVert", pretty="‖{0}‖", degree=1, aliases=("frobenius", "norm2"),
    elsewhere={"mathematica": "Norm", "matrixcalculus": "norm2", "numpy-method sympy-method matlab-2": "norm", "of-vectors": "specnorm"},
    tells_shapes=True, example="norm(A*x - b)^2", source="Matrix Cookbook eq. 129", analytic="sqrt(tr(X'*X))",
    spelled={
        "c": "norm_of",
        "numpy array-api jax": "_norm", "matlab": "norm({0}, 'fro')", "julia": "norm",
    },
    equations={
        "norm": (
            "norm(-X) = norm(X)",
            "norm(x) = 1 where x: sphere(n)",
            "norm(alpha*X) = abs(alpha)*norm(X)",
            "norm(kron(A, B)) = norm(A)*norm(B)",
            "norm(vec(X)) = norm(X)",
            "norm(unvec(x, m, n)) = norm(x)",
        ),
        "elementwise_power": ("sqrt(x'*x) = norm(x)",),
        "abs": ("abs(norm(X)) = norm(X)",),
    },
    proof=(
        "norm(X)^2 = tr(X'*X) # the sum of the squares of the entries",
        "2*norm(X)*d(norm(X)) = tr(dX'*X) + tr(X'*dX) # both sides differentiated",
        " = 2*tr(X'*dX) # the two terms are transposes of each other",
        "d(norm(X)) = tr(X'*dX)/norm(X) # where the norm is not 0",
    ),
    typst="norm({0})",
)  # fmt: skip
NORM1 = Function(
    "norm1", "X: m,n -> 1,1", "the sum of the absolute values of all entries", definition="sum(abs(X))", stays="norm1(X)",
    latex=r"\left\lVert {0}\right\rVert_1", pretty="‖{0}‖₁", typst="norm({0})_1",
    elsewhere={"matlab-1": "norm", "of-vectors": "norm1"}, example="norm1(A*x - b)",
)  # fmt: skip
MEAN = Function(
    "mean", "X: m,n -> 1,1", "the mean of all entries", definition="sum(X)/(m*n)", stays="mean(X)", average=True,
    example="mean(exp(x))", elsewhere={"mathematica": "Mean", "numpy": "nanmean", "numpy-method julia-fold matlab-all matlab-columns": "mean"},
)  # fmt: skip
LOGSUMEXP = Function(
    "logsumexp", "X: m,n -> 1,1", "log(sum(exp(X))), over all entries, without overflow",
    differential={"X": "sum(exp(X - logsumexp(X)).*dX)"}, transposition="invariant",
    aliases=("lse",), elsewhere={"numpy-method": "logsumexp"}, example="logsumexp(A*x + b)",
    source="Boyd & Vandenberghe, Convex Optimization, 3.1.5",
    spelled={
        "c": "logsumexp_of",
        "numpy array-api julia": "_logsumexp", "matlab": "logsumexp", "jax": "_jax.nn.logsumexp",
        "torch": "_torch.logsumexp({0}, dim=(0, 1))",
    },
    equations={
        "log": ("log(sum(exp(X))) = logsumexp(X)",),
        "exp": ("exp(logsumexp(X)) = sum(exp(X))",),
    },
    proof=(
        "exp(logsumexp(x)) = sum(exp(x)) # what it is",
        "exp(logsumexp(x))*d(logsumexp(x)) = sum(exp(x).*dx) # both sides differentiated",
        "d(logsumexp(x)) = sum(exp(x - logsumexp(x)).*dx)",
        " = softmax(x)'*dx",
    ),
)  # fmt: skip
INNER = Function(
    "inner", "A: m,n; B: m,n -> 1,1", "the inner product tr(A'*B) of two matrices, x'*y of two vectors",
    definition="tr(A'*B)", aliases=("dot",), elsewhere={"julia matlab": "dot", "numpy": "vdot", "sympy": "DotProduct"}, example="inner(A, X)",
)  # fmt: skip

NORMS = (NORM, NORM1, MEAN, LOGSUMEXP, INNER)
