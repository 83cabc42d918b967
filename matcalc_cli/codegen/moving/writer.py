"""The common parts of modules about something that moves in time: their names, and functions with the formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from matcalc_cli.codegen.dimensions import undetermined
from matcalc_cli.codegen.moving.entry import Argument, checks, imports, sequence, together
from matcalc_cli.codegen.targets import load
from matcalc_cli.codegen.text.entry import argument_type, wanted_shape
from matcalc_cli.codegen.text.frame import Frame, Module, Parameter
from matcalc_cli.codegen.text.framing import Entry, frame_of
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.codegen.text.names import Names
from matcalc_cli.codegen.text.python import PythonTarget

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
    counted: ClassVar[bool] = False
    """Whether the end is a number of steps."""

    def __init__(self, equation: Equation, nodes: Sequence[Node], target: str) -> None:
        self.equation = equation
        known = [
            equation.time, *equation.states, *equation.adjoints, *equation.unknown_begins, *equation.parameters, *equation.given,
        ]  # fmt: skip
        dims = undetermined(known, dimension_names([*nodes, *known]))
        sensitive = [s for names in equation.sensitivities for s in names]
        pairs = {s.name: s.spelling for s in (*known, *sensitive)}
        found = load(target)
        assert isinstance(found, PythonTarget)
        self.target = found
        self.names = Names(found, pairs.items(), dims)
        self.dims = [self.names.dimension(name) for name in dims]
        self.end = self.names.free(equation.end.name)
        self.times = self.names.free("times")
        self.takes = list(self._arguments())
        self.arguments: dict[str, list[str]] = {}
        self.frames = [self._frame(name, values) for name, values in equation.functions.items()]

    def of(self, symbol: Symbol) -> str:
        """The argument that a symbol is."""
        return self.names.arguments[symbol.name]

    def _arguments(self) -> Iterator[Argument]:
        """The public functions' arguments."""
        e, number = self.equation, self.target.number_type
        yield Argument(self.end, "int" if self.counted else "float", "int" if self.counted else number)
        for symbol in (*e.unknown_begins, *e.parameters):
            yield Argument(self.of(symbol), wanted_shape(symbol), argument_type(symbol, number))
        for symbol in e.given:
            yield Argument(self.of(symbol), f"[{wanted_shape(symbol)}]", sequence(argument_type(symbol, number)))
        for name, local in self.names.dimensions.items():
            if local in self.dims:
                yield Argument(local, f'"{name}"', "int")
        yield Argument(self.times, "[float]", sequence(number))

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

    def formulas(self) -> str:
        """The functions with the formulas, behind what they import."""
        first, *others = self.frames
        return self.target.module(Module(first, others), self.names, about=False)

    def text(self, about: str, imported: Sequence[str], *functions: str) -> str:
        """The module: its docstring, its imports, the formulas, the functions around them, what looks at arguments."""
        lines = self.formulas().split("\n")
        own = [line for line in lines if line.startswith("import ")]
        formulas = "\n".join([line for line in lines if not line.startswith("import ")]).strip()
        head = [f'"""{about}"""', imports(self.target.types), "\n".join(dict.fromkeys([*imported, *own]))]
        public = [name for text in functions for name in _PUBLIC.findall(text)]
        parts = ["\n\n".join(head), formulas, *functions, checks(self.target.name, self.takes, self._columns(), public)]
        return "\n\n\n".join([part.rstrip("\n") for part in parts]) + "\n"

    def _columns(self) -> dict[str, Sequence[object]]:
        """By function which of its results are vectors: of each state whether it is, or the names of gradients."""
        e = self.equation
        states = [*[s.cols == 1 and not s.is_scalar for s in e.states], *[False] * ("running" in e.functions)]
        vectors = [s.spelling for s in (*e.wrt, *e.moved) if s.cols == 1 and not s.is_scalar]
        return {"solve": states, "steps": states, "gradient": vectors}

    def public(self, name: str, parameters: str, result: str, summary: str, lines: Sequence[str]) -> str:
        """A function with types, the data in a list that has them by number."""
        types = {argument.name: argument.type for argument in self.takes} | {"rtol": "float", "atol": "float"}
        given = []
        for part in parameters.split(", "):
            name_of, equals, default = part.partition("=")
            given.append(f"{name_of}: {types[name_of]}{' = ' * bool(equals)}{default}" if name_of in types else part)
        return define(f"{name}({', '.join(given)}) -> {result}", summary, lines)

    def as_many(self, given: Sequence[Symbol], count: str, said: str) -> list[str]:
        """The statements that refuse sequences which are not as long as they have to be."""
        if not given:
            return []
        return [f"if any(len(_values) != {count} for _values in _given):", f"    raise ValueError({said})"]

    def of_data(self) -> list[str]:
        """The statements that refuse data which are not there at every time."""
        return self.as_many(self.equation.given, f"len({self.times})", '"the data have a value for each of the times"')

    def types_of(self, symbols: Sequence[Symbol]) -> str:
        """The type of each of some results."""
        return together([argument_type(symbol, self.target.number_type) for symbol in symbols])

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


_PUBLIC = re.compile(r"^def ([a-z]\w*)\(", re.MULTILINE)


def define(head: str, summary: str, lines: Sequence[str]) -> str:
    """A function, with the data in a list that has them by number."""
    given = [line for line in lines if "_given[" in line]
    names = [line.split(" = ")[0].strip() for line in given]
    kept = [f"_given = [{', '.join(dict.fromkeys(names))}]"] if names else []
    return "\n    ".join([f"def {head}:", f'"""{summary}"""', *kept, *lines])
