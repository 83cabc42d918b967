"""How a program says what an answer says again: its sums, the products that are numbers, what it adds and solves with."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import signs
from matcalc_cli.elaborate.calls import is_solution
from matcalc_cli.expr.build import transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, raw_product
from matcalc_cli.expr.normal_forms.coefficients import negated, scale, split
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.selections.stretch import stretched
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matcalc_cli.expr.shapes.dimensions import Shape


def words_of(node: Node) -> Sequence[Node]:
    """The products x'*A*w among the factors of a number, or it."""
    if not isinstance(node, Product):
        return ()
    if not node.scalars:
        return (raw_product(1, (), node.factors),) if node.factors else ()
    return [
        *[s for s in node.scalars if isinstance(s, Product) and s.factors],
        *words_of(raw_product(1, (), node.factors)),
    ]


def ends_of(node: Node) -> tuple[Node, Node]:
    """The first factor of a product, and that of its transpose."""
    is_turned = isinstance(node, Apply) and node.function is TRANSPOSE
    (word,) = node.children if is_turned else (node,)
    factors = word.factors if isinstance(word, Product) and word.factors else (split(word)[1],)
    ends = factors[0], transpose(factors[-1])
    return ends[::-1] if is_turned else ends


class AsTyped:
    """The words of one program.

    `sums` have their terms in its order, `numbers` are what it adds to every entry of a column or a matrix, by name where they
    have one, `solved` are the matrices that it solves with, and whether by a backslash, `turned` the products that are
    numbers, and whether it has their transposes: x'*w where the normal form is w'*x.
    """

    __slots__ = ("numbers", "solved", "sums", "turned")

    def __init__(self) -> None:
        self.sums: dict[Sum, Sequence[Node]] = {}
        self.numbers: set[Node | str] = set()
        self.solved: dict[Node, bool] = {}
        self.turned: dict[Node, bool] = {}

    def take(self, tree: Tree, args: Sequence[Node], node: Node) -> None:
        """Take note of what a part of the program has become, of its operands."""
        if is_solution(tree):
            for base in (args[0], *(args[0].factors if isinstance(args[0], Product) else ())):  # (2*A)\x is A\x/2
                self.solved.setdefault(base, isinstance(tree, Operation))
        if node.is_scalar and isinstance(tree, Operation) and tree.operator == "multiply":
            self._take_product(args[0], node)
        is_turned = isinstance(node, Apply) and node.function is TRANSPOSE  # a sum of rows is kept as one of columns
        total = transpose(node) if is_turned else node
        is_typed = isinstance(tree, Operation) and tree.operator in SUMS
        number, total = split(total) if is_typed else (1, total)
        if isinstance(total, Sum) and total not in self.sums and (is_typed or negated(total) not in self.sums):
            given = [scale(exact_ratio(1, number), t) for t in self._typed_terms(tree, args, node.shape)]
            typed = [transpose(t) if is_turned else t for t in given]
            places = {term: i for i, term in reversed([*enumerate(typed)])}
            self.sums[total] = tuple(sorted(total.terms, key=lambda term: places.get(term, len(typed))))

    def take_number(self, tree: Tree, node: Node) -> None:
        """Take note of a number that is added to every entry of a column or a matrix."""
        self.numbers |= {split(node)[1], *([tree.name] if isinstance(tree, Name) else [])}

    def settle(self, settled: Callable[[Node], Node]) -> None:
        """Say everything with what is known of families."""
        sums = {settled(total): [settled(t) for t in terms] for total, terms in self.sums.items()}
        self.sums = {total: terms for total, terms in sums.items() if isinstance(total, Sum)}
        self.turned = {settled(word): is_turned for word, is_turned in self.turned.items()}

    def _take_product(self, row: Node, node: Node) -> None:
        """A row times a column, by what the row begins with."""
        begins = ends_of(row)[0]
        for word in words_of(node):
            first, last = ends_of(word)
            if begins in (first, last):
                self.turned.setdefault(word, begins is not first)

    def _typed_terms(self, tree: Tree, parts: Sequence[Node], shape: Shape) -> Iterator[Node]:
        """The terms of a sum or difference as they were typed, those of sums in brackets among them."""
        if isinstance(tree, Operation) and tree.operator in SUMS:
            for sign, part in zip(signs(tree), parts, strict=True):
                terms = self.sums.get(part, part.terms) if isinstance(part, Sum) else [stretched(part, shape)]
                yield from [scale(sign, term) for term in terms]
