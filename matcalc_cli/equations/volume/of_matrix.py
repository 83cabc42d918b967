"""The modulus of the determinant of a matrix by its form: products, triangles, blocks, something simple and one column times a row.

Sources: the matrix determinant lemma (Petersen & Pedersen, The Matrix Cookbook, 24); Horn & Johnson, 0.8.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.quotients import with_norms
from matcalc_cli.equations.volume.forms import Closed
from matcalc_cli.expr.build import (
    ONE,
    add,
    is_identity,
    is_zero,
    multiply,
    scalars_and_rest,
)
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import BLOCK, DIAG, POWER, TRANSPOSE
from matcalc_cli.kinds import KINDS
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import ZERO_ABOVE, ZERO_BELOW, is_triangular
from matcalc_cli.validity.signs import is_not_negative

WRITTEN_OUT = 4
"""Matrices of so many rows of numbers have their determinants written out."""


def of_a_matrix(matrix: Node | None) -> Iterator[Closed]:
    """The volume of the map that a matrix is between the free entries."""
    if matrix is None:
        return
    if isinstance(matrix, Apply) and matrix.function is TRANSPOSE:
        (matrix,) = matrix.args
    found = simplify(_modulus(matrix))
    if is_zero(found):
        yield Closed(found, "the derivative is singular everywhere: what moves stays in fewer dimensions")
        return
    yield Closed(found, _reason(matrix))


def _reason(matrix: Node) -> str:
    match scalars_and_rest(matrix)[1]:
        case Apply(function=function, args=(x,)) if function is DIAG and x.cols == 1:
            return "every entry moves by itself"
        case Sum() as total if _low_rank(total) is not None:
            return "the determinant between the free entries: det(D + u*v') = det(D)*(1 + v'*inv(D)*u)"
    return "the determinant between the free entries"


def _modulus(matrix: Node) -> Node:
    """|det M|."""
    scalars, rest = scalars_and_rest(matrix)
    if scalars:
        nodes = {"c": absolute(multiply(ONE, *scalars)), "d": _modulus(rest)}
        return instantiate("c^n*d", nodes, {"n": matrix.rows})
    known = next(_by_its_form(matrix), None)
    return instantiate("abs(det(A))", {"A": matrix}, {}) if known is None else known


def absolute(node: Node) -> Node:
    """|c|, without bars where c is known not to be negative."""
    if isinstance(node, Number):
        return number(node.value if node.value >= 0 else -node.value)
    return node if is_not_negative(node) else instantiate("abs(c)", {"c": node}, {})


def _product(x: Node) -> Node:
    """|x_1*...*x_n|."""
    found = instantiate("prod(x)", {"x": x}, {})
    return found if is_not_negative(x) else instantiate("abs(c)", {"c": found}, {})


def _by_its_form(matrix: Node) -> Iterator[Node]:
    """The modulus where the form of a matrix tells it."""
    if is_zero(matrix):
        yield number(0)
    if matrix.is_scalar:
        yield absolute(matrix)
    if is_identity(matrix) or (isinstance(matrix, Symbol) and KINDS[matrix.kind].orthonormal):
        yield ONE
    match matrix:
        case Product(factors=factors) if all(f.rows == f.cols for f in factors):
            yield multiply(ONE, *map(_modulus, factors))
        case Apply(function=function, args=(x,)) if function is DIAG and x.cols == 1:
            yield _product(x)
        case Apply(function=function, args=(base, k)) if function is POWER:
            yield instantiate("d^k", {"d": _modulus(base), "k": k}, {})
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            yield _modulus(inner)
        case Apply(function=function) if function is BLOCK:
            yield from _of_blocks(matrix)
        case Sum():
            yield from _of_a_sum(matrix)
    if any(is_triangular(matrix, which) for which in (ZERO_ABOVE, ZERO_BELOW)):
        yield _product(simplify(instantiate("diag(A)", {"A": matrix}, {})))


def _of_a_sum(total: Sum) -> Iterator[Node]:
    """|det(D)|*|1 + v'*inv(D)*u|."""
    found = _low_rank(total)
    if found is not None:
        simple, column, row = found
        inner = with_norms(simplify(add(ONE, multiply(row, instantiate("inv(D)", {"D": simple}, {}), column))))
        yield multiply(_modulus(simple), absolute(simplify(inner)))


def _low_rank(total: Sum) -> tuple[Node, Node, Node] | None:
    """D, u and v' of a sum D + u*v', where det(D) is simple."""
    for term in total.terms:
        rest = add(*[t for t in total.terms if t is not term])
        parts = _column_and_row(term)
        if parts is not None and _is_simple(rest):
            return rest, *parts
    return None


def _is_simple(node: Node) -> bool:
    _, rest = scalars_and_rest(node)
    diagonal = isinstance(rest, Apply) and rest.function is DIAG and rest.args[0].cols == 1
    return diagonal or is_identity(rest) or isinstance(rest, Symbol)


def _column_and_row(term: Node) -> tuple[Node, Node] | None:
    """u and v' of c*u*v'."""
    scalars, rest = scalars_and_rest(term)
    factors = rest.factors if isinstance(rest, Product) else ()
    for i in range(1, len(factors)):
        if factors[i - 1].cols == 1:
            return multiply(ONE, *scalars, *factors[:i]), multiply(*factors[i:])
    return None


# Blocks


def _of_blocks(matrix: Apply) -> Iterator[Node]:
    """Of numbers written out along a row, of a triangle of blocks the product of those on the diagonal."""
    rows = _rows(matrix)
    if any(len(row) != len(rows) for row in rows):
        return
    if all(cell.is_scalar for row in rows for cell in row) and len(rows) <= WRITTEN_OUT:
        yield absolute(_written_out(rows))
    elif all(rows[i][i].rows == rows[i][i].cols for i in range(len(rows))) and _is_a_triangle(rows):
        yield multiply(ONE, *[_modulus(rows[i][i]) for i in range(len(rows))])


def _rows(matrix: Apply) -> list[list[Node]]:
    width = matrix.sizes[0]
    assert isinstance(width, int)
    return [list(matrix.args[i : i + width]) for i in range(0, len(matrix.args), width)]


def _is_a_triangle(rows: Sequence[Sequence[Node]]) -> bool:
    n = range(len(rows))
    above = all(is_zero(rows[i][j]) for i in n for j in n if j > i)
    return above or all(is_zero(rows[i][j]) for i in n for j in n if j < i)


def _written_out(rows: Sequence[Sequence[Node]]) -> Node:
    """Along the row with the most zeros."""
    if len(rows) == 1:
        return rows[0][0]
    i = max(range(len(rows)), key=lambda k: sum(map(is_zero, rows[k])))
    parts = [
        multiply(number((-1) ** (i + j)), cell, _written_out([[*r[:j], *r[j + 1 :]] for k, r in enumerate(rows) if k != i]))
        for j, cell in enumerate(rows[i]) if not is_zero(cell)
    ]  # fmt: skip
    return simplify(add(*parts)) if parts else number(0)
