"""The equations that hold of the unknowns of equations at a point where these hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from matcalc_cli.check.exact.arithmetic.matrices import stacked, transposed

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, Derivative, Solved
    from matcalc_cli.check.variants.equation import Matrix, Place
    from matcalc_cli.expr.node import Node, Symbol

Claim = Callable[["Place"], "tuple[Matrix, Matrix]"]


def claims(answer: Answer, solved: Solved, command: str) -> tuple[list[Node], Claim]:
    """The expressions in everything that is to hold, first an equation, and the two sides of all of it in columns."""
    roots: list[Node] = [*solved.equations]
    every: list[Claim] = []
    for nodes, claim in _of(answer, solved, command):
        roots += nodes
        every.append(claim)

    def sides(at: Place) -> tuple[Matrix, Matrix]:
        pairs = [claim(at) for claim in every]
        return [row for left, _ in pairs for row in stacked(left)], [
            row for _, right in pairs for row in stacked(right)
        ]

    return roots, sides


def _of(answer: Answer, solved: Solved, command: str) -> Iterator[tuple[list[Node], Claim]]:
    moves = solved.moves
    for g in solved.equations:
        yield [*moves.values()], _stays_zero(g, solved.variables, moves)
    if solved.loss:
        yield from _of_a_loss(answer, solved, moves)
    elif command == "json":
        for found in answer.derivatives:
            yield [found.differential, found.jacobian], _applied(found)
            if found.derivative is not None:
                yield [found.derivative], _by_a_scalar(found, found.derivative)
    for x, bend in solved.bends.items():
        yield [bend], _bends(solved, x)
    for before, form in pairwise((solved.bends, *solved.further)):
        for x, node in form.items():
            yield [node], _once_more(solved, before[x], node)


def _moves(at: Place, variables: tuple[Symbol, ...], moves: Mapping[Symbol, Node]) -> dict[Symbol, Matrix]:
    return {**{v: at.tangent(v) for v in variables}, **{x: at.value(dx) for x, dx in moves.items()}}


def _stays_zero(g: Node, variables: tuple[Symbol, ...], moves: Mapping[Symbol, Node]) -> Claim:
    """The derivative of g is 0 where the variables and the unknowns move."""

    def sides(at: Place) -> tuple[Matrix, Matrix]:
        along = {v: at.tangent(v) for v in variables}
        back = {x: at.negative(at.value(dx)) for x, dx in moves.items()}
        return at.slope(g, along), at.slope(g, back)

    return sides


def _applied(found: Derivative) -> Claim:
    """vec(dx) = J vec(dp)."""
    return lambda at: (
        stacked(at.value(found.differential)),
        at.product(at.value(found.jacobian), stacked(at.tangent(found.variable))),
    )


def _by_a_scalar(found: Derivative, rate: Node) -> Claim:
    """dx = dx/dalpha dalpha."""
    return lambda at: (
        stacked(at.value(found.differential)),
        at.product(stacked(at.value(rate)), at.tangent(found.variable)),
    )


def _of_a_loss(answer: Answer, solved: Solved, moves: Mapping[Symbol, Node]) -> Iterator[tuple[list[Node], Claim]]:
    """df = <G, dp>, summed over the variables p, where the unknowns move with them."""
    f = answer.expression
    gradients = {found.variable: found.gradient for found in answer.derivatives if found.gradient is not None}

    def sides(at: Place) -> tuple[Matrix, Matrix]:
        tangents = {v: at.tangent(v) for v in gradients}
        row = [[entry for v in gradients for entry in transposed(stacked(at.value(gradients[v])))[0]]]
        column = [entry for v in gradients for entry in stacked(tangents[v])]
        return at.slope(f, _moves(at, solved.variables, moves)), at.product(row, column)

    yield [f, *gradients.values()], sides
    for found in answer.derivatives:
        if found.hessian is not None:
            yield [found.hessian], _hessian(f, found, found.hessian, solved)


def _hessian(f: Node, found: Derivative, hessian: Node, solved: Solved) -> Claim:
    """d2f = vec(dp)' H vec(dp) where p alone moves, and H = H'."""

    def sides(at: Place) -> tuple[Matrix, Matrix]:
        h, v = at.value(hessian), stacked(at.tangent(found.variable))
        first, second = solved.along(found.variable)
        curve = {x: (at.value(first[x]), at.value(second[x])) for x in first}
        bent = at.bend_along(f, {found.variable: at.tangent(found.variable)}, curve)
        form = at.product(transposed(v), at.product(h, v))
        return [*stacked(bent), *stacked(h)], [*stacked(form), *stacked(transposed(h))]

    return sides


def _once_more(solved: Solved, before: Node, node: Node) -> Claim:
    """A differential is the derivative of the one before where the unknowns move with the variables, the dp held fast."""
    return lambda at: (at.slope(before, _moves(at, solved.variables, solved.moves)), at.value(node))


def _bends(solved: Solved, x: Symbol) -> Claim:
    """The second derivative of g is 0 where the unknowns move along X + t dX + t^2 d2X/2."""
    del x

    def sides(at: Place) -> tuple[Matrix, Matrix]:
        along = {v: at.tangent(v) for v in solved.variables}
        curve = {y: (at.value(dy), at.value(solved.bends[y])) for y, dy in solved.moves.items()}
        bent = [row for g in solved.equations for row in stacked(at.bend_along(g, along, curve))]
        return bent, [[0 * entry for entry in row] for row in bent]

    return sides
