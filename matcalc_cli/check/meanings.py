"""The values of functions on lists of rows, whatever the numbers are: jets modulo a prime, sixty digits, expressions of SymPy.

Numbers say how they are added, multiplied, inverted and decomposed; a function is written down once, in terms of that.
"""

from __future__ import annotations

from math import prod

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.reducing import REDUCING, number
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.determinant import ADJUGATE_MATRICES, ADJUGATES
from matcalc_cli.later import cache, reduce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Protocol, TypeAlias

    Rows: TypeAlias = list[list[Any]]
    Meaning: TypeAlias = Callable[..., Rows]

    class Numbers(Protocol):
        """The numbers of matrices, and what is found out about a matrix as a whole."""

        def reduce(self, number: Any) -> Any:
            """The number that a sum of products of two numbers is."""

        def ratio(self, numerator: int, denominator: int) -> Any:
            """A rational number."""

        def inverse(self, x: Any) -> Any:
            """One divided by a number."""

        def root(self, x: Any) -> Any:
            """The square root of a number."""

        def exp(self, x: Any) -> Any:
            """The exponential of a number."""

        def log_of_sum(self, x: Any) -> Any:
            """The logarithm of a sum of exponentials, which is positive."""

        def log_of_modulus(self, x: Any) -> Any:
            """The logarithm of the modulus of a number."""

        def polygamma(self, k: Any, x: Any) -> Any:
            """The derivative of order k of the digamma function."""

        def circle(self) -> Any:
            """The number pi."""

        def largest(self, a: Rows) -> Any:
            """The largest entry."""

        def determinant(self, a: Rows) -> Any:
            """The determinant."""

        def product(self, a: Rows, b: Rows) -> Rows:
            """The matrix product."""

    class Decomposing(Numbers, Protocol):
        """Numbers whose matrices have eigenvalues and singular values."""

        def pseudoinverse(self, a: Rows) -> Rows:
            """The Moore-Penrose inverse."""

        def eigenvalues(self, s: Rows) -> list[Any]:
            """The eigenvalues of a symmetric matrix, ascending."""

        def eigenvectors(self, s: Rows) -> Rows:
            """The eigenvectors of a symmetric matrix, of length 1, as columns."""

        def real_eigenvalues(self, a: Rows) -> list[Any]:
            """The eigenvalues of any matrix that has real ones only, ascending."""

        def real_eigenvectors(self, a: Rows) -> Rows:
            """The eigenvectors of any matrix that has real eigenvalues only, as columns."""

        def singular(self, a: Rows) -> tuple[Rows, list[Any], Rows]:
            """U, the singular values, and V, thin."""

        def polar_step(self, a: Rows, e: Rows) -> Rows:
            """The derivative along e of U V'."""


class MatrixOf:
    """The matrix of a function L(A, ...) that is linear in its last direction, which has the shape of A."""

    __slots__ = ("linear",)

    def __init__(self, linear: Meaning) -> None:
        self.linear = linear

    def __call__(self, o: Any, a: Rows, *directions: Rows) -> Rows:
        """Column by column."""
        m, n = len(a), len(a[0])
        units = ([[int((r, c) == (i, j)) for c in range(n)] for r in range(m)] for j in range(n) for i in range(m))
        images = (matrices.stacked(self.linear(o, a, *directions, unit)) for unit in units)
        return matrices.transposed([[x for (x,) in image] for image in images])

    def times(self, column: Rows, o: Any, a: Rows, *directions: Rows) -> Rows:
        """The product with a column, for which the matrix is not formed: vec(L(A, ..., E)) of the E that is stacked there."""
        return matrices.stacked(self.linear(o, a, *directions, matrices.unstacked(column, len(a), len(a[0]))))


def _each_row(meaning: Meaning) -> Meaning:
    """The function of each row that a function of all entries is."""
    return lambda o, a: [meaning(o, [row])[0] for row in a]


def of_rows(meanings: Mapping[str, Meaning]) -> dict[str, Meaning]:
    """By name: the functions that are others of each row by itself, where these have meanings."""
    return {f.name: _each_row(meanings[f.of_rows]) for f in FUNCTIONS.values() if f.of_rows in meanings}


def _column(function: Callable[..., list[Any]]) -> Meaning:
    return lambda o, a: [[x] for x in function(o, a)]


def _places(weight: Callable[[Numbers, int, int], Any]) -> Meaning:
    """Every entry times a number that depends on its place."""
    return lambda o, a: [[o.reduce(weight(o, i, j) * x) for j, x in enumerate(row)] for i, row in enumerate(a)]


def _without(o: Numbers, a: Rows, *places: tuple[int, int]) -> Any:
    """The product of all entries but those in some places."""
    left = [x for i, row in enumerate(a) for j, x in enumerate(row) if (i, j) not in places]
    return reduce(lambda x, y: o.reduce(x * y), left, 1)


def _of_others(o: Numbers, a: Rows) -> Rows:
    return [[_without(o, a, (i, j)) for j in range(len(a[0]))] for i in range(len(a))]


def _of_pairs(o: Numbers, x: Rows) -> Rows:
    places = range(len(x))
    return [[0 if i == j else _without(o, x, (i, 0), (j, 0)) for j in places] for i in places]


def _norm(o: Numbers, a: Rows) -> Any:
    return o.root(matrices.total(o, matrices.hadamard(o, a, a)))


def _sum_of_exp(o: Numbers, a: Rows) -> tuple[Rows, Any, Any]:
    """exp of the entries, their sum, and its logarithm, so that both functions below know of it."""
    values = [[o.exp(x) for x in row] for row in a]
    total = matrices.total(o, values)
    return values, total, o.log_of_sum(total)


def _softmax(o: Numbers, a: Rows) -> Rows:
    values, total, _ = _sum_of_exp(o, a)
    scale = o.inverse(total)
    return [[o.reduce(scale * x) for x in row] for row in values]


def _lu(o: Numbers, a: Rows) -> tuple[Rows, Rows]:
    """L, with ones on its diagonal, and U, by elimination without exchanges."""
    n, minus = len(a), o.ratio(-1, 1)
    upper, lower = [list(row) for row in a], matrices.identity(n)
    for i in range(n):
        scale = o.inverse(upper[i][i])
        for k in range(i + 1, n):
            lower[k][i] = o.reduce(upper[k][i] * scale)
            away = o.reduce(minus * lower[k][i])
            upper[k] = [
                0 if j <= i else o.reduce(x + away * y) for j, (x, y) in enumerate(zip(upper[k], upper[i], strict=True))
            ]
    return lower, upper


def _chol(o: Numbers, a: Rows) -> Rows:
    """L with L L' = A: the columns of the unit lower triangle times the roots of the pivots."""
    lower, upper = _lu(o, a)
    roots = [o.root(row[i]) for i, row in enumerate(upper)]
    return [[o.reduce(x * root) for x, root in zip(row, roots, strict=True)] for row in lower]


def _adjugate(o: Numbers, a: Rows, *directions: Rows) -> Rows:
    """The adjugate of A, or its derivative along directions: the linear coefficient of adj(A + t E), in each of them.

    Every entry is a polynomial in t of degree n - 1 at most, known from its values at 0, ..., n - 1.
    """
    places = range(len(a))
    if not directions:
        return [[_cofactor(o, a, row=j, column=i) for j in places] for i in places]
    e, *rest = directions
    total = matrices.filled(len(a), len(a), 0)
    for t, weight in enumerate(_weights(len(a))):
        moved = [[o.reduce(x + t * y) for x, y in zip(r, s, strict=True)] for r, s in zip(a, e, strict=True)]
        image, scale = _adjugate(o, moved, *rest), o.ratio(*weight)
        total = [
            [o.reduce(x + scale * y) for x, y in zip(r, s, strict=True)] for r, s in zip(total, image, strict=True)
        ]
    return total


def _cofactor(o: Numbers, a: Rows, *, row: int, column: int) -> Any:
    left = [[x for j, x in enumerate(entries) if j != column] for i, entries in enumerate(a) if i != row]
    return o.reduce(o.ratio((-1) ** (row + column), 1) * o.determinant(left))


@cache
def _weights(n: int) -> tuple[tuple[int, int], ...]:
    """The weights of the values at 0, ..., n - 1 in the linear coefficient of a polynomial of degree n - 1, as fractions."""
    found = []
    for t in range(n):
        others = [s for s in range(n) if s != t]
        found.append((sum(prod([-s for s in others if s != r]) for r in others), prod([t - s for s in others])))
    return tuple(found)


def _gaps(o: Decomposing, s: Rows) -> Rows:
    """1/(w_j - w_i), 0 on the diagonal."""
    w, minus = o.eigenvalues(s), o.ratio(-1, 1)
    return [[0 if i == j else o.inverse(o.reduce(b + minus * a)) for j, b in enumerate(w)] for i, a in enumerate(w)]


def polar(o: Decomposing, a: Rows) -> Rows:
    """U V' of the singular value decomposition."""
    u, _, v = o.singular(a)
    return o.product(u, matrices.transposed(v))


MEANINGS: dict[str, Meaning] = {
    **REDUCING,
    "prod": number(_without),
    "prodothers": _of_others,
    "prodpairs": _of_pairs,
    "max": number(lambda o, a: o.largest(a)),
    "hatbasis": lambda o: [[o.ratio(x, 1) for x in row] for row in matrices.cross_product_basis()],
    "det": number(lambda o, a: o.determinant(a)),
    **dict.fromkeys(ADJUGATES, _adjugate),
    **dict.fromkeys(ADJUGATE_MATRICES, MatrixOf(_adjugate)),
    "logdet": number(lambda o, a: o.log_of_modulus(o.determinant(a))),
    "norm": number(_norm),
    "logsumexp": number(lambda o, a: _sum_of_exp(o, a)[2]),
    "softmax": _softmax,
    "polygamma": lambda o, k, a: [[o.polygamma(k[0][0], x) for x in row] for row in a],
    "tril": _places(lambda _, i, j: int(i >= j)),
    "triu": _places(lambda _, i, j: int(i <= j)),
    "halftril": _places(lambda o, i, j: o.ratio(int(i >= j) + int(i > j), 2)),
    "lu_l": lambda o, a: _lu(o, a)[0],
    "lu_u": lambda o, a: _lu(o, a)[1],
    "chol": _chol,
    "pinv": lambda o, a: o.pseudoinverse(a),
    "pi": lambda o: [[o.circle()]],
}
"""By name: the value from the numbers and the values of the arguments."""

SPECTRAL: dict[str, Meaning] = {
    "eigvals": _column(lambda o, s: o.eigenvalues(s)),
    "eigvecs": lambda o, s: o.eigenvectors(s),
    "eiggap": _gaps,
    "eig": _column(lambda o, a: o.real_eigenvalues(a)),
    "eigbasis": lambda o, a: o.real_eigenvectors(a),
    "eigmax": number(lambda o, s: o.eigenvalues(s)[-1]),
    "eigvecmax": lambda o, s: [row[-1:] for row in o.eigenvectors(s)],
    "svdvals": _column(lambda o, a: o.singular(a)[1]),
    "svdu": lambda o, a: o.singular(a)[0],
    "svdv": lambda o, a: o.singular(a)[2],
    "svdumax": lambda o, a: [row[:1] for row in o.singular(a)[0]],
    "svdvmax": lambda o, a: [row[:1] for row in o.singular(a)[2]],
    "specnorm": number(lambda o, a: o.singular(a)[1][0]),
    "nucnorm": number(lambda o, a: o.reduce(sum(o.singular(a)[1]))),
    "polar": polar,
    "polarstep": lambda o, a, e: o.polar_step(a, e),
    "polarmatrix": MatrixOf(lambda o, a, e: o.polar_step(a, e)),
}
"""By name: the functions that need eigenvalues or singular values."""
