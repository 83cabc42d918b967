"""The expression core: symbolic dimensions, interned typed nodes, and the makers that keep them in normal form."""

from matcalc_cli.expr import elementwise, kronecker, members, powers, products, summation, sums, traces, transposition

__all__ = ["elementwise", "kronecker", "members", "powers", "products", "summation", "sums", "traces", "transposition"]
