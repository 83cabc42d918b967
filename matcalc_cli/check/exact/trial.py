"""One question of exact arithmetic, compared in random draws until it is decided."""

from __future__ import annotations

from matcalc_cli.check.evaluate import UnknownError
from matcalc_cli.check.exact.arithmetic.field import NoValueError, SingularError
from matcalc_cli.check.exact.draw import Draw, Setting
from matcalc_cli.check.exact.draw_values import OverBudgetError
from matcalc_cli.check.exact.oracle import Manner, Oracles
from matcalc_cli.later import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import TypeAlias

    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.expr.node import Symbol

    Sizes: TypeAlias = Mapping[str, int]

Sides = tuple["Matrix", "Matrix"]

TRIALS = 2
"""Sets of sizes that must agree."""
SINGULAR = 2
"""Draws after which what is singular is so at these sizes: one draw in 2^50 would be by chance."""
MOST_ROOTS = 4
"""More square roots are not tried with either sign."""
SIGNED = 8
"""Draws that must agree where signs are asked: a claim may be right for positive numbers only."""
_STRICT, _POSITIVE, _LOOSE = Manner(strict=True), Manner(strict=True, positive=True), Manner()
DRAWS = (_STRICT, _STRICT, _POSITIVE, *[_STRICT] * 9, _LOOSE, Manner(positive=True), _LOOSE)
"""The draws at one set of sizes, until both sides have a value."""
LOOSE_DRAWS = (_STRICT, _POSITIVE, _LOOSE, Manner(positive=True), *[_LOOSE] * 4)
"""The draws where hardly a strict one has a value."""
SPECTRAL_DRAWS = (*[Manner(strict=True, spectral=True)] * 20, *[Manner(spectral=True)] * 20)
"""The draws where eigenvalues or singular values must be in the field."""


class Verdict:
    """The verdict of exact arithmetic on a claim: "ok", "wrong" or "undecided", and why.

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


def draws_for(setting: Setting) -> Sequence[Manner]:
    """The manners of drawing for a setting, the first one to be tried first."""
    return SPECTRAL_DRAWS if setting.spectral else LOOSE_DRAWS if setting.negative else DRAWS


class Trial:
    """One question, to be compared in many draws.

    At `trials` sets of sizes the two sides must agree, at each in `signed` draws where signs are asked.
    """

    __slots__ = ("budget", "compare", "order", "setting", "signed", "trials", "variables")

    def __init__(
        self,
        setting: Setting,
        variables: Sequence[Symbol],
        compare: Callable[[Draw], Sides],
        order: int,
        budget: float | None,
        *,
        trials: int = TRIALS,
        signed: int = SIGNED,
    ) -> None:
        self.setting, self.variables, self.compare, self.order, self.budget = setting, variables, compare, order, budget
        self.trials, self.signed = trials, signed

    def verdict(self, sizes: Sequence[Sizes], seed: int) -> Verdict:
        """The verdict of the first sets of sizes where both sides have values."""
        agreed: list[Sizes] = []
        aside: list[tuple[Sizes, str]] = []
        deadline = self.setting.deadline(self.budget)
        try:
            for given in sizes or self.setting.sizes():
                word, reason = self.at(given, seed + 1000 * len(agreed), deadline, len(agreed))
                if word == "none":
                    aside.append((given, reason))
                elif word == "agree":
                    agreed.append(given)
                else:
                    return Verdict(word, reason, [given], aside)
                if len(agreed) == self.trials:
                    break
        except (UnknownError, OverBudgetError) as error:
            return Verdict("undecided", str(error), agreed, aside)
        if not agreed:
            return Verdict("undecided", aside[0][1] if aside else "no sizes leave room for what is selected", (), aside)
        return Verdict("ok", "", agreed, aside)

    def at(self, sizes: Sizes, seed: int, deadline: float, done: int = 0) -> tuple[str, str]:
        """Whether the two sides agree at these sizes: agree, wrong, undecided, or none without a value.

        They do wherever the indices of members are after `done` other sizes; members that have no value at some place, 1/norm(x_k - x_1) at 1,
        are compared at the others.
        """
        found: list[tuple[str, str]] = []
        every = self.setting.places(done + 1) if self.trials == 1 else ()
        for places in dict.fromkeys((*self.setting.places(done), *every)):
            found.append(self._at(sizes, seed, deadline, places))
            if found[-1][0] in ("wrong", "undecided"):
                return found[-1]
        return next((one for one in found if one[0] == "agree"), found[-1])

    def _at(self, sizes: Sizes, seed: int, deadline: float, places: Sequence[float]) -> tuple[str, str]:
        word, reason, agreements, singular = "none", "", 0, 0
        for attempt, manner in enumerate(draws_for(self.setting)):
            ask = partial(self.compared, sizes, manner, seed + attempt, deadline, places)
            try:
                equal, oracles = ask()
            except NoValueError as no_value:
                reason = reason or str(no_value)
                singular += isinstance(no_value, SingularError)
                if singular == SINGULAR and not (self.setting.signed or self.setting.whole):
                    break
                continue
            if equal:
                agreements += 1
                if oracles.signed and agreements < self.signed:  # not by the luck of the signs
                    continue
                return "agree", ""
            if not (oracles.used or oracles.signed or oracles.loose) and _differ_for_every_root(ask, oracles.roots):
                return "wrong", ""
            word, reason = "undecided", "the two sides differ, which does not decide here"
            # With a root of a negative number a sign may be off in this draw and right in the next.
            if oracles.signed or not oracles.loose:
                break
        return ("agree", "") if agreements and word == "none" else (word, reason)

    def compared(
        self, sizes: Sizes, manner: Manner, seed: int, deadline: float, places: Sequence[float], *, other: int = 0
    ) -> tuple[bool, Oracles]:
        """Whether the sides agree in one draw, if need be with the laws of exp and log; the oracles."""
        for laws in (False, True):
            draw = Draw(
                self.setting, self.variables, sizes, manner.but(laws=laws, other=other), seed=seed,
                order=self.order, deadline=deadline, places=places,
            )  # fmt: skip
            left, right = self.compare(draw)
            oracles = draw.still.arithmetic.oracles
            if left == right or not oracles.used:
                break
        return left == right, oracles


def _differ_for_every_root(ask: Callable[..., tuple[bool, Oracles]], roots: Collection[int]) -> bool:
    """Whether sides that differ do so whichever of its two values every square root has.

    The field does not tell 3 from -3: the root that it takes of 9 alpha may be -3 times that of alpha.
    """
    if len(roots) > MOST_ROOTS:
        return False
    try:
        return not any(ask(other=k)[0] for k in range(1, 2 ** len(roots)))
    except NoValueError:
        return False
