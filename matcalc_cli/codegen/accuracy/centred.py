"""Expressions that depend on a variable only through its differences from a mean: the code centres it first, and nothing cancels.

Answers are sums of products, so that (x - mean(x))'*dx stands as x'*dx - sum(x)*sum(dx)/n, of which the digits are lost
where x is far from 0. A function that is the same at x + c*ones(n), for any c, is the same at x - mean(x), where the
second term is 0 but for rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import is_zero, substitute
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, postorder, symbol
from matcalc_cli.expr.operations import ONES, SUM
from matcalc_cli.simplify import simplify

MOST_NODES = 400
"""Nodes of expressions in which it is looked for."""
VECTOR = ("t*ones(n)", "X - sum(X)/n*ones(n)")
COLUMNS = ("ones(m)*t'", "X - ones(m)*(ones(m)'*X)/m")
ROWS = ("t*ones(n)'", "X - X*ones(n)*ones(n)'/n")
"""Where a variable moves so that its differences from its means stay, and these differences."""


def centred(f: Node, nodes: Sequence[Node]) -> dict[Symbol, Node]:
    """By variable what may stand for it in f and its derivatives, the nodes: its differences from its means.

    What f does not change with, no derivative of it does.
    """
    every = list(postorder(*nodes))
    found: dict[Symbol, Node] = {}
    for variable, (along, differences) in _averaged(every) if len(every) <= MOST_NODES else ():
        if variable not in found and variable in f.symbols and _stays(f, variable, along):
            found[variable] = _instance(differences, variable)
    return found


def centred_in(found: Mapping[Symbol, Node], nodes: Sequence[Node]) -> dict[Symbol, Node]:
    """The variables that these expressions have, with their differences.

    Also where they stand in differences alone: a mean taken once leaves the rounding of a number that is far from 0.
    """
    return {x: node for x, node in found.items() if any(x in n.symbols for n in nodes)}


def _averaged(every: Sequence[Node]) -> Iterator[tuple[Symbol, tuple[str, str]]]:
    """The variables whose entries are summed, each with how."""
    for node in every:
        match node:
            case Apply(function=function, args=(Symbol(kind="vector", axes=0, place=None) as x,)) if function is SUM:
                yield x, VECTOR
            case Product(factors=factors):
                for left, right in pairwise(factors):
                    yield from _between(left, right)


def _between(left: Node, right: Node) -> Iterator[tuple[Symbol, tuple[str, str]]]:
    """The sums of columns in ones'*X and (I - ones*ones'/m)*X, of rows in X*ones."""
    match left, right:
        case _, Symbol(kind="matrix", axes=0, place=None) if _has_ones(left, -1):
            yield right, COLUMNS
        case Symbol(kind="matrix", axes=0, place=None), _ if _has_ones(right, 0):
            yield left, ROWS


def _has_ones(node: Node, end: int) -> bool:
    """Whether ones stand at this end of a factor, or of a term of a sum."""
    match node:
        case Sum(terms=terms):
            return any(_has_ones(term, end) for term in terms)
        case Product(factors=factors) if factors:
            return _has_ones(factors[end], end)
    return isinstance(node, Apply) and node.function is ONES


def _instance(formula: str, x: Symbol) -> Node:
    sizes = {"m": x.rows, "n": x.rows if x.cols == 1 else x.cols}
    shape = {VECTOR[0]: (1, 1), COLUMNS[0]: (x.cols, 1), ROWS[0]: (x.rows, 1)}.get(formula, (1, 1))
    t = symbol(" shift", shape, "scalar" if shape == (1, 1) else "vector")
    return instantiate(formula, {"X": x, "t": t}, sizes)


def _stays(node: Node, variable: Symbol, along: str) -> bool:
    """Whether the differential in these directions is 0."""
    moving = direction(variable, node.symbols)
    return is_zero(simplify(substitute(differential(node, {variable: moving}), {moving: _instance(along, variable)})))
