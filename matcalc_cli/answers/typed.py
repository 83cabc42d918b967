"""What answers keep of how a program was typed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

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

    __slots__ = ("mirrors", "numbers", "typed_sums")

    def __init__(
        self, letters: Mapping[str, Sequence[str]], sums: Callable[[], Mapping[Sum, Sequence[Node]]] = dict,
        numbers: Collection[Node | str] = (),
    ) -> None:  # fmt: skip
        super().__init__(letters)
        self.typed_sums = sums
        self.numbers = frozenset(numbers)
        self.mirrors = False

    @property
    def sums(self) -> Mapping[Sum, Sequence[Node]]:
        """The sums of the program, which are worked out where a printer asks for them."""
        return self.typed_sums()

    def with_mirrors(self) -> Typed:
        """For a reader."""
        found = Typed(self, self.typed_sums, self.numbers)
        found.mirrors = True
        return found
