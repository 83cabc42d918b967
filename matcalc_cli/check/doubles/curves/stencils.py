"""Finite differences: f'(0) as a sum of values at nodes, with exact coefficients, and the order of its error."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.check.doubles.slope import Slope

    Array = NDArray[Any]

Quotient = Callable[[float], "Array | None"]

HIGHEST = 8
"""The highest order that has a name."""
MOST_NODES = 17
_NAMED = re.compile(r"(forward|backward|central|richardson)(\d*)")
_HINT = "forward1 to forward8, backward1 to backward8, central2, 4, 6, 8, richardson1 to richardson4, complex, or nodes: 0,1,2,3"
_FIRST = {"forward": 1, "backward": 1, "central": 2, "richardson": 2}


class Stencil:
    """sum of coefficients[i]*f(nodes[i]*t)/t for f'(0); `order` is that of the error, t^order."""

    __slots__ = ("coefficients", "name", "nodes", "order")

    def __init__(self, name: str, nodes: Sequence[Fraction]) -> None:
        self.name = name
        self.nodes = tuple(nodes)
        self.coefficients = coefficients(self.nodes)
        self.order = _order(self.nodes, self.coefficients)

    @property
    def said(self) -> str:
        """`(-11/6, 3, -3/2, 1/3) at 0, 1, 2, 3`."""
        return f"order {self.order}, ({', '.join(map(str, self.coefficients))}) at {', '.join(map(str, self.nodes))}"

    def quotient(self, slope: Slope, there: Point) -> Quotient:
        """t -> the weighted sum of f(x + s*t*e) over t, flat; None where one of them has no value."""

        def found(t: float) -> Array | None:
            values = [slope.along(there, float(s) * t) for s in self.nodes]
            known = [float(c) * v for c, v in zip(self.coefficients, values, strict=True) if v is not None]
            return sum(known[1:], start=known[0]) / t if len(known) == len(values) else None

        return found


def stencil(text: str) -> Stencil:
    """Differences by their name, or by their nodes. Raises MatcalcError."""
    spelled = text.strip().lower()
    found = _NAMED.fullmatch(spelled)
    if found:
        kind, order = found[1], int(found[2] or _FIRST[found[1]])
        nodes = _named(kind, order)
    else:
        nodes = _typed(text, spelled)
    return Stencil(spelled, nodes)


def _named(kind: str, order: int) -> list[Fraction]:
    most = HIGHEST // 2 if kind == "richardson" else HIGHEST
    if not 1 <= order <= most or (kind == "central" and order % 2):
        raise MatcalcError("usage", f"there is no stencil {kind}{order}", hint=_HINT)
    if kind == "richardson":
        return [sign * Fraction(1, 2**k) for sign in (-1, 1) for k in range(order)]
    if kind == "central":
        half = order // 2
        return [Fraction(k) for k in range(-half, half + 1) if k]
    return [Fraction(k if kind == "forward" else -k) for k in range(order + 1)]


def _typed(text: str, spelled: str) -> list[Fraction]:
    try:
        nodes = [Fraction(part) for part in spelled.strip("[]()").replace(",", " ").split()]
    except (ValueError, ZeroDivisionError):
        raise MatcalcError("usage", f"--stencil {text} is no stencil", hint=_HINT) from None
    if not 2 <= len(nodes) <= MOST_NODES or len({*nodes}) < len(nodes):
        raise MatcalcError("usage", f"a stencil has 2 to {MOST_NODES} different nodes", hint=_HINT)
    return nodes


def coefficients(nodes: Sequence[Fraction], order: int = 1) -> tuple[Fraction, ...]:
    """The c with which sum c_i f(s_i) is a derivative of f at 0, of its order, for every f of a lower degree than there are nodes.

    By elimination from sum c_i s_i^k, which is k! if k is that order and else 0.
    """
    n = len(nodes)
    rows = [[s**k for s in nodes] + [Fraction(factorial(k) if k == order else 0)] for k in range(n)]
    for i in range(n):
        pivot = next(r for r in range(i, n) if rows[r][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for r in range(n):
            if r != i and rows[r][i]:
                rows[r] = [x - rows[r][i] * y for x, y in zip(rows[r], rows[i], strict=True)]
    return tuple(row[n] for row in rows)


def _order(nodes: Sequence[Fraction], weights: Sequence[Fraction]) -> int:
    """The order of a stencil: one less than the first power of the nodes, from their number on, whose weighted sum is not 0."""
    k = len(nodes)
    while not sum(c * s**k for c, s in zip(weights, nodes, strict=True)) / factorial(k):
        k += 1
    return k - 1
