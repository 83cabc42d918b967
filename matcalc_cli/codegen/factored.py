"""A Jacobian or a Hessian that is never formed: the arrays that it is made of, and its diagonal.

As vec stacks columns, entry (i,j) of the diagonal of kron(A, B) is B[i,i]*A[j,j], and of commutation(n,n)*kron(A, B) it is
A[i,j]*B[j,i]: what is (A.*B')[i,j] for square A and B.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.arithmetic.term import pair_of
from matcalc_cli.codegen.form import DENSE, KHATRIRAO, column_of, expanded, form, has_structure, parts, scale_of
from matcalc_cli.expr.build import add, apply, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, number
from matcalc_cli.expr.operations import COMMUTATION, DIAG, HADAMARD, IDENTITY, KRON, TRANSPOSE, UNVEC, VEC
from matcalc_cli.expr.selections.stretch import is_all_ones
from matcalc_cli.simplify import simplify


class Factors:
    """The factors of a matrix: the arrays, and a formula of them, which are called F1, F2, ..."""

    __slots__ = ("arrays", "formula")

    def __init__(self, arrays: Sequence[Node], formula: str) -> None:
        self.arrays = arrays
        self.formula = formula


def factors_of(matrix: Node) -> Factors | None:
    """The arrays of a matrix that has a form; None of a dense one."""
    arrays: list[Node] = []
    if form(matrix) in {DENSE, "zero"}:
        return None
    texts = [_term(term, arrays) for term in expanded(matrix)]
    return Factors(arrays, " + ".join(texts)) if arrays else None


def diagonal_of(matrix: Node) -> Node:
    """The diagonal of a square matrix as a column, without the matrix where its terms tell it."""
    return simplify(add(*[_diagonal(term) for term in expanded(matrix)]))


def _term(term: Node, arrays: list[Node]) -> str:
    """The formula of a term; its arrays are added to the others, the number in front is in the first."""
    first, scale = len(arrays), scale_of(term)
    texts = [_factor(group, arrays) for group in _groups(parts(term))]
    if scale is not number(1):
        if len(arrays) == first:
            arrays.append(scale)
            texts.insert(0, f"F{len(arrays)}")
        else:
            arrays[first] = multiply(scale, arrays[first])
    return "*".join(texts)


def _groups(factors: Sequence[Node]) -> list[Node]:
    """The factors, those without a structure multiplied but where they are thin."""
    found: list[Node] = []
    for factor in factors:
        plain = found and not has_structure(factor) and not has_structure(found[-1])
        if plain and factor.rows != 1:
            found[-1] = multiply(found[-1], factor)
        else:
            found.append(factor)
    return found


def _factor(factor: Node, arrays: list[Node]) -> str:
    match factor:
        case _ if is_all_ones(factor):
            return f"ones({factor.rows}, {factor.cols})"
        case Apply(function=function, sizes=sizes) if function in {IDENTITY, COMMUTATION}:
            return f"{function.name}({', '.join(map(str, sizes))})"
        case Apply(function=function, args=(column,)) if function is DIAG and column.cols == 1:
            return f"diag({_factor(column, arrays)})"
        case Apply(function=function, args=(turned,)) if function is TRANSPOSE and has_structure(turned):
            return f"{_factor(turned, arrays)}'"
        case Apply(function=function, args=args) if function in {KRON, KHATRIRAO}:
            return f"{function.name}({', '.join([_factor(arg, arrays) for arg in args])})"
    arrays.append(factor)
    return f"F{len(arrays)}"


def _diagonal(term: Node) -> Node:
    factors = list(parts(term))
    columns: list[Node] = []
    while factors and (column := column_of(factors[0])) is not None:
        columns.append(column)
        factors.pop(0)
    while factors and (column := column_of(factors[-1])) is not None:
        columns.append(column)
        factors.pop()
    if factors:
        columns.append(_core(factors))
    return multiply(scale_of(term), *([apply(HADAMARD, tuple(columns))] if len(columns) > 1 else columns))


def _core(factors: Sequence[Node]) -> Node:
    """Of a product that neither begins nor ends in a diagonal matrix."""
    krons = [pair_of(factor) for factor in factors]
    match factors:
        case [_] if krons[0]:
            a, b = krons[0]
            if a.rows == a.cols and b.rows == b.cols:
                return apply(KRON, (diagonal_of(a), diagonal_of(b)))
        case [left, _] if krons[1] and _exchanges(left, *krons[1]):
            a, b = krons[1]
            return apply(VEC, (apply(HADAMARD, (a, transpose(b))),))
        case [_, right] if krons[0] and _exchanges(right, *krons[0]):
            b, a = krons[0]
            return apply(VEC, (apply(HADAMARD, (a, transpose(b))),))
        case [_, middle, _] if krons[0] and krons[2] and _fit(krons[0], krons[2]) and (column := column_of(middle)):
            (a, b), (c, d) = krons[0], krons[2]
            left, right = apply(HADAMARD, (b, transpose(d))), apply(HADAMARD, (a, transpose(c)))
            inner = apply(UNVEC, (column,), (b.cols, a.cols))
            return apply(VEC, (multiply(left, inner, transpose(right)),))
    return apply(DIAG, (multiply(*factors),))


def _fit(pair: Sequence[Node], other: Sequence[Node]) -> bool:
    """Whether the products of the factors of two Kronecker products are square, as theirs is, which is so without that too."""
    return all(p.shape == (q.cols, q.rows) for p, q in zip(pair, other, strict=True))


def _exchanges(factor: Node, a: Node, b: Node) -> bool:
    """Whether it is a commutation that makes B X A' an A X' B' in the shape of X."""
    return isinstance(factor, Apply) and factor.function is COMMUTATION and a.shape == (b.cols, b.rows)
