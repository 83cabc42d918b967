"""The expression core: symbolic dimensions, interned typed nodes, and the makers that keep them in normal form."""

from matcalc_cli.expr import members, unknown_forms
from matcalc_cli.expr.normal_forms import (
    elementwise,
    gather,
    grid,
    kronecker,
    powers,
    products,
    summation,
    sums,
    traces,
    transposition,
)
from matcalc_cli.expr.selections import columns as selection

__all__ = [
    "elementwise", "gather", "grid", "kronecker", "members", "powers", "products", "selection", "summation", "sums", "traces",
    "transposition", "unknown_forms",
]  # fmt: skip
