"""Where the rules of functions come from that need no proof of their own: shorthands, linear maps, elementwise functions."""

from __future__ import annotations

from matcalc_cli.answers.derivation import Line
from matcalc_cli.differential import direction
from matcalc_cli.elaborate import elaborate
from matcalc_cli.elaborate.builder import Scope
from matcalc_cli.explain.reading import sentence
from matcalc_cli.explain.rules.lines import Differential
from matcalc_cli.explain.rules.statements import LINEARITY, for_shape, linear_map
from matcalc_cli.explain.trees import ZERO, formula, moved, put_in, total
from matcalc_cli.expr.function import LINEAR, Function
from matcalc_cli.expr.node import symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.trees import call, operation

NUMBER = symbol("t", SCALAR, "scalar")


def general(function: Function) -> list[Line] | None:
    """The lines; None of a function whose rule is no matter of course."""
    signature = signatures(function)[0]
    parameters = signature.parameters
    if signature.sizes and function.name not in names():
        return None
    whole = function.called or signature.sizes
    written = formula(function.call) if whole else call(function.name, *map(formula, parameters))
    if not parameters:
        return [Line(moved(written), ZERO, ["it is made of sizes alone and does not move"])]
    if function.definition:
        return _shorthand(function, function.definition, written)
    if function.elementwise and len(function.differential) == 1:
        return _entry_by_entry(function, written)
    if not function.variadic and all(function.differential.get(p) == LINEAR for p in parameters):
        return _linear(function, parameters, written)
    return None if signature.sizes else _by_code(function, written)


def _by_code(function: Function, written: Tree) -> list[Line] | None:
    """The derivation of a function by its formula in other functions, differentiated by their rules, down to its own rule."""
    if not function.codes[0] or not function.differential or LINEAR in function.differential.values():
        return None
    lines = _shorthand(function, function.codes[0], written, "what it is in other functions")
    by_rules = total([(1, formula(rule)) for rule in function.differential.values()])
    return [*lines, Line(lines[-1].left, by_rules, ["which is shorter so"])]


def _shorthand(function: Function, text: str, written: Tree, said: str = "what it is short for") -> list[Line]:
    """A formula for it, differentiated by its rules."""
    from matcalc_cli.equations.defined import declarations

    program = elaborate(parse(f"{text} where {', '.join(declarations(function))}", names()))
    variables = list(program.variables.values())
    directions = {v: direction(v) for v in variables}
    scope = Scope({s.name: s for pair in directions.items() for s in pair}, {})
    found = Differential(program.expression, directions, scope)
    return [
        Line(written, formula(text), [said]),
        Line(moved(written), found.tree, sentence(found.rules) or [LINEARITY]),
    ]


def _entry_by_entry(function: Function, written: Tree) -> list[Line]:
    """The ordinary derivative of a number, in every entry."""
    (parameter,) = function.differential
    rule = formula(function.differential[parameter])
    number: dict[str, Tree] = {parameter: formula("t"), f"d{parameter}": formula("dt")}
    ordinary = put_in(for_shape(rule, NUMBER), number)
    return [
        Line(moved(put_in(written, number)), ordinary, ["the ordinary derivative, of a number"]),
        Line(moved(written), rule, ["every entry by itself"]),
    ]


def _linear(function: Function, parameters: tuple[str, ...], written: Tree) -> list[Line]:
    """f(X + dX) - f(X) = f(dX); in each argument, if there are several."""
    moving = total([(1, put_in(written, {p: formula(f"d{p}")})) for p in parameters])
    if len(parameters) > 1:
        return [Line(moved(written), moving, [f"product rule: {function.name} is linear in each factor"])]
    (parameter,) = parameters
    there = operation("add", formula(parameter), formula(f"d{parameter}"))
    difference = operation("subtract", put_in(written, {parameter: there}), written)
    return [
        Line(difference, moving, [linear_map(function.name)]),
        Line(moved(written), moving, ["there is nothing of higher order"]),
    ]
