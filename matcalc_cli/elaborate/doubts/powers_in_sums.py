"""Powers whose exponents the indices of sums move: the terms of sum(k, -2, n, alpha^k) below k = 0 need alpha != 0."""

from __future__ import annotations

from matcalc_cli.expr.build import ZERO
from matcalc_cli.expr.members import is_at_least_0, minus
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum
from matcalc_cli.expr.normal_forms.powers import is_whole
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER, WHOLE_RANGE
from matcalc_cli.expr.shapes.spans import range_of
from matcalc_cli.later import Later
from matcalc_cli.validity.condition import Condition, pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.elaborate.doubts import over_ranges
    from matcalc_cli.expr.node import Span
else:
    over_ranges = Later("matcalc_cli.elaborate.doubts.over_ranges")

BY_POWER = {POWER: ("invertible", "matrix power"), ELEMENTWISE_POWER: ("no zeros", "whole power")}
"""By power: what its base must be if the exponent is below 0, and if it may be."""


def of_powers(args: Sequence[Node]) -> Iterator[Condition]:
    """The needs of the powers in an outermost sum where their exponents are least."""
    if len(args) != WHOLE_RANGE or any(s.kind == "index" and s is not args[0] for a in args for s in a.symbols):
        return
    stack: list[tuple[Node, dict[Node, Span]]] = [(args[3], {args[0]: (args[1], args[2])})]
    seen: set[Node] = set()
    while stack:
        node, bounds = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, Apply) and node.function.binds:
            index, low, high, *rest = node.args
            if len(rest) == 1:
                stack.append((rest[0], {**bounds, index: (low, high)}))
            continue
        stack.extend((child, bounds) for child in node.children)
        if isinstance(node, Apply) and node.function in BY_POWER:
            yield from _of_power(node, bounds)


def _of_power(node: Apply, bounds: dict[Node, Span]) -> Iterator[Condition]:
    base, exponent = node.args
    if not is_whole(exponent) or not any(index in exponent.symbols for index in bounds):
        return
    span = range_of(exponent, bounds)
    if span is None:
        return
    least, _ = span
    counts = [minus(high, low) for low, high in bounds.values()]
    if any(is_at_least_0(minus(least, count)) for count in (ZERO, *counts)):
        return
    below, either = BY_POWER[node.function]
    if isinstance(least, Number) or (isinstance(least, Product) and least.coefficient < 0):
        yield from over_ranges.known(Condition(below, base), bounds)
    elif isinstance(least, Sum) or least.symbols:
        yield Condition(either, pair(base, least))
