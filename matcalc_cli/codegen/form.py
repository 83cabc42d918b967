"""What form a matrix has, in words: "diagonal + rank 1", so that a reader knows what need not be formed."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.expr.build import is_zero
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.operations import DIAG, IDENTITY, KRON
from matcalc_cli.expr.shapes.dimensions import Size

DENSE = ""
ORDER = ("a multiple of the identity", "diagonal", "block-diagonal", "a Kronecker product")


def form(matrix: Node) -> str:
    """The forms of the terms, the plainest first; nothing where one of them has none, or where it is a column or a row."""
    if 1 in matrix.shape:
        return DENSE
    if isinstance(matrix, Product) and len(matrix.factors) == 1:
        return form(matrix.factors[0])
    if is_zero(matrix):
        return "zero"
    terms = matrix.terms if isinstance(matrix, Sum) else (matrix,)
    words = [_form(term) for term in terms]
    ranks = [word for word in words if isinstance(word, int)]
    named = [word for word in words if isinstance(word, str)]
    if DENSE in named:
        return DENSE
    known = [word for word in ORDER if word in named] + sorted({word for word in named if word not in ORDER})
    return " + ".join([*known, *[f"rank {sum(ranks)}"] * bool(ranks)])


def _form(term: Node) -> str | int:
    """The words for one term, or its rank."""
    factors = term.factors if isinstance(term, Product) else (term,)
    if all(isinstance(factor, Apply) and factor.function is IDENTITY for factor in factors):
        return ORDER[0]
    if all(_is_diagonal(factor) for factor in factors):
        return ORDER[1]
    match factors:
        case (Apply(function=function, args=args),) if function is KRON:
            return ORDER[2] if _is_diagonal(args[0]) else ORDER[3]
    return _rank(factors)


def _is_diagonal(factor: Node) -> bool:
    return isinstance(factor, Apply) and (
        factor.function is IDENTITY or (factor.function is DIAG and factor.args[0].cols == 1)
    )


def _rank(factors: Sequence[Node]) -> str | int:
    """By the smallest of the dimensions between the factors, where that is another one than the outer ones."""
    between: list[Size] = [factor.cols for factor in factors[:-1]]
    numbers = [size for size in between if isinstance(size, int)]
    if numbers:
        return min(numbers)
    outer = {factors[0].rows, factors[-1].cols}
    others = [size for size in between if size not in outer]
    return f"rank at most {others[0]}" if others else DENSE
