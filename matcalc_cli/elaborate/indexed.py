"""The nodes of sums and products over an index, and of the relations between integers in their conditions."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, add, apply, multiply
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.normal_forms.powers import is_whole
from matcalc_cli.expr.operations import ATMOST, EQUAL, SUMMATION, UNEQUAL
from matcalc_cli.language.grammar.ranges import AND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def over_an_index(function: Function, args: Sequence[Node]) -> Node:
    """A sum whose condition is a factor of its terms; a product whose condition stands beside its factors."""
    index, low, high, *condition, body = args
    if function is SUMMATION:
        return apply(function, (index, low, high, multiply(*condition, body)))
    return apply(function, (index, low, high, *(condition or [ONE]), body))


def _less(a: Node, b: Node) -> Node:
    """a < b, which of integers is a + 1 <= b, of other numbers a <= b and a != b."""
    if is_whole(a) and is_whole(b):
        return apply(ATMOST, (add(a, ONE), b))
    return multiply(apply(ATMOST, (a, b)), apply(UNEQUAL, (a, b)))


RELATING: dict[str, Callable[[Node, Node], Node]] = {
    "equal": lambda a, b: apply(EQUAL, (a, b)),
    "unequal": lambda a, b: apply(UNEQUAL, (a, b)),
    "at_most": lambda a, b: apply(ATMOST, (a, b)),
    "less": _less,
    "at_least": lambda a, b: apply(ATMOST, (b, a)),
    "greater": lambda a, b: _less(b, a),
    AND: multiply,
}
"""The builders of the relations of the notation, and of several that all hold."""
