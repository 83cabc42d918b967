"""The common part of the formats for readers, LaTeX, Typst, MathML and Unicode: calls, and inverses that are turned."""

from __future__ import annotations

from matcalc_cli.functions import OF_A_FUNCTION, find
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.notation import POWERS, SUMS
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.formats.forms import Form, Hole
from matcalc_cli.render.formats.writer import Part, Style
from matcalc_cli.render.writing.fold import fold
from matcalc_cli.render.writing.mathematics import (
    are_its_sizes,
    block,
    is_identity,
    is_inverse,
    name_of,
    record_of,
    sized_identities,
)
from matcalc_cli.render.writing.sharing import copied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import ClassVar

    from matcalc_cli.expr.function import Function

OVER = "over"
"""The operator of a fraction on one line, which only formats with fractions write."""


class Typeset(Style):
    """A format for readers, of a tree that `mathematical` has prepared."""

    inverse_transposed: ClassVar[Form]
    """X^-T, one exponent; the hole is for X."""

    def __init__(self, tree: Tree, differentials: Collection[str] = ()) -> None:
        super().__init__(differentials)
        self._sized = sized_identities(tree)

    def parts(self, tree: Tree) -> list[Part]:
        """As for every format; the transpose of an inverse is one exponent."""
        match tree:
            case Operation(operator="transpose", operands=(Operation() as inverse,)) if is_inverse(inverse):
                return self.filled(self.inverse_transposed, inverse)
        return super().parts(tree)

    def operand(self, tree: Tree, hole: Hole) -> list[Part]:
        """As for every format; a function that is an argument, expm of frechet(expm, A, E), is set as functions are."""
        child = tree.children[hole.index]
        if isinstance(tree, Call) and isinstance(child, Name) and hole.index == 0 and tree.function in OF_A_FUNCTION:
            return [(("function", self.function(child.name)), False)]
        return super().operand(tree, hole)

    def function(self, name: str) -> str:
        """The name of a function."""
        return name

    def call(self, call: Call) -> Form:
        """A sum over an index, a matrix of sizes by its letter, and all else by the function's template or its name."""
        if binds(call):
            return self.series(call)
        matrix = block(call)
        if matrix:
            return self.block(matrix, call)
        found = record_of(call)
        written = self.by_template(found, len(call.arguments)) if found else None
        return written or self.by_name(call, name_of(call), found)

    def series(self, call: Call) -> Form:
        """How a sum or a product over an index is written."""
        raise NotImplementedError

    def block(self, matrix: Function, call: Call) -> Form:
        """How I, K, ones and zeros are written."""
        raise NotImplementedError

    def by_template(self, function: Function, arity: int) -> Form | None:
        """How a function is written whose record says more than a name; None of others."""
        raise NotImplementedError

    def by_name(self, call: Call, name: str, function: Function | None) -> Form:
        """How name(arguments) is written; without a record, of a function without a formula, or of a derivation."""
        raise NotImplementedError

    def indices(self, matrix: Function, call: Call, times: str, comma: str) -> str:
        """Holes for the sizes of a matrix; none of an identity whose size its neighbours tell."""
        told = is_identity(call) and id(call) not in self._sized
        return (times if are_its_sizes(matrix) else comma).join(
            f"{{{i}}}" for i in range(len(call.arguments)) if not told
        )


def on_one_line(tree: Tree) -> Tree:
    """The tree with fractions inside of fractions and of exponents on one line, where they would be small: x^(3/2), (a - b/c)/d."""
    return fold(tree, _both)[0]


def _both(node: Tree, operands: list[tuple[Tree, Tree]]) -> tuple[Tree, Tree]:
    """A node as it is written by itself, and inside of a fraction."""
    inside = [inner for _, inner in operands]
    match node:
        case Literal(numerator=p, denominator=q) if q != 1:
            return node, Operation(OVER, (Literal(p, 1, 0, 0), Literal(q, 1, 0, 0)), 0, 0)
        case Operation(operator="divide"):
            return _fraction(node, operands[0][0], inside), Operation(OVER, inside, 0, 0)
    raised = _raised(node)
    outside = [pair[i in raised] for i, pair in enumerate(operands)]
    return copied(node, outside), copied(node, inside)


def _fraction(node: Operation, above: Tree, inside: list[Tree]) -> Tree:
    """A fraction; a sum with fractions in brackets behind 1/b, where they are not small."""
    if above is inside[0] or not (isinstance(above, Operation) and above.operator in SUMS):
        return copied(node, inside)
    return Operation("multiply", (Operation("divide", (Literal(1, 1, 0, 0), inside[1]), 0, 0), above), 0, 0)


def _raised(node: Tree) -> tuple[int, ...]:
    """The places of the operands that are exponents."""
    if isinstance(node, Operation):
        return (1,) if node.operator in POWERS else ()
    function = find(node.function) if isinstance(node, Call) else None
    return (0,) if function and "^{{0}}" in function.latex else ()
