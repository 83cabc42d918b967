"""A number that is made of the values of functions at single places, v(0) or v(1)^2 - v'(0): how it changes with them.

Its variation is a sum over the places, an integral against delta functions there and not against a function.
Source: MIT 18.063, chapter 11; Gelfand & Fomin, Calculus of Variations, chapter 1.
"""

from __future__ import annotations

from matcalc_cli.differential import differential
from matcalc_cli.equations.time.functional import variation_of
from matcalc_cli.equations.time.functions_of_time import Read, calls_of
from matcalc_cli.expr.build import ONE, add, apply, substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, symbol
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.kinds import of_shape
from matcalc_cli.readings.derive import pairing, pulled
from matcalc_cli.simplify import simplify


class Value:
    """A value of a function, v(0) or v'(1): the call of it, a name for it, and how it moves: h(0), h'(1)."""

    __slots__ = ("call", "moved", "moving", "name", "slope")

    def __init__(self, call: Apply, variation: Unknown, name: str) -> None:
        assert isinstance(call.function, Unknown)
        kind = of_shape(call.shape)
        self.call = call
        self.moved = apply(variation.by(*call.function.taken), call.args)
        self.name, self.moving = symbol(name, call.shape, kind), symbol(f"{name}_h", call.shape, kind)
        self.slope: Node = ONE


class Pointwise:
    """An expression of such values; `functions` are varied by `variations`."""

    def __init__(self, read: Read) -> None:
        self.program, self.elaborated = read.program, read.elaborated
        self.expression = simplify(read.elaborated.expression)
        self.functions = read.functions
        taken = {*self.elaborated.variables, *self.elaborated.functions, *self.elaborated.dimensions}
        self.variations: list[Unknown] = []
        self.values: list[Value] = []
        for f in read.functions:
            variation = variation_of(f, taken)
            self.variations.append(variation)
            for call in calls_of(self.expression, f):
                self.values.append(Value(call, variation, f"value__{len(self.values)}"))
        self._names: dict[Node, Node] = {v.call: v.name for v in self.values}
        self._open = substitute(self.expression, self._names)
        for v in self.values:
            v.slope = self._there(pulled(self._open, v.name, ONE))

    def _there(self, node: Node) -> Node:
        back: dict[Node, Node] = {v.name: v.call for v in self.values}
        return simplify(substitute(node, back | {v.moving: v.moved for v in self.values}))

    @property
    def _moves(self) -> dict[Symbol, Node]:
        return {v.name: v.moving for v in self.values}

    @property
    def moved(self) -> Node:
        """The first variation."""
        return self._there(differential(self._open, self._moves))

    @property
    def identity(self) -> tuple[Node, Node]:
        """Two sides that are equal if the slopes are right: the first variation, and each slope times how its value moves."""
        return self.moved, add(*[pairing(v.slope, v.moved) for v in self.values])

    @property
    def bent(self) -> Node:
        """The second variation."""
        return self._there(differential(simplify(differential(self._open, self._moves)), self._moves))


def is_pointwise(read: Read) -> bool:
    """Whether functions stand in an expression at places, and at none of them at the time itself, which is not in it."""
    expression = simplify(read.elaborated.expression)
    return (
        expression.is_scalar
        and read.time not in expression.symbols
        and any(True for f in read.functions for _ in calls_of(expression, f))
    )
