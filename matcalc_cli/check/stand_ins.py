"""Stand-ins for functions without a formula: random ones, made of sums of ridge functions.

F(u) is a sum of c h(a'u + b), with random a and b over all entries of its arguments and a c for each entry of F. A derivative
of it is made from the same numbers by the chain rule of one number, so whoever differentiates another way is found out.
What the numbers are and what h is depends on the arithmetic: powers modulo p, sines of doubles and of sixty digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from matcalc_cli.expr.unknown import Unknown

FORMS = 4
"""The fewest terms; there are as many as the arguments have entries, or a Hessian would be singular."""

Rows = Sequence[Sequence[Any]]


class Arithmetic(Protocol):
    """The numbers that a stand-in is made of."""

    def number(self, stem: str, place: tuple[int, ...]) -> Any:
        """A random number that belongs to a function, for all its derivatives."""

    def reduce(self, x: Any) -> Any:
        """The number that a sum of products is."""

    def ridge(self, order: int, at: Any) -> Any:
        """The derivative of h of that order."""


def value(
    o: Arithmetic, function: Unknown, args: Sequence[Rows], size: tuple[int, int], declared: int
) -> list[list[Any]]:
    """The value of a function or of a derivative of it; `declared` is the number of entries of the function itself."""
    if not function.arguments:
        return [[_ridges(o, function, [[x]], 1)[0] for x in row] for row in args[0]]
    entries = [[x for column in zip(*a, strict=True) for x in column] for a in args]
    found = _ridges(o, function, entries, declared)
    rows, cols = size
    return [[found[i + j * rows] for j in range(cols)] for i in range(rows)]


def _ridges(o: Arithmetic, function: Unknown, entries: Sequence[Sequence[Any]], declared: int) -> list[Any]:
    """The entries of the value, vec of matrices that are derivatives by one argument after another."""
    order, stem = len(function.taken), function.stem
    total: list[Any] = []
    for form in range(max(FORMS, sum(map(len, entries)))):
        weights = [[o.number(stem, (form, i, k)) for k in range(len(u))] for i, u in enumerate(entries)]
        at = o.number(stem, (form, -1, 0))
        for w, u in zip(weights, entries, strict=True):
            at = o.reduce(at + sum(a * x for a, x in zip(w, u, strict=True)))
        slope = o.ridge(order, at)
        part = [o.number(stem, (form, -2, e)) for e in range(declared)]
        for i in function.taken:
            part = [o.reduce(c * a) for a in weights[i if function.arguments else 0] for c in part]
        found = [o.reduce(c * slope) for c in part]
        total = [o.reduce(a + b) for a, b in zip(total, found, strict=True)] if total else found
    return total
