"""Every reading of an answer in one draw: all variables move at once, and each alone for its Hessian."""

from __future__ import annotations

from itertools import zip_longest

from matcalc_cli.answers.readings import FIRST
from matcalc_cli.check.exact.applied import along, applied
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.kinds import FIELD
from matcalc_cli.later import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.draw import Draw
    from matcalc_cli.check.exact.draw_values import World
    from matcalc_cli.check.exact.trial import Sides
    from matcalc_cli.expr.node import Node, Symbol

    Value: TypeAlias = Callable[["World"], "Matrix"]
    """f at a point of a draw, or along a curve."""
    Comparison: TypeAlias = Callable[["Draw"], "Sides"]

Part = tuple["Node", str, "Symbol | None"]
"""A printed expression, its reading, and its variable (None: the total differential)."""

SECOND = frozenset({"diff", "hessian", "json"})
"""Commands that print Hessians."""
TOTAL = frozenset({"diff", "differential"})
"""Commands that print the differential of all variables together."""


class Joint:
    """The expressions of an answer that are df or d^2f, to be compared in one draw.

    columns   lists of parts that sum up to df along random directions, one for each variable
    hessians  the second derivatives by their variables
    """

    __slots__ = ("columns", "expression", "hessians", "variables")

    def __init__(self, answer: Answer, command: str) -> None:
        self.variables = [derivative.variable for derivative in answer.derivatives]
        self.expression = answer.expression
        self.columns = _columns(answer, command)
        free = not answer.expression.is_scalar or (answer.variant is not None and answer.variant.vech)
        found = answer.derivatives if command in SECOND and not free else ()
        self.hessians = [(d.variable, d.hessian) for d in found if d.hessian is not None]

    @property
    def claims(self) -> list[Node]:
        """The expressions that are verified: the parts of df, and the Hessians."""
        return [*(node for column in self.columns for node, _, _ in column), *(h for _, h in self.hessians)]

    def comparisons(self, f: Value) -> Iterator[tuple[str, Comparison]]:
        """The comparisons with the derivatives of f: the names of the readings, and their two sides in a draw."""
        for column in self.columns:
            names = dict.fromkeys(f"{name} by {variable.name}" if variable else name for _, name, variable in column)
            yield ", ".join(names), partial(_first, f, self.expression, column)
        for variable, hessian in self.hessians:
            yield f"hessian by {variable.name}", partial(_second, f, variable, hessian)

    def sides(self, f: Value, draw: Draw) -> Sides:
        """The sides of all comparisons in a draw."""
        f(draw.still)  # first, since numbers are singular sooner than jets
        pairs = [compare(draw) for _, compare in self.comparisons(f)]
        return [row for left, _ in pairs for row in left], [row for _, right in pairs for row in right]


def _columns(answer: Answer, command: str) -> list[list[Part]]:
    """Lists of parts that sum up to df along random directions, one for each variable."""
    plain, changed = (answer.variant.base, answer.variant.changed) if answer.variant else (answer, frozenset[str]())
    total = _total(answer) if command in TOTAL and "differential" not in changed else []
    readings = READINGS_OF.get(command)
    if readings is None:
        return total
    rows = [[_part(d, name) for name in readings(d) if name not in changed] for d in answer.derivatives]
    # A variable with fewer readings than another contributes its differential to the others' sums.
    columns = [
        [part or _part(d, "differential") for part, d in zip(column, plain.derivatives, strict=True)]
        for column in zip_longest(*rows)
    ]
    return [*total, *columns]


def _total(answer: Answer) -> list[list[Part]]:
    return [] if answer.total is None else [[(answer.total, "differential", None)]]


def _part(derivative: Derivative, name: str) -> Part:
    return getattr(derivative, name), name, derivative.variable


def _present(derivative: Derivative, names: Sequence[str]) -> list[str]:
    return [name for name in names if getattr(derivative, name) is not None]


READINGS_OF: dict[str, Callable[[Derivative], list[str]]] = {
    "diff": lambda d: [d.main],
    "grad": lambda d: _present(d, ("gradient",)),
    "jacobian": lambda d: _present(d, ("jacobian",)),
    "json": lambda d: _present(d, FIRST),
}
"""By command: the first-order readings that it prints of a derivative."""


def _first(f: Value, expression: Node, column: Sequence[Part], draw: Draw) -> Sides:
    """df along the directions, and the sum of the parts of all variables."""
    df = matrices.part(f(draw.moving), 1)
    directions = [draw.directions[variable.name] if variable is not None else [] for _, _, variable in column]
    parts = [
        along(name, node, e, draw.still, expression) for (node, name, _), e in zip(column, directions, strict=True)
    ]
    total = parts[0]
    for part in parts[1:]:
        total = matrices.plus(FIELD, total, part)
    return df, total


def _second(f: Value, variable: Symbol, hessian: Node, draw: Draw) -> Sides:
    """d^2f = v'Hv for the direction v = vec(E), and u'Hv = v'Hu, where u are the squares of v: so H = H'."""
    second = matrices.part(f(draw.alone(variable)), 2)
    v = matrices.stacked(draw.directions[variable.name])
    u = matrices.hadamard(FIELD, v, v)
    hv, hu = (applied(hessian, column, draw.still) for column in (v, u))
    return [*matrices.times(FIELD, 2, second), *_inner(u, hv)], [*_inner(v, hv), *_inner(v, hu)]


def _inner(a: Matrix, b: Matrix) -> Matrix:
    return matrices.product(FIELD, matrices.transposed(a), b)
