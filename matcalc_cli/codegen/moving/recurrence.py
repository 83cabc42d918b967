"""A module that takes the steps of a recurrence and differentiates a loss of them, forward and backward."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.moving.writer import Equation, Writer
from matcalc_cli.codegen.text.module import unknown_functions
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Symbol

ABOUT = """Written by matcalc: the steps of a recurrence, a loss of them, and its gradients.

States and parameters are float64 arrays with two axes (a vector is n x 1), scalars are floats; vec stacks columns. {count} is
the number of steps. What has a value at each step is a sequence of {count} values: entry k is of the step from x_k to x_(k+1).
Where all vectors have one axis, so have the vectors that come back.
"""


def recurrence_module(equation: Equation, target: str = "numpy") -> str:
    """The text of the module. Raises MatcalcError."""
    if target != "numpy":
        raise MatcalcError("unsupported", f"recurrences have no code for {target}", hint="--target numpy")
    nodes = [node for values in equation.functions.values() for node in values]
    if unknown_functions(nodes):
        raise MatcalcError("unsupported", "a module about a recurrence has no functions without a formula")
    return _Writer(equation, nodes, target).written()


SUMMARIES = {
    "rate": "The next state.",
    "begin": "Where it begins.",
    "pull": "The adjoint one step before, and what the gradients have of a step.",
    "end": "The loss of the last step.",
    "end_slope": "Its gradients by the state, and what the gradients of the loss have of it.",
    "data": "The loss of one step.",
    "data_slope": "Its gradients by the state, and what the gradients of the loss have of it.",
    "start_slope": "What the gradients of the loss have of where it begins.",
    "sensitivity_rate": "The derivative of the next state.",
    "sensitivity_begin": "The derivative of where it begins.",
}


class _Writer(Writer):
    """The functions around the formulas."""

    summaries = SUMMARIES

    counted = True

    def written(self) -> str:
        """The whole module."""
        losses = [self._loss(), self._gradient()] if self.has_a_loss else []
        sensitivities = [self._sensitivity(k) for k in range(len(self.equation.sensitive))]
        return self.text(ABOUT.format(count=self.end), ["import numpy as _np"], self._steps(), *losses, *sensitivities)

    @property
    def of_steps(self) -> str:
        """The arguments of the steps alone, what has a value at each last."""
        return ", ".join([self.signature, *map(self.of, self.equation.inputs)])

    @property
    def of_a_loss(self) -> str:
        """The arguments of the steps, and the data."""
        return ", ".join([self.signature, *map(self.of, self.equation.given)])

    def _here(self, step: str, before: str, given: Sequence[Symbol]) -> list[str]:
        """The states at a step and what is given there, by the number of the step that led to it."""
        e = self.equation
        values = [f"{self.of(y)} = _given[{i}][{before}]" for i, y in enumerate(given)]
        return [f"{self.of(e.time)} = float({step})", self.unpacked(e.states, f"_at[{step}]"), *values]

    def _steps(self) -> str:
        lines = [f"if {self.end} < 0:", f'    raise ValueError("{self.end} must not be negative")']
        lines += [*self._every(self.equation.inputs), f"_at = [{self.call('begin')}]", f"for _k in range({self.end}):"]
        lines += [f"    {line}" for line in self._here("_k", "_k", self.equation.inputs)]
        lines += [f"    _at.append({self.call('rate')})", "return _at"]
        states = ", ".join(map(self.of, self.equation.states))
        return self.public(
            "steps",
            self.of_steps,
            f"list[list[{self.types_of(self.equation.states)}]]",
            f"The states for k = 0, ..., {self.end}, a list of each: {states}.",
            lines,
        )

    def _every(self, given: Sequence[Symbol]) -> list[str]:
        return self.as_many(given, self.end, f'f"what has a value at each step is given {{{self.end}}} times"')

    def _loss(self) -> str:
        functions = self.equation.functions
        lines = [*self._every(self.equation.given), f"_at, _total = steps({self.of_steps}), 0.0"]
        if "data" in functions:
            lines += [f"for _k in range(1, {self.end} + 1):"]
            lines += [f"    {line}" for line in self._here("_k", "_k - 1", self.equation.given)]
            lines += [f"    _total += {self.value('data')}"]
        if "end" in functions:
            lines += [*self._last(), f"_total += {self.value('end')}"]
        return self.public("loss", self.of_a_loss, "float", "The loss of the steps.", [*lines, "return float(_total)"])

    def _last(self) -> list[str]:
        e = self.equation
        return [f"{self.of(e.time)} = float({self.end})", self.unpacked(e.states, f"_at[{self.end}]")]

    def _gradient(self) -> str:
        e = self.equation
        count, asked = len(e.states), [p for p in e.wrt if p not in e.unknown_begins]
        lines = [*self._every(e.given), f"_at = steps({self.of_steps})", *self._last()]
        zeros = ", ".join(f"0*{self.of(s)}" for s in (*e.states, *asked))
        lines += [f"_down = {self.call('end_slope')}" if "end" in e.functions else f"_down = [{zeros}]"]
        lines += [f"_by_{self.of(u)}: list[_Any] = []" for u in e.moved]
        lines += [
            f"for _k in reversed(range({self.end})):",
            *[f"    {line}" for line in self._back(count, count + len(asked))],
        ]
        lines += [f"{self.of(e.time)} = 0.0", self.unpacked(e.adjoints, "_down")]
        names = [p.spelling for p in asked]
        lines += [f"_found = dict(zip({names!r}, _down[{count}:], strict=True))", *self.started(names)]
        lines += [f"_found[{u.spelling!r}] = _by_{self.of(u)}" for u in e.moved]
        order = [*[p.spelling for p in e.wrt], *[u.spelling for u in e.moved]]
        lines += [f"return {{_name: _found[_name] for _name in {order!r}}}"]
        said = "; by what has a value at each step, a list" if e.moved else ""
        return self.public(
            "gradient", self.of_a_loss, f"dict[str, {'_Any' if e.moved else self.types_of(e.wrt)}]",
            f"The gradients of the loss, by the adjoint recurrence, in a dictionary{said}.", lines,
        )  # fmt: skip

    def _back(self, count: int, kept: int) -> list[str]:
        """One step back: the loss of the step that was reached, then what led to it."""
        e = self.equation
        lines = []
        if "data" in e.functions:
            lines += [*self._here("_k + 1", "_k", e.given), f"_slopes = {self.call('data_slope')}"]
            lines += [f"_down = [_x + _y for _x, _y in zip(_down, _slopes[:{kept}], strict=True)]"]
        lines += [
            *self._here("_k", "_k", e.inputs),
            self.unpacked(e.adjoints, "_down"),
            f"_pulled = {self.call('pull')}",
        ]
        sums = f"[_x + _y for _x, _y in zip(_down[{count}:], _pulled[{count}:{kept}], strict=True)]"
        lines += [f"_down = [*_pulled[:{count}], *{sums}]"]
        for i, u in enumerate(e.moved):
            own = f" + _slopes[{kept + i}]" if "data" in e.functions else ""
            lines += [f"_by_{self.of(u)}.insert(0, _pulled[{kept + i}]{own})"]
        return lines

    def _sensitivity(self, k: int) -> str:
        e = self.equation
        p, names = e.sensitive[k], e.sensitivities[k]
        start, rate = f"sensitivity_begin_{k}", f"sensitivity_rate_{k}"
        lines = [f"_at = steps({self.of_steps})", f"{self.of(e.time)} = 0.0"]
        lines += [self.unpacked(e.states, "_at[0]"), f"_moved = {self.call(start)}", f"for _k in range({self.end}):"]
        lines += [f"    {line}" for line in (*self._here("_k", "_k", e.inputs), self.unpacked(names, "_moved"))]
        lines += [f"    _moved = {self.call(rate)}", "return _moved" + "[0]" * (len(e.states) == 1)]
        what = "The derivative of the last state" if len(e.states) == 1 else "The derivatives of the last states"
        each = self.types_of(names)
        result = each if len(e.states) == 1 else f"list[{each}]"
        return self.public(
            f"sensitivity_{self.of(p)}", self.of_steps, result, f"{what} by {p.spelling}, forward.", lines
        )
