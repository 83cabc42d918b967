"""The values of all functions of the language, as arithmetic on matrices of jets in one draw of the oracles."""

from __future__ import annotations

from matcalc_cli.check import meanings
from matcalc_cli.check.evaluate import UnknownError
from matcalc_cli.check.exact import entrywise
from matcalc_cli.check.exact.arithmetic import matrices, matrix_functions
from matcalc_cli.check.exact.arithmetic.field import (
    HALF,
    MINUS,
    SLOT,
    Jets,
    NoValueError,
    P,
    character,
    coefficient,
    ratio,
)
from matcalc_cli.check.exact.plain import PLAIN, exact
from matcalc_cli.check.meanings import MatrixOf, of_rows, polar
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.later import Later, partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from matcalc_cli.check.exact.arithmetic import spectrum
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.oracle import Arithmetic

    Meaning: TypeAlias = Callable[..., Any]
else:
    spectrum = Later("matcalc_cli.check.exact.arithmetic.spectrum")


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


def _entries(function: entrywise.Entry) -> Meaning:
    return lambda o, a: [[function(o, x) for x in row] for row in a]


def _largest(o: Arithmetic, a: Matrix) -> list[tuple[int, int]]:
    """The places of the largest entry, by an order of the field: which one it is depends on the draw."""
    o.oracles.signed = True
    most = max(coefficient(x, 0) for row in a for x in row)
    return [(i, j) for i, row in enumerate(a) for j, x in enumerate(row) if coefficient(x, 0) == most]


def _is_max(o: Arithmetic, a: Matrix) -> Matrix:
    places = _largest(o, a)
    return [[ratio((i, j) in places, len(places)) for j in range(len(row))] for i, row in enumerate(a)]


def _primary(name: str) -> dict[str, Meaning]:
    """A matrix function, its Fréchet derivative, and the matrix of that."""

    def frechet(o: Arithmetic, a: Matrix, *directions: Matrix) -> Matrix:
        return matrix_functions.function(o, name, a, directions)

    return {name: frechet, f"frechet_{name}": frechet, f"frechetmatrix_{name}": MatrixOf(frechet)}


class Exact:
    """Jets in one draw, with the decompositions of their matrices."""

    __slots__ = ("draw", "exp", "log_of_sum", "reduce", "ring", "root")

    def __init__(self, draw: Arithmetic) -> None:
        self.draw = draw
        self.ring = draw.ring
        self.reduce = draw.ring.reduce
        self.root = draw.root
        self.exp = partial(entrywise.exp, draw)
        self.log_of_sum = partial(entrywise.any_log, draw)

    def ratio(self, numerator: int, denominator: int) -> int:
        """A rational number modulo p."""
        return ratio(numerator, denominator)

    def inverse(self, x: int) -> int:
        """One divided by a jet."""
        return self.ring.inverse(x)

    def log_of_modulus(self, x: int) -> int:
        """The logarithm of a jet times its sign."""
        z = coefficient(x, 0)
        return entrywise.any_log(self.draw, x if z >= P else self.ring.multiply(x, character(z) % P))

    def polygamma(self, k: int, x: int) -> int:
        """The derivative of order k of the digamma function."""
        return entrywise.polygamma(coefficient(k, 0), self.draw, x)

    def circle(self) -> int:
        """The number that stands for pi."""
        return self.draw.oracles.pi

    def largest(self, a: Matrix) -> int:
        """The largest entry; of several that move apart it has no derivative."""
        first, *others = [a[i][j] for i, j in _largest(self.draw, a)]
        if any(other != first for other in others):
            raise NoValueError("the largest entry is there more than once")
        return first

    def determinant(self, a: Matrix) -> int:
        """The determinant."""
        return matrices.determinant(self.ring, a)

    def product(self, a: Matrix, b: Matrix) -> Matrix:
        """The matrix product."""
        return matrices.product(self.ring, a, b)

    def pseudoinverse(self, a: Matrix) -> Matrix:
        """The Moore-Penrose inverse."""
        return spectrum.pseudoinverse(self.draw, a)

    def eigenvalues(self, s: Matrix) -> list[int]:
        """The eigenvalues, which must be in the field."""
        return spectrum.eigenvalues(self.draw, s)

    def eigenvectors(self, s: Matrix) -> Matrix:
        """The eigenvectors of length 1, as columns."""
        return spectrum.eigen(self.draw, s)[1]

    real_eigenvalues, real_eigenvectors = eigenvalues, eigenvectors

    def singular(self, a: Matrix) -> tuple[Matrix, list[int], Matrix]:
        """U, the singular values and V."""
        return spectrum.singular(self.draw, a)

    def polar_step(self, a: Matrix, e: Matrix) -> Matrix:
        """The derivative of the polar factor along E, by jets of one order more.

        Of A(e), E(e) it is half the difference of the factors along A + t E and A - t E at t = e, without the first power of e.
        """
        order = self.ring.order
        if order > 1:
            raise UnknownError("the second derivative of polarstep")
        wider = Exact(type(self.draw)(Jets(order + 1), self.draw.oracles))
        ahead, *back = (polar(wider, wider.moved(a, sign, e)) for sign in (1, MINUS)[: order + 1])
        if not back:
            return matrices.part(ahead, 1)
        twice = matrices.minus(wider.ring, ahead, back[0])
        return [[wider.reduce(HALF * x) >> SLOT for x in row] for row in twice]

    def moved(self, a: Matrix, sign: int, e: Matrix) -> Matrix:
        """A + t E or A - t E."""
        return matrices.plus(self.ring, a, [[self.reduce(sign * (y << SLOT)) for y in row] for row in e])


def _shared(meaning: Meaning) -> Meaning:
    if isinstance(meaning, MatrixOf):
        return MatrixOf(_shared(meaning.linear))
    return lambda o, *values: meaning(Exact(o), *values)


_SPECTRAL: dict[str, Meaning] = {
    **{name: _shared(meaning) for name, meaning in meanings.SPECTRAL.items()},
    **{meaning: function for name in matrix_functions.FUNCTIONS for meaning, function in _primary(name).items()},
}
SPECTRAL = frozenset(_SPECTRAL)
"""Functions that need the eigenvalues or the singular values of their argument."""

MEANING: dict[str, Meaning] = {
    **{name: _entries(function) for name, function in entrywise.ENTRYWISE.items()},
    **{name: _shared(meaning) for name, meaning in meanings.MEANINGS.items()},
    **PLAIN,
    ELEMENTWISE_POWER.name: _elementwise_power,
    "ismax": _is_max,
    **_SPECTRAL,
}
"""By name: the value from the oracles and the values of the arguments."""
MEANING.update(of_rows(MEANING))


def operator(name: str) -> MatrixOf | None:
    """The product of the matrix that a function is with a column."""
    found = MEANING.get(name)
    return found if isinstance(found, MatrixOf) else None
