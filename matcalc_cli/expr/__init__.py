"""The expression core: symbolic dimensions, interned typed nodes, and the makers that keep them in normal form."""

from matcalc_cli.expr import (
    diagonal,
    elementwise,
    gather,
    grid,
    kronecker,
    members,
    powers,
    products,
    selection,
    summation,
    sums,
    traces,
    transposition,
    unknown_forms,
)

__all__ = [
    "diagonal", "elementwise", "gather", "grid", "kronecker", "members", "powers", "products", "selection", "summation", "sums", "traces",
    "transposition", "unknown_forms",
]  # fmt: skip
