"""A module that solves a differential equation and differentiates a loss of its solution, forward and backward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.moving.flow_text import ABOUT, COMMON, SOLVE
from matcalc_cli.codegen.moving.writer import Equation, Writer
from matcalc_cli.codegen.text.module import unknown_functions
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node


def flow_module(equation: Equation, target: str = "numpy") -> str:
    """The text of the module. Raises MatcalcError."""
    if target not in WRITERS:
        hint = "--target numpy runs on SciPy, --target jax on diffrax"
        raise MatcalcError("unsupported", f"differential equations have no code for {target}", hint=hint)
    nodes = [node for values in equation.functions.values() for node in values]
    if unknown_functions(nodes):
        raise MatcalcError("unsupported", "a module about a differential equation has no functions without a formula")
    return WRITERS[target](equation, nodes, target)


def _numpy(equation: Equation, nodes: Sequence[Node], target: str) -> str:
    return _Writer(equation, nodes, target).written()


def _jax(equation: Equation, nodes: Sequence[Node], target: str) -> str:
    from matcalc_cli.codegen.moving.flow_jax import NEEDED, JaxWriter

    del nodes
    functions = {name: values for name, values in equation.functions.items() if name in NEEDED}
    needed = [node for values in functions.values() for node in values]
    return JaxWriter(equation._replace(functions=functions, sensitivities=[]), needed, target).written()


WRITERS = {"numpy": _numpy, "jax": _jax}
"""By target what writes the module."""


class _Writer(Writer):
    """The functions around the formulas."""

    def written(self) -> str:
        """The whole module."""
        imported = ["import numpy as _np", "from scipy.integrate import solve_ivp as _solve_ivp"]
        losses = [self._loss(), self._gradient()] if self.has_a_loss else []
        sensitivities = [self._sensitivity(k) for k in range(len(self.equation.sensitive))]
        return self.text(ABOUT, imported, COMMON, self._solve(), *losses, *sensitivities)

    @property
    def with_data(self) -> str:
        """The arguments of a solution, and the data."""
        given = [f"{self.of(y)}=()" for y in self.equation.given]
        timed = [f"{self.times}=()", *given] if "data" in self.equation.functions else []
        return ", ".join([self.signature, *timed, "*", "rtol=1e-9", "atol=1e-11"])

    @property
    def passed(self) -> str:
        """The arguments as they are passed on."""
        timed = [f"{self.times}={self.times}"] if "data" in self.equation.functions else []
        return ", ".join([self.signature, *timed, "rtol=rtol", "atol=atol"])

    def _solve(self) -> str:
        e = self.equation
        timed = f", {self.times}=()" if "data" in e.functions else ""
        running = "running" in e.functions
        added = f" + {self.call('running')}" if running else ""
        said = ", and the integral of the loss so far" if running else ""
        states = "_Any" if running else self.types_of(e.states)
        body = SOLVE.format(
            end=self.end, begin=self.call("begin"), added=" + [0.0]" * running,
            unpacked=self.unpacked(e.states, "_parts(_flat, _shapes)"), time=self.of(e.time), rate=self.call("rate") + added,
            times=self.times if timed else "()",
        )  # fmt: skip
        return self.public(
            "solve", f"{self.signature}{timed}, *, rtol=1e-9, atol=1e-11", f"_Callable[[float], list[{states}]]",
            f"The solution, as a function of t that returns a list: {', '.join(map(self.of, e.states))}{said}.", [body],
        )  # fmt: skip

    def _loss(self) -> str:
        e = self.equation
        lines = [*self.of_data(), f"_at = solve({self.passed})", "_total = 0.0"]
        if "data" in e.functions:
            lines += [f"for _k, {self.of(e.time)} in enumerate({self.times}):"]
            lines += [f"    {line}" for line in (self.unpacked(e.states, f"_at({self.of(e.time)})"), *self._given())]
            lines += [f"    _total += {self.value('data')}"]
        lines += [f"{self.of(e.time)} = {self.end}", self.unpacked(e.states, f"_at({self.end})")]
        if "end" in e.functions:
            lines += [f"_total += {self.value('end')}"]
        lines += ["_total += _rest[0]"] * ("running" in e.functions)
        return self.public(
            "loss", self.with_data, "float", "The loss of the solution.", [*lines, "return float(_total)"]
        )

    def _given(self) -> list[str]:
        return [f"{self.of(y)} = _given[{i}][_k]" for i, y in enumerate(self.equation.given)]

    def _gradient(self) -> str:
        e = self.equation
        count, asked = len(e.states), [p for p in e.wrt if p not in e.unknown_begins]
        t = self.of(e.time)
        lines = [
            *self.of_data(),
            f"_at = solve({self.passed})",
            f"{t} = {self.end}",
            self.unpacked(e.states, f"_at({self.end})"),
        ]
        lines += [f"_down = {self.call('end_slope')}"] if "end" in e.functions else [
            f"_down = [_zero(_x) for _x in ({', '.join(map(self.of, [*e.states, *asked]))},)]"
        ]  # fmt: skip
        if e.by_end:
            lines += [f"_by_end = {self.value('end_rate')}"]
        lines += ["_shapes = [_np.shape(_x) for _x in _down]", *self._backward(t)]
        lines += [self.unpacked(e.adjoints, "_down"), f"{t} = 0.0"]
        names = [p.spelling for p in asked]
        lines += [f"_found = dict(zip({names!r}, _down[{count}:], strict=True))"]
        lines += self.started(names)
        lines += [f"_found[{e.end.name!r}] = float(_by_end)"] * e.by_end
        order = [*[p.spelling for p in e.wrt], *[e.end.name] * e.by_end]
        lines += [f"return {{_name: _found[_name] for _name in {order!r}}}"]
        return self.public(
            "gradient", self.with_data, f"dict[str, {self.types_of([*e.wrt, *[e.end] * e.by_end])}]",
            "The gradients of the loss, by the adjoint equation, in a dictionary.", lines,
        )  # fmt: skip

    def _backward(self, t: str) -> list[str]:
        """From the end to 0, a piece between two times with data after the other."""
        e, timed = self.equation, "data" in self.equation.functions
        lines = [f"def _right({t}, _flat):", f"    {self.unpacked(e.states, f'_at({t})')}"]
        lines += [f"    {self.unpacked(e.adjoints, '_parts(_flat, _shapes)')}"]
        lines += [f"    return -_flattened({self.call('pull')})"]
        ends = f"_breaks({self.times if timed else '()'}, {self.end})"
        lines += [f"_ends = {ends}"]
        if timed:
            lines += [f"def _jumped(_down, {t}):"]
            lines += [f"    for _k, _time in enumerate({self.times}):", f"        if _time == {t}:"]
            lines += [f"            {line}" for line in (self.unpacked(e.states, f"_at({t})"), *self._given())]
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
        lines += [f"    {self.unpacked([*e.states, *names], '_parts(_flat, _shapes)')}"]
        lines += [f"    return _flattened([*{self.call('rate')}, *{self.call(rate)}])"]
        lines += [f"_last = _integrated(_right, 0.0, {self.end}, _flattened(_first), rtol, atol).y[:, -1]"]
        result = f"_parts(_last, _shapes)[{count}:]"
        lines += [f"return {result}" + ("[0]" if count == 1 else "")]
        what = "The derivative of the solution at the end" if count == 1 else "The derivatives of the states at the end"
        each = self.types_of(names)
        return self.public(
            f"sensitivity_{self.of(p)}",
            f"{self.signature}, *, rtol=1e-9, atol=1e-11",
            each if count == 1 else f"list[{each}]",
            f"{what} by {p.spelling}, integrated forward.",
            lines,
        )
