"""Verification of other readings: by another inner product, along directions, by free entries, second and mixed.

Each is held against f itself, moved along lines, as its definition has it; none of the derivations is repeated. What
is to hold is written down once, for exact arithmetic modulo p and for differences with sixty digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from matcalc_cli.answers.higher import is_moving
from matcalc_cli.check.exact.arithmetic.matrices import stacked, transposed
from matcalc_cli.check.variants.equation import Equation
from matcalc_cli.differential import direction
from matcalc_cli.expr.build import ONE, substitute
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import ties

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, Derivative, Variant
    from matcalc_cli.check.variants.equation import Matrix, Place, Sides
    from matcalc_cli.expr.node import Node, Symbol


def equations(answer: Answer, command: str) -> Iterator[Equation]:
    """The equations that hold for the output of a command about an answer in another reading."""
    variant, f = answer.variant, answer.expression
    if variant is not None:
        for found in answer.derivatives:
            yield from _of_one(f, found, variant, command)
        if command in ("differential", "diff", "json"):
            yield from _of_all(answer, variant)
    if answer.higher and command in ("diff", "json"):
        yield from _of_later_ones(answer)
    if command in ("hessian", "diff", "json"):
        for x, y, hessian in answer.mixed:
            yield Equation([f, hessian], [x, y], 2, _mixed(f, x, y, hessian))
        for found in answer.derivatives if not f.is_scalar else ():
            if found.hessian is not None:
                x, free = found.variable, variant is not None and variant.vech
                yield Equation([f, found.hessian], [x], 2, _stacked(f, x, found.hessian, by_free=free))


def _of_one(f: Node, found: Derivative, variant: Variant, command: str) -> Iterator[Equation]:
    x, gradient = found.variable, found.gradient
    if gradient is not None and x in variant.weights:
        weight = variant.weights[x]
        yield Equation([f, gradient, weight], [x], 1, _weighted(f, x, gradient, weight))
    if not variant.vech:
        return
    if gradient is not None:
        yield Equation([f, gradient], [x], 1, _free_gradient(f, x, gradient))
    if gradient is None or command in ("jacobian", "json"):
        yield Equation([f, found.jacobian], [x], 1, _free_jacobian(f, x, found.jacobian))
    if found.hessian is not None and f.is_scalar:
        yield Equation([f, found.hessian], [x], 2, _free_hessian(f, x, found.hessian))


def _of_all(answer: Answer, variant: Variant) -> Iterator[Equation]:
    f, total, directions = answer.expression, answer.total, variant.directions
    variables = [found.variable for found in answer.derivatives]
    if total is not None and variant.higher:
        moving = is_moving(directions)
        yield from _of_higher_orders(f, variables, {} if moving else directions, variant.higher)
        if moving:
            yield Equation([total, variant.higher[-1]], variables, 1, _put_in(total, variant.higher[-1], f, directions))
    elif total is not None and variant.twice:
        yield Equation([f, total, *directions.values()], variables, 2, _second(f, total, variables, directions))
    elif total is not None and directions:
        yield Equation([f, total, *directions.values()], variables, 1, _directional(f, total, directions))


def _of_later_ones(answer: Answer) -> Iterator[Equation]:
    """The differentials of a report, and its derivatives by numbers, each the derivative of the one before."""
    f, directions = answer.expression, answer.variant.directions if answer.variant is not None else {}
    variables = [found.variable for found in answer.derivatives]
    yield from _of_higher_orders(f, variables, directions, [one.total for one in answer.higher])
    for i, found in enumerate([found for found in answer.derivatives if found.derivative is not None]):
        rates = [found.derivative, *[one.rates[i][1] for one in answer.higher]]
        for before, rate in pairwise([rate for rate in rates if rate is not None]):
            yield Equation([before, rate], [found.variable], 1, _directional(before, rate, {found.variable: ONE}))


def _of_higher_orders(
    f: Node, variables: Sequence[Symbol], directions: Mapping[Symbol, Node], forms: Sequence[Node]
) -> Iterator[Equation]:
    """The second differential as such, and each of the later ones as the derivative of the one before, dX held fast."""
    second = _second(f, forms[0], variables, {}) if not directions else _twice_along(f, forms[0], directions)
    yield Equation([f, forms[0], *directions.values()], variables, 2, second)
    for before, form in pairwise(forms):
        moves = directions or {x: direction(x, f.symbols) for x in variables}
        yield Equation([before, form, *moves.values()], variables, 1, _directional(before, form, moves))


def _put_in(total: Node, form: Node, f: Node, directions: Mapping[Symbol, Node]) -> Callable[[Place], Sides]:
    """A form in the dX, and its value at directions."""
    along: dict[Node, Node] = {direction(x, f.symbols): to for x, to in directions.items()}
    return lambda at: (at.value(total), at.value(substitute(form, along)))


def _twice_along(f: Node, total: Node, directions: Mapping[Symbol, Node]) -> Callable[[Place], Sides]:
    """The second derivative of f(X + t V)."""

    def sides(at: Place) -> Sides:
        moves = {x: at.value(v) for x, v in directions.items()}
        return at.bend(f, moves, moves), at.value(total)

    return sides


def _weighted(f: Node, x: Symbol, gradient: Node, weight: Node) -> Callable[[Place], Sides]:
    """df = <G, E> = tr(G'WE)."""

    def sides(at: Place) -> Sides:
        pulled = at.product(at.value(weight), at.free(x))
        return at.slope(f, {x: at.tangent(x)}), at.product(_row(at.value(gradient)), stacked(pulled))

    return sides


def _row(a: Matrix) -> Matrix:
    return transposed(stacked(a))


def _half(at: Place, x: Symbol) -> Matrix:
    """The free entries of the direction, each once."""
    e = at.tangent(x)
    places = [next((i, j) for sign, i, j in tied if sign > 0) for tied in ties(KINDS[x.kind], len(e))]
    return [[e[i][j]] for i, j in places]


def _free_gradient(f: Node, x: Symbol, gradient: Node) -> Callable[[Place], Sides]:
    """df = g' vech(dS)."""
    return lambda at: (
        at.slope(f, {x: at.tangent(x)}),
        at.product(transposed(at.value(gradient)), _half(at, x)),
    )


def _free_jacobian(f: Node, x: Symbol, jacobian: Node) -> Callable[[Place], Sides]:
    """vec(df) = J vech(dS)."""
    return lambda at: (
        stacked(at.slope(f, {x: at.tangent(x)})),
        at.product(at.value(jacobian), _half(at, x)),
    )


def _free_hessian(f: Node, x: Symbol, hessian: Node) -> Callable[[Place], Sides]:
    """d2f = vech(dS)' H vech(dS), and H = H'."""

    def sides(at: Place) -> Sides:
        h, v, moves = at.value(hessian), _half(at, x), {x: at.tangent(x)}
        form = at.product(transposed(v), at.product(h, v))
        return [*at.bend(f, moves, moves), *h], [*form, *transposed(h)]

    return sides


def _stacked(f: Node, x: Symbol, hessians: Node, *, by_free: bool) -> Callable[[Place], Sides]:
    """d2f_k = v'H_k v for every entry of f, and H_k = H_k'; by a number x d2f = H dx^2."""

    def sides(at: Place) -> Sides:
        moves, h = {x: at.tangent(x)}, at.value(hessians)
        bent = at.bend(f, moves, moves)
        v = _half(at, x) if by_free else stacked(at.tangent(x))
        if x.is_scalar:
            return stacked(bent), at.product(stacked(h), at.product(v, v))
        blocks = [h[k : k + len(v)] for k in range(0, len(h), len(v))]
        forms = [row for block in blocks for row in at.product(transposed(v), at.product(block, v))]
        turned = [row for block in blocks for row in transposed(block)]
        return [*stacked(bent), *h], [*forms, *turned]

    return sides


def _directional(f: Node, total: Node, directions: Mapping[Symbol, Node]) -> Callable[[Place], Sides]:
    """The derivative of f(X + t V)."""
    return lambda at: (at.slope(f, {x: at.value(v) for x, v in directions.items()}), at.value(total))


def _second(
    f: Node, total: Node, variables: Sequence[Symbol], directions: Mapping[Symbol, Node]
) -> Callable[[Place], Sides]:
    """The derivative of f(X + s dX + t V) by s and t; without V that of f(X + s dX + t dX)."""

    def sides(at: Place) -> Sides:
        moves = {x: at.tangent(x) for x in variables}
        others = {x: at.value(v) for x, v in directions.items()} or moves
        return at.bend(f, moves, others), at.value(total)

    return sides


def _mixed(f: Node, x: Symbol, y: Symbol, hessian: Node) -> Callable[[Place], Sides]:
    """vec(E)' H vec(F) is the derivative of f(X + s E, Y + t F) by s and t."""
    return lambda at: (
        at.bend(f, {x: at.tangent(x)}, {y: at.tangent(y)}),
        at.product(at.product(_row(at.free(x)), at.value(hessian)), stacked(at.free(y))),
    )
