"""Stand-ins for matrix functions without a formula: polynomials with random coefficients, and their Fréchet derivatives.

A polynomial is worked out by Horner's rule, H_k = c_k I + X H_(k+1), and differentiated by the product rule, whatever numbers
the entries are. A function that has an inverse is a quotient (a X + b)/(c X + d), which that has too: (d Y - b)/(a - c Y).

Both are matrices M_0, M_1, ... with dM_t the sum of L_tu dX M_u, where the L_tu are powers of X or of an inverse. So along units
E = e_i e_j' the derivatives are sums of columns of L_tu times rows of M_u and of the derivatives of M_u by fewer units.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement, product
from math import factorial
from operator import mul
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


class Chain:
    """Matrices M_t with dM_t the sum of L dX M_u over the pairs (u, L) in `links[t]`; one of them is wanted."""

    __slots__ = ("links", "values", "wanted")

    def __init__(self, values: list[Rows], links: list[list[tuple[int, Rows]]], wanted: int) -> None:
        self.values, self.links, self.wanted = values, links, wanted


Units = tuple[int, ...]
"""Places in vec(X), ascending: the directions of a derivative, which do not come in any order."""


def spectral(o: Arithmetic, function: Unknown, x: Rows) -> list[Any]:
    """vec of f(X), or of a derivative of it: vec of vec(f(X)) by vec(X), and so on."""
    n, order = len(x), len(function.taken)
    along = (
        _of_quotient(o, function, x) if function.nature.partner else _derivatives(o, _polynomial(o, function, x), order)
    )
    every = product(range(n * n), repeat=order)
    return [row[j] for units in every for rows in [along[tuple(sorted(units))]] for j in range(n) for row in rows]


def _derivatives(o: Arithmetic, chain: Chain, order: int) -> dict[Units, Rows]:
    """The derivatives of the wanted matrix along all combinations of so many units."""
    known: dict[Units, list[Rows]] = {(): chain.values}
    places = range(len(chain.values[0]) ** 2)
    for size in range(1, order):
        for units in combinations_with_replacement(places, size):
            known[units] = [_along(o, links, known, units) for links in chain.links]
    if not order:
        return {(): chain.values[chain.wanted]}
    wanted = chain.links[chain.wanted]
    return {units: _along(o, wanted, known, units) for units in combinations_with_replacement(places, order)}


def _along(o: Arithmetic, links: list[tuple[int, Rows]], known: dict[Units, list[Rows]], units: Units) -> Rows:
    """The sum of L E M over the links and the units E, with the derivative of M along the other units: columns times rows."""
    n = len(known[()][0])
    others = [(unit, known[units[:k] + units[k + 1 :]]) for k, unit in enumerate(units)]
    left = [[matrix[i][unit % n] for unit, _ in others for _, matrix in links] for i in range(n)]
    right = [[after[u][unit // n][j] for unit, after in others for u, _ in links] for j in range(n)]
    return [[o.reduce(sum(map(mul, row, column))) for column in right] for row in left]


def _polynomial(o: Arithmetic, function: Unknown, x: Rows) -> Chain:
    """H_0 with H_k = c_k I + X H_(k+1), so that dH_k is the sum of X^(l-k) dX H_(l+1) over l."""
    n = range(len(x))
    powers: list[Rows] = [[[int(i == j) for j in n] for i in n]]
    states: list[Rows] = [[[0 for _ in n] for _ in n]]
    for k in reversed(range(DEGREE + 1)):
        c, behind = _coefficient(o, function, k), _product(o, x, states[0])
        states.insert(0, [[o.reduce(entry + c * (i == j)) for j, entry in enumerate(behind[i])] for i in n])
        powers.append(_product(o, x, powers[-1]))
    links = [[(u + 1, powers[u - k]) for u in range(k, DEGREE)] for k in range(DEGREE + 1)]
    return Chain(states, links, 0)


def _coefficient(o: Arithmetic, function: Unknown, k: int) -> Any:
    """Of X^k in the polynomial that is as often differentiated as the function has primes."""
    primes = function.nature.primes
    falling = factorial(k + primes) // factorial(k)
    return o.reduce(falling * o.number(function.stem, (k + primes,))) if k + primes <= DEGREE else 0


def _of_quotient(o: Arithmetic, function: Unknown, x: Rows) -> dict[Units, Rows]:
    """a/c + (b - a d/c) R, or derivatives of it, where R inverts c X + d.

    That of a function with k primes is made of the power k + 1 of R.
    """
    (a, b, c, d), primes, order = _numbers(o, function), function.nature.primes, len(function.taken)
    front = o.reduce(b + o.minus * o.reduce(a * _ratio(o, d, c)))
    for k in range(1, primes + 1):
        front = o.reduce(k * o.reduce(front * o.reduce(o.minus * c)))
    constant = 0 if primes or order else _ratio(o, a, c)
    found = _derivatives(o, _resolvents(o, x, (c, d), primes), order)
    return {
        units: [[o.reduce(front * y + constant * (i == j)) for j, y in enumerate(row)] for i, row in enumerate(rows)]
        for units, rows in found.items()
    }


def _numbers(o: Arithmetic, function: Unknown) -> tuple[Any, Any, Any, Any]:
    """The a, b, c and d of a function, or those of its inverse."""
    stem = function.nature.partner if function.nature.is_inverse else function.stem
    a, b, c, d = (o.number(stem, (k,)) for k in range(4))
    return (d, o.reduce(o.minus * b), o.reduce(o.minus * c), a) if function.nature.is_inverse else (a, b, c, d)


def _ratio(o: Arithmetic, a: Any, b: Any) -> Any:
    return o.solve([[b]], [a])[0]


def _resolvents(o: Arithmetic, x: Rows, at: tuple[Any, Any], primes: int) -> Chain:
    """The powers of R = inv(c X + d): that of R^m is the sum of -c R^(m-s+1) dX R^s over s."""
    places, (c, d) = range(len(x)), at
    factor = o.reduce(o.minus * c)
    moved = [[o.reduce(c * x[i][j] + d * (i == j)) for j in places] for i in places]
    columns = [o.solve(moved, [int(i == j) for i in places]) for j in places]
    powers: list[Rows] = [[[column[i] for column in columns] for i in places]]
    for _ in range(primes):
        powers.append(_product(o, powers[0], powers[-1]))
    scaled = [[[o.reduce(factor * r) for r in row] for row in power] for power in powers]
    return Chain(powers, [[(s, scaled[m - s]) for s in range(m + 1)] for m in range(primes + 1)], primes)


def _product(o: Arithmetic, a: Rows, b: Rows) -> Rows:
    columns = [*zip(*b, strict=True)]
    return [[o.reduce(sum(map(mul, row, column))) for column in columns] for row in a]
