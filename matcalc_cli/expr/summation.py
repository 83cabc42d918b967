"""Sums over an integer index in normal form: written out where the bounds are near numbers."""

from __future__ import annotations

from matcalc_cli.expr.build import (
    ONE,
    add,
    apply,
    bare,
    is_zero,
    multiply,
    normal_form,
    scalars_and_rest,
    substitute,
    zeros,
)
from matcalc_cli.expr.node import Apply, Node, Number, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.operations import SUMMATION
from matcalc_cli.expr.sums import scale, split

WRITTEN_OUT = 8
"""The largest number of terms that are written one by one."""
INDEX_NAMES = ("j", "i", "l")


@normal_form(SUMMATION)
def summation(args: tuple[Node, ...]) -> Node:
    """sum(j, a, b, EXPR); with b < a - 1 it is minus the sum from b + 1 to a - 1 (Karr's convention)."""
    index, low, high, body = args
    if is_zero(body):
        return body
    if index not in body.symbols:
        return multiply(add(high, scale(-1, low), ONE), body)
    if isinstance(low, Number) and isinstance(high, Number) and _is_short(low, high):
        return _written_out(index, int(low.value), int(high.value), body)
    if isinstance(low, Number) and _is_backward(add(high, scale(-1, low), ONE)):
        shift = add(high, scale(-1, low), ONE)
        last = add(scale(2, low), scale(-1, high), number(-2))
        return scale(-1, apply(SUMMATION, (index, low, last, substitute(body, {index: add(index, shift)}))))
    scalars, rest = scalars_and_rest(body)
    outside = [s for s in scalars if index not in s.symbols]
    inside = [s for s in scalars if index in s.symbols]
    return multiply(*outside, _bound(index, low, high, multiply(*inside, rest)))


def _is_backward(count: Node) -> bool:
    """Whether so many terms are none to a reader, and minus as many by Karr's convention: -k, 1 - k or j - k of them.

    Names are positive, indices not negative and smaller than the names that they stand beside.
    """
    front, inner = split(count)
    found = [split(term) for term in (inner.terms if isinstance(inner, Sum) else (inner,))]
    parts = [(front * c, rest) for c, rest in found]
    constant = sum(c for c, rest in parts if rest is ONE)
    symbols = [(c, rest) for c, rest in parts if rest is not ONE]
    if not all(isinstance(rest, Symbol) for _, rest in symbols):
        return False
    names = [c for c, rest in symbols if isinstance(rest, Symbol) and rest.kind != "index"]
    signs = names or [c for c, _ in symbols]
    return bool(signs) and max(signs) < 0 and constant <= bool(names)


def _is_short(low: Number, high: Number) -> bool:
    return abs(int(high.value) - int(low.value) + 1) <= WRITTEN_OUT


def _bound(index: Node, low: Node, high: Node, body: Node) -> Node:
    """With the index's canonical name, so that equal sums are one node."""
    taken = {s.name for s in body.symbols | low.symbols | high.symbols if s is not index}
    # An inner sum's own index must not catch ours when the body is rebuilt.
    taken |= {n.args[0].name for n in postorder(body) if isinstance(n, Apply) and n.function is SUMMATION}  # type: ignore[attr-defined]
    names = [*INDEX_NAMES, *[f"j{i}" for i in range(1, len(taken) + 2)]]
    name = next(n for n in names if n not in taken)
    canonical = symbol(name, (1, 1), "index")
    if canonical is not index:
        body = substitute(body, {index: canonical})
    return bare(SUMMATION, (canonical, low, high, body))


def _written_out(index: Node, low: int, high: int, body: Node) -> Node:
    count = high - low + 1
    if count == 0:
        return zeros(body.shape)
    sign, values = (1, range(low, high + 1)) if count > 0 else (-1, range(high + 1, low))
    return scale(sign, add(*[substitute(body, {index: number(v)}) for v in values]))
