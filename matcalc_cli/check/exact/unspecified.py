"""Functions without a formula, modulo p: random polynomials of a degree beyond the derivatives that are usually asked for."""

from __future__ import annotations

from collections.abc import Sequence
from math import perm
from typing import TYPE_CHECKING

from matcalc_cli.check.exact.arithmetic.field import MINUS, NoValueError, P, coefficient, ratio
from matcalc_cli.check.exact.arithmetic.matrices import solve

if TYPE_CHECKING:
    from matcalc_cli.check.exact.oracle import Arithmetic
    from matcalc_cli.check.spectral_stand_ins import Rows

DEGREE = 11
"""Of every term; a derivative of a higher order is 0."""
INVERTIBLE = 17
"""Of the terms of functions with an inverse: it has no common divisor with p - 1, so every number has one such root."""


class Powers:
    """Stand-ins whose terms are powers of random linear forms, see matcalc_cli/check/stand_ins.py."""

    __slots__ = ("_oracles", "_ring", "reduce")
    minus = MINUS

    def __init__(self, arithmetic: Arithmetic) -> None:
        self._oracles, self._ring = arithmetic.oracles, arithmetic.ring
        self.reduce = arithmetic.ring.reduce

    def number(self, stem: str, place: tuple[int, ...]) -> int:
        """A number of the field."""
        return self._oracles.drawn(stem, place)

    def ridge(self, order: int, at: int) -> int:
        """The derivative of z^d."""
        return self._power(DEGREE, order, at)

    def invertible(self, order: int, at: int) -> int:
        """The derivative of z^d, of which one d-th root is in the field."""
        return self._power(INVERTIBLE, order, at)

    def _power(self, degree: int, order: int, at: int) -> int:
        falling = perm(degree, order)
        return self._ring.multiply(falling % P, self._ring.power(at, degree - order)) if falling else 0

    def undone(self, value: int, shift: int) -> int:
        """By the root, Newton's for the higher orders of a jet."""
        ring, z = self._ring, coefficient(value, 0)
        if z >= P:
            raise NoValueError("a root of an imaginary number")
        root, part = pow(z, pow(INVERTIBLE, -1, P - 1), P), ratio(1, INVERTIBLE)
        for _ in range(ring.order.bit_length()):
            slope = ring.power(root, INVERTIBLE - 1)
            root = ring.reduce(part * ring.reduce((INVERTIBLE - 1) * root + ring.divide(value, slope)))
        return ring.subtract(root, shift)

    def solve(self, matrix: Rows, column: Sequence[int]) -> list[int]:
        """By elimination. Raises NoValueError where there is no one solution."""
        return [x for (x,) in solve(self._ring, [list(row) for row in matrix], [[x] for x in column])[0]]
