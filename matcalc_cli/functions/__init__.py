"""The open set of functions: one record each, by topic; looking one up by any of its names."""

from __future__ import annotations

from matcalc_cli.expr.function import Function
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, OPERATIONS, PI, POWER, SIZE, SUMMATION
from matcalc_cli.functions.determinant import DETERMINANT
from matcalc_cli.functions.elementwise import ELEMENTWISE
from matcalc_cli.functions.matrix import FRECHET, FRECHET_MATRIX, MATRIX
from matcalc_cli.functions.norms import NORMS
from matcalc_cli.functions.shaping import SHAPING
from matcalc_cli.functions.spectral import SPECTRAL

UNNAMED = (POWER, ELEMENTWISE_POWER, SUMMATION, SIZE, PI, *FRECHET.values(), *FRECHET_MATRIX.values())
"""Operations that are written with an operator or a name of their own, not called."""

FUNCTIONS: dict[str, Function] = {
    f.name: f for f in (*OPERATIONS, *DETERMINANT, *NORMS, *ELEMENTWISE, *SHAPING, *MATRIX, *SPECTRAL)
}
"""Every record by its name."""

OF_A_FUNCTION = {"frechet": FRECHET, "frechetmatrix": FRECHET_MATRIX}
"""Functions whose first argument is the name of a matrix function: frechet(expm, A, E)."""

_BY_ANY_NAME = {n: f for f in FUNCTIONS.values() if f not in UNNAMED for n in (f.name, *f.aliases)}
_BY_ANY_NAME.update({name: versions["expm"] for name, versions in OF_A_FUNCTION.items()})


def find(name: str) -> Function | None:
    """The record of a function by its name or an alias; unnamed operations by their name only."""
    return _BY_ANY_NAME.get(name) or FUNCTIONS.get(name)


class CallableNames(dict[str, str]):
    """Every name and alias that may be called, with the function's own name; `free` are those that may be variables too."""

    free: frozenset[str] = frozenset(n for n, f in _BY_ANY_NAME.items() if f.leaves_name_free)


_MAIN_NAMES = CallableNames({"min": "min"} | {n: n if n in OF_A_FUNCTION else f.name for n, f in _BY_ANY_NAME.items()})


def names() -> CallableNames:
    """Every name and alias that may be called, with the function's own name."""
    return _MAIN_NAMES
