"""Determinant, inverse and what is made of them."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

DET = Function(
    "det", "X: n,n -> 1,1", "the determinant",
    differential={"X": "tr(adj(X)*dX)"},  # Jacobi; det(X) tr(inv(X) dX) has no value where det(X) is 0
    transposition="invariant", nonzero="det {0} != 0",
    latex=r"\det\left({0}\right)", aliases=("determinant",), elsewhere={"mathematica": "Det", "sympy": "Determinant Det", "numpy-method sympy-method latex-bare": "det"}, sign="of a definite argument", tells_shapes=True, example="det(A*X)",
    source="Magnus & Neudecker 8.3; Matrix Cookbook eq. 46",
    spelled={"numpy array-api": "linalg.det", "matlab julia": "det", "sympy": "Determinant"},
    equations={
        "det": (
            "det(inv(X)) = 1/det(X)",
            "det(X^k) = det(X)^k where k: scalar",
            "det(alpha*X) = alpha^n*det(X) where X: matrix(n,n)",
            "det(I(n)) = 1",
            "det(expm(A)) = exp(tr(A))",
            "det(kron(A, B)) = det(A)^n*det(B)^m where A: matrix(m,m), B: matrix(n,n)",
        ),
    },
    proof=(
        "det(X + dX) = det(X*(I(n) + inv(X)*dX)) # take `X` out",
        " = det(X)*det(I(n) + inv(X)*dX) # the determinant of a product",
        "det(I(n) + E) = 1 + tr(E) + higher # to first order: only the product of the diagonal is linear in `E`",
        "d(det(X)) = det(X)*tr(inv(X)*dX) # Jacobi's formula: `E` is `inv(X)*dX`",
        " = tr(adj(X)*dX) # Cramer: `adj(X)` = `det(X)*inv(X)`",
    ),
    typst="det", work=(1, 3), remedy="det(A'*A) is defined for a matrix of any shape",
)  # fmt: skip
LOGDET = Function(
    "logdet", "X: n,n -> 1,1", "log|det X|", of_zero="the determinant of a zero matrix is 0, which has no logarithm",
    differential={"X": "tr(inv(X)*dX)"}, transposition="invariant", domain={"X": "invertible"},
    condition="det {0} != 0",
    latex=r"\log\left\lvert\det {0}\right\rvert", pretty="log|det {0}|", aliases=("logabsdet",), elsewhere={"julia": "logabsdet", "numpy": "slogdet", "numpy-method": "logdet"},
    tells_shapes=True, example="logdet(X'*X)", source="Magnus & Neudecker 8.4; Matrix Cookbook eq. 57", analytic="log(det(X)^2)/2",
    spelled={
        "numpy array-api": "{xp}.linalg.slogdet({0})[1]", "torch": "_logdet({0})", "matlab": "logabsdet",
        "julia": "first(logabsdet({0}))",
    },
    equations={
        "logdet": (
            "logdet(X^k) = k*logdet(X) where k: scalar",
            "logdet(alpha*X) = n*log(abs(alpha)) + logdet(X) where X: matrix(n,n)",
            "logdet(diag(x)) = sum(log(abs(x)))",
            "logdet(I(n)) = 0",
            "logdet(expm(A)) = tr(A)",
            "logdet(kron(A, B)) = n*logdet(A) + m*logdet(B) where A: matrix(m,m), B: matrix(n,n)",
        ),
        "log": ("log(det(X)) = logdet(X)", "log(abs(det(X))) = logdet(X)"),
    },
    proof=(
        "d(det(X)) = det(X)*tr(inv(X)*dX) # Jacobi's formula, see det",
        "d(logdet(X)) = d(det(X))/det(X) # `log(abs(t))` has the derivative `1/t`",
        " = tr(inv(X)*dX)",
    ),
    typst="log abs(det {0:product})", work=(1, 3), remedy="logdet(A'*A) is defined for a matrix of any shape",
)  # fmt: skip
INV = Function(
    "inv", "X: n,n -> n,n", "the inverse of a square matrix", definition="X^-1", operator="inverse", of_zero="a zero matrix has no inverse", domain={"X": "invertible"},
    condition="det {0} != 0", elsewhere={"mathematica sympy": "Inverse", "numpy-method": "inverse", "sympy-method": "inv inverse"}, example="inv(A)", source="Magnus & Neudecker 8.4; Matrix Cookbook eq. 59",
    proof=(
        "X*inv(X) = I(n) # what the inverse is",
        "d(X*inv(X)) = zeros(n,n) # the identity does not move",
        "dX*inv(X) + X*d(inv(X)) = zeros(n,n) # product rule",
        "X*d(inv(X)) = -dX*inv(X) # the first term to the other side",
        "d(inv(X)) = -inv(X)*dX*inv(X) # `inv(X)` from the left",
    ),
    remedy="pinv(A) is the pseudo-inverse of a matrix of any shape",
)  # fmt: skip
# Polynomials in the entries, so that none of them needs an inverse. The cofactors of a diagonal S are the products of
# all its entries but one; of A = U S V' they are turned: adj(A) = det(U) det(V) V adj(S) U'.
ADJ = Function(
    "adj", "X: n,n -> n,n", "the adjugate, the transposed matrix of cofactors; det(X) inv(X) where that exists",
    differential={"X": "adjstep(X, dX)"}, transposition="commutes", aliases=("adjugate",), invertible="the first argument", definite="a definite argument", tells_shapes=True, example="adj(A)",
    source="Magnus & Neudecker 1.6 and 8.3", work=(14, 1), elsewhere={"mathematica": "Adjugate"}, spelled={"c": "cofactors work", "numpy array-api julia": "_adj", "matlab": "adjugate_of"},
    proof=(
        "adj(X)*X = det(X)*I(n) # Cramer",
        "d(adj(X))*X + adj(X)*dX = tr(adj(X)*dX)*I(n) # both sides differentiated, the right one by Jacobi's formula",
        "d(adj(X)) = (tr(adj(X)*dX)*I(n) - adj(X)*dX)*inv(X) # where `X` has an inverse",
        " = adjstep(X, dX) # the same polynomial, written so that it needs none",
    ),
    equations={
        "adj": (
            "adj(I(n)) = I(n)",
            "adj(alpha*X) = alpha^(n-1)*adj(X) where X: matrix(n,n)",
            "adj(inv(X)) = X/det(X)",
            "adj(X^k) = adj(X)^k where k: scalar",
            "adj(A*B) = adj(B)*adj(A) where A: matrix(n,n), B: matrix(n,n)",
            "adj(A*B*C) = adj(C)*adj(B)*adj(A) where A: matrix(n,n), B: matrix(n,n), C: matrix(n,n)",
            "adj(Q) = det(Q)*inv(Q) where Q: orthogonal(n)",
        ),
        "*": (
            "adj(X)*X = det(X)*I(n) where X: matrix(n,n)",
            "X*adj(X) = det(X)*I(n) where X: matrix(n,n)",
            "adj(X)'*X' = det(X)*I(n) where X: matrix(n,n)",
            "X'*adj(X)' = det(X)*I(n) where X: matrix(n,n)",
            "adj(X)/det(X) = inv(X)",
            "adj(X)/det(X)^2 = inv(X)/det(X)",
            "adj(X)'/det(X) = inv(X)'",
            "adj(X)'/det(X)^2 = inv(X)'/det(X)",
        ),
    },
)  # fmt: skip
# D^2 det(A)[E, F] = tr(adjstep(A, E) F) is symmetric in E and F, D^3 det(A)[E, F, G] = tr(adjbend(A, E, F) G) in three.
ADJSTEP = Function(
    "adjstep", "A: n,n; E: n,n -> n,n", "the derivative of the adjugate at A along E",
    differential={"A": "adjbend(A, E, dA)", "E": "linear"}, adjoint={"E": "adjstep(A', G)"},
    matrix={"E": "adjmatrix(A)"}, transposition="commutes", example="adjstep(A, E)",
    source="the second derivative of the determinant, a symmetric form",
    spelled={"c": "adj_step work", "numpy array-api julia": "_adj_step", "matlab": "adj_step"}, work=(18, 1),
)  # fmt: skip
ADJMATRIX = Function(
    "adjmatrix", "A: n,n -> n*n,n*n", "the matrix of the derivative of the adjugate: vec(adjstep(A, E)) = M vec(E)",
    transposition="commutes", example="adjmatrix(A)",
    spelled={"c": "adj_matrix work", "numpy array-api julia": "_adj_matrix", "matlab": "adj_matrix"},
)  # fmt: skip
ADJBEND = Function(
    "adjbend", "A: n,n; E: n,n; F: n,n -> n,n", "the second derivative of the adjugate at A along E and F",
    differential={"E": "linear", "F": "linear"},
    adjoint={"E": "adjbend(A', F', G)", "F": "adjbend(A', E', G)"},
    matrix={"E": "adjbendmatrix(A, F)", "F": "adjbendmatrix(A, E)"},
    transposition="commutes", example="adjbend(A, E, F)",
    source="the third derivative of the determinant, a symmetric form",
    spelled={"numpy array-api julia": "_adj_bend", "matlab": "adj_bend"}, work=(40, 1),
)  # fmt: skip
ADJBENDMATRIX = Function(
    "adjbendmatrix", "A: n,n; E: n,n -> n*n,n*n",
    "the matrix of the second derivative of the adjugate: vec(adjbend(A, E, F)) = M vec(F)",
    transposition="commutes", example="adjbendmatrix(A, E)",
    spelled={"numpy array-api julia": "_adj_bend_matrix", "matlab": "adj_bend_matrix"},
)  # fmt: skip
SOLVE = Function(
    "solve", "A: n,n; B: n,p -> n,p", "the solution Y of A Y = B; also A\\B", definition="inv(A)*B", operator="solve", of_zero="a zero matrix has no inverse",
    domain={"A": "invertible"}, condition="det {0} != 0", elsewhere={"mathematica": "LinearSolve"}, example="solve(A, b)",
)  # fmt: skip

ADJUGATES = tuple([f.name for f in (ADJ, ADJSTEP, ADJBEND)])
ADJUGATE_MATRICES = tuple([f.name for f in (ADJMATRIX, ADJBENDMATRIX)])
"""The adjugate and its derivatives along directions, and the matrices of those, by their names."""

DETERMINANT = (DET, LOGDET, INV, ADJ, ADJSTEP, ADJMATRIX, ADJBEND, ADJBENDMATRIX, SOLVE)
