"""Eigenvalues, singular values and their vectors over jets, where the characteristic polynomial splits over F_p.

The order of eigenvalues is that of the integers that stand for them: any order will do that depends on the matrix
alone and does not change along the curve. The vectors are normalised by a root in F_p[i].
"""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import Jets, NoValueError, P, coefficient, ratio, square_root
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.check.exact.arithmetic import polynomial
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.oracle import Arithmetic
else:
    polynomial = Later("matcalc_cli.check.exact.arithmetic.polynomial")


def characteristic(ring: Jets, a: Matrix) -> list[int]:
    """det(x I - A), the constant first, by Faddeev and LeVerrier."""
    n = len(a)
    coefficients = [1]
    m = matrices.identity(n)
    for k in range(1, n + 1):
        am = matrices.product(ring, a, m)
        c = ring.multiply(ratio(-1, k), matrices.trace(ring, am))
        coefficients.append(c)
        m = matrices.plus(ring, am, matrices.times(ring, c, matrices.identity(n)))
    return coefficients[::-1]


def eigenvalues(o: Arithmetic, a: Matrix) -> list[int]:
    """Simple eigenvalues in F_p, lifted from the constant term by Newton. Raises NoValueError if one is outside.

    Their order is not that of real numbers (that of 2 A may be another), so a mismatch does not decide.
    """
    ring, o.oracles.used = o.ring, True
    chi = characteristic(ring, a)
    constant = [coefficient(c, 0) for c in chi]
    roots = None if any(c >= P for c in constant) else polynomial.roots(tuple(constant))
    if roots is None:
        raise NoValueError("an eigenvalue that is not in the field")
    slope = [ring.multiply(k, c) for k, c in enumerate(chi)][1:]
    found = list(roots)
    for _ in range(ring.order.bit_length()):
        found = [ring.subtract(x, ring.divide(_at(ring, chi, x), _at(ring, slope, x))) for x in found]
    return found


def _at(ring: Jets, coefficients: list[int], x: int) -> int:
    value = 0
    for c in reversed(coefficients):
        value = ring.reduce(value * x + c)
    return value


def eigen(o: Arithmetic, a: Matrix) -> tuple[list[int], Matrix]:
    """Eigenvalues of a symmetric matrix and its orthonormal eigenvectors, as columns."""
    values = eigenvalues(o, a)
    return values, matrices.transposed([_vector(o.ring, a, x) for x in values])


def _vector(ring: Jets, a: Matrix, x: int) -> list[int]:
    n = len(a)
    shifted = matrices.minus(ring, a, matrices.times(ring, x, matrices.identity(n)))
    rows, pivots = reduced(ring, shifted)
    free = next(j for j in range(n) if j not in pivots)
    entries = dict(zip(pivots, rows, strict=True))
    vector = [1 if j == free else ring.negate(entries[j][free]) for j in range(n)]
    size = ring.inverse(ring.root(ring.reduce(sum(ring.reduce(v * v) for v in vector))))
    return [ring.multiply(size, v) for v in vector]


def reduced(ring: Jets, a: Matrix) -> tuple[Matrix, list[int]]:
    """The nonzero rows of the reduced echelon form, and the pivot columns; the rank must not change along the curve."""
    work = [list(row) for row in a]
    pivots: list[int] = []
    for j in range(len(a[0])):
        i = len(pivots)
        k = next((k for k in range(i, len(work)) if coefficient(work[k][j], 0)), None)
        if k is None:
            continue
        work[i], work[k] = work[k], work[i]
        scale = ring.inverse(work[i][j])
        work[i] = matrices.times(ring, scale, [work[i]])[0]
        for r in range(len(work)):
            if r != i and work[r][j]:
                factor = ring.negate(work[r][j])
                work[r] = matrices.combined(ring, work[r], factor, work[i])
        pivots.append(j)
    if any(any(row) for row in work[len(pivots) :]):
        raise NoValueError("a rank that changes")
    return work[: len(pivots)], pivots


def pseudoinverse(o: Arithmetic, a: Matrix) -> Matrix:
    """R'(R R')^-1 (C'C)^-1 C' of the full-rank factorization A = C R (Golub & Van Loan, 5.5)."""
    ring = o.ring
    r, pivots = reduced(ring, a)
    if not r:
        return matrices.filled(len(a[0]), len(a), 0)
    c = [[row[j] for j in pivots] for row in a]
    ct, rt = matrices.transposed(c), matrices.transposed(r)
    left = matrices.solve(ring, matrices.product(ring, ct, c), ct)[0]
    return matrices.product(ring, rt, matrices.solve(ring, matrices.product(ring, r, rt), left)[0])


def singular(o: Arithmetic, a: Matrix) -> tuple[Matrix, list[int], Matrix]:
    """U, s and V with A = U diag(s) V', the s^2 in the order in which -s^2 ascends."""
    if len(a) < len(a[0]):
        v, s, u = singular(o, matrices.transposed(a))
        return u, s, v
    ring = o.ring
    squares, vectors = eigen(o, matrices.product(ring, matrices.transposed(a), a))
    order = sorted(range(len(squares)), key=lambda i: -coefficient(squares[i], 0) % P)
    s = [_root(o, squares[i]) for i in order]
    v = [[row[i] for i in order] for row in vectors]
    av = matrices.product(ring, a, v)
    inverses = [ring.inverse(x) for x in s]
    u = [[ring.multiply(x, t) for x, t in zip(row, inverses, strict=True)] for row in av]
    return u, s, v


def _root(o: Arithmetic, x: int) -> int:
    """A root that may be imaginary in any draw: no identity of singular values needs them to be positive here."""
    o.oracles.loose = o.oracles.loose or square_root(coefficient(x, 0)) >= P
    return o.ring.root(x)
