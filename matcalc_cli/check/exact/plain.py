"""The values of the functions of polynomials, as arithmetic on matrices of jets: other functions are loaded for others."""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import NoValueError, P, coefficient, simple_ratio
from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.check.reducing import REDUCING
from matcalc_cli.expr.operations import POWER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.oracle import Arithmetic

    Meaning: TypeAlias = Callable[..., Any]


def exact(value: int) -> tuple[int, int]:
    """The simplest rational number that is `value` modulo p, as numerator and denominator."""
    found = simple_ratio(coefficient(value, 0))
    if found is None:
        raise NoValueError("an exponent that is not a simple fraction")
    return found


def _power(o: Arithmetic, a: Matrix, k: Matrix) -> Matrix:
    numerator, denominator = exact(k[0][0])
    if denominator != 1 or k[0][0] >= P:
        raise NoValueError("a matrix power whose exponent is no small integer")
    return matrices.power(o.ring, a, numerator)


def _of_ring(meaning: Meaning) -> Meaning:
    return lambda o, *values: meaning(o.ring, *values)


PLAIN: dict[str, Meaning] = {POWER.name: _power, **{name: _of_ring(meaning) for name, meaning in REDUCING.items()}}
"""By name: the value from the oracles, which are not asked, and the values of the arguments."""
KNOWN = frozenset((*PLAIN, *CONSTANT))
"""Functions that need no other module."""
