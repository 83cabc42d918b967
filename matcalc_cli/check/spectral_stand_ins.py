"""Stand-ins for matrix functions without a formula: polynomials with random coefficients, and their Fréchet derivatives.

The derivative of X^k along E, F, ... is found by X^k = X X^(k-1) and the product rule, whatever numbers the entries are. A
function that has an inverse is a quotient (a X + b)/(c X + d), which that has too: (d Y - b)/(a - c Y).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from math import factorial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from matcalc_cli.expr.unspecified import Unknown

DEGREE = 7
"""Of the polynomials, beyond the derivatives that are usually asked for."""


Rows = Sequence[Sequence[Any]]


class Arithmetic(Protocol):
    """The numbers that a stand-in is made of."""

    minus: int  # what is multiplied by for the negative

    def number(self, stem: str, place: tuple[int, ...]) -> Any:
        """A random number that belongs to a function, for all its derivatives."""

    def reduce(self, x: Any) -> Any:
        """The number that a sum of products is."""

    def ridge(self, order: int, at: Any) -> Any:
        """The derivative of h of that order."""

    def invertible(self, order: int, at: Any) -> Any:
        """The derivative of that order of the h that functions with an inverse are made of."""

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
    """The derivative of the stand-in along all directions."""
    if function.nature.partner:
        return _quotient_along(o, function, x, directions)
    n, every = len(x), tuple(range(len(directions)))
    sets = _sets(len(directions))
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
    moving = [(directions[e], powers[tuple(i for i in chosen if i != e)]) for e in chosen]
    return _total(o, [(x, powers[chosen]), *moving])


Parts = dict[tuple[int, ...], Rows]
"""By a set of directions, the derivative of a matrix along all of them."""


def _quotient_along(o: Arithmetic, function: Unknown, x: Rows, directions: Sequence[Rows]) -> Rows:
    """The derivative of a/c + (b - a d/c) R along all directions, where R inverts c X + d.

    That of a function with k primes is made of the power k + 1 of R.
    """
    (a, b, c, d), primes = _quotient(o, function), function.nature.primes
    front = o.reduce(b + o.minus * o.reduce(a * _ratio(o, d, c)))
    for k in range(1, primes + 1):
        front = o.reduce(k * o.reduce(front * o.reduce(o.minus * c)))
    once = found = _resolvents(o, x, (c, d), directions)
    for _ in range(primes):
        found = _product(o, once, found)
    constant = 0 if primes or directions else _ratio(o, a, c)
    rows = found[tuple(range(len(directions)))]
    return [
        [o.reduce(front * entry + constant * (i == j)) for j, entry in enumerate(row)] for i, row in enumerate(rows)
    ]


def _quotient(o: Arithmetic, function: Unknown) -> tuple[Any, Any, Any, Any]:
    """The a, b, c and d of a function, or those of its inverse."""
    stem = function.nature.partner if function.nature.is_inverse else function.stem
    a, b, c, d = (o.number(stem, (k,)) for k in range(4))
    return (d, o.reduce(o.minus * b), o.reduce(o.minus * c), a) if function.nature.is_inverse else (a, b, c, d)


def _ratio(o: Arithmetic, a: Any, b: Any) -> Any:
    return o.solve([[b]], [a])[0]


def _resolvents(o: Arithmetic, x: Rows, at: tuple[Any, Any], directions: Sequence[Rows]) -> Parts:
    """The derivatives of R = inv(c X + d): along E it is -c R E R, and along several -c R times the sum of E R over E."""
    places, (c, d) = range(len(x)), at
    factor = o.reduce(o.minus * c)
    moved = [[o.reduce(c * x[i][j] + d * (i == j)) for j in places] for i in places]
    columns = [o.solve(moved, [int(i == j) for i in places]) for j in places]
    found: Parts = {(): [[column[i] for column in columns] for i in places]}
    for chosen in _sets(len(directions))[1:]:
        pairs = [(directions[e], found[tuple(i for i in chosen if i != e)]) for e in chosen]
        moving = _total(o, pairs)
        found[chosen] = _total(o, [([[o.reduce(factor * r) for r in row] for row in found[()]], moving)])
    return found


def _product(o: Arithmetic, one: Parts, other: Parts) -> Parts:
    """The derivatives of a product."""
    return {
        chosen: _total(
            o, [(one[s], other[tuple(e for e in chosen if e not in s)]) for s in one if set(s) <= set(chosen)]
        )
        for chosen in one
    }


def _total(o: Arithmetic, pairs: Sequence[tuple[Rows, Rows]]) -> Rows:
    """The sum of some products."""
    n = range(len(pairs[0][0]))
    return [[o.reduce(sum(a[i][k] * b[k][j] for a, b in pairs for k in n)) for j in n] for i in n]


def _sets(count: int) -> list[tuple[int, ...]]:
    """The subsets of the first numbers, small ones first."""
    return [chosen for size in range(count + 1) for chosen in combinations(range(count), size)]
