"""Eigenvalues, singular values, and what their derivatives are written with."""

from __future__ import annotations

from matcalc_cli.expr.function import Function
from matcalc_cli.functions.pseudoinverse import PINV, POLAR, POLARMATRIX, POLARSTEP

_EIGEN = (
    "S*q = λ*q # `q` a unit eigenvector of the symmetric `S`, `λ` a simple eigenvalue",
    "dS*q + S*dq = dλ*q + λ*dq # both sides differentiated",
    "q'*dS*q + q'*S*dq = dλ*q'*q + λ*q'*dq # `q'` from the left",
    "q'*dS*q = dλ # `q'*S` = `λ*q'` since `S` is symmetric, and `q'*q` = `1`",
)
_SINGULAR = (
    "A*v = σ*u # `u` and `v` unit singular vectors, `σ` a simple singular value",
    "dA*v + A*dv = dσ*u + σ*du # both sides differentiated",
    "u'*dA*v + u'*A*dv = dσ*u'*u + σ*u'*du # `u'` from the left",
    "u'*dA*v = dσ # `u'*A` = `σ*v'`, and `v'*dv` = `u'*du` = `0`: the vectors keep their length",
)

_SVD = (
    "A*V = U*D # the columns of `U` and `V` are the singular vectors, `D` is diagonal with the singular values",
    "U'*dA*V = U'*dU*D + dD - D*V'*dV # differentiated, `U'` from the left; `U'*dU` and `V'*dV` are skew-symmetric",
    "(U'*dA*V)*D + D*(U'*dA*V)' = U'*dU*D^2 - D^2*U'*dU + dD*D + D*dD # with its transpose `V'*dV` goes out",
    "D*(U'*dA*V) + (U'*dA*V)'*D = V'*dV*D^2 - D^2*V'*dV + dD*D + D*dD # and so does `U'*dU`",
)

EIGVALS = Function(
    "eigvals", "S: n,n -> n,1", "the eigenvalues of a symmetric matrix, ascending",
    differential={"S": "diag(eigvecs(S)'*dS*eigvecs(S))"}, domain={"S": "symmetric"}, condition="the eigenvalues of {0} are simple",
    equations={
        "sum": ("sum(eigvals(S)) = tr(S) where S: symmetric(n)", "sum(eigvals(S).^2) = tr(S^2) where S: symmetric(n)", "sum(log(eigvals(S))) = logdet(S) where S: spd(n)",
                "sum(log(1 + eigvals(S))) = logdet(I(n) + S) where S: symmetric(n)", "sum(log(alpha + eigvals(S))) = logdet(alpha*I(n) + S) where S: symmetric(n)"),
        "prod": ("prod(eigvals(S)) = det(S) where S: symmetric(n)",),
    },
    factor={"eigh 1": "eigvals({0})"}, sign="of a definite argument", example="sum(exp(eigvals(S))) where S: symmetric(n)", source="Magnus & Neudecker, theorem 8.7",
    elsewhere={"matlab": "eig", "numpy": "eigvalsh eigh"}, spelled={
        "numpy": "_np.linalg.eigvalsh({0}).reshape(-1, 1)",
        "array-api": "_xp.reshape(_xp.linalg.eigvalsh({0}), (-1, 1))", "matlab": "eigenvalues",
        "julia": "reshape(eigvals(Symmetric({0})), :, 1)",
    },
    proof=(
        *_EIGEN,
        "d(eigvals(S)) = diag(eigvecs(S)'*dS*eigvecs(S)) # all of them at once",
    ),
    work=(2, 3),
    equation=("S*Q = Q*D",), unknowns={"Q: orthogonal(n)": "eigvecs(S)", "D: diagonal(n)": "diag(eigvals(S))"},
)  # fmt: skip
EIGVECS = Function(
    "eigvecs", "S: n,n -> n,n", "the orthonormal eigenvectors, as columns in the order of eigvals",
    differential={"S": "eigvecs(S)*(eiggap(S).*(eigvecs(S)'*dS*eigvecs(S)))"}, domain={"S": "nondegenerate symmetric"}, condition="the eigenvalues of {0} are simple",
    factor={"eigh 2": "eigvecs({0})"}, invertible="always", example="eigvecs(S) where S: symmetric(n)", source="Magnus & Neudecker, theorem 8.9",
    spelled={"numpy array-api": "{xp}.linalg.eigh({0})[1]", "matlab": "eigenvectors", "julia": "eigvecs(Symmetric({0}))"},
    proof=(
        "S*Q = Q*D # the columns of `Q` are the eigenvectors, `D` is diagonal with the eigenvalues",
        "dS*Q + S*dQ = dQ*D + Q*dD # both sides differentiated",
        "Q'*dS*Q + D*Q'*dQ = Q'*dQ*D + dD # `Q'` from the left, and `Q'*S` = `D*Q'`",
        "Q'*dQ*D - D*Q'*dQ = Q'*dS*Q - dD # at the place i, j the left side is `(Q'*dQ)[i,j]*(D[j,j] - D[i,i])`",
        "Q'*dQ = eiggap(S).*(Q'*dS*Q) # divided by the gaps; on the diagonal it is `0`, since `Q'*dQ` is skew-symmetric",
        "d(eigvecs(S)) = eigvecs(S)*(eiggap(S).*(eigvecs(S)'*dS*eigvecs(S))) # `Q` from the left",
    ),
    equations={"*": (
        "eigvecs(S)'*eigvecs(S) = I(n) where S: symmetric(n)", "eigvecs(S)*eigvecs(S)' = I(n) where S: symmetric(n)",
        "eigvecs(S)*diag(exp(eigvals(S)))*eigvecs(S)' = expm(S) where S: symmetric(n)", "eigvecs(S)*diag(eigvals(S))*eigvecs(S)' = S where S: symmetric(n)",
        "eigvecs(S)*diag(eigvals(S).^k)*eigvecs(S)' = S^k where S: symmetric(n), k: integer", "eigvecs(S)*diag(eigvals(S).^p)*eigvecs(S)' = S^p where S: spd(n), p: scalar",
        "eigvecs(S)*diag((1 + eigvals(S)).^k)*eigvecs(S)' = (I(n) + S)^k where S: symmetric(n), k: integer", "eigvecs(S)*diag((alpha + eigvals(S)).^k)*eigvecs(S)' = (alpha*I(n) + S)^k where S: symmetric(n), k: integer",
        "eigvecs(S)*diag(log(eigvals(S)))*eigvecs(S)' = logm(S) where S: spd(n)",
    )}, work=(9, 2),
    equation=("S*Q = Q*D",), unknowns={"Q: orthogonal(n)": "eigvecs(S)", "D: diagonal(n)": "diag(eigvals(S))"},
)  # fmt: skip
EIGGAP = Function(
    "eiggap", "S: n,n -> n,n", "1/(l_j - l_i) at (i, j) for the eigenvalues l of a symmetric matrix, 0 on the diagonal",
    differential={
        "S": "eiggap(S).^2.*(diag(eigvecs(S)'*dS*eigvecs(S))*ones(1,n) - ones(n)*diag(eigvecs(S)'*dS*eigvecs(S))')"
    },
    domain={"S": "nondegenerate symmetric"}, condition="the eigenvalues of {0} are simple",
    example="eiggap(S) where S: symmetric(n)", source="from that of the eigenvalues: d(1/x) = -dx/x^2",
    proof=(
        "eiggap(S) = (ones(n)*eigvals(S)' - eigvals(S)*ones(1,n) + I(n)).^-1 - I(n) # one over the differences, `0` on the diagonal",
        "d(eiggap(S)) = -(eiggap(S).^2.*(ones(n)*d(eigvals(S))' - d(eigvals(S))*ones(1,n))) # `d(1/x)` = `-(dx/x^2)` off the diagonal",
        "d(eiggap(S)) = eiggap(S).^2.*(diag(eigvecs(S)'*dS*eigvecs(S))*ones(1,n) - ones(n)*diag(eigvecs(S)'*dS*eigvecs(S))') # the differential of the eigenvalues, see eigvals",
    ),
    spelled={"numpy array-api julia": "_eiggap", "matlab": "eiggap"}, work=(2, 3),
)  # fmt: skip
EIGMAX = Function(
    "eigmax", "S: n,n -> 1,1", "the largest eigenvalue of a symmetric matrix",
    differential={"S": "eigvecmax(S)'*dS*eigvecmax(S)"}, domain={"S": "symmetric"},
    condition="the largest eigenvalue of {0} is simple",
    otherwise="along E it moves at the rate eigmax(Q'*E*Q), the columns of Q the orthonormal eigenvectors of that eigenvalue; the subgradients are Q*Z*Q', Z semidefinite of trace 1",
    sign="of a definite argument", example="eigmax(S) where S: symmetric(n)", source="Magnus & Neudecker, theorem 8.7",
    spelled={
        "numpy array-api": "{xp}.linalg.eigvalsh({0})[-1]", "matlab": "max(eigenvalues({0}))",
        "julia": "last(eigvals(Symmetric({0})))",
    },
    proof=(
        *_EIGEN,
        "d(eigmax(S)) = eigvecmax(S)'*dS*eigvecmax(S) # for the largest eigenvalue",
    ),
    work=(2, 3),
    equation=("S*q = alpha*q", "q'*q = 1"), unknowns={"q: vector(n)": "eigvecmax(S)", "alpha: scalar": "eigmax(S)"},
)  # fmt: skip
EIGMIN = Function(
    "eigmin", "S: n,n -> 1,1", "the smallest eigenvalue of a symmetric matrix",
    differential={"S": "eigvecmin(S)'*dS*eigvecmin(S)"}, domain={"S": "symmetric"},
    condition="the smallest eigenvalue of {0} is simple",
    otherwise="along E it moves at the rate eigmin(Q'*E*Q), the columns of Q the orthonormal eigenvectors of that eigenvalue; the supergradients are Q*Z*Q', Z semidefinite of trace 1",
    code="-eigmax(-S)", leaves_name_free=True,
    sign="of a definite argument", example="eigmin(S) where S: symmetric(n)", source="Magnus & Neudecker, theorem 8.7",
    spelled={"numpy array-api": "{xp}.linalg.eigvalsh({0})[0]"},
    proof=(
        *_EIGEN,
        "d(eigmin(S)) = eigvecmin(S)'*dS*eigvecmin(S) # for the smallest eigenvalue",
    ),
    work=(2, 3),
    equation=("S*q = alpha*q", "q'*q = 1"), unknowns={"q: vector(n)": "eigvecmin(S)", "alpha: scalar": "eigmin(S)"},
)  # fmt: skip
EIGVECMIN = Function(
    "eigvecmin", "S: n,n -> n,1", "the unit eigenvector of the smallest eigenvalue",
    differential={"S": "pinv(eigmin(S)*I(n) - S)*dS*eigvecmin(S)"}, domain={"S": "nondegenerate symmetric"},
    condition="the smallest eigenvalue of {0} is simple", code="eigvecmax(-S)", leaves_name_free=True,
    example="eigvecmin(S) where S: symmetric(n)", source="Magnus & Neudecker, theorem 8.9",
    spelled={"numpy array-api": "{xp}.linalg.eigh({0})[1][:, :1]"}, work=(9, 2),
    equation=("S*q = alpha*q", "q'*q = 1"), unknowns={"q: vector(n)": "eigvecmin(S)", "alpha: scalar": "eigmin(S)"},
    proof=(
        *_EIGEN[:2],
        "(λ*I(n) - S)*dq = dS*q - dλ*q # what moves with `q` on one side",
        "d(eigvecmin(S)) = pinv(eigmin(S)*I(n) - S)*dS*eigvecmin(S) # for the smallest eigenvalue, see eigvecmax",
    ),
)  # fmt: skip
EIGVECMAX = Function(
    "eigvecmax", "S: n,n -> n,1", "the unit eigenvector of the largest eigenvalue",
    differential={"S": "pinv(eigmax(S)*I(n) - S)*dS*eigvecmax(S)"}, domain={"S": "nondegenerate symmetric"},
    condition="the largest eigenvalue of {0} is simple",
    example="eigvecmax(S) where S: symmetric(n)", source="Magnus & Neudecker, theorem 8.9",
    spelled={
        "numpy array-api": "{xp}.linalg.eigh({0})[1][:, -1:]", "matlab": "last_eigenvector",
        "julia": "eigvecs(Symmetric({0}))[:, end:end]",
    },
    work=(9, 2),
    proof=(
        *_EIGEN[:2],
        "(λ*I(n) - S)*dq = dS*q - dλ*q # what moves with `q` on one side",
        "dq = pinv(λ*I(n) - S)*dS*q # pinv takes `q` to `0` and gives what is at right angles to it, as `dq` is: the vector keeps its length",
        "d(eigvecmax(S)) = pinv(eigmax(S)*I(n) - S)*dS*eigvecmax(S) # for the largest eigenvalue",
    ),
    equation=("S*q = alpha*q", "q'*q = 1"), unknowns={"q: vector(n)": "eigvecmax(S)", "alpha: scalar": "eigmax(S)"},
)  # fmt: skip
SVDVALS = Function(
    "svdvals", "A: m,n -> m&n,1", "the singular values, descending",
    differential={"A": "diag(svdu(A)'*dA*svdv(A))"}, transposition="invariant", domain={"A": "full rank"},
    condition="the singular values of {0} are simple and not 0",
    sign="not negative", nonzero="{0} has full rank", example="a'*svdvals(A)", factor={"svd 2": "svdvals({0})", "matlab:svd 2": "diag(svdvals({0}))"},
    source="Magnus & Neudecker, 8.10; MIT 18.063, lecture 7",
    elsewhere={"mathematica": "SingularValueList", "matlab numpy": "svd"}, spelled={
        "numpy": "_np.linalg.svd({0}, compute_uv=False).reshape(-1, 1)",
        "array-api": "_xp.reshape(_svdvals({0}), (-1, 1))", "matlab": "svd",
        "jax": "_jnp.linalg.svd({0}, compute_uv=False)[:, None]", "torch": "_torch.linalg.svdvals({0})[:, None]",
        "julia": "reshape(svdvals({0}), :, 1)",
    },
    proof=(
        *_SINGULAR,
        "d(svdvals(A)) = diag(svdu(A)'*dA*svdv(A)) # all of them at once",
    ),
    work=(2, 1),
)  # fmt: skip
# The gap 1/(s_j^2 - s_i^2) is -eiggap(-S^2): the eigenvalues -s^2 ascend where the s descend.
_SVDU = (
    "(I(m) - svdu(A)*svdu(A)')*dA*svdv(A)*inv(diag(svdvals(A))) - svdu(A)*(eiggap(-diag(svdvals(A).^2))"
    ".*(svdu(A)'*dA*svdv(A)*diag(svdvals(A)) + diag(svdvals(A))*svdv(A)'*dA'*svdu(A)))"
)
SVDU = Function(
    "svdu", "A: m,n -> m,m&n", "the left singular vectors, as columns in the order of svdvals",
    differential={"A": _SVDU},
    domain={"A": "nondegenerate"}, condition="the singular values of {0} are simple and not 0",
    factor={"svd 1": "svdu({0})"}, example="svdu(A)", source="Giles 2008",
    proof=(
        *_SVD,
        "U'*dU = -(eiggap(-D^2).*((U'*dA*V)*D + D*(U'*dA*V)')) # divided by the differences of the squares, off the diagonal",
        "dU = (I(m) - U*U')*dA*V*inv(D) + U*(U'*dU) # what `dU` has outside of the columns of `U` is that of `dA*V*inv(D)`",
        f"d(svdu(A)) = {_SVDU} # what is found, put in",
    ),
    spelled={
        "numpy array-api": "{xp}.linalg.svd({0}, full_matrices=False)[0]", "matlab": "left_vectors",
        "julia": "svd({0}).U",
    },
    work=(10, 1),
)  # fmt: skip
_SVDV = (
    "(I(n) - svdv(A)*svdv(A)')*dA'*svdu(A)*inv(diag(svdvals(A))) - svdv(A)*(eiggap(-diag(svdvals(A).^2))"
    ".*(diag(svdvals(A))*svdu(A)'*dA*svdv(A) + svdv(A)'*dA'*svdu(A)*diag(svdvals(A))))"
)
SVDV = Function(
    "svdv", "A: m,n -> n,m&n", "the right singular vectors, as columns in the order of svdvals",
    differential={"A": _SVDV},
    domain={"A": "nondegenerate"}, condition="the singular values of {0} are simple and not 0",
    factor={"svd 3": "svdv({0})", "numpy:svd 3": "svdv({0})'"}, example="svdv(A)", source="Giles 2008",
    proof=(
        *_SVD,
        "V'*dV = -(eiggap(-D^2).*(D*(U'*dA*V) + (U'*dA*V)'*D)) # divided by the differences of the squares, off the diagonal",
        "dV = (I(n) - V*V')*dA'*U*inv(D) + V*(V'*dV) # likewise, of the transpose of `A`",
        f"d(svdv(A)) = {_SVDV} # what is found, put in",
    ),
    spelled={
        "numpy array-api": "{xp}.linalg.svd({0}, full_matrices=False)[2].T", "matlab": "right_vectors",
        "julia": "svd({0}).V",
    },
    work=(10, 1),
)  # fmt: skip
SPECNORM = Function(
    "specnorm", "A: m,n -> 1,1", "the spectral norm, the largest singular value",
    differential={"A": "svdumax(A)'*dA*svdvmax(A)"}, transposition="invariant", domain={"A": "full rank"},
    free_aliases=("opnorm",), elsewhere={"matlab-matrix": "norm"},
    condition="the largest singular value of {0} is simple",
    otherwise="the subgradients are U*Z*V', the columns of U and V the singular vectors of that singular value in pairs, Z semidefinite of trace 1", sign="not negative", nonzero="{0} is not zero",
    latex=r"\left\lVert {0}\right\rVert_2", pretty="‖{0}‖₂", example="specnorm(A)", source="Magnus & Neudecker, 8.10",
    spelled={
        "numpy": "_np.linalg.norm({0}, 2)", "array-api": "_svdvals({0})[0]", "matlab": "norm",
        "jax": "_jnp.linalg.svd({0}, compute_uv=False)[0]", "torch": "_torch.linalg.svdvals({0})[0]",
        "julia": "opnorm",
    },
    equations={"specnorm": ("specnorm(x) = norm(x)", "specnorm(X) = norm(X) where X: matrix(1,n)")},
    proof=(
        *_SINGULAR,
        "d(specnorm(A)) = svdumax(A)'*dA*svdvmax(A) # for the largest singular value",
    ),
    typst="norm({0})_2", work=(2, 1),
)  # fmt: skip
# With M = s^2 I - A A' and N = s^2 I - A' A: du = M+ (A dA' + dA A') u, dv = N+ (A' dA + dA' A) v.
SVDUMAX = Function(
    "svdumax", "A: m,n -> m,1", "the left singular vector of the largest singular value",
    differential={"A": "pinv(specnorm(A)^2*I(m) - A*A')*(A*dA' + dA*A')*svdumax(A)"}, domain={"A": "nondegenerate"},
    condition="the largest singular value of {0} is simple",
    example="svdumax(A)", source="Magnus & Neudecker, theorem 8.9, for A A'",
    spelled={
        "numpy array-api": "{xp}.linalg.svd({0}, full_matrices=False)[0][:, :1]",
        "matlab": "first_column(left_vectors({0}))", "julia": "svd({0}).U[:, 1:1]",
    },
    work=(10, 1),
    proof=(
        "A*A'*u = σ^2*u # `u` a unit eigenvector of the symmetric `A*A'`, which moves by `A*dA' + dA*A'`",
        "du = pinv(σ^2*I(m) - A*A')*(A*dA' + dA*A')*u # how an eigenvector moves, see eigvecmax",
        "d(svdumax(A)) = pinv(specnorm(A)^2*I(m) - A*A')*(A*dA' + dA*A')*svdumax(A) # for the largest",
    ),
)  # fmt: skip
SVDVMAX = Function(
    "svdvmax", "A: m,n -> n,1", "the right singular vector of the largest singular value",
    differential={"A": "pinv(specnorm(A)^2*I(n) - A'*A)*(A'*dA + dA'*A)*svdvmax(A)"}, domain={"A": "nondegenerate"},
    condition="the largest singular value of {0} is simple",
    example="svdvmax(A)",
    source="Magnus & Neudecker, theorem 8.9, for A' A",
    spelled={
        "numpy": "_np.linalg.svd({0}, full_matrices=False)[2][:1].T",
        "array-api": "_xp.linalg.svd({0}, full_matrices=False)[2][:1, :].T",
        "matlab": "first_column(right_vectors({0}))", "julia": "svd({0}).V[:, 1:1]",
    },
    work=(10, 1),
    proof=(
        "A'*A*v = σ^2*v # `v` a unit eigenvector of the symmetric `A'*A`, which moves by `A'*dA + dA'*A`",
        "dv = pinv(σ^2*I(n) - A'*A)*(A'*dA + dA'*A)*v # how an eigenvector moves, see eigvecmax",
        "d(svdvmax(A)) = pinv(specnorm(A)^2*I(n) - A'*A)*(A'*dA + dA'*A)*svdvmax(A) # for the largest",
    ),
)  # fmt: skip
NUCNORM = Function(
    "nucnorm", "A: m,n -> 1,1", "the nuclear norm, the sum of the singular values",
    differential={"A": "tr(polar(A)'*dA)"}, transposition="invariant", domain={"A": "full rank"},
    condition="{0} has full rank", code="sum(svdvals(A))",
    otherwise="the subgradients are U*V' + W, U and V the singular vectors of singular values that are not 0, U'*W = 0, W*V = 0 and specnorm(W) <= 1", aliases=("tracenorm",),
    sign="not negative", nonzero="{0} is not zero",
    latex=r"\left\lVert {0}\right\rVert_*", pretty="‖{0}‖∗", example="nucnorm(X*A)",
    source="Watson 1992; MIT 18.063, lecture 7",
    spelled={"numpy": '_np.linalg.norm({0}, "nuc")'},
    equations={"nucnorm": ("nucnorm(x) = norm(x)", "nucnorm(X) = norm(X) where X: matrix(1,n)")},
    proof=(
        "nucnorm(A) = sum(svdvals(A)) # what it is",
        "d(nucnorm(A)) = sum(diag(svdu(A)'*dA*svdv(A))) # the differential of the singular values, see svdvals",
        " = tr(svdu(A)'*dA*svdv(A)) # the diagonal added up is the trace",
        " = tr(polar(A)'*dA) # `tr(U*V)` = `tr(V*U)`, and `polar(A)` = `svdu(A)*svdv(A)'`",
    ),
    typst="norm({0})_(*)", work=(2, 1),
)  # fmt: skip
SPECTRAL = (
    EIGVALS, EIGVECS, EIGGAP, EIGMAX, EIGVECMAX, EIGMIN, EIGVECMIN, SVDVALS, SVDU, SVDV, SPECNORM, SVDUMAX, SVDVMAX, NUCNORM, POLAR,
    POLARSTEP, POLARMATRIX, PINV,
)  # fmt: skip
