"""Sums over all members of families as matrix products: of vectors x_i, the rows of X, and of numbers, a column.

What depends on the index is computed for all members at once, a number as a column, a column as a row of a matrix:
the sum of s_i x_i y_i' is X' diag(s) Y. What has no such form stays a loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.expr.build import add, apply, multiply, ones, rebuild, transpose
from matcalc_cli.expr.members import is_relation
from matcalc_cli.expr.node import Apply, Member, Node, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD, SUM, SUMMATION
from matcalc_cli.expr.shape import Size
from matcalc_cli.expr.spans import array_shape
from matcalc_cli.functions import find

ALL = "_all"
"""What the name of a family of numbers ends in where it stands for all of them, a column."""


class NoBatchError(Exception):
    """An expression that is not computed for all members at once."""


def batched(roots: Sequence[Node]) -> list[Node]:
    """The expressions with the sums over members that have such a form as products."""
    done: dict[Node, Node] = {}
    for node in postorder(*roots):
        children = tuple([done.get(c, c) for c in node.children])
        new = node if children == node.children else rebuild(node, children)
        if isinstance(new, Apply) and new.function is SUMMATION:
            new = _sum(new)
        if new is not node:
            done[node] = new
    return [done.get(root, root) for root in roots]


def _sum(node: Apply) -> Node:
    index, low, high, body = node.args
    members = {n.family for n in postorder(body) if isinstance(n, Member) and index in n.symbols}
    if not members or any(f.axes != 1 or f.ranges[0] != (low, high) for f in members):
        return node
    lengths = {array_shape(f)[0] for f in members}
    length = lengths.pop()
    if length is None or lengths:
        return node
    try:
        return _Batch(index, length).total(body)
    except NoBatchError:
        return node


class _Batch:
    """What depends on one index, for all its values."""

    def __init__(self, index: Node, length: Size) -> None:
        self.index, self.length = index, length
        self.known: dict[Node, Node] = {}

    def total(self, body: Node) -> Node:
        """The sum of a number, a column, a row, or of s u v' for columns u and v."""
        if body.is_scalar:
            return apply(SUM, (self.all(body),))
        if body.cols == 1:
            return multiply(transpose(self.all(body)), ones(self.length, 1))
        if body.rows == 1:
            return transpose(self.total(transpose(body)))
        match body:
            case Sum(terms=terms):
                return add(*[self.total(term) for term in terms])
            case Product(coefficient=c, scalars=scalars, factors=factors):
                cut = next((i for i, f in enumerate(factors) if f.cols == 1), None)
                if cut is not None:
                    u, v = (multiply(*part) for part in (factors[: cut + 1], factors[cut + 1 :]))
                    s = self.all(multiply(number(c), *scalars))
                    weight = [] if s is ones(self.length, 1) else [apply(DIAG, (s,))]
                    return multiply(transpose(self.all(u)), *weight, self.all(transpose(v)))
        raise NoBatchError

    def all(self, node: Node) -> Node:
        """A number for all members, a column; a column for all members, the rows of a matrix."""
        if node not in self.known:
            self.known[node] = self._all(node)
        return self.known[node]

    def _all(self, node: Node) -> Node:
        if node.cols != 1:
            raise NoBatchError
        if self.index not in node.symbols:
            return multiply(ones(self.length, 1), transpose(node))
        match node:
            case Member(family=family):
                return self._members(family)
            case Sum(terms=terms):
                return add(*[self.all(term) for term in terms])
            case Product():
                return self._product(node)
            case Apply(function=function, args=args) if function is SUMMATION:
                return self._inner(node)
            case Apply(function=function, args=args) if function is HADAMARD:
                return apply(HADAMARD, tuple(map(self.all, args)))
            case Apply(function=function, args=(base, exponent)) if function is ELEMENTWISE_POWER:
                if self.index not in exponent.symbols:
                    return apply(ELEMENTWISE_POWER, (self.all(base), exponent))
            case Apply(function=function, args=(inner,)) if function.elementwise:
                return apply(function, (self.all(inner),))
            case Apply(function=function, args=(inner,)) if function is SUM:
                return self._of_rows(self.all(inner))
            case Apply(function=function, args=(inner,)) if function is find("norm"):
                squares = apply(ELEMENTWISE_POWER, (self.all(inner), number(2)))
                return apply(ELEMENTWISE_POWER, (self._of_rows(squares), number(exact_ratio(1, 2))))
        raise NoBatchError

    def _members(self, family: Symbol) -> Node:
        if family.is_scalar:
            return symbol(family.name + ALL, (self.length, 1), "vector")
        if family.cols != 1:
            raise NoBatchError
        return symbol(family.name, (self.length, family.rows), "matrix", spelling=family.spelling)

    def _product(self, node: Product) -> Node:
        """Numbers one after the other, then a word from its right end."""
        scalars = [s for s in node.scalars if self.index in s.symbols]
        constant = multiply(number(node.coefficient), *[s for s in node.scalars if self.index not in s.symbols])
        weights = list(map(self.all, scalars))
        if not node.factors:
            return multiply(constant, apply(HADAMARD, tuple(weights)) if len(weights) > 1 else weights[0])
        found = self._word(node.factors)
        if weights:
            weight = apply(HADAMARD, tuple(weights)) if len(weights) > 1 else weights[0]
            found = multiply(apply(DIAG, (weight,)), found)
        return multiply(constant, found)

    def _word(self, factors: Sequence[Node]) -> Node:
        """L R x_i as X R' L', u_i' R x_i as the sums of the rows of U .* (X R')."""
        *front, last = factors
        found = self.all(last)
        for factor in reversed(front):
            if self.index not in factor.symbols:
                found = multiply(found, transpose(factor))
            elif factor.rows == 1:
                found = self._of_rows(apply(HADAMARD, (self.all(transpose(factor)), found)))
            else:
                raise NoBatchError
        return found

    def _of_rows(self, matrix: Node) -> Node:
        """The sums of the rows."""
        return multiply(matrix, ones(matrix.cols, 1))

    def _inner(self, node: Apply) -> Node:
        """A sum over another index of what is there for all members."""
        index, low, high, body = node.args
        if any(self.index in end.symbols for end in (low, high)) or any(self._relations(body)):
            raise NoBatchError
        return apply(SUMMATION, (index, low, high, self.all(body)))

    def _relations(self, body: Node) -> Iterator[Node]:
        return (n for n in postorder(body) if is_relation(n) and self.index in n.symbols)
