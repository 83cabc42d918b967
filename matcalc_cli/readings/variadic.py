"""Adjoints and matrices of the operations with any number of arguments: Hadamard, Kronecker, Fréchet."""

from __future__ import annotations

from collections.abc import Callable

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import apply, multiply, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.operations import DIAG, HADAMARD, KRON
from matcalc_cli.expr.signature import chosen
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.functions.matrix import FRECHET, FRECHET_MATRIX, KRONECKER

Args = tuple[Node, ...]


def others(args: Args, i: int) -> Args:
    """All arguments but one."""
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
        cotangent = _two(KRON, dict(KRON.adjoint), pair, side, {"G": cotangent})
    return cotangent


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


ADJOINTS: dict[Function, Callable[[Args, int, Node], Node]] = {
    HADAMARD: _hadamard_adjoint, KRON: _kron_adjoint, **{f: _frechet_adjoint(f) for f in FRECHET.values()},
}  # fmt: skip
"""(arguments, which of them moves, G) -> the adjoint applied to G."""

MATRICES: dict[Function, Callable[[Args, int], Node]] = {
    HADAMARD: _hadamard_matrix, KRON: _kron_matrix, **{f: _frechet_matrix(n) for n, f in FRECHET.items()},
}  # fmt: skip
"""(arguments, which of them moves) -> the matrix."""
