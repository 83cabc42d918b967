"""Functions without a formula, to sixty digits: the sums of sines that stand in for them in doubles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcalc_cli.check.doubles.unspecified import number
from matcalc_cli.check.spectral_stand_ins import Rows


class Sines:
    """Stand-ins whose terms are sines of random linear forms, see matcalc_cli/check/stand_ins.py."""

    __slots__ = ()
    minus = -1

    def number(self, stem: str, place: tuple[int, ...]) -> Any:
        """The number that doubles have."""
        from mpmath import mpf

        return mpf(number(stem, place))

    def reduce(self, x: Any) -> Any:
        """Numbers of mpmath are what they are."""
        return x

    def ridge(self, order: int, at: Any) -> Any:
        """The derivative of the sine."""
        from mpmath import cos, sin

        return (sin, cos)[order % 2](at) * (-1) ** (order // 2)

    def invertible(self, order: int, at: Any) -> Any:
        """The derivative of the hyperbolic sine."""
        from mpmath import cosh, sinh

        return (sinh, cosh)[order % 2](at)

    def undone(self, value: Any, shift: Any) -> Any:
        """The x with sinh(x + shift) = value."""
        from mpmath import asinh

        return asinh(value) - shift

    def solve(self, matrix: Rows, column: Sequence[Any]) -> list[Any]:
        """The solution of a linear system, to sixty digits by mpmath."""
        from mpmath import lu_solve
        from mpmath import matrix as dense

        return list(lu_solve(dense(matrix), dense(column)))


SINES = Sines()
