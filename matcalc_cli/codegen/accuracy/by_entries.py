"""What is made entry by entry, written in names for what is not: (A*x).^2 + 1 as y.^2 + 1."""

from __future__ import annotations

from matcalc_cli.codegen.accuracy.cancelling import entrywise_parts, entrywise_product, power_of
from matcalc_cli.expr.build import add, apply, multiply, ones
from matcalc_cli.expr.constants import ONE
from matcalc_cli.expr.node import Apply, Node, Number, Sum, Symbol, number, symbol
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, ONES
from matcalc_cli.functions import FUNCTIONS

Names = dict[Node, Symbol]
LOGARITHMS = frozenset({FUNCTIONS["log"], FUNCTIONS["log1p"]})


def named(node: Node, names: Names) -> Node:
    """An array of names; what is a number has a name for an array that has it everywhere."""
    match node:
        case Number():
            return node
        case Apply(function=function) if function is ONES:
            return node
        case Sum(terms=terms):
            return add(*[named(term, names) for term in terms])
        case Apply(function=function, args=(base, Number() as p)) if function is ELEMENTWISE_POWER:
            return apply(ELEMENTWISE_POWER, (named(base, names), p))
        case Apply(function=function, args=(inside,)) if function in LOGARITHMS:
            return apply(function, (named(inside, names),))
    parts = [part for part in entrywise_parts(node) if part is not ONE]
    return (
        entrywise_product([_factor(part, node, names) for part in parts], node)
        if len(parts) > 1
        else _name(node, names)
    )


def _factor(part: Node, like: Node, names: Names) -> Node:
    """A factor of an array; of a number the power of a name."""
    if isinstance(part, Number) or not part.is_scalar:
        return named(part, names)
    base, p = power_of(part)
    return apply(ELEMENTWISE_POWER, (_name(multiply(base, ones(like.rows, like.cols)), names), number(tidy(p))))


def _name(node: Node, names: Names) -> Symbol:
    kind = "vector" if node.cols == 1 else "matrix"
    return names.setdefault(node, symbol(f" entries {len(names)}", node.shape, kind))
