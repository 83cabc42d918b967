"""Diagonals in normal form: diag(x*y') is x.*y whatever the columns are, and the diagonal of X' that of X."""

from __future__ import annotations

from matcalc_cli.expr.build import add, apply, linear, multiply, normal_form, transpose, upright
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import scale, split
from matcalc_cli.expr.operations import DIAG, HADAMARD, TRANSPOSE


@normal_form(DIAG)
def diagonal(args: tuple[Node, ...]) -> Node:
    """diag(X): of a column the matrix, of a square matrix the column."""
    (node,) = args
    if node.cols == 1:
        return linear(DIAG, args, ())
    terms = node.terms if isinstance(node, Sum) else (node,)
    entries = [_of_outer_product(split(term)[1]) for term in terms]
    if any(entry is not None for entry in entries):
        return add(*[
            scale(split(term)[0], apply(DIAG, (split(term)[1],)) if entry is None else entry)
            for term, entry in zip(terms, entries, strict=True)
        ])  # fmt: skip
    turned = node.args[0] if isinstance(node, Apply) and node.function is TRANSPOSE else upright(node)[0]
    return linear(DIAG, (turned,), ())


def _of_outer_product(term: Node) -> Node | None:
    halves = outer_product(term)
    return None if halves is None else apply(HADAMARD, halves)


def outer_product(node: Node) -> tuple[Node, Node] | None:
    """The columns u, with all numbers, and v of u*v'; None of a product that has no column among its factors."""
    if not isinstance(node, Product):
        return None
    cut = next((i for i, factor in enumerate(node.factors[:-1]) if factor.cols == 1), None)
    if cut is None:
        return None
    front = (number(node.coefficient), *node.scalars)
    return multiply(*front, *node.factors[: cut + 1]), transpose(multiply(*node.factors[cut + 1 :]))
