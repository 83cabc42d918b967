"""Factors of a matrix by the equation that they solve: Cholesky, L and U, Q and R, and a general matrix's eigenvalues and vectors."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

LU_L = Function(
    "lu_l", "A: n,n -> n,n", "the lower factor L of A = L U, without exchanges of rows, 1 on its diagonal", triangle="lower",
    differential={"A": "lu_l(A)*stricttril(inv(lu_l(A))*dA*inv(lu_u(A)))"}, domain={"A": "leading minors"},
    condition="no leading principal minor of {0} is 0", invertible="always", leaves_name_free=True, example="lu_l(A)",
    source="de Hoog, Anderssen & Lukas 2011", spelled={"numpy array-api": "_unpivoted({0})[0]", "julia": "lu({0}, NoPivot()).L", "matlab": "lower_factor"},
    equations={"*": ("lu_l(A)*lu_u(A) = A",)}, factor={"lu 1": "lu_l({0})"},
    work=(1, 3),
    equation=("L*U = A", "diag(L) = 1"), unknowns={"L: lower(n)": "lu_l(A)", "U: upper(n)": "lu_u(A)"},
)  # fmt: skip
LU_U = Function(
    "lu_u", "A: n,n -> n,n", "the upper factor U of A = L U, without exchanges of rows, 1 on the diagonal of L", triangle="upper",
    differential={"A": "triu(inv(lu_l(A))*dA*inv(lu_u(A)))*lu_u(A)"}, domain={"A": "leading minors"},
    condition="no leading principal minor of {0} is 0", invertible="the first argument", factor={"lu 2": "lu_u({0})"}, leaves_name_free=True, example="lu_u(A)",
    source="de Hoog, Anderssen & Lukas 2011", spelled={"numpy array-api": "_unpivoted({0})[1]", "julia": "lu({0}, NoPivot()).U", "matlab": "upper_factor"},
    work=(1, 3),
    equation=("L*U = A", "diag(L) = 1"), unknowns={"L: lower(n)": "lu_l(A)", "U: upper(n)": "lu_u(A)"},
)  # fmt: skip
STRICTTRIL = Function(
    "stricttril", "A: n,n -> n,n", "the lower triangle without the diagonal", triangle="lower",
    differential={"A": "linear"}, adjoint={"A": "stricttril(G)"}, matrix={"A": "diag(vec(stricttril(ones(n,n))))"},
    code="tril(A) - diag(diag(A))", leaves_name_free=True, example="stricttril(A)",
    spelled={"numpy array-api": "{xp}.tril({0}, k=-1)", "torch": "_torch.tril({0}, -1)", "matlab": "tril({0}, -1)", "julia": "tril({0}, -1)"},
    equations={"stricttril": ("stricttril(U) = zeros(n,n) where U: upper(n)",)},
)  # fmt: skip
_QR = (
    "Q*R = A # `Q` is `qr_q(A)`, `R` is `qr_r(A)`, upper triangular",
    "dQ*R + Q*dR = dA # product rule",
    "Q'*dQ + dR*inv(R) = Q'*dA*inv(R) # `Q'` from the left, `inv(R)` from the right; `Q'*Q` is the identity",
    "Q'*dQ = stricttril(Q'*dA*inv(R)) - stricttril(Q'*dA*inv(R))' # it is skew-symmetric, and the other one is upper triangular",
)
_SKEW = "(stricttril(qr_q(A)'*dA*inv(qr_r(A))) - stricttril(qr_q(A)'*dA*inv(qr_r(A)))')"
QR_Q = Function(
    "qr_q", "A: m,n -> m,n", "the factor Q of A = Q R with orthonormal columns, the diagonal of R positive",
    differential={"A": f"(I(m) - qr_q(A)*qr_q(A)')*dA*inv(qr_r(A)) + qr_q(A)*{_SKEW}"}, domain={"A": "full column rank"},
    condition="the columns of {0} are independent", leaves_name_free=True, example="qr_q(A)",
    factor={"qr 1": "qr_q({0})"}, code="A*inv(chol(A'*A))'", source="Walter & Lehmann 2010; Roberts & Roberts 2020",
    spelled={"numpy array-api": "_positive_qr({0})[0]", "julia": "_positive_qr({0})[1]", "matlab": "positive_qr({0})"},
    equations={"*": ("qr_q(A)*qr_r(A) = A", "qr_q(A)'*qr_q(A) = I(n) where A: matrix(m,n)")},
    proof=(
        *_QR,
        "dQ = (I(m) - Q*Q')*dA*inv(R) + Q*(Q'*dQ) # the part of `dQ` outside of the columns of `Q` is that of `dA*inv(R)`",
        f"d(qr_q(A)) = (I(m) - qr_q(A)*qr_q(A)')*dA*inv(qr_r(A)) + qr_q(A)*{_SKEW} # what is found, put in",
    ),
    work=(2, 1),
    equation=("Q*R = A",), unknowns={"Q: stiefel(m,n)": "qr_q(A)", "R: upper(n)": "qr_r(A)"},
)  # fmt: skip
QR_R = Function(
    "qr_r", "A: m,n -> n,n", "the factor R of A = Q R, upper triangular with a positive diagonal, Q'Q = I", triangle="upper",
    differential={"A": f"(qr_q(A)'*dA*inv(qr_r(A)) - {_SKEW})*qr_r(A)"}, domain={"A": "full column rank"},
    condition="the columns of {0} are independent", invertible="always", leaves_name_free=True, example="qr_r(A)",
    factor={"qr 2": "qr_r({0})"}, code="chol(A'*A)'", source="Walter & Lehmann 2010; Roberts & Roberts 2020",
    spelled={"numpy array-api": "_positive_qr({0})[1]", "julia": "_positive_qr({0})[2]", "matlab": "triangle_of_qr({0})"},
    equations={"*": ("qr_r(A)'*qr_r(A) = A'*A",)},
    proof=(
        *_QR,
        "dR = (Q'*dA*inv(R) - Q'*dQ)*R # the line before the last, `R` from the right",
        f"d(qr_r(A)) = (qr_q(A)'*dA*inv(qr_r(A)) - {_SKEW})*qr_r(A) # what is found, put in",
    ),
    work=(2, 1),
    equation=("Q*R = A",), unknowns={"Q: stiefel(m,n)": "qr_q(A)", "R: upper(n)": "qr_r(A)"},
)  # fmt: skip
EIG = Function(
    "eig", "A: n,n -> n,1", "the eigenvalues of a general matrix, where they are real; ascending",
    differential={"A": "diag(inv(eigbasis(A))*dA*eigbasis(A))"}, transposition="invariant", domain={"A": "real eigenvalues"},
    condition="the eigenvalues of {0} are real and simple", leaves_name_free=True, example="eig(A)",
    factor={"eig 1": "eig({0})", "eigen 1": "eig({0})", "matlab:eig 2": "diag(eig({0}))", "eig/2 1": "eig({0})[{1}]"}, equations={"eig": ("eig(S) = eigvals(S) where S: symmetric(n)",)},
    source="Magnus & Neudecker, 8.9; Golub & Van Loan, 7.2.2",
    spelled={"numpy array-api": "_eigenpairs({0})[0]", "julia": "_eigenpairs({0})[1]", "matlab": "real_eigenvalues"},
    proof=(
        "A*V = V*D # the columns of `V` are eigenvectors, those of `eigbasis(A)`, and `D` is diagonal, `diag(D)` is `eig(A)`",
        "dA*V + A*dV = dV*D + V*dD # both sides differentiated",
        "inv(V)*dA*V + D*inv(V)*dV = inv(V)*dV*D + dD # `inv(V)` from the left, and `inv(V)*A` is `D*inv(V)`",
        "dD = diag(diag(inv(V)*dA*V)) # `D*inv(V)*dV` and `inv(V)*dV*D` have the same diagonal",
        "d(eig(A)) = diag(inv(eigbasis(A))*dA*eigbasis(A)) # the rows of `inv(V)` are left eigenvectors",
    ),
    work=(25, 1),
    equation=("A*V = V*D", "diag(V'*V) = 1"), unknowns={"V: matrix(n,n)": "eigbasis(A)", "D: diagonal(n)": "diag(eig(A))"},
)  # fmt: skip
_CHANGE = "(eigapart(A).*(inv(eigbasis(A))*dA*eigbasis(A)))"
_VECTORS = f"eigbasis(A)*{_CHANGE} - eigbasis(A)*diag(diag(eigbasis(A)'*eigbasis(A)*{_CHANGE}))"
EIGBASIS = Function(
    "eigbasis", "A: n,n -> n,n", "the unit eigenvectors of a general matrix, as columns in the order of eig, their largest entry positive",
    differential={"A": _VECTORS},
    domain={"A": "real eigenvalues"}, condition="the eigenvalues of {0} are real and simple",
    factor={"eig 2": "eigbasis({0})", "eigen 2": "eigbasis({0})", "matlab:eig 1": "eigbasis({0})"}, invertible="always", leaves_name_free=True, example="eigbasis(A)", source="Magnus & Neudecker, 8.9; the columns keep their length",
    spelled={"numpy array-api": "_eigenpairs({0})[1]", "julia": "_eigenpairs({0})[2]", "matlab": "real_eigenvectors"},
    equations={"*": ("eigbasis(A)*diag(eig(A))*inv(eigbasis(A)) = A",)},
    proof=(
        "A*V = V*D # the columns of `V` are unit eigenvectors, and `D` is diagonal",
        "inv(V)*dA*V + D*inv(V)*dV = inv(V)*dV*D + dD # both sides differentiated, `inv(V)` from the left",
        "W = inv(V)*dV # off the diagonal `W[i,j]` is `(inv(V)*dA*V)[i,j]` divided by `D[j,j] - D[i,i]`",
        "diag(V'*dV) = diag(V'*V*W) # and on it such that this is `0`: the columns keep their length",
        f"d(eigbasis(A)) = {_VECTORS} # `eigapart(A)` has the quotients of the differences",
    ),
    work=(25, 1),
    equation=("A*V = V*D", "diag(V'*V) = 1"), unknowns={"V: matrix(n,n)": "eigbasis(A)", "D: diagonal(n)": "diag(eig(A))"},
)  # fmt: skip
EIGAPART = Function(
    "eigapart", "A: n,n -> n,n", "1/(l_j - l_i) at (i, j) for the eigenvalues l of a general matrix, 0 on the diagonal",
    differential={
        "A": "eigapart(A).^2.*(diag(inv(eigbasis(A))*dA*eigbasis(A))*ones(1,n)"
        " - ones(n)*diag(inv(eigbasis(A))*dA*eigbasis(A))')"
    },
    domain={"A": "real eigenvalues"}, condition="the eigenvalues of {0} are real and simple", leaves_name_free=True,
    example="eigapart(A)", source="from that of the eigenvalues: d(1/x) = -dx/x^2",
    code="(ones(n,1)*eig(A)' - eig(A)*ones(1,n) + I(n)).^-1 - I(n)", work=(25, 1),
)  # fmt: skip
EIGVEC = Function(
    "eigvec", "A: n,n; k: 1,1 -> n,1", "the unit eigenvector of the k-th eigenvalue of a general matrix, its largest entry positive",
    factor={"eig/2 2": "eigvec({0}, {1})"}, definition="eigbasis(A)*unit(n,k)", domain={"A": "real eigenvalues", "k": "index"}, leaves_name_free=True, example="eigvec(A, 1)",
    proof=(
        "A*q = λ*q # `q` a unit eigenvector, `λ` a simple eigenvalue",
        "dA*q + A*dq = dλ*q + λ*dq # both sides differentiated",
        "p'*dA*q = dλ*p'*q # `p'` from the left, `p'*A` = `λ*p'`: a left eigenvector",
        "(λ*I(n) - A)*dq = dA*q - dλ*q # what is left, with `q'*dq` = `0`: the vector keeps its length",
        f"d(eigvec(A, 1)) = ({_VECTORS})*unit(n, 1) # of all of them at once, see eigbasis, the first",
    ),
)  # fmt: skip

CHOL = Function(
    "chol", "S: n,n -> n,n", "the lower Cholesky factor L of a positive definite matrix, S = L L'",
    triangle="lower",
    differential={"S": "chol(S)*halftril(inv(chol(S))*dS*inv(chol(S))')"}, domain={"S": "positive definite"},
    condition="{0} is positive definite", aliases=("cholesky",),
    invertible="always", example="chol(S) where S: spd(n)", source="Giles 2008; Murray 2016, arXiv 1602.07527",
    elsewhere={"julia numpy": "cholesky"}, spelled={
        "c": "cholesky_of", "numpy jax torch": "linalg.cholesky", "array-api": "_cholesky", "matlab": "chol({0}, 'lower')",
        "julia": "Matrix(cholesky(Symmetric({0})).L)",
    },
    equations={"*": ("chol(S)*chol(S)' = S where S: symmetric(n)", "inv(chol(S))'*inv(chol(S)) = inv(S) where S: symmetric(n)")},
    work=(1, 6),
    equation=("L*L' = S",), unknowns={"L: lower(n)": "chol(S)"},
)  # fmt: skip
HALFTRIL = Function(
    "halftril", "A: n,n -> n,n", "the lower triangle with half the diagonal", triangle="lower",
    differential={"A": "linear"}, adjoint={"A": "halftril(G)"}, matrix={"A": "diag(vec(halftril(ones(n,n))))"},
    code="tril(A) - diag(diag(A))/2", example="halftril(A)",
    spelled={"c": "half_lower", "numpy": "_halftril"}, equations={
        "+": ("halftril(S) + halftril(S)' = S where S: symmetric(n)", "halftril(A) + halftril(A')' = A where A: matrix(n,n)"),
        "halftril": ("halftril(U) = diag(diag(U))/2 where U: upper(n)",),
    },
)  # fmt: skip

FACTORIZATIONS = (CHOL, HALFTRIL, LU_L, LU_U, STRICTTRIL, QR_Q, QR_R, EIG, EIGBASIS, EIGAPART, EIGVEC)
