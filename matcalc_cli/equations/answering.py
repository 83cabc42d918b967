"""Answers about unknowns: their differentials, and the gradients of a loss of them by the adjoint method."""

from __future__ import annotations

from functools import cache

from matcalc_cli.answers.answer import Answer, Derivative, Solved, Variant
from matcalc_cli.answers.needed import of_solution
from matcalc_cli.differential import direction, moves_with
from matcalc_cli.elaborate.asked import chosen_variables
from matcalc_cli.equations.reading import Equations, equations
from matcalc_cli.equations.solution import Solution, further, second, total
from matcalc_cli.equations.system import System, counted, only_zero
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import ONE, add, multiply, substitute, transpose
from matcalc_cli.expr.node import Member, Node, Symbol
from matcalc_cli.expr.shapes.dimensions import shape_text
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.program.within import read_beside
from matcalc_cli.readings.adjoint import adjoint
from matcalc_cli.readings.derive import free_gradient, pairing
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.readings.structure import projected, projected_jacobian, projection
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matcalc_cli.answers.frozen import Later
    from matcalc_cli.language.tree import Program


def question(text: str, solve: Sequence[str], wrt: Sequence[str], var: Sequence[str], loss: str) -> Question:
    """The question about equations. A loss is read in one scope with them, and may have names of its own."""
    found = equations(text, solve, var)
    elaborated = found.elaborated
    node = read_beside(loss, elaborated, scalar=True) if loss else None
    variables = _variables(chosen_variables(elaborated, wrt), found.unknowns, wrt)
    if node is not None:
        _require_unknowns(node, found)
    return Question(found, found.linear_system(), variables, node)


def _variables(chosen: Sequence[Symbol], unknowns: Sequence[Symbol], wrt: Sequence[str]) -> list[Symbol]:
    """The variables that move: neither the unknowns nor, of an unknown x_k, another member, which x_k is where the indices are equal."""
    solved = next((v for v in chosen if v in unknowns), None) if wrt else None
    if solved is not None:
        raise MatcalcError(
            "usage", f"{solved.spelling} is what is solved for, and moves with the others alone",
            hint="--wrt names what moves; --solve what the equations determine",
        )  # fmt: skip
    families = {x.family: x for x in unknowns if isinstance(x, Member)}
    beside = [v for v in chosen if isinstance(v, Member) and v.family in families and v not in unknowns]
    if wrt and beside:
        v = beside[0]
        raise MatcalcError(
            "unsupported", f"{v.spelling} and what is solved for, {families[v.family].spelling}, are of one family",
            hint=f"a name of its own for the member that is solved for: z in the place of {families[v.family].spelling}",
        )  # fmt: skip
    return [v for v in chosen if v not in unknowns and v not in beside]


def _require_unknowns(loss: Node, found: Equations) -> None:
    """Refuse a loss that has none of the unknowns, and one of every member x_i where the equation is of one x_k alone."""
    plain = {s for g in found.nodes for s in g.symbols if not s.axes and not isinstance(s, Member)}
    pairs = [(f, s) for f in loss.symbols if f.axes for s in plain if s.name.startswith(f"{f.name}_")]
    for family, one in sorted(pairs, key=lambda pair: pair[1].name):
        raise MatcalcError(
            "usage", f"the loss has every {family.spelling}, and the equation is of {one.spelling} alone",
            hint="a matrix has them all as columns: A*X - B for every A*x_k - b_k",
        )  # fmt: skip
    if not moves_with(loss, found.unknowns):
        names = " and ".join(x.spelling for x in found.unknowns)
        raise MatcalcError("usage", f"the loss has no {names}", hint="grad differentiates what has no unknowns")


class Question:
    """A question: a system of a program, how its unknowns move with some variables, and perhaps a loss of them."""

    __slots__ = ("elaborated", "loss", "program", "solution", "solved", "system", "variables")

    def __init__(self, read: Equations, system: System, variables: Sequence[Symbol], loss: Node | None) -> None:
        self.program = program = read.program
        self.elaborated = read.elaborated
        self.system = system
        self.loss = loss
        self.variables = tuple(variables)
        require_that_it_fits(program, system)
        self.solution = Solution(system)
        self.solved = Solved(
            system.equations, system.unknowns, variables, lambda: self.solution.of(self.variables), cache(self.along),
            needed=self.solution.needed, loss=loss is not None, freed=read.freed,
        )  # fmt: skip

    @property
    def directions(self) -> dict[Symbol, Symbol]:
        """dX of everything that moves, the unknowns first."""
        return {x: direction(x, self.system.taken) for x in (*self.system.unknowns, *self.variables)}

    def along(self, variable: Symbol) -> tuple[Mapping[Symbol, Node], Mapping[Symbol, Node]]:
        """The first and second differentials of the unknowns where one variable moves alone."""
        first = self.solution.of([variable])
        return first, second(first, [variable], self.system.taken)

    def answer(
        self, expression: Node, derivatives: Sequence[Derivative], solved: Solved, total: Later[Node | None] = None
    ) -> Answer:
        """The answer with these derivatives of an expression."""
        every = [v for v in self.elaborated.variables.values() if v.place is None]
        found = Answer(
            self.program,
            expression,
            every,
            derivatives,
            total,
            notes=(*self.elaborated.notes, *only_zero(self.system)),
            domain=self.elaborated.domain,
        )
        forms = tuple([form[expression] for form in solved.further if isinstance(expression, Symbol)])
        noted = found.but(variant=Variant(found).but(solved=solved, twice=bool(solved.bends), higher=forms))
        return noted.but(conditions=lambda: of_solution(noted))


def require_that_it_fits(program: Program, system: System) -> None:
    """Refuse equations that do not move with an unknown, and too few or too many. Raises MatcalcError."""
    _require_that_it_moves(program, system)
    complaint = counted(system)
    if complaint is not None:
        complaint.labels = (Label(program.body.start, program.body.end),)
        raise complaint


def _require_that_it_moves(program: Program, system: System) -> None:
    for unknown, column in zip(system.unknowns, system.columns, strict=True):
        if all(step not in linear.symbols for linear, step in column):
            body = program.body
            raise MatcalcError(
                "unsupported", f"g does not change with {unknown.spelling}, so g = 0 does not determine it",
                [Label(body.start, body.end)], hint="A*x - b, for example, does",
            )  # fmt: skip


def of_unknowns(question: Question, order: int = 1) -> Answer:
    """The answer about the first unknown, with those about the others; the differentials of an `order` from the second on."""
    solved, names = question.solved, (question.variables, question.system.taken)
    if order > 1:
        forms = [solved.moves]
        for _ in range(order - 1):
            forms.append(further(forms[-1], solved.moves, *names))
        solved = solved.but(bends=forms[1], further=tuple(forms[2:]))
    first, *others = [_of_one(question, solved, x) for x in question.system.unknowns]
    return first.but(others=tuple(others))


def _of_one(question: Question, solved: Solved, x: Symbol) -> Answer:
    derivatives = [_of_the_unknown(question, x, v) for v in question.variables]
    return question.answer(x, derivatives, solved, lambda: _latest(solved)[x])


def _latest(solved: Solved) -> Mapping[Symbol, Node]:
    """The differentials of the unknowns of the latest order that was asked for."""
    return solved.further[-1] if solved.further else solved.bends or solved.moves


def _of_the_unknown(question: Question, x: Symbol, variable: Symbol) -> Derivative:
    moving = direction(variable, question.system.taken)
    dx = cache(lambda: question.solution.of([variable])[x])
    if variable.is_scalar:
        rate = cache(lambda: simplify(substitute(dx(), {moving: ONE})))
        return Derivative(variable, dx, lambda: simplify(vec(rate())), derivative=rate)
    return Derivative(variable, dx, lambda: simplify(projected_jacobian(matrix_of(dx(), moving), variable)))


def of_a_loss(question: Question, loss: Node, order: int = 1) -> Answer:
    """The gradients of a loss f(x, p): the adjoint of dp -> dx, which is one solve with the transposed system, at grad_x f.

    Source: MIT 18.063, chapter 6.3; Strang, Computational Science and Engineering, 8.7.
    """
    if not loss.is_scalar:
        x = question.system.unknowns[0].spelling
        said = f"a loss is a scalar, and this one is {shape_text(loss.shape, '×')}"
        raise MatcalcError("shape", said, hint=f"norm({x})^2 is one, or inner(C, {x}) with data C of its own")
    if order > 2:
        raise MatcalcError(
            "usage", "--order 2 is the last one of a loss, its Hessian",
            hint="without --loss every later differential of the unknowns is known",
        )  # fmt: skip
    slopes = {x: free_gradient(loss, x) for x in question.system.unknowns}
    derivatives = [_by_adjoint(question, loss, slopes, v, order) for v in question.variables]
    return question.answer(loss, derivatives, question.solved)


def _by_adjoint(
    question: Question, loss: Node, slopes: Mapping[Symbol, Node], variable: Symbol, order: int
) -> Derivative:
    moving = direction(variable, question.system.taken)
    moves = question.solution.of([variable])
    through = [adjoint(dx, moving, slopes[x]) for x, dx in moves.items()]
    free = simplify(add(free_gradient(loss, variable), *through))
    gradient = simplify(projected(free, variable))

    def hessian() -> Node:
        changed = simplify(total(gradient, moves, [variable], question.system.taken))
        if variable.is_scalar:
            return simplify(substitute(changed, {moving: ONE}))
        p = projection(variable)
        found = matrix_of(changed, moving)
        return simplify(found if p is None else multiply(p, found, p))

    return Derivative(
        variable, lambda: simplify(pairing(gradient, moving)), lambda: simplify(transpose(vec(gradient))), gradient=gradient,
        derivative=gradient if variable.is_scalar else None, hessian=hessian if order > 1 else None,
    )  # fmt: skip


def require_one_value(answer: Answer) -> None:
    """A module computes one value: a single unknown, or a loss of several. Raises MatcalcError."""
    if answer.others:
        raise MatcalcError(
            "unsupported", "a module computes one value, and there are several unknowns",
            hint="--loss makes one of them, or leave out all but one --solve",
        )  # fmt: skip


def where_it_holds(answer: Answer) -> tuple[Condition, ...]:
    """The conditions of an answer, and that the equations hold at the arguments."""
    assert answer.variant is not None
    assert answer.variant.solved is not None
    return (*[Condition("{0} is 0", g) for g in answer.variant.solved.equations], *answer.conditions)
