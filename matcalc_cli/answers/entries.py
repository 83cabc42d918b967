"""Matrices written out entry by entry, as text: the result of `entries`, which every renderer takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.expr.node import Symbol


class Table:
    """A matrix under a title: its entries in ASCII and in LaTeX, and the size of its blocks, (0, 0) for none.

    `factor` is what all entries are to be multiplied by, in ASCII and in LaTeX; empty for 1.
    """

    __slots__ = ("blocks", "factor", "latex", "rows", "title")

    def __init__(
        self, title: str, rows: Sequence[Sequence[str]], latex: Sequence[Sequence[str]], blocks: tuple[int, int],
        factor: tuple[str, str] = ("", ""),
    ) -> None:  # fmt: skip
        self.title = title
        self.rows = tuple(map(tuple, rows))
        self.latex = tuple(map(tuple, latex))
        self.blocks = blocks
        self.factor = factor


class Entries:
    """The tables of an answer at one size, and by variable whether SymPy proves the Jacobian there."""

    __slots__ = ("answer", "proofs", "size", "tables")

    def __init__(
        self, answer: Answer, size: int, tables: Sequence[Table], proofs: Sequence[tuple[Symbol, bool]]
    ) -> None:
        self.answer = answer
        self.size = size
        self.tables = tuple(tables)
        self.proofs = tuple(proofs)
