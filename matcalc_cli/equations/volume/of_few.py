"""The determinant of a map of a few numbers, worked out by SymPy: |alpha - beta| of the rotated diag(alpha, beta)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from matcalc_cli.equations.volume.forms import Closed
from matcalc_cli.equations.volume.of_matrix import absolute
from matcalc_cli.errors import MatcalcError
from matcalc_cli.program.within import read_within
from matcalc_cli.simplify import simplify
from matcalc_cli.texts import Written

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.expr.node import Node

MOST = 3
"""The rows of the largest matrix that is written out."""


def of_few_numbers(matrix: Node | None, scope: Elaborated) -> Iterator[Closed]:
    """The modulus of the determinant of a small matrix of numbers, in the letters of a program."""
    if matrix is None or matrix.rows not in range(2, MOST + 1) or not all(s.is_scalar for s in matrix.symbols):
        return
    from matcalc_cli.interop.determinant import short_determinant

    with suppress(MatcalcError):  # what SymPy has no expression for, or matcalc none for what SymPy wrote
        if text := short_determinant(matrix):
            node = absolute(read_within(Written(text, "sympy"), scope))
            yield Closed(simplify(node), "the determinant between the free entries")
