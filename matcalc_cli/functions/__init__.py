"""The open set of functions: one record each, by topic; looking one up by any of its names."""

from __future__ import annotations

from collections.abc import Collection

from matcalc_cli.expr.function import Function
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, OPERATIONS, PI, POWER, SIZE, SUMMATION
from matcalc_cli.functions.determinant import DETERMINANT
from matcalc_cli.functions.elementwise import ELEMENTWISE
from matcalc_cli.functions.norms import NORMS
from matcalc_cli.functions.shaping import SHAPING

UNNAMED = (POWER, ELEMENTWISE_POWER, SUMMATION, SIZE, PI)
"""Operations that are written with an operator or a name of their own, not called."""

FUNCTIONS: dict[str, Function] = {
    f.name: f for f in (*OPERATIONS, *DETERMINANT, *NORMS, *ELEMENTWISE, *SHAPING)
}
"""Every record by its name."""

_BY_ANY_NAME = {n: f for f in FUNCTIONS.values() if f not in UNNAMED for n in (f.name, *f.aliases)}


def find(name: str) -> Function | None:
    """The record of a function by its name or an alias; unnamed operations by their name only."""
    return _BY_ANY_NAME.get(name) or FUNCTIONS.get(name)


def names() -> Collection[str]:
    """Every name and alias that may be called."""
    return _BY_ANY_NAME.keys()
