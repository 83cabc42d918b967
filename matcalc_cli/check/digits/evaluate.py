"""Expressions evaluated with 60 digits, by mpmath."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcalc_cli.check import stand_ins
from matcalc_cli.check.digits.functions import VALUES
from matcalc_cli.check.digits.matrices import Rows, product
from matcalc_cli.check.digits.unspecified import SINES
from matcalc_cli.check.exact import matrices
from matcalc_cli.check.exact.evaluate import needed, products
from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.effort import seconds, spend
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol
from matcalc_cli.expr.operations import SUMMATION
from matcalc_cli.expr.shape import Size, product_of, substitute
from matcalc_cli.expr.unknown import Unknown
from matcalc_cli.walk import children_first

STEP, PRODUCT = 2e-5, 3e-6
"""Seconds of a usual processor for a node, and for each product of entries."""


class TooSlowError(Exception):
    """Sixty digits take too long here."""


class Digits:
    """The values of expressions at one point."""

    __slots__ = ("deadline", "known", "sizes", "values")

    def __init__(self, values: Mapping[str, Rows], sizes: Mapping[str, int], deadline: float) -> None:
        self.values = dict(values)
        self.sizes = dict(sizes)
        self.deadline = deadline
        self.known: dict[Node, Rows] = {}

    def size(self, size: Size) -> int:
        """The value of a dimension."""
        value = substitute(size, self.sizes)
        assert isinstance(value, int)
        return value

    def evaluate(self, root: Node) -> Rows:
        """The value of an expression. Raises ArithmeticError or ValueError where it has none."""
        for node in children_first([root], needed, self.known.__contains__):
            if seconds() > self.deadline:
                raise TooSlowError
            value = self.known[node] = self._value(node)
            spend(STEP + PRODUCT * products(node, value, self.known))
        return self.known[root]

    def _value(self, node: Node) -> Rows:
        known = self.known
        match node:
            case Symbol(name=name):
                return self.values[name]
            case Number(value=v):
                return [[_ratio(v)]]
            case Sum(terms=terms):
                return _sum([known[t] for t in terms])
            case Product():
                return self._product(node)
        assert isinstance(node, Apply)
        return self._summation(node) if node.function is SUMMATION else self._applied(node)

    def _applied(self, node: Apply) -> Rows:
        name, values = node.function.name, [self.known[a] for a in node.args]
        if isinstance(node.function, Unknown):
            declared = self.size(product_of(*node.function.declared))
            size = (self.size(node.rows), self.size(node.cols))
            return stand_ins.value(SINES, node.function, values, size, declared)
        if name in CONSTANT:
            return CONSTANT[name](*values, *map(self.size, node.sizes))  # type: ignore[no-any-return]
        if name not in VALUES and (other := spelled_out(node)) is not None:
            return self.evaluate(other)
        return VALUES[name](*values)  # type: ignore[no-any-return]

    def _product(self, node: Product) -> Rows:
        scalar = _ratio(node.coefficient)
        for s in node.scalars:
            scalar *= self.known[s][0][0]
        if not node.factors:
            return [[scalar]]
        result = self.known[node.factors[0]]
        for factor in node.factors[1:]:
            result = product(result, self.known[factor])
        return [[scalar * x for x in row] for row in result]

    def _summation(self, node: Apply) -> Rows:
        """From a to b; where b < a - 1 minus the sum from b + 1 to a - 1."""
        index, low, high, body = node.args
        a, b = int(self.known[low][0][0]), int(self.known[high][0][0])
        sign, values = (1, range(a, b + 1)) if b >= a - 1 else (-1, range(b + 1, a))
        assert isinstance(index, Symbol)
        parts = [matrices.filled(self.size(node.rows), self.size(node.cols), 0)]
        for value in values:
            inner = Digits({**self.values, index.name: [[value]]}, self.sizes, self.deadline)
            parts.append([[sign * x for x in row] for row in inner.evaluate(body)])
        return _sum(parts)


def _sum(parts: list[Rows]) -> Rows:
    return [[sum(xs) for xs in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]


def _ratio(value: Any) -> Any:
    from mpmath import mpf

    return mpf(value.numerator) / value.denominator
