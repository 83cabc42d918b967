"""The value of a derivative's reading along a direction, in exact arithmetic.

A matrix is multiplied by a column without the large matrices that Kronecker products stand for.
"""

from __future__ import annotations

from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import ratio
from matcalc_cli.check.exact.kinds import FIELD
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.operations import COMMUTATION, IDENTITY, KRON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.draw_values import World


def inner(a: Matrix, b: Matrix) -> Matrix:
    """The inner product of two matrices."""
    return [[matrices.total(FIELD, matrices.hadamard(FIELD, a, b))]]


APPLIED: dict[str, Callable[[Matrix, Matrix], Matrix]] = {
    "differential": lambda value, _: value,
    "derivative": lambda value, e: matrices.times(FIELD, e[0][0], value),
    "gradient": inner,
}
"""By reading: df along E; that of a Jacobian is in the shape of f."""


def along(name: str, node: Node, e: Matrix, world: World, f: Node) -> Matrix:
    """The value of df that a first-order reading of f by one variable gives where the variable moves by E."""
    if name in APPLIED:
        return APPLIED[name](evaluate(node, world), e)
    return matrices.unstacked(applied(node, matrices.stacked(e), world), world.size(f.rows), world.size(f.cols))


def applied(node: Node, column: Matrix, world: World) -> Matrix:
    """The value of `node` times a column of numbers. Raises as `evaluate` does."""
    match node:
        case Sum(terms=terms):
            first, *others = (applied(term, column, world) for term in terms)
            for other in others:
                first = matrices.plus(world.ring, first, other)
            return first
        case Product(coefficient=c, scalars=scalars, factors=factors) if factors:
            for factor in reversed(factors):
                column = applied(factor, column, world)
            scalar = ratio(c.numerator, c.denominator)
            for s in scalars:
                scalar = world.ring.multiply(scalar, evaluate(s, world)[0][0])
            return matrices.times(world.ring, scalar, column)
        case Apply(function=function, args=args) if function is KRON:
            return _kronecker(args, column, world)
        case Apply(function=function, sizes=(rows, cols)) if function is COMMUTATION:  # K vec(A) = vec(A')
            return matrices.stacked(matrices.transposed(matrices.unstacked(column, world.size(rows), world.size(cols))))
        case Apply(function=function) if function is IDENTITY:
            return column
        case Apply(function=function, args=args) if (matrix := world.operator(function.name)) is not None:
            return matrix.times(column, world.arithmetic, *[evaluate(a, world) for a in args])
    return matrices.product(world.ring, evaluate(node, world), column)


def _kronecker(factors: Sequence[Node], column: Matrix, world: World) -> Matrix:
    """(A kron B) vec(X) = vec(B X A')."""
    a, *rest = factors
    if not rest:
        return applied(a, column, world)
    width = world.size(a.cols)
    height = len(column) // width
    blocks = [_kronecker(rest, column[k * height : (k + 1) * height], world) for k in range(width)]
    turned = [[x for (x,) in block] for block in blocks]  # X'B', a block a row
    if isinstance(a, Apply) and a.function is IDENTITY:
        return [[x] for row in turned for x in row]
    return matrices.stacked(matrices.transposed(matrices.product(world.ring, evaluate(a, world), turned)))
