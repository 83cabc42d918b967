"""Sums as a person would write them, and what is repeated along a matrix, written once beside a dotted operator."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, is_ones, multiply, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, scale, split
from matcalc_cli.expr.number import magnitude
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, POWER, TRANSPOSE
from matcalc_cli.expr.selections.stretch import broadcast, repeated
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.functions.shaping import COLSUM, ROWSUM
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.trees import operation, stretch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from typing import TypeAlias

    Layout: TypeAlias = Generator[Node, Tree, Tree]
    """Yields the nodes whose trees it needs."""


def signed_sum(node: Sum) -> Layout:
    """The terms with their signs, a positive one first; rows and columns that are repeated behind the others."""
    terms = reading_order(node)
    thin = thin_parts(terms)
    first = next((t for t in terms if t not in thin), terms[0])
    if thin and coefficient_of(first) < 0:
        first = next((t for t in sorted(terms, key=thin.__contains__) if coefficient_of(t) > 0), first)
    tree: Tree | None = None
    shape = SCALAR  # what is written has it
    for term in sorted(terms, key=lambda term: (term is not first, term in thin)):
        coefficient, rest = split(thin.get(term, term))
        part = scale(coefficient if tree is None else magnitude(coefficient), summed(rest) if term in thin else rest)
        spelled = part if term in thin else _as_scalar(part, node)
        written = stretch((yield spelled), part.shape, node.shape)
        kind = "dotted_" if tree is not None and (term in thin or shape not in (SCALAR, node.shape)) else ""
        shape = broadcast(shape, spelled.shape)
        tree = (
            written if tree is None else operation(f"{kind}{'subtract' if coefficient < 0 else 'add'}", tree, written)
        )
    assert tree is not None
    return tree


def reading_order(node: Sum) -> Sequence[Node]:
    """The terms as they are sorted, but a positive one first."""
    # A sum inside a sum has brackets, which it would lose in front.
    terms = _by_letters(node.terms) or tuple(sorted(node.terms, key=lambda term: isinstance(split(term)[1], Sum)))
    first = next((i for i, t in enumerate(terms) if coefficient_of(t) > 0), 0)
    return (terms[first], *terms[:first], *terms[first + 1 :])


MOST_LETTERS = 12
"""Longer words are left in the order of their terms."""


def _by_letters(terms: Sequence[Node]) -> Sequence[Node] | None:
    """A X^2 + X A X + X^2 A letter by letter, where all terms are the same letters in another order; None of other sums."""
    words = {term: _letters_of(split(term)[1]) for term in terms}
    if len({tuple(sorted(w.key for w in word)) for word in words.values()}) != 1 or not words[terms[0]]:
        return None
    return tuple(sorted(terms, key=lambda term: [(not w.has_differential, w.key) for w in words[term]]))


def _letters_of(term: Node) -> list[Node]:
    """The factors of a product, a power as often as it says; nothing for anything else."""
    found: list[Node] = []
    for factor in term.factors if isinstance(term, Product) and not term.scalars else ():
        match factor:
            case Apply(function=function, args=(base, Number(value=int(k)))) if (
                function is POWER and 1 < k < MOST_LETTERS
            ):
                found += [base] * k
            case _:
                found.append(factor)
    return found if 2 < len(found) <= MOST_LETTERS else []


def _as_scalar(term: Node, node: Sum) -> Node:
    """2*ones(n) beside a vector reads 2; beside a square matrix a bare number would be ambiguous."""
    if node.rows == node.cols or all(_has_ones(t) for t in node.terms):
        return term
    match term:
        case Product(coefficient=c, scalars=scalars, factors=(only,)) if is_ones(only):
            return multiply(number(c), *scalars)
    return ONE if is_ones(term) else term


def _has_ones(term: Node) -> bool:
    return is_ones(term) or (isinstance(term, Product) and len(term.factors) == 1 and is_ones(term.factors[0]))


def thin_parts(parts: Sequence[Node]) -> Mapping[Node, Node]:
    """The rows and columns that terms or entrywise factors repeat, where the others, or these, make up the full shape."""
    found = {part: thin for part in parts if (thin := repeated(part)) is not None}
    if not found:
        return found
    others = [part for part in parts if part not in found and not _has_ones(part)]
    if others or len({thin.rows == 1 for thin in found.values()}) == 2:
        return found
    return {}


def summed(thin: Node) -> Node:
    """A*ones(n) as rowsum(A), ones(1,m)*A as colsum(A): how a sum along an axis reads beside a dotted operator."""
    if isinstance(thin, Apply) and thin.function is TRANSPOSE:
        return _sum_along(thin.args[0], turned=True) or thin
    return _sum_along(thin, turned=False) or thin


def _sum_along(node: Node, *, turned: bool) -> Node | None:
    """A*ones(n), transposed if `turned`, or ones(1,m)*A as a call; None for anything else."""
    if not isinstance(node, Product) or len(node.factors) < 2:
        return None
    first, *middle, last = node.factors
    front = (number(node.coefficient), *node.scalars)
    if is_ones(last) and last.cols == 1:
        inner = multiply(first, *middle)
        call = _sums(COLSUM, transpose(inner)) if turned else _sums(ROWSUM, inner)
        return multiply(*front, call)
    if is_ones(first) and first.rows == 1 and not turned:
        return multiply(*front, _sums(COLSUM, multiply(*middle, last)))
    return None


def _sums(function: Function, node: Node) -> Apply:
    """A call that only printers make; the language reads the product with ones."""
    return raw_apply(function, (node,), (), (1, node.cols) if function is COLSUM else (node.rows, 1))


def sums_of_entries(factors: Sequence[Node]) -> Sequence[Node]:
    """The factors of a product, (A.*B)*ones(n) as rowsum(A.*B): what is made entry by entry is summed, not multiplied."""
    if len(factors) != 2 or not any(map(is_ones, factors)):
        return factors
    first, last = factors
    if is_ones(last) and last.cols == 1 and _is_entrywise(first):
        return [_sums(ROWSUM, first)]
    return [_sums(COLSUM, last)] if is_ones(first) and first.rows == 1 and _is_entrywise(last) else factors


def _is_entrywise(node: Node) -> bool:
    if isinstance(node, Apply) and node.function is TRANSPOSE:
        return _is_entrywise(node.args[0])
    return isinstance(node, Apply) and (node.function in (HADAMARD, ELEMENTWISE_POWER) or node.function.elementwise)
