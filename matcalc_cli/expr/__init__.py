"""The expression core: symbolic dimensions, interned typed nodes, and the makers that keep them in normal form."""

from matcalc_cli.expr import unknown_forms
from matcalc_cli.expr.normal import made_in
from matcalc_cli.expr.normal_forms import elementwise, gather, kronecker, powers, products, sums, transposition
from matcalc_cli.expr.operations import ATMOST, BLOCK, DIAG, EQUAL, PRODUCTION, SUMMATION, TRACE, UNEQUAL, UNIT

__all__ = ["elementwise", "gather", "kronecker", "powers", "products", "sums", "transposition", "unknown_forms"]

made_in("members", "member", EQUAL, UNEQUAL, ATMOST)
made_in("normal_forms.summation", SUMMATION, PRODUCTION)
made_in("normal_forms.traces", TRACE)
made_in("normal_forms.diagonal", DIAG)
made_in("normal_forms.grid", sized=BLOCK)
made_in("selections.units", sized=UNIT)
