"""Recurrences, from text to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions.varying import checked, equation, said

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.answers.derivation import Derivation
    from matcalc_cli.codegen.moving.writer import Equation
    from matcalc_cli.equations.time.recurrence import Recurrence


def recurrence_of(
    text: str, *, states: Sequence[str], index: str = "k", inputs: Sequence[str] = (), initial: Sequence[str] = (), loss: str = "",
    each: str = "", wrt: Sequence[str] = (), var: Sequence[str] = (),
) -> Recurrence:  # fmt: skip
    """The recurrence that a text is the step of, or that it writes as x = iterate(EXPR, x, x0, N). Raises MatcalcError."""
    from matcalc_cli.equations.time.recurrence import recurrence
    from matcalc_cli.language.grammar.steps import steps_of

    written = None if states or type(text) is not str else steps_of(text)
    if written is not None:
        text, states, initial = written.step, [written.state], initial or [written.begin]
        loss = loss or written.loss
    return recurrence(text, states, index, inputs, wrt, var, loss=loss, each=each, initial=initial)


def recurrence(text: str, *, steps: bool = False, **asked: Any) -> Derivation:
    """The derivatives of N steps, verified with a few of them written out. Raises MatcalcError."""
    from matcalc_cli.check.doubles.equality import compared
    from matcalc_cli.explain.equations.recurrence import explain

    found = recurrence_of(text, **asked)
    derivation = explain(found, steps=steps)
    lossy = found.flow.losses.parts
    gradients = [compared(*found.written_out(p)) for p in (*found.wrt, *found.moved)] if lossy else []
    found_to_be = said([*checked(found.flow), *gradients])
    derivation.verdict = (
        "every line verified exactly, the gradients with three steps"
        if found_to_be == "exact" and lossy
        else found_to_be
    )
    return derivation


def code_recurrence(text: str, *, target: str = "numpy", **asked: Any) -> str:
    """A module that takes the steps of a recurrence and differentiates a loss of them. Raises MatcalcError."""
    from matcalc_cli.codegen.moving.recurrence import recurrence_module

    found = recurrence_of(text, **asked)
    return recurrence_module(_equation_of_steps(found), target)


def _equation_of_steps(found: Recurrence) -> Equation:
    """The contents of a module about a recurrence; the number of steps is called N."""
    from matcalc_cli.expr.node import symbol
    from matcalc_cli.expr.shapes.dimensions import SCALAR

    flow = found.flow
    flow.end = symbol(flow.fresh(("N", "K", "M", *(f"N_{i}" for i in range(1, 99)))), SCALAR, "scalar")
    return equation(flow, found.inputs)


def check_recurrence(
    text: str, *, sizes: str = "", seed: int = 0, trials: int = 3, at: Sequence[str] = (), nonfinite: bool = False, **asked: Any
) -> Answer:  # fmt: skip
    """The derivatives of a few steps against differences of the steps, with the module's code. Raises MatcalcError."""
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.check.doubles.moving.recurrence import COUNT, report
    from matcalc_cli.codegen.moving.recurrence import recurrence_module
    from matcalc_cli.inputs.options import given

    found = recurrence_of(text, **asked)
    about = _equation_of_steps(found)
    flow = found.flow
    names = [*about.unknown_begins, *about.parameters, about.end]
    fixed = given(flow.states[0].rate, names, sizes=sizes, seed=seed, trials=trials, at=at, nonfinite=nonfinite)
    end = fixed.point.pop(about.end.name, None)
    count = COUNT if end is None else int(end.item())
    if count < 1 or (end is not None and count != end.item()):
        raise MatcalcError("usage", "the number of steps is a whole number from 1", hint=f"--at {about.end.name}=5")
    result = report(about, recurrence_module(about), fixed, count)
    return Answer(flow.program, flow.states[0].rate, [], [], None, notes=flow.elaborated.notes).but(check=result)
