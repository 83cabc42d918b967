"""Functions without a formula, modulo p: random polynomials of a degree beyond the derivatives that are usually asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.check.exact.field import P

if TYPE_CHECKING:
    from matcalc_cli.check.exact.entrywise import Arithmetic

DEGREE = 11
"""Of every term; a derivative of a higher order is 0."""


class Powers:
    """Stand-ins whose terms are powers of random linear forms, see matcalc_cli/check/stand_ins.py."""

    __slots__ = ("_oracles", "_ring", "reduce")

    def __init__(self, arithmetic: Arithmetic) -> None:
        self._oracles, self._ring = arithmetic.oracles, arithmetic.ring
        self.reduce = arithmetic.ring.reduce

    def number(self, stem: str, place: tuple[int, ...]) -> int:
        """A number of the field."""
        return self._oracles.drawn(stem, place)

    def ridge(self, order: int, at: int) -> int:
        """The derivative of z^d."""
        falling = 1
        for i in range(order):
            falling *= DEGREE - i
        return self._ring.multiply(falling % P, self._ring.power(at, DEGREE - order)) if falling else 0
