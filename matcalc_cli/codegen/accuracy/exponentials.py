"""Logarithms and quotients of sums of exponentials, which do not overflow.

log(exp(a) + exp(b)) = b + softplus(a - b)        exp(a)/(exp(a) + exp(b)) = sigmoid(a - b)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from matcalc_cli.codegen.accuracy.cancelling import entrywise_parts, entrywise_product, power_of
from matcalc_cli.expr.build import add, apply, is_zero, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.operations import HADAMARD
from matcalc_cli.functions import FUNCTIONS

MOST_POWER = 4
"""A quotient has the sum of exponentials to at most so high a power."""


def without_overflow(node: Node) -> Node:
    """The value of an expression by the functions softplus and sigmoid."""
    match node:
        case Apply(function=function, args=(Sum() as inside,)) if function is FUNCTIONS["log"]:
            exponents = _exponents(inside)
            return _logarithm(exponents) if exponents else node
        case Product() if _has_exponential(node):
            return _quotient(node)
        case Apply(function=function) if function is HADAMARD and _has_exponential(node):
            return _quotient(node)
    return node


def _has_exponential(node: Node) -> bool:
    """Whether a factor is one: of the product, of a Hadamard product in it, or of one that is transposed."""
    near = [inner for child in node.children for inner in (child, *child.children)]
    return any(part.head == _EXP for inner in near for part in (inner, *inner.children))


_EXP = FUNCTIONS["exp"].name


def _exponents(node: Sum) -> list[Node]:
    """The u of a sum of exp(u); nothing of another sum."""
    found = [term.args[0] for term in node.terms if isinstance(term, Apply) and term.function is FUNCTIONS["exp"]]
    return found if len(found) == len(node.terms) else []


def _logarithm(exponents: Sequence[Node]) -> Node:
    """log(sum(exp(u)))."""
    total, *others = exponents
    for u in others:
        total = add(u, apply(FUNCTIONS["softplus"], (add(total, multiply(number(-1), u)),)))
    return total


def _quotient(node: Node) -> Node:
    """A product of exponentials over the power of a sum of them that has as many factors."""
    if node.rows == 1 != node.cols:
        turned = transpose(node)
        found = _quotient(turned)
        return node if found is turned else transpose(found)
    parts = entrywise_parts(node)
    exponent = [part for part in parts if isinstance(part, Apply) and part.function is FUNCTIONS["exp"]]
    for part in parts if len(exponent) == 1 else ():
        base, p = power_of(part)
        exponents = _exponents(base) if isinstance(base, Sum) and p in range(-MOST_POWER, 0) else []
        for chosen in combinations_with_replacement(range(len(exponents)), int(-p)) if exponents else ():
            if is_zero(add(exponent[0].args[0], *[multiply(number(-1), exponents[i]) for i in chosen])):
                rest = [other for other in parts if other is not part and other is not exponent[0]]
                return entrywise_product([*rest, *_shares(exponents, chosen)], node)
    return node


def _shares(exponents: Sequence[Node], chosen: Sequence[int]) -> Iterator[Node]:
    """exp(u)/sum(exp(u)) of some of them."""
    for i in chosen:
        others = _logarithm([u for j, u in enumerate(exponents) if j != i])
        yield apply(FUNCTIONS["sigmoid"], (add(exponents[i], multiply(number(-1), others)),))
