"""The plan of a function: its nodes as steps, with solves instead of inverses and products in a cheap order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen import arithmetic, chain, factors, members, selections
from matcalc_cli.codegen.arrangement import Arrangement
from matcalc_cli.codegen.batch import ALL, batched
from matcalc_cli.codegen.links import is_orthogonal
from matcalc_cli.codegen.stable import stable
from matcalc_cli.codegen.step import ARRAY, NUMBER, PLAIN, Step, Steps
from matcalc_cli.codegen.targets import having
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.members import conditions_of, is_relation
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol
from matcalc_cli.expr.operations import (
    DIAG,
    ELEMENTWISE_POWER,
    HADAMARD,
    KRON,
    POWER,
    PRODUCTION,
    SIZE,
    SUM,
    SUMMATION,
    TRACE,
)
from matcalc_cli.expr.shape import Shape, Size
from matcalc_cli.expr.signature import chosen
from matcalc_cli.expr.unknown import Unknown
from matcalc_cli.functions.determinant import DET, LOGDET

if TYPE_CHECKING:
    from matcalc_cli.codegen.names import Names
    from matcalc_cli.codegen.tree import Tree
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
    diagonal); blocks of block_row (arrays and numbers put together); add_repeated subtract_repeated (where a row or a column stands for a matrix).

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

    def root(self, node: Node) -> Step:
        """The step that computes `node`. Raises MatcalcError (unsupported) where the target has no code for it."""
        return self.roots([node])[0]

    def roots(self, nodes: Sequence[Node]) -> list[Step]:
        """The steps of several nodes, which share what they have in common."""
        nodes = selections.assembled(stable(batched(nodes)))
        arrangement = Arrangement(nodes, self._sizes)
        self.trees.update(arrangement.trees)
        self.solved.update(arrangement.solved)
        for part in arrangement.needed:
            if part not in self._done:
                self._done[part] = self._planned(part)
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
        """What a name of the emitted function stands for."""
        return self.steps.leaf("name", text, kind=PLAIN if is_number else ARRAY)

    def number(self, value: Rational) -> Step:
        """A constant."""
        return self.steps.leaf("number", value)

    def size(self, size: Size) -> Step:
        """A dimension, an integer."""
        return self.steps.leaf("size", size)

    def _planned(self, node: Node) -> Step:
        match node:
            case Member():
                return members.member(self, node)
            case Symbol(axes=axes) if axes:
                return self.name(self.names.arguments[node.name], is_number=False)
            case Symbol(kind="index"):
                return self.steps.index(node, self.names.index(node.name))
            case Symbol(name=name) if name not in self.names.arguments:
                family = self.names.arguments[name.removesuffix(ALL)]
                return self.make("family_column", self.name(family, is_number=False))
            case Symbol():
                return self.name(self.names.arguments[node.name], is_number=node.is_scalar)
            case Number(value=value):
                return self.number(value)
            case Sum() if node in self.trees:
                return chain.step(self, self.trees[node][0])
            case Sum():
                return arithmetic.signed_sum(self, node)
            case Product(scalars=scalars) if any(map(is_relation, scalars)):
                return members.chosen_term(self, node, *conditions_of(None, node))
            case Product():
                return arithmetic.product(self, node)
            case Apply(function=function):
                return _SPECIAL.get(function, applied)(self, node)
        raise TypeError(f"{type(node)} is not an expression")


def applied(plan: Plan, node: Apply) -> Step:
    """A function by its name."""
    return _called(plan, node, node.function.name)


def _called(plan: Plan, node: Apply, operation: str) -> Step:
    """A function by the name of an operation; a 1x1 argument is made an array where the function expects a matrix."""
    function = node.function
    if isinstance(function, Unknown):
        kind = NUMBER if node.is_scalar else ARRAY
        return plan.steps.called(plan.names.functions[function], tuple([plan.of(a) for a in node.args]), kind)
    signature, values = chosen(function, [a.shape for a in node.args], node.sizes)
    if operation not in plan.target.operations and operation not in REPLACEMENTS:
        return _composed(plan, node)
    operands = []
    for arg, expected in zip(node.args, signature.shapes, strict=True):
        as_array = arg.is_scalar and expected != (1, 1) and not function.elementwise
        operands.append(plan.make("as_array", plan.of(arg)) if as_array else plan.of(arg))
    step = plan.make(operation, *operands, *[plan.size(values[name]) for name in signature.sizes])
    gives_array = node.is_scalar and signature.result != (1, 1) and not function.elementwise
    return plan.make("item", step) if gives_array else step


def _composed(plan: Plan, node: Apply) -> Step:
    """A function that the target does not have, made of others that it may have."""
    function, other = node.function, spelled_out(node)
    if other is not None:
        return plan.root(other)
    raise MatcalcError(
        "unsupported", f"there is no {plan.target.name} code for {function.title}",
        hint=f"targets that have it: {', '.join(having(function.name))}",
    )  # fmt: skip


def _matrix_power(plan: Plan, node: Apply) -> Step:
    base, exponent = node.args
    match exponent:
        case Number(value=-1):
            return plan.make("transpose", plan.of(base)) if is_orthogonal(base) else factors.inverse(plan, base)
        case Number(value=2):
            return plan.make("matmul", plan.of(base), plan.of(base))
        case Number(value=k):
            return plan.make("matrix_power", plan.of(base), plan.size(int(k)))
    return plan.make("matrix_power", plan.of(base), plan.make("round", plan.of(exponent)))


def _elementwise_power(plan: Plan, node: Apply) -> Step:
    return arithmetic.elementwise_power(plan, node)


def _hadamard(plan: Plan, node: Apply) -> Step:
    return arithmetic.entrywise_product(plan, node)


def _kron(plan: Plan, node: Apply) -> Step:
    return plan.steps.fold("kron", [plan.of(a) for a in node.args])


def _diag(plan: Plan, node: Apply) -> Step:
    """diag(P Q) = (P .* Q') 1."""
    trees = plan.trees.get(node, ())
    steps = [chain.step(plan, tree) for tree in trees]
    if len(steps) == 2:
        return chain.row_sums(plan, plan.make("multiply", steps[0], chain.turned(plan, steps[1])), trees[0].cols)
    if steps:
        return plan.make("diagonal", steps[0])
    return _called(plan, node, "diagonal_matrix" if node.args[0].cols == 1 else "diagonal")


def _trace(plan: Plan, node: Apply) -> Step:
    """tr(P Q) = sum(P' .* Q)."""
    trees = plan.trees.get(node, ())
    steps = [chain.step(plan, tree) for tree in trees] or [plan.of(node.args[0])]
    if len(steps) == 2:
        return plan.make("sum", plan.make("multiply", chain.turned(plan, steps[0]), steps[1]))
    return plan.make("tr", steps[0]) if trees else applied(plan, node)


def _sum(plan: Plan, node: Apply) -> Step:
    trees = plan.trees.get(node)
    return chain.number(plan, trees[0]) if trees else applied(plan, node)


def _determinant(plan: Plan, node: Apply) -> Step:
    matrix = node.args[0]
    return applied(plan, node) if matrix.is_scalar else factors.determinant(plan, node.function.name, matrix)


def _size(plan: Plan, node: Apply) -> Step:
    return plan.size(node.sizes[0])


_SPECIAL: dict[Function, Callable[[Plan, Apply], Step]] = {
    POWER: _matrix_power,
    ELEMENTWISE_POWER: _elementwise_power,
    HADAMARD: _hadamard,
    KRON: _kron,
    SUMMATION: members.summation,
    PRODUCTION: members.production,
    DET: _determinant,
    LOGDET: _determinant,
    SUM: _sum,
    TRACE: _trace,
    DIAG: _diag,
    SIZE: _size,
    **selections.SPECIAL,
}
"""Operations that are more than one step, or other ones than their name says."""

REPLACEMENTS: dict[str, Callable[..., Step]] = {
    "add_repeated": lambda plan, a, b: plan.make("add", a, b),
    "subtract_repeated": lambda plan, a, b: plan.make("subtract", a, b),
    "vec": lambda plan, a: plan.make("column", plan.make("transpose", a)),
    "unvec": lambda plan, x, m, n: plan.make("transpose", plan.make("reshape", x, n, m)),
}
"""What does the same as an operation that a target does not spell: most broadcast a row beside a matrix anyway. column and reshape take entries row by row."""
