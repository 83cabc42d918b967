"""The values of constant expressions as doubles, as far as the standard library knows their functions."""

from __future__ import annotations

import math
from functools import reduce
from operator import mul

from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, PI


def constant(node: Node) -> float | None:
    """The value of a number without names; None where nobody knows it, nan where it has none."""
    values: dict[Node, float] = {}
    for part in postorder(node):
        try:
            values[part] = _value(part, values)
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan
        except (KeyError, AttributeError, TypeError):
            return None
    return values[node]


def _value(node: Node, values: dict[Node, float]) -> float:
    parts = [values[child] for child in node.children]
    match node:
        case Number(value=value):
            return float(value)
        case Sum():
            return sum(parts)
        case Product(coefficient=c):
            return reduce(mul, parts, float(c))
        case Apply(function=function) if function is ELEMENTWISE_POWER:
            return math.pow(*parts)
        case Apply(function=function) if function is PI:
            return math.pi
    found: float = getattr(math, {"abs": "fabs"}.get(node.head, node.head))(*parts)
    return found
