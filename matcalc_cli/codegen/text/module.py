"""The text of a module that computes a function and its derivatives, for any target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.codegen.accuracy.centred import centred
from matcalc_cli.codegen.differentiated import kept
from matcalc_cli.codegen.dimensions import undetermined
from matcalc_cli.codegen.form import form
from matcalc_cli.codegen.operators import functions, scipy_operators
from matcalc_cli.codegen.planned import Planned
from matcalc_cli.codegen.products import more
from matcalc_cli.codegen.report import Report
from matcalc_cli.codegen.targets import load
from matcalc_cli.codegen.text.entry import MATRICES, typed
from matcalc_cli.codegen.text.frame import Frame, Module, Parameter
from matcalc_cli.codegen.text.framing import Entry, every_function, extra_of, frame_of
from matcalc_cli.codegen.text.names import Names, plain_name
from matcalc_cli.codegen.text.script import script
from matcalc_cli.differential import direction
from matcalc_cli.expr.build import add
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder
from matcalc_cli.expr.shapes.dimensions import Dim, Size
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.readings.derive import cotangent, new_symbol, tangent
from matcalc_cli.render.reports.conditions import text
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.sums.backward import by_its_convention

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, Derivative

VALUE = "The value."
EMITTED = sorted([r for r in READINGS.values() if r.emitted], key=lambda r: r.emitted)
"""The readings that a module computes, in their order."""


def module(
    answer: Answer, *, suffixes: bool = False, target: str = "numpy", products: bool = False,
    sizes: Mapping[str, int] | None = None, every: Answer | None = None, said: str = "", checks: bool = True,
    starts: Mapping[str, str] | None = None, operators: bool = False, value: Node | None = None,
) -> str:  # fmt: skip
    """A self-contained module with f and the derivatives of an answer (SPEC section 3).

    With several derivatives, or if `suffixes`, the names say which variable is meant: `gradient_A`. `products` adds
    what `codegen.products` has: the value with the gradients, and products with derivatives. The order of products is
    the best for `sizes` of dimensions. A library that differentiates may ask for any variable:
    for such a target (`Target.pulls_back`), `every` is the answer for all of them. Raises MatcalcError where the target has no code for a
    function. f computes `value`, if it is given, in the place of the expression. `said` stands behind what f is. With `checks` the functions look at what they are given, and
    with values to start with, as texts by name, the module runs scipy.optimize as a script. `operators` adds what
    `codegen.operators` has: factors, diagonals, in NumPy SciPy's operators too.
    """
    variables, integers = module_parameters(answer)
    names = _names(variables, integers, target, sizes)
    found = entries(answer, suffixes=suffixes, products=products, operators=operators)
    found[0].nodes = found[0].nodes if value is None else (value,)
    found[0].summary += f" {said[:1].upper()}{said[1:]}." * bool(said)
    others = [d.differential for d in every.derivatives] if every else []
    names.give(_unknown_functions([*[node for entry in found for node in entry.nodes], *others], names))
    parameters = _parameters(variables, integers, names)
    names.shifts = centred(answer.expression, [node for entry in found for node in entry.nodes])
    f, *derivatives = [frame_of(entry, parameters, names, sizes) for entry in found]
    if starts:
        moving = names.arguments[answer.derivatives[0].variable.name]
        data = {
            local: starts[name]
            for name, local in [*names.arguments.items(), *names.dimensions.items()]
            if name in starts
        }
        text = names.target.module(Module(f, derivatives, checks=checks), names)
        run = script(f, moving, data, typed(f, names, "float"))
        return f"{text}{_operators(answer, f, found, names, suffixes=suffixes)}\n\n{run}\n"
    if not every or not every.derivatives:
        text = names.target.module(Module(f, derivatives, checks=checks), names)
        wanted = operators and names.target.name == "numpy"
        return text + (_operators(answer, f, found, names, suffixes=suffixes) if wanted else "")
    pullback = _pullback(every, parameters, names, sizes) if names.target.pulls_back == "apart" else []
    pushforward = frame_of(_pushforward(every, parameters, alone=not pullback), parameters, names, sizes)
    return names.target.module(Module(f, derivatives, pullback, pushforward, checks=checks), names)


def plan(
    answer: Answer,
    *,
    suffixes: bool = False,
    target: str = "numpy",
    sizes: Mapping[str, int] | None = None,
    operators: bool = False,
) -> list[Report]:
    """The steps of each function of a module with products. Raises MatcalcError as `module` does."""
    variables, integers = module_parameters(answer)
    names = _names(variables, integers, target, sizes)
    found = entries(answer, suffixes=suffixes, products=True, operators=operators)
    names.give(_unknown_functions([node for entry in found for node in entry.nodes], names))
    parameters = _parameters(variables, integers, names)
    return [_reported(entry, parameters, names, sizes) for entry in found]


def _reported(entry: Entry, parameters: Sequence[Parameter], names: Names, sizes: Mapping[str, int] | None) -> Report:
    plan = Planned(names, sizes)
    arguments = ", ".join([name for name, _ in [*parameters, *extra_of(entry, names)]])
    roots = plan.roots(kept(entry.nodes, differentiates=names.target.differentiates))
    said = form(entry.nodes[0]) if entry.name.startswith(MATRICES) else ""
    return Report(f"{entry.name}({arguments})", plan, roots, said)


def _operators(answer: Answer, f: Frame, found: Sequence[Entry], names: Names, *, suffixes: bool) -> str:
    """SciPy's operators, by every variable that is an argument."""
    ends = {d.variable: suffix(answer, d, suffixes=suffixes) for d in answer.derivatives}
    moving = {names.arguments[v.name]: end for v, end in ends.items() if v.name in names.arguments}
    return scipy_operators(f, moving, [entry.name for entry in found], typed(f, names, "float"))


def entries(answer: Answer, *, suffixes: bool = False, products: bool = False, operators: bool = False) -> list[Entry]:
    """The functions of a module."""
    ends = {d.variable: suffix(answer, d, suffixes=suffixes) for d in answer.derivatives}
    f, *derivatives = _entries(answer, ends)
    if products:
        derivatives += [Entry(*parts) for parts in more(answer, ends)]
    if operators:
        derivatives += functions(answer, ends)
    needed = text(by_its_convention(answer.conditions))
    for entry in derivatives if needed else ():
        entry.summary += f" Needs {needed}."
    return [f, *derivatives]


def function(*nodes: Node, sizes: Mapping[str, int] | None = None) -> str:
    """A NumPy module with the one function f: the values, what they share computed once, its products for `sizes`.

    It takes `parameters(*nodes)`, and then `unknown_functions(nodes)` as callables.
    """
    variables, integers = parameters(*nodes)
    names = _names(variables, integers, "numpy")
    names.give(every_function(nodes))
    frame = frame_of(Entry("f", nodes, VALUE), _parameters(variables, integers, names), names, sizes)
    return names.target.module(Module(frame), names, about=False)


def parameters(*nodes: Node) -> tuple[list[Symbol], list[str]]:
    """The arguments of `function(*nodes)`: symbols by name, dimensions that their shapes do not determine."""
    variables = sorted(frozenset[Symbol]().union(*[node.symbols for node in nodes]), key=lambda s: s.name)
    return variables, undetermined(variables, dimension_names(nodes))


def module_parameters(answer: Answer) -> tuple[list[Symbol], list[str]]:
    """The arguments of each function of `module(answer)` in order, as in `parameters`; dX comes behind them."""
    variables = [v for v in answer.variables if v.kind != "index"]
    return variables, undetermined(
        variables, dimension_names([n for entry in _entries(answer, {}) for n in entry.nodes])
    )


def module_functions(answer: Answer) -> list[Unknown]:
    """The functions without a formula that each function of `module(answer)` takes behind those."""
    return unknown_functions([node for entry in _entries(answer, {}) for node in entry.nodes])


def suffix(answer: Answer, derivative: Derivative, *, suffixes: bool = False) -> str:
    """The ending of the names of a derivative's functions."""
    return f"_{plain_name(derivative.variable.spelling)}" if suffixes or len(answer.derivatives) > 1 else ""


def _entries(answer: Answer, ends: Mapping[Symbol, str]) -> list[Entry]:
    found = [Entry("f", [answer.shown], VALUE)]
    for derivative in answer.derivatives:
        found.extend(_readings(answer, derivative, ends.get(derivative.variable, "")))
    return found


def _readings(answer: Answer, derivative: Derivative, end: str) -> Iterator[Entry]:
    moving = direction(derivative.variable, answer.expression.symbols)
    for reading in EMITTED:
        node: Node | None = getattr(derivative, reading.name)
        if node is not None:
            summary = reading.summary.format(moving.spelling)
            yield Entry(reading.name + end, [node], summary, moving if reading.name == "differential" else None)


def _pullback(
    every: Answer, parameters: Sequence[Parameter], names: Names, sizes: Mapping[str, int] | None
) -> list[Frame]:
    """J*[Y] in one function for each variable."""
    y = new_symbol(every, "Y", every.expression.shape)
    nodes = {d.variable: cotangent(every.expression, d, y) for d in every.derivatives}
    variables = [symbol for _, symbol in parameters if symbol and symbol in nodes]
    said = f"J*[{y.spelling}]: the adjoint of the differential at {y.spelling}"
    entries = [Entry(f"_pullback_{v.spelling}", [nodes[v]], f"{said}, for {v.spelling}.", y) for v in variables]
    return [frame_of(entry, parameters, names, sizes) for entry in entries]


def _pushforward(every: Answer, parameters: Sequence[Parameter], *, alone: bool) -> Entry:
    """The differential for all variables together, behind the value if it stands `alone`."""
    found = {d.variable: tangent(every.expression, d) for d in every.derivatives}
    moving = [found[symbol][1] for _, symbol in parameters if symbol in found]
    total = simplify(add(*[along for along, _ in found.values()]))
    said = "The value, and the differential along all tangents." if alone else "The differential along all tangents."
    return Entry("_tangent", [every.shown, total] if alone else [total], said, *moving)


def _names(
    variables: Sequence[Symbol], integers: Sequence[str], target: str, sizes: Mapping[str, int] | None = None
) -> Names:
    return Names(load(target), [(v.name, v.spelling) for v in variables], integers, sizes)


def unknown_functions(nodes: Iterable[Node]) -> list[Unknown]:
    """The functions without a formula in some expressions, and the derivatives of them, by name: one for each name."""
    return list({function.identifier: function for function in every_function(nodes)}.values())


def _unknown_functions(nodes: Iterable[Node], names: Names) -> list[Unknown]:
    """The functions that become arguments or calls of the library."""
    return every_function(kept(nodes, differentiates=names.target.differentiates))


def dimension_names(nodes: Iterable[Node]) -> list[str]:
    """The dimensions that occur in the shapes and sizes of some expressions."""
    found: set[str] = set()
    for node in postorder(*nodes):
        sizes: tuple[Size, ...] = (node.rows, node.cols, *(node.sizes if isinstance(node, Apply) else ()))
        found.update(*[size.names for size in sizes if isinstance(size, Dim)])
    return sorted(found)


def _parameters(variables: Sequence[Symbol], integers: Sequence[str], names: Names) -> list[Parameter]:
    """Every function takes every variable, then the dimensions that these do not determine."""
    given: list[Parameter] = [(names.arguments[v.name], v) for v in variables]
    given += [(names.dimension(n), None) for n in integers if not names.target.is_sized]
    return given + [(name, None) for name in names.callables.values()]
