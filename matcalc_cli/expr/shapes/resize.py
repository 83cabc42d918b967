"""Expressions with numbers put in for some of their dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matcalc_cli.expr.build import call, rebuild
from matcalc_cli.expr.node import Apply, Member, Node, Span, Symbol, postorder, symbol
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.expr.unspecified import Unknown

if TYPE_CHECKING:
    from matcalc_cli.expr.shapes.dimensions import Size


def resized(root: Node, sizes: Mapping[str, Size]) -> Node:
    """An expression of matrices of these sizes, in normal form."""
    done: dict[Node, Node] = {}
    for node in postorder(root):
        match node:
            case Member():
                done[node] = rebuild(node, tuple([done[c] for c in node.children]))
            case Symbol():
                done[node] = resized_symbol(node, sizes)
            case Apply(function=function, args=args):
                if isinstance(function, Unknown):
                    function = function.resized(sizes)
                own = tuple([substitute(size, sizes) for size in node.sizes])
                done[node] = call(function, tuple([done[a] for a in args]), own)
            case _:
                done[node] = rebuild(node, tuple([done[c] for c in node.children]))
    return done[root]


def resized_symbol(s: Symbol, sizes: Mapping[str, Size]) -> Symbol:
    """A name with another shape."""
    rows, cols = (substitute(size, sizes) for size in s.shape)
    place = None if s.place is None else resized(s.place, sizes)
    ranges = tuple([span and _resized_span(span, sizes) for span in s.ranges])
    return symbol(
        s.name, (rows, cols), s.kind, spelling=s.spelling, differential_of=s.differential_of, axes=s.axes, ranges=ranges,
        span=s.span and _resized_span(s.span, sizes), place=place,
    )  # fmt: skip


def _resized_span(span: Span, sizes: Mapping[str, Size]) -> Span:
    return (resized(span[0], sizes), resized(span[1], sizes))
