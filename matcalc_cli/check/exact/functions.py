"""What every function of the language means, as arithmetic on matrices of jets in one draw of the oracles."""

from __future__ import annotations

from matcalc_cli.check.exact import entrywise
from matcalc_cli.check.exact.arithmetic import matrices, matrix_functions
from matcalc_cli.check.exact.arithmetic.field import (
    Jets,
    NoValueError,
    P,
    character,
    coefficient,
    monomial,
    ratio,
    simple_ratio,
)
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.determinant import ADJUGATE_MATRICES, ADJUGATES
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from matcalc_cli.check.exact.arithmetic import adjugates, spectrum
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.entrywise import Arithmetic

    Meaning: TypeAlias = Callable[..., Any]
else:
    adjugates = Later("matcalc_cli.check.exact.arithmetic.adjugates")
    spectrum = Later("matcalc_cli.check.exact.arithmetic.spectrum")


def exact(value: int) -> tuple[int, int]:
    """The simplest rational number that is `value` modulo p, as numerator and denominator."""
    found = simple_ratio(coefficient(value, 0))
    if found is None:
        raise NoValueError("an exponent that is not a simple fraction")
    return found


def _power(o: Arithmetic, a: Matrix, k: Matrix) -> Matrix:
    numerator, denominator = exact(k[0][0])
    if denominator != 1 or k[0][0] >= P:
        raise NoValueError("a matrix power whose exponent is no small integer")
    return matrices.power(o.ring, a, numerator)


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


def _largest(o: Arithmetic, a: Matrix) -> list[tuple[int, int]]:
    """The places of the largest entry, by an order of the field: which one it is depends on the draw."""
    o.oracles.signed = True
    most = max(coefficient(x, 0) for row in a for x in row)
    return [(i, j) for i, row in enumerate(a) for j, x in enumerate(row) if coefficient(x, 0) == most]


def _max(o: Arithmetic, a: Matrix) -> int:
    """The largest entry; of several that move apart it has no derivative."""
    first, *others = [a[i][j] for i, j in _largest(o, a)]
    if any(other != first for other in others):
        raise NoValueError("the largest entry is there more than once")
    return first


def _is_max(o: Arithmetic, a: Matrix) -> Matrix:
    places = _largest(o, a)
    return [[ratio((i, j) in places, len(places)) for j in range(len(row))] for i, row in enumerate(a)]


def _logdet(o: Arithmetic, a: Matrix) -> int:
    """The logarithm of |det A|."""
    det = matrices.determinant(o.ring, a)
    z = coefficient(det, 0)
    return entrywise.any_log(o, det if z >= P else o.ring.multiply(det, character(z) % P))


def _norm(o: Arithmetic, a: Matrix) -> int:
    return o.root(matrices.total(o.ring, matrices.hadamard(o.ring, a, a)))


def _sum_of_exp(o: Arithmetic, a: Matrix) -> tuple[Matrix, int, int]:
    """exp of the entries, their sum, and its logarithm, so that both functions below know of it."""
    values = [[entrywise.exp(o, x) for x in row] for row in a]
    total = matrices.total(o.ring, values)
    return values, total, entrywise.any_log(o, total)


def _logsumexp(o: Arithmetic, a: Matrix) -> int:
    return _sum_of_exp(o, a)[2]


def _softmax(o: Arithmetic, a: Matrix) -> Matrix:
    values, total, _ = _sum_of_exp(o, a)
    return matrices.times(o.ring, o.ring.inverse(total), values)


def _chol(o: Arithmetic, a: Matrix) -> Matrix:
    """L with L L' = A, by elimination: column i of the unit lower triangle times the root of pivot i."""
    ring, n = o.ring, len(a)
    work = [list(row) for row in a]
    lower = matrices.filled(n, n, 0)
    for i in range(n):
        lower[i][i] = o.root(work[i][i])
        scale = ring.inverse(work[i][i])
        for k in range(i + 1, n):
            factor = ring.multiply(work[k][i], scale)
            lower[k][i] = ring.multiply(factor, lower[i][i])
            away = ring.negate(factor)
            work[k] = [ring.reduce(x + away * y) for x, y in zip(work[k], work[i], strict=True)]
    return lower


def _lu(o: Arithmetic, a: Matrix) -> tuple[Matrix, Matrix]:
    """L, with ones on its diagonal, and U, by elimination without exchanges."""
    ring, n = o.ring, len(a)
    upper, lower = [list(row) for row in a], matrices.identity(n)
    for i in range(n):
        scale = ring.inverse(upper[i][i])
        for k in range(i + 1, n):
            lower[k][i] = ring.multiply(upper[k][i], scale)
            away = ring.negate(lower[k][i])
            upper[k] = [ring.reduce(x + away * y) for x, y in zip(upper[k], upper[i], strict=True)]
    return lower, upper


def _polar_step(o: Arithmetic, a: Matrix, e: Matrix) -> Matrix:
    """The derivative of the polar factor along E, by first-order jets at a point that does not move."""
    if o.ring.order:
        raise NoValueError("the derivative of polarstep")
    moved = [[x + monomial(y, 1) for x, y in zip(r, s, strict=True)] for r, s in zip(a, e, strict=True)]
    return matrices.part(spectrum.polar(type(o)(Jets(1), o.oracles), moved), 1)


def _polar_matrix(o: Arithmetic, a: Matrix) -> Matrix:
    m, n = len(a), len(a[0])
    units = ([[int((r, c) == (i, j)) for c in range(n)] for r in range(m)] for j in range(n) for i in range(m))
    return matrices.transposed([[x for (x,) in matrices.stacked(_polar_step(o, a, unit))] for unit in units])


def _column(values: list[int]) -> Matrix:
    return [[x] for x in values]


def _primary(name: str) -> dict[str, Meaning]:
    """A matrix function, its Fréchet derivative, and the matrix of that."""
    return {
        name: lambda o, a: matrix_functions.function(o, name, a),
        f"frechet_{name}": lambda o, a, *directions: matrix_functions.function(o, name, a, directions),
        f"frechetmatrix_{name}": lambda o, a, *directions: matrix_functions.matrix_of(o, name, a, directions),
    }


_HALF = ratio(1, 2)

_SPECTRAL: dict[str, Meaning] = {
    "eigvals": lambda o, a: _column(spectrum.eigenvalues(o, a)),
    "eigvecs": lambda o, a: spectrum.eigen(o, a)[1],
    "eiggap": lambda o, a: spectrum.gaps(o, a),
    "eig": lambda o, a: _column(spectrum.eigenvalues(o, a)),
    "eigbasis": lambda o, a: spectrum.eigen(o, a)[1],
    "eigmax": lambda o, a: [[spectrum.eigenvalues(o, a)[-1]]],
    "eigvecmax": lambda o, a: [row[-1:] for row in spectrum.eigen(o, a)[1]],
    "svdvals": lambda o, a: _column(spectrum.singular(o, a)[1]),
    "svdu": lambda o, a: spectrum.singular(o, a)[0],
    "svdv": lambda o, a: spectrum.singular(o, a)[2],
    "specnorm": lambda o, a: [spectrum.singular(o, a)[1][:1]],
    "svdumax": lambda o, a: [row[:1] for row in spectrum.singular(o, a)[0]],
    "svdvmax": lambda o, a: [row[:1] for row in spectrum.singular(o, a)[2]],
    "nucnorm": _number(lambda o, a: o.ring.reduce(sum(spectrum.singular(o, a)[1]))),
    "polar": lambda o, a: spectrum.polar(o, a),
    "polarstep": _polar_step,
    "polarmatrix": _polar_matrix,
    **{meaning: function for name in matrix_functions.FUNCTIONS for meaning, function in _primary(name).items()},
}
SPECTRAL = frozenset(_SPECTRAL)
"""Functions that need the eigenvalues or the singular values of their argument."""

MEANING: dict[str, Meaning] = {
    **{name: _entries(function) for name, function in entrywise.ENTRYWISE.items()},
    "power": _power,
    "elementwise_power": _elementwise_power,
    "hadamard": _chain(matrices.hadamard),
    "kron": _chain(matrices.kronecker),
    "tr": _number(lambda o, a: matrices.trace(o.ring, a)),
    "sum": _number(lambda o, a: matrices.total(o.ring, a)),
    "polygamma": lambda o, k, a: [[entrywise.polygamma(coefficient(k[0][0], 0), o, x) for x in row] for row in a],
    "prod": _number(lambda o, a: matrices.product_without(o.ring.multiply, a)),
    "prodothers": lambda o, a: matrices.products_of_others(o.ring.multiply, a),
    "prodpairs": lambda o, x: matrices.products_of_pairs(o.ring.multiply, x),
    "max": _number(_max),
    "ismax": _is_max,
    "hatbasis": lambda _: [[x % P for x in row] for row in matrices.cross_product_basis()],
    "det": _number(lambda o, a: matrices.determinant(o.ring, a)),
    **dict.fromkeys(ADJUGATES, lambda o, *given: adjugates.adjugate(o, *given)),
    **dict.fromkeys(ADJUGATE_MATRICES, lambda o, *given: adjugates.matrix_of(o, *given)),
    "logdet": _number(_logdet),
    "norm": _number(_norm),
    "logsumexp": _number(_logsumexp),
    "softmax": _softmax,
    "tril": _places(lambda i, j: int(i >= j)),
    "triu": _places(lambda i, j: int(i <= j)),
    "halftril": _places(lambda i, j: int(i > j) + (i == j) * _HALF),
    "pinv": lambda o, a: spectrum.pseudoinverse(o, a),
    "chol": _chol,
    "lu_l": lambda o, a: _lu(o, a)[0],
    "lu_u": lambda o, a: _lu(o, a)[1],
    **_SPECTRAL,
    "pi": lambda o: [[o.oracles.pi]],
}
"""By name: the value from the oracles and the values of the arguments."""


def _each_row(meaning: Meaning) -> Meaning:
    return lambda o, a: [meaning(o, [row])[0] for row in a]


MEANING.update({f.name: _each_row(MEANING[f.of_rows]) for f in FUNCTIONS.values() if f.of_rows in MEANING})
