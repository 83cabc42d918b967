"""What answers keep of how a program was typed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from matcalc_cli.expr.node import Node, Sum

    Letters = dict[str, Sequence[str]]
else:
    Letters = dict


class Typed(Letters):
    """By family the letters of the indices of its members; `sums` are those of the program, with the signs that they have there.

    `numbers` are what the program adds to every entry of a column or a matrix, by name where they have one.
    """

    __slots__ = ("numbers", "sums")

    def __init__(
        self, letters: Mapping[str, Sequence[str]], sums: Collection[Sum] = (), numbers: Collection[Node | str] = ()
    ) -> None:
        super().__init__(letters)
        self.sums = frozenset(sums)
        self.numbers = frozenset(numbers)
