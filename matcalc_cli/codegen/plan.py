"""The plan of a function: its nodes as steps, with solves instead of inverses and products in a cheap order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from matcalc_cli.codegen import arithmetic, chain
from matcalc_cli.codegen.step import ARRAY, PLAIN, Step, Steps
from matcalc_cli.codegen.targets import having
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder
from matcalc_cli.expr.shape import Size
from matcalc_cli.expr.signature import chosen

if TYPE_CHECKING:
    from matcalc_cli.codegen.names import Names
    from matcalc_cli.expr.number import Rational


class Plan:
    """How the nodes of one function become steps.

    A step is made by naming its operation, `plan.make("matmul", a, b)`: structural ones below, functions by the name
    of their record. Leaves are made by `name`, `number` and `size`. Operations that every target spells: add subtract
    multiply divide (entry by entry, broadcasting) negative reciprocal, power (an integer's), real_power, matmul solve
    transpose inverse matrix_power, item (of 1x1, a number) as_array (of a number, 1x1), diagonal (a column) and
    diagonal_matrix, zeros ones I, round (a number to an integer).

    uses   how often each node is an operand
    """

    __slots__ = ("_done", "names", "steps", "target", "uses")

    def __init__(self, names: Names) -> None:
        self._done: dict[Node, Step] = {}
        self.names = names
        self.target = names.target
        self.steps = Steps()
        self.uses: Counter[Node] = Counter()

    def root(self, node: Node) -> Step:
        """The step that computes `node`. Raises MatcalcError (unsupported) where the target has no code for it."""
        order = [part for part in postorder(node) if part not in self._done]
        for parent in order:
            self.uses.update(parent.children)
        for part in order:
            self._done[part] = self._planned(part)
        return self._done[node]

    def of(self, node: Node) -> Step:
        """The step of a node that was planned before."""
        return self._done[node]

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
            case Symbol(kind="index"):
                return self.steps.index(node, self.names.index(node.name))
            case Symbol():
                return self.name(self.names.arguments[node.name], is_number=node.is_scalar)
            case Number(value=value):
                return self.number(value)
            case Sum(terms=terms):
                return arithmetic.signed_sum(self, terms)
            case Product():
                return arithmetic.product(self, node)
            case Apply(function=function):
                return _SPECIAL.get(function.name, applied)(self, node)
        raise TypeError(f"{type(node)} is not an expression")


def applied(plan: Plan, node: Apply) -> Step:
    """A function by its name."""
    return _called(plan, node, node.function.name)


def _called(plan: Plan, node: Apply, operation: str) -> Step:
    """A function by the name of an operation; a 1x1 argument is made an array where the function expects a matrix."""
    function = node.function
    signature, values = chosen(function, [a.shape for a in node.args], node.sizes)
    if operation not in plan.target.operations and operation not in REPLACEMENTS:
        return _composed(plan, node, dict(zip(signature.parameters, node.args, strict=True)), values)
    operands = []
    for arg, expected in zip(node.args, signature.shapes, strict=True):
        as_array = arg.is_scalar and expected != (1, 1) and not function.elementwise
        operands.append(plan.make("as_array", plan.of(arg)) if as_array else plan.of(arg))
    step = plan.make(operation, *operands, *[plan.size(values[name]) for name in signature.sizes])
    gives_array = node.is_scalar and signature.result != (1, 1) and not function.elementwise
    return plan.make("item", step) if gives_array else step


def _composed(plan: Plan, node: Apply, scope: dict[str, Node], dims: dict[str, Size]) -> Step:
    """A function that the target does not have, made of others that it may have."""
    function = node.function
    if function.code:
        return plan.root(instantiate(function.code, scope, dims))
    raise MatcalcError(
        "unsupported", f"there is no {plan.target.name} code for {function.name}",
        hint=f"targets that have it: {', '.join(having(function.name))}",
    )  # fmt: skip


def _matrix_power(plan: Plan, node: Apply) -> Step:
    base, exponent = node.args
    match exponent:
        case Number(value=-1):
            return plan.make("transpose" if chain.is_orthogonal(base) else "inverse", plan.of(base))
        case Number(value=2):
            return plan.make("matmul", plan.of(base), plan.of(base))
        case Number(value=k):
            return plan.make("matrix_power", plan.of(base), plan.size(int(k)))
    return plan.make("matrix_power", plan.of(base), plan.make("round", plan.of(exponent)))


def _elementwise_power(plan: Plan, node: Apply) -> Step:
    return arithmetic.elementwise_power(plan, node)


def _hadamard(plan: Plan, node: Apply) -> Step:
    return arithmetic.quotient(plan, *arithmetic.fraction(plan, node.args))


def _kron(plan: Plan, node: Apply) -> Step:
    return plan.steps.fold("kron", [plan.of(a) for a in node.args])


def _summation(plan: Plan, node: Apply) -> Step:
    index, low, high, body = node.args
    zero = plan.number(0) if node.is_scalar else plan.make("zeros", *map(plan.size, node.shape))
    return plan.steps.summation(plan.of(index), plan.of(body), (plan.of(low), plan.of(high), zero))


def _diag(plan: Plan, node: Apply) -> Step:
    return _called(plan, node, "diagonal_matrix" if node.args[0].cols == 1 else "diagonal")


def _trace(plan: Plan, node: Apply) -> Step:
    return chain.trace(plan, node)


def _size(plan: Plan, node: Apply) -> Step:
    return plan.size(node.sizes[0])


_SPECIAL: dict[str, Callable[[Plan, Apply], Step]] = {
    "power": _matrix_power,
    "elementwise_power": _elementwise_power,
    "hadamard": _hadamard,
    "kron": _kron,
    "summation": _summation,
    "tr": _trace,
    "diag": _diag,
    "size": _size,
}
"""Operations that are more than one step, or other ones than their name says."""

REPLACEMENTS: dict[str, Callable[..., Step]] = {
    "vec": lambda plan, a: plan.make("column", plan.make("transpose", a)),
    "unvec": lambda plan, x, m, n: plan.make("transpose", plan.make("reshape", x, n, m)),
}
"""What does the same as an operation that a target does not spell. column and reshape take entries row by row."""
