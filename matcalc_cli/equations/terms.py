"""A linear expression of a matrix D as a sum of products A*D*B and A*D'*B."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.expr.build import ONE, add, identity, is_identity, multiply, scalars_and_rest, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.readings.adjoint import adjoint


class Term:
    """left*D*right, or with D' where it is `turned`."""

    __slots__ = ("left", "right", "turned")

    def __init__(self, left: Node, right: Node, *, turned: bool) -> None:
        self.left = left
        self.right = right
        self.turned = turned

    def between(self, left: Node, right: Node) -> Term:
        """The term with more around it."""
        return Term(multiply(left, self.left), multiply(self.right, right), turned=self.turned)

    @property
    def flipped(self) -> Term:
        """The transpose of the term."""
        return Term(transpose(self.right), transpose(self.left), turned=not self.turned)


def terms_of(node: Node, step: Symbol) -> list[Term] | None:
    """The terms of a linear expression; None where it is no sum of such products."""
    if node is step:
        return [Term(identity(step.rows), identity(step.cols), turned=False)]
    match node:
        case Sum(terms=parts):
            return _all([terms_of(part, step) for part in parts])
        case Product():
            return _of_product(node, step)
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            found = terms_of(inner, step)
            return None if found is None else [term.flipped for term in found]
    return None


def _all(parts: Sequence[list[Term] | None]) -> list[Term] | None:
    found: list[Term] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return found


def _of_product(node: Product, step: Symbol) -> list[Term] | None:
    front = number(node.coefficient)
    for i, scalar in enumerate(node.scalars):
        if step in scalar.symbols:
            rest = multiply(front, *node.scalars[:i], *node.scalars[i + 1 :], *node.factors)
            return _of_scalar(scalar, rest, step)
    places = [i for i, factor in enumerate(node.factors) if step in factor.symbols]
    inner = terms_of(node.factors[places[0]], step) if places else None
    if inner is None:
        return None
    i = places[0]
    factor = node.factors[i]
    left = multiply(front, *node.scalars, *(node.factors[:i] or [identity(factor.rows)]))
    right = multiply(*(node.factors[i + 1 :] or [identity(factor.cols)]))
    return [term.between(left, right) for term in inner]


def _of_scalar(scalar: Node, rest: Node, step: Symbol) -> list[Term] | None:
    """x'D y times a column or a row."""
    if step.cols != 1:
        return None
    row = transpose(adjoint(scalar, step, ONE))
    if rest.cols == 1:
        return [Term(multiply(rest, row), ONE, turned=False)]
    return [Term(row, rest, turned=False)] if rest.rows == 1 else None


def gathered(terms: Sequence[Term]) -> list[Term]:
    """Terms with one right factor, and then those with one left factor, put together."""
    by_right: dict[tuple[Node, bool], list[Node]] = {}
    for term in terms:
        by_right.setdefault((term.right, term.turned), []).append(term.left)
    by_left: dict[tuple[Node, bool], list[Node]] = {}
    for (right, turned), lefts in by_right.items():
        by_left.setdefault((added(lefts), turned), []).append(right)
    return [_balanced(Term(left, added(rights), turned=turned)) for (left, turned), rights in by_left.items()]


def added(nodes: Sequence[Node]) -> Node:
    """The sum, of multiples of an identity a multiple of it."""
    parts = [scalars_and_rest(node) for node in nodes]
    if len(nodes) > 1 and all(is_identity(rest) for _, rest in parts):
        return multiply(add(*[multiply(ONE, *scalars) for scalars, _ in parts]), parts[0][1])
    return add(*nodes)


def _balanced(term: Term) -> Term:
    """The number of 2*I*D*B where it is as good: I*D*(2*B)."""
    for one, other in ((term.left, term.right), (term.right, term.left)):
        number_of, rest = scalars_and_rest(one)
        if number_of and is_identity(rest):
            parts = (rest, multiply(*number_of, other))
            left, right = parts if one is term.left else parts[::-1]
            return Term(left, right, turned=term.turned)
    return term


def products(g: Node) -> Iterator[Node]:
    """The terms of a sum multiplied out as far as numbers and sums before the last factor go."""
    match g:
        case Sum(terms=terms):
            for term in terms:
                yield from products(term)
        case Product(coefficient=c, scalars=scalars, factors=factors):
            sums = [k for k, f in enumerate(factors) if isinstance(f, Sum)]
            if not sums:
                yield g
                return
            k = sums[0]
            inner = factors[k]
            assert isinstance(inner, Sum)
            for term in inner.terms:
                yield from products(multiply(number(c), *scalars, *factors[:k], term, *factors[k + 1 :]))
        case _:
            yield g
