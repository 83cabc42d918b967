"""The common part of the formats for readers, LaTeX, Typst, MathML and Unicode: calls, and inverses that are turned."""

from __future__ import annotations

from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.tree import Call, Operation, Tree
from matcalc_cli.render.formats.forms import Form
from matcalc_cli.render.formats.writer import Part, Style
from matcalc_cli.render.writing.mathematics import (
    are_its_sizes,
    block,
    is_identity,
    is_inverse,
    name_of,
    record_of,
    sized_identities,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import ClassVar

    from matcalc_cli.expr.function import Function


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
