"""The derivatives of one expression: its differential, and everything that is read off it, simplified."""

from __future__ import annotations

from matcalc_cli.answers.answer import Derivative
from matcalc_cli.differential import differential, direction
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import ONE, add, apply, at_place, multiply, substitute, transpose
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.operations import TRACE
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.kinds import KINDS, of_shape
from matcalc_cli.later import Later, cache, lru_cache, partial
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.readings.structure import (
    acceleration,
    curvature,
    projected,
    projected_hessian,
    projected_jacobian,
    projection,
    tangential,
)
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.distribute import SHORT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.expr.shapes.dimensions import Shape
    from matcalc_cli.readings import adjoint as adjoints
else:
    adjoints = Later("matcalc_cli.readings.adjoint")


def derivative(expression: Node, variable: Symbol, order: int = 1) -> Derivative:
    """df of an expression in normal form, and what is read off it when it is looked at, for one variable."""
    found = _derivative(expression, variable, order)
    return found if all(s.place is None for s in expression.symbols) else _at_places(found)


def _at_places(found: Derivative) -> Derivative:
    """The derivative with A[i,j] for the names of parts, which are no names of the program."""

    def there(node: Node | None) -> Node | None:
        return None if node is None else simplify(at_place(node))

    return Derivative(
        found.variable,
        lambda: simplify(at_place(found.differential)),
        lambda: simplify(at_place(found.jacobian)),
        gradient=lambda: there(found.gradient),
        derivative=lambda: there(found.derivative),
        hessian=lambda: there(found.hessian),
    )


def _derivative(expression: Node, variable: Symbol, order: int) -> Derivative:
    moving = direction(variable, expression.symbols)
    if expression.is_scalar and not variable.is_scalar:
        return _gradient_and_hessian(expression, variable, moving, order)
    df = cache(lambda: simplify(differential(expression, {variable: moving})))
    if variable.is_scalar:
        return _by_a_scalar(expression, variable, df, moving, order)
    return Derivative(variable, df, lambda: simplify(projected_jacobian(matrix_of(df(), moving), variable)))


def _gradient_and_hessian(expression: Node, variable: Symbol, moving: Symbol, order: int) -> Derivative:
    free = cache(lambda: free_gradient(expression, variable))
    gradient = cache(lambda: simplify(projected(free(), variable)))
    return Derivative(
        variable,
        lambda: simplify(pairing(free(), moving)),
        lambda: simplify(transpose(vec(gradient()))),
        gradient=gradient,
        hessian=(lambda: simplify(projected_hessian(second(free(), variable), free(), variable)))
        if order > 1
        else None,
    )


def free_gradient(expression: Node, variable: Symbol) -> Node:
    """The G with df = tr(G' dX) of a scalar, as if the entries of X were free of each other."""
    return pulled(expression, variable, ONE)


def pulled(expression: Node, variable: Symbol, seed: Node) -> Node:
    """J*[seed], in the shape of the variable, as if its entries were free of each other."""
    moving = direction(variable, expression.symbols)
    return simplify(adjoints.adjoint(differential(expression, {variable: moving}), moving, seed))


def _by_a_scalar(expression: Node, variable: Symbol, df: Callable[[], Node], moving: Symbol, order: int) -> Derivative:
    part = expression.is_scalar and variable.place is not None  # of A, whose gradient has the derivative as an entry
    rate = cache(lambda: pulled(expression, variable, ONE) if part else _rate(df(), moving))
    if not expression.is_scalar:
        return Derivative(variable, df, lambda: simplify(vec(rate())), derivative=rate)
    return Derivative(
        variable,
        lambda: simplify(multiply(rate(), moving)),
        rate,
        gradient=rate,
        derivative=rate,
        hessian=(lambda: simplify(second(rate(), variable))) if order > 1 else None,
    )


def _rate(df: Node, moving: Symbol) -> Node:
    """df/d(alpha) is df with d(alpha) = 1."""
    return simplify(substitute(df, {moving: ONE}))


def pairing(gradient: Node, moving: Node) -> Node:
    """<G, dX> as G'dx or tr(G' dX)."""
    return apply(TRACE, (multiply(transpose(gradient), moving),))


def second(gradient: Node, variable: Symbol) -> Node:
    """The matrix of the differential of a gradient: vec(dG) = H vec(dX)."""
    moving = direction(variable, gradient.symbols)
    if variable.is_scalar:
        return vec(substitute(differential(gradient, {variable: moving}), {moving: ONE}))
    return matrix_of(_changed(gradient, variable, moving), moving)


@lru_cache(maxsize=4)
def _changed(gradient: Node, variable: Symbol, moving: Node) -> Node:
    """The differential of a gradient, once for the Hessian and for products with it."""
    return simplify(differential(gradient, {variable: moving}))


def with_stacked_hessian(expression: Node, found: Derivative, free: Node | None = None) -> Derivative:
    """A derivative of an f that is no number with the Hessians of its entries; `free` as in `stacked_hessian`."""
    x = found.variable
    if acceleration(x, x, x) is not None:
        raise MatcalcError(
            "unsupported", f"{x.spelling} moves on curves, along which Hessians are of numbers only",
            hint=f"matcalc differential EXPR --order 2 --wrt {x.spelling} is the second differential along geodesics",
        )  # fmt: skip
    return found.but(hessian=partial(stacked_hessian, expression, x, free))


def stacked_hessian(expression: Node, variable: Symbol, free: Node | None = None) -> Node:
    """The Hessians of the entries of f below each other, in the order of vec(f); by a number the second derivative itself.

    `free` has the free entries of the variable for its columns, where the Hessians are by these.
    """
    moving = direction(variable, expression.symbols)
    df = simplify(differential(expression, {variable: moving}))
    if variable.is_scalar:
        return simplify(at_place(_rate(differential(_rate(df, moving), {variable: moving}), moving)))
    along = projection(variable) if free is None else free

    def matrix(change: Node) -> Node:
        found = matrix_of(change, moving)
        return simplify(found if along is None else multiply(found, along))

    turned = transpose(matrix(df))
    return simplify(at_place(matrix(simplify(differential(turned, {variable: moving})))))


def hessian_product(expression: Node, variable: Symbol, along: Symbol) -> Node:
    """H vec(along) in the shape of the variable, for `along` in its subspace: the gradient differentiated along it.

    On the orthogonal group H is that of t -> f(Q exp(t Q'dQ)), curvature included, as in `projected_hessian`.
    """
    return joint_hessian_product(expression, variable, {variable: along})


def joint_hessian_product(expression: Node, variable: Symbol, along: Mapping[Symbol, Symbol]) -> Node:
    """How the gradient by a variable changes where several variables move, each along its own direction in its subspace."""
    tangents: dict[Symbol, Node] = {v: tangential(symbol, v) for v, symbol in along.items()}
    if variable.is_scalar:
        moving = direction(variable, expression.symbols)
        rate = _rate(differential(expression, {variable: moving}), moving)
        return simplify(at_place(differential(rate, tangents)))
    free = free_gradient(expression, variable)
    if free.cost > SHORT and tangents == {variable: along.get(variable)}:  # as the Hessian has it
        moving = direction(variable, free.symbols)
        changed = substitute(_changed(free, variable, moving), {moving: tangents[variable]})
    else:
        changed = add(differential(free, tangents), curvature(free, variable, tangents[variable]))
    return simplify(at_place(projected(simplify(changed), variable)))


def tangent(expression: Node, derivative: Derivative) -> tuple[Node, Symbol]:
    """The differential along any direction, whose projection the variable moves along; and the name of that direction."""
    variable = derivative.variable
    moving = direction(variable, expression.symbols)
    if not KINDS[variable.kind].is_structured:
        return derivative.differential, moving
    anywhere = symbol(
        moving.name, moving.shape, "matrix", spelling=moving.spelling, differential_of=moving.differential_of
    )
    along = substitute(derivative.differential, {moving: projected(anywhere, variable)})
    return simplify(at_place(along)), anywhere


def cotangent(expression: Node, derivative: Derivative, seed: Node) -> Node:
    """J*[seed], in the shape of the variable and inside its subspace."""
    if expression.is_scalar and derivative.gradient is not None and derivative.gradient.cost > SHORT:
        return simplify(multiply(seed, derivative.gradient))  # a number more or less makes no other form the shortest
    return simplify(at_place(projected(pulled(expression, derivative.variable, seed), derivative.variable)))


def new_symbol(answer: Answer, letter: str, shape: Shape, kind: str = "") -> Symbol:
    """A name that the program does not use: Y, or Y1, Y2, ..."""
    taken = {v.name for v in answer.variables}
    name = next(n for n in (letter, *[f"{letter}{i}" for i in range(1, len(taken) + 2)]) if n not in taken)
    return symbol(name, shape, kind or of_shape(shape))
