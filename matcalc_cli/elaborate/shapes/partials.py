"""Partial derivatives as books write them, df/du: a gradient, or a row where only that fits its neighbours."""

from __future__ import annotations

from matcalc_cli.elaborate.names import every
from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.tree import Program, UnspecifiedCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Found = TypeVar("Found")


def with_rows(program: Program, attempt: Callable[[], Found]) -> Found:
    """The result of the attempt; where shapes do not fit, its result with the partial derivatives of numbers as rows."""
    try:
        return attempt()
    except MatcalcError as error:
        partial = [t for root in program.roots for t in every(root) if isinstance(t, UnspecifiedCall) and t.natural]
        if error.kind != "shape" or not partial:
            raise
        for tree in partial:
            tree.natural = tree.gradient = False
        try:
            found = attempt()
        except MatcalcError:
            raise error from None
        program.notes.append("a partial derivative of a number is read as a row, since it does not fit as a column")
        return found
