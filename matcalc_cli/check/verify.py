"""Verdicts by exact arithmetic: a differential, gradient, Jacobian or Hessian against f(X + e E) modulo p."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.check import dual
from matcalc_cli.check.draw import Draw, Setting
from matcalc_cli.check.exact import UnknownError, evaluate
from matcalc_cli.check.field import NoValueError
from matcalc_cli.check.structure import FIELD

if TYPE_CHECKING:
    from matcalc_cli.check.dual import Matrix
    from matcalc_cli.expr.node import Node, Symbol

REDRAWS = 12
"""Draws at one set of sizes before it is called singular."""
TRIALS = 2
"""Sets of sizes that must agree."""

Comparison = Callable[[Draw], tuple["Matrix", "Matrix"]]


class Verdict:
    """What exact arithmetic says of a claim: "ok", "wrong" or "undecided", and why.

    sizes   the sets of sizes at which the two sides were compared
    aside   the sets of sizes where they have no value, with the reason
    """

    __slots__ = ("aside", "reason", "sizes", "word")

    def __init__(
        self,
        word: str,
        reason: str = "",
        sizes: Sequence[Mapping[str, int]] = (),
        aside: Sequence[tuple[Mapping[str, int], str]] = (),
    ) -> None:
        self.word = word
        self.reason = reason
        self.sizes = tuple(sizes)
        self.aside = tuple(aside)

    def __repr__(self) -> str:
        return f"Verdict({self.word!r}, {self.reason!r}, {self.sizes}, {self.aside})"


def verify(
    f: Node, variables: Symbol | Sequence[Symbol], differential: Node, *, sizes: Sequence[Mapping[str, int]] = (),
    seed: int = 0,
) -> Verdict:  # fmt: skip
    """Whether `differential` is df, along random directions of the variables at once."""

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        return dual.part(evaluate(f, draw.world), 1), dual.part(evaluate(differential, draw.world), 0)

    return _decide(compare, (f, differential), variables, sizes, seed)


def verify_gradient(
    f: Node, variable: Symbol, gradient: Node, *, sizes: Sequence[Mapping[str, int]] = (), seed: int = 0
) -> Verdict:
    """Whether <G, E> is df for any E, df meaning that of the projection of E on the kind of the variable."""

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        g = dual.part(evaluate(gradient, draw.world), 0)
        inner = dual.total(FIELD, dual.hadamard(FIELD, g, draw.directions[variable.name]))
        return dual.part(evaluate(f, draw.world), 1), [[inner]]

    return _decide(compare, (f, gradient), variable, sizes, seed)


def verify_jacobian(
    f: Node, variable: Symbol, jacobian: Node, *, sizes: Sequence[Mapping[str, int]] = (), seed: int = 0
) -> Verdict:
    """Whether J vec(E) is vec(df) for any E."""

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        j = dual.part(evaluate(jacobian, draw.world), 0)
        moved = dual.product(FIELD, j, dual.stacked(draw.directions[variable.name]))
        return dual.stacked(dual.part(evaluate(f, draw.world), 1)), moved

    return _decide(compare, (f, jacobian), variable, sizes, seed)


def verify_derivative(
    f: Node, variable: Symbol, derivative: Node, *, sizes: Sequence[Mapping[str, int]] = (), seed: int = 0
) -> Verdict:
    """Whether `derivative` is df/d(alpha), of the shape of f, for a scalar variable."""

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        d = dual.part(evaluate(derivative, draw.world), 0)
        step = draw.directions[variable.name][0][0]
        return dual.part(evaluate(f, draw.world), 1), dual.times(FIELD, step, d)

    return _decide(compare, (f, derivative), variable, sizes, seed)


def verify_adjoint(
    f: Node, variable: Symbol, adjoint: Node, argument: Symbol, *, sizes: Sequence[Mapping[str, int]] = (),
    seed: int = 0,
) -> Verdict:  # fmt: skip
    """Whether <J*[Y], E> is <Y, df> for any E, Y being the symbol `argument`."""

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        df, back = dual.part(evaluate(f, draw.world), 1), dual.part(evaluate(adjoint, draw.world), 0)
        y = draw.world.values[argument]
        return (
            [[dual.total(FIELD, dual.hadamard(FIELD, y, df))]],
            [[dual.total(FIELD, dual.hadamard(FIELD, back, draw.directions[variable.name]))]],
        )

    return _decide(compare, (f, adjoint, argument), variable, sizes, seed)


def verify_hessian(
    f: Node, variable: Symbol, hessian: Node, *, sizes: Sequence[Mapping[str, int]] = (), seed: int = 0
) -> Verdict:
    """Whether H is symmetric and vec(E)' H vec(E) the second derivative of f along the curve of direction E."""

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        h = dual.part(evaluate(hessian, draw.world), 0)
        e = dual.stacked(draw.directions[variable.name])
        form = dual.product(FIELD, dual.transposed(e), dual.product(FIELD, h, e))
        second = dual.times(FIELD, 2, dual.part(evaluate(f, draw.world), 2))
        return [*second, *dual.transposed(h)], [*form, *h]

    return _decide(compare, (f, hessian), variable, sizes, seed, order=2)


def equal(a: Node, b: Node, *, sizes: Sequence[Mapping[str, int]] = (), seed: int = 0) -> Verdict:
    """Whether two expressions have one value."""

    def compare(draw: Draw) -> tuple[Matrix, Matrix]:
        return evaluate(a, draw.world), evaluate(b, draw.world)

    return _decide(compare, (a, b), (), sizes, seed, order=0)


def _decide(
    compare: Comparison,
    roots: Sequence[Node],
    variables: Symbol | Sequence[Symbol],
    sizes: Sequence[Mapping[str, int]],
    seed: int,
    *,
    order: int = 1,
) -> Verdict:
    """Compare at two sets of sizes where both sides have values."""
    setting = Setting(roots)
    moving = tuple(variables) if isinstance(variables, (list, tuple)) else (variables,)
    agreed: list[Mapping[str, int]] = []
    aside: list[tuple[Mapping[str, int], str]] = []
    for given in sizes or setting.sizes():
        try:
            found = _at(compare, setting, moving, given, seed=seed + 1000 * len(agreed), order=order)
        except UnknownError as unknown:
            return Verdict("undecided", f"{unknown} has no exact value")
        if isinstance(found, str):
            aside.append((given, found))
        elif found[0]:
            agreed.append(given)
        else:
            word, reason = ("undecided", "the two sides differ, which is not decisive") if found[1] else ("wrong", "")
            return Verdict(word, reason, [given], aside)
        if len(agreed) == TRIALS:
            break
    if not agreed:
        return Verdict("undecided", aside[0][1] if aside else "no sizes", (), aside)
    return Verdict("ok", "", agreed, aside)


def _at(
    compare: Comparison, setting: Setting, variables: Sequence[Symbol], sizes: Mapping[str, int], *, seed: int, order: int
) -> tuple[bool, bool] | str:
    """Whether the sides agree at these sizes, and whether oracles were asked; the reason if there is no value."""
    reason = ""
    for attempt in range(REDRAWS):
        draw = Draw(setting, variables, sizes, seed=seed + attempt, order=order, positive=attempt % 3 == 2)
        try:
            left, right = compare(draw)
        except NoValueError as no_value:
            reason = str(no_value)
            continue
        return left == right, draw.world.oracles.used
    return reason
