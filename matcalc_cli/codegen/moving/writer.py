"""The common parts of modules about something that moves in time: their names, and functions with the formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matcalc_cli.codegen.dimensions import undetermined
from matcalc_cli.codegen.targets import load
from matcalc_cli.codegen.text.frame import Frame, Module, Parameter
from matcalc_cli.codegen.text.framing import Entry, frame_of
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.codegen.text.names import Names

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol


class Equation(NamedTuple):
    """The equation whose solution, loss and derivatives a module computes.

    states, adjoints  names of the solution and of what is integrated backward
    begins            the value at 0 of every state, perhaps a name
    unknown_begins    those of them that are arguments
    parameters        the names that stay
    given             names whose values belong to a time
    wrt               by what the loss is differentiated, values at 0 too
    functions         by name the values of a function of the module: `rate`, `pull`, `end`, ...
    sensitive         by what the solution itself is differentiated
    sensitivities     for each of these the names of dU/dp
    by_end            whether the derivative by the last time is wanted
    inputs            those of `given` that lead from a step to the next
    moved             those of `inputs` that a loss of steps is differentiated by, one step at a time
    """

    time: Symbol
    end: Symbol
    states: Sequence[Symbol]
    adjoints: Sequence[Symbol]
    begins: Sequence[Node]
    unknown_begins: Sequence[Symbol]
    parameters: Sequence[Symbol]
    given: Sequence[Symbol]
    wrt: Sequence[Symbol]
    functions: Mapping[str, Sequence[Node]]
    sensitive: Sequence[Symbol]
    sensitivities: Sequence[Sequence[Symbol]]
    by_end: bool
    inputs: Sequence[Symbol] = ()
    moved: Sequence[Symbol] = ()


SUMMARIES = {
    "rate": "The rate of change: the right-hand side.",
    "begin": "Where it begins.",
    "pull": "Minus the rate of change of the adjoint, and what is integrated for the gradients.",
    "end": "The loss at the end.",
    "end_slope": "Its gradients by the state, and what the gradients of the loss have of it.",
    "running": "The part of the loss that is integrated.",
    "data": "The loss at one time with data.",
    "data_slope": "Its gradients by the state, and what the gradients of the loss have of it.",
    "start_slope": "What the gradients of the loss have of where it begins.",
    "end_rate": "How the loss changes with the last time.",
    "sensitivity_rate": "The rates of change of the sensitivities.",
    "sensitivity_begin": "Where the sensitivities begin.",
}


class Writer:
    """Names, and the text of the functions around the formulas."""

    summaries: Mapping[str, str] = SUMMARIES

    def __init__(self, equation: Equation, nodes: Sequence[Node], target: str) -> None:
        self.equation = equation
        known = [
            equation.time, *equation.states, *equation.adjoints, *equation.unknown_begins, *equation.parameters, *equation.given,
        ]  # fmt: skip
        dims = undetermined(known, dimension_names([*nodes, *known]))
        sensitive = [s for names in equation.sensitivities for s in names]
        pairs = {s.name: s.spelling for s in (*known, *sensitive)}
        self.names = Names(load(target), pairs.items(), dims)
        self.dims = [self.names.dimension(name) for name in dims]
        self.end = self.names.free(equation.end.name)
        self.times = self.names.free("times")
        self.arguments: dict[str, list[str]] = {}
        self.frames = [self._frame(name, values) for name, values in equation.functions.items()]

    def of(self, symbol: Symbol) -> str:
        """The argument that a symbol is."""
        return self.names.arguments[symbol.name]

    def _frame(self, name: str, values: Sequence[Node]) -> Frame:
        symbols = {s for node in values for s in node.symbols}
        used = [s for s in self._order() if s in symbols]
        for s in self._sized():  # what tells the dimensions that these do not
            missing = undetermined(used, dimension_names(values))
            if s not in used and len(undetermined([*used, s], missing)) < len(missing):
                used.append(s)
        parameters: list[Parameter] = [(self.of(s), s) for s in used]
        parameters += [(d, None) for d in self.dims]
        self.arguments[name] = [argument for argument, _ in parameters]
        summary = self.summaries.get(name.rstrip("_0123456789"), "")
        return frame_of(Entry(f"_{name}", list(values), summary), parameters, self.names)

    def _sized(self) -> list[Symbol]:
        """The arguments that every function may have besides, for its shape."""
        e = self.equation
        return [s for s in (*e.states, *e.unknown_begins, *e.parameters) if not s.is_scalar]

    def _order(self) -> list[Symbol]:
        e = self.equation
        found = [e.time, *e.states, *e.adjoints, *[s for names in e.sensitivities for s in names]]
        return list(dict.fromkeys([*found, *e.unknown_begins, *e.parameters, *e.given]))

    def value(self, name: str) -> str:
        """The value of a function, or its values."""
        return f"_{name}({', '.join(f'{a}={a}' for a in self.arguments[name])})"

    def call(self, name: str) -> str:
        """The values of a function as a list."""
        text = self.value(name)
        return f"[{text}]" if len(self.equation.functions[name]) == 1 else f"list({text})"

    @property
    def module(self) -> Module:
        """The functions with the formulas."""
        first, *others = self.frames
        return Module(first, others)

    def formulas(self) -> str:
        """The functions with the formulas, without what they import."""
        text = self.names.target.module(self.module, self.names, about=False)
        return text.removeprefix("import numpy as _np\n").lstrip("\n")

    def started(self, names: Sequence[str]) -> list[str]:
        """The lines that add the parts of the gradients that are due to the initial states: in `_found` to those of these names."""
        e, lines = self.equation, []
        if "start_slope" in e.functions:
            lines += [f"for _name, _more in zip({[*names]!r}, {self.call('start_slope')}, strict=True):"]
            lines += ["    _found[_name] = _found[_name] + _more"]
        unknown = [(p.spelling, e.adjoints[e.begins.index(p)]) for p in e.wrt if p in e.unknown_begins]
        return [*lines, *[f"_found[{name!r}] = {self.of(adjoint)}" for name, adjoint in unknown]]

    def unpacked(self, symbols: Sequence[Symbol], source: str) -> str:
        """`x, y, *_rest = source`."""
        return f"{', '.join(map(self.of, symbols))}, *_rest = {source}"

    @property
    def has_a_loss(self) -> bool:
        """Whether there is a loss to differentiate."""
        return any(k in self.equation.functions for k in ("end", "running", "data"))

    @property
    def signature(self) -> str:
        """The arguments of every public function."""
        e = self.equation
        return ", ".join([self.end, *map(self.of, e.unknown_begins), *map(self.of, e.parameters), *self.dims])


def define(head: str, summary: str, lines: Sequence[str]) -> str:
    """A function, with the data in a list that has them by number."""
    given = [line for line in lines if "_given[" in line]
    names = [line.split(" = ")[0].strip() for line in given]
    kept = [f"_given = [{', '.join(dict.fromkeys(names))}]"] if names else []
    return "\n    ".join([f"def {head}:", f'"""{summary}"""', *kept, *lines])
