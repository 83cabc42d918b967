"""NumPy's axes, which count from 0: A.sum(axis=0) is a row, a column here; with keepdims it stays a row."""

from __future__ import annotations

from collections.abc import Callable

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shape import Shape
from matcalc_cli.language.tree import Call, Literal, Tree

KEEP = "999"
"""The word that keepdims=True is, behind the other arguments."""
LAST, LAST_BUT_ONE = 255, 254
"""The axes -1 and -2, counted as bytes."""
SAME_SHAPE = ("softmax", "cumsum")
"""What has as many entries as its argument."""


def settle_axis(call: Call, shape: Callable[[Tree], Shape]) -> bool:
    """Rewrite a call with an axis; whether it is a column of two axes then. Raises MatcalcError (shape)."""
    first, *rest = call.arguments
    said = [place.numerator for place in rest if isinstance(place, Literal)]
    keeps, axes = int(KEEP) in said, [axis for axis in said if axis != int(KEEP)]
    if len(said) < len(rest) or len(axes) > 1:
        return False
    if not axes:
        call.arguments = (first,)
        return False
    rows, columns = shape(first)
    if columns == 1 and rows != 1:
        along_vector(call, axes[0])
        return False
    down = axes[0] in (0, LAST_BUT_ONE)
    call.arguments = (first, Literal(1 if down else 2, 1, rest[0].start, rest[0].end))
    if call.function in SAME_SHAPE:
        return False
    if down and not keeps:
        call.arguments = (
            Call(call.function, call.arguments, call.start, call.end, name=(call.name_start, call.name_end)),
        )
        call.function = "transpose"
    return keeps and not down


def along_vector(call: Call, axis: int) -> None:
    """An array of one axis has the axis 0 alone."""
    if axis not in (0, LAST):
        place = Label(call.arguments[1].start, call.arguments[1].end)
        hint = "x[:, None] has two axes; a declaration says that it is a matrix: where x: matrix"
        raise MatcalcError("shape", "an array with one axis has no other", [place], hint=hint)
    call.arguments = call.arguments[:1]
