"""Equations about f moved along lines, whatever the numbers are: modulo p, or of sixty digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol

    Matrix = list[list[Any]]
    Moves = Mapping[Symbol, Matrix]


class Place(Protocol):
    """A random point with a random E for each variable, and how f changes there."""

    def value(self, node: Node) -> Matrix:
        """The value of an expression; d<variable> is the tangent."""

    def free(self, x: Symbol) -> Matrix:
        """E, any matrix of the shape of x."""

    def tangent(self, x: Symbol) -> Matrix:
        """The direction nearest to E in which x may move."""

    def slope(self, f: Node, moves: Moves) -> Matrix:
        """The derivative of f along the moves, which must be tangent."""

    def bend(self, f: Node, one: Moves, other: Moves) -> Matrix:
        """The derivative of f by s and t along s times the one and t times the other moves."""

    def bend_along(self, f: Node, moves: Moves, curves: Mapping[Symbol, tuple[Matrix, Matrix]]) -> Matrix:
        """The second derivative of f by t where some names move along lines, and others along X + t V + t^2 W/2."""

    def product(self, a: Matrix, b: Matrix) -> Matrix:
        """The matrix product."""

    def negative(self, a: Matrix) -> Matrix:
        """Minus a matrix."""


Sides = tuple["Matrix", "Matrix"]


class Equation:
    """An equation to hold at every place: two sides are equal.

    `roots` are the expressions in them, first the one that is differentiated: a dX in it is a constant.
    """

    __slots__ = ("order", "roots", "sides", "variables")

    def __init__(
        self, roots: Sequence[Node], variables: Sequence[Symbol], order: int, sides: Callable[[Place], Sides]
    ) -> None:
        self.roots = [*roots]
        self.variables = [*variables]
        self.order = order
        self.sides = sides
