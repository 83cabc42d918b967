"""The expression core: symbolic dimensions, interned typed nodes, and the makers that keep them in normal form."""

from matcalc_cli.expr.normal import NORMAL, OF_KIND, SIZED, made_in
from matcalc_cli.expr.normal_forms import elementwise, gather, kronecker, powers, products, sums, transposition
from matcalc_cli.expr.operations import ATMOST, BLOCK, DIAG, EQUAL, PRODUCTION, SUMMATION, TRACE, UNEQUAL, UNIT
from matcalc_cli.expr.unspecified import Unknown

__all__ = ["elementwise", "gather", "kronecker", "powers", "products", "sums", "transposition"]

made_in("members", NORMAL, "member", EQUAL, UNEQUAL, ATMOST)
made_in("normal_forms.summation", NORMAL, SUMMATION, PRODUCTION)
made_in("normal_forms.traces", NORMAL, TRACE)
made_in("normal_forms.diagonal", NORMAL, DIAG)
made_in("normal_forms.grid", SIZED, BLOCK)
made_in("selections.units", SIZED, UNIT)
made_in("unspecified_forms", OF_KIND, Unknown)
