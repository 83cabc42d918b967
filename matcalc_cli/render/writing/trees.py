"""Making the trees that printers write: operations, calls, numbers, and operands that a dotted operator stretches."""

from __future__ import annotations

from matcalc_cli.expr.node import Number
from matcalc_cli.expr.number import decimal, magnitude
from matcalc_cli.expr.shapes.dimensions import Shape
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.language.notation import STRETCHES
from matcalc_cli.language.tree import Call, Decimal, Literal, Operation, Tree, UnspecifiedCall
from matcalc_cli.render.writing.sizes import size_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def operation(operator: str, *operands: Tree) -> Tree:
    """An operator applied."""
    return Operation(operator, operands, 0, 0)


def call(function: str, *arguments: Tree) -> Call:
    """A function called."""
    return Call(function, arguments, 0, 0, name=(0, 0))


def literal(node: Number) -> Tree:
    """A number: 3, 1/2, -3/4, 1.0507009873554805."""
    value = magnitude(node.value)
    written = decimal(value)
    tree: Tree = Literal(value.numerator, 1, 0, 0)
    if written is not None:
        tree = Decimal(value.numerator, value.denominator, *written)
    elif value.denominator != 1:
        tree = operation("divide", tree, Literal(value.denominator, 1, 0, 0))
    return operation("negate", tree) if node.value < 0 else tree


def rounded(value: float, digits: int) -> Tree:
    """A measured number to so many digits, in every format a number: 24, -0.5, 2.4e-5."""
    front, _, power = f"{abs(value):.{digits}g}".partition("e")
    tree = Decimal(0, 1, front, int(power or 0))
    return operation("negate", tree) if value < 0 else tree


def stretch(tree: Tree, given: Shape, wanted: Shape) -> Tree:
    """An operand of a dotted operator with the ones that repeat it, which the language leaves out."""
    if given == wanted or given == (1, 1):
        return tree
    if given[1] == 1:
        return operation(STRETCHES[0], tree, call("ones", size_tree(1), size_tree(wanted[1])))
    return operation(STRETCHES[1], call("ones", size_tree(wanted[0])), tree)


def without_ones(tree: Tree) -> Tree:
    """The operand itself of what `stretch` made."""
    if isinstance(tree, Operation) and tree.operator in STRETCHES:
        return tree.operands[STRETCHES.index(tree.operator)]
    return tree


def unspecified(function: Unknown, arguments: Sequence[Tree]) -> Tree:
    """A call of a function without a formula, or of a derivative of one."""
    tree = UnspecifiedCall(function.name, arguments, 0, 0, head=function, dotted=not function.arguments)
    tree.record = function
    return tree
