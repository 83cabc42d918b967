"""Derivatives of functions that a program defines, `f(x) = x'*x; grad(f)(u)`, written out where they are called."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from matcalc_cli.differential import differential
from matcalc_cli.elaborate import Elaborated, with_ranges
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder
from matcalc_cli.expr.unspecified import Formula, Unknown
from matcalc_cli.readings.derive import derivative
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import Condition


def written_out(found: Elaborated) -> Elaborated:
    """The program without such derivatives, and with what these need to have a value."""
    formulas = _Formulas()
    formulas.add((found.expression, *found.parts.values(), *[c.node for c in found.domain]))
    found.expression = formulas.out_of(found.expression)
    found.parts = {name: formulas.out_of(part) for name, part in found.parts.items()}
    found.domain = tuple([formulas.condition(c) for c in (*found.domain, *formulas.needed)])
    found.derived = False
    return with_ranges(found)


class _Formulas:
    """The derivatives of functions with a formula, the inner ones first.

    known      by the call, what it is
    arguments  for each, what its function is called with, by the names that stand for that in its value
    needed     what the derivatives need to have a value, in terms of these names
    """

    def __init__(self) -> None:
        self.known: dict[Node, Node] = {}
        self.arguments: list[dict[Node, Node]] = []
        self.needed: list[Condition] = []

    def out_of(self, node: Node) -> Node:
        """An expression with all of them written out."""
        return substitute(node, self.known)

    def condition(self, found: Condition) -> Condition:
        """A condition on the arguments of the functions, not on the names that stand for them."""
        return Condition(found.predicate, reduce(substitute, self.arguments, self.out_of(found.node)))

    def add(self, roots: Iterable[Node]) -> None:
        """The calls in these expressions, and in the values of their functions."""
        for node in postorder(*roots):
            match node:
                case Apply(function=Unknown() as function, args=args) if formula := function.nature.formula:
                    value = formula.value
                    assert isinstance(value, Node)
                    self.add([value])
                    found = self._found(self.out_of(value), formula, function.taken)
                    pairs = zip(formula.names, map(self.out_of, args), strict=True)
                    given: dict[Node, Node] = {name: arg for name, arg in pairs if isinstance(name, Symbol)}
                    self.known[node] = substitute(found, given)
                    self.arguments.append(given)

    def _found(self, value: Node, formula: Formula, taken: Iterable[int]) -> Node:
        """A derivative of a function, in terms of the names in its value."""
        found = value = simplify(value)
        names = [name for name in formula.names if isinstance(name, Symbol)]
        for i in taken:
            found = _slope(found, _symbol(formula.names[i]))
        count = len(formula.names) - len(formula.along)
        for i, direction in zip(formula.along, formula.names[count:], strict=True):
            found = simplify(differential(found, {_symbol(formula.names[i]): _symbol(direction)}))
        self.needed += conditions((), [value, found], names)
        return found


def _symbol(name: object) -> Symbol:
    assert isinstance(name, Symbol)
    return name


def _slope(node: Node, name: Symbol) -> Node:
    """The derivative by a number, the gradient of a number, and else the Jacobian."""
    found = derivative(node, name)
    slope = found.derivative if name.is_scalar else found.gradient
    return found.jacobian if slope is None else slope
