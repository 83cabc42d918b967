"""Matrix functions f(A) of a square matrix and their Fréchet derivatives.

L_f(A, E) is the derivative of f at A along E; L_f(A, E, F) that of L_f(A, E) along F, and so on: linear in every
direction, and the same in any order of them. Source: Higham, Functions of Matrices, chapter 3; Higham & Relton 2014
for the higher ones.
"""

from __future__ import annotations

from matcalc_cli.expr.function import NOTHING, Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KRONECKER = {"sqrtm": "inv(kron(I(n), sqrtm(A)) + kron(sqrtm(A)', I(n)))"}
"""The Kronecker form of L_f(A, .) where it has a closed one."""
FRECHET: dict[str, Function] = {}
FRECHET_MATRIX: dict[str, Function] = {}
"""L_f and its Kronecker form, by the name of f."""
_PRINCIPAL = "{0} has no eigenvalue in (-inf, 0]"


def _function(
    name: str, summary: str, slope: str, *, spelled: Mapping[str, str], work: tuple[int, int], domain: str = "",
    proof: Sequence[str] = (), equations: Mapping[str, Sequence[str]] = NOTHING, aliases: Sequence[str] = (),
    invertible: str = "", definite: str = "", latex: str = "", typst: str = "", gloss: str = "",
    along: Mapping[str, str] = NOTHING, matrix: Mapping[str, str] = NOTHING, equation: Sequence[str] = (),
    elsewhere: Mapping[str, str] = NOTHING,
    undone: str = "", of_sums: bool = False,
) -> Function:  # fmt: skip
    """A matrix function with the derivative f' of numbers, `slope`, in terms of A; its Fréchet derivatives are made with it.

    `along` and `matrix` spell those, and their Kronecker forms, in targets that have something better than f of blocks.
    """
    domains, condition = ({"A": "positive stable"}, _PRINCIPAL) if domain else ({}, "")
    FRECHET[name] = Function(
        f"frechet_{name}", "A: n,n; E: n,n -> n,n",
        f"frechet({name}, A, E): the Fréchet derivative of {name} at A along E; more directions, higher derivatives",
        differential={"E": "linear"}, variadic=True, transposition="commutes", domain=domains, condition=condition, frechet_of=name,
        spelled=_called("_frechet", spelled) | dict(along), example=f"frechet({name}, A, E)",
        gloss=gloss or f"frechet({name}, A, E) is the derivative of {name} at A along E",
        source="Higham & Relton 2014, Higher order Fréchet derivatives",
    )  # fmt: skip
    FRECHET_MATRIX[name] = Function(
        f"frechetmatrix_{name}", "A: n,n; E: n,n -> n*n,n*n",
        f"frechetmatrix({name}, A): the Kronecker form of the Fréchet derivative, vec(L(A, E)) = K vec(E)",
        differential={"E": "linear"}, variadic=True, transposition="commutes", domain=domains, condition=condition,
        spelled=_called("_frechet_matrix", spelled) | dict(matrix), example=f"frechetmatrix({name}, A)",
        gloss=f"frechetmatrix({name}, A) is the matrix of that: times vec(E) it is vec(frechet({name}, A, E))",
        source="Higham, Functions of Matrices, 3.2",
    )  # fmt: skip
    return Function(
        name, "A: n,n -> n,n", summary,
        differential={"A": f"frechet({name}, A, dA)"}, transposition="commutes", domain={"A": domain} if domain else {}, condition=condition,
        aliases=aliases, elsewhere=elsewhere, spelled=spelled, work=work, equations=equations, proof=proof, invertible=invertible, definite=definite,
        undone=undone, of_sums=of_sums, example=f"tr(B*{name}(A))", source="Higham, Functions of Matrices, 3.1", latex=latex, typst=typst,
        equation=equation, unknowns={"X: matrix(n,n)": f"{name}(A)"} if equation else NOTHING, slope=slope,
    )  # fmt: skip


def _called(helper: str, spelled: Mapping[str, str]) -> dict[str, str]:
    """The calls of a helper that takes a function of matrices; MATLAB passes a function on by its handle."""
    return {
        target: f"{helper[1:]}(@{word}, {{args}})" if target == "matlab" else f"{helper}({word}, {{args}})"
        for target, word in spelled.items()
    }


MATRIX_FUNCTIONS = (
    _function(
        "expm", "the matrix exponential", "expm(A)", invertible="always", definite="a symmetric argument", aliases=("mexp",), elsewhere={"mathematica": "MatrixExp", "numpy-method": "matrix_exp", "sympy-method": "exp"}, work=(10, 1), undone="logm(Y)", of_sums=True, latex="e^{{0}}", typst="e^({0})",
        gloss="frechet(expm, A, E) is the integral of expm(s*A)*E*expm((1 - s)*A) over s from 0 to 1",
        spelled={
            "numpy": "_linalg.expm", "array-api": "_expm", "jax": "_jax.scipy.linalg.expm",
            "torch": "_torch.linalg.matrix_exp", "matlab": "expm", "julia": "exp",
        },
        along={"numpy": "_expm_along({args})"}, matrix={"numpy": "_expm_matrix({args})"},
        equations={"expm": ("expm(logm(A)) = A",), "power": ("expm(A)^k = expm(k*A) where k: scalar",)},
        proof=(
            "expm(A) = I(n) + A + A^2/2 + A^3/6 + higher # the exponential series",
            "d(expm(A)) = dA + (dA*A + A*dA)/2 + (dA*A^2 + A*dA*A + A^2*dA)/6 + higher # `A` and `dA` need not commute",
            "d(expm(A)) = frechet(expm, A, dA) # the name of that sum, linear in `dA`",
        ),
    ),
    _function(
        "logm", "the principal matrix logarithm", "inv(A)", domain="positive stable", work=(25, 1), undone="expm(Y)",
        elsewhere={"mathematica": "MatrixLog"}, spelled={"numpy": "_logm", "matlab": "logm", "julia": "log"},
        equations={
            "*": (
                "expm(alpha*logm(A))*expm(beta*logm(A)) = expm((alpha + beta)*logm(A))",
                "A*expm(alpha*logm(A)) = expm((alpha + 1)*logm(A))", "expm(alpha*logm(A))*A = expm((alpha + 1)*logm(A))",
                "inv(A)*expm(alpha*logm(A)) = expm((alpha - 1)*logm(A))", "expm(alpha*logm(A))*inv(A) = expm((alpha - 1)*logm(A))",
            ),
            "frechet_logm": ("frechet(logm, A, expm(alpha*logm(A))) = expm((alpha - 1)*logm(A))",),
        },
        proof=(
            "expm(logm(A)) = A # what the logarithm is",
            "frechet(expm, logm(A), d(logm(A))) = dA # chain rule: a linear equation for `d(logm(A))`",
        ),
    ),
    _function(
        "sqrtm", "the principal matrix square root", "inv(sqrtm(A))/2", invertible="the first argument", definite="a definite argument", domain="rooted", work=(15, 1),
        spelled={"numpy": "_sqrtm", "jax": "_sqrtm", "matlab": "sqrtm", "julia": "sqrt"},
        equation=("X*X = A",), equations={"power": ("sqrtm(A)^2 = A",), "sqrtm": ("sqrtm(I(n)) = I(n)",)},
        proof=(
            "sqrtm(A)*sqrtm(A) = A # what the root is",
            "d(sqrtm(A))*sqrtm(A) + sqrtm(A)*d(sqrtm(A)) = dA # product rule: a Sylvester equation for `d(sqrtm(A))`",
            "d(sqrtm(A)) = sylvester(sqrtm(A), sqrtm(A), dA) # which sylvester solves",
            "(kron(sqrtm(A)', I(n)) + kron(I(n), sqrtm(A)))*vec(d(sqrtm(A))) = vec(dA) # vec of both sides, for the matrix of it",
        ),
    ),
    _function(
        "sinm", "the matrix sine", "cosm(A)", work=(12, 1),
        spelled={"numpy": "_linalg.sinm", "array-api": "_sinm", "matlab": "sinm", "julia": "sin"},
        proof=(
            "sinm(A) = A - A^3/6 + higher # the series of the sine",
            "d(sinm(A)) = dA - (dA*A^2 + A*dA*A + A^2*dA)/6 + higher # `A` and `dA` need not commute",
            "d(sinm(A)) = frechet(sinm, A, dA) # the name of that sum, linear in `dA`",
        ),
    ),
    _function(
        "cosm", "the matrix cosine", "-sinm(A)", work=(12, 1),
        spelled={"numpy": "_linalg.cosm", "array-api": "_cosm", "matlab": "cosm", "julia": "cos"},
        proof=(
            "cosm(A) = I(n) - A^2/2 + higher # the series of the cosine",
            "d(cosm(A)) = -((dA*A + A*dA)/2) + higher # `A` and `dA` need not commute",
            "d(cosm(A)) = frechet(cosm, A, dA) # the name of that sum, linear in `dA`",
        ),
    ),
)  # fmt: skip
HYPERBOLIC = (
    Function(
        "sinhm", "A: n,n -> n,n", "the matrix hyperbolic sine",
        differential={"A": "(frechet(expm, A, dA) + frechet(expm, -A, dA))/2"}, transposition="commutes",
        code="(expm(A) - expm(-A))/2", work=(20, 1), spelled={"numpy": "_linalg.sinhm", "julia": "sinh"},
        equations={"sinhm": ("sinhm(-A) = -sinhm(A)",)}, example="tr(B*sinhm(A))", source="Higham, Functions of Matrices, chapter 12",
        proof=(
            "sinhm(A) = (expm(A) - expm(-A))/2 # what it is",
            "d(sinhm(A)) = (frechet(expm, A, dA) - frechet(expm, -A, -dA))/2 # chain rule",
            " = (frechet(expm, A, dA) + frechet(expm, -A, dA))/2 # linear in `dA`",
        ),
    ),
    Function(
        "coshm", "A: n,n -> n,n", "the matrix hyperbolic cosine",
        differential={"A": "(frechet(expm, A, dA) - frechet(expm, -A, dA))/2"}, transposition="commutes",
        code="(expm(A) + expm(-A))/2", work=(20, 1), spelled={"numpy": "_linalg.coshm", "julia": "cosh"},
        equations={"coshm": ("coshm(-A) = coshm(A)",), "+": ("coshm(A)^2 - sinhm(A)^2 = I(n)",)},
        example="tr(B*coshm(A))", source="Higham, Functions of Matrices, chapter 12",
        proof=(
            "coshm(A) = (expm(A) + expm(-A))/2 # what it is",
            "d(coshm(A)) = (frechet(expm, A, dA) + frechet(expm, -A, -dA))/2 # chain rule",
            " = (frechet(expm, A, dA) - frechet(expm, -A, dA))/2 # linear in `dA`",
        ),
    ),
)  # fmt: skip
MATRIX = (*MATRIX_FUNCTIONS, *HYPERBOLIC, *FRECHET.values(), *FRECHET_MATRIX.values())
