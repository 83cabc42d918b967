"""Named parts that are something over numbers, u = x/norm(x): norm(x)*u for x where that is shorter."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, apply, is_ones, multiply, substitute
from matcalc_cli.expr.node import Node, Number, Product, number, symbol
from matcalc_cli.expr.normal_forms.products import base_and_exponent
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.simplify import simplify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def in_unit_lengths(root: Node, value: Node, letter: Node, replaced: Callable[[Node, Node, Node], Node]) -> Node:
    """The expression with norm(x)*u for every x outside of norm(x), where u is x/norm(x) and that is shorter."""
    above, below = _over_numbers(value)
    if not below or is_ones(above) or not above.symbols <= root.symbols:
        return root
    lengths = {part: symbol(f"length {i}", SCALAR, "scalar") for i, (part, _) in enumerate(below)}
    times = [apply(ELEMENTWISE_POWER, (lengths[part], number(-power.value))) for part, power in below]
    scale = number(exact_ratio(1, value.coefficient)) if isinstance(value, Product) else ONE
    hidden = replaced(substitute(root, dict(lengths)), above, multiply(scale, *times, letter))
    found = simplify(substitute(hidden, {length: part for part, length in lengths.items()}))
    return found if found.cost < root.cost else root


def _over_numbers(value: Node) -> tuple[Node, Sequence[tuple[Node, Number]]]:
    """The numerator, and the numbers below it with their powers; none below where other numbers are beside the numerator."""
    match value:
        case Product(scalars=scalars, factors=factors):
            powers = [base_and_exponent(s) for s in scalars]
            below = [(base, e) for base, e in powers if isinstance(e, Number) and e.value < 0]
            beside = [s for s in scalars if base_and_exponent(s) not in below]
            above = [*beside, *([multiply(*factors)] if factors else [])]
            return (above[0], below) if len(above) == 1 else (value, ())
    return value, ()
