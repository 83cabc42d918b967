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

    Each has its terms in the order in which they are to be printed, which is that of the program in an answer.

    `numbers` are what the program adds to every entry of a column or a matrix, by name where they have one. `mirrors` is
    whether sigmoid(-u) may stand for 1 - sigmoid(u), which reads better and is read as another form of that.
    """

    __slots__ = ("mirrors", "numbers", "sums")

    def __init__(
        self, letters: Mapping[str, Sequence[str]], sums: Mapping[Sum, Sequence[Node]] | None = None,
        numbers: Collection[Node | str] = (),
    ) -> None:  # fmt: skip
        super().__init__(letters)
        self.sums = dict(sums or {})
        self.numbers = frozenset(numbers)
        self.mirrors = False

    def with_mirrors(self) -> Typed:
        """For a reader."""
        found = Typed(self, self.sums, self.numbers)
        found.mirrors = True
        return found
