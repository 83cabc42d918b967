"""Stand-ins for functions without a formula: random ones, made of sums of ridge functions.

F(u) is a sum of c h(a'u + b), with random a and b over all entries of its arguments and a c for each entry of F. A derivative
of it is made from the same numbers by the chain rule of one number, so whoever differentiates another way is found out.
What the numbers are and what h is depends on the arithmetic: powers modulo p, sines of doubles and of sixty digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.spectral_stand_ins import Arithmetic, Rows, spectral

if TYPE_CHECKING:
    from matcalc_cli.expr.unspecified import Unknown
FORMS = 4
"""The fewest terms; there are as many as the arguments have entries, or a Hessian would be singular."""


def value(
    o: Arithmetic, function: Unknown, args: Sequence[Rows], size: tuple[int, int], declared: int
) -> list[list[Any]]:
    """The value of a function or of a derivative of it; `declared` is the number of entries of the function itself."""
    entrywise = _inverse if function.nature.is_inverse else _ridges
    if not function.arguments:
        return [[entrywise(o, function, [[x]], 1)[0] for x in row] for row in args[0]]
    if function.nature.spectral:
        found = spectral(o, function, args[0])
    else:
        entries = [[x for column in zip(*a, strict=True) for x in column] for a in args]
        found = entrywise(o, function, entries, declared)
    rows, cols = size
    return [[found[i + j * rows] for j in range(cols)] for i in range(rows)]


def _ridges(o: Arithmetic, function: Unknown, entries: Sequence[Sequence[Any]], declared: int) -> list[Any]:
    """The entries of the value, vec of matrices that are derivatives by one argument after another."""
    order, stem = len(function.taken), function.stem
    ridge = o.invertible if function.nature.partner else o.ridge
    values: list[list[Any]] = []
    places: list[list[Any]] = []
    for form in range(_forms(function, sum(map(len, entries)))):
        weights = [[o.number(stem, (form, i, k)) for k in range(len(u))] for i, u in enumerate(entries)]
        at = o.number(stem, (form, -1, 0))
        for w, u in zip(weights, entries, strict=True):
            at = o.reduce(at + sum(a * x for a, x in zip(w, u, strict=True)))
        slope = ridge(order, at)
        values.append([o.reduce(o.number(stem, (form, -2, e)) * slope) for e in range(declared)])
        products = [1]
        for i in function.taken:
            products = [o.reduce(a * b) for a in weights[i if function.arguments else 0] for b in products]
        places.append(products)
    return [o.reduce(sum(map(mul, a, c))) for a in zip(*places, strict=True) for c in zip(*values, strict=True)]


def _forms(function: Unknown, count: int) -> int:
    """How many terms there are, at so many entries of the arguments; as many as these where there is an inverse."""
    return count if function.nature.partner else max(FORMS, count)


def _inverse(o: Arithmetic, function: Unknown, entries: Sequence[Sequence[Any]], _: int) -> list[Any]:
    """The x with C h(A x + b) = y, where C h(A x + b) stands in for what the function undoes."""
    (y,), stem = entries, function.nature.partner
    places = range(len(y))
    inner = o.solve([[o.number(stem, (form, -2, e)) for form in places] for e in places], y)
    moved = [o.undone(z, o.number(stem, (form, -1, 0))) for form, z in enumerate(inner)]
    return o.solve([[o.number(stem, (form, 0, k)) for k in places] for form in places], moved)
