"""Where a number is stationary in orthonormal columns: linear in them, by the polar factor; quadratic, by eigenvectors."""

from __future__ import annotations

from matcalc_cli.differential import moves_with
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.optimality.riccati import Solved
from matcalc_cli.equations.structure import is_same
from matcalc_cli.equations.terms import products
from matcalc_cli.expr.build import ONE, add, identity, is_zero, multiply, substitute, transpose, zeros
from matcalc_cli.expr.node import Node, Product, Symbol, number, symbol
from matcalc_cli.expr.normal_forms.coefficients import primitive, split
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.kinds import of_shape
from matcalc_cli.readings.derive import pulled
from matcalc_cli.readings.structure import projected
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LINEAR = "where a linear function of {0} is smallest; at its negative that is largest"
Sides = tuple[Node, Node]


def constrained(x: Symbol, constraint: Node) -> Symbol | None:
    """The unknown as one of orthonormal columns, if that is what X'*X - I says; None if it says something else."""
    if x.is_scalar or x.kind != of_shape(x.shape) or not is_same(constraint, _less_identity(x)):
        return None
    kind = "sphere" if x.cols == 1 else "orthogonal" if x.rows == x.cols else "stiefel"
    return symbol(x.name, x.shape, kind)


def _less_identity(x: Symbol) -> Node:
    return add(multiply(transpose(x), x), multiply(number(-1), identity(x.cols)))


def is_the_same(f: Node, x: Symbol) -> bool:
    """Whether f does not change along the X of orthonormal columns, as X'*X does not."""
    return is_zero(simplify(projected(pulled(f, x, ONE), x)))


def nearest(f: Node, x: Symbol) -> Solved | None:
    """Where f is stationary in an X of orthonormal columns, if that is where tr(M'*X) is."""
    m = _along(f, x)
    if m is None or is_zero(m):
        return None
    c = m.coefficient if isinstance(m, Product) else 1
    argument = multiply(number(exact_ratio(1, c)), m)
    name = "normalize" if x.cols == 1 else "polar"
    value = instantiate(f"{name}(M)" if c < 0 else f"-{name}(M)", {"M": argument}, {})
    gram = simplify(multiply(transpose(argument), argument))  # a wide M may have full rank, and no such polar factor
    needed = [] if x.cols == 1 or x.rows == x.cols else [Condition("invertible", gram)]
    return Solved(simplify(value), needed, LINEAR)


def _along(f: Node, x: Symbol) -> Node | None:
    """The M for which f is stationary where tr(M'*X) is: the gradient is M and multiples of X, or that is what is tangent of it."""
    gradient = simplify(pulled(f, x, ONE))
    m = simplify(add(zeros(x.shape), *[t for t in products(gradient) if not _is_multiple(t, x)]))
    if not moves_with(m, [x]):
        return m
    g = simplify(projected(gradient, x))
    origin: dict[Node, Node] = {x: zeros(x.shape)}
    m = simplify(substitute(g, origin))
    own = simplify(projected(m, x))
    return m if any(is_same(g, multiply(number(c), own)) for c in (1, 2)) and not moves_with(m, [x]) else None


def _is_multiple(term: Node, x: Symbol) -> bool:
    return term is x or (isinstance(term, Product) and term.factors == (x,))


def multiplier(f: Node, x: Symbol, value: Node) -> Node:
    """The multiplier Y of the constraint X'*X - I, by the gradient G of f there: G + 2*X*Y = 0."""
    there: dict[Node, Node] = {x: value}
    half = number(exact_ratio(-1, 2))
    return simplify(substitute(multiply(half, transpose(x), simplify(pulled(f, x, ONE))), there))


def invariant(terms: Sequence[Node], x: Symbol, y: Symbol) -> Sides | None:
    """The sides of A*X = -B*X*Y, whose sum of terms is 0; None where it is no such equation."""
    sides = [[t for t in terms if (y in t.symbols) == has] for has in (False, True)]
    if not all(sides) or not all(_ends(t, tail) for side, tail in zip(sides, ([x], [x, y]), strict=True) for t in side):
        return None
    scale = sides[1][0].coefficient if isinstance(sides[1][0], Product) else 1
    left, right = (add(*[multiply(number(exact_ratio(1, scale)), t) for t in side]) for side in sides)
    return simplify(left), simplify(multiply(number(-1), right))


def _ends(term: Node, tail: Sequence[Symbol]) -> bool:
    """Whether a product ends in these factors, which its others do not move with."""
    if not isinstance(term, Product) or term.scalars or [*term.factors[-len(tail) :]] != [*tail]:
        return False
    return not any(moves_with(factor, tail) for factor in term.factors[: -len(tail)])


def subspace(f: Node, x: Symbol) -> Sides | None:
    """The sides of A*X = X*(X'*A*X), where the gradient of f is a multiple of A*X."""
    g = simplify(pulled(f, x, ONE))
    if not _ends(g, [x]):
        return None
    assert isinstance(g, Product)
    left = multiply(*g.factors)
    return left, simplify(multiply(x, transpose(x), left))


def as_eigenvalues(g: Node, x: Symbol, multipliers: Sequence[Symbol]) -> Sides | None:
    """a*M*x + b*N*x = 0 as M*x = (-b/a)*N*x, also with numbers a and b that x is in; None where g is no such sum."""
    matrices: dict[Node, Node] = {}
    for term in products(g):
        if not isinstance(term, Product) or not term.factors or term.factors[-1] is not x:
            return None
        matrix = multiply(*term.factors[:-1]) if len(term.factors) > 1 else identity(x.rows)
        if moves_with(matrix, [x]):
            return None
        moving = [s for s in term.scalars if moves_with(s, [x, *multipliers])]
        still = [s for s in term.scalars if s not in moving]
        scale, part = multiply(ONE, *moving), multiply(number(term.coefficient), *still, matrix)
        matrices[scale] = add(matrices[scale], part) if scale in matrices else part
    found: dict[Node, Node] = {}
    for scale, matrix in matrices.items():
        c, rest = split(simplify(matrix))
        content, rest = primitive(rest)
        part = multiply(number(c), number(content), scale)
        found[rest] = add(found[rest], part) if rest in found else part
    if len(found) != 2 or not any(moves_with(scale, [x, *multipliers]) for scale in found.values()):
        return None
    (one, a), (other, b) = sorted(found.items(), key=lambda pair: pair[0] is identity(x.rows))
    ratio = instantiate("-B/A", {"A": a, "B": b}, {})
    return multiply(one, x), simplify(multiply(ratio, other, x))
