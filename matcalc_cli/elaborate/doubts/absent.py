"""Variables that a program declares and does not have: it is a constant to them, with zero for its derivative."""

from __future__ import annotations

from matcalc_cli.elaborate.names import Names
from matcalc_cli.elaborate.shapes.sizes import size_of
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.unspecified import is_function


def absent(names: Names) -> dict[str, Symbol]:
    """By name, those whose declarations give all sizes."""
    found: dict[str, Symbol] = {}
    for name, declaration in names.declared.items():
        kind = KINDS.get(declaration.kind)
        sizes = dict.fromkeys(size for size in kind.shape if size != "1") if kind else {}
        if kind is None or name in names.variables or is_function(declaration) or len(declaration.dims) != len(sizes):
            continue
        given: dict[str, Size] = dict(zip(sizes, [size_of(d, {}) for d in declaration.dims], strict=True))
        rows, cols = (given.get(size, 1) for size in kind.shape)
        found[name] = symbol(name, (rows, cols), declaration.kind, spelling=declaration.name.spelling)
    return found
