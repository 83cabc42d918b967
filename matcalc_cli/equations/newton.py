"""The Newton step of g = 0, or of the gradient of a number: the dX with L(dX) = -g, X <- X + dX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.answer import Answer
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.answering import require_that_it_fits
from matcalc_cli.equations.reading import Equations, equations
from matcalc_cli.equations.solution import Solution
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import multiply, substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, number, postorder
from matcalc_cli.functions.determinant import ADJ
from matcalc_cli.program import read
from matcalc_cli.readings.derive import derivative
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions

if TYPE_CHECKING:
    from matcalc_cli.equations.system import System


class Newton:
    """The step of every unknown, an answer about each, and the equations that are to be 0."""

    __slots__ = ("answer", "steps", "system")

    def __init__(self, found: Equations, system: System) -> None:
        require_that_it_fits(found.program, system)
        self.system = system
        solution = Solution(system)
        right = [simplify(multiply(number(-1), g)) for g in system.equations]
        self.steps: dict[Symbol, Node] = {x: shortest(step) for x, step in solution.from_right(right).items()}
        needed = conditions(
            [*found.elaborated.domain, *solution.needed], [*system.equations, *self.steps.values()], system.unknowns
        )
        variables = [v for v in found.elaborated.variables.values() if v.place is None]
        first, *others = [
            Answer(found.program, x, variables, [], step, notes=found.elaborated.notes, conditions=needed)
            for x, step in self.steps.items()
        ]
        self.answer = first.but(others=tuple(others))


def shortest(node: Node) -> Node:
    """With det(M)*inv(M) for adj(M) where that is shorter: away from the solution both are there, and much cancels."""
    adjugates: Mapping[Node, Node] = {
        part: instantiate("det(M)*inv(M)", {"M": part.args[0]}, {})
        for part in postorder(node) if isinstance(part, Apply) and part.function is ADJ
    }  # fmt: skip
    other = simplify(substitute(node, adjugates)) if adjugates else node
    return other if other.cost < node.cost else node


def of_equations(text: str, solve: Sequence[str], var: Sequence[str]) -> Newton:
    """The step for g = 0. Raises MatcalcError."""
    found = equations(text, solve, var)
    return Newton(found, found.linear_system())


def of_a_number(text: str, wrt: Sequence[str], var: Sequence[str]) -> Newton:
    """The step for a gradient that is to be 0. Raises MatcalcError."""
    program, elaborated = read(text, var, scalar=True)
    f = simplify(elaborated.expression)
    if not f.is_scalar:
        raise MatcalcError(
            "shape", "only a number has a gradient that is to be 0", [Label(program.body.start, program.body.end)],
            hint="--solve X is for equations g = 0 of any shape",
        )  # fmt: skip
    found = Equations(program, elaborated, wrt)
    gradients = [derivative(f, x).gradient for x in found.unknowns]
    found.nodes = found.typed = [g for g in gradients if g is not None]
    return Newton(found, found.linear_system())
