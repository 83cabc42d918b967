"""The form of a matrix in words: "diagonal + rank 1", so that a reader knows what need not be formed."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.expr.build import add, is_identity, is_zero, multiply, ones, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.operations import COMMUTATION, DIAG, IDENTITY, KRON, TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.simplify import simplify

DENSE = ""
ORDER = (
    "a multiple of the identity", "diagonal", "block-diagonal", "a Kronecker product", "a Kronecker product times a commutation",
    "a commutation", "a Khatri-Rao product", "a product of diagonals and Kronecker products",
)  # fmt: skip
MOST_TERMS = 12
"""As many terms are looked at."""
KHATRIRAO = FUNCTIONS["khatrirao"]
_STRUCTURED = {KRON, COMMUTATION, IDENTITY, DIAG, KHATRIRAO}


def form(matrix: Node) -> str:
    """The forms of the terms, the plainest first; nothing where one of them has none, or where it is a column or a row."""
    if 1 in matrix.shape:
        return DENSE
    if is_zero(matrix):
        return "zero"
    words = [_form(term) for term in expanded(matrix)]
    ranks = [word for word in words if isinstance(word, int)]
    named = [word for word in words if isinstance(word, str)]
    if DENSE in named:
        return DENSE
    known = [word for word in ORDER if word in named] + sorted({word for word in named if word not in ORDER})
    return " + ".join([*known, *[f"rank {sum(ranks)}"] * bool(ranks)])


def expanded(matrix: Node) -> list[Node]:
    """The terms, without sums of structured matrices inside; the matrix itself where they would be many."""
    todo, done = [matrix], list[Node]()
    while todo and len(todo) + len(done) <= MOST_TERMS:
        term = todo.pop(0)
        factors, inner = parts(term), list(map(_structured_terms, parts(term)))
        sums = [k for k, terms in enumerate(inner) if terms]
        if isinstance(term, Sum):
            todo = [*term.terms, *todo]
        elif sums:
            before, behind = factors[: sums[0]], factors[sums[0] + 1 :]
            todo = [*[simplify(multiply(scale_of(term), *before, part, *behind)) for part in inner[sums[0]]], *todo]
        else:
            done.append(term)
    if todo:
        return [matrix]
    scales: dict[tuple[Node, ...], list[Node]] = {}
    for term in done:
        scales.setdefault(parts(term), []).append(scale_of(term))
    terms = [multiply(simplify(add(*found)), *factors) for factors, found in scales.items()]
    return [term for term in terms if not is_zero(term)] or [matrix]


def _structured_terms(factor: Node) -> list[Node]:
    """The terms of a sum, or of a transposed one, in which something is structured."""
    turned = isinstance(factor, Apply) and factor.function is TRANSPOSE
    total = factor.children[0] if turned else factor
    terms = list(total.terms) if isinstance(total, Sum) and any(map(_is_structured, total.terms)) else []
    return [transpose(term) for term in terms] if turned else terms


def parts(term: Node) -> tuple[Node, ...]:
    """The factors of a product without its numbers."""
    return term.factors if isinstance(term, Product) and term.factors else (term,)


def scale_of(term: Node) -> Node:
    """The number in front of the factors of a product."""
    scaled = isinstance(term, Product) and term.factors
    return multiply(number(term.coefficient), *term.scalars) if scaled else number(1)  # type: ignore[attr-defined]


def has_structure(term: Node) -> bool:
    """Whether a factor is known by less than its entries."""
    return any(map(_is_known_by_less, parts(term)))


def _is_known_by_less(factor: Node) -> bool:
    turned = isinstance(factor, Apply) and factor.function is TRANSPOSE
    whole = factor.children[0] if turned else factor
    return isinstance(whole, Apply) and whole.function in _STRUCTURED


def _is_structured(term: Node) -> bool:
    """Whether a term has a factor that is known by less than its entries, or is of low rank."""
    return has_structure(term) or any(factor.cols == 1 for factor in parts(term)[:-1])


def _form(term: Node) -> str | int:
    """The words for one term, or its rank."""
    factors = term.factors if isinstance(term, Product) else (term,)
    if all(isinstance(factor, Apply) and factor.function is IDENTITY for factor in factors):
        return ORDER[0]
    if all(_is_diagonal(factor) for factor in factors):
        return ORDER[1]
    krons = [f for f in factors if isinstance(f, Apply) and f.function is KRON]
    if len(krons) == 1 and len(factors) == 1:
        return ORDER[2] if _is_diagonal(krons[0].args[0]) else ORDER[3]
    if len(krons) == 1 and all(isinstance(f, Apply) and f.function in {KRON, COMMUTATION} for f in factors):
        return ORDER[4]
    if len(factors) == 1 and _is_known_by_less(factors[0]):
        return ORDER[5] if krons or factors[0].head == COMMUTATION.name else ORDER[6]
    return _rank(factors) or (ORDER[7] if all(map(_is_known_by_less, factors)) else DENSE)


def column_of(factor: Node) -> Node | None:
    """The diagonal of a diagonal matrix as a column; None of another matrix."""
    match factor:
        case Apply() if is_identity(factor):
            return ones(factor.rows, 1)
        case Apply(function=function, args=(column,)) if function is DIAG and column.cols == 1:
            return column
    return None


def _is_diagonal(factor: Node) -> bool:
    return column_of(factor) is not None


def _rank(factors: Sequence[Node]) -> str | int:
    """By the smallest of the dimensions between the factors, where that is another one than the outer ones."""
    between: list[Size] = [factor.cols for factor in factors[:-1]]
    numbers = [size for size in between if isinstance(size, int)]
    if numbers:
        return min(numbers)
    outer = {factors[0].rows, factors[-1].cols}
    others = [size for size in between if size not in outer]
    return f"rank at most {others[0]}" if others else DENSE
