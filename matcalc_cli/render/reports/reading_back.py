"""Whether what was read of a printed answer is that answer."""

from __future__ import annotations

from matcalc_cli.expr import alike
from matcalc_cli.expr.build import MINUS_ONE, add, is_zero, multiply
from matcalc_cli.expr.node import Node
from matcalc_cli.kinds import KINDS
from matcalc_cli.render.writing.sharing import same_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def is_read_as(found: Node, expression: Node, simplify: Callable[[Node], Node]) -> bool:
    """Whether it is that very expression, in another form or with other names of its dimensions at most.

    y*sigmoid(-u) is read as y*(1 - sigmoid(u)), where it was y - sigmoid(u)*y.
    """
    if found is expression:
        return True
    if found.shape == expression.shape and is_zero(simplify(add(found, multiply(MINUS_ONE, expression)))):
        return True
    sizes = alike.named_sizes(expression)  # of which the text alone may say no more than that they are numbers
    read_as = [s for s in found.symbols if not (KINDS[s.kind].whole and s.name in sizes)]
    if not alike.same_but_for_names(read_as, expression.symbols):
        return False
    return any(same_text(form, expression) for form in (found, simplify(found)))
