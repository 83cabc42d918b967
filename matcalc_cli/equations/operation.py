"""One operation that solves a linear matrix equation L(D) = R for D, as a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import transpose
from matcalc_cli.expr.node import Node
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition


class Operation:
    """How to solve L(D) = R: D as a formula in R, or as what makes it of R, and what must hold for there to be one D.

    around  what both sides are multiplied by for it, from the left and from the right, where that tells the parts of L apart
    turned  whether it is the transposed equation that it solves
    words   what solves it, in words; nothing where that is plain
    """

    __slots__ = ("_formula", "_nodes", "around", "main", "needed", "turned", "words")

    def __init__(self, formula: str | Callable[[Node], Node], needed: Sequence[Condition], **nodes: Node) -> None:
        self._formula = formula
        self._nodes = nodes
        self.needed = tuple(needed)
        self.words = ""
        self.around: tuple[Node, Node] | None = None
        self.main = 0
        self.turned = False

    def __call__(self, right: Node) -> Node:
        """D for a right side."""
        right = transpose(right) if self.turned else right
        if not isinstance(self._formula, str):
            return simplify(self._formula(right))
        return simplify(instantiate(self._formula, {**self._nodes, "R": right}, {}))
