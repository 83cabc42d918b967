"""Solutions of matrix equations: Sylvester's, Lyapunov's, Stein's, Riccati's; what implicit differentials are written with."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

SYLVESTER = Function(
    "sylvester", "A: m,m; B: n,n; Q: m,n -> m,n", "the X with A X + X B = Q",
    differential={
        "A": "-sylvester(A, B, dA*sylvester(A, B, Q))", "B": "-sylvester(A, B, sylvester(A, B, Q)*dB)", "Q": "linear",
    },
    adjoint={"Q": "sylvester(A', B', G)"}, matrix={"Q": "inv(kron(I(n), A) + kron(B', I(m)))"},
    domain={"A": "apart", "B": "apart"}, condition="no eigenvalue of {0} is the negative of one of {1}",
    code="unvec(inv(kron(I(n), A) + kron(B', I(m)))*vec(Q), m, n)", leaves_name_free=True,
    example="sylvester(A, B, Q)", source="Bartels & Stewart 1972; Higham, Functions of Matrices, B.14",
    elsewhere={"numpy": "solve_sylvester"}, spelled={
        "numpy array-api julia": "_sylvester({0}, {1}, {2})", "matlab": "solve_sylvester",
    },
    equations={"sylvester": ("sylvester(A, B, A*X + X*B) = X",)},
    work=(25, 1),
    equation=("A*Z + Z*B = Q",), unknowns={"Z: matrix(m,n)": "sylvester(A, B, Q)"},
)  # fmt: skip
LYAP = Function(
    "lyap", "A: n,n; Q: n,n -> n,n", "the X with A X + X A' + Q = 0, Lyapunov's equation",
    definition="-sylvester(A, A', Q)", leaves_name_free=True, example="lyap(A, Q)",
    proof=(
        "A*Z + Z*A' + Q = 0 # `Z` is `lyap(A, Q)`",
        "dA*Z + A*dZ + dZ*A' + Z*dA' + dQ = 0 # both sides differentiated",
        "A*dZ + dZ*A' + (dQ + dA*Z + Z*dA') = 0 # the same equation for `dZ`, with another `Q`",
        "d(lyap(A, Q)) = lyap(A, dQ + dA*lyap(A, Q) + lyap(A, Q)*dA') # its solution",
    ),
    equation=("A*Z + Z*A' + Q = 0",), unknowns={"Z: matrix(n,n)": "lyap(A, Q)"},
)  # fmt: skip
_LEFT, _RIGHT = "inv(D - 19*A/26)", "inv(B + 19*E/26)"
"""Inverses that exist where the equation has a solution, but for a single ratio of A v to D v that nobody chooses.

With A1 = A + t D, B1 = B + t E, D1 = D - t A and E1 = E - t B it is A1 X B1 + D1 X E1 = (1 + t^2) Q for any t.
"""
GSYLV = Function(
    "gsylv", "A: m,m; B: n,n; D: m,m; E: n,n; Q: m,n -> m,n", "the X with A X B + D X E = Q",
    differential={
        "A": "-gsylv(A, B, D, E, dA*gsylv(A, B, D, E, Q)*B)", "B": "-gsylv(A, B, D, E, A*gsylv(A, B, D, E, Q)*dB)",
        "D": "-gsylv(A, B, D, E, dD*gsylv(A, B, D, E, Q)*E)", "E": "-gsylv(A, B, D, E, D*gsylv(A, B, D, E, Q)*dE)",
        "Q": "linear",
    },
    adjoint={"Q": "gsylv(A', B', D', E', G)"}, matrix={"Q": "inv(kron(B', A) + kron(E', D))"},
    domain=dict.fromkeys("ABDE", "apart"), condition="det(kron({1}', {0}) + kron({3}', {2})) is not 0",
    code=f"1037/676*sylvester({_LEFT}*(A + 19*D/26), (E - 19*B/26)*{_RIGHT}, {_LEFT}*Q*{_RIGHT})",
    equations={"gsylv": ("gsylv(A, B, D, E, A*X*B + D*X*E) = X", "gsylv(A, I(n), I(m), E, Q) = sylvester(A, E, Q) where A: matrix(m,m)")},
    leaves_name_free=True, example="gsylv(A, B, D, E, Q)", source="Chu 1987; gsylv in MatrixEquations.jl", work=(35, 1),
    equation=("A*Z*B + D*Z*E = Q",), unknowns={"Z: matrix(m,n)": "gsylv(A, B, D, E, Q)"},
)  # fmt: skip

_CAYLEY = "(I(n) - 2*inv(A + I(n)))"
"""Where -1 is an eigenvalue of A there is no solution: its square is a product of two."""
STEIN = Function(
    "stein", "A: n,n; Q: n,n -> n,n", "the X with X - A X A' = Q, Stein's (the discrete Lyapunov) equation",
    differential={"A": "stein(A, dA*stein(A, Q)*A' + A*stein(A, Q)*dA')", "Q": "linear"},
    adjoint={"Q": "stein(A', G)"}, matrix={"Q": "inv(I(n*n) - kron(A, A))"},
    condition="no product of two eigenvalues of {0} is 1",
    code=f"sylvester({_CAYLEY}, {_CAYLEY}', -2*inv(A + I(n))*Q*inv(A + I(n))')", leaves_name_free=True,
    example="stein(A, Q)", source="Higham, Functions of Matrices, B.14",
    elsewhere={"numpy": "solve_discrete_lyapunov"}, spelled={"numpy": "_linalg.solve_discrete_lyapunov({0}, {1}, method='bilinear')"},
    work=(25, 1),
    equation=("Z - A*Z*A' = Q",), unknowns={"Z: matrix(n,n)": "stein(A, Q)"},
)  # fmt: skip

_CLOSED = "(A - B*inv(R)*B'*riccati(A, B, Q, R))'"
RICCATI = Function(
    "riccati", "A: n,n; B: n,m; Q: n,n; R: m,m -> n,n",
    "the stabilizing X with A' X + X A - X B inv(R) B' X + Q = 0, Riccati's equation",
    differential={
        "A": f"lyap({_CLOSED}, dA'*riccati(A, B, Q, R) + riccati(A, B, Q, R)*dA)",
        "B": f"-lyap({_CLOSED}, riccati(A, B, Q, R)*(dB*inv(R)*B' + B*inv(R)*dB')*riccati(A, B, Q, R))",
        "Q": f"lyap({_CLOSED}, dQ)",
        "R": f"lyap({_CLOSED}, riccati(A, B, Q, R)*B*inv(R)*dR*inv(R)*B'*riccati(A, B, Q, R))",
    },
    transposition="symmetric", domain={"Q": "semidefinite", "R": "positive definite"},
    condition="Riccati's equation with {0} has a stabilizing solution",
    leaves_name_free=True, example="riccati(A, B, Q, R) where Q: spd(n), R: spd(m)", source="Lancaster & Rodman 1995, chapter 9; Kao & Hennequin 2020",
    elsewhere={"numpy": "solve_continuous_are"}, spelled={"numpy array-api julia": "_stabilizing({0}, {1}, {2}, {3})", "matlab": "stabilizing"},
    work=(100, 1),
    equation=("A'*Z + Z*A - Z*B*inv(R)*B'*Z + Q = 0",), unknowns={"Z: symmetric(n)": "riccati(A, B, Q, R)"},
)  # fmt: skip

EQUATIONS = (SYLVESTER, LYAP, GSYLV, STEIN, RICCATI)
