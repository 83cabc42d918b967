"""Functions without a formula, modulo p: random polynomials, as general as the derivatives that are asked can tell.

F is a sum of powers (a'u + b)^d of linear forms of all entries of its arguments, with a coefficient for each entry of F. A
derivative of it is made from the same numbers by the power rule, so whoever differentiates another way is found out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.check.exact.field import P
from matcalc_cli.check.exact.matrices import unstacked

if TYPE_CHECKING:
    from matcalc_cli.check.exact.entrywise import Arithmetic
    from matcalc_cli.check.exact.matrices import Matrix
    from matcalc_cli.expr.unknown import Unknown

FORMS, DEGREE = 4, 7
"""Linear forms, and the power of each: more than twice what derivatives are usually asked for."""


def value(o: Arithmetic, function: Unknown, args: Sequence[Matrix], size: tuple[int, int], declared: int) -> Matrix:
    """The value of a function or of a derivative of it; `declared` is the number of entries of the function itself."""
    if not function.arguments:
        return [[_sum_of_powers(o, function, [[x]], 1)[0] for x in row] for row in args[0]]
    entries = [[x for column in zip(*a, strict=True) for x in column] for a in args]
    return unstacked([[x] for x in _sum_of_powers(o, function, entries, declared)], *size)


def _sum_of_powers(o: Arithmetic, function: Unknown, entries: Sequence[Sequence[int]], declared: int) -> list[int]:
    order = len(function.taken)
    falling = 1
    for i in range(order):
        falling = falling * (DEGREE - i)
    total: list[int] = []
    for form in range(FORMS):
        weights = [[_number(o, function, form, i, k) for k in range(len(u))] for i, u in enumerate(entries)]
        at = _number(o, function, form, -1, 0)
        for w, u in zip(weights, entries, strict=True):
            at = o.ring.reduce(at + sum(a * x for a, x in zip(w, u, strict=True)))
        power = o.ring.multiply(falling % P, o.ring.power(at, DEGREE - order))
        part = [_number(o, function, form, -2, e) for e in range(declared)]
        for i in function.taken:
            part = [c * a % P for a in weights[i] for c in part]
        found = [o.ring.reduce(c * power) for c in part]
        total = [o.ring.reduce(a + b) for a, b in zip(total, found, strict=True)] if total else found
    return total


def _number(o: Arithmetic, function: Unknown, *place: int) -> int:
    """A random number that belongs to the function, the same for all its derivatives."""
    return o.oracles.at_random(function.stem, place)
