"""Verification of implicit functions: x given by g(x, p) = 0, and the gradients of a loss f(x, p).

What holds on the lines through any point holds on those where g = 0; nobody has to solve that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from matcalc_cli.check.exact.matrices import stacked, transposed
from matcalc_cli.check.variants.equation import Equation
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import number

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, Derivative, Solved
    from matcalc_cli.check.variants.equation import Matrix, Place, Sides
    from matcalc_cli.expr.node import Node, Symbol


def of_an_unknown(answer: Answer, g: Node, solved: Solved, command: str) -> Iterator[Equation]:
    """dx keeps g = 0, and gradients are those of f(x(p), p)."""
    variables, x = solved.variables, solved.unknown
    dx = solved.solution() if solved.loss or answer.total is None else answer.total
    back = multiply(number(-1), dx)
    yield Equation(
        [g, back], variables, 1, lambda at: (at.slope(g, _moves(at, variables)), at.slope(g, {x: at.value(back)}))
    )
    if solved.loss:
        gradients = {found.variable: found.gradient for found in answer.derivatives if found.gradient is not None}
        yield Equation(
            [g, answer.expression, dx, *gradients.values()], variables, 1, _through(answer.expression, x, dx, gradients)
        )
    elif command == "json":
        for found in answer.derivatives:
            # A dX in g is a name of the program and not a move of X: g is the first of the expressions.
            roots = [g, found.differential, found.jacobian]
            yield Equation(roots, [found.variable], 1, _applied(found))
            if found.derivative is not None:
                yield Equation([*roots, found.derivative], [found.variable], 1, _by_a_scalar(found, found.derivative))


def _applied(found: Derivative) -> Callable[[Place], Sides]:
    """vec(dx) = J vec(dp)."""
    return lambda at: (
        stacked(at.value(found.differential)),
        at.product(at.value(found.jacobian), stacked(at.tangent(found.variable))),
    )


def _by_a_scalar(found: Derivative, rate: Node) -> Callable[[Place], Sides]:
    """dx = dx/dalpha dalpha."""
    return lambda at: (
        stacked(at.value(found.differential)),
        at.product(stacked(at.value(rate)), at.tangent(found.variable)),
    )


def _moves(at: Place, variables: Iterable[Symbol]) -> dict[Symbol, Matrix]:
    return {x: at.tangent(x) for x in variables}


def _through(f: Node, x: Symbol, dx: Node, gradients: Mapping[Symbol, Node]) -> Callable[[Place], Sides]:
    """df = <G, dp>, summed over the variables p, where x moves with them."""

    def sides(at: Place) -> Sides:
        moves = _moves(at, gradients)
        row = [[entry for p in gradients for entry in transposed(stacked(at.value(gradients[p])))[0]]]
        column = [entry for p in gradients for entry in stacked(moves[p])]
        return at.slope(f, {**moves, x: at.value(dx)}), at.product(row, column)

    return sides
