"""Verdicts by exact arithmetic: a differential, gradient, Jacobian or Hessian against f(X + e E) modulo p."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from matcalc_cli.check import dual
from matcalc_cli.check.draw import Draw, Setting
from matcalc_cli.check.exact import OverBudgetError, UnknownError, evaluate
from matcalc_cli.check.field import NoValueError
from matcalc_cli.check.oracle import Manner, Oracles
from matcalc_cli.check.structure import FIELD

if TYPE_CHECKING:
    from matcalc_cli.check.dual import Matrix
    from matcalc_cli.expr.node import Node, Symbol

Sides = tuple["Matrix", "Matrix"]
Sizes = Mapping[str, int]

TRIALS = 2
"""Sets of sizes that must agree."""
SIGNED = 8
"""Draws that must agree where signs are asked: a claim may be right for positive numbers only."""
_STRICT, _POSITIVE, _LOOSE = Manner(strict=True), Manner(strict=True, positive=True), Manner()
DRAWS = (_STRICT, _STRICT, _POSITIVE, *[_STRICT] * 9, _LOOSE, Manner(positive=True), _LOOSE)
"""The draws at one set of sizes, until both sides have a value."""
SPECTRAL_DRAWS = (*[Manner(strict=True, spectral=True)] * 20, *[Manner(spectral=True)] * 20)
"""The draws where eigenvalues or singular values must be in the field."""


class Verdict:
    """What exact arithmetic says of a claim: "ok", "wrong" or "undecided", and why.

    sizes   the sets of sizes at which the two sides were compared
    aside   the sets of sizes where they have no value, with the reason
    """

    __slots__ = ("aside", "reason", "sizes", "word")

    def __init__(
        self, word: str, reason: str = "", sizes: Sequence[Sizes] = (), aside: Sequence[tuple[Sizes, str]] = ()
    ) -> None:
        self.word = word
        self.reason = reason
        self.sizes = tuple(sizes)
        self.aside = tuple(aside)

    def __repr__(self) -> str:
        return f"Verdict({self.word!r}, {self.reason!r}, {self.sizes}, {self.aside})"


def _inner(a: Matrix, b: Matrix) -> Matrix:
    return [[dual.total(FIELD, dual.hadamard(FIELD, a, b))]]


def _differential(f: Matrix, claim: Matrix, e: Matrix) -> Sides:
    """df along E; the claim contains dX, which is E."""
    del e
    return dual.part(f, 1), claim


def _gradient(f: Matrix, claim: Matrix, e: Matrix) -> Sides:
    """df = <G, E>."""
    return dual.part(f, 1), _inner(claim, e)


def _jacobian(f: Matrix, claim: Matrix, e: Matrix) -> Sides:
    """vec(df) = J vec(E)."""
    return dual.stacked(dual.part(f, 1)), dual.product(FIELD, claim, dual.stacked(e))


def _derivative(f: Matrix, claim: Matrix, e: Matrix) -> Sides:
    """df = (df/d alpha) E for a scalar variable."""
    return dual.part(f, 1), dual.times(FIELD, e[0][0], claim)


def _hessian(f: Matrix, claim: Matrix, e: Matrix) -> Sides:
    """d^2 f = vec(E)' H vec(E), and H = H'."""
    v = dual.stacked(e)
    form = dual.product(FIELD, dual.transposed(v), dual.product(FIELD, claim, v))
    return [*dual.times(FIELD, 2, dual.part(f, 2)), *dual.transposed(claim)], [*form, *claim]


def _value(f: Matrix, claim: Matrix, e: Matrix) -> Sides:
    """Two expressions of one value."""
    del e
    return dual.part(f, 0), claim


READINGS: dict[str, tuple[int, Callable[[Matrix, Matrix, Matrix], Sides]]] = {
    "differential": (1, _differential),
    "gradient": (1, _gradient),
    "jacobian": (1, _jacobian),
    "derivative": (1, _derivative),
    "hessian": (2, _hessian),
    "value": (0, _value),
}
"""By name: the order of the jets, and the two sides, from the values of f(X + e E) and the claim, for any E."""


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
    order, sides = READINGS[reading]

    def compare(draw: Draw) -> Sides:
        e = draw.directions[moving[0].name] if moving else []
        return sides(evaluate(f, draw.moving), evaluate(claim, draw.still), e)

    trial = _Trial(Setting([f, claim, *moving]), moving, compare, order, budget)
    return trial.verdict(sizes, seed)


verify_gradient = partial(verify, reading="gradient")
verify_jacobian = partial(verify, reading="jacobian")
verify_derivative = partial(verify, reading="derivative")
verify_hessian = partial(verify, reading="hessian")


def equal(a: Node, b: Node, *, sizes: Sequence[Sizes] = (), seed: int = 0) -> Verdict:
    """Whether two expressions have one value."""
    return verify(a, (), b, reading="value", sizes=sizes, seed=seed)


def verify_adjoint(
    f: Node, variable: Symbol, adjoint: Node, argument: Symbol, *, sizes: Sequence[Sizes] = (), seed: int = 0
) -> Verdict:
    """Whether <J*[Y], E> is <Y, df> for any E, Y being the symbol `argument`."""

    def compare(draw: Draw) -> Sides:
        df, back = dual.part(evaluate(f, draw.moving), 1), evaluate(adjoint, draw.still)
        return _inner(draw.still.values[argument], df), _inner(back, draw.directions[variable.name])

    return _Trial(Setting([f, adjoint, argument, variable]), (variable,), compare, 1, None).verdict(sizes, seed)


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
    return _Trial(Setting([*roots, *variables]), variables, compare, order, budget).verdict(sizes, seed)


class _Trial:
    """One question, to be compared in many draws."""

    __slots__ = ("budget", "compare", "order", "setting", "variables")

    def __init__(
        self,
        setting: Setting,
        variables: Sequence[Symbol],
        compare: Callable[[Draw], Sides],
        order: int,
        budget: float | None,
    ) -> None:
        self.setting, self.variables, self.compare, self.order, self.budget = setting, variables, compare, order, budget

    def verdict(self, sizes: Sequence[Sizes], seed: int) -> Verdict:
        """The verdict of the first sets of sizes where both sides have values."""
        agreed: list[Sizes] = []
        aside: list[tuple[Sizes, str]] = []
        deadline = self.setting.deadline(self.budget)
        try:
            for given in sizes or self.setting.sizes():
                word, reason = self.at(given, seed + 1000 * len(agreed), deadline)
                if word == "none":
                    aside.append((given, reason))
                elif word == "agree":
                    agreed.append(given)
                else:
                    return Verdict(word, reason, [given], aside)
                if len(agreed) == TRIALS:
                    break
        except (UnknownError, OverBudgetError) as error:
            return Verdict("undecided", str(error), agreed, aside)
        if not agreed:
            return Verdict("undecided", aside[0][1], (), aside)
        return Verdict("ok", "", agreed, aside)

    def at(self, sizes: Sizes, seed: int, deadline: float) -> tuple[str, str]:
        """Whether the two sides agree at these sizes: agree, wrong, undecided, or none without a value."""
        word, reason, agreements = "none", "", 0
        for attempt, manner in enumerate(SPECTRAL_DRAWS if self.setting.spectral else DRAWS):
            try:
                equal, oracles = self.compared(sizes, manner, seed + attempt, deadline)
            except NoValueError as no_value:
                reason = reason or str(no_value)
                continue
            if equal:
                agreements += 1
                if oracles.signed and agreements < SIGNED:  # not by the luck of the signs
                    continue
                return "agree", ""
            if not (oracles.used or oracles.signed or oracles.loose):
                return "wrong", ""
            word, reason = "undecided", "the two sides differ, which does not decide here"
            # With a root of a negative number a sign may be off in this draw and right in the next.
            if oracles.signed or not oracles.loose:
                break
        return ("agree", "") if agreements and word == "none" else (word, reason)

    def compared(self, sizes: Sizes, manner: Manner, seed: int, deadline: float) -> tuple[bool, Oracles]:
        """Whether the sides agree in this draw, if need be with the laws of exp and log; the oracles."""
        for laws in (False, True):
            lawful = manner.with_laws(laws=laws)
            draw = Draw(self.setting, self.variables, sizes, lawful, seed=seed, order=self.order, deadline=deadline)
            left, right = self.compare(draw)
            oracles = draw.still.arithmetic.oracles
            if left == right or not oracles.used:
                break
        return left == right, oracles
