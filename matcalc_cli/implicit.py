"""Implicit functions: x given by g(x, p) = 0, its differential, and the gradient of a loss by the adjoint method."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from matcalc_cli.answers.answer import Answer, Derivative, Solved, Variant
from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import ONE, add, multiply, substitute, transpose
from matcalc_cli.expr.node import Node, Symbol, number
from matcalc_cli.expr.vectorized import entries, vec
from matcalc_cli.language.tree import Name, Operation, Program
from matcalc_cli.readings.derive import free_gradient, pairing, pulled
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.readings.structure import projected, projected_jacobian
from matcalc_cli.simplify import simplify


def as_many_equations(program: Program, unknown: Symbol) -> Program:
    """The program g read as g + x - x, so that g gets the shape of x where its own leaves it open."""
    x = Name(unknown.name, unknown.spelling, 0, 0)
    start, end = program.body.start, program.body.end
    body = Operation("subtract", (Operation("add", (program.body, x), start, end), x), start, end)
    return program.of(program.bindings, body)


def solved(answer: Answer, unknown: Symbol, variables: Sequence[Symbol], loss: Node | None) -> None:
    """Turn the answer about g into one about x, or about the loss.

    vec(dx) = -(dg/dx)^-1 vec(dg/dp[dp]). With a loss f(x, p): (dg/dx)' y = grad_x f once, then
    grad_p = grad_p f - (dg/dp)*[y]. Source: MIT 18.063, chapter 6.3; Strang, Computational Science, 8.7.
    """
    g = answer.expression
    moving = direction(unknown, g.symbols)
    dg = simplify(differential(g, {unknown: moving}))
    if entries(g) != entries(unknown):
        raise MatcalcError(
            "shape", f"g has {entries(g)} equations for the {entries(unknown)} entries of {unknown.spelling}",
            hint="as many equations as unknowns make x a function of the rest",
        )  # fmt: skip
    if moving not in dg.symbols:
        body = answer.program.body
        raise MatcalcError(
            "unsupported", f"g does not change with {unknown.spelling}, so g = 0 does not determine it",
            [Label(body.start, body.end)], hint="A*x - b, for example, does",
        )  # fmt: skip
    jacobian = simplify(matrix_of(dg, moving))
    solution = cache(lambda: _solution(g, unknown, variables, jacobian))
    answer.variant = Variant(answer.copied())
    answer.variant.solved = Solved(unknown, variables, solution, jacobian, loss=loss is not None)
    if loss is None:
        answer.expression, answer.total = unknown, solution
        answer.derivatives = tuple([_of_the_unknown(g, v, _solution(g, unknown, [v], jacobian)) for v in variables])
        return
    if not loss.is_scalar:
        raise MatcalcError("shape", "a loss is a scalar")
    slope = free_gradient(loss, unknown)
    lagrange = simplify(_shaped(multiply(transpose(_inverse(jacobian)), vec(slope)), g))
    answer.expression = loss
    answer.derivatives = tuple([_by_adjoint(g, loss, lagrange, v) for v in variables])


def _inverse(matrix: Node) -> Node:
    return instantiate("A^-1", {"A": matrix}, {})


def _shaped(column: Node, like: Node) -> Node:
    if like.cols == 1:
        return column
    return instantiate("unvec(x, m, n)", {"x": column}, {"m": like.rows, "n": like.cols})


def _solution(g: Node, unknown: Symbol, variables: Sequence[Symbol], jacobian: Node) -> Node:
    dg = differential(g, {v: direction(v, g.symbols) for v in variables})
    return simplify(_shaped(multiply(number(-1), _inverse(jacobian), vec(simplify(dg))), unknown))


def _of_the_unknown(g: Node, variable: Symbol, dx: Node) -> Derivative:
    moving = direction(variable, g.symbols)
    if variable.is_scalar:
        rate = simplify(substitute(dx, {moving: ONE}))
        return Derivative(variable, dx, lambda: simplify(vec(rate)), derivative=rate)
    return Derivative(variable, dx, lambda: simplify(projected_jacobian(matrix_of(dx, moving), variable)))


def _by_adjoint(g: Node, loss: Node, lagrange: Node, variable: Symbol) -> Derivative:
    through_g = multiply(number(-1), pulled(g, variable, lagrange))
    gradient = simplify(projected(add(free_gradient(loss, variable), through_g), variable))
    flat = simplify(transpose(vec(gradient)))
    moving = direction(variable, g.symbols)
    return Derivative(variable, simplify(pairing(gradient, moving)), flat, gradient=gradient)
