"""Differences that would cancel, as the functions that they are: 1 - sigmoid(x) is sigmoid(-x).

The shortest form of a derivative is for the reader; sigmoid(40) - 1 is 0 in doubles, and sigmoid(-40) is not. Besides
what one function says the equations hold with any factor:

    k.*sigmoid(x) - k    = -k.*sigmoid(-x)         k.*softplus(x) - k.*x = k.*softplus(-x)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.expr.build import add, apply, multiply, ones, rebuild
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD

CANCELLING = ("sigmoid", "softplus")
MOST_TERMS = 50
"""Terms of a sum in which cancelling ones are looked for."""


def stable(roots: Sequence[Node]) -> list[Node]:
    """The same values without differences that cancel."""
    done: dict[Node, Node] = {}
    for node in postorder(*roots):
        children = tuple([done[child] for child in node.children])
        new = node if children == node.children else rebuild(node, children)
        done[node] = _settled(new) if isinstance(new, Sum) and len(new.terms) <= MOST_TERMS else new
    return [done[root] for root in roots]


def _settled(node: Sum) -> Node:
    terms = list(node.terms)
    for term in node.terms:
        for function in _functions(term) if term in terms else ():
            partner, sign = _partner(term, function)
            if partner in terms:
                terms.remove(term)
                terms.remove(partner)
                terms.append(multiply(number(sign), _replaced(term, function, _mirrored(function))))
                break
    return node if tuple(terms) == node.terms else add(*terms)


def _functions(term: Node) -> Iterator[Apply]:
    """The functions among the factors of a term."""
    for factor in _factors(term):
        base = factor.args[0] if isinstance(factor, Apply) and factor.function is ELEMENTWISE_POWER else factor
        if isinstance(base, Apply) and base.function.name in CANCELLING:
            yield base


def _factors(term: Node) -> Iterator[Node]:
    """What is multiplied entry by entry."""
    match term:
        case Product(scalars=scalars, factors=(factor,)):
            yield from (*scalars, *_factors(factor))
        case Product(scalars=scalars, factors=()):
            yield from scalars
        case Apply(function=function, args=args) if function is HADAMARD:
            yield from args
        case _:
            yield term


def _mirrored(function: Apply) -> Node:
    """f(-x) of f(x)."""
    return apply(function.function, (multiply(number(-1), function.args[0]),))


def _partner(term: Node, function: Apply) -> tuple[Node, int]:
    """What cancels with a term k.*f(x), and the sign of k.*f(-x) in their sum."""
    if function.function.name == "sigmoid":
        return multiply(number(-1), _replaced(term, function, _one(function))), -1
    return multiply(number(-1), _replaced(term, function, function.args[0])), 1


def _one(node: Node) -> Node:
    return number(1) if node.is_scalar else ones(node.rows, node.cols)


def _replaced(term: Node, function: Apply, new: Node) -> Node:
    """A term with one factor f(x) replaced."""
    match term:
        case Product(coefficient=c, scalars=scalars, factors=factors):
            parts = [*scalars, *factors]
            i = next(i for i, part in enumerate(parts) if function in _bases(part))
            return multiply(number(c), *parts[:i], _replaced(parts[i], function, new), *parts[i + 1 :])
        case Apply(function=outer, args=args) if outer is HADAMARD:
            i = next(i for i, part in enumerate(args) if function in _bases(part))
            others = [*args[:i], *args[i + 1 :]]
            return apply(HADAMARD, (*others, _replaced(args[i], function, new)))
        case Apply(function=outer, args=(base, Number(value=p))) if outer is ELEMENTWISE_POWER and base is function:
            rest = apply(ELEMENTWISE_POWER, (base, number(p - 1)))
            return multiply(rest, new) if rest.is_scalar else apply(HADAMARD, (rest, new))
    return new


def _bases(part: Node) -> list[Apply]:
    return list(_functions(part))
