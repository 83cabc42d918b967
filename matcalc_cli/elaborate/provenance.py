"""Where an inferred dimension comes from: the part of the program that made an unknown what it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.names import walk
from matcalc_cli.expr.shape import Dim, Size
from matcalc_cli.language.tree import Name, Tree

if TYPE_CHECKING:
    from matcalc_cli.elaborate.inference import Inference

MOST_NAMES = 200
"""Names of an operand that are looked at; who has more reads the labels."""


class Origins:
    """The reasons of one program: what each unknown dimension was bound to at first, and by which subtree."""

    __slots__ = ("_reasons",)

    def __init__(self) -> None:
        self._reasons: dict[str, tuple[Tree, Size]] = {}

    def record(self, tree: Tree, bound: dict[str, Size]) -> None:
        """What was bound since the last call was bound because of `tree`."""
        for unknown in islice(reversed(bound), len(bound) - len(self._reasons)):
            self._reasons[unknown] = (tree, bound[unknown])

    def of(self, inference: Inference, size: Size, operand: Tree) -> Tree | None:
        """The subtree that gave a dimension of the operand its size, if one did."""
        for start in _unknowns(inference, operand):
            hops = list(self._hops(start))
            if hops and inference.unifier.resolve(start) == size:
                return hops[-1 if isinstance(size, int) else 0]
        return None

    def _hops(self, size: Size) -> Iterator[Tree]:
        """The reasons along the chain from an unknown to what it is known to be."""
        while isinstance(size, Dim) and size.is_name and str(size) in self._reasons:
            reason, size = self._reasons[str(size)]
            yield reason


def _unknowns(inference: Inference, operand: Tree) -> Iterator[Size]:
    """The dimensions of the operand's variables as they were before anything was inferred."""
    names = (tree.name for tree in walk(operand) if isinstance(tree, Name))
    for name, _ in zip(dict.fromkeys(names), range(MOST_NAMES), strict=False):
        yield from inference.variables.get(name, ())
