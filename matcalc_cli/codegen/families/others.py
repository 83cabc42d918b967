"""Products over all values of an index but one or two, for all of those at once: prod(j in 1:N if j != i, x_j)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.codegen.families.axes import Axis, NoBatchError, axis_of
from matcalc_cli.expr.build import add, apply, call, multiply, ones, transpose
from matcalc_cli.expr.members import conditions_of, difference, minus
from matcalc_cli.expr.node import Apply, Node, number
from matcalc_cli.expr.operations import DIAG, UNEQUAL
from matcalc_cli.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcalc_cli.codegen.families.layout import Value


def product_of_others(
    axes: Sequence[Axis], node: Apply, along: Callable[[Axis, Sequence[Apply], Node], Value]
) -> tuple[Node, tuple[int, ...]]:
    """The product and which of the axes it is along; `along` gives numbers along another axis, 1 but where conditions hold."""
    index, low, high, condition, body = node.args
    inner = axis_of(index, low, high, body)
    conditions = conditions_of(None, condition)[0]
    between = [c for c in conditions if any(axis.index in c.symbols for axis in axes)]
    excepted = [_excepted(axes, relation, inner) for relation in between]
    if not excepted or len({*excepted}) < len(excepted) or any(axis.index in body.symbols for axis in axes):
        raise NoBatchError
    numbers = along(inner, [c for c in conditions if c not in between], body)
    column = numbers.node if numbers.on else multiply(numbers.node, ones(inner.length, 1))
    others = call(FUNCTIONS["prodothers"], (column,))
    if len(excepted) == 1:
        return (transpose(others) if excepted == [1] else others), tuple(excepted)
    return add(call(FUNCTIONS["prodpairs"], (column,)), apply(DIAG, (others,))), (0, 1)


def _excepted(axes: Sequence[Axis], relation: Apply, inner: Axis) -> int:
    """The axis of the other index in j != i, which has the values of j."""
    apart = difference(relation)
    for k, axis in enumerate(axes):
        same = (axis.low, axis.high) == (inner.low, inner.high)
        ahead = minus(axis.index, inner.index)
        if relation.function is UNEQUAL and same and apart in (ahead, multiply(number(-1), ahead)):
            return k
    raise NoBatchError
