"""Sums over a length in a derivation, written as the means that the program has: mean(dx) for sum(dx)/n."""

from __future__ import annotations

from collections.abc import Collection

from matcalc_cli.elaborate.builder import Scope, applied
from matcalc_cli.elaborate.calls import spine
from matcalc_cli.errors import MatcalcError
from matcalc_cli.explain.trees import value
from matcalc_cli.expr.node import Apply, Node
from matcalc_cli.expr.operations import SUM
from matcalc_cli.language.tree import Call, Operation, Tree
from matcalc_cli.later import reduce
from matcalc_cli.render.writing.patterns import call_of
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.simplify import simplify


class Averages:
    """The means that a program takes, and what the names of the lines stand for."""

    def __init__(self, shorthands: Collection[Node], scope: object) -> None:
        self.scope = scope if isinstance(scope, Scope) else Scope({}, {})
        self.functions = {c.function for c in shorthands if isinstance(c, Apply) and c.function.average}

    def said(self, node: Tree) -> Tree | None:
        """mean(x), or its product with what stands beside the sum, for sum(x)/n; None for anything else."""
        if not (self.functions and isinstance(node, Operation) and node.operator == "divide"):
            return None
        above, below = node.operands
        factors = spine(above, ("multiply",))
        for i, factor in enumerate(factors):
            mean = self._mean(factor, below)
            if mean is not None:
                return reduce(
                    lambda left, right: operation("multiply", left, right), [*factors[:i], mean, *factors[i + 1 :]]
                )
        return None

    def _mean(self, total: Tree, length: Tree) -> Tree | None:
        """The mean of what is summed, where it is what the sum over the length is."""
        if not (isinstance(total, Call) and total.function == SUM.name and len(total.arguments) == 1):
            return None
        try:
            quotient = simplify(value(operation("divide", total, length), self.scope))
            argument = value(total.arguments[0], self.scope)
            for function in self.functions:
                if simplify(applied(function, (argument,))) is quotient:
                    return (
                        call_of(function.called, total.arguments)
                        if function.called
                        else call(function.name, *total.arguments)
                    )
        except (MatcalcError, KeyError):  # of a name that another line stands for
            return None
        return None
