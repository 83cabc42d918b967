"""Columns of the identity: `unit(n,i)` is e_i, `I(n)[:,a:b]` its generalization."""

from __future__ import annotations

from matcalc_cli.expr.constants import ONE, identity
from matcalc_cli.expr.node import Node, raw_apply
from matcalc_cli.expr.normal import SIZED, add
from matcalc_cli.expr.operations import UNIT
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.expr.shapes.positions import as_node


def columns(size: Size, start: Node, count: Size) -> Node:
    """I(size)[:, start:start+count-1]."""
    if size == 1:
        return ONE
    return identity(size) if count == size else raw_apply(UNIT, (start,), (size, count), (size, count))


SIZED[UNIT] = lambda args, sizes: columns(sizes[0], args[0], sizes[1])


def columns_after(size: Size, before: Size, count: Size) -> Node:
    """The `count` columns of I(size) behind the first ones."""
    return columns(size, add(as_node(before), ONE), count)
