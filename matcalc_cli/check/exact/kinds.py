"""Random points, directions and curves of every kind of variable, exactly modulo p."""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import HALF, SLOT, Jets, NoValueError, P, monomial, ratio
from matcalc_cli.kinds import KINDS
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.check.exact.arithmetic.chance import Chance
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.kinds import ties as of_kinds
    from matcalc_cli.kinds.kind import Kind
else:
    of_kinds = Later("matcalc_cli.kinds.ties")


FIELD = Jets(0)
NUMBER = (1 << SLOT) - 1
"""The bits of a real number in a jet."""


def general(random: Chance, rows: int, cols: int) -> Matrix:
    """Independent entries."""
    return [[random.getrandbits(60) + 1 for _ in range(cols)] for _ in range(rows)]


def positive(random: Chance, rows: int, cols: int) -> Matrix:
    """Independent entries with unique square, cube and fifth roots."""
    return [[pow(random.getrandbits(60) + 1, 450, P) for _ in range(cols)] for _ in range(rows)]


def whole(random: Chance, rows: int, cols: int) -> Matrix:
    """Small integers, for exponents and the bounds of sums."""
    return [[random.one_of((2, 3, 4, 5, 6, -2, -3)) % P for _ in range(cols)] for _ in range(rows)]


def nearest(kind: Kind, a: Matrix) -> Matrix:
    """The matrix of a linear kind nearest to A, of numbers: the mean over entries that are tied."""
    if kind.entry is None:
        return a
    found = matrices.filled(len(a), len(a), 0)
    for tied in of_kinds.ties(kind, len(a)):
        mean = sum(sign * a[i][j] for sign, i, j in tied) * ratio(1, len(tied)) % P
        for sign, i, j in tied:
            found[i][j] = sign * mean % P
    return found


def point(random: Chance, name: str, rows: int, cols: int, *, spectral: bool = False) -> Matrix:
    """A random value of a variable of that kind; a `spectral` one has its eigenvalues or its singular values in the field."""
    kind = KINDS[name]
    if spectral and kind.spectral and rows != 1 != cols:
        return _spectral(random, kind, rows, cols)
    if kind.definite and kind.is_number:
        return positive(random, rows, cols)
    a = general(random, rows, cols)
    if kind.definite:
        return _definite(random, a)
    if not kind.exists(rows, cols):
        raise NoValueError(f"{kind.name} matrices have no {rows} by {cols}")
    if kind.orthonormal:
        return _orthogonal(a) if rows == cols else _orthonormal(random, rows, cols)
    return nearest(kind, a)


def _spectral(random: Chance, kind: Kind, rows: int, cols: int) -> Matrix:
    """Q diag(l) Q', U diag(s) V' or V diag(l) inv(V)."""
    either_sign = kind.entry is not None and not kind.definite
    values = general(random, rows, 1) if either_sign else positive(random, min(rows, cols), 1)
    middle = [[values[i][0] if i == j else 0 for j in range(cols)] for i in range(rows)]
    if kind.entry is None and rows == cols and random.getrandbits(1):
        v = general(random, rows, rows)
        return matrices.product(FIELD, matrices.product(FIELD, v, middle), matrices.inverse(FIELD, v))
    left = _orthogonal(general(random, rows, rows))
    right = left if kind.entry is not None else _orthogonal(general(random, cols, cols))
    return matrices.product(FIELD, matrices.product(FIELD, left, middle), matrices.transposed(right))


def _definite(random: Chance, a: Matrix) -> Matrix:
    """L L' with squares on the diagonal of L, so that L is the Cholesky factor."""
    lower = nearest(KINDS["lower"], a)
    for i, row in enumerate(lower):
        row[i] = positive(random, 1, 1)[0][0]
    return matrices.product(FIELD, lower, matrices.transposed(lower))


def _orthogonal(a: Matrix) -> Matrix:
    """The Cayley transform inv(I + S)(I - S) of a skew S."""
    s, eye = nearest(KINDS["skew"], a), matrices.identity(len(a))
    return matrices.solve(FIELD, matrices.plus(FIELD, eye, s), matrices.minus(FIELD, eye, s))[0]


def _orthonormal(random: Chance, rows: int, cols: int) -> Matrix:
    """The first columns of the identity, reflected as often: in a time that a sphere of thousands of dimensions allows."""
    found = [[int(i == j) for j in range(cols)] for i in range(rows)]
    for _ in range(cols):
        v = general(random, rows, 1)
        across = matrices.product(FIELD, matrices.transposed(v), found)
        scale = ratio(P - 2, matrices.product(FIELD, matrices.transposed(v), v)[0][0])
        found = matrices.plus(FIELD, found, matrices.product(FIELD, v, matrices.times(FIELD, scale, across)))
    return found


def projected(name: str, x: Matrix, e: Matrix) -> Matrix:
    """The direction nearest to E in which a variable of that kind at X may move."""
    kind = KINDS[name]
    if not kind.orthonormal:
        return nearest(kind, e)
    across = matrices.product(FIELD, matrices.transposed(x), e)  # E - X (X'E + E'X)/2
    both = matrices.times(FIELD, HALF, matrices.plus(FIELD, across, matrices.transposed(across)))
    return matrices.minus(FIELD, e, matrices.product(FIELD, x, both))


def curve(name: str, x: Matrix, e: Matrix, order: int) -> Matrix:
    """X + e E, or where X'X = I the geodesic X + e E - e^2 X E'E/2 (Edelman, Arias & Smith 1998)."""
    bend = matrices.filled(len(x), len(x[0]), 0)
    if KINDS[name].orthonormal and order > 1:
        square = matrices.product(FIELD, matrices.transposed(e), e)
        bend = matrices.times(FIELD, P - HALF, matrices.product(FIELD, x, square))
    return [
        [a + monomial(b, 1) + monomial(c, 2) for a, b, c in zip(*rows, strict=True)]
        for rows in zip(x, e, bend, strict=True)
    ]
