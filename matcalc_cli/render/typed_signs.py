"""Differences with the signs that the user typed, where that takes no minus sign more: (x - m)*(x - m)' for (m - x)*(m - x)'."""

from __future__ import annotations

from collections.abc import Collection

from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, negated, scale
from matcalc_cli.expr.operations import DIAG, HADAMARD, KRON, TRANSPOSE
from matcalc_cli.render.writing.signs import POWERS

Signed = tuple[int, Node]
"""A sign, and what it is a multiple of."""


def with_typed_signs(root: Node, typed: Collection[Sum]) -> Node:
    """An equal expression, for printers alone, in which a - b stands for b - a where a - b is among the sums of a program."""
    nodes = list(postorder(root))
    if not any(isinstance(node, Sum) and _is_turned(node, typed) for node in nodes):
        return root
    signed: dict[Node, Signed] = {}
    settled: dict[Node, Node] = {}
    for node in nodes:
        signed[node] = _signed(node, typed, signed, settled)
        settled[node] = _settled(node, signed, settled)
    return settled[root]


def _is_turned(node: Sum, typed: Collection[Sum]) -> bool:
    return node not in typed and any(coefficient_of(t) < 0 for t in node.terms) and negated(node) in typed


def _signed(node: Node, typed: Collection[Sum], signed: dict[Node, Signed], settled: dict[Node, Node]) -> Signed:
    """What a node is with all signs of its differences as they were typed, and the sign that this brings in front."""
    match node:
        case Sum(terms=terms):
            sign = -1 if _is_turned(node, typed) else 1
            return sign, raw_sum(tuple([scale(sign, t) for t in _terms(terms, signed, settled)]))
        case Product(coefficient=c, scalars=scalars, factors=factors):
            sign, parts = _all([*scalars, *factors], signed)
            return sign, raw_product(c, parts[: len(scalars)], parts[len(scalars) :])
        case Apply(function=function, args=args) if function in (TRANSPOSE, DIAG, HADAMARD, KRON):
            sign, parts = _all(args, signed)
            return sign, raw_apply(function, parts, node.sizes, node.shape)
        case Apply(function=function, args=(base, Number(value=int(k)) as exponent)) if function in POWERS:
            sign, part = signed[base]
            return (sign if k % 2 else 1), raw_apply(function, (part, exponent), (), node.shape)
    return 1, _rebuilt(node, settled)


def _terms(terms: Collection[Node], signed: dict[Node, Signed], settled: dict[Node, Node]) -> list[Node]:
    """The terms of a sum with the signs that were typed, in all of them where that takes no more minus signs."""
    asked = [scale(*signed[t]) for t in terms]
    fewer = sum(coefficient_of(t) < 0 for t in asked) <= sum(coefficient_of(t) < 0 for t in terms)
    return asked if fewer else [settled[t] for t in terms]


def _all(parts: Collection[Node], signed: dict[Node, Signed]) -> tuple[int, tuple[Node, ...]]:
    sign = 1
    for part in parts:
        sign *= signed[part][0]
    return sign, tuple([signed[part][1] for part in parts])


def _rebuilt(node: Node, settled: dict[Node, Node]) -> Node:
    if not isinstance(node, Apply) or all(settled[a] is a for a in node.args):
        return node
    return raw_apply(node.function, tuple([settled[a] for a in node.args]), node.sizes, node.shape)


def _settled(node: Node, signed: dict[Node, Signed], settled: dict[Node, Node]) -> Node:
    """An equal node: a sign goes where one was in front, and where none was, the last difference is left as it is."""
    sign, found = signed[node]
    if sign > 0:
        return found
    if isinstance(found, Product) and found.coefficient < 0:
        return raw_product(-found.coefficient, found.scalars, found.factors)
    return _with_one_less(node, signed, settled)


def _with_one_less(node: Node, signed: dict[Node, Signed], settled: dict[Node, Node]) -> Node:
    """The node with one part, of those that would bring a sign, as it is."""
    match node:
        case Sum(terms=terms):
            return raw_sum(tuple(_terms(terms, signed, settled)))
        case Product(coefficient=c, scalars=scalars, factors=factors):
            parts = _but_the_last([*scalars, *factors], signed, settled)
            return raw_product(c, parts[: len(scalars)], parts[len(scalars) :])
    assert isinstance(node, Apply)
    return raw_apply(node.function, _but_the_last(node.args, signed, settled), node.sizes, node.shape)


def _but_the_last(parts: Collection[Node], signed: dict[Node, Signed], settled: dict[Node, Node]) -> tuple[Node, ...]:
    kept = max(i for i, part in enumerate(parts) if signed[part][0] < 0)
    return tuple([settled[part] if i == kept else signed[part][1] for i, part in enumerate(parts)])
