"""The kinds of variables, one record each: what `where X: KIND(n)` may say, and what follows from it.

Sources of the projections: Magnus & Neudecker 3.8; Srinivasan & Panda, arXiv 1911.06491; Edelman, Arias & Smith 1998.
"""

from __future__ import annotations

from matcalc_cli.kinds.kind import Kind


def _symmetric(name: str, *, definite: bool = False, tangent: str = "", adjective: str = "") -> Kind:
    return Kind(
        name, "n", "n", entry=lambda i, j, _: (1, min(i, j), max(i, j)), definite=definite, spectral=True, tangent=tangent,
        projection="(G + G')/2", matrix="(I(n*n) + commutation(n,n))/2", free="duplication(n)", free_entries="the lower triangle by columns: vec(dS) = duplication(n)*vech(dS)", transpose="X",
        adjective=adjective, gradient="symmetric", moves="among symmetric matrices; --vech for the free entries",
        reason="`d{0}` is symmetric, so only the symmetric part `(G + G')/2` counts",
        reasons="`d{0}` is symmetric: times the projection `(I + K)/2` on such `d{0}`",
    )  # fmt: skip


_RECORDS = (
    Kind("scalar"),
    Kind("positive", definite=True, tangent="scalar", adjective="a number > 0", reserved=False),
    Kind("vector", "n", "1"),
    Kind("matrix", "m", "n", spectral=True),
    _symmetric("symmetric"),
    Kind(
        "skew", "n", "n", entry=lambda i, j, _: None if i == j else (1 if i < j else -1, min(i, j), max(i, j)),
        projection="(G - G')/2", matrix="(I(n*n) - commutation(n,n))/2", transpose="-X", adjective="skew-symmetric",
        free="commutation(n,n)*strictelimination(n)' - strictelimination(n)'",
        free_entries="the upper triangle by rows, without the diagonal",
        reason="`d{0}` is skew-symmetric, so only the skew part `(G - G')/2` counts",
        reasons="`d{0}` is skew-symmetric: times the projection `(I - K)/2` on such `d{0}`",
    ),
    Kind(
        "diagonal", "n", "n", entry=lambda i, j, _: (1, i, j) if i == j else None,
        projection="diag(diag(G))", volume="prod(i, 1, n, abs(A[i,i]*B[i,i]))", matrix="diag(vec(I(n)))", free="diagsel(n)'", free_entries="the diagonal: vec(dD) = diagsel(n)'*d(diag(D))", transpose="X",
        reason="`d{0}` is diagonal, so only the diagonal counts",
        reasons="`d{0}` is diagonal: times the projection on such `d{0}`",
    ),
    Kind(
        "lower", "n", "n", entry=lambda i, j, _: (1, i, j) if i >= j else None,
        projection="tril(G)", together="[j <= i]", volume="prod(i, 1, n, abs(A[i,i])^i)*prod(i, 1, n, abs(B[i,i])^(n + 1 - i))", matrix="diag(vec(tril(ones(n,n))))", free="elimination(n)'", free_entries="the lower triangle by columns: vec(dL) = elimination(n)'*vech(dL)", adjective="lower triangular",
        reason="`d{0}` is lower triangular, so only that triangle counts",
        reasons="`d{0}` is lower triangular: times the projection on such `d{0}`",
    ),
    Kind(
        "upper", "n", "n", entry=lambda i, j, _: (1, i, j) if i <= j else None,
        projection="triu(G)", together="[i <= j]", volume="prod(i, 1, n, abs(A[i,i])^(n + 1 - i))*prod(i, 1, n, abs(B[i,i])^i)", matrix="diag(vec(triu(ones(n,n))))", free="commutation(n,n)*elimination(n)'", free_entries="the upper triangle by rows: vec(dU') = elimination(n)'*vech(dU')", adjective="upper triangular",
        reason="`d{0}` is upper triangular, so only that triangle counts",
        reasons="`d{0}` is upper triangular: times the projection on such `d{0}`",
    ),
    Kind(
        "orthogonal", "n", "n", orthonormal=True, tangent="matrix", step="skew", transpose="X^-1",
        projection="(G - X*G'*X)/2", matrix="(I(n*n) - kron(X', X)*commutation(n,n))/2", gradient="tangent",
        moves="along the orthogonal matrices, Q'dQ skew",
        reason="`{0}'*d{0}` is skew-symmetric, so only the tangent part `(G - {0}*G'*{0})/2` counts",
        reasons="`{0}'*d{0}` is skew-symmetric: times the projection on such `d{0}`",
    ),
    _symmetric("spd", definite=True, tangent="symmetric", adjective="positive definite"),
    Kind(
        "toeplitz", "n", "n", entry=lambda i, j, _: (1, max(i - j, 0), max(j - i, 0)), reserved=False,
        projection="toeplitzmean(G)", together="n - abs(i - j)",
        matrix="diagonalsbasis(n)*diag((diagonalsbasis(n)'*ones(n*n)).^-1)*diagonalsbasis(n)'",
        free="diagonalsbasis(n)", free_entries="the diagonals from the upper right corner on: vec(dT) = diagonalsbasis(n)*dt",
        adjective="Toeplitz", gradient="Toeplitz", moves="among Toeplitz matrices",
        reason="`d{0}` is constant along its diagonals, so only the mean of each diagonal counts",
        reasons="`d{0}` is a Toeplitz matrix: times the projection on such `d{0}`",
    ),
    Kind(
        "circulant", "n", "n", entry=lambda i, j, n: (1, (i - j) % n, 0), reserved=False,
        projection="circulant(circulantbasis(n)'*vec(G))/n", together="n", matrix="circulantbasis(n)*circulantbasis(n)'/n",
        free="circulantbasis(n)", free_entries="the first column: vec(dC) = circulantbasis(n)*dc",
        moves="among circulant matrices",
        reason="`d{0}` is circulant, so only the mean of the entries that move together counts",
        reasons="`d{0}` is circulant: times the projection on such `d{0}`",
    ),
    Kind(
        "hollow", "n", "n", entry=lambda i, j, _: None if i == j else (1, min(i, j), max(i, j)), reserved=False,
        projection="(G + G')/2 - diag(diag(G))", matrix="(I(n*n) + commutation(n,n))/2 - diag(vec(I(n)))", transpose="X",
        free="strictelimination(n)' + commutation(n,n)*strictelimination(n)'",
        free_entries="the lower triangle by columns, without the diagonal", adjective="symmetric with a diagonal of zeros", gradient="hollow",
        moves="among symmetric matrices with a diagonal of zeros",
        reason="`d{0}` is symmetric with a diagonal of zeros, so only the symmetric part outside the diagonal counts",
        reasons="`d{0}` is symmetric with a diagonal of zeros: times the projection on such `d{0}`",
    ),
    Kind("integer", whole=True, reserved=False, adjective="an integer"),
    Kind(
        "sphere", "n", "1", orthonormal=True, reserved=False, tangent="vector", adjective="a unit vector",
        projection="G - X*X'*G", matrix="I(n) - X*X'", gradient="tangent", moves="on the unit sphere, x'dx = 0",
        reason="`{0}'*d{0}` = 0, so only the tangent part `G - {0}*{0}'*G` counts",
        reasons="`{0}'*d{0}` = 0: times the projection on such `d{0}`",
    ),
    Kind(
        "stiefel", "n", "p", orthonormal=True, reserved=False, tangent="matrix", adjective="of orthonormal columns",
        projection="G - X*(X'*G + G'*X)/2",
        matrix="I(n*p) - kron(I(p), X*X')/2 - kron(X', X)*commutation(n,p)/2", gradient="tangent",
        moves="among matrices of orthonormal columns, Q'dQ skew",
        reason="`{0}'*d{0}` is skew-symmetric, so only the tangent part `G - {0}*({0}'*G + G'*{0})/2` counts",
        reasons="`{0}'*d{0}` is skew-symmetric: times the projection on such `d{0}`",
    ),
    Kind("index", whole=True, declarable=False),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.name: kind for kind in _RECORDS}
"""Every record by its name; an undeclared exponent of a matrix is taken for an `integer`, `index` is the bound integer of a sum."""

RESERVED = frozenset(kind.name for kind in _RECORDS if kind.reserved)
"""The names of kinds that no variable may have."""
SYMMETRIC = tuple(kind.name for kind in _RECORDS if kind.tangent == "symmetric")
"""Kinds of which all symmetric matrices nearby are: S + dS is one for every small symmetric dS."""
TRIANGULAR = tuple(kind.name for kind in _RECORDS if kind.adjective.endswith("triangular"))
UNSTRUCTURED = ("scalar", "vector", "matrix")
"""Kinds that are a shape alone."""
DECLARABLE = tuple(kind.name for kind in _RECORDS if kind.declarable)
"""The names that a declaration may have behind its colon, in the order in which they are explained."""


def of_shape(shape: tuple[object, object]) -> str:
    """The kind that is this shape alone."""
    rows, cols = shape
    scalar, vector, matrix = UNSTRUCTURED
    return scalar if rows == cols == 1 else vector if cols == 1 else matrix


def axes_of(kind: str) -> int:
    """How many indices an entry of a variable of that kind has; none of what is no kind of variable."""
    return len(KINDS[kind].shape) - KINDS[kind].shape.count("1") if kind in KINDS else 0
