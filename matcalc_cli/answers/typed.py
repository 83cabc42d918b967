"""What answers keep of how a program was typed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matcalc_cli.expr.node import Node, Sum

    Letters = dict[str, Sequence[str]]
else:
    Letters = dict


class Typed(Letters):
    """By family the letters of the indices of its members; `sums` are those of the program, with the signs that they have there.

    Each has its terms in the order in which they are to be printed, which is that of the program in an answer.
    """

    __slots__ = ("sums",)

    def __init__(self, letters: Mapping[str, Sequence[str]], sums: Mapping[Sum, Sequence[Node]] | None = None) -> None:
        super().__init__(letters)
        self.sums = dict(sums or {})
