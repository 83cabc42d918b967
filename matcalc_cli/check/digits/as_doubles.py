"""Expressions evaluated by mpmath to the digits of doubles: where SciPy, which the emitted code asks for, is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.digits.evaluate import Digits
from matcalc_cli.check.evaluate import evaluate

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol

DIGITS = 20


def slow(node: Node, symbols: Sequence[Symbol], sizes: Mapping[str, int]) -> Callable[..., Any]:
    """An expression as a function of the values of these symbols, at these `sizes`, by mpmath: for code that asks for SciPy."""

    def value(*arguments: Any) -> Any:
        import mpmath
        import numpy as np

        named = zip(symbols, arguments, strict=False)
        point = {s.name: [[mpmath.mpf(float(x)) for x in row] for row in np.atleast_2d(a)] for s, a in named}
        try:
            with mpmath.workdps(DIGITS):
                return np.array(evaluate(node, Digits(point, sizes, inf)), dtype=float)
        except mpmath.libmp.NoConvergence as error:
            raise ArithmeticError(str(error)) from error

    return value
