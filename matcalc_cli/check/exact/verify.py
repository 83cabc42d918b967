"""Verdicts by exact arithmetic: a differential, gradient, Jacobian or Hessian against f(X + e E) modulo p."""

from __future__ import annotations

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.applied import along, inner
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.draw import Draw, setting_of
from matcalc_cli.check.exact.kinds import FIELD
from matcalc_cli.check.exact.trial import Sides, Trial, Verdict
from matcalc_cli.later import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.trial import Sizes
    from matcalc_cli.expr.node import Node, Symbol

VALUE = "value"
"""The name of the comparison of two expressions that are to be equal."""

__all__ = [
    "Sides", "Verdict", "all_equal", "decide", "equal", "verify", "verify_adjoint", "verify_derivative",
    "verify_gradient", "verify_hessian", "verify_jacobian",
]  # fmt: skip


def _hessian(f: Matrix, claim: Matrix, e: Matrix) -> Sides:
    """d^2 f = vec(E)' H vec(E), and H = H', for every entry of f, whose Hessians are below each other."""
    v = matrices.stacked(e)
    hessians = [claim[k : k + len(v)] for k in range(0, len(claim), len(v))]
    forms = [
        row for h in hessians for row in matrices.product(FIELD, matrices.transposed(v), matrices.product(FIELD, h, v))
    ]
    second = matrices.times(FIELD, 2, matrices.stacked(matrices.part(f, 2)))
    return [*second, *(row for h in hessians for row in matrices.transposed(h))], [*forms, *claim]


def _sides(reading: str, order: int, f: Node, claim: Node, e: Matrix, draw: Draw) -> Sides:
    """The derivative of f of that order, and what the claim says; which is valued first, since numbers are singular sooner than jets."""
    claimed = along(reading, claim, e, draw.still, f) if order == 1 else evaluate(claim, draw.still)
    found = evaluate(f, draw.moving)
    return _hessian(found, claimed, e) if order > 1 else (matrices.part(found, order), claimed)


def verify(
    f: Node,
    variables: Symbol | Sequence[Symbol],
    claim: Node,
    *,
    reading: str = "differential",
    sizes: Sequence[Sizes] = (),
    seed: int = 0,
    budget: float | None = None,
) -> Verdict:
    """Whether `claim` is that reading of the derivative of f, at two sets of sizes within `budget` seconds.

    X moves along the projection of an arbitrary E on the directions that its kind allows. A differential may have
    several variables, each with a d<variable> in it.
    """
    moving = tuple(variables) if isinstance(variables, (list, tuple)) else (variables,)
    order = 0 if reading == VALUE else READINGS[reading].order

    def compare(draw: Draw) -> Sides:
        return _sides(reading, order, f, claim, draw.directions[moving[0].name] if moving else [], draw)

    trial = Trial(setting_of(f, claim, *moving), moving, compare, order, budget)
    return trial.verdict(sizes, seed)


verify_gradient = partial(verify, reading="gradient")
verify_jacobian = partial(verify, reading="jacobian")
verify_derivative = partial(verify, reading="derivative")
verify_hessian = partial(verify, reading="hessian")


def equal(a: Node, b: Node, *, sizes: Sequence[Sizes] = (), seed: int = 0) -> Verdict:
    """Whether two expressions have one value."""
    return verify(a, (), b, reading=VALUE, sizes=sizes, seed=seed)


def all_equal(pairs: Sequence[tuple[Node, Node]]) -> Verdict:
    """Whether every pair of expressions has one value, all in the same draws; anything but "ok" says nothing about a single pair."""

    def compare(draw: Draw) -> Sides:
        first, second = ([row for pair in pairs for row in evaluate(pair[k], draw.still)] for k in (0, 1))
        return first, second

    return decide([side for pair in pairs for side in pair], (), compare, order=0)


def verify_adjoint(
    f: Node,
    variable: Symbol,
    adjoint: Node,
    argument: Symbol,
    *,
    sizes: Sequence[Sizes] = (),
    seed: int = 0,
    budget: float | None = None,
) -> Verdict:
    """Whether <J*[Y], E> is <Y, df> for any E, Y being the symbol `argument`."""

    def compare(draw: Draw) -> Sides:
        df, back = matrices.part(evaluate(f, draw.moving), 1), evaluate(adjoint, draw.still)
        return inner(draw.still.symbol(argument), df), inner(back, draw.directions[variable.name])

    return Trial(setting_of(f, adjoint, argument, variable), (variable,), compare, 1, budget).verdict(sizes, seed)


def decide(
    roots: Sequence[Node],
    variables: Sequence[Symbol],
    compare: Callable[[Draw], Sides],
    *,
    order: int = 1,
    sizes: Sequence[Sizes] = (),
    seed: int = 0,
    budget: float | None = None,
) -> Verdict:
    """Whether the two sides that `compare` makes of `roots` agree while all `variables` move; as in `verify`."""
    return Trial(setting_of(*roots, *variables), variables, compare, order, budget).verdict(sizes, seed)
