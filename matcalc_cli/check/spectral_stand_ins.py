"""Stand-ins for matrix functions without a formula: polynomials with random coefficients, and their Fréchet derivatives.

The derivative of X^k along E, F, ... is found by X^k = X X^(k-1) and the product rule, whatever numbers the entries are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from math import factorial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from matcalc_cli.expr.unknown import Unknown

DEGREE = 7
"""Of the polynomials, beyond the derivatives that are usually asked for."""


Rows = Sequence[Sequence[Any]]


class Arithmetic(Protocol):
    """The numbers that a stand-in is made of."""

    def number(self, stem: str, place: tuple[int, ...]) -> Any:
        """A random number that belongs to a function, for all its derivatives."""

    def reduce(self, x: Any) -> Any:
        """The number that a sum of products is."""

    def ridge(self, order: int, at: Any) -> Any:
        """The derivative of h of that order."""

    def invertible(self, order: int, at: Any) -> Any:
        """The same of the h that functions with an inverse are made of."""

    def undone(self, value: Any, shift: Any) -> Any:
        """The z with h(z + shift) = value, of the invertible h."""

    def solve(self, matrix: Rows, column: Sequence[Any]) -> list[Any]:
        """The solution of a system of linear equations."""


def spectral(o: Arithmetic, function: Unknown, x: Rows) -> list[Any]:
    """vec of f(X), or of a derivative of it: vec of vec(f(X)) by vec(X), and so on."""
    n, order = len(x), len(function.taken)
    units = [[[int((r, c) == (i, j)) for c in range(n)] for r in range(n)] for j in range(n) for i in range(n)]
    found: list[Any] = []
    for directions in product(units, repeat=order):
        value = _along(o, function, x, directions[::-1])
        found += [row[j] for j in range(n) for row in value]
    return found


def _along(o: Arithmetic, function: Unknown, x: Rows, directions: Sequence[Rows]) -> Rows:
    """The derivative of the polynomial along all directions."""
    n, every = len(x), tuple(range(len(directions)))
    sets = [chosen for size in range(len(every) + 1) for chosen in combinations(every, size)]
    powers: dict[tuple[int, ...], Rows] = {
        chosen: [[int(i == j and not chosen) for j in range(n)] for i in range(n)] for chosen in sets
    }
    total: Rows = [[0] * n for _ in range(n)]
    for k in range(DEGREE + 1):
        c = _coefficient(o, function, k)
        total = [
            [o.reduce(a + c * b) for a, b in zip(r, s, strict=True)] for r, s in zip(total, powers[every], strict=True)
        ]
        powers = {chosen: _next(o, x, directions, powers, chosen) for chosen in sets}
    return total


def _coefficient(o: Arithmetic, function: Unknown, k: int) -> Any:
    """Of X^k in the polynomial that is as often differentiated as the function has primes."""
    primes = function.nature.primes
    falling = factorial(k + primes) // factorial(k)
    return o.reduce(falling * o.number(function.stem, (k + primes,))) if k + primes <= DEGREE else 0


def _next(
    o: Arithmetic, x: Rows, directions: Sequence[Rows], powers: dict[tuple[int, ...], Rows], chosen: tuple[int, ...]
) -> Rows:
    """The derivative of X X^k along the chosen directions: either X^k has them all, or X has one."""
    parts = [(x, powers[chosen])]
    parts += [(directions[e], powers[tuple(i for i in chosen if i != e)]) for e in chosen]
    n = len(x)
    return [[o.reduce(sum(a[i][k] * b[k][j] for a, b in parts for k in range(n))) for j in range(n)] for i in range(n)]
