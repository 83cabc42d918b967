"""The value of an answer and its derivatives at the user's matrices."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Compiled, together
from matcalc_cli.check.doubles.jumps import exists
from matcalc_cli.check.doubles.sample import LONGEST_SUM, fits
from matcalc_cli.check.existence import broken
from matcalc_cli.codegen.text.module import parameters, unknown_functions
from matcalc_cli.errors import MatcalcError
from matcalc_cli.render.reports.conditions import text
from matcalc_cli.validity import conditions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.inputs.fixed import Given
    from matcalc_cli.validity.condition import Condition

    Array = NDArray[Any]

LARGEST = 50_000_000
"""Entries of the largest matrix that is computed."""


TOO_LARGE = (
    f"a part of the expression has more than {LARGEST:,} entries at these sizes, "
    f"or a sum more than {LONGEST_SUM:,} terms"
)


class Values:
    """f at a point, and for each variable the reading of its derivative: its name and its value.

    None stands for what is too large, for a value that was not asked for, and for a derivative that does not exist here:
    `missing` has the conditions that its formula needs and that do not hold, `exists` whether there is a derivative
    all the same, by differences (None: they do not tell).
    """

    __slots__ = ("answer", "derivatives", "exists", "missing", "value")

    def __init__(
        self,
        answer: Answer,
        value: Array | None,
        derivatives: list[tuple[Symbol, str, Array | None]],
        missing: Mapping[Symbol, Sequence[Condition]],
        exists: Mapping[Symbol, bool | None],
    ) -> None:
        self.answer = answer
        self.value = value
        self.derivatives = derivatives
        self.missing = dict(missing)
        self.exists = dict(exists)


def values(answer: Answer, given: Given, *, nonfinite: bool = False, wanted: str = "all") -> Values:
    """Everything, or the `wanted`, at the matrices that are given. Raises MatcalcError where there is no value."""
    import numpy as np

    for function in unknown_functions([answer.expression]):
        raise MatcalcError(
            "unsupported", f"{function.stem} is a function without a formula, so there are no numbers here",
            hint=f"write its formula in its place, or take the code: `matcalc code` makes {function.stem} an argument",
        )  # fmt: skip
    given.require(answer.variables)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        asked = {d: d.main for d in answer.derivatives}
        nowhere = {} if nonfinite else _missing(answer, asked, given)
        nodes = [answer.shown, *[getattr(d, name) for d, name in asked.items() if d.variable not in nowhere]]
        known = _together(nodes, given, nonfinite=nonfinite) if wanted == "all" else {}
        value = None
        if wanted != "derivatives":
            value = _at("the expression", answer.shown, given, known, nonfinite=nonfinite)
            if value is None:
                raise MatcalcError("limit", TOO_LARGE, hint="give smaller matrices, or fewer terms")
            given.progress()
        derivatives = []
        for derivative, name in asked.items() if wanted != "value" else ():
            said = f"the {name} with respect to {derivative.variable.spelling}"
            there = derivative.variable not in nowhere
            found = _at(said, getattr(derivative, name), given, known, nonfinite=nonfinite) if there else None
            derivatives.append((derivative.variable, name, found))
            given.progress()
        kinks = {v: exists(answer.expression, v, given) for v in nowhere}
    return Values(answer, value, derivatives, nowhere, kinks)


def _missing(answer: Answer, asked: Mapping[Derivative, str], given: Given) -> dict[Symbol, Sequence[Condition]]:
    """Of the derivatives that do not exist here what they need. Raises MatcalcError if the expression has no value here."""
    failed = broken(conditions(answer.domain, [answer.expression]), given)
    if failed:
        raise MatcalcError(
            "usage", f"the expression has no value at these matrices: it has one only where {text(failed)}",
            hint="--allow-nonfinite prints what floating point makes of it",
        )  # fmt: skip
    found = {
        d.variable: broken(conditions(answer.domain, [answer.expression, getattr(d, name)], [d.variable]), given)
        for d, name in asked.items()
    }
    return {variable: failed for variable, failed in found.items() if failed}


def _together(nodes: Sequence[Node], given: Given, *, nonfinite: bool) -> dict[Node, Array]:
    """The values of all expressions that are small enough; none where one fails, to be told which one alone."""
    import numpy as np

    small = [node for node in dict.fromkeys(nodes) if fits([node], given.sizes, LARGEST)]
    if len(small) < 2 or not all(name in given.sizes for name in parameters(*small)[1]):
        return {}
    try:
        found = together(small, given.sizes, given.point)
    except (ArithmeticError, ValueError, MemoryError, ModuleNotFoundError):
        return {}
    return dict(zip(small, found, strict=True)) if nonfinite or all(map(np.all, map(np.isfinite, found))) else {}


def _at(said: str, node: Node, given: Given, known: Mapping[Node, Array], *, nonfinite: bool) -> Array | None:
    """The value of one expression, which may be known; None if it is too large."""
    import numpy as np

    if node in known:
        return known[node]
    unknown = [name for name in parameters(node)[1] if name not in given.sizes]
    if unknown:
        raise MatcalcError("usage", f"the size {unknown[0]} is not known", hint=f"add --sizes {unknown[0]}=3")
    if not fits([node], given.sizes, LARGEST):
        return None
    try:
        found = Compiled(node, given.sizes).raw(given.point)
    except (ArithmeticError, ValueError, IndexError) as error:  # LinAlgError is a ValueError
        raise MatcalcError("usage", f"{said} has no value at these matrices: {error}") from error
    except MemoryError as error:
        raise MatcalcError("limit", f"{said} does not fit into memory") from error
    if not nonfinite and not np.all(np.isfinite(found)):
        raise MatcalcError(
            "usage", f"{said} has no finite value at these matrices",
            hint="a matrix is singular, or an argument outside the domain; --allow-nonfinite prints it",
        )  # fmt: skip
    return found
