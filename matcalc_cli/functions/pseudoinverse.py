"""The polar factor and the pseudoinverse of a matrix, and what their derivatives are written with."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

POLAR = Function(
    "polar", "A: m,n -> m,n", "the orthogonal polar factor svdu(A)*svdv(A)'",
    differential={"A": "polarstep(A, dA)"}, transposition="commutes", domain={"A": "nondegenerate"},
    condition="{0} has full rank", code="svdu(A)*svdv(A)'", example="polar(A)",
    source="Higham, Functions of Matrices, chapter 8",
    spelled={"numpy julia": "_polar", "matlab": "polar_factor"}, work=(12, 1),
    proof=(
        "U*P = A # `U` is `polar(A)`, of no more columns than rows, with `U'*U` = `I(n)`, and `P` is symmetric and positive definite",
        "dU*P + U*dP = dA # product rule",
        "U'*dU*P + dP = U'*dA # `U'` from the left",
        "U'*dU*P + P*(U'*dU) = U'*dA - dA'*U # less its own transpose: `dP` goes out, and `U'*dU` is skew-symmetric",
        "U'*dU = sylvester(P, P, U'*dA - dA'*U) # Sylvester's equation, solved",
        "dU = U*(U'*dU) + (I(m) - U*U')*dA*inv(P) # what `dU` has outside of the columns of `U` is that of `dA*inv(P)`",
        "d(polar(A)) = polarstep(A, dA) # what polarstep stands for",
    ),
    equation=("U*P = A",), unknowns={"U: stiefel(m,n)": "polar(A)", "P: spd(n)": "polar(A)'*A"},
)  # fmt: skip
_E, _D = "polarstep(A, E)", "polarstep(A, dA)"
_INSIDE = f"-1/2*(polar(A)*({_E}'*{_D} + {_D}'*{_E}) + ({_E}*{_D}' + {_D}*{_E}')*polar(A) + {_E}*polar(A)'*{_D} + {_D}*polar(A)'*{_E})"
"""U W or W U, whichever U is of more rows or of more columns, with the symmetric part W of U'd2U or d2U U'; from U'U = I or U U' = I."""
_ALONG = (
    f"polar(A)*({_E}'*dA + {_D}'*E + ({_INSIDE})'*A)*polar(A)'*polar(A)"
    f" - (I(m) - polar(A)*polar(A)')*({_E}*({_D}'*A + polar(A)'*dA) + {_D}*({_E}'*A + polar(A)'*E))"
    f" - ((A*{_D}' + dA*polar(A)')*{_E} + (A*{_E}' + E*polar(A)')*{_D})*(I(n) - polar(A)'*polar(A))"
)
"""Along what U moves as it does here: U'A and A U' stay symmetric, and A = U U'A and A = A U'U stay true, all of them twice."""
POLARSTEP = Function(
    "polarstep", "A: m,n; E: m,n -> m,n", "the derivative of polar at A along E",
    differential={"A": f"{_INSIDE} + polarstep(A, {_ALONG})", "E": "linear"}, adjoint={"E": "polarstep(A, G)"}, matrix={"E": "polarmatrix(A)"},
    transposition="commutes",
    domain={"A": "nondegenerate"}, condition="{0} has full rank", example="polarstep(A, E)",
    source="Higham, Functions of Matrices, section 8.2; self-adjoint as the Hessian of the nuclear norm",
    spelled={"numpy array-api julia": "_polar_step", "matlab": "polar_step"}, work=(16, 1),
)  # fmt: skip
POLARMATRIX = Function(
    "polarmatrix", "A: m,n -> m*n,m*n", "the matrix of the derivative of polar at A", transposition="",
    domain={"A": "nondegenerate"}, condition="{0} has full rank", example="polarmatrix(A)",
    spelled={"numpy array-api julia": "_polar_matrix", "matlab": "polar_matrix"},
)  # fmt: skip
PINV = Function(
    "pinv", "A: m,n -> n,m", "the Moore-Penrose pseudoinverse",
    differential={
        "A": "-pinv(A)*dA*pinv(A) + pinv(A)*pinv(A)'*dA'*(I(m) - A*pinv(A)) + (I(n) - pinv(A)*A)*dA'*pinv(A)'*pinv(A)"
    },
    transposition="commutes", domain={"A": "full rank"}, condition="the rank of {0} is constant",
    latex="{0}^+", pretty="{0}⁺", elsewhere={"mathematica": "PseudoInverse", "sympy-method": "pinv"}, example="pinv(A)*b",
    source="Golub & Pereyra 1973; Magnus & Neudecker, theorem 8.5",
    spelled={
        "numpy": "_np.linalg.pinv({0}, 1e-10)", "array-api": "_xp.linalg.pinv({0}, rtol=1e-10)",
        "matlab": "pinv({0}, 1e-10 * norm({0}))", "julia": "pinv({0}, rtol=1e-10)",
    },
    typst="{0:atom}^+", work=(12, 1),
    proof=(
        "A*P*A = A # two of Penrose's equations, `P` is `pinv(A)`",
        "P*A*P = P # and `A*P` and `P*A` are symmetric, where these map to what `A` and `P` have as values",
        "P*A*dP*A*P = -P*dA*P # the first one differentiated, `P` from both sides",
        "P*A*dP - P*A*dP*A*P = P*P'*dA' - P*P'*dA'*A*P # `A*P` differentiated is symmetric, and `P - P*A*P` is `0`",
        "dP - P*A*dP = dA'*P'*P - P*A*dA'*P'*P # likewise from `P*A`",
        "d(pinv(A)) = -pinv(A)*dA*pinv(A) + pinv(A)*pinv(A)'*dA' - pinv(A)*pinv(A)'*dA'*A*pinv(A) + dA'*pinv(A)'*pinv(A) - pinv(A)*A*dA'*pinv(A)'*pinv(A) # the three of them are all of `dP`",
    ),
)  # fmt: skip
