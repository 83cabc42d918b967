"""Products written out over their sums, in case the terms then collect: the other direction of factoring."""

from __future__ import annotations

from itertools import product
from math import prod

from matcalc_cli.expr.build import MINUS_ONE, add, apply, multiply, substitute, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.normal_forms.elementwise import factors_of
from matcalc_cli.expr.normal_forms.products import denominators
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, KRON, POWERS, TRANSPOSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TERMS = 16
TOO_LONG = 2
"""A product that is so many times longer when it is written out will not become shorter than it was."""
SHORT = 300
"""The largest cost of writing a sum that a reader takes in as a whole."""


def written_out(node: Node) -> Node | None:
    """A product, Hadamard or Kronecker product, or a sum of such, as a sum; None if it is one already, or too long."""
    terms = node.terms if isinstance(node, Sum) else (node,)
    if len(terms) > MOST_TERMS:
        return None
    lists = [_terms(t) for t in terms]
    count = sum(map(len, lists))
    return add(*[t for found in lists for t in found]) if len(lists) < count <= MOST_TERMS else None


def distributed(node: Node) -> Node | None:
    """A product, or a sum of such, written out as a sum where that may make it shorter; None elsewhere."""
    written = written_out(node)
    return None if written is None or _is_hopeless(node, written) else written


def _is_hopeless(node: Node, written: Node) -> bool:
    longer = written.cost > TOO_LONG * node.cost
    if isinstance(node, Sum):  # equations may be about the terms of a short one
        return longer and node.cost > SHORT
    return longer or written.cost >= _cost_without_joins(node)


def _cost_without_joins(node: Node) -> int:
    """The cost of the terms where no factors join and no terms collect; then factoring only undoes it."""
    lists = [_summands(part) for part in node.children]
    count = prod(map(len, lists))
    parts = sum(sum([s.cost for s in summands]) * (count // len(summands)) for summands in lists)
    return parts + count * (len(lists) - 1) + count - 1


def _terms(node: Node) -> Sequence[Node]:
    """The terms of a node: worked out once, for a product is looked at by itself and in every sum that has it."""
    if node.summands is None:
        node.summands = tuple(_written_out(node))
    return node.summands or (node,)


def _written_out(node: Node) -> Sequence[Node]:
    match node:
        case Product(coefficient=c, scalars=scalars, factors=factors):
            return [multiply(number(c), *choice) for choice in _choices((*scalars, *factors))]
        case Apply(function=function, args=args) if function in (HADAMARD, KRON):
            return [apply(function, choice) for choice in _choices(args)]
    return ()


def _choices(parts: Sequence[Node]) -> list[tuple[Node, ...]]:
    """One summand of every part, in every combination; nothing if no part is a sum or there would be too many."""
    lists = [_summands(p) for p in parts]
    return list(product(*lists)) if 1 < prod(map(len, lists)) <= MOST_TERMS else []


def _summands(part: Node) -> Sequence[Node]:
    match part:
        case Sum(terms=terms):
            return terms
        case Apply(function=function, args=(Sum(terms=terms),)) if function is TRANSPOSE:
            return [transpose(t) for t in terms]
    return _terms(part) if len(factors_of(part)) > 1 else [part]


def cleared(node: Node) -> Node | None:
    """(nu + q)^-1 for (1 + q/nu)^-1/nu, of matrices too: denominators inside a power taken out of it, where that is shorter."""
    if not isinstance(node, Product) or not node.scalars:
        return None
    for part in node.children:
        for power in part.children if part.head in (HADAMARD.name, TRANSPOSE.name) else (part,):
            for below in _below(power):
                found = substitute(node, {power: _multiplied(power, below)})
                if found.cost < node.cost:
                    return found
    return None


def _below(power: Node) -> Sequence[Node]:
    """The numbers that terms of a sum to a negative power are divided by."""
    match power:
        case Apply(function=function, args=(Sum() as total, Number(value=int(k)))) if function in POWERS and k < 0:
            return denominators(total)
    return ()


def _multiplied(power: Node, below: Node) -> Node:
    """A sum to a power with all of its terms multiplied by a number, and that to the power in front."""
    assert isinstance(power, Apply)
    total, exponent = power.children
    inside = add(*[multiply(below, term) for term in total.children])
    front = apply(ELEMENTWISE_POWER, (below, multiply(MINUS_ONE, exponent)))
    return multiply(front, apply(power.function, (inside, exponent)))
