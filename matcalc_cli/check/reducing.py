"""The values of functions that multiply and add, whatever the numbers are; `meanings` has those of the others."""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.expr.operations import HADAMARD, KRON, SUM, TRACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Rows: TypeAlias = list[list[Any]]
    Meaning: TypeAlias = Callable[..., Rows]


def _chain(operation: Callable[[Any, Rows, Rows], Rows]) -> Meaning:
    """An associative operation of any number of arguments."""

    def chained(o: matrices.Reducing, first: Rows, *rest: Rows) -> Rows:
        for factor in rest:
            first = operation(o, first, factor)
        return first

    return chained


def number(function: Callable[..., Any]) -> Meaning:
    """A 1x1 matrix of what a function returns."""
    return lambda o, a: [[function(o, a)]]


REDUCING: dict[str, Meaning] = {
    HADAMARD.name: _chain(matrices.hadamard),
    KRON.name: _chain(matrices.kronecker),
    TRACE.name: number(matrices.trace),
    SUM.name: number(matrices.total),
}
"""By name: the value from what reduces numbers and the values of the arguments."""
