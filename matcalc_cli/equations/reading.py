"""A program read as equations: `[g1; g2]` is two, and where shapes are open each is given that of an unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations, product

from matcalc_cli.elaborate import Elaborated
from matcalc_cli.elaborate.asked import variable
from matcalc_cli.elaborate.doubts.undefined import defined
from matcalc_cli.equations.factors import factors
from matcalc_cli.equations.freed import Freed, as_declared, orthonormal
from matcalc_cli.equations.system import System
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Member, Node, Symbol
from matcalc_cli.functions import names
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.parser import parse_declaration
from matcalc_cli.language.names import without_commands
from matcalc_cli.language.tree import Binding, Call, Name, Operation, Program, Tree
from matcalc_cli.program import Standing, equated, read, read_program, syntax
from matcalc_cli.simplify import simplify

MOST_ORDERS = 24
"""How many ways to pair equations with unknowns are tried."""
PREFIX = "equation "


class Equations:
    """A program that is read: its equations in normal form, and the names that are solved for."""

    __slots__ = ("elaborated", "freed", "nodes", "program", "typed", "unknowns")

    def __init__(self, program: Program, elaborated: Elaborated, solve: Sequence[str]) -> None:
        self.program = program
        self.elaborated = elaborated
        parts = [node for name, node in elaborated.parts.items() if name.startswith(PREFIX)]
        self.typed: list[Node] = parts or [elaborated.expression]
        self.nodes: list[Node] = [defined(simplify(node)) for node in self.typed]
        self.unknowns: list[Symbol] = [variable(name, elaborated) for name in dict.fromkeys(solve)]
        self.freed: dict[Symbol, Symbol] = {}
        for name in [name for name in elaborated.parts if name.startswith(PREFIX)]:
            del elaborated.parts[name]

    @property
    def balanced(self) -> bool:
        """Whether there are as many equations as entries of the unknowns, whatever their structure."""
        return self.linear_system().balanced

    def linear_system(self) -> System:
        """The equations with what they determine."""
        return System(self.nodes, self.unknowns, self.elaborated.variables.values(), self.typed)


def equations(text: str, solve: Sequence[str], var: Sequence[str]) -> Equations:
    """The equations of a text, read so that there are as many as unknowns if they can be. Raises MatcalcError."""
    program, elaborated = _read(equated(text), var)
    rows = _rows(program.body)
    solve = [without_commands(name).strip() for name in solve]
    curved = orthonormal([variable(name, elaborated, "--solve") for name in dict.fromkeys(solve)])
    if curved:
        freed = Freed(program, var, curved)
        program, var, rows = freed.program, freed.var, [*rows, *freed.equations]
    if len(rows) > 1:
        elaborated = read_program(_apart(program, rows), var)[1]
    found = _fitting(program, rows, solve, var, Equations(program, elaborated, solve))
    found.freed = as_declared(found.unknowns, curved)
    return found


def _fitting(
    program: Program, rows: Sequence[Tree], solve: Sequence[str], var: Sequence[str], found: Equations
) -> Equations:
    """The equations, perhaps read otherwise so that there are as many as unknowns."""
    better = _multiplied(program, rows, solve, var, found)
    if better is not None:
        return better
    if found.balanced:
        return found
    for padded in _padded(program, rows, found):
        try:
            other = Equations(program, _in_range(read_program(padded, var)[1], found.unknowns), solve)
        except MatcalcError:
            continue
        if other.balanced and [g.is_scalar for g in other.nodes] == [g.is_scalar for g in found.nodes]:
            return other
    return _sized(program, rows, solve, var, found)


def _read(text: str, var: Sequence[str]) -> tuple[Program, Elaborated]:
    """A text whose rows are equations, which need not fit below one another. Raises MatcalcError."""
    try:
        return read(text, var)
    except MatcalcError as error:
        if error.kind != "shape":
            raise
        program = syntax(text, [parse_declaration(without_commands(v), names()) for v in var])
        rows = _rows(program.body)
        if len(rows) < 2:
            raise
        return program, read_program(_apart(program, rows), var)[1]


def _multiplied(
    program: Program, rows: Sequence[Tree], solve: Sequence[str], var: Sequence[str], found: Equations
) -> Equations | None:
    """S*Q - Q*D times Q' from the right, and the like: that of orthogonal unknowns which is an equation of factors."""
    turning = [x for x in found.unknowns if KINDS[x.kind].step]
    if len(rows) > 1 or len(found.unknowns) == 1 or not turning or factors(found.linear_system()):
        return None
    for x, (before, behind) in product(turning, _SIDES):
        body = _between(rows[0], x, before, behind)
        try:
            other = Equations(program, read_program(program.of(program.bindings, body), var)[1], solve)
        except MatcalcError:
            continue
        if other.balanced and factors(other.linear_system()):
            sides = ((before, "left"), (behind, "right"))
            said = " and ".join(f"{x.spelling}{side} from the {where}" for side, where in sides if side is not None)
            note = f"the equation is multiplied by {said}: {x.spelling} is orthogonal"
            other.elaborated.notes = (*other.elaborated.notes, note)
            return other
    return None


_SIDES = ((None, "'"), ("", None), ("", "'"), (None, ""), ("'", None))
"""The marks behind an orthogonal unknown where it stands on the left, and on the right, of the equation."""


def _between(g: Tree, x: Symbol, before: str | None, behind: str | None) -> Tree:
    name = Name(x.name, x.spelling, g.start, g.end)
    sides = {"": name, "'": Operation("transpose", (name,), g.start, g.end)}
    if before is not None:
        g = Operation("multiply", (sides[before], g), g.start, g.end)
    if behind is not None:
        g = Operation("multiply", (g, sides[behind]), g.start, g.end)
    return g


def _sized(
    program: Program, rows: Sequence[Tree], solve: Sequence[str], var: Sequence[str], found: Equations
) -> Equations:
    """Several equations for the entries of one vector of open size, which then has as many as there are equations."""
    x, count = found.unknowns[0], sum(g.rows if isinstance(g.rows, int) and g.cols == 1 else 0 for g in found.nodes)
    if len(rows) == 1 or len(found.unknowns) > 1 or x.cols != 1 or isinstance(x.rows, int) or not count:
        return found
    others = {v: last for v in found.elaborated.variables.values() if v is not x and (last := _last_entry(program, v))}
    try:
        declared = [*var, *[Standing(f"{v.name}: vector({n})") for v, n in {x: count, **others}.items()]]
        other = Equations(program, read_program(_apart(program, rows), declared)[1], solve)
    except MatcalcError:
        return found
    if not other.balanced:
        return found
    said = f"{x.spelling} is taken as a vector of {count} entries, as many as there are equations"
    more = [f"{v.spelling} is taken as a vector of {n} entries, the last that stands there" for v, n in others.items()]
    other.elaborated.notes = (*other.elaborated.notes, said, *more)
    return other


def _last_entry(program: Program, v: Symbol) -> int:
    """The last entry of a vector of open size that occurs by entries alone, 2 of p[1]*p[2]; else 0."""
    if v.cols != 1 or isinstance(v.rows, int):
        return 0
    places = re.findall(rf"(?<!\w){re.escape(v.spelling)}(?!\w)(?:\[(\d+)\])?", program.text)
    return max(map(int, places)) if places and all(places) else 0


def _rows(body: Tree) -> list[Tree]:
    """The equations of a body: the rows of a bracket, but of a table of entries all together."""
    if not isinstance(body, Operation) or body.operator != "rows":
        return [body]
    if all(isinstance(row, Operation) and row.operator == "columns" for row in body.operands):
        return [body]
    return [*body.operands]


def _apart(program: Program, rows: Sequence[Tree]) -> Program:
    """The program with each equation a named part, whose shapes need not fit below one another."""
    names = [Name(f"{PREFIX}{i}", f"{PREFIX}{i}", row.start, row.end) for i, row in enumerate(rows)]
    bindings = [Binding(name, row) for name, row in zip(names, rows, strict=True)]
    stacks = [Call("vec", (name,), name.start, name.end, name=(name.start, name.end)) for name in names]
    body = Operation("rows", stacks, program.body.start, program.body.end)
    return program.of([*program.bindings, *bindings], body)


def _padded(program: Program, rows: Sequence[Tree], found: Equations) -> Iterator[Program]:
    """Each equation g read as g + x - x, so that it gets the shape of x where its own leaves it open."""
    if len(rows) != len(found.unknowns):
        return
    for _, order in zip(range(MOST_ORDERS), permutations(found.unknowns), strict=False):
        padded = [
            row if g.is_scalar else like(row, x.name, x.spelling)
            for row, g, x in zip(rows, found.nodes, order, strict=True)
        ]
        if len(rows) > 1:
            yield _apart(program, padded)
        else:
            yield program.of(program.bindings, padded[0])


def _in_range(elaborated: Elaborated, unknowns: Sequence[Symbol]) -> Elaborated:
    """A program in which x_k was put in, with k as the index of a member that there is."""
    every = [i for x in unknowns if isinstance(x, Member) for i in x.indices if isinstance(i, Symbol) and i.span]
    known: dict[Node, Node] = {elaborated.variables[i.name]: i for i in every if i.name in elaborated.variables}
    if known:
        elaborated.variables.update({i.name: i for i in every})
        elaborated.expression = substitute(elaborated.expression, known)
        elaborated.parts = {name: substitute(part, known) for name, part in elaborated.parts.items()}
    return elaborated


def like(tree: Tree, name: str, spelling: str) -> Tree:
    """f as f + x - x, which has the shape of x where its own is open."""
    x = Name(name, spelling, tree.start, tree.end)
    return Operation("subtract", (Operation("add", (tree, x), tree.start, tree.end), x), tree.start, tree.end)
