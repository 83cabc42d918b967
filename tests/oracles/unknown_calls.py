"""Calls of functions without a formula in random programs: in normal form, as text, and their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from matcalc_cli.check import stand_ins
from matcalc_cli.check.exact.unspecified import Powers
from matcalc_cli.expr.build import apply, multiply
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.shapes.dimensions import product_of
from matcalc_cli.expr.unspecified_forms import partner
from matcalc_cli.expr.vectorized import unstacked, vec

if TYPE_CHECKING:
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.draw_values import World


def node(raw: Any, args: list[Node]) -> Node:
    """The call in normal form."""
    if raw.op == "unknown":
        return apply(raw.payload, tuple(args))
    *inner, direction = args
    slope = apply(raw.payload, tuple(inner))
    return unstacked(multiply(slope, vec(direction)), raw.payload.integral.result)


def text(raw: Any, args: list[str]) -> str:
    """The call as it is written."""
    function = raw.payload
    return function.name if function.names else f"{function.name}{'.' * (not function.arguments)}({', '.join(args)})"


def declarations(raw: Any) -> Iterator[str]:
    """What declares the functions of an expression."""
    functions = [r.payload for r in raw.walk() if r.op in ("unknown", "along")]
    functions += [partner(f) for f in functions if f.nature.partner]
    yield from dict.fromkeys(f.declaration for f in functions)


def value(raw: Any, args: list[Matrix], world: World) -> Matrix:
    """The value of the stand-in; along a direction by the derivative times its stacked columns."""
    function, inner = raw.payload, args[: len(raw.payload.arguments) or 1]
    size = (
        (world.size(function.result[0]), world.size(function.result[1]))
        if function.arguments
        else (len(args[0]), len(args[0][0]))
    )
    slope = stand_ins.value(Powers(world.arithmetic), function, inner, size, world.size(product_of(*function.declared)))
    if raw.op == "unknown":
        return slope
    column = [[x] for column in zip(*args[-1], strict=True) for x in column]
    if function.is_gradient:
        flat = [x for column_ in zip(*slope, strict=True) for x in column_]
        return [[world.ring.reduce(sum(a * x for a, (x,) in zip(flat, column, strict=True)))]]
    if len(column) == 1:
        return [[world.ring.reduce(x * column[0][0]) for x in row] for row in slope]
    moved = [world.ring.reduce(sum(a * x for a, (x,) in zip(row, column, strict=True))) for row in slope]
    rows, cols = (world.size(s) for s in raw.shape)
    return [[moved[i + j * rows] for j in range(cols)] for i in range(rows)]
