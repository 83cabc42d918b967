"""Sums over every entry as products of matrices: sum(j, 1, n, A[i,j]*x[j]) is (A*x)[i] where A has n columns.

An entry is a product with columns of the identity, A[i,j] = e_i'*A*e_j. What is linear in e_j has the values u'*e_j for a
column u, and sum(j, 1, n, s_j*L*e_j*R) is L*s*R with the column s of all s_j.
"""

from __future__ import annotations

from functools import reduce

from matcalc_cli.expr.build import ONE, add, apply, multiply, ones, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number, postorder
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD, SIZE, SUM, TRACE, TRANSPOSE, UNIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.expr.shapes.dimensions import Size


def summed(node: Apply) -> Node | None:
    """A sum over all places of columns of the identity without the sum; None of others."""
    index, *bounds, body = node.args
    places = _places(index, bounds, body)
    return places.total(body) if places else None


def column(scalar: Node, index: Node, low: Node, high: Node) -> Node | None:
    """The column of what a number is at every place of an index from `low` to `high`, where that are all of a column."""
    places = _places(index, (low, high), scalar) if scalar.is_scalar else None
    return places.entries(scalar) if places else None


def _places(index: Node, bounds: Sequence[Node], body: Node) -> _Places | None:
    """All places of columns of the identity, if a body has the index in these only, and the bounds are 1 and their size."""
    match bounds:
        case [low, Apply(function=last, sizes=(size,))] if (
            low is ONE and last is SIZE and _is_of_units(body, index, size)
        ):
            return _Places(index, size)
    return None


def _is_of_units(body: Node, index: Node, size: Size) -> bool:
    """Whether an index stands in columns of the identity of that size only."""
    found = [n for n in postorder(body) if index in n.children]
    return bool(found) and all(isinstance(n, Apply) and n.function is UNIT and n.sizes == (size, 1) for n in found)


class _Places:
    """Every place of an index in a column."""

    __slots__ = ("index", "size")

    def __init__(self, index: Node, size: Size) -> None:
        self.index = index
        self.size = size

    def total(self, body: Node) -> Node | None:
        """The sum of a body over all places."""
        if body.is_scalar:
            found = self.entries(body)
            if isinstance(found, Apply) and found.function is DIAG:
                return apply(TRACE, found.args)
            return None if found is None else apply(SUM, (found,))
        if not isinstance(body, Product):
            return self._along([body], ones(self.size, 1))
        weights = self._product(body.coefficient, body.scalars)
        return None if weights is None else self._along(body.factors, weights)

    def _along(self, factors: Sequence[Node], weights: Node) -> Node | None:
        """The sum of weighted products, in which the column of the identity is a factor, itself and transposed."""
        places = [i for i, factor in enumerate(factors) if self._moves(factor)]
        if not all(self._is_unit(factors[i]) or self._is_turned(factors[i]) for i in places):
            return None
        match places:
            case []:
                return multiply(apply(SUM, (weights,)), *factors)
            case [i]:
                part = weights if self._is_unit(factors[i]) else transpose(weights)
                return multiply(*factors[:i], part, *factors[i + 1 :])
            case [i, j] if j == i + 1 and self._is_unit(factors[i]) and self._is_turned(factors[j]):
                return multiply(*factors[:i], apply(DIAG, (weights,)), *factors[j + 1 :])
        return None

    def entries(self, scalar: Node) -> Node | None:
        """The column of the values of a number at all places."""
        if not self._moves(scalar):
            return multiply(scalar, ones(self.size, 1))
        match scalar:
            case Product(coefficient=c, scalars=scalars, factors=factors):
                word = self._of_word(factors) if factors else None
                if factors and word is None:
                    return None
                return self._product(c, scalars, *[word] if word is not None else [])
            case Sum(terms=terms):
                columns = [self.entries(term) for term in terms]
                return None if None in columns else add(*[c for c in columns if c is not None])
            case Apply(function=function, args=(base, exponent)) if function is ELEMENTWISE_POWER and not self._moves(
                exponent
            ):
                found = self.entries(base)
                return None if found is None else apply(function, (found, exponent))
            case Apply(function=function, args=(argument,)) if function.elementwise:
                found = self.entries(argument)
                return None if found is None else apply(function, (found,))
        return None

    def _product(self, coefficient: Rational, scalars: Sequence[Node], *columns: Node) -> Node | None:
        """The column of a product of numbers and of what has these columns."""
        found = [*map(self.entries, filter(self._moves, scalars))]
        known = [*columns, *[one for one in found if one is not None]]
        if None in found:
            return None
        still = [scalar for scalar in scalars if not self._moves(scalar)]
        product = reduce(lambda one, other: apply(HADAMARD, (one, other)), known, ones(self.size, 1))
        return multiply(number(coefficient), *still, product)

    def _of_word(self, factors: Sequence[Node]) -> Node | None:
        """The column u with u'*e for a product of matrices that is a number: R of e'*R, L' of L*e, the diagonal of e'*M*e."""
        first, *middle, last = factors
        if any(map(self._moves, middle)):
            return None
        if self._is_turned(first) and self._is_unit(last):
            return apply(DIAG, (multiply(*middle),)) if middle else None
        if self._is_turned(first) and not self._moves(last):
            return multiply(*middle, last)
        if self._is_unit(last) and not self._moves(first):
            return transpose(multiply(first, *middle))
        return None

    def _moves(self, node: Node) -> bool:
        return self.index in node.symbols

    def _is_unit(self, node: Node) -> bool:
        return isinstance(node, Apply) and node.function is UNIT and self._moves(node)

    def _is_turned(self, node: Node) -> bool:
        return isinstance(node, Apply) and node.function is TRANSPOSE and self._is_unit(node.args[0])
