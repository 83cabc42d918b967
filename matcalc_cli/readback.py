"""Whether what is printed is read as what it was printed from."""

from __future__ import annotations

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.alike import named_sizes, same_but_for_names
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.spans import loosened
from matcalc_cli.kinds import KINDS
from matcalc_cli.program import read


def reads_back(text: str, expression: Node) -> bool:
    """Whether a printed program is read as that very expression, whatever its dimensions are called."""
    from matcalc_cli.render.sharing import same_text

    try:
        found = read(text)[1].expression
    except MatcalcError:
        return False
    expression = loosened(expression)
    if found is expression:
        return True
    sizes = named_sizes(expression)  # of which the text alone may say no more than that they are numbers
    read_as = [s for s in found.symbols if not (KINDS[s.kind].whole and s.name in sizes)]
    return same_but_for_names(read_as, expression.symbols) and same_text(found, expression)
