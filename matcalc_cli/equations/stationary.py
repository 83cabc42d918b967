"""Where a number is stationary: the equations that its gradient makes, with multipliers for constraints, and their solution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from matcalc_cli.differential import moves_with
from matcalc_cli.elaborate.asked import general_member, variable
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.numbers import worked_out
from matcalc_cli.equations.riccati import Solved
from matcalc_cli.equations.structure import kind_of
from matcalc_cli.equations.system import System
from matcalc_cli.equations.ways import EVEN_ROOT, LINEAR, ROOT, can_be_solved, is_linear, joint, of_kind, solved
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import ONE, add, identity, multiply, substitute
from matcalc_cli.expr.node import Apply, Member, Node, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.program import equated, read
from matcalc_cli.program.within import read_beside
from matcalc_cli.readings.derive import derivative, pulled
from matcalc_cli.readings.structure import projected
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import Condition
from matcalc_cli.validity.nowhere import never

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.language.tree import Program

MULTIPLIERS = ("mu", "nu", "lambda", *(f"mu_{i}" for i in range(1, 99)))
COLUMNS = ("y", "z", "u", "v", *(f"y{i}" for i in range(1, 99)))


class Stationary:
    """A number, what it is stationary in, the equations, and their solution if it is known.

    multipliers  a name for each constraint
    equations    the gradients of the Lagrangian, and then the constraints
    solution     of every unknown, in terms of those before it; empty where nobody knows it
    how          how each unknown was found, with {0} for it
    sure         whether no equation was multiplied by an unknown, which may add solutions that are none
    pieces       the functions of unknowns that are made of pieces: where there are any nothing is solved, since an equation
                 that is linear on each piece is not linear
    outside      whether the solution is where the number, or the kind of an unknown, is not
    eigen        the sides of M*x = l*x that the equation of a column is, if it is one
    undetermined whether the equations are linear and singular everywhere, and so have many solutions or none
    unknown      whether the equations are linear, and nobody knows how they are solved for unknowns of these kinds
    needed       what must hold for the solution
    """

    def __init__(
        self, program: Program, elaborated: Elaborated, unknowns: Sequence[Symbol], constraints: Sequence[Node]
    ) -> None:
        self.program = program
        self.elaborated = elaborated
        self.number = f = simplify(elaborated.expression)
        if not f.is_scalar:
            raise MatcalcError(
                "shape", "only a number is stationary somewhere", [Label(program.body.start, program.body.end)],
                hint="its gradient is 0 there; norm(...)^2 makes a number of equations",
            )  # fmt: skip
        self.unknowns = list(unknowns)
        if not self.unknowns:
            raise MatcalcError(
                "name", "the expression has no variable to be stationary in", [Label(program.body.start, program.body.end)],
                hint="numbers, dimensions and integers do not move",
            )  # fmt: skip
        self.constraints = [simplify(g) for g in constraints]
        self.multipliers = list(_multipliers(self.constraints, constraints, elaborated))
        self.equations = [*[self._gradient(x) for x in self.unknowns], *self.constraints]
        self.solution: Mapping[Symbol, Node] = {}
        self.needed: tuple[Condition, ...] = ()
        self.how: dict[Symbol, str] = {}
        self.sure, self.undetermined, self.unknown = True, False, False
        self.eigen: tuple[Node, Node] | None = None
        self.pieces = [n for n in postorder(*self.equations, f) if _is_of_pieces(n, self.unknowns)]
        if not self.pieces:
            self.eigen = self._eigen()
        if not (self.pieces or self.eigen or self._eliminate() or self._solve() or self._has_members_beside()):
            self.solution = self._one_by_one(self.equations, self.every) or self._with_multipliers() or {}
        self.solution = {x: worked_out(value) for x, value in self._without_multipliers().items()}
        if any(moves_with(c.node, self.unknowns) for c in elaborated.domain):  # where a negative root may be outside
            self.how = {x: ROOT if how == EVEN_ROOT else how for x, how in self.how.items()}
        self.needed = tuple(self._there(self.needed))
        self.outside = bool(self.solution) and self._is_outside()

    def _gradient(self, x: Symbol) -> Node:
        """That of f + <m, g>."""
        if x.is_scalar:
            own = derivative(self.number, x).derivative
            assert own is not None
        else:
            own = pulled(self.number, x, ONE)
        parts = [pulled(g, x, m) for g, m in zip(self.constraints, self.multipliers, strict=True) if moves_with(g, [x])]
        return simplify(projected(add(own, *parts), x))

    @property
    def values(self) -> dict[Node, Node]:
        """The solution in terms of what is given."""
        values: dict[Node, Node] = {}
        for x, value in self.solution.items():
            values[x] = simplify(substitute(value, values)) if values else value
        return values

    def _without_multipliers(self) -> Mapping[Symbol, Node]:
        """The solution with the values of the multipliers in those of the unknowns, where that is no longer."""
        found: dict[Symbol, Node] = {}
        values = {x: value for x, value in self.values.items() if x in self.unknowns}
        for x, value in self.solution.items():
            known = [m for m in self.multipliers if m in value.symbols]
            whole = values.get(x, value) if known else value
            found[x] = whole if whole.cost <= value.cost + sum(self.solution[m].cost for m in known) else value
        return {x: found[x] for x in sorted(found, key=lambda x: x in self.multipliers and not self._uses(found, x))}

    def _uses(self, found: Mapping[Symbol, Node], m: Symbol) -> bool:
        """Whether the value of an unknown has a multiplier in it."""
        return any(m in value.symbols for value in found.values())

    def _is_outside(self) -> bool:
        """Whether what must hold for the solution, or of it for the number to be there, holds nowhere."""
        there = self._there(self.elaborated.domain)
        return bool(never(conditions([*there, *self.needed], self.values.values())))

    def _there(self, needed: Iterable[Condition]) -> Iterator[Condition]:
        """The conditions at the solution."""
        values = self.values
        for c in needed:
            yield Condition(c.predicate, simplify(substitute(c.node, values)))

    @property
    def _taken(self) -> list[Symbol]:
        """Every name that a differential must not be called by."""
        return [*self.elaborated.variables.values(), *self.multipliers]

    @property
    def every(self) -> list[Symbol]:
        """The unknowns and the multipliers."""
        return [*self.unknowns, *self.multipliers]

    @property
    def fixed(self) -> list[Symbol]:
        """The unknowns by which the gradient is the same wherever the unknowns are."""
        pairs = zip(self.unknowns, self.equations, strict=False)
        return [x for x, g in pairs if not moves_with(g, self.every)]

    def _eigen(self) -> tuple[Node, Node] | None:
        if len(self.unknowns) != 1 or self.unknowns[0].cols != 1 or self.unknowns[0].is_scalar:
            return None
        return as_eigenvalues(self.equations[0], self.unknowns[0])

    def _solve(self) -> bool:
        """Where the equations are linear in all unknowns together; also whether it is known that nothing else will do."""
        system = System(self.equations, self.every, self._taken)
        if not system.balanced and all(is_linear(system)):
            self.undetermined = system.lacks  # as by X - X', which has no symmetric part
            self.unknown = not system.lacks  # as by toeplitzmean(X - A), whose entries are not known to be fewer
            return True
        if len(self.every) == 1 or not can_be_solved(system):
            return False
        self.solution, needed = joint(system)
        self.needed = (*needed, *[c for x in self.unknowns for c in of_kind(x, self.solution[x])])
        self.how = dict.fromkeys(self.unknowns, LINEAR)
        return True

    def _has_members_beside(self) -> bool:
        """Whether one of several unknowns is a member x_k: the equations of the others may have every x_j in a sum."""
        return len(self.every) > 1 and any(isinstance(x, Member) for x in self.every)

    def _one_by_one(self, equations: Sequence[Node], unknowns: Sequence[Symbol]) -> dict[Symbol, Node] | None:
        """Every unknown by an equation that determines it, put into the others, where that is without a condition on these."""
        if not unknowns:
            return {}
        for i, x, found in self._ways(equations, unknowns):
            others = [y for y in unknowns if y is not x]
            rest = [e for k, e in enumerate(equations) if k != i]
            known = not moves_with(found.value, others)
            put: dict[Node, Node] = {} if known else {x: found.value}
            values = self._one_by_one([simplify(substitute(e, put)) for e in rest], others)
            if values is not None:
                self.needed = (*self.needed, *found.needed)
                self.how[x] = found.how
                self.sure = self.sure and found.sure
                return {x: found.value, **values} if known else {**values, x: found.value}
        return None

    def _ways(self, equations: Sequence[Node], unknowns: Sequence[Symbol]) -> list[tuple[int, Symbol, Solved]]:
        """What single equations make of single unknowns, those values first that have none of the others in them."""
        found = [
            (i, x, solved(g, x, self._taken))
            for x, (i, g) in product(unknowns, enumerate(equations))
            if moves_with(g, [x])
        ]
        others = {x: [y for y in unknowns if y is not x] for x in unknowns}
        useful = [(i, x, way) for i, x, way in found if way is not None and not self._asks_of(way, others[x])]
        return sorted(useful, key=lambda one: moves_with(one[2].value, others[one[1]]))

    def _asks_of(self, found: Solved, others: Sequence[Symbol]) -> bool:
        """Whether something must hold of other unknowns, beyond what the number itself needs."""
        asked = conditions([*self.elaborated.domain, *found.needed], [found.value])
        return any(moves_with(c.node, others) for c in asked if c not in self.elaborated.domain)

    def _with_multipliers(self) -> dict[Symbol, Node] | None:
        """Every unknown by its own gradient, whatever the multipliers are, and these then by the constraints."""
        found: dict[Symbol, Node] = {}
        needed: list[Condition] = []
        for x, g in zip(self.unknowns, self.equations, strict=False) if self.constraints else ():
            way = solved(simplify(substitute(g, found)), x, self._taken)
            if way is None:
                return None
            put: dict[Node, Node] = {x: way.value}
            found = {y: simplify(substitute(value, put)) for y, value in found.items()} | {x: way.value}
            needed += way.needed
            self.how[x], self.sure = way.how, self.sure and way.sure
        rest = [simplify(substitute(g, found)) for g in self.constraints]
        values = self._one_by_one(rest, self.multipliers) if found else None
        if values is None:
            return None
        self.needed = (*self.needed, *needed)
        return values | found

    def _eliminate(self) -> bool:
        """Where x is known for every multiplier, without a condition, that of the only constraint is solved for by itself."""
        if len(self.unknowns) != 1 or len(self.constraints) != 1:
            return False
        (x, m), (g, constraint) = self.every, self.equations
        taken = self._taken
        systems = [System([g], [x], [*taken, m]), System([constraint], [x], taken)]
        if not can_be_solved(systems[0]) or not all(is_linear(systems[1])):
            return False
        along, needed = joint(systems[0])
        if conditions([*self.elaborated.domain, *needed], [along[x]]):
            return False
        rest = System([simplify(substitute(constraint, {x: along[x]}))], [m], taken)
        if not can_be_solved(rest):
            return False
        values, self.needed = joint(rest)
        self.solution = {x: simplify(substitute(along[x], {m: values[m]})), m: values[m]}
        self.how[x] = LINEAR
        return True


def _is_of_pieces(node: Node, unknowns: Sequence[Symbol]) -> bool:
    return isinstance(node, Apply) and node.function.piecewise and moves_with(node, unknowns)


def _every(elaborated: Elaborated) -> list[Symbol]:
    """Every variable, any member of a family."""
    every = [v for v in elaborated.variables.values() if v.differential_of is None and not KINDS[v.kind].whole]
    return [general_member(v, elaborated) if v.axes else v for v in every]


def _multipliers(constraints: Sequence[Node], typed: Sequence[Node], elaborated: Elaborated) -> Iterator[Symbol]:
    """A number, a column or a matrix for each constraint, of its kind, under names of their own."""
    taken = set(elaborated.variables)
    for g, form in zip(constraints, typed, strict=True):
        names = MULTIPLIERS if g.is_scalar else COLUMNS
        name = next(n for n in names if n not in taken and n.upper() not in taken)
        taken.add(name)
        yield symbol(name if 1 in g.shape else name.upper(), g.shape, kind_of(g, form))


def as_eigenvalues(g: Node, x: Symbol) -> tuple[Node, Node] | None:
    """a*M*x + b*x = 0 as M*x = (-b/a)*x, also with numbers a and b that x is in; None where g is no such sum."""
    found: dict[Node, Node] = {}
    for term in _terms(g):
        if not isinstance(term, Product) or not term.factors or term.factors[-1] is not x:
            return None
        matrix = multiply(*term.factors[:-1]) if len(term.factors) > 1 else identity(x.rows)
        if moves_with(matrix, [x]):
            return None
        scale = multiply(number(term.coefficient), *term.scalars)
        found[matrix] = add(found[matrix], scale) if matrix in found else scale
    if len(found) != 2:
        return None
    (one, a), (other, b) = sorted(found.items(), key=lambda pair: pair[0] is identity(x.rows))
    ratio = instantiate("-B/A", {"A": a, "B": b}, {})
    return multiply(one, x), simplify(multiply(ratio, other, x))


def _terms(g: Node) -> Iterator[Node]:
    """The terms of a sum multiplied out as far as numbers and sums before the last factor go."""
    match g:
        case Sum(terms=terms):
            for term in terms:
                yield from _terms(term)
        case Product(coefficient=c, scalars=scalars, factors=factors):
            sums = [k for k, f in enumerate(factors) if isinstance(f, Sum)]
            if not sums:
                yield g
                return
            k = sums[0]
            inner = factors[k]
            assert isinstance(inner, Sum)
            for term in inner.terms:
                yield from _terms(multiply(number(c), *scalars, *factors[:k], term, *factors[k + 1 :]))
        case _:
            yield g


def stationary(text: str, wrt: Sequence[str], constraints: Sequence[str], var: Sequence[str]) -> Stationary:
    """Where a number is stationary. Raises MatcalcError."""
    program, elaborated = read(text, var, scalar=True)
    every = _every(elaborated)
    found = [read_beside(equated(g), elaborated, scalar=True) for g in constraints]
    unknowns = [variable(name, elaborated) for name in dict.fromkeys(wrt)] if wrt else every
    for g, typed in zip(found, constraints, strict=True):
        _require_to_move(g, typed, unknowns)
    return Stationary(program, elaborated, unknowns, found)


def _require_to_move(g: Node, typed: str, unknowns: Sequence[Symbol]) -> None:
    """Refuse a constraint that has no unknown. Raises MatcalcError."""
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
