"""Vectors as structured matrices and back: half-vectorization, cross products, Toeplitz matrices, Khatri-Rao products.

All are linear. The matrix of a map f from vectors to matrices is a constant, fbasis(n), with vec(f(x)) = fbasis(n) x.
"""

from __future__ import annotations

from matcalc_cli.expr.function import NOTHING, Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ARRAY = "_xp.asarray({}, dtype=_like.dtype, device=_compat.device(_like))"


def structured(rows: str, cols: str, count: str, entry: str, modulo: str = "") -> dict[str, str]:
    """The calls that make the matrix whose row j rows + i has in column k what `entry` says of i, j and k, from 0 on.

    In C, where sizes are numbers, it is a formula of the row row_ and the column col_.
    """
    elsewhere = modulo or entry
    formula = entry.replace(" and ", " && ").replace("//", "/").replace("k_", "col_")
    python = f"_structured({rows}, {cols}, {count}, lambda i_, j_, k_: {entry})"
    return {
        "numpy": f"_np.array({python}, dtype=float)",
        "array-api": _ARRAY.format(python),
        "matlab": f"structured({rows}, {cols}, {count}, @(i_, j_, k_) {elsewhere})",
        "julia": f"_structured({rows}, {cols}, {count}, (i_, j_, k_) -> {elsewhere})",
        "c": formula.replace("i_", f"(row_ % ({rows}))").replace("j_", f"(row_ / ({rows}))"),
    }


def _vector_to_matrix(
    name: str,
    summary: str,
    spelled: Mapping[str, str],
    entry: str,
    modulo: str = "",
    equations: Mapping[str, Sequence[str]] = NOTHING,
) -> tuple[Function, Function]:
    """A matrix whose entries are those of a vector, and its basis."""
    basis = f"{name}basis(n)"
    return (
        Function(
            name, "x: n,1 -> n,n", summary, differential={"x": "linear"}, adjoint={"x": f"{basis}'*vec(G)"},
            matrix={"x": basis}, code=f"unvec({basis}*x, n, n)", spelled=spelled, leaves_name_free=True,
            example=f"{name}(x)*b", remedy=f"{name}(x) is made of the entries of a column",
        ),
        Function(
            f"{name}basis", "(n) -> n*n,n", f"the matrix M with vec({name}(x)) = M x", leaves_name_free=True,
            spelled=structured("{0}", "{0}", "{0}", entry, modulo), example=f"{basis}*x where x: vector(n)",
            equations=equations,
        ),
    )  # fmt: skip


TOEPLITZ = _vector_to_matrix(
    "toeplitz", "the symmetric Toeplitz matrix of a column, x_(|i-j|+1) at i, j",
    {"numpy": "_linalg.toeplitz({0}.ravel())", "matlab": "toeplitz"}, "k_ == abs(i_ - j_)",
)  # fmt: skip
CIRCULANT = _vector_to_matrix(
    "circulant", "the circulant matrix whose first column is given, each next one turned by one place",
    {"numpy": "_linalg.circulant({0}.ravel())"}, "k_ == (i_ - j_ + {0}) % {0}", "k_ == mod(i_ - j_, {0})",
    equations={
        "*": ("circulantbasis(n)'*circulantbasis(n) = n*I(n)", "circulantbasis(n)'*vec(circulant(x)) = n*x where x: vector(n)"),
    },
)  # fmt: skip
HANKEL = _vector_to_matrix(
    "hankel", "the Hankel matrix of a column, x_(i+j-1) at i, j, 0 below the antidiagonal",
    {"numpy": "_linalg.hankel({0}.ravel())", "matlab": "hankel"}, "k_ == i_ + j_",
)  # fmt: skip
_DIAGONALS = "i_ - j_ + {0} - 1"
DIAGONALSBASIS = Function(
    "diagonalsbasis", "(n) -> n*n,2*n+-1", "the matrix M with vec(T) = M x, x the diagonals of a Toeplitz matrix T, from the upper right corner on",
    spelled=structured("{0}", "{0}", "2 * {0} - 1", f"k_ == {_DIAGONALS}"), leaves_name_free=True,
    example="diagonalsbasis(n)'*vec(A) where A: matrix(n,n)",
    equations={
        "*": (
            "diagonalsbasis(n)'*diagonalsbasis(n) = diag(diagonalsbasis(n)'*ones(n*n))",
            "diagonalsbasis(n)'*vec(toeplitzmean(A)) = diagonalsbasis(n)'*vec(A)",
            "diagonalsbasis(n)'*vec(toeplitzmean(A)') = diagonalsbasis(n)'*vec(A')",
        ),
    },
)  # fmt: skip
TOEPLITZMEAN = Function(
    "toeplitzmean", "A: n,n -> n,n", "the nearest Toeplitz matrix, the mean along each diagonal",
    differential={"A": "linear"}, adjoint={"A": "toeplitzmean(G)"}, transposition="commutes", leaves_name_free=True,
    matrix={"A": "diagonalsbasis(n)*diag((diagonalsbasis(n)'*ones(n*n)).^-1)*diagonalsbasis(n)'"},
    code="unvec(diagonalsbasis(n)*((diagonalsbasis(n)'*vec(A))./(diagonalsbasis(n)'*ones(n*n))), n, n)",
    example="toeplitzmean(x*y')", source="the projection on a subspace",
)  # fmt: skip
_LEVI_CIVITA = "(j_ - i_) * (k_ - j_) * (i_ - k_) / 2"
HAT = Function(
    "hat", "x: 3,1 -> 3,3", "the skew-symmetric matrix of the cross product, hat(x)*y = cross(x, y)",
    differential={"x": "linear"}, adjoint={"x": "2*vee(G)"}, matrix={"x": "hatbasis()"},
    code="unvec(hatbasis()*x, 3, 3)", leaves_name_free=True, example="hat(x)*y",
    remedy="the matrix of a cross product is of a vector with three entries: where x: vector(3)",
)  # fmt: skip
VEE = Function(
    "vee", "A: 3,3 -> 3,1", "the x with hat(x) = A for a skew-symmetric A, that of its skew part for any other",
    differential={"A": "linear"}, adjoint={"A": "hat(G)/2"}, matrix={"A": "hatbasis()'/2"},
    code="hatbasis()'*vec(A)/2", leaves_name_free=True, example="vee(A)", equations={"vee": ("vee(hat(x)) = x",)},
)  # fmt: skip
HATBASIS = Function(
    "hatbasis", "-> 9,3", "the matrix M with vec(hat(x)) = M x", leaves_name_free=True, example="hatbasis()*x",
    spelled=structured("3", "3", "3", _LEVI_CIVITA),
)  # fmt: skip
CROSS = Function(
    "cross", "a: 3,1; b: 3,1 -> 3,1", "the cross product of two vectors with three entries",
    differential={"a": "linear", "b": "linear"}, adjoint={"a": "cross(b, G)", "b": "cross(G, a)"},
    matrix={"a": "-hat(b)", "b": "hat(a)"}, code="hat(a)*b", leaves_name_free=True, example="c'*cross(x, y)",
    remedy="the cross product is of vectors with three entries: where x: vector(3)",
    elsewhere={"mathematica": "Cross"}, spelled={"numpy": "_np.cross({0}, {1}, axis=0)", "matlab": "cross"},
)  # fmt: skip
VECH = Function(
    "vech", "A: n,n -> n*n/2+n/2,1", "the columns of the lower triangle stacked, with the diagonal",
    differential={"A": "linear"}, adjoint={"A": "unvec(elimination(n)'*G, n, n)"}, matrix={"A": "elimination(n)"},
    code="elimination(n)*vec(A)", leaves_name_free=True, example="vech(A)", source="Magnus & Neudecker, 3.8",
)  # fmt: skip
_STRICT_ENTRY = "k_ == j_ * {0} - j_ * (j_ + 1) / 2 + i_ - j_ - 1"
STRICT = Function(
    "strictelimination", "(n) -> n*n/2+-1*n/2,n*n", "the matrix L with vecl(A) = L vec(A)", leaves_name_free=True,
    example="strictelimination(n)*vec(A) where A: matrix(n,n)",
    spelled={
        "c": _STRICT_ENTRY.replace("k_", "row_").replace("i_", "(col_ % {0})").replace("j_", "(col_ / {0})") + " && col_ % {0} > col_ / {0}",
    } | {
        target: f"{text}{'.T' if target in ('numpy', 'array-api') else chr(39)}".replace("# 2", below)
        for below, (target, text) in zip(
            ("// 2", "// 2", "/ 2", "÷ 2"),
            structured(
                "{0}", "{0}", "{0} * ({0} - 1) # 2", f"i_ > j_ and {_STRICT_ENTRY}", f"(i_ > j_) && {_STRICT_ENTRY}"
            ).items(),
            strict=False,  # behind them is that for C
        )
    },
)  # fmt: skip
VECL = Function(
    "vecl", "A: n,n -> n*n/2+-1*n/2,1", "the columns of the lower triangle stacked, without the diagonal",
    differential={"A": "linear"}, adjoint={"A": "unvec(strictelimination(n)'*G, n, n)"},
    matrix={"A": "strictelimination(n)"}, code="strictelimination(n)*vec(A)", leaves_name_free=True, example="vecl(A)",
)  # fmt: skip
KHATRIRAO = Function(
    "khatrirao", "A: m,n; B: p,n -> m*p,n", "the Kronecker products of the columns of A and B, side by side",
    differential={"A": "linear", "B": "linear"},
    adjoint={
        "A": "kron(I(m), ones(1,p))*(G.*kron(ones(m), B))", "B": "kron(ones(1,m), I(p))*(G.*kron(A, ones(p)))",
    },
    matrix={
        "A": "diag(vec(kron(ones(m), B)))*kron(I(n), kron(I(m), ones(p)))",
        "B": "diag(vec(kron(A, ones(p))))*kron(I(n), kron(ones(m), I(p)))",
    },
    code="kron(A, ones(p)).*kron(ones(m), B)", leaves_name_free=True, example="khatrirao(A, B)",
    equations={
        "*": (
            "kron(A, B)*diagsel(n)' = khatrirao(A, B) where A: matrix(m,n), B: matrix(p,n)",
            "diagsel(n)*kron(A, B) = khatrirao(A', B')' where A: matrix(n,m), B: matrix(n,p)",
            "khatrirao(A, A)'*commutation(m,m) = khatrirao(A, A)' where A: matrix(m,n)",
            "commutation(m,m)*khatrirao(A, A) = khatrirao(A, A) where A: matrix(m,n)",
        ),
    },
    source="Khatri & Rao 1968", spelled={"numpy array-api julia": "_khatrirao", "matlab": "khatri_rao"},
)  # fmt: skip

STRUCTURES = (
    *TOEPLITZ,
    DIAGONALSBASIS,
    TOEPLITZMEAN,
    *CIRCULANT,
    *HANKEL,
    HAT,
    VEE,
    HATBASIS,
    CROSS,
    VECH,
    VECL,
    STRICT,
    KHATRIRAO,
)
