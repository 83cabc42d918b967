"""Ways to make operands of different shapes fit, in words."""

from __future__ import annotations

from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape

TO_FIT = {
    "add": "to add {1} to {0}",
    "subtract": "to subtract {1} from {0}",
    "hadamard": "to multiply {0} by {1} entry by entry",
    "dotted_add": "to add {1} to {0}",
    "dotted_subtract": "to subtract {1} from {0}",
    "elementwise_divide": "to divide {0} by {1} entry by entry",
}
"""The purpose of the operands, in words."""


def or_stretched(operator: str, a: Shape, b: Shape) -> str:
    """The dotted operator that adds a row or a column to a matrix."""
    symbol = {"add": ".+", "subtract": ".-"}.get(operator, "")
    thin = b if 1 in b else a
    return (
        f"; {symbol} stretches a {'row' if thin[0] == 1 else 'column'}"
        if symbol and 1 in thin and thin != SCALAR
        else ""
    )
