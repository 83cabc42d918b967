"""The parts of a Lagrangian: the variables that move by default, the constraints, and names for their multipliers."""

from __future__ import annotations

from matcalc_cli.differential import moves_with
from matcalc_cli.elaborate.asked import general_member
from matcalc_cli.equations.structure import kind_of
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.program import equated
from matcalc_cli.program.within import read_beside
from matcalc_cli.simplify import simplify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.language.tree import Program

MULTIPLIERS = ("mu", "nu", "lambda", *(f"mu_{i}" for i in range(1, 99)))
COLUMNS = ("y", "z", "u", "v", *(f"y{i}" for i in range(1, 99)))


def every_variable(elaborated: Elaborated) -> list[Symbol]:
    """Every variable, any member of a family."""
    every = [v for v in elaborated.variables.values() if v.differential_of is None and not KINDS[v.kind].whole]
    return [general_member(v, elaborated) if v.axes else v for v in every]


def constraint(text: str, elaborated: Elaborated) -> Node:
    """The number, column or matrix that a constraint says is 0, beside the names of a program. Raises MatcalcError."""
    try:
        return read_beside(equated(text), elaborated, scalar=True)
    except MatcalcError as error:
        if "compares" in error.message:
            error.hint = "a constraint is an equation, g = 0; matcalc minimize EXPR --positive x is for entries that are not negative"
        raise


def multipliers(constraints: Sequence[Node], typed: Sequence[Node], elaborated: Elaborated) -> Iterator[Symbol]:
    """A number, a column or a matrix for each constraint, of its kind, under names of their own."""
    taken = set(elaborated.variables)
    for g, form in zip(constraints, typed, strict=True):
        names = MULTIPLIERS if g.is_scalar else COLUMNS
        name = next(n for n in names if n not in taken and n.upper() not in taken)
        taken.add(name)
        yield symbol(name if 1 in g.shape else name.upper(), g.shape, kind_of(g, form))


def require_a_function(f: Node, unknowns: Sequence[Symbol], program: Program) -> None:
    """Refuse what is no number, or of nothing that moves. Raises MatcalcError."""
    whole = [Label(program.body.start, program.body.end)]
    if not f.is_scalar:
        raise MatcalcError(
            "shape", "only a number is stationary somewhere", whole,
            hint="its gradient is 0 there; norm(...)^2 makes a number of equations",
        )  # fmt: skip
    if not unknowns:
        raise MatcalcError(
            "name", "the expression has no variable to be stationary in", whole,
            hint="numbers, dimensions and integers do not move",
        )  # fmt: skip


def require_to_move(g: Node, typed: str, unknowns: Sequence[Symbol]) -> None:
    """Refuse a constraint that has no unknown, or a differential. Raises MatcalcError."""
    moved = min((s for s in g.symbols if s.has_differential), key=lambda s: s.name, default=None)
    if moved is not None:
        error = MatcalcError(
            "usage", f"{moved.spelling} is the differential of {moved.differential_of}, and a constraint is one of values",
            [Label(0, len(typed))], hint="give it another name: c, or delta",
        )  # fmt: skip
        error.source = typed
        raise error
    if unknowns and not moves_with(simplify(g), unknowns):
        names = " or ".join(x.spelling for x in unknowns)
        own = next((s.spelling for s in g.symbols if not KINDS[s.kind].whole), "")
        error = MatcalcError(
            "usage", f"the constraint has no {names} in it, and says nothing of where the expression is stationary",
            [Label(0, len(typed))],
            hint=f"leave it out, or --wrt {own} to solve for {own} too" if own else "leave it out",
        )  # fmt: skip
        error.source = typed
        raise error
