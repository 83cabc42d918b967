"""Where a number is stationary: the equations that its gradient makes, with multipliers for constraints, and their solution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.differential import moves_with
from matcalc_cli.elaborate.asked import general_member, variable
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.solution import Solution
from matcalc_cli.equations.system import System
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import ONE, add, apply, identity, multiply, substitute, zeros
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.operations import POWER
from matcalc_cli.kinds import KINDS, of_shape
from matcalc_cli.program import equated, read
from matcalc_cli.program.within import read_beside
from matcalc_cli.readings.derive import derivative, pulled
from matcalc_cli.readings.structure import projected
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import Condition

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
    solution     of every unknown; empty where nobody knows it
    multiplied   whether the equation was multiplied by the unknown, which may add solutions that are none
    inverted     whether the equation is linear in the inverse of the unknown
    pieces       the functions of unknowns that are made of pieces: where there are any nothing is solved, since an equation
                 that is linear on each piece is not linear
    eigen        the sides of M*x = l*x that the equation of a column is, if it is one
    undetermined whether the equations are linear and singular everywhere, and so have many solutions or none
    needed       what must hold for the solution
    """

    def __init__(
        self, program: Program, elaborated: Elaborated, wrt: Sequence[str], constraints: Sequence[Node]
    ) -> None:
        self.program = program
        self.elaborated = elaborated
        self.number = f = simplify(elaborated.expression)
        if not f.is_scalar:
            raise MatcalcError(
                "shape", "only a number is stationary somewhere", [Label(program.body.start, program.body.end)],
                hint="its gradient is 0 there; norm(...)^2 makes a number of equations",
            )  # fmt: skip
        self.unknowns = [variable(name, elaborated) for name in dict.fromkeys(wrt)] if wrt else _every(elaborated)
        if not self.unknowns:
            raise MatcalcError(
                "name", "the expression has no variable to be stationary in", [Label(program.body.start, program.body.end)],
                hint="numbers, dimensions and integers do not move",
            )  # fmt: skip
        self.constraints = [simplify(g) for g in constraints]
        self.multipliers = list(_multipliers(self.constraints, elaborated))
        self.equations = [*[self._gradient(x) for x in self.unknowns], *self.constraints]
        self.solution: Mapping[Symbol, Node] = {}
        self.needed: tuple[Condition, ...] = ()
        self.multiplied = self.inverted = self.undetermined = False
        self.eigen: tuple[Node, Node] | None = None
        self.pieces = [n for n in postorder(*self.equations, f) if _is_of_pieces(n, self.unknowns)]
        if not self.pieces:
            self.eigen = self._eigen()
        if not self.pieces and self.eigen is None:
            if not self._eliminate():
                self._solve()
            if not self.solution and len(self.every) == 1:
                self._solve_for_the_inverse()

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

    def _solve(self) -> None:
        """Where the equations are linear in all unknowns, or those of one unknown are once it is multiplied to them."""
        for k, nodes in enumerate(self._forms()):
            system = System(nodes, self.every, self.elaborated.variables.values())
            if nodes is self.equations and not system.balanced and all(_is_linear(system)):
                self.undetermined = True  # as by X - X', which has no symmetric part
                return
            if not _can_be_solved(system):
                continue
            self.solution, needed = _solved(system)
            definite = [Condition("definite", self.solution[x]) for x in self.unknowns if KINDS[x.kind].definite]
            self.needed = (*needed, *definite)
            self.multiplied = k > 0
            return

    def _eliminate(self) -> bool:
        """Where x is known for every multiplier, without a condition, that of the only constraint is solved for by itself."""
        if len(self.unknowns) != 1 or len(self.constraints) != 1:
            return False
        (x, m), (g, constraint) = self.every, self.equations
        taken = self.elaborated.variables.values()
        systems = [System([g], [x], [*taken, m]), System([constraint], [x], taken)]
        if not _can_be_solved(systems[0]) or not all(_is_linear(systems[1])):
            return False
        along, needed = _solved(systems[0])
        if conditions([*self.elaborated.domain, *needed], [along[x]]):
            return False
        rest = System([simplify(substitute(constraint, {x: along[x]}))], [m], taken)
        if not _can_be_solved(rest):
            return False
        values, self.needed = _solved(rest)
        self.solution = {x: simplify(substitute(along[x], {m: values[m]})), m: values[m]}
        return True

    def _solve_for_the_inverse(self) -> None:
        """Where the equation of a symmetric unknown is linear in inv(X), which is of the kind of X: inv(S) = C."""
        (x,) = self.unknowns
        if KINDS[x.kind].transpose != "X" or x.is_scalar:
            return
        y = symbol(f"{x.name}~", x.shape, x.kind)
        equation = substitute(self.equations[0], {apply(POWER, (x, number(-1))): y})
        if moves_with(equation, [x]):
            return
        system = System([equation], [y], self.elaborated.variables.values())
        if not _can_be_solved(system):
            return
        solution, needed = _solved(system)
        word = "definite" if KINDS[x.kind].definite else "invertible"
        self.solution = {x: simplify(apply(POWER, (solution[y], number(-1))))}
        self.needed = (*needed, Condition(word, solution[y]))
        self.inverted = True

    def _forms(self) -> Iterator[list[Node]]:
        yield self.equations
        if len(self.every) != 1:
            return
        (x,), (g,) = self.unknowns, self.equations
        for formula in _MULTIPLIED if not x.is_scalar else ("X*G", "X^2*G", "X^3*G"):
            try:
                found = simplify(instantiate(formula, {"X": x, "G": g}, {}))
            except (TypeError, MatcalcError):
                continue
            if found.shape == g.shape:
                yield [found]


_MULTIPLIED = ("X'*G", "G*X'", "X'*G*X'", "X.*G")
"""By what a gradient is multiplied so that X may be linear in it: inv(X)' - S' becomes I - X'*S'."""


def _solved(system: System) -> tuple[Mapping[Symbol, Node], tuple[Condition, ...]]:
    """The solution of a linear system, and what must hold for it."""
    origin: dict[Node, Node] = {x: zeros(x.shape) for x in system.unknowns}
    right = [simplify(multiply(number(-1), substitute(g, origin))) for g in system.equations]
    solution = Solution(system)
    return solution.from_right(right), tuple(solution.needed)


def _is_of_pieces(node: Node, unknowns: Sequence[Symbol]) -> bool:
    return isinstance(node, Apply) and node.function.piecewise and moves_with(node, unknowns)


def _can_be_solved(system: System) -> bool:
    """Whether it has as many equations as unknowns, and is linear."""
    return system.balanced and all(_is_linear(system))


def _is_linear(system: System) -> Iterator[bool]:
    """That the equations move with each unknown, and how they do is no matter of where it is."""
    for column in system.columns:
        yield any(step in linear.symbols for linear, step in column)
        for linear, _ in column:
            yield not moves_with(linear, system.unknowns)
    for g in system.equations:  # what is left without the unknowns has no sum with x_k in it
        yield not moves_with(substitute(g, {x: zeros(x.shape) for x in system.unknowns}), system.unknowns)


def _every(elaborated: Elaborated) -> list[Symbol]:
    """Every variable, any member of a family."""
    every = [v for v in elaborated.variables.values() if v.differential_of is None and not KINDS[v.kind].whole]
    return [general_member(v, elaborated) if v.axes else v for v in every]


def _multipliers(constraints: Sequence[Node], elaborated: Elaborated) -> Iterator[Symbol]:
    """A number, a column or a matrix for each constraint, under names of their own."""
    taken = set(elaborated.variables)
    for g in constraints:
        names = MULTIPLIERS if g.is_scalar else COLUMNS
        name = next(n for n in names if n not in taken and n.upper() not in taken)
        taken.add(name)
        kind = of_shape(g.shape)
        yield symbol(name.upper() if kind == "matrix" else name, g.shape, kind)


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
    return Stationary(program, elaborated, wrt, [read_beside(equated(g), elaborated) for g in constraints])
