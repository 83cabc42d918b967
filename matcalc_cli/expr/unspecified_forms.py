"""Functions without a formula in normal form: mixed derivatives in one order, inverse functions by what they undo."""

from __future__ import annotations

from matcalc_cli.expr.build import apply, transpose, turned
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, number
from matcalc_cli.expr.normal import OF_KIND
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.unspecified import Nature, Unknown, unknown


def applied(function: Function, args: tuple[Node, ...]) -> Node:
    """F(u, v, ...) of a function without a formula, or a derivative of one."""
    assert isinstance(function, Unknown)
    if function.nature.is_inverse and function.taken and not function.nature.spectral:
        return _slope_of_inverse(function, args)
    undone = _undone(function, args)
    if undone is not None:
        return undone
    if function.declared == SCALAR and len(function.taken) == 2 and function.taken[0] > function.taken[1]:
        return _in_order(function, args)
    return turned(function, args)


def _in_order(function: Unknown, args: tuple[Node, ...]) -> Node:
    """D2(f,2,1)(u, v) as D2(f,1,2)(u, v)'; where one of both is a number their order was settled before."""
    first, second = function.taken
    mixed = SCALAR not in (function.arguments[first], function.arguments[second])
    return transpose(apply(function.by(second, first), args)) if mixed else turned(function, args)


def _undone(function: Unknown, args: tuple[Node, ...]) -> Node | None:
    """The y of f(g(y)) and the x of g(f(x)), f and g inverse to each other."""
    match args[0]:
        case Apply(function=Unknown(taken=()) as inner, args=(value,)) if not function.taken:
            if inner.primes or function.primes:
                return None
            return value if inner.stem and inner.stem == function.nature.partner else None
    return None


def _slope_of_inverse(function: Unknown, args: tuple[Node, ...]) -> Node:
    """D(g)(y) as inv(D(f)(g(y))), where g undoes f."""
    other = partner(function).derivative(0)
    slope = apply(other, (apply(function.integral, args),))
    return apply(ELEMENTWISE_POWER if slope.is_scalar or not function.arguments else POWER, (slope, number(-1)))


def partner(function: Unknown) -> Unknown:
    """The function that one undoes, or its inverse."""
    of = (function.declared,) if function.arguments else ()
    declared = function.arguments[0] if function.arguments else SCALAR
    nature = Nature(function.nature.spectral, partner=function.stem, is_inverse=not function.nature.is_inverse)
    return unknown(function.nature.partner, declared, of, nature=nature)


OF_KIND[Unknown] = applied
