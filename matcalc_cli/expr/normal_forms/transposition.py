"""Transposes in normal form: pushed through sums, products, Hadamard and Kronecker products, absorbed by structure."""

from __future__ import annotations

from matcalc_cli.expr.build import add, apply, bare, multiply, normal_form, ones, zeros
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import negated, scale, split
from matcalc_cli.expr.operations import (
    BLOCK,
    COMMUTATION,
    ELEMENTWISE_POWER,
    HADAMARD,
    KRON,
    ONES,
    POWER,
    SUMMATION,
    TRANSPOSE,
    ZEROS,
)
from matcalc_cli.expr.turns import base_exponent_turn, is_symmetric_pair
from matcalc_cli.kinds import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


@normal_form(TRANSPOSE)
def transpose(args: tuple[Node, ...]) -> Node:
    """X', found without recursion: the parts that a transpose passes through are transposed first."""
    stack = [args[0]]
    while stack:
        node = stack[-1]
        pending = [p for p in _passed_through(node) if p.flipped is None] if node.flipped is None else []
        if pending:
            stack.extend(pending)
            continue
        stack.pop()
        if node.flipped is None:
            node.flipped = _flip(node)
            if node.flipped.flipped is None:
                node.flipped.flipped = node
    flipped = args[0].flipped
    assert flipped is not None
    return flipped


def _passed_through(node: Node) -> tuple[Node, ...]:
    if node.is_scalar:
        return ()
    match node:
        case Sum():
            return node.terms if node.rows == node.cols or not node.tilt else ()
        case Product(factors=factors):
            return factors
        case Apply(function=function, args=args) if function in (HADAMARD, KRON, BLOCK):
            return args
        case Apply(function=function, args=args) if function is POWER:
            return args[:1]
        case Apply(function=function, args=args) if function.transposition == "commutes":
            return args
    return ()


def _flip(node: Node) -> Node:
    if node.is_scalar:
        return node
    match node:
        case Symbol():
            return _STRUCTURE[KINDS[node.kind].transpose](node)
        case Sum():
            return _flip_sum(node)
        case Product(coefficient=c, scalars=scalars, factors=factors):
            if len(factors) == 2 and is_symmetric_pair(*factors):
                return node
            return multiply(number(c), *scalars, *[_known(f) for f in reversed(factors)])
    assert isinstance(node, Apply)  # a number is a scalar
    rule = _FUNCTIONS.get(node.function)
    if rule is not None:
        return rule(node)
    if node.function.transposition == "commutes":
        return _flip_entries(node)
    return node if node.function.transposition == "symmetric" and node.rows == node.cols else _turn(node)


def _known(node: Node) -> Node:
    assert node.flipped is not None
    return node.flipped


def _turn(node: Node) -> Node:
    return raw_apply(TRANSPOSE, (node,), (), (node.cols, node.rows))


_STRUCTURE: dict[str, Callable[[Node], Node]] = {
    "": _turn,
    "X": lambda s: s,
    "-X": lambda s: scale(-1, s),
    "X^-1": lambda q: bare(POWER, (q, number(-1))),
}
"""The transpose of a variable, as the record of its kind says it."""


def _flip_sum(node: Sum) -> Node:
    """A sum is symmetric or skew if its terms are so as a set; otherwise, being upright, it is turned as a whole.

    Where neither the terms nor their transposes need a transpose (S D + D E), both sums are upright.
    """
    if not node.tilt and not any(_known(t).tilt for t in node.terms):
        return add(*[_known(t) for t in node.terms])
    if node.rows != node.cols:
        return _turn(node)
    here = {rest: c for c, rest in map(split, node.terms)}
    there: dict[Node, object] = {}
    for term in node.terms:
        c, rest = split(_known(term))
        there[rest] = c
    if here == there:
        return node
    if all(there.get(rest) == -c for rest, c in here.items()):
        return negated(node)
    flipped = [_known(t) for t in node.terms]
    if (node.tilt == 0 and all(t.tilt for t in flipped)) or all(isinstance(t, Sum) for t in flipped):
        return _turn(node)
    return add(*flipped)


def _flip_power(node: Apply) -> Node:
    """(A^k)': A^k for symmetric A, (-1)^k A^k for skew A, A^-k for orthogonal A."""
    base, exponent = node.args
    flipped = _known(base)
    if isinstance(flipped, Apply) and flipped.function is TRANSPOSE:
        return _turn(node)
    if flipped is base:
        return node
    inner, _, turned = base_exponent_turn(flipped)
    if not turned and (inner is base or flipped is scale(-1, base)):
        return apply(POWER, (flipped, exponent))
    if not base.tilt and not flipped.tilt and isinstance(base, Sum):  # (I + A S)^-1 for symmetric A and S
        return bare(POWER, (flipped, exponent))
    return _turn(node)


def _flip_entries(node: Apply) -> Node:
    """f(X)': f(X) for symmetric X, f(X, E)' = f(X, E'); (-X).^k for the power of skew X."""
    base, flipped = node.args[0], _known(node.args[0])
    if flipped is base:
        return apply(node.function, tuple([_known(a) for a in node.args])) if len(node.args) > 1 else node
    if node.function is ELEMENTWISE_POWER and flipped is scale(-1, base):
        return apply(ELEMENTWISE_POWER, (flipped, node.args[1]))
    return _turn(node)


def _flip_block(node: Apply) -> Node:
    """The blocks turned, column by column."""
    from matcalc_cli.expr.constants import cells_of
    from matcalc_cli.expr.normal_forms.grid import block, flipped

    cells = cells_of(node)
    assert cells is not None
    return block(flipped(cells))


_FUNCTIONS: dict[Function, Callable[[Apply], Node]] = {
    TRANSPOSE: lambda node: node.args[0],
    POWER: _flip_power,
    HADAMARD: lambda node: apply(HADAMARD, tuple([_known(a) for a in node.args])),
    KRON: lambda node: apply(KRON, tuple([_known(a) for a in node.args])),
    BLOCK: _flip_block,
    ONES: lambda node: ones(*node.sizes[::-1]),
    ZEROS: lambda node: zeros((node.cols, node.rows)),
    SUMMATION: lambda node: node if transpose(node.args[3:]) is node.args[3] else _turn(node),
    COMMUTATION: lambda node: raw_apply(COMMUTATION, (), node.sizes[::-1], node.shape),
}
