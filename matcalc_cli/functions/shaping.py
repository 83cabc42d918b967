"""Shorthands that rearrange or combine matrices, and softmax."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

SOFTMAX = Function(
    "softmax", ("x: n,1 -> n,1", "x: 1,n -> 1,n"), "exp(x)/sum(exp(x)) of a column or row",
    differential={"x": "softmax(x).*dx - softmax(x)*sum(softmax(x).*dx)"}, transposition="commutes",
    code="exp(x - logsumexp(x))", sign="positive", elsewhere={"numpy-method": "softmax"}, example="V'*softmax(K*q)",
    source="Bishop, Pattern Recognition and Machine Learning, eq. 4.106",
    spelled={"c": "softmax_of", "numpy": "_softmax", "jax": "_jax.nn.softmax({0}, axis=None)"},
    equations={
        "log": ("log(softmax(x)) = x - logsumexp(x)",),
        "exp": ("exp(x - logsumexp(x)) = softmax(x) where x: vector(n)",),
        "sum": ("sum(softmax(x)) = 1",),
        "*": ("exp(x)/sum(exp(x)) = softmax(x) where x: vector(n)", "exp(-logsumexp(x))*exp(x) = softmax(x) where x: vector(n)"),
    },
    proof=(
        "softmax(x) = exp(x - logsumexp(x)) # what it is",
        "d(softmax(x)) = softmax(x).*(dx - d(logsumexp(x))) # `exp(x)` is its own derivative",
        " = softmax(x).*dx - softmax(x)*softmax(x)'*dx # the differential of logsumexp",
    ),
    remedy="softmax(A, 2) is of each row, softmax(A, 1) of each column",
)  # fmt: skip
OUTER = Function(
    "outer", "x: m,1; y: n,1 -> m,n", "the outer product x*y' of two columns", definition="x*y'", operator="outer", example="outer(x, y)",
)  # fmt: skip
SYM = Function(
    "sym", "A: n,n -> n,n", "the symmetric part (A + A')/2", definition="(A + A')/2", elsewhere={"julia": "Symmetric Hermitian"}, example="sym(A)",
)  # fmt: skip
SKEW = Function(
    "skew", "A: n,n -> n,n", "the skew-symmetric part (A - A')/2", definition="(A - A')/2", example="skew(A)",
)  # fmt: skip
ROWSUM = Function(
    "rowsum", "A: m,n -> m,1", "the sums of the rows, A*ones(n)", definition="A*ones(n)", elsewhere={"matlab-2": "sum"}, example="rowsum(A)",
    spelled={"numpy": "_np.sum({0}, axis=1, keepdims=True)", "matlab": "sum({0}, 2)", "julia": "sum({0}, dims=2)"},
)  # fmt: skip
COLSUM = Function(
    "colsum", "A: m,n -> 1,n", "the sums of the columns, ones(1,m)*A", definition="ones(1,m)*A", elsewhere={"matlab-1 matlab-matrix": "sum"}, example="colsum(A)",
    spelled={"numpy": "_np.sum({0}, axis=0, keepdims=True)", "matlab": "sum({0}, 1)", "julia": "sum({0}, dims=1)"},
)  # fmt: skip
BLKDIAG = Function(
    "blkdiag", "A: m,n; B: p,q -> m+p,n+q", "the block diagonal matrix [A, 0; 0, B], of any number of matrices",
    definition="[A, zeros(m,q); zeros(p,n), B]", leaves_name_free=True, elsewhere={"numpy numpy-rows": "block_diag"},
    example="blkdiag(A, B)",
)  # fmt: skip
FLIP = Function(
    "flip", "A: m,n -> m,n", "the rows in reverse order, hankel(I(m)[:,end])*A", definition="hankel(I(m)[:,end])*A",
    leaves_name_free=True, example="flip(x)",
)  # fmt: skip

SHAPING = (BLKDIAG, FLIP, SOFTMAX, OUTER, SYM, SKEW, ROWSUM, COLSUM)
