"""The facts that answers keep of how a program was typed."""

from __future__ import annotations

from matcalc_cli.expr.node import Product, Sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from matcalc_cli.expr.node import Node

    Letters = dict[str, Sequence[str]]
else:
    Letters = dict


class Typed(Letters):
    """By family the letters of the indices of its members; `sums` are those of the program, with the signs that they have there.

    Each has its terms in the order in which they are to be printed, which is that of the program in an answer.

    `solved` are the matrices that it solves with, and whether by a backslash; `variables` its variables in order, `expression` what it is about.

    `numbers` are what the program adds to every entry of a column or a matrix, by name where they have one. `mirrors` is
    whether sigmoid(-u) may stand for 1 - sigmoid(u), which reads better and is read as another form of that.
    """

    __slots__ = ("expression", "mirrors", "numbers", "solved", "typed_products", "typed_sums", "variables")

    def __init__(
        self, letters: Mapping[str, Sequence[str]], sums: Callable[[], Mapping[Sum, Sequence[Node]]] = dict,
        numbers: Collection[Node | str] = (), solved: Mapping[Node, bool] | None = None,
        variables: Collection[str] = (), expression: Node | None = None, turned: Callable[[], Mapping[Node, bool]] = dict,
    ) -> None:  # fmt: skip
        super().__init__(letters)
        self.typed_sums = sums
        self.numbers = frozenset(numbers)
        self.solved = solved or {}
        self.variables = tuple(variables)
        self.expression = expression
        self.typed_products = turned
        self.mirrors = False

    @property
    def sums(self) -> Mapping[Sum, Sequence[Node]]:
        """The sums of the program, which are worked out where a printer asks for them."""
        return self.typed_sums()

    @property
    def turned(self) -> Mapping[Node, bool]:
        """The products of the program that are numbers, and whether it has their transposes, worked out as they are asked for."""
        return self.typed_products()

    @property
    def terms(self) -> Sequence[frozenset[str]]:
        """The names in each term of its expression, which a number may stand before, in the order of the program."""
        total = self.expression
        if isinstance(total, Product) and len(total.children) == 1:
            (total,) = total.children
        terms = self.sums.get(total, total.terms) if isinstance(total, Sum) else ()
        return [frozenset([s.name for s in term.symbols]) for term in terms]

    def with_mirrors(self) -> Typed:
        """For a reader."""
        found = Typed(
            self, self.typed_sums, self.numbers, self.solved, self.variables, self.expression, self.typed_products
        )
        found.mirrors = True
        return found
