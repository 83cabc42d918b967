"""The plan of a function: what steps it has, and how the rules of single operations ask for more of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.accuracy.stable import stable
from matcalc_cli.codegen.arithmetic.arrangement import Arrangement
from matcalc_cli.codegen.arithmetic.assembled import assembled
from matcalc_cli.codegen.arithmetic.filled import laid_out
from matcalc_cli.codegen.arithmetic.halves import halved
from matcalc_cli.codegen.families.batch import batched
from matcalc_cli.codegen.step import ARRAY, PLAIN, Step, Steps
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.shapes.dimensions import Shape, Size

if TYPE_CHECKING:
    from matcalc_cli.codegen.arithmetic.tree import Tree
    from matcalc_cli.codegen.text.names import Names
    from matcalc_cli.expr.number import Rational


class Plan:
    """How the nodes of one function become steps.

    A step is made by naming its operation, `plan.make("matmul", a, b)`: structural ones below, functions by the name
    of their record. Leaves are made by `name`, `number` and `size`. Operations that every target spells: add subtract
    multiply divide (entry by entry, broadcasting) negative reciprocal, power (an integer's), real_power, matmul solve
    transpose inverse matrix_power, item (of 1x1, a number) as_array (of a number, 1x1), diagonal (a column) and
    diagonal_matrix, zeros ones I, round (a number to an integer), entry rows cols part (of an array, by positions), hcat vcat
    (of arrays).

    Operations that a target may spell, and that are done without where it does not: rowsum colsum (the sums, a column
    and a row); factor (of a matrix that is solved with more than once) factor_definite, and of what they give
    solve_factored solve_transposed_factored inverse_factored det_factored logdet_factored; plus_diagonal (a number on the
    diagonal); gram gram_plus scaled_sum (see arithmetic/halves.py); blocks of block_row (arrays and numbers put together); add_repeated subtract_repeated multiply_repeated divide_repeated (where a row or a column stands for a matrix);
    kron_times, and elimination duplication tril triu behind which _times or _turned_times stands (their products, without
    the matrix); filled (see arithmetic/filled.py) of kron_term exchanged_term turned_term within_term product_term, and what
    makes the stacks in these, rows_scaled cols_scaled stack_times.

    trees   the order of each product
    parts   the steps of the parts of products
    solved  how often the inverse, the determinant or a solution is asked of each matrix
    """

    __slots__ = ("_done", "_sizes", "names", "parts", "solved", "steps", "target", "trees")

    def __init__(self, names: Names, sizes: Mapping[str, int] | None = None) -> None:
        """`sizes` are those of the dimensions for which the order of products is chosen."""
        self._done: dict[Node, Step] = {}
        self._sizes = sizes or {}
        self.trees: dict[Node, tuple[Tree, ...]] = {}
        self.parts: dict[Tree, Step] = {}
        self.solved: Counter[Node] = Counter()
        self.names = names
        self.target = names.target
        self.steps = Steps()

    def root(self, node: Node, *, as_it_is: bool = False) -> Step:
        """The step that computes `node`. Raises MatcalcError (unsupported) where the target has no code for it."""
        return self.roots([node], as_it_is=as_it_is)[0]

    def roots(self, nodes: Sequence[Node], *, as_it_is: bool = False) -> list[Step]:
        """The steps of several nodes, which share what they have in common; `as_it_is` without a stable form of them."""
        batches = batched(nodes)
        nodes = batches if as_it_is else stable(batches)
        nodes = halved(nodes, grams="gram" in self.target.operations)
        nodes = assembled(laid_out(nodes) if "filled" in self.target.operations else nodes)
        arrangement = Arrangement(nodes, self._sizes)
        self.trees.update(arrangement.trees)
        self.solved.update(arrangement.solved)
        for part in arrangement.needed:
            if part not in self._done:
                self._done[part] = self.planned(part)
        return [self._done[node] for node in nodes]

    def shapes(self) -> Iterator[tuple[Step, Shape]]:
        """The shapes of the arrays that are known so far."""
        for node, step in self._done.items():
            if step.kind == ARRAY:
                yield step, node.shape
        for tree, step in self.parts.items():
            yield step, (tree.rows, tree.cols)

    def of(self, node: Node) -> Step:
        """The step of a node, planned before; a part of none, such as the transpose -Q of a skew Q, is planned now."""
        return self._done[node] if node in self._done else self.root(node)

    def make(self, operation: str, *operands: Step) -> Step:
        """The step that does an operation, or what does the same in a target that has not got it."""
        if operation not in self.target.operations and operation in REPLACEMENTS:
            return REPLACEMENTS[operation](self, *operands)
        return self.steps.make(operation, *operands)

    def name(self, text: str, *, is_number: bool) -> Step:
        """The step that a name of the emitted function stands for."""
        return self.steps.leaf("name", text, kind=PLAIN if is_number else ARRAY)

    def number(self, value: Rational) -> Step:
        """A constant."""
        return self.steps.leaf("number", value)

    def size(self, size: Size) -> Step:
        """A dimension, an integer."""
        return self.steps.leaf("size", size)

    def planned(self, node: Node) -> Step:
        """The step of a node whose parts have theirs."""
        raise NotImplementedError


REPLACEMENTS: dict[str, Callable[..., Step]] = {
    "add_repeated": lambda plan, a, b: plan.make("add", a, b),
    "subtract_repeated": lambda plan, a, b: plan.make("subtract", a, b),
    "multiply_repeated": lambda plan, a, b: plan.make("multiply", a, b),
    "divide_repeated": lambda plan, a, b: plan.make("divide", a, b),
    "identity": lambda plan, n: n,  # noqa: ARG005 a size is told from an array
    "vec": lambda plan, a: plan.make("column", plan.make("transpose", a)),
    "unvec": lambda plan, x, m, n: plan.make("transpose", plan.make("reshape", x, n, m)),
}
"""The replacements of operations that a target does not spell: most broadcast a row beside a matrix anyway. column and reshape take entries row by row."""
