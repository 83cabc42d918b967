"""Functions without a formula, to sixty digits: the sums of sines that stand in for them in doubles."""

from __future__ import annotations

from typing import Any

from matcalc_cli.check.doubles.unspecified import number


class Sines:
    """Stand-ins whose terms are sines of random linear forms, see matcalc_cli/check/stand_ins.py."""

    __slots__ = ()

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


SINES = Sines()
