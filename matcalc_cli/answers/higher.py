"""A derivative of a later order than a report always has."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matcalc_cli.expr.node import Node, Symbol


class Higher:
    """The derivative of some order of an expression.

    order  2, 3, ...
    total  its differential d^k f as a form in the dX, or along directions
    rates  d^k f/dt^k for each variable that is a number, in the shape of f
    """

    __slots__ = ("order", "rates", "total")

    def __init__(self, order: int, total: Node, rates: Sequence[tuple[Symbol, Node]]) -> None:
        self.order = order
        self.total = total
        self.rates = tuple(rates)


def is_moving(directions: Mapping[Symbol, Node]) -> bool:
    """Whether a direction is made of what moves along it, as the way from 0 to x is: it stays what it is at the point."""
    return any(x in to.symbols for x in directions for to in directions.values())
