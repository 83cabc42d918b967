"""Determinant, inverse and what is made of them."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

DET = Function(
    "det", "X: n,n -> 1,1", "the determinant",
    differential={"X": "tr(adj(X)*dX)"},  # Jacobi; det(X) tr(inv(X) dX) has no value where det(X) is 0
    transposition="invariant",
    latex=r"\det\left({0}\right)", aliases=("determinant",), example="det(A*X)",
    source="Magnus & Neudecker 8.3; Matrix Cookbook eq. 46",
)  # fmt: skip
LOGDET = Function(
    "logdet", "X: n,n -> 1,1", "log|det X|",
    differential={"X": "tr(inv(X)*dX)"}, transposition="invariant", domain={"X": "invertible"},
    condition="det {0} != 0",
    latex=r"\log\left\lvert\det {0}\right\rvert", pretty="log|det {0}|", aliases=("logabsdet",),
    example="logdet(X'*X)", source="Magnus & Neudecker 8.4; Matrix Cookbook eq. 57",
)  # fmt: skip
INV = Function(
    "inv", "X: n,n -> n,n", "the inverse of a square matrix", definition="X^-1", domain={"X": "invertible"},
    condition="det {0} != 0", example="inv(A)", source="Magnus & Neudecker 8.4; Matrix Cookbook eq. 59",
)  # fmt: skip
# Polynomials in the entries, so that none of them needs an inverse. The cofactors of a diagonal S are the products of
# all its entries but one; of A = U S V' they are turned: adj(A) = det(U) det(V) V adj(S) U'.
ADJ = Function(
    "adj", "X: n,n -> n,n", "the adjugate, the transposed matrix of cofactors; det(X) inv(X) where that exists",
    differential={"X": "adjstep(X, dX)"}, transposition="commutes", aliases=("adjugate",), example="adj(A)",
    source="Magnus & Neudecker 1.6 and 8.3",
)  # fmt: skip
# D^2 det(A)[E, F] = tr(adjstep(A, E) F) is symmetric in E and F, D^3 det(A)[E, F, G] = tr(adjbend(A, E, F) G) in three.
ADJSTEP = Function(
    "adjstep", "A: n,n; E: n,n -> n,n", "the derivative of the adjugate at A along E",
    differential={"A": "adjbend(A, E, dA)", "E": "linear"}, adjoint={"E": "adjstep(A', G)"},
    matrix={"E": "adjmatrix(A)"}, transposition="commutes", example="adjstep(A, E)",
    source="the second derivative of the determinant, a symmetric form",
)  # fmt: skip
ADJMATRIX = Function(
    "adjmatrix", "A: n,n -> n*n,n*n", "the matrix of the derivative of the adjugate: vec(adjstep(A, E)) = M vec(E)",
    transposition="commutes", example="adjmatrix(A)",
)  # fmt: skip
ADJBEND = Function(
    "adjbend", "A: n,n; E: n,n; F: n,n -> n,n", "the second derivative of the adjugate at A along E and F",
    differential={"E": "linear", "F": "linear"},
    adjoint={"E": "adjbend(A', F', G)", "F": "adjbend(A', E', G)"},
    matrix={"E": "adjbendmatrix(A, F)", "F": "adjbendmatrix(A, E)"},
    transposition="commutes", example="adjbend(A, E, F)",
    source="the third derivative of the determinant, a symmetric form",
)  # fmt: skip
ADJBENDMATRIX = Function(
    "adjbendmatrix", "A: n,n; E: n,n -> n*n,n*n",
    "the matrix of the second derivative of the adjugate: vec(adjbend(A, E, F)) = M vec(F)",
    transposition="commutes", example="adjbendmatrix(A, E)",
)  # fmt: skip
SOLVE = Function(
    "solve", "A: n,n; B: n,p -> n,p", "the solution Y of A Y = B; also A\\B", definition="inv(A)*B",
    domain={"A": "invertible"}, condition="det {0} != 0", example="solve(A, b)",
)  # fmt: skip

DETERMINANT = (DET, LOGDET, INV, ADJ, ADJSTEP, ADJMATRIX, ADJBEND, ADJBENDMATRIX, SOLVE)
