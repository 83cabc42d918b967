"""The state that the rules of operators and functions read and change while shapes are inferred."""

from __future__ import annotations

from matcalc_cli.elaborate.names import Names
from matcalc_cli.elaborate.shapes.known import Shapes
from matcalc_cli.elaborate.shapes.provenance import Origins
from matcalc_cli.elaborate.shapes.sizes import size_of
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, is_at_most
from matcalc_cli.language.tree import Name, Program, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcalc_cli.elaborate.doubts.complaints import Complaints


class State(Shapes):
    """The shapes of a program with where they come from, and what there is to say of them.

    integers  names that stand where only an integer can
    notes     what a reader may have meant otherwise
    values    the parts of the program by their names
    waiting   sizes to be equal in the end, and where
    stretched the shapes of matrices that numbers are added to
    """

    def __init__(self, program: Program, names: Names, parts: Mapping[str, Node]) -> None:
        super().__init__(program, names, parts)
        self.origins = Origins()
        self.integers: set[str] = set()
        self.notes: dict[str, None] = {}
        self.values = {binding.name.name: binding.value for binding in program.bindings}
        self.stretched: list[Shape] = []
        self.waiting: list[tuple[Tree, Size, Size]] = []

    @property
    def complaints(self) -> Complaints:
        """The maker of errors; loaded when there is an error. Its suggestions must fit at once."""
        self.unifier.patient = False
        from matcalc_cli.elaborate.doubts.complaints import Complaints

        return Complaints(self.program, self, self.origins)

    def integer(self, tree: Name) -> None:
        """A name that stands where only an integer can."""
        if id(tree) in self.names.indices:
            return
        declaration = self.names.declared.get(tree.name)
        if declaration is not None and declaration.kind == "scalar":
            raise self.complaints.no_integer(tree)
        self.integers.add(tree.name)

    def size(self, tree: Tree) -> Size:
        """The dimension that a size argument stands for."""
        try:
            size = size_of(tree, {})
        except TypeError:
            raise self.complaints.size(tree) from None
        if isinstance(size, Dim) and not size.names:  # 1/2
            raise self.complaints.size(tree)
        if is_at_most(size, 0):
            raise self.complaints.no_size(tree)
        return size
