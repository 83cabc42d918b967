"""The plan of a function: its nodes as steps, with solves instead of inverses and products in a cheap order."""

from __future__ import annotations

from collections.abc import Callable

from matcalc_cli.codegen import selections
from matcalc_cli.codegen.arithmetic import chain, factors, kronecker, quotients, sums
from matcalc_cli.codegen.arithmetic.links import is_orthogonal
from matcalc_cli.codegen.families import members
from matcalc_cli.codegen.families.axes import ALL
from matcalc_cli.codegen.plan import REPLACEMENTS, Plan
from matcalc_cli.codegen.step import ARRAY, NUMBER, Step
from matcalc_cli.codegen.targets import having
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.constants import is_relation
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.members import conditions_of
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
from matcalc_cli.expr.shapes.signature import chosen
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions import find
from matcalc_cli.functions.determinant import DET, LOGDET


class Planned(Plan):
    """The plan of a function, with what is known of every operation."""

    __slots__ = ()

    def planned(self, node: Node) -> Step:
        """The step that computes a node, by its type and by the tables of this module."""
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
                return sums.signed_sum(self, node)
            case Product(scalars=scalars) if any(map(is_relation, scalars)):
                return members.chosen_term(self, node, *conditions_of(None, node))
            case Product():
                return sums.product(self, node)
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
    function, other = node.function, spelled_out(node, in_floating_point=True)
    if other is not None:
        return plan.root(other, as_it_is=find(function.name) is None)  # a stable form that the target has not
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
    return quotients.elementwise_power(plan, node)


def _hadamard(plan: Plan, node: Apply) -> Step:
    return sums.entrywise_product(plan, node)


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
    KRON: kronecker.kron,
    SUMMATION: members.summation,
    PRODUCTION: members.production,
    DET: _determinant,
    LOGDET: _determinant,
    SUM: _sum,
    TRACE: _trace,
    DIAG: _diag,
    SIZE: _size,
    **kronecker.SPECIAL,
    **selections.SPECIAL,
}
"""Operations that are more than one step, or other ones than their name says."""
