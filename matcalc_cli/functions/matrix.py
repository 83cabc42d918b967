"""Matrix functions f(A) of a square matrix and their Fréchet derivatives.

L_f(A, E) is the derivative of f at A along E; L_f(A, E, F) that of L_f(A, E) along F, and so on: linear in every
direction, and the same in any order of them. Source: Higham, Functions of Matrices, chapter 3; Higham & Relton 2014
for the higher ones.
"""

from __future__ import annotations

from matcalc_cli.expr.function import Function

_ROWS = (
    # name, summary, f' in terms of A, domain, condition, aliases
    ("expm", "the matrix exponential", "expm(A)", "", "", ("mexp",)),
    ("logm", "the principal matrix logarithm", "inv(A)", "positive stable",
     "{0} has no eigenvalue in (-inf, 0]", ()),
    ("sqrtm", "the principal matrix square root", "inv(sqrtm(A))/2", "positive stable",
     "{0} has no eigenvalue in (-inf, 0]", ()),
    ("sinm", "the matrix sine", "cosm(A)", "", "", ()),
    ("cosm", "the matrix cosine", "-sinm(A)", "", "", ()),
)  # fmt: skip

_SPELLED = {
    "expm": {
        "numpy": "_linalg.expm", "array-api": "_expm", "jax": "_jax.scipy.linalg.expm",
        "torch": "_torch.linalg.matrix_exp", "matlab": "expm", "julia": "exp",
    },
    "logm": {"numpy": "_logm", "matlab": "logm", "julia": "log"},
    "sqrtm": {"numpy": "_sqrtm", "jax": "_sqrtm", "matlab": "sqrtm", "julia": "sqrt"},
    "sinm": {"numpy": "_linalg.sinm", "array-api": "_sinm", "matlab": "sinm", "julia": "sin"},
    "cosm": {"numpy": "_linalg.cosm", "array-api": "_cosm", "matlab": "cosm", "julia": "cos"},
}  # fmt: skip
"""What each is called in a target; its Fréchet derivatives are functions of that function there."""

DERIVATIVE = {name: derivative for name, _, derivative, *_ in _ROWS}
"""f' of every matrix function: L_f(A, E) = f'(A) E where A and E commute, and tr L_f(A, E) = tr(f'(A) E)."""

KRONECKER = {"sqrtm": "inv(kron(I(n), sqrtm(A)) + kron(sqrtm(A)', I(n)))"}
"""The Kronecker form of L_f(A, .) where it has a closed one."""


_EQUATIONS = {
    "expm": {"expm": ("expm(logm(A)) = A",), "power": ("expm(A)^k = expm(k*A) where k: scalar",)},
    "sqrtm": {"power": ("sqrtm(A)^2 = A",)},
}


def _commuting(f: str) -> dict[str, tuple[str, ...]]:
    """L_f(A, E) = f'(A) E where E commutes with A, and tr L_f(A, E) = tr(f'(A) E) always."""
    d = DERIVATIVE[f]
    return {
        f"frechet_{f}": (
            f"frechet({f}, A, I(n)) = {d} where A: matrix(n,n)",
            f"frechet({f}, A, A) = A*{d} where A: matrix(n,n)",
            f"frechet({f}, alpha*A, A) = A*{d.replace('A', '(alpha*A)')} where A: matrix(n,n)",
        ),
        "tr": (f"tr(frechet({f}, A, E)) = tr({d}*E)",),
    }


def _spelled(function: str, helper: str) -> dict[str, str]:
    """The calls of a helper that takes a function of matrices; a function of MATLAB's is passed on by a handle."""
    return {
        target: f"{helper[1:]}(@{word}, {{args}})" if target == "matlab" else f"{helper}({word}, {{args}})"
        for target, word in _SPELLED[function].items()
    }


def _function(name: str, summary: str, domain: str, condition: str, aliases: tuple[str, ...]) -> Function:
    return Function(
        name, "A: n,n -> n,n", summary,
        differential={"A": f"frechet({name}, A, dA)"}, transposition="commutes",
        domain={"A": domain} if domain else {}, condition=condition, aliases=aliases, spelled=_SPELLED[name], equations=_EQUATIONS.get(name),
        example=f"tr(B*{name}(A))", source="Higham, Functions of Matrices, 3.1",
    )  # fmt: skip


def _frechet(name: str, domain: str, condition: str) -> Function:
    return Function(
        f"frechet_{name}", "A: n,n; E: n,n -> n,n",
        f"frechet({name}, A, E): the Fréchet derivative of {name} at A along E; more directions, higher derivatives",
        differential={"E": "linear"}, variadic=True, transposition="commutes",
        domain={"A": domain} if domain else {}, condition=condition, spelled=_spelled(name, "_frechet"),
        equations=_commuting(name),
        example=f"frechet({name}, A, E)",
        source="Higham & Relton 2014, Higher order Fréchet derivatives",
    )  # fmt: skip


def _frechet_matrix(name: str, domain: str, condition: str) -> Function:
    return Function(
        f"frechetmatrix_{name}", "A: n,n; E: n,n -> n*n,n*n",
        f"frechetmatrix({name}, A): the Kronecker form of the Fréchet derivative, vec(L(A, E)) = K vec(E)",
        differential={"E": "linear"}, variadic=True, transposition="commutes",
        domain={"A": domain} if domain else {}, condition=condition, spelled=_spelled(name, "_frechet_matrix"),
        example=f"frechetmatrix({name}, A)", source="Higham, Functions of Matrices, 3.2",
    )  # fmt: skip


MATRIX_FUNCTIONS = tuple(_function(n, s, d, c, a) for n, s, _, d, c, a in _ROWS)
FRECHET = {n: _frechet(n, d, c) for n, _, _, d, c, _ in _ROWS}
FRECHET_MATRIX = {n: _frechet_matrix(n, d, c) for n, _, _, d, c, _ in _ROWS}
MATRIX = (*MATRIX_FUNCTIONS, *FRECHET.values(), *FRECHET_MATRIX.values())
