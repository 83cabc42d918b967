"""Conditions on single entries only: of log(x) in (2*log(x) + y)[1:3], that x[1:3] is positive."""

from __future__ import annotations

from matcalc_cli.expr.build import is_unit, multiply
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD
from matcalc_cli.validity.condition import PAIRED, Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Pick = tuple[Node, ...]
"""Units on the left and on the right of what is selected."""


def of_entries(roots: Iterable[Node], of_node: Callable[[Apply], Iterator[Condition]]) -> Iterator[Condition]:
    """The conditions of the functions in some expressions, for the entries that are selected of their values."""
    seen: set[tuple[Node, Pick, Pick]] = set()
    stack: list[tuple[Node, Pick, Pick]] = []
    stack.extend((root, (), ()) for root in [*roots][::-1])
    while stack:
        here = node, left, right = stack.pop()
        if here in seen:
            continue
        seen.add(here)
        if isinstance(node, Apply):
            yield from (_picked(c, node, left, right) for c in of_node(node))
        stack.extend([*_inner(node, left, right)][::-1])


def _picked(condition: Condition, node: Node, left: Pick, right: Pick) -> Condition:
    whole = not _is_entrywise(node) or condition.node.shape != node.shape  # inv(X)[1,2] needs all of X
    if not (left or right) or whole or condition.predicate in PAIRED:
        return condition
    return Condition(condition.predicate, multiply(*left, condition.node, *right))


def _inner(node: Node, left: Pick, right: Pick) -> Iterator[tuple[Node, Pick, Pick]]:
    """The parts of an expression, and what of each is asked for."""
    if isinstance(node, Product) and node.factors:
        yield from ((scalar, (), ()) for scalar in node.scalars)
        before, inner, after = _units(node.factors)
        if len(inner) == 1:
            yield from ((unit, (), ()) for unit in (*before, *after))
            yield inner[0], (*left, *before), (*after, *right)
            return
        left = right = ()
    elif not _is_entrywise(node):
        left = right = ()
    yield from ((child, left, right) if child.shape == node.shape else (child, (), ()) for child in node.children)


def _is_entrywise(node: Node) -> bool:
    if isinstance(node, Apply):
        return node.function.elementwise or node.function in (HADAMARD, ELEMENTWISE_POWER)
    return isinstance(node, Sum)


def _units(factors: tuple[Node, ...]) -> tuple[Pick, Pick, Pick]:
    """The units at the two ends of a product, and what is between."""
    first = next((i for i, factor in enumerate(factors) if not is_turned_unit(factor)), len(factors))
    last = next((i for i in range(len(factors), first, -1) if not is_unit(factors[i - 1])), first)
    return factors[:first], factors[first:last], factors[last:]
