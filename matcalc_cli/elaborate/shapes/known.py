"""The shapes of one program, over unknowns until they are resolved: what is known of names and subtrees so far."""

from __future__ import annotations

from matcalc_cli.elaborate.names import Names
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.shapes.dimensions import Shape, Size
from matcalc_cli.expr.shapes.unification import Unifier
from matcalc_cli.language.tree import Program, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Shapes:
    """The known shapes of a program.

    variables  the shapes of the variables by their names
    bound      those of the parts that have names
    shapes     those of the subtrees by their ids
    cuts       the heights and the widths of blocks, of subtrees that have some
    """

    def __init__(self, program: Program, names: Names, parts: Mapping[str, Node]) -> None:
        self.program = program
        self.names = names
        self.unifier = Unifier()
        self.parts = dict(parts)
        self.variables: dict[str, Shape] = {}
        self.bound: dict[str, Shape] = {name: node.shape for name, node in parts.items()}
        self.shapes: dict[int, Shape] = {}
        self.cuts: dict[int, tuple[list[Size] | None, list[Size] | None]] = {}

    def shape(self, tree: Tree) -> Shape:
        """The shape of a subtree as far as it is known."""
        rows, cols = self.shapes[id(tree)]
        return (self.unifier.resolve(rows), self.unifier.resolve(cols))

    def unify(self, a: Shape, b: Shape) -> bool:
        """Make two shapes equal if that is possible; else nothing is known that was not before."""
        return self.equal(a, b)

    def equal(self, ones: Sequence[Size], others: Sequence[Size]) -> bool:
        """Make sizes equal one by one if that is possible; else nothing is known that was not before."""
        known, waiting = len(self.unifier.bound), len(self.unifier.open)
        fits = all(self.unifier.unify(a, b) for a, b in zip(ones, others, strict=True))
        while not fits and len(self.unifier.bound) > known:
            self.unifier.bound.popitem()
        if not fits:
            del self.unifier.open[waiting:]
        return fits
