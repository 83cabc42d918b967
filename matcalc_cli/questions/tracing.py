"""The graph of a program, and dual numbers through its parts, from text to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Line, Section
from matcalc_cli.check.before_printing import hold
from matcalc_cli.elaborate.asked import chosen_variables
from matcalc_cli.errors import MatcalcError
from matcalc_cli.explain.context import Context
from matcalc_cli.explain.graph import Graph
from matcalc_cli.explain.trees import name_of, named
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.language.tree import Tree
from matcalc_cli.program import read
from matcalc_cli.program.keeping import typed_steps
from matcalc_cli.readings.derive import derivative
from matcalc_cli.render.reports.names import function_letter, taken_names
from matcalc_cli.render.writing.trees import call, operation, rounded
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated

EPSILON = "eps"


def _context(
    text: str, wrt: Sequence[str], var: Sequence[str]
) -> tuple[Elaborated, Context, list[tuple[Symbol, Node]]]:
    """A program taken apart, and its steps."""
    program, elaborated = read(text, var)
    if any(v.axes for v in elaborated.variables.values()):
        raise MatcalcError(
            "unsupported", "the graph of a program with families is not drawn", hint="write the members out"
        )
    f = simplify(elaborated.expression)
    hold([(elaborated.expression, f)])
    variables = chosen_variables(elaborated, wrt)
    answer = Answer(
        program, f, list(elaborated.variables.values()), [derivative(f, v) for v in variables], None,
        notes=elaborated.notes, domain=elaborated.domain,
    )  # fmt: skip
    parts = {name: simplify(value) for name, value in elaborated.parts.items()}
    context = Context(answer, parts, function_letter({*taken_names(answer), *parts}))
    return elaborated, context, list(typed_steps(program, elaborated, var))


def dot(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = ()) -> tuple[str, Sequence[str]]:
    """The graph of a program for Graphviz, and the notes. Raises MatcalcError."""
    elaborated, context, steps = _context(text, wrt, var)
    return Graph.of(context, steps).dot(), elaborated.notes


def graph(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = ()) -> Derivation:
    """The edges of the graph and the matrix of all paths, held against the derivatives. Raises MatcalcError."""
    from matcalc_cli.check.before_printing import MismatchError
    from matcalc_cli.check.doubles.equality import compared
    from matcalc_cli.expr.build import substitute

    _, context, steps = _context(text, wrt, var)
    found = Graph.of(context, steps)
    derivation = Derivation(context.answer, list(found.sections()), context.full, context.letter)
    *parts, (last, _) = found.definitions.items()
    paths = found.paths()
    words = []
    for d in context.answer.derivatives:
        if (last, d.variable) in paths:
            node = paths[last, d.variable]
            for part, value in reversed(parts):
                node = substitute(node, {part: value})
            words.append(compared(node, d.jacobian))
    if "wrong" in words:
        raise MismatchError("the paths of a graph are not its derivative")
    exact = {*words} <= {"ok"}
    derivation.verdict = "every line verified exactly" if exact else "not every path is verified"
    return derivation


def duals(text: str, *, at: Sequence[str], wrt: Sequence[str] = (), var: Sequence[str] = ()) -> Derivation:
    """Dual numbers through the parts of a program. Raises MatcalcError."""
    from matcalc_cli.answers.needed import of_derivatives
    from matcalc_cli.check.existence import broken
    from matcalc_cli.inputs.options import given
    from matcalc_cli.render.reports.conditions import texts

    elaborated, context, steps = _context(text, wrt, var)
    x = _moving(context, wrt)
    f, variables = context.answer.expression, [v for v in elaborated.variables.values() if v.place is None]
    point = given(f, variables, at=at)
    point.require(v for v in variables if v in f.symbols)
    lines = [
        Line(name_of(x), _dual(point.point[x.name], 1 + 0 * point.point[x.name]), ["the variable, which moves by eps"])
    ]
    lines += _traced(Graph.of(context, steps), x, dict(point.point), point.sizes)
    outside = broken(of_derivatives(elaborated.domain, f, context.answer.derivatives), point)
    said = [f"valid where {condition}, which does not hold here" for condition in texts(outside)]
    answer = context.answer.but(derivatives=(), notes=(*context.answer.notes, *said))
    derivation = Derivation(answer, [Section(["dual numbers, eps^2 = 0"], lines)], context.full, context.letter)
    derivation.heading = (call(context.letter, name_of(x)), answer.program.body)
    return derivation


def _moving(context: Context, wrt: Sequence[str]) -> Symbol:
    """The one number that moves."""
    numbers = [v for v in context.variables if v.is_scalar]
    if len(context.variables) == 1 and numbers:
        return numbers[0]
    if not wrt and len(numbers) == 1:
        return numbers[0]
    name = numbers[0].spelling if numbers else "alpha"
    hint = f"--wrt {name}; of a vector: put x + alpha*v in for x"
    raise MatcalcError("usage", "a dual number moves with one number", hint=hint)


def _traced(graph: Graph, x: Symbol, values: dict[str, Any], sizes: Any) -> list[Line]:
    """Each part and f, the value and what stands before eps, from those of the parts before."""
    import numpy as np

    from matcalc_cli.check.doubles.compiled import Compiled
    from matcalc_cli.differential import differential, direction
    from matcalc_cli.explain.trees import expressed

    taken = [s for node in graph.definitions.values() for s in node.symbols]
    moves = {x: direction(x, taken)}
    values[moves[x].name] = np.ones((1, 1))
    lines = []
    for name, definition in graph.definitions.items():
        value = Compiled(definition, sizes)(values)
        slope = Compiled(differential(definition, moves), sizes)(values)
        if value is None or slope is None:
            missing = "value" if value is None else "derivative"
            raise MatcalcError("usage", f"{name.spelling} has no {missing} there")
        moves[name] = direction(name, taken)
        values[name.name], values[moves[name].name] = value, slope
        lines.append(Line(name_of(name), _dual(value, slope), [expressed(definition)]))
    return lines


def _dual(value: Any, slope: Any) -> Tree:
    """value + slope*eps."""
    falls = slope.size == 1 and slope.item() < 0
    moved = operation("multiply", _numbers(-slope if falls else slope), named(EPSILON))
    return operation("subtract" if falls else "add", _numbers(value), moved)


def _numbers(array: Any) -> Tree:
    """A number, or a matrix of numbers."""
    rows = [[rounded(entry, 10) for entry in row] for row in array.tolist()]
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return operation("rows", *[operation("columns", *row) for row in rows])
