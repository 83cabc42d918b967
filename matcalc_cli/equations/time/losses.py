"""A loss of what moves in time, and how it changes with the names in it."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.differential import differential, direction
from matcalc_cli.expr.build import ONE, zeros
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.readings.adjoint import adjoint
from matcalc_cli.simplify import simplify


class Losses:
    """The parts of the loss: of the solution at the end, an integral, a sum over times with data. None where it has none."""

    __slots__ = ("data", "end", "given", "running")

    def __init__(self, end: Node | None, running: Node | None, data: Node | None, given: Sequence[Symbol]) -> None:
        self.end, self.running, self.data = end, running, data
        self.given = tuple(given)  # the names whose values belong to a time

    @property
    def parts(self) -> list[Node]:
        """The parts of the loss that there are."""
        return [part for part in (self.end, self.running, self.data) if part is not None]


def slope(f: Node | None, x: Symbol) -> Node:
    """The gradient of a number by x, as if the entries of x were free of each other."""
    assert f is not None
    if x not in f.symbols:
        return zeros(x.shape)
    moving = direction(x, f.symbols)
    return simplify(adjoint(differential(f, {x: moving}), moving, ONE))
