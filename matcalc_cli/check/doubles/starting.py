"""A point inside the domain of an answer's functions, as text for a program to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.check.doubles.sample import TooLargeError, points, sizes_for
from matcalc_cli.codegen.text.module import dimension_names, module_functions, module_parameters
from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.expr.node import Symbol

DIGITS = 2
"""Decimals of a number in a program."""


def starting(answer: Answer, given: Mapping[str, int]) -> dict[str, str]:
    """The text of a value for every argument of the answer's module, at the sizes `given` and others.

    Raises MatcalcError where no random point has a value and a first derivative.
    """
    import numpy as np

    _require_a_free_array(answer)
    variables, dimensions = module_parameters(answer)
    nodes = [answer.expression, *variables]
    try:
        sizes = sizes_for(nodes, dimension_names(nodes), (), given)
    except TooLargeError:
        raise MatcalcError("limit", "there are no small sizes for this expression", hint="--sizes m=3,n=5") from None
    wanted = [Compiled(node, sizes) for node in (answer.expression, answer.derivatives[0].jacobian)]
    for point in points(answer.expression, variables, sizes, np.random.default_rng(0)):
        short = {v.name: _short(v, point[v.name]) for v in variables}
        if all(value(short) is not None for value in wanted):
            return {v.name: _text(v, short[v.name]) for v in variables} | {d: str(sizes[d]) for d in dimensions}
    raise MatcalcError("unsupported", "no random point was found where f has a value", hint="leave --api out")


def _require_a_free_array(answer: Answer) -> None:
    moving = answer.derivatives[0].variable
    if any(v.axes for v in answer.variables) or module_functions(answer) or moving.place is not None:
        raise MatcalcError(
            "unsupported", "--api scipy takes no families, no entries and no functions without a formula", hint="leave --api out",
        )  # fmt: skip
    if KINDS[moving.kind].orthonormal:
        raise MatcalcError(
            "unsupported", f"scipy.optimize leaves the {moving.kind} matrices with its first step", hint="pymanopt takes value_and_gradient",
        )  # fmt: skip


def _short(variable: Symbol, value: NDArray[Any]) -> NDArray[Any]:
    """A value of few digits; numbers are positive, as weights and steps are."""
    kind = KINDS[variable.kind]
    rounded = value if kind.orthonormal else value.round(DIGITS)
    return abs(rounded) if kind.is_number else rounded


def _text(variable: Symbol, value: NDArray[Any]) -> str:
    kind = KINDS[variable.kind]
    if kind.is_number:
        return repr(int(value.item()) if kind.whole else float(value.item()))
    return f"_np.array({value.tolist()})"
