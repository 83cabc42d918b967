"""How unknowns of equations move, step by step, and the adjoint method: one solve with the transposed system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Heading, Line, Prose, Section
from matcalc_cli.differential import differential, moves_with
from matcalc_cli.equations.answering import Question
from matcalc_cli.equations.system import free
from matcalc_cli.explain.context import scope_of
from matcalc_cli.explain.equations.sides import sides, taken_apart
from matcalc_cli.explain.trees import ZERO, expressed, listed, name_of, named
from matcalc_cli.expr.build import add, multiply, substitute
from matcalc_cli.expr.node import Node, Symbol, number, symbol
from matcalc_cli.expr.shapes.dimensions import Size, product_of
from matcalc_cli.language.tree import Literal, Tree
from matcalc_cli.readings.adjoint import adjoint
from matcalc_cli.readings.derive import free_gradient
from matcalc_cli.readings.structure import projected
from matcalc_cli.render.reports.names import function_letter, taken_names
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.trees import call
from matcalc_cli.simplify import simplify

ADJOINTS = ("z", "u", "w", "v", *(f"z{i}" for i in range(1, 99)))
"""The letters for the solution of the adjoint equation."""


def explain(question: Question, answer: Answer) -> Derivation:
    """The steps to an answer about unknowns, or about a loss of them."""
    names = _Names(question, answer)
    sections = [_differentiated(question, names), _solved(question, names)]
    if question.loss is not None:
        sections = [sections[0], *_backwards(question, answer, names)]
    elif len(question.variables) > 0:
        sections += [_second(question)] if question.solved.bends else []
    found = Derivation(answer, sections, names.scope, names.letter)
    found.heading = (answer.program.body, ZERO)
    found.held.update(question.solved.freed.items())
    return found


class _Names:
    """The names in the lines: the loss f, the directions, the solutions of the adjoint equation."""

    def __init__(self, question: Question, answer: Answer) -> None:
        system = question.system
        self.letter = function_letter(taken_names(answer))
        taken = {s.name for s in system.taken} | {self.letter}
        self.directions = question.directions
        free = (name for name in ADJOINTS if name not in taken)
        self.adjoints = [
            _adjoint_name(next(free), g, kind) for g, kind in zip(system.equations, system.kinds, strict=True)
        ]
        self.rights = [
            symbol(f"R{i}~", g.shape, k) for i, (g, k) in enumerate(zip(system.equations, system.kinds, strict=True))
        ]
        symbols = {s for g in (*system.equations, answer.expression) for s in g.symbols} | {*system.taken}
        self.scope = scope_of((*symbols, *self.directions.values()), (*system.equations, answer.expression))


def _adjoint_name(name: str, g: Node, kind: str) -> Symbol:
    return symbol(name.upper() if g.cols != 1 else name, g.shape, kind)


def _is(left: Tree, right: Tree, reason: Prose = (), claim: Node | None = None) -> Line:
    return Line(left, right, reason, claim)


def _differentiated(question: Question, names: _Names) -> Section:
    """dg = 0 where everything moves, and what the unknowns add to it on one side."""
    lines = []
    for g in question.system.equations:
        dg = simplify(differential(g, dict(names.directions)))
        lines.append(_is(call("d", expressed(g)), expressed(dg), ["it stays 0 while everything moves"], dg))
    for left, right in sides(question):
        reason: Prose = ["what moves with ", *listed(question.system.unknowns), " on one side"]
        lines.append(_is(expressed(left), expressed(right), reason, right))
    return Section(["the equation differentiated"], lines)


def _solved(question: Question, names: _Names) -> Section:
    """dX of every unknown, each held against the equations: L(dX) is the right side."""
    lines = [
        _is(name_of(names.directions[x]), shared(expressed(dx)), [_how(question, dx)], dx)
        for x, dx in question.solved.moves.items()
    ]
    return Section(["solved"], [*taken_apart(question), *lines])


def _how(question: Question, dx: Node) -> str:
    """The reason why dx is the solution."""
    words = question.solution.words
    return words or ("the equation solved" if dx.symbols else "nothing moves it")


def _second(question: Question) -> Section:
    lines = []
    for x, bend in question.solved.bends.items():
        left = named(f"d2{x.name}", f"d2{x.spelling}")
        reason: Prose = ["d", name_of(x), " differentiated, where ", name_of(x), " moves by it too"]
        lines.append(_is(left, shared(expressed(bend)), reason, bend))
    return Section(["once more"], lines)


def _backwards(question: Question, answer: Answer, names: _Names) -> list[Section]:
    """The gradient of the loss by the unknowns, the adjoint equation, and the gradients from its solution."""
    assert question.loss is not None
    system, loss = question.system, question.loss
    slopes = {x: free_gradient(loss, x) for x in system.unknowns}
    solution = _adjoint_solution(question, names, slopes)
    names.scope.nodes.update({z.name: node for z, node in zip(names.adjoints, solution, strict=True)})
    start = [_is(named(names.letter), expressed(loss), ["the loss"], loss)]
    start += [
        Line(Heading("gradient", x, several=True), expressed(slope), ["everything else held fast"], slope)
        for x, slope in slopes.items()
    ]
    transposed = [_transposed(question, k, slope, names) for k, slope in enumerate(slopes.values())]
    solved = [
        _is(name_of(z), shared(expressed(node)), ["one solve with the transposed system"], node)
        for z, node in zip(names.adjoints, solution, strict=True)
    ]
    gradients = [
        line for found in answer.derivatives for line in _gradient(question, found.variable, found.gradient, names)
    ]
    return [
        Section(["the loss by what is solved for"], start),
        Section(["the adjoint equation"], [*transposed, *solved]),
        Section(["the gradients"], gradients),
        *_counted(question),
    ]


def _transposed(question: Question, k: int, slope: Node, names: _Names) -> Line:
    """L*[z] = the slope, as it pairs with the step of an unknown; verified with the value of z."""
    column, move = question.system.columns[k], question.system.moves[k]
    left, right = _pulled(column, names.adjoints, move.step), _onto(question, k, slope)
    values: dict[Node, Node] = {z: names.scope.nodes[z.name] for z in names.adjoints}
    reason: Prose = ["the adjoint of what stands before d", name_of(question.system.unknowns[k])]
    return _is(expressed(left), expressed(right), reason, substitute(left, values))


def _adjoint_solution(question: Question, names: _Names, slopes: Mapping[Symbol, Node]) -> list[Node]:
    """The adjoint of right sides -> dX at the slopes."""
    steps = question.solution.from_right(names.rights)
    found = []
    for right in names.rights:
        parts = [adjoint(steps[x], right, slope) for x, slope in slopes.items() if right in steps[x].symbols]
        found.append(simplify(projected(add(*parts), right)))
    return found


def _pulled(column: Sequence[tuple[Node, Symbol]], adjoints: Sequence[Symbol], step: Symbol) -> Node:
    """The adjoint of the equations in one unknown, at the names of the adjoint's solution."""
    parts = [adjoint(linear, step, z) for (linear, _), z in zip(column, adjoints, strict=True)]
    return simplify(projected(simplify(add(*parts)), step))


def _onto(question: Question, k: int, slope: Node) -> Node:
    """The slope as what pairs with the step of an unknown."""
    move = question.system.moves[k]
    return simplify(projected(simplify(adjoint(move.along, move.step, slope)), move.step))


def _gradient(question: Question, variable: Symbol, gradient: Node | None, names: _Names) -> Iterator[Line]:
    """f's own gradient and that of <z, -M(dp)>, then with z put in."""
    assert gradient is not None
    assert question.loss is not None
    moving = names.directions[variable]
    parts = [
        adjoint(simplify(differential(g, {variable: moving})), moving, multiply(number(-1), z))
        for g, z in zip(question.system.equations, names.adjoints, strict=True)
        if moves_with(g, [variable])
    ]
    by_z = simplify(projected(add(free_gradient(question.loss, variable), *parts), variable))
    several = len(question.variables) > 1
    reason = "what moves, against the solution of the adjoint equation"
    yield Line(Heading("gradient", variable, several=several), expressed(by_z), [reason], gradient)
    if by_z is not gradient:
        yield Line(None, shared(expressed(gradient)), ["put in"], gradient)


def _counted(question: Question) -> list[Section]:
    """How many solves the forward way takes, and the adjoint one."""
    directions: Size = 0
    for variable in question.variables:
        if any(moves_with(g, [variable]) for g in question.system.equations):
            directions = directions + free(variable)
    each = question.solution.words or f"{_times(question)} multiplications each, after one factorization for both"
    lines = [
        Line(named("forward"), size_tree(directions), ["one for each entry that moves"]),
        Line(named("adjoint"), Literal(1, 1, 0, 0), ["whatever the number of entries"]),
    ]
    return [Section([f"solves of the linear equation: {each}"], lines, tally=True)]


def _times(question: Question) -> str:
    _, unknowns = question.system.counts
    return str(product_of(unknowns, unknowns)).replace(" ", "")
