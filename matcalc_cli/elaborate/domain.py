"""Where an expression has a value as it was typed: what each of its operations needs, before anything is simplified."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.builder import Scope, build, template
from matcalc_cli.elaborate.calls import function_of, size_arguments
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER
from matcalc_cli.expr.signature import chosen
from matcalc_cli.functions.real_powers import LOGM, is_real_power
from matcalc_cli.language.tree import Call, Operation, Tree
from matcalc_cli.validity import of_value
from matcalc_cli.validity.condition import Condition

if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.shape import Size

_OPERATORS: dict[str, Callable[[Sequence[Node]], Iterator[Condition]]] = {
    "divide": lambda args: iter([Condition("no zeros", args[1])]),
    "elementwise_divide": lambda args: iter([Condition("no zeros", args[1])]),
    "solve": lambda args: iter([Condition("invertible", args[0])]),
    "power": lambda args: of_value(*_power(*args), typed=True),
    "elementwise_power": lambda args: of_value(ELEMENTWISE_POWER, tuple(args), typed=True),
}


def _power(base: Node, exponent: Node) -> tuple[Function, tuple[Node, ...]]:
    """What decides where a power has a value: its exponent, or that a matrix has a logarithm."""
    return (LOGM, (base,)) if is_real_power(base, exponent) else (POWER, (base, exponent))


class Recorder(Scope):
    """What the names of a shorthand's definition stand for; it notes what the operations there need."""

    def __init__(self, nodes: dict[str, Node], dims: dict[str, Size]) -> None:
        super().__init__(nodes, dims)
        self.found: list[Condition] = []

    def check(self, tree: Tree, args: Sequence[Node]) -> None:
        """Note what the operation needs."""
        self.found.extend(needed(tree, args, self))


def needed(tree: Tree, args: Sequence[Node], scope: Scope) -> Iterator[Condition]:
    """What an operation of a program needs of its operands."""
    match tree:
        case Operation(operator=operator) if operator in _OPERATORS:
            yield from _OPERATORS[operator](args)
        case Call():
            function = function_of(tree)
            if not function.definition:
                yield from of_value(function, tuple(args), typed=True)
                return
            sizes = tuple([scope.size(t) for t in size_arguments(tree, function)])
            signature, dims = chosen(function, [a.shape for a in args], sizes)
            recorder = Recorder(dict(zip(signature.parameters, args, strict=True)), dict(dims))
            build(template(function.definition), recorder)
            yield from recorder.found
