"""Expressions that have a value nowhere: the inverse of x*y', the logarithm of its determinant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.check.doubles.sample import is_summed_over_sizes
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.arithmetic.field import SingularError
from matcalc_cli.check.exact.draw import Draw, Setting, setting_of
from matcalc_cli.check.exact.size_sets import SMALLEST, size_sets
from matcalc_cli.check.exact.trial import draws_for

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node
    from matcalc_cli.inputs.fixed import Given

SECONDS = 1.0


def smaller(sizes: Mapping[str, int]) -> dict[str, int]:
    """Small sizes in the order of those given, equal where they are: what is singular is so by which sizes are larger."""
    ranks = sorted(set(sizes.values()))
    return {name: min(size, SMALLEST + ranks.index(size)) for name, size in sizes.items()}


def small(nodes: Sequence[Node], sizes: Mapping[str, int]) -> dict[str, int]:
    """Smaller sizes in the order of those given; those given where slices need room."""
    return dict(sizes) if setting_of(*nodes).limits else smaller(sizes)


def nowhere(f: Node, given: Given) -> str:
    """Why f has no value at any matrices of any sizes, or nothing where it has one or nobody knows.

    Doubles cannot tell: to them the determinant of x*y' is 1e-17. Modulo p it is 0, and what is 0 in every random draw
    is 0 as a polynomial (Schwartz and Zippel), unless its signs were drawn.
    """
    if is_summed_over_sizes([f]):  # up to few sizes and integers are they drawn for which there may be no value
        return ""
    setting, reason = Setting([f]), ""
    deadline = setting.deadline(SECONDS)
    known = small([f], given.sizes)
    square = dict.fromkeys(setting.names, SMALLEST) | known
    of_numbers = dict.fromkeys(setting.names, 1) | dict(given.sizes)

    def singular(sizes: Mapping[str, int]) -> str:
        """Why there is no value at these sizes, or nothing."""
        found = ""
        for attempt, manner in enumerate(m for m in draws_for(setting) if not m.strict):
            draw = Draw(setting, (), sizes, manner, seed=given.seed + attempt, order=0, deadline=deadline)
            try:
                evaluate(f, draw.still)
            except SingularError as error:
                found = str(error)
            except ArithmeticError:
                return ""
            else:
                return ""
            if draw.still.arithmetic.oracles.signed:
                return ""
        return found

    for sizes in (*size_sets([f], known), square):
        reason = singular(sizes)
        if not reason:
            return ""
    some = not setting.limits and setting.names and not singular(of_numbers)
    return f"the expression has no value at any matrices{' but 1x1' * bool(some)}: {reason}" if reason else ""
