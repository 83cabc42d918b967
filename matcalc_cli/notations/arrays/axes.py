"""Axes of NumPy's arrays as the language has them, which depends on whether an array has one axis or two."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.tree import Call, Literal, Tree
from matcalc_cli.notations.arrays.kinds import COLUMN

LAST_AXIS = 1_000_000_007
"""The placeholder for axis -1 of NumPy's arrays until shapes are known: axis 1 of a vector, axis 2 of a matrix here."""
KEPT_AXIS, KEPT_LAST = LAST_AXIS + 2, LAST_AXIS + 4
"""The placeholders for axes 2 and -1 of a function whose value keeps its axes."""


def kept_axis(axis: int) -> int:
    """The placeholder for an axis, as the language or `LAST_AXIS` has it, of a function whose value keeps its axes."""
    return {2: KEPT_AXIS, LAST_AXIS: KEPT_LAST}.get(axis, axis)


def is_axis(tree: Tree | None) -> bool:
    """Whether an argument stands for an axis that is not settled yet."""
    return isinstance(tree, Literal) and tree.numerator in (LAST_AXIS, KEPT_AXIS, KEPT_LAST)


def settle_axis(tree: Call, argument: str) -> bool:
    """Write the axis that a function is along as the language does; whether its value keeps its axes."""
    last = tree.arguments[1] if len(tree.arguments) == 2 else None
    if not isinstance(last, Literal) or not is_axis(last):
        return False
    tree.function = "norms" if tree.function == "norm" else tree.function
    axis = 1 if argument == COLUMN and last.numerator != KEPT_AXIS else 2
    tree.arguments = (tree.arguments[0], Literal(axis, 1, last.start, last.end))
    return last.numerator != LAST_AXIS


def one_axis(tree: Call) -> MatcalcError:
    """The error about an axis that an array with one axis has not."""
    place = Label(tree.arguments[0].start, tree.arguments[0].end)
    hint = "x[:, None] has two; a declaration says that it is a matrix: where x: matrix"
    return MatcalcError("shape", "an array with one axis has the axis 0 alone", [place], hint=hint)
