"""A module that solves a differential equation and differentiates a loss of its solution, forward and backward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matcalc_cli.codegen.dimensions import undetermined
from matcalc_cli.codegen.targets import load
from matcalc_cli.codegen.text.flow_text import ABOUT, COMMON, SOLVE
from matcalc_cli.codegen.text.frame import Frame, Module, Parameter
from matcalc_cli.codegen.text.module import Entry, dimension_names, frame_of, unknown_functions
from matcalc_cli.codegen.text.names import Names
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol


class Equation(NamedTuple):
    """What the module is about.

    states, adjoints  names of the solution and of what is integrated backward
    begins            the value at 0 of every state, perhaps a name
    unknown_begins    those of them that are arguments
    parameters        the names that stay
    given             names whose values belong to a time
    wrt               by what the loss is differentiated, values at 0 too
    functions         by name the values of a function of the module: `rate`, `pull`, `end`, ...
    sensitive         by what the solution itself is differentiated
    sensitivities     for each of these the names of dU/dp
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
}


def flow_module(equation: Equation, target: str = "numpy") -> str:
    """The text of the module. Raises MatcalcError."""
    if target != "numpy":
        raise MatcalcError(
            "unsupported", f"differential equations have no code for {target}", hint="--target numpy runs on SciPy"
        )
    nodes = [node for values in equation.functions.values() for node in values]
    if unknown_functions(nodes):
        raise MatcalcError("unsupported", "a module about a differential equation has no functions without a formula")
    writer = _Writer(equation, nodes, target)
    return writer.text()


class _Writer:
    """Names, and the text of the functions around the formulas."""

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
        for s in self._order():  # which tell the dimensions that these do not
            if s not in used and undetermined(used, dimension_names(values)) and not s.is_scalar:
                used.append(s)
        parameters: list[Parameter] = [(self.of(s), s) for s in used]
        parameters += [(d, None) for d in self.dims]
        self.arguments[name] = [argument for argument, _ in parameters]
        begin = "begin" in name
        summary = SUMMARIES.get(
            name, f"{'Where the sensitivities begin' if begin else 'The rates of change of the sensitivities'}."
        )
        return frame_of(Entry(f"_{name}", list(values), summary), parameters, self.names)

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

    def text(self) -> str:
        """The whole module."""
        first, *others = self.frames
        formulas = self.names.target.module(Module(first, others), self.names, about=False)
        formulas = formulas.removeprefix("import numpy as _np\n").lstrip("\n")
        imports = "import numpy as _np\nfrom scipy.integrate import solve_ivp as _solve_ivp"
        parts = [f'"""{ABOUT}"""\n\n{imports}', formulas, COMMON, self._solve()]
        if any(k in self.equation.functions for k in ("end", "running", "data")):
            parts += [self._loss(), self._gradient()]
        parts += [self._sensitivity(k) for k in range(len(self.equation.sensitive))]
        return "\n\n".join(part.rstrip("\n") + "\n" for part in parts)

    @property
    def signature(self) -> str:
        """The arguments of every public function."""
        e = self.equation
        return ", ".join([self.end, *map(self.of, e.unknown_begins), *map(self.of, e.parameters), *self.dims])

    @property
    def with_data(self) -> str:
        """Those, and the data."""
        given = [f"{self.of(y)}=()" for y in self.equation.given]
        timed = [f"{self.times}=()", *given] if "data" in self.equation.functions else []
        return ", ".join([self.signature, *timed, "*", "rtol=1e-9", "atol=1e-11"])

    @property
    def passed(self) -> str:
        """The arguments as they are passed on."""
        timed = [f"{self.times}={self.times}"] if "data" in self.equation.functions else []
        return ", ".join([self.signature, *timed, "rtol=rtol", "atol=atol"])

    def _unpacked(self, symbols: Sequence[Symbol], source: str) -> str:
        return f"{', '.join(map(self.of, symbols))}, *_rest = {source}"

    def _solve(self) -> str:
        e = self.equation
        timed = f", {self.times}=()" if "data" in e.functions else ""
        running = "running" in e.functions
        added = f" + {self.call('running')}" if running else ""
        said = ", and the integral of the loss so far" if running else ""
        return SOLVE.format(
            signature=f"{self.signature}{timed}, *, rtol=1e-9, atol=1e-11", end=self.end, begin=self.call("begin"), added=" + [0.0]" * running,
            unpacked=self._unpacked(e.states, "_parts(_flat, _shapes)"), time=self.of(e.time), rate=self.call("rate") + added,
            times=self.times if timed else "()", said=said, states=", ".join(map(self.of, e.states)),
        )  # fmt: skip

    def _loss(self) -> str:
        e = self.equation
        lines = [f"_at = solve({self.passed})", "_total = 0.0"]
        if "data" in e.functions:
            lines += [f"for _k, {self.of(e.time)} in enumerate({self.times}):"]
            lines += [f"    {line}" for line in (self._unpacked(e.states, f"_at({self.of(e.time)})"), *self._given())]
            lines += [f"    _total += {self.value('data')}"]
        lines += [f"{self.of(e.time)} = {self.end}", self._unpacked(e.states, f"_at({self.end})")]
        if "end" in e.functions:
            lines += [f"_total += {self.value('end')}"]
        lines += ["_total += _rest[0]"] * ("running" in e.functions)
        return _define(f"loss({self.with_data})", "The loss of the solution.", [*lines, "return float(_total)"])

    def _given(self) -> list[str]:
        return [f"{self.of(y)} = _given[{i}][_k]" for i, y in enumerate(self.equation.given)]

    def _gradient(self) -> str:
        e = self.equation
        count, asked = len(e.states), [p for p in e.wrt if p not in e.unknown_begins]
        t = self.of(e.time)
        lines = [f"_at = solve({self.passed})", f"{t} = {self.end}", self._unpacked(e.states, f"_at({self.end})")]
        lines += [f"_down = {self.call('end_slope')}"] if "end" in e.functions else [
            f"_down = [_zero(_x) for _x in ({', '.join(map(self.of, [*e.states, *asked]))},)]"
        ]  # fmt: skip
        if e.by_end:
            lines += [f"_by_end = {self.value('end_rate')}"]
        lines += ["_shapes = [_np.shape(_x) for _x in _down]", *self._backward(t)]
        lines += [self._unpacked(e.adjoints, "_down"), f"{t} = 0.0"]
        names = [p.spelling for p in asked]
        lines += [f"_found = dict(zip({names!r}, _down[{count}:], strict=True))"]
        if "start_slope" in e.functions:
            lines += [f"for _name, _more in zip({names!r}, {self.call('start_slope')}, strict=True):"]
            lines += ["    _found[_name] = _found[_name] + _more"]
        for p in [p for p in e.wrt if p in e.unknown_begins]:
            v = next(v for v, b in zip(e.adjoints, e.begins, strict=True) if b is p)
            lines.append(f"_found[{p.spelling!r}] = {self.of(v)}")
        lines += [f"_found[{e.end.name!r}] = float(_by_end)"] * e.by_end
        order = [*[p.spelling for p in e.wrt], *[e.end.name] * e.by_end]
        lines += [f"return {{_name: _found[_name] for _name in {order!r}}}"]
        return _define(
            f"gradient({self.with_data})", "The gradients of the loss, by the adjoint equation, in a dictionary.", lines
        )

    def _backward(self, t: str) -> list[str]:
        """From the end to 0, a piece between two times with data after the other."""
        e, timed = self.equation, "data" in self.equation.functions
        lines = [f"def _right({t}, _flat):", f"    {self._unpacked(e.states, f'_at({t})')}"]
        lines += [f"    {self._unpacked(e.adjoints, '_parts(_flat, _shapes)')}"]
        lines += [f"    return -_flattened({self.call('pull')})"]
        ends = f"_breaks({self.times if timed else '()'}, {self.end})"
        lines += [f"_ends = {ends}"]
        if timed:
            lines += [f"def _jumped(_down, {t}):"]
            lines += [f"    for _k, _time in enumerate({self.times}):", f"        if _time == {t}:"]
            lines += [f"            {line}" for line in (self._unpacked(e.states, f"_at({t})"), *self._given())]
            lines += [f"            _down = [_x + _y for _x, _y in zip(_down, {self.call('data_slope')}, strict=True)]"]
            lines += ["    return _down", f"_down = _jumped(_down, {self.end})"]
        lines += ["for _start, _stop in zip(_ends[-2::-1], _ends[:0:-1], strict=True):"]
        lines += ["    _flat = _integrated(_right, _stop, _start, _flattened(_down), rtol, atol).y[:, -1]"]
        lines += ["    _down = _parts(_flat, _shapes)"]
        lines += ["    _down = _jumped(_down, _start)"] * timed
        return lines

    def _sensitivity(self, k: int) -> str:
        e = self.equation
        p, names = e.sensitive[k], e.sensitivities[k]
        rate = f"sensitivity_rate_{k}"
        count = len(e.states)
        lines = [f"_first = {self.call('begin')}", *[f"{self.of(u)} = _first[{i}]" for i, u in enumerate(e.states)]]
        lines += [f"{self.of(e.time)} = 0.0", f"_first = [*_first, *{self.call(f'sensitivity_begin_{k}')}]"]
        lines += ["_shapes = [_np.shape(_x) for _x in _first]", f"def _right({self.of(e.time)}, _flat):"]
        lines += [f"    {self._unpacked([*e.states, *names], '_parts(_flat, _shapes)')}"]
        lines += [f"    return _flattened([*{self.call('rate')}, *{self.call(rate)}])"]
        lines += [f"_last = _integrated(_right, 0.0, {self.end}, _flattened(_first), rtol, atol).y[:, -1]"]
        result = f"_parts(_last, _shapes)[{count}:]"
        lines += [f"return {result}" + ("[0]" if count == 1 else "")]
        what = "The derivative of the solution at the end" if count == 1 else "The derivatives of the states at the end"
        return _define(
            f"sensitivity_{self.of(p)}({self.signature}, *, rtol=1e-9, atol=1e-11)",
            f"{what} by {p.spelling}, integrated forward.",
            lines,
        )


def _define(head: str, summary: str, lines: Sequence[str]) -> str:
    given = [line for line in lines if "_given[" in line]
    names = [line.split(" = ")[0].strip() for line in given]
    kept = [f"_given = [{', '.join(dict.fromkeys(names))}]"] if names else []
    return "\n    ".join([f"def {head}:", f'"""{summary}"""', *kept, *lines])
