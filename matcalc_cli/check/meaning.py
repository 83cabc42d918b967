"""What every function of the language means, as arithmetic on matrices of jets in one draw of the oracles."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from matcalc_cli.check import dual, oracle
from matcalc_cli.check.field import NoValueError, P, coefficient, ratio

if TYPE_CHECKING:
    from matcalc_cli.check.dual import Matrix
    from matcalc_cli.check.field import Jets
    from matcalc_cli.check.oracle import Oracles

Meaning = Callable[..., Any]


def exact(value: int) -> Fraction:
    """The simplest rational number that is `value` modulo p."""
    for denominator in (1, 2, 3, 4, 5, 6, 8, 9, 10, 16, 25):
        z = coefficient(value, 0) * denominator % P
        n = z if z <= P // 2 else z - P
        if abs(n) < 2 ** (40 if denominator == 1 else 20):
            return Fraction(n, denominator)
    raise NoValueError("an exponent that is not a simple fraction")


def _power(o: Oracles, a: Matrix, k: Matrix) -> Matrix:
    exponent = exact(k[0][0])
    if exponent.denominator != 1:
        raise NoValueError("a matrix power with a fraction as exponent")
    return dual.power(o.ring, a, exponent.numerator)


def _elementwise_power(o: Oracles, a: Matrix, p: Matrix) -> Matrix:
    exponent = exact(p[0][0])
    nilpotent = o.ring.subtract(p[0][0], coefficient(p[0][0], 0))
    return [[_entry_power(o, x, exponent, nilpotent) for x in row] for row in a]


def _entry_power(o: Oracles, x: int, exponent: Fraction, nilpotent: int) -> int:
    """x^(q + d) = x^q exp(d log x), where d has no constant term and the series of exp ends."""
    ring, root = o.ring, x
    if exponent.denominator == 2:
        root = ring.root(x)
    elif exponent.denominator > 2:
        root = ring.root_of_positive(x, exponent.denominator)
    power = ring.power(root, exponent.numerator)
    if not nilpotent:
        return power
    d = ring.multiply(nilpotent, oracle.log(o, x))
    return ring.multiply(power, 1 + d + ring.multiply(ratio(1, 2), ring.multiply(d, d)))


def _chain(operation: Callable[[Jets, Matrix, Matrix], Matrix]) -> Meaning:
    """An associative operation of any number of arguments."""

    def chained(o: Oracles, first: Matrix, *rest: Matrix) -> Matrix:
        for factor in rest:
            first = operation(o.ring, first, factor)
        return first

    return chained


def _places(weight: Callable[[int, int], int]) -> Meaning:
    """Every entry times a number that depends on its place."""
    return lambda o, a: [[o.ring.multiply(weight(i, j), x) for j, x in enumerate(row)] for i, row in enumerate(a)]


def _entries(function: oracle.Entry) -> Meaning:
    return lambda o, a: [[function(o, x) for x in row] for row in a]


def _number(function: Callable[[Oracles, Matrix], int]) -> Meaning:
    return lambda o, a: [[function(o, a)]]


def _norm(o: Oracles, a: Matrix) -> int:
    return o.ring.root(dual.total(o.ring, dual.hadamard(o.ring, a, a)))


def _logsumexp(o: Oracles, a: Matrix) -> int:
    return oracle.log(o, dual.total(o.ring, [[oracle.exp(o, x) for x in row] for row in a]))


def _softmax(o: Oracles, a: Matrix) -> Matrix:
    values = [[oracle.exp(o, x) for x in row] for row in a]
    return dual.times(o.ring, o.ring.inverse(dual.total(o.ring, values)), values)


def _pinv(o: Oracles, a: Matrix) -> Matrix:
    """inv(A'A) A' or A' inv(AA'): of a matrix of full rank."""
    t = dual.transposed(a)
    if len(a) >= len(a[0]):
        return dual.solve(o.ring, dual.product(o.ring, t, a), t)[0]
    return dual.transposed(dual.solve(o.ring, dual.product(o.ring, a, t), a)[0])


def _chol(o: Oracles, a: Matrix) -> Matrix:
    """L with L L' = A, by elimination: column i of the unit lower triangle times the root of pivot i."""
    ring, n = o.ring, len(a)
    work = [list(row) for row in a]
    lower = dual.filled(n, n, 0)
    for i in range(n):
        lower[i][i] = ring.root(work[i][i])
        scale = ring.inverse(work[i][i])
        for k in range(i + 1, n):
            factor = ring.multiply(work[k][i], scale)
            lower[k][i] = ring.multiply(factor, lower[i][i])
            away = ring.negate(factor)
            work[k] = [ring.reduce(x + away * y) for x, y in zip(work[k], work[i], strict=True)]
    return lower


_HALF = ratio(1, 2)

MEANING: dict[str, Meaning] = {
    **{name: _entries(function) for name, function in oracle.ENTRYWISE.items()},
    "power": _power,
    "elementwise_power": _elementwise_power,
    "hadamard": _chain(dual.hadamard),
    "kron": _chain(dual.kronecker),
    "tr": _number(lambda o, a: dual.trace(o.ring, a)),
    "sum": _number(lambda o, a: dual.total(o.ring, a)),
    "det": _number(lambda o, a: dual.determinant(o.ring, a)),
    "logdet": _number(lambda o, a: oracle.log(o, dual.determinant(o.ring, a))),
    "norm": _number(_norm),
    "logsumexp": _number(_logsumexp),
    "softmax": _softmax,
    "tril": _places(lambda i, j: int(i >= j)),
    "triu": _places(lambda i, j: int(i <= j)),
    "halftril": _places(lambda i, j: int(i > j) + (i == j) * _HALF),
    "pinv": _pinv,
    "chol": _chol,
    "pi": lambda o: [[o.pi]],
}
"""By name: the value from the oracles and the values of the arguments."""
