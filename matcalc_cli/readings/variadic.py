"""Adjoints and matrices of the operations with any number of arguments: Hadamard, Kronecker, Fréchet."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import (
    ONE,
    add,
    apply,
    identity,
    is_identity,
    multiply,
    scalars_and_rest,
    size_number,
    transpose,
)
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node, Sum, symbol
from matcalc_cli.expr.operations import DIAG, HADAMARD, KRON, SUMMATION, TRACE
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.expr.shapes.signature import chosen
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.functions.matrix import FRECHET, FRECHET_MATRIX, KRONECKER
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from matcalc_cli.expr.normal_forms import diagonal
    from matcalc_cli.expr.selections import units
else:
    diagonal = Later("matcalc_cli.expr.normal_forms.diagonal")
    units = Later("matcalc_cli.expr.selections.units")


Args = tuple[Node, ...]


def others(args: Args, i: int) -> Args:
    """All arguments but that at a place."""
    return args[:i] + args[i + 1 :]


def _hadamard_adjoint(args: Args, i: int, cotangent: Node) -> Node:
    """<G, A.*D> = <G.*A, D>."""
    return apply(HADAMARD, (cotangent, *others(args, i)))


def _hadamard_matrix(args: Args, i: int) -> Node:
    rest = others(args, i)
    return apply(DIAG, (vec(apply(HADAMARD, rest) if len(rest) > 1 else rest[0]),))


def _two(function: Function, rules: dict[str, str], pair: Args, parameter: str, extra: dict[str, Node]) -> Node:
    signature, dims = chosen(function, [a.shape for a in pair], ())
    return instantiate(rules[parameter], {**dict(zip(signature.parameters, pair, strict=True)), **extra}, dims)


def _kron_steps(args: Args, i: int) -> list[tuple[Args, str]]:
    """A kron D kron B as (A kron D) kron B: the pairs to go through, with the side that D is on."""
    steps: list[tuple[Args, str]] = []
    inner = args[: i + 1]
    if i + 1 < len(args):
        steps.append(((_kron(inner), _kron(args[i + 1 :])), "A"))
    if i:
        steps.append(((_kron(args[:i]), args[i]), "B"))
    return steps


def _kron(args: Args) -> Node:
    return apply(KRON, args) if len(args) > 1 else args[0]


def _kron_adjoint(args: Args, i: int, cotangent: Node) -> Node:
    for pair, side in _kron_steps(args, i):
        terms = cotangent.terms if isinstance(cotangent, Sum) else (cotangent,)
        cotangent = add(*[_pulled_through(pair, side, term) for term in terms])
    return cotangent


def _pulled_through(pair: Args, side: str, cotangent: Node) -> Node:
    """The adjoint at G: of an outer product or a Kronecker product without large matrices."""
    scalars, rest = scalars_and_rest(cotangent)
    found = _of_outer_product(pair, side, rest) or _of_kronecker_product(pair, side, rest)
    return multiply(*scalars, found or _two(KRON, dict(KRON.adjoint), pair, side, {"G": rest}))


def _of_outer_product(pair: Args, side: str, cotangent: Node) -> Node | None:
    """<u v', A kron B> = tr(U' B V A') for u = vec(U), v = vec(V); None of what is no outer product."""
    halves = diagonal.outer_product(cotangent)
    if halves is None:
        return None
    a, b = pair
    u, v = unstacked(halves[0], (b.rows, a.rows)), unstacked(halves[1], (b.cols, a.cols))
    return multiply(transpose(u), b, v) if side == "A" else multiply(u, a, transpose(v))


def _of_kronecker_product(pair: Args, side: str, cotangent: Node) -> Node | None:
    """<P kron Q, A kron B> = <P, A> <Q, B>, of I = I kron I too; None where the shapes are others."""
    parts = cotangent.children
    if is_identity(cotangent):
        parts = tuple([identity(part.rows) for part in pair])
    elif cotangent.head != KRON.name or len(parts) != len(pair):
        return None
    if any(one.shape != other.shape for one, other in zip(parts, pair, strict=True)):
        return None
    kept, paired = (0, 1) if side == "A" else (1, 0)
    return multiply(apply(TRACE, (multiply(transpose(parts[paired]), pair[paired]),)), parts[kept])


def _kron_matrix(args: Args, i: int) -> Node:
    return multiply(*[_two(KRON, dict(KRON.matrix), pair, side, {}) for pair, side in _kron_steps(args, i)])


def _frechet_adjoint(function: Function) -> Callable[[Args, int, Node], Node]:
    """L_f(A, .)* = L_f(A', .)."""

    def adjoint(args: Args, i: int, cotangent: Node) -> Node:
        return apply(function, (*[transpose(a) for a in others(args, i)], cotangent))

    return adjoint


def _frechet_matrix(name: str) -> Callable[[Args, int], Node]:
    def matrix(args: Args, i: int) -> Node:
        rest = others(args, i)
        if len(rest) == 1 and name in KRONECKER:
            return instantiate(KRONECKER[name], {"A": rest[0]}, {"n": rest[0].rows})
        return apply(FRECHET_MATRIX[name], rest)

    return matrix


def _over_entries(size: Size, term: Callable[[Node, Node], Node]) -> Node:
    """The sum of what is made of e_i and e_j over all i and j."""
    i, j = (symbol(f"{letter}#", (1, 1), "index") for letter in "ij")
    inner = apply(SUMMATION, (i, ONE, size_number(size), term(units.columns(size, i, 1), units.columns(size, j, 1))))
    return apply(SUMMATION, (j, ONE, size_number(size), inner))


def _frechet_matrix_adjoint(frechet: Function) -> Callable[[Args, int, Node], Node]:
    """<G, K(dE)> is the sum of <G e, L_f(A, dE, E)> over the E = e_i e_j', e = vec(E), and L_f(A, ., E)* = L_f(A', E', .)."""

    def adjoint(args: Args, i: int, cotangent: Node) -> Node:
        n, kept = args[0].rows, [transpose(a) for a in others(args, i)]

        def term(one: Node, other: Node) -> Node:
            column = unstacked(multiply(cotangent, apply(KRON, (other, one))), (n, n))
            return apply(frechet, (*kept, multiply(other, transpose(one)), column))

        return _over_entries(n, term)

    return adjoint


def _matrix_of_frechet_matrix(function: Function) -> Callable[[Args, int], Node]:
    """The column of K(dE) for e = vec(E) is L_f(A, dE, E) as a column, K(E) vec(dE)."""

    def matrix(args: Args, i: int) -> Node:
        def term(one: Node, other: Node) -> Node:
            direction = multiply(one, transpose(other))
            return apply(KRON, (other, one, apply(function, (*others(args, i), direction))))

        return _over_entries(args[0].rows, term)

    return matrix


ADJOINTS: dict[Function, Callable[[Args, int, Node], Node]] = {
    HADAMARD: _hadamard_adjoint, KRON: _kron_adjoint, **{f: _frechet_adjoint(f) for f in FRECHET.values()},
    **{f: _frechet_matrix_adjoint(FRECHET[n]) for n, f in FRECHET_MATRIX.items()},
}  # fmt: skip
"""(arguments, which of them moves, G) -> the adjoint applied to G."""

MATRICES: dict[Function, Callable[[Args, int], Node]] = {
    HADAMARD: _hadamard_matrix, KRON: _kron_matrix, **{f: _frechet_matrix(n) for n, f in FRECHET.items()},
    **{f: _matrix_of_frechet_matrix(f) for f in FRECHET_MATRIX.values()},
}  # fmt: skip
"""(arguments, which of them moves) -> the matrix."""
