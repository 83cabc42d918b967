"""Where shapes come from: the part of the program that made a dimension what it is, the names that made it 1 or not."""

from __future__ import annotations

from itertools import islice

from matcalc_cli.elaborate.calls import function_of, operands
from matcalc_cli.elaborate.names import walk
from matcalc_cli.expr.operations import SUMMATION
from matcalc_cli.expr.shapes.dimensions import SCALAR, Dim, Size
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.language.notation import POWERS
from matcalc_cli.language.tree import Call, Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.elaborate.shapes.known import Shapes

MOST_NAMES = 200
"""Names of an operand that are looked at; who has more reads the labels."""


class Origins:
    """The reasons of one program: what each unknown dimension was bound to at first, and by which subtree."""

    __slots__ = ("_reasons",)

    def __init__(self) -> None:
        self._reasons: dict[str, tuple[Tree, Size]] = {}

    def record(self, tree: Tree, bound: dict[str, Size]) -> None:
        """Record the tree as the reason of everything that was bound since the last call."""
        for unknown in islice(reversed(bound), len(bound) - len(self._reasons)):
            self._reasons[unknown] = (tree, bound[unknown])

    def of(self, inference: Shapes, size: Size, operand: Tree) -> Tree | None:
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


def _unknowns(inference: Shapes, operand: Tree) -> Iterator[Size]:
    """The dimensions of the operand's variables as they were before anything was inferred."""
    names = (tree.variable for tree in walk(operand) if isinstance(tree, Name))
    for name, _ in zip(dict.fromkeys(names), range(MOST_NAMES), strict=False):
        yield from inference.variables.get(name, ())


SHAPED_ALIKE = ("add", "subtract")
"""Operators whose result has the shape of any operand that is no scalar."""


def open_names(inference: Shapes, tree: Tree) -> frozenset[str]:
    """The names of which one at least must be taken otherwise before a subtree fits that does not.

    Only kinds decide which dimensions are 1, so where these differ only the operands' own names matter; where two
    other sizes differ, anything may have made them what they are.
    """
    shapes = [inference.shape(operand) for operand in operands(tree)]
    if isinstance(tree, Operation) and tree.operator == "solve" and shapes[0][0] != 1 == shapes[0][1]:
        return frozenset()  # x\\y has a meaning for a column, the least squares, which is not to be taken for another
    if any(1 in shape for shape in shapes):
        return frozenset().union(*[deciding(inference, operand) for operand in operands(tree)])
    return frozenset(filter(None, map(inference.names.open_name, inference.names.variables)))


def deciding(inference: Shapes, root: Tree) -> frozenset[str]:
    """The undeclared names that decide which dimensions of a subtree are 1."""
    found: set[str | None] = set()
    seen: set[int] = set()
    stack = [root]
    while stack:
        tree = stack.pop()
        if id(tree) not in seen:
            seen.add(id(tree))
            if isinstance(tree, Name) and tree.name not in inference.bound:
                found.add(inference.names.open_name(tree.variable))
            stack.extend(_deciding_parts(inference, tree))
    return frozenset(filter(None, found))


def _deciding_parts(inference: Shapes, tree: Tree) -> Sequence[Tree]:
    match tree:
        case Name(name=name):
            return [b.value for b in inference.program.bindings if b.name.name == name]
        case Operation(operator=operator) if operator in SHAPED_ALIKE and inference.shape(tree) != SCALAR:
            return [next(t for t in tree.operands if inference.shape(t) != SCALAR)]
        case Operation(operator=operator, operands=(base, _)) if operator in ("divide", *POWERS):
            return [base]
        case Call() if function_of(tree) is SUMMATION:
            return tree.arguments[3:]
        case Call() if all(signature.result == SCALAR for signature in signatures(function_of(tree))):
            return ()
    return operands(tree)
