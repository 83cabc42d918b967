"""Functions of one matrix commute, and their Fréchet derivatives along what commutes with it are ordinary ones.

L_f(X, E) = f'(X) E where E commutes with X, and tr(L_f(X, E) Y) = tr(f'(X) Y E) where Y does. Source: Higham, Functions of
Matrices, theorems 1.13 and 3.1.
"""

from __future__ import annotations

from itertools import groupby, pairwise

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import apply, is_identity, multiply, scalars_and_rest, transpose
from matcalc_cli.expr.function import UNSPECIFIED
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.operations import POWER, TRACE, TRANSPOSE, UNVEC, VEC
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.later import or_, reduce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


_SPECTRAL = reduce(or_, [f.mark for f in FUNCTIONS.values() if f.slope or f.frechet_of], POWER.mark | UNSPECIFIED)
"""The marks of functions of matrices, of which there is one at least in whatever is made simpler here."""


def by_spectrum(node: Node) -> Node | None:
    """The simpler form of a product, a trace or a Fréchet derivative with functions of matrices; None where there is none."""
    if not node.marks & _SPECTRAL:
        return None
    match node:
        case Product(factors=factors) if len(factors) > 1:
            return _in_product(node)
        case Apply(function=function, args=(inner,)) if function is TRACE:
            return _in_trace(inner)
        case Apply():
            found = _derivative_along(node)
            if found and found.commutes(found.direction):
                return multiply(*found.slope, found.direction)
            return _upright(node) if found else None
    return None


def _upright(node: Apply) -> Node | None:
    """L_f(X', E) as L_f(X, E')' where f has no formula; the others are built like that."""
    match node.args[0]:
        case Product(factors=(Apply(function=function, args=(slope,)), Apply(args=(direction,)))) if (
            function is TRANSPOSE and node.function is UNVEC
        ):
            return transpose(unstacked(multiply(slope, vec(transpose(direction))), node.shape))
    return None


class Along:
    """L_f(X, E): what f is a function of, f'(X) as factors, and E."""

    __slots__ = ("direction", "generator", "slope")

    def __init__(self, x: Node, slope: Node, direction: Node) -> None:
        self.generator, self.slope, self.direction = generator(x), (slope,), direction

    def commutes(self, *nodes: Node) -> bool:
        """Whether they are functions of X too."""
        return all(generator(node) in (None, self.generator) for node in nodes)


def generator(node: Node) -> Node | None:
    """The matrix that an expression is a function of, at worst itself; None of a multiple of the identity."""
    match node:
        case Product(factors=(factor,)):
            return generator(factor)
        case Product(factors=parts) | Sum(terms=parts) if parts:
            found = {g for part in parts if (g := generator(part)) is not None}
            return found.pop() if len(found) == 1 else node if found else None
        case Apply(function=function, args=(inner, *_)) if function is POWER or is_spectral(node):
            return generator(inner)
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            found_inside = generator(inner)
            return None if found_inside is None else transpose(found_inside)
    return None if is_identity(node) else node


def is_spectral(node: Node) -> bool:
    """Whether it is a matrix function applied, expm(A) or the f(A) of an f without a formula."""
    match node:
        case Apply(function=Unknown(taken=()) as function):
            return function.nature.spectral
        case Apply(function=function):
            return bool(function.slope)
    return False


def _in_product(node: Product) -> Node | None:
    factors = node.factors
    for i, pair in enumerate(pairwise(factors)):
        new = _slope_times_vec(*pair)
        if new is None and (turned := _slope_times_vec(transpose(pair[1]), transpose(pair[0]))) is not None:
            new = transpose(turned)
        if new is not None:
            return multiply(number(node.coefficient), *node.scalars, *factors[:i], new, *factors[i + 2 :])
    sorted_factors = _in_order(factors) if any(map(_has_spectral, factors)) else factors
    if tuple(sorted_factors) == factors:
        return None
    return multiply(number(node.coefficient), *node.scalars, *sorted_factors)


def _has_spectral(factor: Node) -> bool:
    """Whether a matrix function, or the inverse of a polynomial of one matrix, (I - A)^-1."""
    while isinstance(factor, Apply) and factor.function in (TRANSPOSE, POWER):
        inverse = factor.function is POWER and isinstance(factor.args[1], Number) and factor.args[1].value < 0
        factor = factor.args[0]
        if inverse and isinstance(factor, Sum):
            return generator(factor) is not factor
    return is_spectral(factor)


def _in_order(factors: Sequence[Node]) -> list[Node]:
    """Neighbours that are functions of one matrix by their order in sums, its powers before matrix functions of it."""
    found: list[Node] = []
    for of, run in groupby(factors, generator):
        parts = list(run)
        mixed = of is not None and len(parts) > 1 and any(map(_has_spectral, parts))
        found += sorted(parts, key=lambda part: (_has_spectral(part), part.key)) if mixed else parts
    return found


def _slope_times_vec(slope: Node, column: Node) -> Node | None:
    """D(f)(X)*vec(E) where E commutes with X."""
    match column:
        case Apply(function=function, args=(direction,)) if function is VEC:
            found = _slope(slope, direction)
            return vec(multiply(*found.slope, direction)) if found and found.commutes(direction) else None
    return None


def _slope(slope: Node, direction: Node) -> Along | None:
    """D(f)(X), along a direction; D(f)(X)' is D(f)(X')."""
    match slope:
        case Apply(function=Unknown(taken=(0,)) as f, args=(x,)) if f.nature.spectral:
            return Along(x, apply(f.integral.primed(f.primes + 1), (x,)), direction)
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            found = _slope(inner, direction)
            if found and found.generator is not None:
                found.generator, found.slope = transpose(found.generator), (transpose(found.slope[0]),)
            return found
    return None


def _derivative_along(node: Node) -> Along | None:
    """L_f(X, E) of either kind of f."""
    match node:
        case Apply(function=function, args=(Product(coefficient=1, scalars=(), factors=(slope, column)),)) if (
            function is UNVEC and isinstance(column, Apply) and column.function is VEC
        ):
            return _slope(slope, column.args[0])
        case Apply(function=function, args=(x, direction)) if function.frechet_of:
            slope = instantiate(FUNCTIONS[function.frechet_of].slope, {"A": x}, {"n": x.rows})
            return Along(x, slope, direction)
    return None


def _in_trace(inner: Node) -> Node | None:
    """tr(L_f(X, E)), also times what commutes with X."""
    factors = inner.factors if isinstance(inner, Product) else (inner,)
    for i, factor in enumerate(factors):
        found = _derivative_along(factor)
        if found and found.commutes(*factors[:i], *factors[i + 1 :]):
            return apply(TRACE, (multiply(*found.slope, *factors[i + 1 :], *factors[:i], found.direction),))
    return _round(inner, factors) if any(map(_has_spectral, factors)) else None


def _round(inner: Node, factors: Sequence[Node]) -> Node | None:
    """tr(A*B*f(A)) as tr(A*f(A)*B): under a trace the last factor stands before the first."""
    of = [generator(factor) for factor in factors]
    start = next((i for i, generated in enumerate(of) if generated != of[i - 1]), 0)
    turned = [*factors[start:], *factors[:start]]
    ordered = _in_order(turned)
    return apply(TRACE, (multiply(*scalars_and_rest(inner)[0], *ordered),)) if ordered != turned else None
