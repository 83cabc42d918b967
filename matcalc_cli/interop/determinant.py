"""The determinant of a small matrix of expressions in numbers, as SymPy writes it."""

from __future__ import annotations

import sympy

from matcalc_cli.expr.node import Node
from matcalc_cli.interop.depth import sympys_depth
from matcalc_cli.interop.entries import matrix_of_symbol
from matcalc_cli.interop.sympy import explicit

LONG = 150
"""Operations of the longest determinant that is simplified."""


@sympys_depth
def short_determinant(matrix: Node) -> str | None:
    """The factors of it, sines and cosines gathered; None where it is long. Raises MatcalcError (unsupported, limit)."""
    found = explicit(matrix, {s: matrix_of_symbol(s, {}) for s in matrix.symbols}, {}).det(method="berkowitz")
    return None if sympy.count_ops(found) > LONG else str(sympy.factor(sympy.trigsimp(found)))
