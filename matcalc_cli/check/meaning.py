"""What every function of the language means, as arithmetic on matrices of jets in one draw of the oracles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from matcalc_cli.check import dual, entrywise
from matcalc_cli.check.field import NoValueError, P, character, coefficient, ratio

if TYPE_CHECKING:
    from matcalc_cli.check.dual import Matrix
    from matcalc_cli.check.entrywise import Arithmetic
    from matcalc_cli.check.field import Jets

Meaning = Callable[..., Any]


def exact(value: int) -> tuple[int, int]:
    """The simplest rational number that is `value` modulo p, as numerator and denominator."""
    for denominator in (1, 2, 3, 4, 5, 6, 8, 9, 10, 16, 25):
        z = coefficient(value, 0) * denominator % P
        n = z if z <= P // 2 else z - P
        if abs(n) < 2 ** (40 if denominator == 1 else 20):
            return n, denominator
    raise NoValueError("an exponent that is not a simple fraction")


def _power(o: Arithmetic, a: Matrix, k: Matrix) -> Matrix:
    numerator, denominator = exact(k[0][0])
    if denominator != 1 or k[0][0] >= P:
        raise NoValueError("a matrix power whose exponent is no integer, or moves")
    return dual.power(o.ring, a, numerator)


def _elementwise_power(o: Arithmetic, a: Matrix, p: Matrix) -> Matrix:
    exponent = exact(p[0][0])
    nilpotent = o.ring.subtract(p[0][0], coefficient(p[0][0], 0))
    return [[_entry_power(o, x, exponent, nilpotent) for x in row] for row in a]


def _entry_power(o: Arithmetic, x: int, exponent: tuple[int, int], nilpotent: int) -> int:
    """x^(q + d) = x^q exp(d log x), where d has no constant term and the series of exp ends."""
    ring, (numerator, denominator) = o.ring, exponent
    root = x if denominator == 1 else o.root(x) if denominator == 2 else ring.root_of_positive(x, denominator)
    power = ring.power(root, numerator)
    if not nilpotent:
        return power
    d = ring.multiply(nilpotent, entrywise.log(o, x))
    return ring.multiply(power, 1 + d + ring.multiply(ratio(1, 2), ring.multiply(d, d)))


def _chain(operation: Callable[[Jets, Matrix, Matrix], Matrix]) -> Meaning:
    """An associative operation of any number of arguments."""

    def chained(o: Arithmetic, first: Matrix, *rest: Matrix) -> Matrix:
        for factor in rest:
            first = operation(o.ring, first, factor)
        return first

    return chained


def _places(weight: Callable[[int, int], int]) -> Meaning:
    """Every entry times a number that depends on its place."""
    return lambda o, a: [[o.ring.multiply(weight(i, j), x) for j, x in enumerate(row)] for i, row in enumerate(a)]


def _entries(function: entrywise.Entry) -> Meaning:
    return lambda o, a: [[function(o, x) for x in row] for row in a]


def _number(function: Callable[[Arithmetic, Matrix], int]) -> Meaning:
    return lambda o, a: [[function(o, a)]]


def _logdet(o: Arithmetic, a: Matrix) -> int:
    """The logarithm of |det A|."""
    det = dual.determinant(o.ring, a)
    z = coefficient(det, 0)
    return entrywise.any_log(o, det if z >= P else o.ring.multiply(det, character(z) % P))


def _norm(o: Arithmetic, a: Matrix) -> int:
    return o.root(dual.total(o.ring, dual.hadamard(o.ring, a, a)))


def _sum_of_exp(o: Arithmetic, a: Matrix) -> tuple[Matrix, int, int]:
    """exp of the entries, their sum, and its logarithm, so that both functions below know of it."""
    values = [[entrywise.exp(o, x) for x in row] for row in a]
    total = dual.total(o.ring, values)
    return values, total, entrywise.any_log(o, total)


def _logsumexp(o: Arithmetic, a: Matrix) -> int:
    return _sum_of_exp(o, a)[2]


def _softmax(o: Arithmetic, a: Matrix) -> Matrix:
    values, total, _ = _sum_of_exp(o, a)
    return dual.times(o.ring, o.ring.inverse(total), values)


def _pinv(o: Arithmetic, a: Matrix) -> Matrix:
    """inv(A'A) A' or A' inv(AA'): of a matrix of full rank."""
    t = dual.transposed(a)
    if len(a) >= len(a[0]):
        return dual.solve(o.ring, dual.product(o.ring, t, a), t)[0]
    return dual.transposed(dual.solve(o.ring, dual.product(o.ring, a, t), a)[0])


def _chol(o: Arithmetic, a: Matrix) -> Matrix:
    """L with L L' = A, by elimination: column i of the unit lower triangle times the root of pivot i."""
    ring, n = o.ring, len(a)
    work = [list(row) for row in a]
    lower = dual.filled(n, n, 0)
    for i in range(n):
        lower[i][i] = o.root(work[i][i])
        scale = ring.inverse(work[i][i])
        for k in range(i + 1, n):
            factor = ring.multiply(work[k][i], scale)
            lower[k][i] = ring.multiply(factor, lower[i][i])
            away = ring.negate(factor)
            work[k] = [ring.reduce(x + away * y) for x, y in zip(work[k], work[i], strict=True)]
    return lower


_HALF = ratio(1, 2)

MEANING: dict[str, Meaning] = {
    **{name: _entries(function) for name, function in entrywise.ENTRYWISE.items()},
    "power": _power,
    "elementwise_power": _elementwise_power,
    "hadamard": _chain(dual.hadamard),
    "kron": _chain(dual.kronecker),
    "tr": _number(lambda o, a: dual.trace(o.ring, a)),
    "sum": _number(lambda o, a: dual.total(o.ring, a)),
    "det": _number(lambda o, a: dual.determinant(o.ring, a)),
    "logdet": _number(_logdet),
    "norm": _number(_norm),
    "logsumexp": _number(_logsumexp),
    "softmax": _softmax,
    "tril": _places(lambda i, j: int(i >= j)),
    "triu": _places(lambda i, j: int(i <= j)),
    "halftril": _places(lambda i, j: int(i > j) + (i == j) * _HALF),
    "pinv": _pinv,
    "chol": _chol,
    "pi": lambda o: [[o.oracles.pi]],
}
"""By name: the value from the oracles and the values of the arguments."""
