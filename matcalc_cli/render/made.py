"""Making trees to be printed."""

from __future__ import annotations

from matcalc_cli.expr.node import Node, Number
from matcalc_cli.expr.number import magnitude
from matcalc_cli.language.tree import Call, Literal, Operation, Tree


def operation(operator: str, *operands: Tree) -> Tree:
    """An operator applied."""
    return Operation(operator, operands, 0, 0)


def call(function: str, *arguments: Tree) -> Tree:
    """A function called."""
    return Call(function, arguments, 0, 0, name=(0, 0))


def literal(node: Number) -> Tree:
    """A number: 3, 1/2, -3/4."""
    value = magnitude(node.value)
    tree: Tree = Literal(value.numerator, 1, 0, 0)
    if value.denominator != 1:
        tree = operation("divide", tree, Literal(value.denominator, 1, 0, 0))
    return operation("negate", tree) if node.value < 0 else tree


def is_half(node: Node, sign: int) -> bool:
    """True of 1/2 and of -1/2, without the fraction to compare with, whose import takes time."""
    return isinstance(node, Number) and (node.value.numerator, node.value.denominator) == (sign, 2)
