"""Where a number is stationary: the equations that its gradient makes, with multipliers for constraints, and their solution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from matcalc_cli.differential import moves_with
from matcalc_cli.elaborate.asked import variable
from matcalc_cli.equations.numbers import worked_out
from matcalc_cli.equations.optimality import orthonormal
from matcalc_cli.equations.optimality.lagrangian import (
    constraint,
    every_variable,
    multipliers,
    require_a_function,
    require_to_move,
)
from matcalc_cli.equations.optimality.riccati import Solved
from matcalc_cli.equations.optimality.undoing import EVEN_ROOTS, UNDONE
from matcalc_cli.equations.optimality.ways import (
    EVEN_ROOT,
    LINEAR,
    ROOT,
    can_be_solved,
    is_linear,
    joint,
    of_kind,
    solved,
)
from matcalc_cli.equations.system import System
from matcalc_cli.equations.terms import products
from matcalc_cli.expr.build import ONE, add, is_zero, substitute
from matcalc_cli.expr.node import Apply, Member, Node, Symbol, postorder
from matcalc_cli.kinds import KINDS
from matcalc_cli.program import read
from matcalc_cli.readings.derive import derivative, pulled
from matcalc_cli.readings.structure import projected
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import WITH_SIGN, Condition
from matcalc_cli.validity.constants import fails
from matcalc_cli.validity.contradictions import never

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.language.tree import Program


class Stationary:
    """A number, what it is stationary in, the equations, and their solution if it is known.

    multipliers  a name for each constraint
    equations    the gradients of the Lagrangian, and then the constraints
    solution     of every unknown, in terms of those before it; empty where nobody knows it
    how          how each unknown was found, with {0} for it
    sure         whether no equation was multiplied by an unknown, which may add solutions that are none
    pieces       the functions of unknowns that are made of pieces: where there are any nothing is solved
    outside      whether the solution is where the number, or the kind of an unknown, is not
    eigen        the sides of M*x = l*x that the equation of a column is, if it is one
    undetermined whether the equations are linear and singular everywhere: many solutions or none
    unknown      whether the equations are linear, and nobody knows how they are solved for unknowns of these kinds
    everywhere   whether the number is the same wherever the unknown may be, so that every point is stationary
    needed       what must hold for the solution
    beside       the unknown as one of orthonormal columns, whose shape not every matrix has
    """

    def __init__(
        self, program: Program, elaborated: Elaborated, unknowns: Sequence[Symbol], constraints: Sequence[Node]
    ) -> None:
        self.program = program
        self.elaborated = elaborated
        self.number = f = simplify(elaborated.expression)
        self.unknowns = list(unknowns)
        require_a_function(f, self.unknowns, program)
        self.constraints = [simplify(g) for g in constraints]
        self.multipliers = list(multipliers(self.constraints, constraints, elaborated))
        self.equations = [*[self._gradient(x) for x in self.unknowns], *self.constraints]
        self.solution: dict[Symbol, Node] = {}
        self.needed: tuple[Condition, ...] = ()
        self.how: dict[Symbol, str] = {}
        self.beside: Sequence[Symbol] = ()
        self.sure, self.undetermined, self.unknown = True, False, False
        self.everywhere = all(map(is_zero, self.equations))
        self.eigen: tuple[Node, Node] | None = None
        self.pieces = [n for n in postorder(*self.equations, f) if _is_of_pieces(n, self.unknowns)]
        if not self.pieces:
            self.eigen = self._eigen()
        others = (self._on_a_manifold, self._eliminate, self._solve, self._has_members_beside)
        if not (self.pieces or self.eigen or any(way() for way in others)):
            self.solution = self._one_by_one(self.equations, self.every) or self._with_multipliers() or {}
            if not self.solution:
                self._on_a_manifold(column=True)
        self.solution = {x: worked_out(value) for x, value in self._without_multipliers().items()}
        self._leave_out_roots()
        self.outside = bool(self.solution) and self._is_outside()
        if any(is_zero(c.node) for c in self._there(conditions(self.needed, self.solution.values()))):
            self.solution, self.needed = {}, ()  # what was divided by is 0
        self.needed = tuple(self._there(self.needed))

    def _leave_out_roots(self) -> None:
        """Say nothing of negative roots where they may be outside of the domain."""
        if any(moves_with(c.node, self.unknowns) and c.predicate in WITH_SIGN for c in self.elaborated.domain):
            positive = {EVEN_ROOT: ROOT, EVEN_ROOTS: UNDONE}
            self.how = {x: positive.get(how, how) for x, how in self.how.items()}

    def _gradient(self, x: Symbol) -> Node:
        """The gradient of the Lagrangian f + <m, g>."""
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

    def _without_multipliers(self) -> dict[Symbol, Node]:
        """The solution with the values of the multipliers in those of the unknowns, where that is no longer."""
        found: dict[Symbol, Node] = {}
        values = {x: value for x, value in self.values.items() if x in self.unknowns}
        for x, value in self.solution.items():
            known = [m for m in self.multipliers if m in value.symbols]
            whole = values.get(x, value) if known else value
            found[x] = whole if whole.cost <= value.cost + sum(self.solution[m].cost for m in known) else value
        used = {symbol for value in found.values() for symbol in value.symbols}
        return {x: found[x] for x in sorted(found, key=lambda x: x in self.multipliers and x not in used)}

    def _is_outside(self) -> bool:
        """Whether what must hold for the solution, or of it for the number to be there, holds nowhere."""
        kinds = [c for x in self.unknowns for c in of_kind(x, self.values[x])]
        there = conditions([*self._there([*self.elaborated.domain, *self.needed]), *kinds], self.values.values())
        return any(map(fails, there)) or bool(never(there))

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
        return [x for x, g in zip(self.unknowns, self.equations, strict=False) if not moves_with(g, self.every)]

    def _eigen(self) -> tuple[Node, Node] | None:
        if len(self.unknowns) != 1 or self.unknowns[0].is_scalar:
            return None
        x, g = self.unknowns[0], self.equations[0]
        if x.cols == 1:
            return orthonormal.as_eigenvalues(g, x, self.multipliers)
        return orthonormal.invariant([*products(g)], x, self.multipliers[0]) if len(self.multipliers) == 1 else None

    def _on_a_manifold(self, *, column: bool = False) -> bool:
        """Where the only unknown has orthonormal columns, or is a `column` of length 1; also whether nothing else will do."""
        kinds = [KINDS[x.kind] for x in self.unknowns]
        lost = any(kind.orthonormal and not kind.step for kind in kinds)
        if len(self.unknowns) != 1 or len(self.constraints) > 1:
            return lost
        (x,) = self.unknowns
        own = kinds[0].orthonormal and not self.constraints
        said = bool(self.constraints) and (column or x.cols != 1)
        y = x if own else orthonormal.constrained(x, self.constraints[0]) if said else None
        if y is None:
            return lost
        self.beside = (y,)
        f = simplify(substitute(self.number, {x: y}))
        self.everywhere = orthonormal.is_the_same(f, y)
        found = None if self.everywhere else orthonormal.nearest(f, y)
        if found is not None:
            self.solution = {x: found.value}
            self.solution |= {m: orthonormal.multiplier(self.number, x, found.value) for m in self.multipliers}
            self.how[x], self.needed = found.how, found.needed
        elif own and not self.everywhere:
            self.eigen = orthonormal.subspace(f, y)
        return bool(found or self.eigen) or lost or self.everywhere

    def _solve(self) -> bool:
        """Where the equations are linear in all unknowns together; also whether it is known that nothing else will do."""
        system = System(self.equations, self.every, self._taken)
        if not system.balanced and all(is_linear(system)):
            self.undetermined, self.unknown = system.lacks, not system.lacks  # X - X' lacks some, others may not
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
        """The values of single unknowns by single equations, those first that have none of the others in them."""
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
        found: dict[Node, Node] = {}
        ways: dict[Symbol, Solved] = {}
        for x, g in zip(self.unknowns, self.equations, strict=False) if self.constraints else ():
            way = solved(simplify(substitute(g, found)), x, self._taken)
            if way is None:
                return None
            ways[x] = way
            found = {y: simplify(substitute(value, {x: way.value})) for y, value in found.items()} | {x: way.value}
        rest = [simplify(substitute(g, found)) for g in self.constraints]
        values = self._one_by_one(rest, self.multipliers) if ways else None
        if values is None:
            return None
        self.needed = (*self.needed, *[c for way in ways.values() for c in way.needed])
        self.how |= {x: way.how for x, way in ways.items()}
        self.sure = self.sure and all(way.sure for way in ways.values())
        return values | {x: found[x] for x in ways}

    def _eliminate(self) -> bool:
        """Where x is known for every multiplier, if some number is not 0, that of the only constraint is solved for by itself."""
        if len(self.unknowns) != 1 or len(self.constraints) != 1:
            return False
        (x, m), (g, constraint) = self.every, self.equations
        taken = self._taken
        systems = [System([g], [x], [*taken, m]), System([constraint], [x], taken)]
        if not can_be_solved(systems[0]) or not all(is_linear(systems[1])):
            return False
        along, needed = joint(systems[0])
        asked = conditions([*self.elaborated.domain, *needed], [along[x]])
        if any(not c.node.is_scalar or m in c.node.symbols for c in asked):
            return False
        rest = System([simplify(substitute(constraint, {x: along[x]}))], [m], taken)
        if not can_be_solved(rest):
            return False
        values, own = joint(rest)
        self.needed = (*needed, *own)
        self.solution = {x: simplify(substitute(along[x], {m: values[m]})), m: values[m]}
        self.how[x] = LINEAR
        return True


def _is_of_pieces(node: Node, unknowns: Sequence[Symbol]) -> bool:
    return isinstance(node, Apply) and node.function.piecewise and moves_with(node, unknowns)


def stationary(text: str, wrt: Sequence[str], constraints: Sequence[str], var: Sequence[str]) -> Stationary:
    """Where a number is stationary. Raises MatcalcError."""
    program, elaborated = read(text, var, scalar=True)
    every = every_variable(elaborated)
    found = [constraint(g, elaborated) for g in constraints]
    unknowns = [variable(name, elaborated) for name in dict.fromkeys(wrt)] if wrt else every
    for g, typed in zip(found, constraints, strict=True):
        require_to_move(g, typed, unknowns)
    return Stationary(program, elaborated, unknowns, found)
