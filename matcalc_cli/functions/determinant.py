"""Determinant, inverse and what is made of them."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

DET = Function(
    "det", "X: n,n -> 1,1", "the determinant",
    differential={"X": "det(X)*tr(inv(X)*dX)"},  # Jacobi: tr(adj(X) dX)
    transposition="invariant", domain={"X": "invertible"}, condition="det {0} != 0",
    latex=r"\det\left({0}\right)", aliases=("determinant",), example="det(A*X)",
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
    "logdet", "X: n,n -> 1,1", "log|det X|",
    differential={"X": "tr(inv(X)*dX)"}, transposition="invariant", domain={"X": "invertible"},
    condition="det {0} != 0",
    latex=r"\log\left\lvert\det {0}\right\rvert", pretty="log|det {0}|", aliases=("logabsdet",),
    example="logdet(X'*X)", source="Magnus & Neudecker 8.4; Matrix Cookbook eq. 57",
    spelled={
        "numpy array-api": "{xp}.linalg.slogdet({0})[1]", "matlab": "logabsdet", "julia": "first(logabsdet({0}))",
    },
    equations={
        "logdet": (
            "logdet(X^k) = k*logdet(X) where k: scalar",
            "logdet(alpha*X) = n*log(abs(alpha)) + logdet(X) where X: matrix(n,n)",
            "logdet(diag(x)) = sum(log(abs(x)))",
            "logdet(I(n)) = 0",
            "logdet(expm(A)) = tr(A)",
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
    "inv", "X: n,n -> n,n", "the inverse of a square matrix", definition="X^-1", domain={"X": "invertible"},
    condition="det {0} != 0", example="inv(A)", source="Magnus & Neudecker 8.4; Matrix Cookbook eq. 59",
    proof=(
        "X*inv(X) = I(n) # what the inverse is",
        "d(X*inv(X)) = zeros(n,n) # the identity does not move",
        "dX*inv(X) + X*d(inv(X)) = zeros(n,n) # product rule",
        "X*d(inv(X)) = -dX*inv(X) # the first term to the other side",
        "d(inv(X)) = -inv(X)*dX*inv(X) # `inv(X)` from the left",
    ),
    remedy="pinv(A) is the pseudo-inverse of a matrix of any shape",
)  # fmt: skip
ADJ = Function(
    "adj", "X: n,n -> n,n", "the adjugate det(X) inv(X)", definition="det(X)*inv(X)", domain={"X": "invertible"},
    condition="det {0} != 0", aliases=("adjugate",), example="adj(A)",
)  # fmt: skip
SOLVE = Function(
    "solve", "A: n,n; B: n,p -> n,p", "the solution Y of A Y = B; also A\\B", definition="inv(A)*B",
    domain={"A": "invertible"}, condition="det {0} != 0", example="solve(A, b)",
)  # fmt: skip

DETERMINANT = (DET, LOGDET, INV, ADJ, SOLVE)
