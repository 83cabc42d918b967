"""Determinants of sums of products A*D*B between the free entries of D and those of the values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.structure import is_same
from matcalc_cli.equations.terms import Term
from matcalc_cli.equations.volume.forms import Closed
from matcalc_cli.equations.volume.of_matrix import of_a_matrix
from matcalc_cli.expr.build import call, is_identity, multiply, scalars_and_rest, size_number, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Symbol, number
from matcalc_cli.expr.operations import POWER
from matcalc_cli.expr.shapes.dimensions import Size, minus, product_of, scaled
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.kinds import KINDS, SYMMETRIC, TRIANGULAR
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import is_triangular


def of_terms(parts: Sequence[Term], step: Symbol, image: str) -> Iterator[Closed]:
    """The volume of a sum of products A*D*B."""
    if len(parts) == 1:
        yield from _of_one(parts[0], step, image)
    elif len(parts) == 2 and image == "symmetric" and step.kind in TRIANGULAR:
        yield from _of_a_square(parts, step)


def _of_one(term: Term, step: Symbol, image: str) -> Iterator[Closed]:
    a, b, n = term.left, term.right, step.rows
    if term.turned and step.kind == "vector":  # a row of values moves as the column does
        a, b = transpose(b), transpose(a)
    nodes = {"A": a, "B": b}
    if step.kind == "matrix" and a.rows == a.cols and b.rows == b.cols:
        found = _of_determinants([(a, step.cols), (b, step.rows)], product_of(*step.shape))
        yield Closed(found, "every column is multiplied by the left factor, every row by the right one")
    elif step.kind == "vector" and a.rows == a.cols:
        yield from of_a_matrix(simplify(multiply(a, *([b] if b.is_scalar else []))))
    elif step.is_scalar:
        yield Closed(call(FUNCTIONS["abs"], (multiply(a, b),)), "a number")
    elif step.kind in SYMMETRIC and image == "symmetric":
        yield from _congruence(a, b, n, n + 1, "the symmetric matrices")
    elif step.kind == "skew" and image == "skew":
        yield from _congruence(a, b, n, minus(n, 1), "the skew-symmetric matrices")
    elif (
        step.kind == image and KINDS[image].volume and not term.turned and all(is_triangular(x, image) for x in (a, b))
    ):
        yield Closed(
            instantiate(KINDS[image].volume, nodes, {"n": n}), "column by column and row by row, triangular each"
        )


def _of_determinants(powers: Sequence[tuple[Node, Size]], count: Size) -> Node:
    """The product of powers of determinants, of each matrix once; a number in front of a matrix is taken `count` times."""
    exponents: dict[Node, Size] = {}
    scale: list[Node] = []
    for matrix, exponent in powers:
        scalars, rest = scalars_and_rest(matrix)
        scale += scalars
        match rest:
            case Apply(function=function, args=(base, Number(value=int() as k))) if function is POWER:
                rest, exponent = base, scaled(exponent, k, 1)
        exponents[rest] = exponents.get(rest, 0) + exponent
    dets = [
        instantiate("abs(det(A))^k", {"A": m, "k": size_number(e)}, {})
        for m, e in exponents.items()
        if not is_identity(m) and not is_identity(simplify(multiply(transpose(m), m)))
    ]
    number_in_front = multiply(number(1), *scale)
    front = instantiate("abs(c)^k", {"c": number_in_front, "k": size_number(count)}, {})
    return multiply(front, *dets)


def _congruence(a: Node, b: Node, n: Size, power: Size, words: str) -> Iterator[Closed]:
    """A*D*B with B = c*A', on matrices of n*power/2 free entries."""
    factors, rest = zip(*map(scalars_and_rest, (a, b)), strict=True)
    sign, turned = scalars_and_rest(simplify(transpose(rest[0])))  # of a skew-symmetric matrix it is -1
    scale = multiply(number(1), *factors[0], *factors[1], *sign)
    if not is_same(turned, rest[1]):
        return
    found = _of_determinants([(multiply(scale, rest[0]), power)], scaled(product_of(n, power), 1, 2))
    yield Closed(found, f"a congruence on {words}")


def _of_a_square(parts: Sequence[Term], step: Symbol) -> Iterator[Closed]:
    """D*M' + M*D' and D'*M + M'*D, M triangular as D: M*(Y + Y')*M' with Y = inv(M)*D, or (Y + Y') between M' and M."""
    plain = next((t for t in parts if not t.turned), None)
    other = next((t for t in parts if t.turned), None)
    if (
        plain is None
        or other is None
        or not is_same(transpose(plain.left), other.right)
        or not is_same(transpose(plain.right), other.left)
    ):
        return
    in_front = _multiple_of_one(plain.left)
    matrix = transpose(plain.right if in_front is not None else plain.left)
    factor = in_front if in_front is not None else _multiple_of_one(plain.right)
    if factor is None or not is_triangular(matrix, step.kind):
        return
    falls = (step.kind == "lower") == (in_front is not None)
    exponent = "n + 1 - i" if falls else "i"
    formula = f"abs(c)^(n*(n + 1)/2)*2^n*prod(i, 1, n, abs(A[i,i])^({exponent}))"
    reason = "a congruence with the factor, and Y + Y' of a triangular Y doubles its diagonal"
    yield Closed(instantiate(formula, {"A": matrix, "c": factor}, {"n": step.rows}), reason)


def _multiple_of_one(node: Node) -> Node | None:
    """The c of c*I."""
    scalars, rest = scalars_and_rest(node)
    return multiply(number(1), *scalars) if is_identity(rest) else None
