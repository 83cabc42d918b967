"""Functions without a formula, in doubles: callables that stand in for them as arguments of emitted code, sums of sines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import asinh, cosh, pi, sin, sinh
from random import Random
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.spectral_stand_ins import Rows
from matcalc_cli.check.stand_ins import value
from matcalc_cli.expr.shapes.dimensions import SCALAR, size_of

if TYPE_CHECKING:
    from matcalc_cli.expr.unspecified import Unknown


@cache
def number(stem: str, place: tuple[int, ...]) -> float:
    """A number between 1/4 and 1 of either sign."""
    drawn = Random(f"{stem} {place}")  # noqa: S311 no secret
    return drawn.choice((-1, 1)) * drawn.uniform(0.25, 1)


class Sines:
    """Stand-ins whose terms are sines of random linear forms, see matcalc_cli/check/stand_ins.py."""

    __slots__ = ()
    minus = -1

    number = staticmethod(number)

    def reduce(self, x: float) -> float:
        """Doubles are what they are."""
        return x

    def ridge(self, order: int, at: float) -> float:
        """The derivative of the sine."""
        return sin(at + order * pi / 2)

    def invertible(self, order: int, at: float) -> float:
        """The derivative of the hyperbolic sine."""
        return (sinh, cosh)[order % 2](at)

    def undone(self, value: float, shift: float) -> float:
        """The x with sinh(x + shift) = value."""
        return asinh(value) - shift

    def solve(self, matrix: Rows, column: Sequence[float]) -> list[float]:
        """The solution of a linear system by NumPy."""
        import numpy as np

        return list(np.linalg.solve(np.array(matrix), np.array(column)))


SINES = Sines()


def callables(functions: Iterable[Unknown], sizes: Mapping[str, int]) -> list[Callable[..., Any]]:
    """The functions that emitted code takes for these, of arrays with two axes and of numbers."""
    return [_callable(function, sizes) for function in functions]


def _callable(function: Unknown, sizes: Mapping[str, int]) -> Callable[..., Any]:
    def applied(*args: Any) -> Any:
        import numpy as np

        arrays = [np.atleast_2d(np.asarray(a, dtype=float)) for a in args]
        of = function.of(arrays[0].shape) if function.nature.spectral else function
        shape = size_of(of.result, sizes) if of.arguments else arrays[0].shape
        rows, cols = size_of(of.declared, sizes)
        found = np.array(value(SINES, of, [a.tolist() for a in arrays], shape, rows * cols))
        is_number = function.result == SCALAR if function.arguments else np.ndim(args[0]) == 0
        return found.item() if is_number else found

    return applied
